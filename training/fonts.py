"""The faces to train and test with: Debian's Thai fonts, and web fonts of npm whose Latin and Thai parts are merged.

All are free: GPL with font exception (TLWG), Bitstream Vera's (Arundina), SIL OFL (npm). Whole families are kept
out of training for the test.
"""

import json
import subprocess
import sys
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

HELD_OUT = frozenset(
    {"sarabun", "norasi", "noto-serif-thai", "ibm-plex-sans-thai", "ibm-plex-sans-thai-looped"}
)
"""Families that training never sees."""
DEBIAN = Path("/usr/share/fonts/truetype")
_DEBIAN_FOLDERS = ("tlwg", "arundina")
LOOPED = (
    "sarabun", "noto-serif-thai", "noto-sans-thai-looped", "ibm-plex-sans-thai-looped", "taviraj", "trirong",
    "niramit", "bai-jamjuree", "kodchasan", "fahkwang", "krub", "maitree", "pridi",
)  # fmt: skip
LOOPLESS = (
    "noto-sans-thai", "ibm-plex-sans-thai", "k2d", "prompt", "kanit", "mitr", "athiti", "chakra-petch", "koho",
    "anuphan", "google-sans",
)  # fmt: skip
WRITTEN = ("mali", "itim", "sriracha", "charm", "playpen-sans-thai")
_WEIGHTS = ("400", "700")
_UNNEEDED_TABLES = ("MVAR", "STAT", "HVAR", "DSIG", "meta", "fvar", "gvar", "avar")


@dataclass(frozen=True)
class Face:
    """One font file; `share` is how often it is drawn, `characters` what it can write."""

    path: str
    family: str
    held_out: bool
    share: float
    characters: str


def faces(folder: Path) -> list[Face]:
    """All faces that `install` has laid into the folder, and Debian's."""
    listed = json.loads((folder / "faces.json").read_text())
    return [Face(**face) for face in listed]


def install(folder: Path, web: bool = True) -> list[Face]:
    """Fetch what is lacking, merge, and list all faces in `faces.json`; without `web` Debian's only.

    Raises:
        subprocess.CalledProcessError: npm could not fetch a family.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = [_debian(path) for name in _DEBIAN_FOLDERS for path in sorted((DEBIAN / name).glob("*.ttf"))]
    for family in (*LOOPED, *LOOPLESS, *WRITTEN) if web else ():
        share = 2.0 if family in LOOPED else 1.0 if family in LOOPLESS else 0.3
        for weight in _WEIGHTS:
            path = _merged(folder, family, weight)
            if path is not None:
                found.append(_face(path, family, share * (1.0 if weight == "400" else 0.5)))
    (folder / "faces.json").write_text(json.dumps([asdict(face) for face in found], ensure_ascii=False))
    return found


def _debian(path: Path) -> Face:
    family, _, style = path.stem.partition("-")
    share = 0.5 if family == "Purisa" else 0.7 if family.startswith("Tlwg") else 2.5
    return _face(path, family.lower(), share * (1.0 if not style or style == "Regular" else 0.35))


def _face(path: Path, family: str, share: float) -> Face:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        characters = "".join(map(chr, sorted(font.getBestCmap())))
    return Face(str(path), family, family in HELD_OUT, share, characters)


def _merged(folder: Path, family: str, weight: str) -> Path | None:
    """The family's Thai and Latin files as one, or None where it has no such weight."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    path = folder / f"{family}-{weight}.ttf"
    if path.exists():
        return path
    parts = []
    for script in ("thai", "latin"):
        source = _unpacked(folder, family) / "files" / f"{family}-{script}-{weight}-normal.woff2"
        if not source.exists():
            return None
        font = TTFont(source)
        font.flavor = None
        for table in _UNNEEDED_TABLES:
            if table in font:
                del font[table]
        parts.append(folder / f"{family}-{weight}-{script}.part")
        font.save(parts[-1])
    Merger().merge([str(part) for part in parts]).save(path)
    for part in parts:
        part.unlink()
    return path


def _unpacked(folder: Path, family: str) -> Path:
    package = folder / "npm" / family / "package"
    if not package.is_dir():
        package.parent.mkdir(parents=True, exist_ok=True)
        if not list(package.parent.glob("*.tgz")):
            subprocess.run(  # noqa: S603
                ["npm", "pack", "--silent", f"@fontsource/{family}"],  # noqa: S607
                cwd=package.parent, check=True, capture_output=True,
            )  # fmt: skip
        for archive in package.parent.glob("*.tgz"):
            with tarfile.open(archive) as files:
                files.extractall(package.parent, filter="data")
    return package


if __name__ == "__main__":
    sys.stdout.write(f"{len(install(Path(sys.argv[1])))} faces\n")

"""Which column of the survey a header cell names: exact wordings first, then near ones (contract, section 2)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.grid import Grid
from survey.fields import Column
from survey.thai.text import squeeze

EXACT = 100.0
_NEAR = 86.0
_LONGEST_HEADER = 160
_ROOTS = re.compile(
    "ลำดับ|^(?:ที่|ข้อ|ข้อที่|no)$|ที่$|บริการ|เจ้าภาพ|ร่วม|ลงนาม|วันที่|วัน|แต่งตั้ง|จัดทำ|mou|ประสงค์|ปัญหา|อุปสรรค|คณะกรรมการ|ระเบียบ|ข้อตกลง|"
    "อปท|องค์กร|องค์การ|หน่วยงาน|วดป|กิจกรรม|โครงการ|เป้าหมาย|ชื่อ|เรื่อง|หลัก|มี|ทำ"
)


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to head a column, squeezed."""

    column: Column
    words: str
    rank: int


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a header cell fits a column of the survey: 100 is one of its own wordings."""

    key: str
    score: float


class Headers:
    """The wordings of a survey's columns, prepared for comparison."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._groups = {column.key: tuple(map(squeeze, column.group)) for column in columns}
        self._wordings = [
            _Wording(column, squeeze(words), rank)
            for column in columns
            for rank, words in enumerate((column.title, *column.headers))
        ]
        by_denial = {
            denies: [w for w in self._wordings if len(w.words) >= 3 and ("ไม่" in w.words) == denies]
            for denies in (False, True)
        }
        self._alike = {
            denies: (found, [w.words for w in found], "\n".join(w.words for w in found))
            for denies, found in by_denial.items()
        }
        self._exact: dict[str, list[_Wording]] = {}
        for wording in self._wordings:
            self._exact.setdefault(wording.words, []).append(wording)
        # A bare แต่งตั้ง belongs to its group alone; มี and ไม่มี mean something only under one.
        self._needs_group = {w for w, found in self._exact.items() if len({x.column.key for x in found}) > 1}
        # A later survey may ask in words that no header had before.
        own = [w.words for w in self._wordings if not _ROOTS.search(w.words)]
        self._roots = re.compile("|".join([_ROOTS.pattern, *map(re.escape, own)])) if own else _ROOTS
        self.fits = lru_cache(maxsize=4096)(self._fits)
        self._has_root = lru_cache(maxsize=4096)(self._looked_for_root)
        self.under = lru_cache(maxsize=512)(self._group_of)

    def is_group(self, text: str) -> bool:
        """A cell that stands over several columns: คณะกรรมการ…, ระเบียบข้อตกลง, อปท. ที่จัดทำความร่วมมือ."""
        words = _plain(text)
        return any(words in groups for groups in self._groups.values())

    def may_head(self, text: str) -> bool:
        """Quick: whether a cell could head a column at all."""
        return 1 < len(text) <= _LONGEST_HEADER and self._has_root(text)

    def _looked_for_root(self, text: str) -> bool:
        return self._roots.search(squeeze(text)) is not None

    def _fits(self, leaf: str, above: str) -> tuple[Fit, ...]:
        """Columns that a header may name, best first.

        Args:
            leaf: The lowest header cell of the column.
            above: The cells above it, joined; "" where there are none.
        """
        group = self.under(above)
        best: dict[str, float] = {}
        for words in _spellings(leaf):
            for key, score in self._scores(words, group):
                best[key] = max(best.get(key, 0.0), score)
        if above and not best:
            # The leaf says nothing of its own ("(ระบุ)"): the cell above is the header.
            return tuple(Fit(fit.key, fit.score - 2) for fit in self.fits(above, ""))
        return tuple(Fit(key, score) for key, score in sorted(best.items(), key=lambda item: -item[1]))

    def _group_of(self, above: str) -> frozenset[str]:
        """Keys of the columns whose group stands above, empty where nothing known does."""
        words = _plain(above)
        if not words:
            return frozenset()
        found = {key for key, groups in self._groups.items() if words in groups}
        if not found:
            found = {
                key
                for key, groups in self._groups.items()
                if any(len(g) >= 7 and (g in words or (len(words) >= 7 and words in g)) for g in groups)
            }
        return frozenset(found)

    def _scores(self, words: str, group: frozenset[str]) -> Iterator[tuple[str, float]]:
        for wording in self._exact.get(words, ()):
            yield from self._exactly(wording, words, group)
        for key, groups in self._groups.items():
            for prefix in groups:
                rest = words.removeprefix(prefix)
                if rest != words and rest:
                    for wording in self._exact.get(rest, ()):
                        if wording.column.key == key:
                            yield key, EXACT - wording.rank * 0.2
        if words in self._exact or len(words) < 5:
            return
        yield from self._nearly(words, group)

    def _exactly(self, wording: _Wording, words: str, group: frozenset[str]) -> Iterator[tuple[str, float]]:
        key = wording.column.key
        grouped = bool(self._groups[key])
        if words in self._needs_group and grouped and group and key not in group:
            return
        if words in self._needs_group and not group:
            yield key, 60.0 - wording.rank * 0.2
        else:
            yield key, EXACT - wording.rank * 0.2 - (3 if group and grouped and key not in group else 0)

    def _nearly(self, words: str, group: frozenset[str]) -> Iterator[tuple[str, float]]:
        from rapidfuzz import fuzz, process

        others, texts, together = self._alike["ไม่" in words]
        length = len(words)
        if words in together:  # else it is part of none, as most data is, and half of the comparing is saved
            found = [index for index, other in enumerate(texts) if other in words or words in other]
        else:
            found = [index for index, other in enumerate(texts) if other in words]
        for index in found:
            shorter, longer = sorted((length, len(texts[index])))
            if shorter >= 5 and self._may_stand_under(others[index], group):
                yield others[index].column.key, 72 + 24 * shorter / longer
        if length < 6:
            return
        for other, ratio, index in process.extract(
            words, texts, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=5
        ):
            if len(other) >= 6 and self._may_stand_under(others[index], group):
                yield others[index].column.key, ratio - 4

    def _may_stand_under(self, wording: _Wording, group: frozenset[str]) -> bool:
        key = wording.column.key
        return not group or not self._groups[key] or key in group


class KeysByRow:
    """Which columns a row's cells might head. Looked for where it is asked: most rows are data, and alike to nothing."""

    def __init__(self, grid: Grid, headers: Headers) -> None:
        self._headers = headers
        self._texts: dict[int, list[str]] = {}
        for (row, _), cell in grid.cells.items():
            if cell.text and headers.may_head(cell.text):
                self._texts.setdefault(row, []).append(cell.text)
        self._found: dict[int, tuple[int, frozenset[str]]] = {}

    def starts(self) -> list[int]:
        """Rows of which two cells at least might head a column."""
        return sorted(row for row, texts in self._texts.items() if len(texts) > 1 and self._of(row)[0] > 1)

    def named(self, row: int) -> frozenset[str]:
        return self._of(row)[1]

    def _of(self, row: int) -> tuple[int, frozenset[str]]:
        """How many cells, and which columns."""
        if row not in self._found:
            fits = [found for text in self._texts.get(row, ()) if (found := self._headers.fits(text, ""))]
            self._found[row] = len(fits), frozenset(fit.key for found in fits for fit in found)
        return self._found[row]


_NUMBER = re.compile(r"^\s*[(\[]?\s*[\d๐-๙]{1,2}\s*[)\].]\s*|\s*[(\[]\s*[\d๐-๙]{1,2}\s*[)\]]\s*$")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_FILLING = re.compile(r"^(?:ชื่อ|ระบุ|กรุณาระบุ|โปรดระบุ|รายชื่อ|รายการ)|(?:ถ้ามี|โปรดระบุ|ระบุ)$")
_ABBREVIATED = (("องค์กรปกครองส่วนท้องถิ่น", "อปท"), ("หน่วยงาน", "อปท"), ("องค์การ", "องค์กร"))


def _plain(text: str) -> str:
    """A header's words as they are compared: without its number, hyphens and spaces."""
    return squeeze(_NUMBER.sub("", text))


@lru_cache(maxsize=4096)
def _spellings(text: str) -> tuple[str, ...]:
    """The header as written, and without brackets and filling words."""
    whole = _plain(text)
    bare = _plain(_BRACKETED.sub(" ", text))
    found = [whole, bare]
    found += [_FILLING.sub("", words) for words in (whole, bare)]
    for long, short in _ABBREVIATED:
        found += [words.replace(long, short) for words in (whole, bare) if long in words]
    return tuple(dict.fromkeys(words for words in found if words))

"""How well agreements on paper are read: scans and photographs of deals, papers and layouts drawn by lot.

    PYTHONPATH=.:tests .venv/bin/python bench/agreements_on_paper.py [COUNT [SEED [FONTS]]] > figures

COUNT agreements (20) of 2 to 12 parties that stand in title, preamble, below signatures or in an annexed list or table, with
witnesses, emblem, stamp, signatures and page numbers, on 1 to 5 pages, printed by LibreOffice and a browser, each in five damages
at 150 to 300 dpi; days in digits, Thai digits, words, on dots, as by hand, or blank; then papers that only mention one, and a file
that holds a covering letter, a form and two agreements. FONTS as of `training.fonts`: adds Sarabun. *right*: letters of title and
service, white space aside (an area behind the service may stay with it); all parties and no other; the day, null where it is blank.
A day by hand or on dots may be null. *certain*: nothing is said of it. *silent*: certain and wrong, of all fields. *false*: agreements of
which the answer tells anything but doubts.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from make.long_forms import long_form
from make.paper_agreements import DECOYS, Block, Paper, decoy_paper, paper_agreement
from make.paper_printers import FONTS, as_html, by_browser, by_writer, signed_pages
from make.papers import printed
from make.scans import as_pages, photographed, rendered, scanned
from PIL import Image

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case
from survey.thai.text import squeeze

CASE, LIMITS = Case(date(2018, 12, 10)), Limits(seconds=900)
DAMAGES: dict[str, tuple[tuple[int, ...], dict[str, Any] | None]] = {
    "clean": ((150, 200, 300), {}),
    "good (1 degree, JPEG 75)": ((150, 200, 300), {"degrees": 1.0, "quality": 75}),
    "fair (1 degree, blur 0.8, JPEG 60)": ((200, 300), {"degrees": -1.0, "blur": 0.8, "quality": 60}),
    "poor (150 dpi, blur, noise, JPEG 50)": (
        (150,),
        {"degrees": 1.5, "blur": 0.8, "noise": 8.0, "quality": 50},
    ),
    "photograph (from the side, shadow)": ((220,), None),
}
_FIELDS = ("title", "service", "parties", "day")
_LENIENT = ("hand", "dotted")


def main() -> None:
    count, seed = (int(sys.argv[n]) if len(sys.argv) > n else default for n, default in ((1, 20), (2, 1)))
    sarabun = f"{sys.argv[3]}/sarabun-400.ttf" if len(sys.argv) > 3 else None
    papers = [paper_agreement(seed + number) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        made = pdfs([one.blocks for one in papers], seed, Path(folder), sarabun)
        print("| source | title | service | parties | day | certain: title, parties, day | silent | false |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- |")
        found = [[document_json(one) for one in read_file(pdf, "a.pdf", CASE, LIMITS)] for pdf in made]
        print(_line("text of the PDF", papers, found), flush=True)
        for damage in DAMAGES:
            found = [read(harmed(pdf, damage, seed + number)) for number, pdf in enumerate(made)]
            print(_line(damage, papers, found), flush=True)
        _decoys(seed, Path(folder), sarabun)
        _together(made[:2], seed, Path(folder))


def _line(source: str, papers: Sequence[Paper], found: Sequence[Sequence[dict[str, Any]]]) -> str:
    right: Counter[str] = Counter()
    certain: Counter[str] = Counter()
    silent = false = 0
    for paper, documents in zip(papers, found, strict=True):
        agreements = [one for one in documents if one["kind"] == "mou"]
        if len(agreements) != 1:
            print(f"    {source}: {[one['kind'] for one in documents]} for “{paper.title}”", file=sys.stderr)
            continue
        judged, sure, is_false = judge(paper, agreements[0])
        right.update(field for field in _FIELDS if judged[field])
        certain.update(field for field in _FIELDS if sure[field])
        wrong = [field for field in _FIELDS if sure[field] and not judged[field]]
        silent, false = silent + len(wrong), false + is_false
        if not all(judged.values()) or is_false:
            shown = {"title": "title", "service": "service", "parties": "parties", "day": "signed_on"}
            says = [f"{field}: {agreements[0][shown[field]]}" for field in _FIELDS if not judged[field]]
            codes = [problem["code"] for problem in agreements[0]["problems"]]
            print(f"    {source}: silent {wrong}; {says}, {codes}; {paper}"[:900], file=sys.stderr)
    of = len(papers)
    shares = " | ".join(f"{right[field] / of:.0%}" for field in _FIELDS)
    sure_of = ", ".join(f"{certain[field] / of:.0%}" for field in ("title", "parties", "day"))
    return f"| {source} | {shares} | {sure_of} | {silent} of {4 * of} | {false} |"


def judge(paper: Paper, found: dict[str, Any]) -> tuple[dict[str, bool], dict[str, bool], bool]:
    """Which fields are right, of which nothing is said, and whether anything is told that is no doubt and not true."""
    codes = {problem["code"] for problem in found["problems"]}
    doubts = " ".join(
        problem["message"].partition("อ่านจากภาพสแกน")[0]
        for problem in found["problems"]
        if problem["code"] == "ocr_low_confidence"
    )
    service, meant = squeeze(found["service"] or ""), squeeze(paper.service)
    day = paper.day.isoformat() if paper.day else None
    told_of_day = codes & {
        "date_missing",
        "date_incomplete",
        "date_ambiguous",
        "date_invalid",
        "date_in_future",
    }
    told_of_parties = codes & {"partners_missing", "partner_unknown", "lao_ambiguous"}
    is_title_sure = "ชื่อบันทึก" not in doubts
    sure = {
        "title": is_title_sure,
        "service": is_title_sure and "service_missing" not in codes,
        "parties": "คู่ความร่วมมือ" not in doubts and not told_of_parties,
        "day": "วันที่ลงนาม" not in doubts and not told_of_day,
    }
    may_be_null = paper.writes_day in _LENIENT and found["signed_on"] is None and not sure["day"]
    right = {
        "title": squeeze(found["title"] or "") == squeeze(paper.title),
        "service": service == meant or (service.startswith(meant) and service in squeeze(paper.title)),
        "parties": set(found["party_codes"]) == set(paper.codes),
        "day": found["signed_on"] == day or may_be_null,
    }
    true = {"ocr_low_confidence"} | ({"date_missing"} if day is None or may_be_null else set())
    return right, sure, bool(codes - true)


def _decoys(seed: int, folder: Path, sarabun: str | None) -> None:
    made = pdfs([decoy_paper(kind, seed) for kind in DECOYS], seed, folder, sarabun)
    wrong = [
        (kind, damage)
        for kind, pdf in zip(DECOYS, made, strict=True)
        for damage in DAMAGES
        if any(one["kind"] != "other" for one in read(harmed(pdf, damage, seed)))
    ]
    print(
        f"\n{len(DECOYS) * len(DAMAGES)} scans of papers that only mention one: taken for one {wrong or 'none'}"
    )


def _together(agreements: Sequence[bytes], seed: int, folder: Path) -> None:
    """A covering letter, the form and two agreements in one file: the kinds and pages that are read."""
    letter = pdfs([decoy_paper("letter", seed)], seed, folder, None)[0]
    form = printed(long_form(4, seed=seed), folder)
    for damage in DAMAGES:
        pages = harmed(letter, damage, seed)
        dpis, harm = DAMAGES[damage]
        pages += [
            photographed(page) if harm is None else scanned(page, **harm) for page in rendered(form, dpis[0])
        ]
        pages += [page for pdf in agreements for page in harmed(pdf, damage, seed)]
        found = [f"{one['kind']} {one['file'].partition('#')[2]}" for one in read(pages)]
        print(
            f"letter, form and two agreements in {len(pages)} pages, {damage}: {', '.join(found)}", flush=True
        )


def pdfs(papers: Sequence[Sequence[Block]], seed: int, folder: Path, sarabun: str | None) -> list[bytes]:
    """Each paper printed, by LibreOffice and by a browser in turn."""
    faces = (*FONTS, "Sarabun") if sarabun else FONTS
    sources = []
    for number, blocks in enumerate(papers):
        face = faces[(seed + number) % len(faces)]
        sources.append(folder / f"{number}-{face}.html")
        html = as_html(blocks, Random(seed + number), face, sarabun if face == "Sarabun" else None)
        sources[-1].write_text(html, encoding="utf-8")
    by_office = [one for n, one in enumerate(sources) if n % 2 and "Sarabun" not in one.name]
    if by_office:
        by_writer(by_office)
    for one in sources:
        if one not in by_office:
            by_browser(one)
    return [one.with_suffix(".pdf").read_bytes() for one in sources]


def harmed(pdf: bytes, damage: str, seed: int) -> list[Image.Image]:
    """Its pages, signed, as a scanner or a telephone gives them."""
    dpis, harm = DAMAGES[damage]
    pages = signed_pages(pdf, dpis[seed % len(dpis)], Random(seed))
    return [photographed(page) if harm is None else scanned(page, **harm) for page in pages]


def read(pages: Sequence[Image.Image]) -> list[dict[str, Any]]:
    """What the product reads of a file of these pages."""
    return [document_json(one) for one in read_file(as_pages(pages), "a.pdf", CASE, LIMITS)]


if __name__ == "__main__":
    main()

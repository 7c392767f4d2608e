"""Agreements and papers that mention one, printed by a browser, signed, stamped, scanned and really recognised."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from make.paper_agreements import Block, decoy_paper, paper_agreement
from make.paper_printers import as_html, by_browser, signed_pages
from make.scans import as_pages, photographed, scanned
from PIL import Image

from parsers.limits import Limits
from parsers.read import read_file
from survey.jsonl import document_json
from survey.model import Case
from survey.thai.text import squeeze

CASE = Case(date(2018, 12, 10))


def pages(blocks: Sequence[Block], folder: Path, name: str, font: str = "Laksaman") -> list[Image.Image]:
    source = folder / f"{name}.html"
    source.write_text(as_html(blocks, Random(1), font), encoding="utf-8")
    return signed_pages(by_browser(source).read_bytes(), 200, Random(1))


def read(scans: Sequence[Image.Image]) -> list[dict[str, Any]]:
    return [document_json(one) for one in read_file(as_pages(scans), "a.pdf", CASE, Limits(seconds=900))]


@pytest.mark.parametrize(
    ("seed", "is_photograph"),
    [(443, False), (430, True)],
    ids=["parties below signatures, beside witnesses", "parties in the preamble"],
)
def test_title_parties_and_day_are_read_and_nothing_but_a_doubt_is_told(
    seed: int, is_photograph: bool, tmp_path: Path
) -> None:
    paper = paper_agreement(seed)
    drawn = pages(paper.blocks, tmp_path, "a")
    scans = [
        photographed(page) if is_photograph else scanned(page, degrees=0.7, quality=75) for page in drawn
    ]
    [found] = read(scans)
    assert (found["kind"], found["pages"]) == ("mou", len(drawn))
    assert squeeze(found["title"]) == squeeze(paper.title)
    assert squeeze(found["service"]) == squeeze(paper.service)
    assert set(found["party_codes"]) == set(paper.codes)
    assert found["signed_on"] == str(paper.day)
    assert {problem["code"] for problem in found["problems"]} <= {"ocr_low_confidence"}


def test_a_file_of_letter_agreement_and_order_holds_the_agreement(tmp_path: Path) -> None:
    paper = paper_agreement(423)
    letter, order = (pages(decoy_paper(kind, 3), tmp_path, kind) for kind in ("letter", "order"))
    drawn = pages(paper.blocks, tmp_path, "a", "Norasi")
    [found] = read([*letter, *drawn, *order])
    assert (found["kind"], found["pages"], set(found["party_codes"])) == ("mou", len(drawn), set(paper.codes))


def test_a_draft_on_paper_is_none(tmp_path: Path) -> None:
    [found] = read(pages(decoy_paper("draft", 3), tmp_path, "draft"))
    assert (found["kind"], found["problems"]) == ("other", [])

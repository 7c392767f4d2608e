"""Comments at cells (ECMA-376 part 1, §18.7): words beside the data, which now and then hold it."""

import re
from typing import Any

from parsers.grid import Place
from parsers.safe_xml import attributes, local, tree
from survey.cells import split_address
from survey.marking import AUTHOR
from survey.thai.text import repair


def read_comments(data: bytes) -> dict[Place, str]:
    """Place to a comment's words, its author's name in front taken off; without those of a workbook we marked."""
    root = tree(data)
    authors = [element.text or "" for element in root.iter("{*}author")]
    found: dict[Place, str] = {}
    for comment in root.iter("{*}comment"):
        has = attributes(comment)
        whole = "".join(_texts(comment))
        words = _without_author(whole, authors)
        if words and AUTHOR not in whole and re.fullmatch("[A-Z]{1,3}[0-9]{1,7}", has.get("ref", "")):
            found[split_address(f"!{has['ref']}")[1:]] = repair(words)
    return found


def _texts(comment: Any) -> list[str]:
    return [element.text or "" for element in comment.iter("{*}t") if local(element.getparent()) != "rPh"]


def _without_author(words: str, authors: list[str]) -> str:
    first, colon, rest = words.partition(":")
    return rest.strip() if colon and first.strip() in authors else words.strip()

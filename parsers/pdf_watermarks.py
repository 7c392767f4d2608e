"""Words set aslant over a whole page ("สำเนาถูกต้อง", "ร่าง"): their letters lie in cells to which they do not belong.

Imported only where a PDF is read.
"""

from statistics import median

from parsers.pdf_letters import Letters

_LARGER = 1.5
"""Sizes of the page's other letters; a head that leans is as large as the rest of its table."""


def watermark(letters: Letters) -> set[int]:
    """The letters of such words, none on most pages."""
    slanted = {index for index in letters.drawn() if letters.is_slanted(index)}
    if not slanted:
        return slanted
    level = [
        letters.size(index)
        for index in letters.drawn()
        if index not in slanted and letters.is_printed(index) and not letters.is_generated(index)
    ]
    usual = median(level) if level else float("inf")
    return {index for index in slanted if letters.size(index) > _LARGER * usual}

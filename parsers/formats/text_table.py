"""Tables pasted into plain text: grids T1, T2, …; what stands around one is in its notes.

Raises FileRefused and nothing else.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from parsers.grid import Grid
from parsers.table_builder import TableBuilder, numbered
from survey.thai.text import fold


def text_tables(text: str) -> list[Grid]:
    """The tables in plain text: lines cut into columns by tabs, by `|`, or by runs of spaces.

    Three columns at least; spaces count only where every line of the table has as many columns (an empty cell
    can't be seen there), and four at least. Rows are counted without blank lines and ruled ones.
    """
    lines = _whole_lines(text.replace("\r\n", "\n").replace("\r", "\n"))
    items: list[str | TableBuilder] = []
    for kind, group in groupby(
        ((_cut_by(line), line) for line in lines if line.strip()), key=lambda at: at[0]
    ):
        block = [line for _, line in group]
        table = (
            TableBuilder.of(_columns(line, kind) for line in block if not _RULE.fullmatch(line))
            if kind
            else None
        )
        even = table is not None and (kind != " " or table.is_even)
        items += [table] if table is not None and even and table.holds_data else block
    return numbered(items)


_RULE = re.compile(r"[\s|+:=_\-─┼│├┤┬┴]*[+|─┼\-=][\s|+:=_\-─┼│├┤┬┴]*")
_GAP = re.compile(r"[ \xa0\u3000]{2,}")
_FIELD = re.compile(r'"((?:[^"]|"")*)"(?=\t|$)|([^\t]*)')
_OPEN_QUOTE = re.compile(r'(?:^|\t)"(?:[^"\t]|"")+$')
_MOST_LINES_A_CELL = 30


def _whole_lines(text: str) -> Iterator[str]:
    """Lines; those that Excel's quotes hold together in a cell are one."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        if "\t" in line and _OPEN_QUOTE.search(line):
            closing = range(at + 1, min(at + _MOST_LINES_A_CELL, len(lines)))
            end = next((n + 1 for n in closing if re.match(r'(?:[^"]|"")*"(?:\t|$)', lines[n])), end)
            line = "\n".join(lines[at:end])
        yield line
        at = end


def _cut_by(line: str) -> str:
    if line.count("\t") >= 2:
        return "\t"
    if line.count("|") >= 2 or (_RULE.fullmatch(line) and "+" in line):
        return "|"
    return " " if len(_GAP.findall(line.strip())) >= 3 else ""


def _columns(line: str, kind: str) -> list[str]:
    if kind == "|":
        return [part.strip() for part in line.strip().removeprefix("|").removesuffix("|").split("|")]
    if kind == " ":
        return [fold(part) for part in _GAP.split(line.strip())]
    fields, at = [], 0
    while at <= len(line):
        match = _FIELD.match(line, at)
        if match is None:  # never: the second branch fits anything
            break
        fields.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        at = match.end() + 1
    return fields

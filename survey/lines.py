"""Lines of a table, and the lines of one row of the form: cells by column key, whatever file they came from."""

from dataclasses import dataclass, field

from survey.cells import Cell
from survey.findings import Finding

TICKS = (
    "committee_yes",
    "committee_no",
    "committee",
    "regulation_yes",
    "regulation_no",
    "regulation",
    "mou",
)


@dataclass(slots=True)
class Line:
    """One line of the table.

    Attributes:
        at: Address of its leftmost table cell.
        cells: Column key to its cell; blank where nothing stands there.
        covered: Keys of cells that a merge from a line above covers.
        wide: It holds one text only, merged over several columns of the table.
        others: Filled cells of columns that the survey does not know.
        anew: The header was repeated above it.
    """

    at: str
    cells: dict[str, Cell]
    covered: frozenset[str] = frozenset()
    wide: bool = False
    others: tuple[Cell, ...] = ()
    anew: bool = False
    # Every rule about lines asks for these; they change with `put` alone.
    _texts: dict[str, str] | None = field(default=None, init=False, compare=False, repr=False)
    _filled: list[str] | None = field(default=None, init=False, compare=False, repr=False)

    def text(self, key: str) -> str:
        texts = self._texts if self._texts is not None else self._stripped()
        return texts.get(key, "")

    def _stripped(self) -> dict[str, str]:
        self._texts = texts = {key: cell.text.strip() for key, cell in self.cells.items()}
        return texts

    def filled(self) -> list[str]:
        if self._filled is None:
            texts = self._texts if self._texts is not None else self._stripped()
            self._filled = [key for key, cell in self.cells.items() if texts[key] or cell.error]
        return self._filled

    def put(self, key: str, cell: Cell) -> None:
        """Another cell in the place of one."""
        self.cells[key] = cell
        self._texts = self._filled = None


@dataclass(slots=True)
class RowLines:
    """The lines of one row of the form.

    Attributes:
        heading: The sub-heading above it ("อำเภอเมือง"), or None.
        findings: What was taken that its cells do not say.
    """

    at: str
    lines: list[Line]
    heading: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def cells(self) -> dict[str, list[Cell]]:
        """As the field groups read them."""
        return {key: [line.cells[key] for line in self.lines] for key in self.lines[0].cells}

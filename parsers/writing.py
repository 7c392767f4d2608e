"""How words of a text document look, as far as it says what they mean; shared by the formats of word processors."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """Attributes:
    struck: Struck through, or deleted with tracked changes.
    hidden: Hidden text: nobody sees it, and it is left out.
    font: A symbol font, or None.
    """

    struck: bool = False
    hidden: bool = False
    font: str | None = None


PLAIN = Look()

"""Ways out. A transport hands one mail over and says in which phase it failed."""

from typing import Protocol


class TryLater(Exception):
    """Nothing was taken; the same mail may be sent again. The text is the server's."""


class Unreachable(TryLater):
    """The server could not be reached, or would not have us: no other mail leaves now either."""


class Refused(Exception):
    """The server refuses this mail for good. The text is the server's."""


class NoAnswer(Exception):
    """The mail was handed over and no answer came: it may have left."""


class Transport(Protocol):
    def send(self, sender: str, recipient: str, message_id: str, content: bytes) -> str:
        """Hand a mail over; the server's words.

        Raises:
            TryLater: Nothing was taken.
            Refused: It never will be.
            NoAnswer: It may have been taken.
        """
        ...

    def try_out(self) -> str:
        """Whether mail could leave now, without sending any; what was found, for `samruat doctor`.

        Raises:
            OSError: It could not (smtplib's errors are such too).
        """
        ...

    def close(self) -> None: ...

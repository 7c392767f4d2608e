"""What we write of our own accord, or to confirm a decision: no answer to a sender's form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from notifications.answer import Attachment, Coordinator
from notifications.wording import one_line, thai_date


@dataclass(frozen=True, slots=True)
class Notice:
    """One such mail; which kind it is, the templates say.

    Attributes:
        province: It is about this one, or None.
        heading: What happened, or what is wanted, in a line.
        lines: What there is to say, one by one.
        is_over: The deadline has passed.
        in_reply_to: Message-ID of the mail that it confirms; `message_sha256` of the same.
    """

    to: str
    coordinator: Coordinator
    deadline: date
    heading: str = ""
    lines: tuple[str, ...] = ()
    province: str | None = None
    reference: str | None = None
    in_reply_to: str | None = None
    message_sha256: str | None = None
    attachments: tuple[Attachment, ...] = ()
    is_over: bool = False

    @property
    def by(self) -> str:
        """Until when, in words."""
        return "โดยเร็ว" if self.is_over else f"ภายในวันที่ {thai_date(self.deadline)}"


def notice_view(notice: Notice) -> dict[str, Any]:
    """What the templates of `decision`, `invitation` and `reminder` may name."""
    return {
        "notice": notice,
        "answer": notice,
        "reference": notice.reference or "-",
        "place": f" จังหวัด{one_line(notice.province)}" if notice.province else "",
        "tokens": [],
        "codes": [],
    }

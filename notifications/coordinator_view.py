"""An `Alert` and a `Digest` as their templates read them."""

from typing import Any

from notifications.answer import Alert, Digest
from notifications.view import Most
from notifications.wording import BANGKOK, joined, reason, state, thai_date, thai_time
from survey.model import Status

# Word and colour of each group of provinces, the field of `Digest` that holds it, and whether it is told when empty.
_GROUPS = (
    ("ส่งแล้ว", "#2da44e", "sent", True),
    ("ไม่มีความร่วมมือ", "#1f6feb", "nil", True),
    ("ต้องแก้ไข", "#bf8700", "to_correct", True),
    ("รอท่านพิจารณา", "#8250df", "held", False),
    ("อ่านไฟล์ไม่ได้", "#cf222e", "unreadable", False),
    ("ไม่รับ", "#57606a", "rejected", False),
    ("ยังไม่ส่ง", "#afb8c1", "silent", True),
)


def alert_view(alert: Alert, most: Most) -> dict[str, Any]:
    """What the templates of `alert` and `failed` may name."""
    facts = [
        ("ผู้ส่ง", alert.sender or "ไม่ทราบ"),
        ("จังหวัด", alert.province or "ไม่ทราบ"),
        ("เรื่อง", alert.subject_received or "ไม่มี"),
        ("ได้รับ", f"{thai_date(alert.received_at)} เวลา {thai_time(alert.received_at)}"),
        ("เหตุผล", reason(alert.reason)),
    ]
    return {
        "alert": alert,
        "reference": alert.reference or "-",
        "place": f" จังหวัด{alert.province}" if alert.province else "",
        "facts": facts,
        "problems": joined(alert.findings, most.problems),
    }


def digest_view(digest: Digest, most: Most) -> dict[str, Any]:
    """What the digest's templates may name. `rest`: mails that no count explains; 0 where all is well."""
    rest = digest.received - sum(digest.statuses.values()) - digest.in_work
    groups = [
        (word, colour, names)
        for word, colour, field, always in _GROUPS
        if (names := getattr(digest, field)) or always
    ]
    total = sum(len(names) for _, _, names in groups)
    counts = [(state(s.value), digest.statuses.get(s, 0)) for s in Status if digest.statuses.get(s)]
    if digest.in_work:
        counts.append(("กำลังดำเนินการ", digest.in_work))
    parts = [(word, len(names), colour) for word, colour, names in groups]
    return {
        "digest": digest,
        "rest": rest,
        "total": total,
        "done": len(digest.sent) + len(digest.nil),
        "counts": counts,
        "deadline": _deadline(digest),
        "provinces": [(word, names) for word, _, names in groups],
        "bar": [(round(100 * count / total, 1), colour) for _, count, colour in parts if count],
        "key": parts,
        "outbox": [(state(word), count) for word, count in digest.outbox],
        "lists": [
            ("ไม่ได้ตอบ", [f"{reason(why)} {count} ฉบับ" for why, count in digest.unanswered]),
            ("ส่งครั้งแรกจากที่อยู่ใหม่", [f"{address} {name}" for address, name in digest.unknown_senders]),
        ],
    }


def _deadline(digest: Digest) -> str:
    days = (digest.deadline - digest.at.astimezone(BANGKOK).date()).days
    day = thai_date(digest.deadline)
    if days > 0:
        return f"เหลือ {days} วันถึงกำหนดส่ง ({day})"
    return f"ครบกำหนดส่งวันนี้ ({day})" if days == 0 else f"พ้นกำหนดส่งมาแล้ว {-days} วัน ({day})"

"""An `Alert` and a `Digest` as their templates read them."""

from typing import Any

from notifications.answer import Alert, Digest
from notifications.view import Most
from notifications.wording import BANGKOK, joined, reason, state, thai_date, thai_time
from survey.model import Status

_COLOURS = ("#2da44e", "#1f6feb", "#bf8700", "#afb8c1")


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
    groups = (digest.sent, digest.nil, digest.to_correct, digest.silent)
    words = ("ส่งแล้ว", "ไม่มีความร่วมมือ", "ต้องแก้ไข", "ยังไม่มีข้อมูลที่ใช้ได้")
    total = sum(map(len, groups))
    counts = [(state(s.value), digest.statuses.get(s, 0)) for s in Status if digest.statuses.get(s)]
    if digest.in_work:
        counts.append(("กำลังดำเนินการ", digest.in_work))
    parts = list(zip(words, map(len, groups), _COLOURS, strict=True))
    return {
        "digest": digest,
        "rest": rest,
        "total": total,
        "done": len(digest.sent) + len(digest.nil),
        "counts": counts,
        "deadline": _deadline(digest),
        "provinces": list(zip(words, groups, strict=True)),
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

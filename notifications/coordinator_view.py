"""An `Alert` and a `Digest` as their templates read them."""

from typing import Any

from notifications.answer import Alert, Changed, Digest, Waiting
from notifications.chart import Group, province_chart
from notifications.reasons import reason
from notifications.view import Most
from notifications.wording import BANGKOK, joined, state, thai_date, thai_time
from storage.words import ProvinceState
from survey.model import Status

_STATES = {
    ProvinceState.ACCEPTED: "ส่งแล้ว",
    ProvinceState.NIL: "ไม่มีความร่วมมือ",
    ProvinceState.NEEDS_CORRECTION: "ต้องแก้ไข",
    ProvinceState.HELD: "รอท่านพิจารณา",
    ProvinceState.UNREADABLE: "อ่านไฟล์ไม่ได้",
    ProvinceState.REJECTED: "ไม่รับ",
    ProvinceState.SILENT: "ยังไม่ส่ง",
}
# State and colour of each group of provinces, the field of `Digest` that holds it, and whether it is told when empty.
_GROUPS = (
    (ProvinceState.ACCEPTED, "#2da44e", "sent", True),
    (ProvinceState.NIL, "#1f6feb", "nil", True),
    (ProvinceState.NEEDS_CORRECTION, "#bf8700", "to_correct", True),
    (ProvinceState.HELD, "#8250df", "held", False),
    (ProvinceState.UNREADABLE, "#cf222e", "unreadable", False),
    (ProvinceState.REJECTED, "#57606a", "rejected", False),
    (ProvinceState.SILENT, "#afb8c1", "silent", True),
)
# What we could not make out ourselves; all other reasons ask for the coordinator's judgement.
_UNSURE = frozenset(
    {"version_unclear", "file_too_complex", "mou_province_unknown", "correction_contradicted"}
)
_DECIDE = (
    "ตอบกลับอีเมลแจ้งของเรื่องนั้นว่า “รับ” หรือ “ไม่รับ เพราะ (เหตุผลที่แจ้งผู้ส่ง)” "
    'หรือสั่ง samruat release รหัสอ้างอิง หรือ samruat reject รหัสอ้างอิง --why "เหตุผล"'
)
_MENDING = "ระบบแจ้งผู้ส่งแล้วว่าต้องแก้ไขสิ่งใด ท่านไม่ต้องดำเนินการ หรือจะช่วยโทรศัพท์ติดตามก็ได้"
_AGAIN = "มิใช่ความผิดของผู้ส่ง ระบบจะลองใหม่เอง หรือสั่งได้ด้วย samruat reprocess --failed"
_MEND = frozenset({_STATES[ProvinceState.NEEDS_CORRECTION], _STATES[ProvinceState.UNREADABLE]})
_POSTPONED = "วันนี้ดึงอีเมลครบปริมาณที่กำหนดแล้ว ส่วนที่เหลือจะดึงในวันถัดไป"
_MOST_JUNK = 20
_MOST_UNDELIVERED = 20
CHART = "provinces@samruat"
"""Content-ID of the picture."""
_MOST_UNMIRRORED = 30


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


def digest_view(digest: Digest) -> dict[str, Any]:
    """What the digest's templates may name. `rest`: mails that no count explains; 0 where all is well."""
    rest = digest.received - sum(digest.statuses.values()) - digest.in_work
    groups = groups_of(digest)
    total = sum(len(group.names) for group in groups)
    counts = [(state(s.value), digest.statuses.get(s, 0)) for s in Status if digest.statuses.get(s)]
    if digest.in_work:
        counts.append(("กำลังดำเนินการ", digest.in_work))
    parts = [(group.word, len(group.names), group.colour) for group in groups]
    return {
        "digest": digest,
        "rest": rest,
        "total": total,
        "done": len(digest.sent) + len(digest.nil),
        "counts": counts,
        "deadline": _deadline(digest),
        "mending": [(group.word, group.names) for group in groups if group.word in _MEND and group.names],
        "mending_how": _MENDING,
        "provinces": [
            (group.word, group.names) for group in groups if group.word not in _MEND or not group.names
        ],
        "chart": province_chart(groups),
        "chart_id": CHART,
        "bar": [(round(100 * count / total, 1), colour) for _, count, colour in parts if count],
        "key": parts,
        "outbox": [(state(word), count) for word, count in digest.outbox],
        "waiting": _waiting(digest),
        "since": digest.since,
        "changes": [_change(one) for one in digest.changes],
        "lists": [
            ("อีเมลที่ยังไม่ได้รับเข้าระบบ", [_POSTPONED] if digest.postponed else []),
            ("ในกล่องจดหมายขยะ อาจเป็นแบบสำรวจ หากใช่ กรุณาย้ายไปกล่องจดหมายเข้า", _junk(digest)),
            ("อีเมลที่ส่งไม่ถึง กรุณาแจ้งทางโทรศัพท์", _undelivered(digest)),
            ("มีชื่อเป็นผู้ร่วมลงนามในจังหวัดอื่น แต่จังหวัดของตนไม่ได้รายงาน", _unmirrored(digest)),
            ("ไม่ได้ตอบ", [f"{reason(why)} {count} ฉบับ" for why, count in digest.unanswered]),
            ("ส่งครั้งแรกจากที่อยู่ใหม่", [f"{address} {name}" for address, name in digest.unknown_senders]),
        ],
    }


def groups_of(digest: Digest) -> list[Group]:
    """The provinces by state, as every part of the digest counts them."""
    return [
        Group(_STATES[state_], colour, names)
        for state_, colour, field, always in _GROUPS
        if (names := getattr(digest, field)) or always
    ]


def _waiting(digest: Digest) -> list[tuple[str, str, list[Waiting]]]:
    """Heading, how to answer, and what waits, for each group that is not empty."""
    ours = [one for one in digest.waiting if one.status is Status.FAILED]
    unsure = [one for one in digest.waiting if one.status is not Status.FAILED and one.reason in _UNSURE]
    others = [one for one in digest.waiting if one.status is not Status.FAILED and one.reason not in _UNSURE]
    groups = (
        ("ต้องให้ท่านตัดสิน", _DECIDE, others),
        ("ระบบไม่แน่ใจ ขอให้ท่านตรวจสอบ", _DECIDE, unsure),
        ("ระบบทำงานไม่สำเร็จ", _AGAIN, ours),
    )
    return [group for group in groups if group[2]]


def _change(one: Changed) -> str:
    before, after = (
        f"{_STATES[state_]} {rows} รายการ" if rows else _STATES[state_]
        for state_, rows in ((one.before, one.rows_before), (one.after, one.rows_after))
    )
    return f"{one.province}: {after} (เดิม {before})"


def _unmirrored(digest: Digest) -> list[str]:
    lines = [
        f"{one.partner.name} จังหวัด{one.province}: {one.host.name} จังหวัด{one.reported_by} รายงานว่าร่วมกันใน “{one.service or '-'}”"
        for one in digest.unmirrored[:_MOST_UNMIRRORED]
    ]
    left = len(digest.unmirrored) - len(lines)
    return [*lines, f"และอีก {left} แห่ง"] if left else lines


def _junk(digest: Digest) -> list[str]:
    if digest.junk is None:
        return ["ครั้งนี้เปิดดูกล่องจดหมายขยะไม่ได้"]
    lines = [
        f"{one.sender or 'ไม่ทราบผู้ส่ง'} เมื่อ {thai_date(one.received_at)}: {one.subject or 'ไม่มีเรื่อง'}"
        + (f" (ไฟล์ {', '.join(one.files[:3])})" if one.files else "")
        for one in digest.junk[:_MOST_JUNK]
    ]
    left = len(digest.junk) - len(lines)
    return [*lines, f"และอีก {left} ฉบับ"] if left else lines


def _undelivered(digest: Digest) -> list[str]:
    lines = [
        " ".join(
            filter(
                None,
                (
                    one.reference or "",
                    f"จังหวัด{one.province}" if one.province else "",
                    one.address,
                    f"ผู้รายงาน {one.reporter}" if one.reporter else "",
                    f"โทรศัพท์ {one.phone}" if one.phone else "ไม่ทราบหมายเลขโทรศัพท์",
                    f"({one.said[:120]})" if one.said else "",
                ),
            )
        )
        for one in digest.undelivered[:_MOST_UNDELIVERED]
    ]
    left = len(digest.undelivered) - len(lines)
    return [*lines, f"และอีก {left} ฉบับ"] if left else lines


def _deadline(digest: Digest) -> str:
    days = (digest.deadline - digest.at.astimezone(BANGKOK).date()).days
    day = thai_date(digest.deadline)
    if days > 0:
        return f"เหลือ {days} วันถึงกำหนดส่ง ({day})"
    return f"ครบกำหนดส่งวันนี้ ({day})" if days == 0 else f"พ้นกำหนดส่งมาแล้ว {-days} วัน ({day})"

"""The final report as one HTML page without scripts or outside content; its charts are tables, so that any program
that turns HTML into PDF draws them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape

from notifications.wording import BANGKOK, thai_time
from storage.provinces import ProvinceStanding
from storage.records import StoredRow
from storage.words import ProvinceState, RowState
from survey.registry import registry
from survey.thai.dates import thai_date_long
from survey.thai.text import squeeze

_MOST = 25
_STATES = {
    ProvinceState.ACCEPTED: "ส่งแล้ว",
    ProvinceState.NIL: "ไม่มีความร่วมมือ",
    ProvinceState.NEEDS_CORRECTION: "ส่งแล้ว ยังต้องแก้ไข",
    ProvinceState.HELD: "รอพิจารณา",
    ProvinceState.UNREADABLE: "อ่านไม่ได้",
    ProvinceState.REJECTED: "ไม่รับ",
    ProvinceState.SILENT: "ไม่ได้ส่ง",
}
_STYLE = (
    "body{font-family:Sarabun,'TH Sarabun New',Loma,Norasi,sans-serif;line-height:1.5}"
    "@media screen{body{max-width:52em;margin:2em auto;padding:0 1em}}"
    "td,th{padding:1px 6px;text-align:left;vertical-align:top}th{border-bottom:1px solid #888}"
    "td.n,th.n{text-align:right}.bar{color:#2f6fb3;letter-spacing:0;white-space:nowrap}"
)
_LONGEST_BAR = 18
_SUBTITLE = "ในการจัดบริการสาธารณะขององค์กรปกครองส่วนท้องถิ่น"
Bars = Sequence[tuple[str, int]]


def report_page(
    standings: Sequence[ProvinceStanding],
    rows: Sequence[tuple[str, StoredRow]],
    *,
    deadline: date,
    at: datetime,
) -> str:
    """The report at an instant (aware).

    Args:
        rows: Province and row of each cooperation that counts.
    """
    day = thai_date_long(at.astimezone(BANGKOK).date())
    states = Counter(standing.state for standing in standings)
    errors = sum(stored.state is RowState.ERROR for _, stored in rows)
    late = sum(standing.late for standing in standings)
    facts = [
        ("จังหวัดทั้งหมด", len(standings)),
        *((word, states[state]) for state, word in _STATES.items() if states[state]),
        ("จังหวัดที่ส่งหลังกำหนด", late),
        ("ความร่วมมือทั้งหมด (รายการ)", len(rows)),
        ("ในจำนวนนี้ยังต้องแก้ไข (รายการ)", errors),
        ("สำเนาบันทึกข้อตกลงที่ได้รับ (ฉบับ)", sum(standing.mous for standing in standings)),
    ]
    silent = [s.province for s in standings if not s.current]
    parts = [
        f"<p>ข้อมูล ณ วันที่ {day} เวลา {thai_time(at)} กำหนดส่งวันที่ {thai_date_long(deadline)}</p>",
        _table("ภาพรวม", facts),
        _chart("ความร่วมมือจำแนกตามบริการสาธารณะ", _services(stored for _, stored in rows)),
        _chart("จำแนกตามประเภท อปท. เจ้าภาพ", _kinds(stored for _, stored in rows)),
        _chart("จำแนกตามภาค", _regions(province for province, _ in rows)),
        _provinces(standings),
        f"<h2>จังหวัดที่ไม่มีข้อมูล ({len(silent)})</h2><p>{escape(' '.join(silent)) or '-'}</p>",
    ]
    title = "รายงานผลการสำรวจความร่วมมือ"
    return (
        f'<!doctype html>\n<html lang="th"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body><h1>{title}</h1>\n<p>{_SUBTITLE}</p>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _services(rows: Iterable[StoredRow]) -> Bars:
    """Services of equal words counted together, under the wording that is most frequent; the rest as one."""
    words: dict[str, Counter[str]] = {}
    for stored in rows:
        service = stored.row.service or "ไม่ได้ระบุ"
        words.setdefault(squeeze(service), Counter())[service] += 1
    counted = sorted(words.values(), key=lambda one: (-one.total(), one.most_common(1)[0][0]))
    shown = [(one.most_common(1)[0][0], one.total()) for one in counted[:_MOST]]
    rest = counted[_MOST:]
    return [*shown, (f"บริการอื่น {len(rest)} ชื่อ", sum(one.total() for one in rest))] if rest else shown


def _kinds(rows: Iterable[StoredRow]) -> Bars:
    laos = registry().by_code
    counted: Counter[str] = Counter()
    for stored in rows:
        host = stored.row.host
        known = laos.get(host.code) if host and host.code else None
        counted[known.kind if known else "ไม่ทราบแน่ชัด"] += 1
    return counted.most_common()


def _regions(provinces: Iterable[str]) -> Bars:
    known = registry().provinces
    return Counter(known[province].region for province in provinces).most_common()


def _table(heading: str, facts: Bars) -> str:
    lines = "".join(f'<tr><td>{escape(word)}</td><td class="n">{count:,}</td></tr>' for word, count in facts)
    return f"<h2>{escape(heading)}</h2><table>{lines}</table>"


def _chart(heading: str, bars: Bars) -> str:
    """Bars of letters: every program draws them, and a screen reader passes over them to the number."""
    most = max((count for _, count in bars), default=0)
    lines = "".join(
        f'<tr><td width="50%">{escape(word)}</td>'
        f'<td width="38%"><span class="bar" aria-hidden="true">{"█" * max(round(_LONGEST_BAR * count / most), 1)}</span></td>'
        f'<td width="12%" class="n" align="right">{count:,}</td></tr>'
        for word, count in bars
    )
    return f"<h2>{escape(heading)}</h2>" + (f'<table width="100%">{lines}</table>' if lines else "<p>-</p>")


def _provinces(standings: Sequence[ProvinceStanding]) -> str:
    lines = "".join(
        f"<tr><td>{escape(one.province)}</td><td>{_STATES[one.state]}{' (หลังกำหนด)' if one.late else ''}</td>"
        f'<td class="n">{one.rows:,}</td><td class="n">{one.mous:,}</td></tr>'
        for one in standings
    )
    head = '<tr><th>จังหวัด</th><th>สถานะ</th><th class="n">รายการ</th><th class="n">MOU</th></tr>'
    return f'<h2>รายจังหวัด</h2><table width="100%">{head}{lines}</table>'

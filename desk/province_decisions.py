"""What is decided about a province: who speaks for it, what does not count, and what came by another way than mail."""

from datetime import date

from flask import Blueprint, g, redirect, request, url_for
from werkzeug.wrappers import Response

from desk.notes import note
from desk.provinces import named
from desk.state import the_desk
from ingest import decisions
from ingest.decisions import DecisionRefused
from ingest.mime.names import safe_name

province_decisions = Blueprint("province_decisions", __name__, url_prefix="/provinces")


@province_decisions.post("/<code>/assign")
def assign(code: str) -> Response:
    """An address speaks for the province from now on."""
    desk, province = the_desk(), named(code).name
    with desk.context.database.unit_of_work() as work:
        decisions.assign(
            desk.context, work, _field("address"), province, who=g.who, why=_field("why") or None
        )
        work.commit()
    return _back(code, "บันทึกที่อยู่ผู้ส่งแล้ว")


@province_decisions.post("/<code>/waive")
def waive(code: str) -> Response:
    """A rule does not count for the province's mail until a day."""
    desk, province, until = the_desk(), named(code).name, _day("until")
    with desk.context.database.unit_of_work() as work:
        decisions.waive(
            desk.context, work, province, _field("rule"), until, who=g.who, why=_field("why") or None
        )
        work.commit()
    return _back(code, "ยกเว้นเกณฑ์แล้ว มีผลกับเรื่องที่อ่านต่อจากนี้")


@province_decisions.post("/<code>/nil")
def nil(code: str) -> Response:
    """The province said by telephone, fax or paper that it has nothing to report."""
    desk, province, day = the_desk(), named(code).name, _day("received_on")
    with desk.context.database.unit_of_work() as work:
        decisions.nil(
            desk.context, work, province, _field("channel"), day, who=g.who, why=_field("why") or None
        )
        work.commit()
    desk.work.after_decision()
    return _back(code, "บันทึกว่าไม่มีความร่วมมือแล้ว")


@province_decisions.post("/<code>/submit")
def submit(code: str) -> Response:
    """What came by fax or on paper is put in as if it had been mailed."""
    desk, province, day = the_desk(), named(code).name, _day("received_on")
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise DecisionRefused("no file", "กรุณาเลือกไฟล์")
    name, data = safe_name(sent.filename, sent.mimetype), sent.read()
    why = _field("why") or None
    with desk.context.database.unit_of_work() as work:
        decisions.submit(desk.context, work, name, data, province, _field("channel"), day, who=g.who, why=why)
        work.commit()
    ended = desk.work.after_decision()
    return _back(code, "บันทึกไฟล์แล้ว" if ended else "บันทึกไฟล์แล้ว ระบบกำลังอ่าน")


def _field(name: str) -> str:
    return request.form.get(name, "").strip()[:2000]


def _day(name: str) -> date:
    try:
        return date.fromisoformat(_field(name))
    except ValueError:
        raise DecisionRefused(f"{name}: no day", "กรุณาระบุวันที่") from None


def _back(code: str, line: str) -> Response:
    note(line)
    return redirect(url_for("provinces.one", code=code))

"""Before, during and after: invitations, reminders, what failed read again, and the end of the survey."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from flask import Blueprint, abort, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from desk.notes import note
from desk.state import the_desk
from ingest.decisions import DecisionRefused
from ingest.evidence import BANGKOK
from ingest.invite import Invited, invite, invited
from ingest.problems import ConfigError
from ingest.remind import due, remind, reminded_today
from ingest.rounds import one_round, poll
from ingest.season import closed
from storage.outbox_list import count_of_kind
from survey.model import Status

season = Blueprint("season", __name__, url_prefix="/season")

_SHOWN = 200
_LIST_BYTES = 1_000_000


@season.get("")
def overview() -> str:
    """How the survey stands, and who would be reminded now."""
    return _page()


@season.post("/invite")
def invite_all() -> str | Response:
    """Show who stands on an uploaded list, or mail each of them its form; nobody twice."""
    desk, sent = the_desk(), request.files.get("list")
    data = sent.read(_LIST_BYTES + 1) if sent else b""
    if not data or len(data) > _LIST_BYTES:
        raise DecisionRefused("no list", "กรุณาเลือกไฟล์รายชื่อ (CSV) ขนาดไม่เกิน 1 เมกะไบต์")
    people = _listed(data)
    new = sum(one.is_new for one in people)
    if request.form.get("what") != "send":
        return _page(people)
    who = g.who
    desk.work.later(lambda: invite(desk.context, people, lambda _: None, who=who))
    note(f"กำลังจัดทำและส่งหนังสือเชิญ {new} ฉบับ ดูความคืบหน้าได้ที่หน้าอีเมลขาออก")
    return redirect(url_for("season.overview"))


@season.post("/remind")
def remind_all() -> Response:
    """Look into the mailbox first, so that nobody is reminded who has answered; then write to the others."""
    desk = the_desk()
    done = poll(desk.context) if desk.config.mailbox else one_round(desk.context, [])
    if done.lost is not None:
        raise DecisionRefused(
            f"mailbox not reached ({done.lost}); nobody was reminded",
            "เปิดกล่องจดหมายไม่สำเร็จ จึงยังไม่ได้เตือนผู้ใด กรุณาลองใหม่",
        )
    told = remind(desk.context, lambda _: None, who=g.who)
    desk.work.send()
    note(f"จัดทำหนังสือเตือน {len(told)} ฉบับ")
    return redirect(url_for("season.overview"))


@season.post("/reread")
def reread() -> Response:
    """Read again what failed by our own fault."""
    desk = the_desk()
    with desk.context.database.unit_of_work() as work:
        failed = [message.sha256 for message in work.messages.with_status(Status.FAILED)]
        work.messages.reopen(failed, desk.context.now())
        work.commit()
    ended = desk.work.after_decision()
    note(f"อ่านอีกครั้ง {len(failed)} เรื่อง" + ("" if ended else " ระบบกำลังอ่าน"))
    return redirect(url_for("season.overview"))


@season.post("/close")
def close_survey() -> Response:
    """Write all that is handed on, and end the survey, once."""
    from ingest.close import close

    desk, folder = the_desk(), the_desk().config.desk.close_to
    if folder is None:
        raise DecisionRefused("desk.close_to is not set", "ยังไม่ได้กำหนดที่เก็บผลการสำรวจ (desk.close_to)")
    if request.form.get("sure") != "yes":
        raise DecisionRefused("not sure", "กรุณาทำเครื่องหมายยืนยันก่อนปิดการสำรวจ")
    why = request.form.get("why", "").strip()[:2000] or None
    names = close(desk.context, folder, lambda _: None, who=g.who, why=why)
    note(f"ปิดการสำรวจแล้ว จัดทำ {len(names)} ไฟล์")
    return redirect(url_for("season.overview"))


@season.get("/files/<name>")
def file(name: str) -> Response:
    """A file of what was handed on."""
    if name not in _files():
        abort(404)
    folder = the_desk().config.desk.close_to
    assert folder is not None
    response = send_file(folder / name, as_attachment=True, mimetype="application/octet-stream")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    return response


def _page(people: list[Invited] | None = None) -> str:
    desk = the_desk()
    with desk.context.database.unit_of_work(readonly=True) as work:
        owing = due(desk.context, work)
        return render_template(
            "season.html",
            people=people,
            owing=[(one, reminded_today(desk.context, work, one)) for one in owing[:_SHOWN]],
            more=len(owing) - _SHOWN,
            invitations=count_of_kind(work.connection, "invitation"),
            failed=len(work.messages.with_status(Status.FAILED)),
            end=closed(work),
            deadline=desk.config.survey.deadline,
            is_over=desk.context.now().astimezone(BANGKOK).date() > desk.config.survey.deadline,
            close_to=desk.config.desk.close_to,
            files=_files(),
        )


def _files() -> list[str]:
    folder = the_desk().config.desk.close_to
    if folder is None or not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def _listed(data: bytes) -> list[Invited]:
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        try:
            return invited(the_desk().context, Path(file.name))
        except (ConfigError, UnicodeDecodeError) as error:
            raise DecisionRefused(
                f"the list can't be read: {error}",
                "อ่านรายชื่อไม่ได้ กรุณาใช้ CSV (UTF-8) ที่บรรทัดแรกเป็น address,province",
            ) from error

"""A submission: what was read, what is doubted, how it came to stand so; and the decisions on it."""

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.differences import differences
from desk.notes import note
from desk.reading import letter_of
from desk.state import the_desk
from desk.values import ROWS_A_PAGE, in_order_of_weight, row_views
from ingest import decisions
from ingest.context import Context
from ingest.decisions import DecisionRefused
from notifications.wording import FIELDS
from storage.decisions import Decision
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from survey.model import Status
from survey.registry import registry

submissions = Blueprint("submissions", __name__, url_prefix="/submissions")

_COUNTS = (Status.ACCEPTED, Status.NEEDS_CORRECTION)
_MOST_FINDINGS = 40
_MOST_DIFFERENCES = 20


@submissions.get("/<reference>")
def one(reference: str) -> str:
    """What a message brought for a province; doubtful cells first."""
    page = max(1, request.args.get("page", 1, int))
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        version = version_of(work, reference)
        message = work.messages.get(version.message_sha256)
        rows, findings = work.submissions.rows(version.id), work.submissions.findings(version.id)
        log = work.decisions.of(version.reference)
        files = work.submissions.files(version.message_sha256)
        others = work.submissions.versions(version.province) if version.province else []
        current = work.submissions.current(version.province) if version.province else []
        told = work.outbox.of_message(version.message_sha256)
        mous = [
            mou for mou in work.submissions.mous(version.province or "") if mou.reference == version.reference
        ]
        corrected = work.corrections.of_message(version.message_sha256)
    findings = in_order_of_weight(findings)
    shown = row_views(rows, findings, files, page)
    letter = None if files else letter_of(version.message_sha256)
    names = [file["file"] for file in files]
    return render_template(
        "submission.html",
        version=version,
        message=message,
        shown=shown,
        doubts=[(names.index(file) if file in names else 0, one) for file, one in findings[:_MOST_FINDINGS]],
        more_doubts=len(findings) - _MOST_FINDINGS,
        corrected=corrected,
        may_correct=any(file["kind"] == "survey" for file in files),
        province_code=_code(version.province),
        survey_file=next((i for i, file in enumerate(files) if file["kind"] in ("survey", "mou")), 0),
        page=page,
        pages=-(-len(rows) // ROWS_A_PAGE),
        log=log,
        files=files,
        text=letter.text if letter else "",
        others=[other for other in reversed(others) if other.id != version.id][:20],
        instead_of=[
            one.reference for one in current if one.reference != version.reference and one.rows and rows
        ],
        counts_now=version.reference in {one.reference for one in current},
        told=told,
        mous=mous,
        is_held=version.status is Status.HELD,
        may_withdraw=version.status in _COUNTS and version.repeats is None,
        in_work=message is not None and message.next_try_at is not None,
        seen=stamp(log),
    )


@submissions.post("/<reference>/release")
def release(reference: str) -> Response:
    return _decide(reference, "รับไว้แล้ว", decisions.release)


@submissions.post("/<reference>/reject")
def reject(reference: str) -> Response:
    return _decide(reference, "ไม่รับเรื่องนี้แล้ว", decisions.reject)


@submissions.post("/<reference>/withdraw")
def withdraw(reference: str) -> Response:
    return _decide(reference, "ถอนออกแล้ว", decisions.withdraw)


@submissions.get("/<reference>/correct")
def cell(reference: str) -> str:
    """The form to correct a cell, beside the sheet as it was sent."""
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        version = version_of(work, reference)
        files = work.submissions.files(version.message_sha256)
        log = work.decisions.of(version.reference)
    surveys = [(index, str(file["file"])) for index, file in enumerate(files) if file["kind"] == "survey"]
    if not surveys:
        abort(404)
    asked = request.args.get("file", surveys[0][0], int)
    return render_template(
        "correct.html",
        version=version,
        surveys=surveys,
        file=asked,
        cell=request.args.get("cell", "")[:200],
        text=request.args.get("text", "")[:2000],
        title=FIELDS.get(request.args.get("field", ""), ""),
        seen=stamp(log),
    )


@submissions.post("/<reference>/correct")
def correct(reference: str) -> Response:
    """Have the cell read with another text; the field's own reader must find no error in it."""
    desk, form = the_desk(), request.form
    with desk.context.database.unit_of_work(readonly=True) as work:
        version = version_of(work, reference)
        refuse_stale(work, version.reference)
        files = [str(file["file"]) for file in work.submissions.files(version.message_sha256)]
    index = form.get("file", 0, int)
    file = files[index] if 0 <= index < len(files) else None
    text = form.get("text", "").strip().replace("\r\n", "\n")
    prepared = decisions.prepare(desk.context, version.reference, form.get("cell", ""), text, file=file)

    def decided(context: Context, work: UnitOfWork, reference: str, *, who: str, why: str | None) -> str:
        return decisions.correct(context, work, prepared, who=who, why=why)

    return _decide(reference, f"แก้ไขช่อง {prepared.correction.cell.rpartition('!')[2]} แล้ว", decided)


@submissions.get("/<reference>/differences/<other>")
def compare(reference: str, other: str) -> str:
    """What a version says otherwise than another one of its province."""
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        newer, older = version_of(work, reference), version_of(work, other)
        rows = work.submissions.rows_of([newer.id, older.id])
    if newer.order < older.order:
        newer, older = older, newer
    found = differences(rows[older.id], rows[newer.id])
    return render_template("differences.html", newer=newer, older=older, found=found, most=_MOST_DIFFERENCES)


def version_of(work: UnitOfWork, reference: str) -> Version:
    """The submission; no page where there is none."""
    version = work.submissions.by_reference(reference)
    if version is None:
        abort(404)
    return version


def stamp(log: list[Decision]) -> str:
    """What the page showed of the decisions: a form that bears another one was filled in on an old page."""
    return str(len(log))


def refuse_stale(work: UnitOfWork, reference: str) -> None:
    """Raises:
    DecisionRefused: Somebody decided on the submission after this page was shown.
    """
    log = work.decisions.of(reference)
    if request.form.get("seen") != stamp(log):
        by = f" ({log[-1].who})" if log else ""
        raise DecisionRefused(
            f"{reference}: decided meanwhile", f"{reference} มีผู้พิจารณาไปก่อนแล้ว{by} กรุณาดูผลแล้วพิจารณาใหม่"
        )


def _decide(reference: str, done: str, decision: Callable[..., str]) -> Response:
    desk = the_desk()
    why = request.form.get("why", "").strip()[:2000] or None
    with desk.context.database.unit_of_work() as work:
        version = version_of(work, reference)
        work.messages.lock(version.message_sha256)
        refuse_stale(work, version.reference)
        decision(desk.context, work, version.reference, who=g.who, why=why)
        work.commit()
    ended = desk.work.after_decision()
    note(done if ended else f"{done} ระบบกำลังอ่านอีกครั้ง กรุณาเปิดหน้านี้ใหม่ในอีกสักครู่")
    return redirect(url_for("submissions.one", reference=reference))


def _code(province: str | None) -> str | None:
    return registry().provinces[province].code if province in registry().provinces else None

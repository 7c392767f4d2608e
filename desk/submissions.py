"""A submission: what was read, what is doubted, how it came to stand so; and the decisions on it."""

from collections.abc import Callable

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.state import the_desk
from desk.values import ROWS_A_PAGE, row_views
from ingest import decisions
from ingest.decisions import DecisionRefused
from storage.decisions import Decision
from storage.records import Version
from storage.unit_of_work import UnitOfWork
from survey.model import Status

submissions = Blueprint("submissions", __name__, url_prefix="/submissions")

_COUNTS = (Status.ACCEPTED, Status.NEEDS_CORRECTION)
_MOST_FINDINGS = 60


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
    shown = row_views(rows, findings, page)
    return render_template(
        "submission.html",
        version=version,
        message=message,
        shown=shown,
        findings=findings[:_MOST_FINDINGS],
        more_findings=len(findings) - _MOST_FINDINGS,
        page=page,
        pages=-(-len(rows) // ROWS_A_PAGE),
        log=log,
        files=files,
        others=[other for other in reversed(others) if other.id != version.id][:20],
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


def told(note: str, tone: str = "good") -> None:
    """Show a line on the next page."""
    session = the_desk().sessions.get(g.sid)
    if session is not None:
        session.notes.append((tone, note))


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
    told(done if ended else f"{done} ระบบกำลังอ่านอีกครั้ง กรุณาเปิดหน้านี้ใหม่ในอีกสักครู่")
    return redirect(url_for("submissions.one", reference=reference))

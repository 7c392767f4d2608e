"""What waits for the coordinator, what waits to be sent, the sample for a second look, and the log of decisions."""

from hashlib import sha256

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.notes import note
from desk.state import the_desk
from ingest import decisions
from storage.digest import waiting as waiting_items
from storage.outbox_list import outbox_list, outbox_text
from storage.records import Version
from storage.words import OutboxState
from survey.model import Status

waiting = Blueprint("waiting", __name__)

_A_PAGE = 100


@waiting.get("/queue")
def queue() -> str:
    """Everything that only the coordinator can settle, oldest first."""
    page = max(1, request.args.get("page", 1, int))
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        items = waiting_items(work.connection)
    some = items[(page - 1) * _A_PAGE : page * _A_PAGE]
    return render_template(
        "queue.html", items=some, total=len(items), page=page, pages=-(-len(items) // _A_PAGE)
    )


@waiting.get("/outbox")
def outbox() -> str:
    """Our mails, newest first; what is still queued can be kept back."""
    page = max(1, request.args.get("page", 1, int))
    state = next((one for one in OutboxState if one.value == request.args.get("state")), None)
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        rows = outbox_list(work.connection, state, limit=_A_PAGE, offset=(page - 1) * _A_PAGE)
        numbers = work.outbox.numbers()
    count = numbers.get(state, 0) if state else sum(numbers.values())
    return render_template(
        "outbox.html",
        rows=rows,
        numbers=numbers,
        state=state,
        states=list(OutboxState),
        page=page,
        pages=-(-count // _A_PAGE),
    )


@waiting.get("/outbox/<int:row_id>")
def mail(row_id: int) -> str:
    """The words of a mail of ours; those of a login link only its receiver may read."""
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        row = work.outbox.get(row_id)
    if row is None:
        abort(404)
    text = None if row.kind == "login_link" else outbox_text(row.content)
    return render_template("outgoing.html", row=row, text=text)


@waiting.post("/outbox/<int:row_id>/cancel")
def cancel(row_id: int) -> Response:
    """Keep a queued mail from leaving."""
    desk = the_desk()
    why = request.form.get("why", "").strip()[:2000] or None
    with desk.context.database.unit_of_work() as work:
        decisions.cancel(desk.context, work, row_id, who=g.who, why=why)
        work.commit()
    note("ยกเลิกอีเมลแล้ว")
    return redirect(url_for("waiting.outbox"))


@waiting.get("/sample")
def sample() -> str:
    """Accepted submissions for a second look: the same ones for everybody, chosen by nobody."""
    desk = the_desk()
    with desk.context.database.unit_of_work(readonly=True) as work:
        standings = work.submissions.standings()
    accepted = [v for one in standings for v in one.current if v.status is Status.ACCEPTED and v.rows]
    return render_template(
        "sample.html", chosen=chosen(accepted, desk.config.desk.sample), total=len(accepted)
    )


@waiting.get("/decisions")
def log() -> str:
    """What was decided, by whom, when and why; newest first."""
    page = max(1, request.args.get("page", 1, int))
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        found = work.decisions.all()[::-1]
    some = found[(page - 1) * _A_PAGE : page * _A_PAGE]
    return render_template("decisions.html", log=some, page=page, pages=-(-len(found) // _A_PAGE))


def chosen(versions: list[Version], most: int) -> list[Version]:
    """Those whose mail's hash, hashed once more, comes first: no sender can tell whether they are among them."""
    return sorted(versions, key=lambda v: sha256(f"{v.message_sha256} {v.ordinal}".encode()).digest())[:most]

"""The sheet or the page as it was sent: what stands in the frame beside the values."""

from flask import Blueprint, Response, abort, render_template, request

from desk.reading import look_of, view_of
from desk.state import the_desk
from desk.submissions import version_of
from desk.values import page_number

picture = Blueprint("picture", __name__, url_prefix="/submissions")


@picture.get("/<reference>/picture")
def sheet(reference: str) -> str:
    """A sheet's cells with their addresses as anchors, or a page's picture above the table that was read in it."""
    index, first = request.args.get("file", 0, int), request.args.get("first", 1, int)
    wanted = request.args.get("sheet")
    sha256, file = _file(reference, index)
    found = look_of(sha256, file, wanted, first)
    number = page_number(wanted) or (found.pages[0] if found and found.pages else None)
    if found and number not in found.pages:
        number = None
    shown = found.sheet if found else None
    if number is not None and shown is not None and shown.name != f"p{number}":
        shown = None
    view = view_of(sha256, file, number) if number is not None else None
    return render_template(
        "sheet.html",
        reference=reference,
        index=index,
        file=file,
        found=found,
        sheet=shown,
        number=number,
        view=view,
        is_placed=view is not None and bool(view.places),
    )


@picture.get("/<reference>/pages/<int:index>/<int:number>.jpg")
def page(reference: str, index: int, number: int) -> Response:
    """A page of a PDF or of a scan."""
    view = view_of(*_file(reference, index), number)
    if view is None:
        abort(404)
    return Response(view.jpeg, mimetype="image/jpeg")


def _file(reference: str, index: int) -> tuple[str, str]:
    """Hash of the message, and the name of one of its documents."""
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        version = version_of(work, reference)
        files = work.submissions.files(version.message_sha256)
    if not 0 <= index < len(files):
        abort(404)
    return version.message_sha256, str(files[index]["file"])

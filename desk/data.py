"""Downloads of the consolidated data."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, abort, render_template

from desk.letters import to_save
from desk.state import the_desk
from ingest.config import BANGKOK
from storage.export import export

data = Blueprint("data", __name__, url_prefix="/data")

_WHAT = {"cooperations": "ความร่วมมือทุกรายการ", "provinces": "สถานะรายจังหวัด", "mous": "บันทึกข้อตกลง"}
_FORMATS = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv"),
    "jsonl": ("JSON Lines", "application/x-ndjson"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
}


@data.get("")
def downloads() -> str:
    """All data sets in all formats."""
    return render_template("data.html", what=_WHAT, formats=_FORMATS)


@data.get("/<what>.<format_>")
def file(what: str, format_: str) -> Response:
    """A data set as `samruat export` writes it."""
    if what not in _WHAT or format_ not in _FORMATS:
        abort(404)
    context = the_desk().context
    now: datetime = context.now().astimezone(BANGKOK)
    with (
        TemporaryDirectory(prefix="samruat-") as folder,
        context.database.unit_of_work(readonly=True) as work,
    ):
        out = Path(folder) / f"data.{format_}"
        export(work, what, format_, out)
        return to_save(f"{what}-{now:%Y%m%d-%H%M}.{format_}", out.read_bytes(), _FORMATS[format_][1])

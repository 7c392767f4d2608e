"""The application: pages, what stands before and behind each, and how errors are told."""

from datetime import timedelta
from pathlib import Path

from flask import Flask, render_template
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from desk import words
from desk.kept import Kept
from desk.sessions import Links, Sessions
from desk.state import EXTENSION, Desk, Work
from desk.throttle import Throttle
from desk.values import place_of
from ingest.context import Context
from ingest.decisions import DecisionRefused

_FORM_BYTES = 200_000
_TOLD = {
    400: ("คำขอไม่ถูกต้อง", "กรุณากลับไปหน้าก่อนและลองใหม่"),
    403: ("ไม่รับคำขอนี้", "แบบฟอร์มหมดอายุหรือไม่ได้ส่งจากหน้าของระบบ กรุณาเปิดหน้านั้นใหม่แล้วลองอีกครั้ง"),
    404: ("ไม่พบหน้านี้", "อาจพิมพ์รหัสอ้างอิงไม่ครบ เช่น SM-2561-0007"),
    405: ("ไม่รับคำขอนี้", "กรุณากลับไปหน้าก่อนและลองใหม่"),
    413: ("ข้อมูลใหญ่เกินกำหนด", "กรุณาลดขนาดไฟล์หรือข้อความ แล้วลองใหม่"),
    421: ("ไม่รู้จักที่อยู่นี้", "กรุณาเปิดด้วยที่อยู่ที่กำหนดไว้ในการตั้งค่า [desk]"),
}


def make_app(context: Context, *, behind_proxy: bool = False) -> Flask:
    """The desk of a context, as a WSGI application; the context outlives it.

    Args:
        behind_proxy: One proxy in front of it sets X-Forwarded-For, -Proto and -Host; `desk.url` is what browsers see.
    """
    folder = Path(__file__).parent
    app = Flask("desk", template_folder=str(folder / "templates"), static_folder=str(folder / "static"))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.config.update(
        MAX_CONTENT_LENGTH=context.config.limits.file_mb * 1024 * 1024 + _FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=_FORM_BYTES,
        MAX_FORM_PARTS=40,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    settings, now = context.config.desk, lambda: context.now()
    app.extensions[EXTENSION] = Desk(
        context,
        _origins(settings.url if behind_proxy else None, settings.port),
        Work(context),
        Sessions(now, settings.session_hours),
        Links(now, settings.link_minutes),
        Throttle(now),
        Kept(),
        is_https=behind_proxy,
    )
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    words.register(app)
    app.jinja_env.globals["place_of"] = place_of
    _register_pages(app)
    app.register_error_handler(HTTPException, _told)
    app.register_error_handler(DecisionRefused, _refused)
    return app


def _register_pages(app: Flask) -> None:
    from desk.data import data
    from desk.guard import guard
    from desk.letters import letters
    from desk.login import login
    from desk.picture import picture
    from desk.province_decisions import province_decisions
    from desk.provinces import provinces
    from desk.season import season
    from desk.submissions import submissions
    from desk.waiting import waiting

    for pages in (
        guard,
        login,
        provinces,
        province_decisions,
        submissions,
        picture,
        letters,
        waiting,
        data,
        season,
    ):
        app.register_blueprint(pages)


def _origins(url: str | None, port: int) -> frozenset[str]:
    if url is not None:
        return frozenset({url.rstrip("/")})
    return frozenset(f"http://{host}:{port}" for host in ("localhost", "127.0.0.1", "[::1]"))


def _told(error: HTTPException) -> tuple[str, int]:
    code = error.code or 500
    heading, line = _TOLD.get(code, ("ระบบขัดข้อง", "กรุณาลองใหม่ หากยังไม่ได้ กรุณาแจ้งผู้ดูแลระบบ"))
    return render_template("told.html", heading=heading, line=line, back=None), code


def _refused(refused: DecisionRefused) -> tuple[str, int]:
    """A decision that could not be taken: somebody else was first, or it can't be."""
    from flask import request

    return render_template("told.html", heading="ยังไม่ได้ดำเนินการ", line=refused.thai, back=request.path), 409

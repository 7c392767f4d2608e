"""What stands before and behind every page: which host, whose form, who is logged in, and what a browser may do."""

import re
import secrets
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from desk.state import the_desk

guard = Blueprint("guard", __name__)

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors {ancestors}"
)
_OPEN = frozenset(
    {"login.form", "login.by_password", "login.ask_link", "login.link", "login.by_link", "static"}
)
_FRAMED = frozenset({"picture.sheet"})
_SID = re.compile(r"[\w-]{43}")
_OWN_PAGE = re.compile(r"/(?![/\\])[!-~]*")


@guard.before_app_request
def admit() -> AnyResponse | None:
    """Refuse what no page of ours sent; have everybody else log in first."""
    desk = the_desk()
    origin = f"{request.scheme}://{request.host}"
    if origin not in desk.origins:
        # A page of another name that was made to point here must not read ours (DNS rebinding).
        abort(421)
    sid = request.cookies.get(desk.cookie, "")
    g.sid = sid if _SID.fullmatch(sid) else secrets.token_urlsafe(32)
    session = desk.sessions.get(g.sid)
    g.who = session.who if session else None
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _refuse_forged(origin)
    if g.who is None and request.endpoint not in _OPEN:
        following = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return redirect(url_for("login.form", next=following))
    return None


def _refuse_forged(origin: str) -> None:
    """A form counts only from a page of ours: by the browser's word and by a token that only our pages show."""
    said = request.headers.get("Origin")
    if said is not None and said != origin:
        abort(403)
    if said is None and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)
    if not the_desk().sessions.is_token(g.sid, request.form.get("token", "")):
        abort(403)


@guard.after_app_request
def headers(response: Response) -> Response:
    desk = the_desk()
    framed = request.endpoint in _FRAMED
    response.headers.setdefault(
        "Content-Security-Policy", _POLICY.format(ancestors="'self'" if framed else "'none'")
    )
    response.headers["X-Frame-Options"] = "SAMEORIGIN" if framed else "DENY"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # "no-referrer" would make browsers hide the Origin of our own forms too.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    if desk.is_https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    sid = g.get("sid")
    is_login = (request.endpoint or "").startswith("login.")
    if sid and is_login and request.cookies.get(desk.cookie) != sid:
        response.set_cookie(
            desk.cookie, sid, httponly=True, samesite="Strict", secure=desk.is_https, path="/"
        )
    return response


def own_page(path: str | None) -> str:
    """Where to go after login: a page of ours, else the first one."""
    return path if path and _OWN_PAGE.fullmatch(path) and not urlsplit(path).netloc else "/"

"""Logging in: by name and password, or by a one-time link that is mailed to a coordinator's own address."""

import secrets

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk import passwords
from desk.guard import own_page
from desk.state import the_desk
from desk.throttle import Rate
from ingest.answers import identity_of
from ingest.mime.addresses import normal_address
from notifications.answer import Coordinator
from notifications.notice import Notice
from notifications.render import render

login = Blueprint("login", __name__)

_A_CLIENT, _A_NAME, _EVERYBODY = Rate(5, 5), Rate(10, 15), Rate(60, 15)
_LINKS_AN_ADDRESS, _LINKS = Rate(3, 60), Rate(10, 60)


@login.get("/login")
def form() -> str | Response:
    if g.who is not None:
        return redirect(own_page(request.args.get("next")))
    return _page()


@login.post("/login")
def by_password() -> tuple[str, int] | Response:
    desk, name = the_desk(), request.form.get("name", "").strip()
    client = f"client {request.remote_addr}"
    limits = (client, _A_CLIENT), (f"name {name[:200]}", _A_NAME), ("passwords", _EVERYBODY)
    if wait := desk.throttle.take(*limits):
        return _wait(wait)
    if not passwords.verify(desk.config.desk.password_file, name, request.form.get("password", "")):
        return _page(error="ชื่อหรือรหัสผ่านไม่ถูกต้อง"), 403
    desk.throttle.forgive(client)
    return _begin(name, own_page(request.form.get("next")))


@login.post("/login/link")
def ask_link() -> tuple[str, int] | str:
    """Mail a link where the address is a coordinator's; the page says the same either way."""
    desk = the_desk()
    address = normal_address(request.form.get("address", "")) or ""
    if wait := desk.throttle.take(
        (f"link client {request.remote_addr}", _LINKS_AN_ADDRESS), ("links", _LINKS)
    ):
        return _wait(wait)
    known = {normal_address(one) for one in desk.config.coordinator.addresses}
    if address and address in known:
        _mail_link(address)
    minutes = desk.config.desk.link_minutes
    line = f"หากเป็นที่อยู่ของผู้ประสานงาน จะได้รับอีเมลที่มีลิงก์ ใช้ได้ครั้งเดียวภายใน {minutes} นาที"
    return render_template("told.html", heading="ส่งลิงก์แล้ว", line=line, back=None)


@login.get("/login/link/<token>")
def link(token: str) -> str:
    """A page with a button: programs that look into mails open links, and must not use them up."""
    return render_template("login_link.html", token=token)


@login.post("/login/link/<token>")
def by_link(token: str) -> tuple[str, int] | Response:
    desk = the_desk()
    if wait := desk.throttle.take((f"client {request.remote_addr}", _A_CLIENT)):
        return _wait(wait)
    address = desk.links.take(token)
    if address is None:
        return _page(error="ลิงก์นี้ใช้ไปแล้วหรือหมดอายุ กรุณาขอลิงก์ใหม่"), 403
    return _begin(address, "/")


@login.post("/logout")
def end() -> Response:
    the_desk().sessions.end(g.sid)
    g.sid, g.who = secrets.token_urlsafe(32), None
    return redirect(url_for("login.form"))


def _begin(who: str, following: str) -> Response:
    # A new id: whoever set the cookie before knows nothing of the session.
    g.sid = the_desk().sessions.begin(who)
    g.who = who
    return redirect(following)


def _page(error: str | None = None) -> str:
    return render_template(
        "login.html",
        error=error,
        following=own_page(request.values.get("next")),
        has_passwords=the_desk().config.desk.password_file is not None,
    )


def _wait(seconds: int) -> tuple[str, int]:
    minutes = -(-seconds // 60)
    line = f"พยายามหลายครั้งเกินไป กรุณารอ {minutes} นาที แล้วลองใหม่"
    return render_template("told.html", heading="กรุณารอสักครู่", line=line, back=None), 429


def _mail_link(address: str) -> None:
    desk = the_desk()
    config = desk.config
    token = desk.links.make(address)
    notice = Notice(
        to=address,
        coordinator=Coordinator(config.coordinator.name, config.coordinator.phone),
        deadline=config.survey.deadline,
        heading="ลิงก์เข้าสู่ระบบ",
        lines=(
            f"เปิดลิงก์นี้ภายใน {config.desk.link_minutes} นาที แล้วกด “เข้าสู่ระบบ” ใช้ได้ครั้งเดียว",
            f"{desk.base}{url_for('login.link', token=token)}",
            "หากท่านไม่ได้ขอ ไม่ต้องดำเนินการใด และอย่าส่งต่ออีเมลฉบับนี้",
        ),
    )
    key = f"login_link:{secrets.token_hex(16)}"
    now = desk.context.now()
    mail = render("login_link", notice, key=key, identity=identity_of(desk.context), now=now)
    with desk.context.database.unit_of_work() as work:
        work.outbox.queue(mail, now, preview=config.replies.mode == "preview")
        work.commit()
    desk.work.send()

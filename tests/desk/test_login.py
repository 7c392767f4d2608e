"""Who gets in, and who does not."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from make.desk import Desk, text_of
from make.desk_pages import ORIGIN, PASSWORD, Person, open_desk, person, settle

from desk import passwords

Box = tuple[Desk, Flask]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Box]:
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def visitor(box: Box) -> Person:
    return person(box[1], None)


def link_from_mail(at: Desk, address: str) -> str:
    [mail] = [mail for mail in at.mails(address) if "ลิงก์เข้าสู่ระบบ" in str(mail["Subject"])][-1:]
    [found] = re.findall(rf"{ORIGIN}(/login/link/\S+)", text_of(mail))
    return str(found)


def ask_for_link(visitor: Person, address: str) -> None:
    visitor.get("/login")
    assert visitor.send("/login/link", address=address).status_code == 200


def test_every_page_sends_a_visitor_to_log_in_first(visitor: Person, box: Box) -> None:
    for rule in box[1].url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint.partition(".")[0] not in ("login", "static"):
            path = re.sub(r"<(?:int:|path:)?[^>]+>", "1", rule.rule)
            answer = visitor.get(path)
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (302, "/login"), rule


def test_a_password_logs_in_and_leads_back_to_the_page_that_was_asked_for(visitor: Person) -> None:
    asked = visitor.get("/?state=held")
    visitor.get(asked.headers["Location"])
    done = visitor.send("/login", name="สมหญิง", password=PASSWORD)
    assert (done.status_code, done.headers["Location"]) == (302, "/?state=held")
    assert visitor.get("/").status_code == 200
    assert "สมหญิง" in visitor.text


def test_login_leads_to_no_foreign_page(visitor: Person) -> None:
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        visitor.get("/login", query_string={"next": elsewhere})
        done = visitor.send("/login", name="สมหญิง", password=PASSWORD)
        assert done.headers["Location"] == "/"
        visitor.get("/")
        visitor.send("/logout")


@pytest.mark.parametrize(
    ("name", "word"), [("สมหญิง", "ผิด" * 5), ("ไม่มีคนนี้", PASSWORD), ("", ""), ("สมหญิง", "")]
)
def test_a_wrong_password_says_the_same_whoever_it_is(visitor: Person, name: str, word: str) -> None:
    assert visitor.log_in(name, word).status_code == 403
    assert "ชื่อหรือรหัสผ่านไม่ถูกต้อง" in visitor.text
    assert visitor.get("/").status_code == 302


def test_guessing_passwords_is_slowed_down_even_when_the_right_one_comes(visitor: Person, box: Box) -> None:
    for _ in range(5):
        assert visitor.log_in(password="ผิด" * 5).status_code == 403
    assert visitor.log_in().status_code == 429
    assert "กรุณารอ" in visitor.text
    box[0].now += timedelta(minutes=6)
    assert visitor.log_in().status_code == 302


def test_guessing_one_name_from_many_addresses_is_slowed_down(box: Box) -> None:
    codes = []
    for number in range(12):
        one = person(box[1], None)
        one.get("/login")
        one.client.environ_base = {"REMOTE_ADDR": f"198.51.100.{number}"}  # type: ignore[attr-defined]
        codes.append(one.send("/login", name="สมหญิง", password="ผิด" * 5).status_code)
    assert codes == [403] * 10 + [429] * 2


def test_a_link_from_the_mail_logs_in_once(visitor: Person, box: Box) -> None:
    ask_for_link(visitor, "coordinator@dla.example")
    settle(box[1])
    link = link_from_mail(box[0], "coordinator@dla.example")
    for _ in range(2):  # a program that looks into mails opens it too
        assert visitor.get(link).status_code == 200
    assert visitor.send(link).status_code == 302
    assert visitor.get("/").status_code == 200
    assert "coordinator@dla.example" in visitor.text
    other = person(box[1], None)
    other.get(link)
    assert other.send(link).status_code == 403
    assert "ใช้ไปแล้วหรือหมดอายุ" in other.text
    assert other.get("/").status_code == 302


def test_a_link_ends_after_a_quarter_of_an_hour(visitor: Person, box: Box) -> None:
    ask_for_link(visitor, "coordinator@dla.example")
    settle(box[1])
    link = link_from_mail(box[0], "coordinator@dla.example")
    box[0].now += timedelta(minutes=16)
    visitor.get(link)
    assert visitor.send(link).status_code == 403


def test_nobody_else_gets_a_link_and_the_page_does_not_tell(visitor: Person, box: Box) -> None:
    ask_for_link(visitor, "coordinator@dla.example")
    told = visitor.text
    ask_for_link(visitor, "somebody@evil.example")
    assert visitor.text == told
    settle(box[1])
    assert box[0].mails("evil.example") == []


def test_links_are_mailed_a_few_times_an_hour_only(visitor: Person, box: Box) -> None:
    for _ in range(3):
        ask_for_link(visitor, "coordinator@dla.example")
    visitor.get("/login")
    assert visitor.send("/login/link", address="coordinator@dla.example").status_code == 429


def test_a_session_ends_by_the_clock_and_by_logging_out(box: Box) -> None:
    one, two = person(box[1]), person(box[1])
    one.get("/")
    one.send("/logout")
    assert one.get("/").status_code == 302
    assert two.get("/").status_code == 200
    box[0].now += timedelta(hours=9)
    assert two.get("/").status_code == 302


def test_the_cookie_is_a_new_one_after_login_and_out_of_reach_for_scripts(visitor: Person) -> None:
    before = visitor.get("/login").headers["Set-Cookie"]
    after = visitor.log_in().headers["Set-Cookie"]
    assert before.split(";")[0] != after.split(";")[0]
    for cookie in (before, after):
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie


def test_passwords_are_kept_as_argon2_hashes_readable_to_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "desk-passwords"
    passwords.set_password(path, "สมหญิง", PASSWORD)
    passwords.set_password(path, "สมชาย", PASSWORD)
    passwords.set_password(path, "สมหญิง", PASSWORD * 2)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [line.partition("$argon2id$")[0] for line in path.read_text().splitlines()] == ["สมหญิง:", "สมชาย:"]
    assert PASSWORD not in path.read_text()
    assert passwords.verify(path, "สมหญิง", PASSWORD * 2)
    assert not passwords.verify(path, "สมหญิง", PASSWORD)


@pytest.mark.parametrize(
    ("name", "word"), [("สมหญิง", "สั้น"), ("a:b", PASSWORD), (" a", PASSWORD), ("", PASSWORD)]
)
def test_short_passwords_and_names_with_colons_are_refused(tmp_path: Path, name: str, word: str) -> None:
    with pytest.raises(ValueError, match=r"name|password"):
        passwords.set_password(tmp_path / "x", name, word)

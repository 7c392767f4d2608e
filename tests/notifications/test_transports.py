"""Each way out, against a real server and a real folder."""

from pathlib import Path

import pytest
from make.smtp import accepts, certificate, smtp_server

from notifications.transports import NoAnswer, Refused, TryLater
from notifications.transports.maildir import MaildirTransport
from notifications.transports.smtp import SmtpSettings, SmtpTransport

FROM, TO = "survey@dla.example", "nan@sathon.example"
MAIL = b"Subject: x\r\n\r\n.a line that begins with a dot\r\nlast line without an end"


def test_mails_of_one_run_leave_over_one_connection_unchanged() -> None:
    with smtp_server() as (server, settings):
        transport = SmtpTransport(settings)
        assert [transport.send(FROM, TO, f"<{n}@x>", MAIL)[:3] for n in range(3)] == ["250"] * 3
        transport.close()
    assert server.sessions == 1 + 1  # the server's own try at its start
    assert server.taken == [MAIL + b"\r\n"] * 3
    assert server.envelopes[0] == (FROM, TO)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("rcpt 451", TryLater),
        ("rcpt 550", Refused),
        ("data 452", TryLater),
        ("data 554", Refused),
        ("cut at rcpt", TryLater),
        (
            "cut in data",
            (TryLater, NoAnswer),
        ),  # whichever is there first: our bytes, or the news that it is gone
        ("cut at the dot", NoAnswer),
        ("cut before answer", NoAnswer),
    ],
)
def test_a_failure_says_its_phase_and_the_next_mail_leaves(
    fault: str, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with smtp_server() as (server, settings):
        server.faults = [fault]
        transport = SmtpTransport(settings)
        with pytest.raises(error):
            transport.send(FROM, TO, "<1@x>", MAIL)
        assert transport.send(FROM, TO, "<2@x>", MAIL).startswith("250")
        transport.close()
    assert len(server.taken) == (2 if fault == "cut before answer" else 1)


def test_an_address_that_no_command_can_name_is_refused_and_the_next_mail_leaves() -> None:
    with smtp_server(enable_SMTPUTF8=False) as (server, settings):
        transport = SmtpTransport(settings)
        with pytest.raises(Refused):
            transport.send(FROM, "สำนักงาน@nan.example", "<1@x>", MAIL)
        assert transport.send(FROM, TO, "<2@x>", MAIL).startswith("250")
        transport.close()
    assert server.envelopes == [(FROM, TO)]


def test_a_thai_address_is_reached_where_the_server_knows_smtputf8() -> None:
    thai = "สำนักงาน@nan.example"
    with smtp_server() as (server, settings):
        transport = SmtpTransport(settings)
        assert transport.send(FROM, thai, "<1@x>", f"To: {thai}\r\n\r\nx\r\n".encode()).startswith("250")
        assert transport.send(FROM, TO, "<2@x>", MAIL).startswith("250")
        transport.close()
    assert [to for _, to in server.envelopes] == [thai, TO]


def test_no_server_means_later() -> None:
    with smtp_server() as (_, settings):
        pass
    with pytest.raises(TryLater):
        SmtpTransport(settings).send(FROM, TO, "<1@x>", MAIL)


def test_a_wrong_password_is_never_the_mails_fault(tmp_path: Path) -> None:
    password = tmp_path / "password"
    with smtp_server(authenticator=accepts("u", "right"), auth_require_tls=False) as (
        server,
        s,
    ):
        settings = SmtpSettings(s.host, s.port, "none", None, "u", password, 5)
        password.write_text("wrong\n")
        with pytest.raises(TryLater):
            SmtpTransport(settings).send(FROM, TO, "<1@x>", MAIL)
        password.write_text("right\n")
        transport = SmtpTransport(settings)
        assert transport.send(FROM, TO, "<1@x>", MAIL).startswith("250")
        transport.close()
    assert len(server.taken) == 1


def test_a_server_without_starttls_gets_nothing_in_clear_text() -> None:
    with smtp_server() as (server, s), pytest.raises(TryLater):
        SmtpTransport(SmtpSettings(s.host, s.port, "starttls", timeout_seconds=5)).send(
            FROM, TO, "<1@x>", MAIL
        )
    assert server.taken == []


def test_a_trusted_server_is_logged_in_to_over_starttls(tmp_path: Path) -> None:
    context, ca_file = certificate(tmp_path)
    password = tmp_path / "password"
    password.write_text("right\n")
    check = accepts("u", "right")
    with smtp_server(tls_context=context, require_starttls=True, authenticator=check, auth_required=True) as (
        server,
        s,
    ):
        transport = SmtpTransport(SmtpSettings(s.host, s.port, "starttls", ca_file, "u", password, 5))
        assert transport.send(FROM, TO, "<1@x>", MAIL).startswith("250")
        transport.close()
    assert server.taken == [MAIL + b"\r\n"]


def test_a_server_that_nobody_vouches_for_gets_no_password_and_no_mail(tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    password = tmp_path / "password"
    password.write_text("right\n")
    with smtp_server(tls_context=context, require_starttls=True) as (server, s), pytest.raises(TryLater):
        SmtpTransport(SmtpSettings(s.host, s.port, "starttls", None, "u", password, 5)).send(
            FROM, TO, "<1@x>", MAIL
        )
    assert server.taken == []


def test_clear_text_is_for_this_machine_only() -> None:
    with pytest.raises(ValueError, match=r"smtp\.dla\.example"):
        SmtpSettings("smtp.dla.example", tls="none")


def test_a_maildir_takes_a_message_id_once_also_after_it_was_read(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path / "out")
    assert transport.send(FROM, TO, "<1@x>", MAIL) == "written"
    assert transport.send(FROM, TO, "<1@x>", MAIL) == "written before"
    [mail] = (tmp_path / "out" / "new").iterdir()
    assert mail.read_bytes() == MAIL
    mail.rename(tmp_path / "out" / "cur" / f"{mail.name}:2,S")
    assert transport.send(FROM, TO, "<1@x>", MAIL) == "written before"
    assert list((tmp_path / "out" / "tmp").iterdir()) == []

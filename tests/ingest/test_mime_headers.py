import time
from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mime.addresses import mailboxes, normal_address
from ingest.mime.headers import Head, read_head


def head(**lines: str | bytes) -> Head:
    raw = [
        n.replace("_", "-").encode() + b": " + (v.encode() if isinstance(v, str) else v)
        for n, v in lines.items()
    ]
    return read_head(b"\r\n".join(raw) + b"\r\n\r\nbody")


def word(text: str, charset: str = "utf-8") -> str:
    return f"=?{charset}?B?{b64encode(text.encode(charset)).decode()}?="


SENDERS = [
    ("a@b.example", "a@b.example", None),
    ("A.B@Nan.Example", "a.b@nan.example", None),
    ('"x <y>" <a@b.example>', "a@b.example", "x <y>"),
    ('"x, y" <a@b.example>', "a@b.example", "x, y"),
    ("boss@dla.example <evil@x.example>", "evil@x.example", "boss@dla.example"),
    ('"boss@dla.example" <evil@x.example>', "evil@x.example", "boss@dla.example"),
    ("evil@x.example (boss@dla.example)", "evil@x.example", "boss@dla.example"),
    (f"<evil@x.example> {word('<boss@dla.example>')}", "evil@x.example", "<boss@dla.example>"),
    ("<evil@x.example> =?utf-8?B?AAAA(<boss@dla.example>)?=", "evil@x.example", None),
    (f'"{word("สมชาย ใจดี")}" <a@b.example>', "a@b.example", "สมชาย ใจดี"),
    (f"{word('สมชาย')} {word(' ใจดี')} <a@b.example>", "a@b.example", "สมชาย ใจดี"),
    ("สมชาย <a@b.example>".encode("cp874"), "a@b.example", "สมชาย"),
    ('"สมชาย <a@b.example>', "a@b.example", '"สมชาย'),
    ("สถจ: a@b.example;", "a@b.example", None),
    ("undisclosed-recipients:;", None, None),
    ("one@b.example, two@b.example", "one@b.example", None),
    ("one@b.example, two@c.example", None, None),
    ("<one@b.example> <two@b.example>", None, None),
    (word("boss <boss@dla.example>"), None, None),
    ("สมชาย@ไทย.example", "สมชาย@xn--o3cw4h.example", None),
    ("สมชาย@xn--o3cw4h.example", "สมชาย@xn--o3cw4h.example", None),
    ("<@relay.example:a@b.example>", "a@b.example", None),
    ("a@b@c.example", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("value", "address", "name"), SENDERS, ids=[f"from{i}" for i in range(len(SENDERS))])
def test_the_sender_is_who_stands_outside_quotes_comments_and_encoded_words(
    value: str | bytes, address: str | None, name: str | None
) -> None:
    found = head(From=value)
    assert found.from_address == address
    if name is not None:
        assert found.from_name == name


def test_two_from_headers_of_different_domains_name_nobody() -> None:
    assert read_head(b"From: a@b.example\nFrom: c@d.example\n\n").from_address is None
    assert read_head(b"From: a@b.example\rFrom: c@d.example\nTo: x@y.example\n\n").from_address is None


def test_sender_stands_in_for_no_missing_from() -> None:
    found = head(Sender="a@b.example", To="x@y.example, Y <z@y.example>")
    assert (found.from_address, found.sender, found.to) == (
        None,
        "a@b.example",
        ("x@y.example", "z@y.example"),
    )


def test_an_address_header_of_any_length_costs_little() -> None:
    for unit in (b"a", b'"', b"(", b"<", b"=?", b"a@", b"(\\", b'"\\', b"( ()", b"=?a?b?"):
        started = time.process_time()
        assert read_head(b"From: " + unit * (65536 // len(unit)) + b"\n\n").from_address is None
        assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("value", "path"), [("<>", ""), ("< >", ""), ("<A@b.example>", "a@b.example"), ("rubbish", None)]
)
def test_only_an_empty_path_is_the_null_path(value: str, path: str | None) -> None:
    assert head(Return_Path=value).return_path == path


def test_ids_bear_angle_brackets_as_our_outbox_does() -> None:
    found = head(Message_ID="<[1]@x.example>", In_Reply_To="re <2@x>", References="<1@x>\r\n\t<2@x>")
    assert (found.message_id, found.in_reply_to, found.references) == (
        "<[1]@x.example>",
        "<2@x>",
        ("<1@x>", "<2@x>"),
    )
    assert head(Message_ID="bare@x.example").message_id == "<bare@x.example>"


WORDS = [
    (f"{word('แบบ')} {word('สำรวจ')}", "แบบสำรวจ"),
    (f"{word('แบบ')}\r\n\t{word('สำรวจ', 'windows-874')}", "แบบสำรวจ"),
    (f"Re: {word('แบบ')} x {word('สำรวจ')}", "Re: แบบ x สำรวจ"),
    ("=?utf-8?B?4LmB4Lia?= =?utf-8?B?4LiaIOC4?= =?utf-8?B?quC4s+C4o+C4p+C4iA==?=", "แบบ สำรวจ"),
    ("=?tis-620?Q?=E1=BA=BA?=", "แบบ"),
    ("=?utf-8?Q?=E0=B9=81 =E0=B8=9A?=", "แ บ"),
    ("=?utf-8?Q?why??=", "why?"),
    ("=?utf-8?B?4LmB4Lia4Lia", "แบบ"),
    ("=?utf-8*th?B?4LmB4Lia4Lia?=", "แบบ"),
    ("=?no-such?B?4LmB4Lia4Lia?=", "แบบ"),
    ("=?=?=?", "=?=?=?"),
]


@pytest.mark.parametrize(("value", "subject"), WORDS, ids=[f"word{i}" for i in range(len(WORDS))])
def test_encoded_words_are_read_however_they_were_cut(value: str, subject: str) -> None:
    assert head(Subject=value).subject == subject


def test_raw_thai_subjects_are_read_in_either_encoding() -> None:
    for charset in ("utf-8", "cp874"):
        assert head(Subject="ส่งแบบสำรวจ จังหวัดน่าน".encode(charset)).subject == "ส่งแบบสำรวจ จังหวัดน่าน"


def test_time_of_receipt_is_of_the_topmost_received_and_never_buddhist() -> None:
    received = b"Received: from a (b; c)\r\n by d; Mon, 5 Nov 2018 09:00:00 +0700 (ICT)\r\nReceived: x; 1 Jan 2001\r\n"
    assert read_head(received + b"\r\n").received_at == datetime(2018, 11, 5, 2, tzinfo=UTC)
    assert head(Date="Mon, 5 Nov 2561 09:00:00 +0700").date == datetime(2018, 11, 5, 2, tzinfo=UTC)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_a_normal_address_is_normal(text: str) -> None:
    found = normal_address(text)
    assert found is None or normal_address(found) == found


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*b'<>"(),;:@=?\\ ab.', 0xA1, 0xE0]), max_size=60))
def test_any_bytes_give_addresses_or_none(data: list[int]) -> None:
    for box in mailboxes(bytes(data)):
        assert box.address is None or box.address.count("@") == 1


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_headers_fail(data: bytes) -> None:
    found = read_head(b"From: " + data + b"\nDate: " + data + b"\nReceived: ;" + data)
    assert isinstance(found.subject, str)

from email import message_from_bytes, policy
from email.header import decode_header, make_header

from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.compose import compose

WORDS = st.text(
    st.characters(blacklist_categories=("C", "Z"), max_codepoint=0xFFFF), min_size=1, max_size=120
)
LINES = st.lists(WORDS, max_size=5).map(lambda lines: "\n".join(lines) + "\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), LINES, LINES, st.binary(max_size=500))
def test_a_reader_finds_the_very_words_and_files_that_were_put_in(
    subject: str, text: str, page: str, content: bytes
) -> None:
    raw = compose([("Subject", subject)], text, page, [("form.xlsx", content)])
    mail = message_from_bytes(raw, policy=policy.default)
    assert "".join(mail["Subject"].split()) == "".join(subject.split())
    found = [mail.get_body(("plain",)), mail.get_body(("html",)), next(mail.iter_attachments())]
    assert [part.get_content() for part in found if part is not None] == [text, page, content]
    assert [part.defects for part in mail.walk() if part.defects] == []


def test_a_long_header_is_broken_between_its_words_alone() -> None:
    ids = [f"<{'a' * 40}{number}@office.example>" for number in range(8)]
    raw = compose([("References", " ".join([*ids, f"<{'b' * 300}@office.example>"]))], "ก", "ข")
    head = raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    assert [len(line) for line in head if len(line) > 78] == [len(f" <{'b' * 300}@office.example>")]
    assert message_from_bytes(raw, policy=policy.default)["References"].split() == [
        *ids,
        f"<{'b' * 300}@office.example>",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120))
def test_an_encoded_header_keeps_within_its_lines_and_cuts_no_character(subject: str) -> None:
    raw = compose([("Subject", f"ก{subject}")], "คำ", "<p>คำ</p>")
    head = raw.partition(b"\r\nMIME-Version")[0].decode("ascii")
    assert all(len(line) <= 76 for line in head.split("\r\n"))
    words = [line.rpartition(" ")[2] for line in head.split("\r\n")]
    assert "".join(str(make_header(decode_header(word))) for word in words) == f"ก{subject}"

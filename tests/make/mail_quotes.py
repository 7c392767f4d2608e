"""Mails as programs write them under what they answer or send on: only the sender's own words are this mail's."""

from collections.abc import Iterator
from dataclasses import replace
from email.header import Header

from make.mail_case import MailCase, accepted, asked, sent, words
from make.mails import make_text

from ingest.demo.forms import html_table, rows

TABLE, OLDER = html_table("น่าน", rows("น่าน", 2)), html_table("น่าน", rows("น่าน", 3))
NIL = "เรียน ผู้ประสานงาน\n\nจังหวัดน่านไม่มีการจัดทำความร่วมมือ\n"
# What stands between a person's thanks and the earlier mail, in plain text; the first ones mark its lines by `>`.
MARKED = {
    "Gmail in Thai": "ในวันที่ จ. 10 ธ.ค. 2018 เวลา 10:00 สถจ.น่าน <nan@x.example> เขียนว่า:\n",
    "Gmail": "On Mon, Dec 10, 2018 at 10:00 AM สถจ.น่าน <nan@x.example> wrote:\n",
    "iPhone": "ส่งจาก iPhone ของฉัน\n\nเมื่อ 10 ธ.ค. 2561 เวลา 10:00 สถจ.น่าน <nan@x.example> เขียนว่า:\n",
    "Thunderbird": "สถจ.น่าน เขียนเมื่อ 10/12/2561 เวลา 10:00 น.:\n",
    "Roundcube": "On 2018-12-10 10:00, สถจ.น่าน wrote:\n",
    "Gmail of old": "2018-12-10 10:00 GMT+07:00 สถจ.น่าน <nan@x.example>:\n",
}
UNMARKED = {
    "Outlook": "From: สถจ.น่าน <nan@x.example> \nSent: Monday, December 10, 2018 10:00 AM\nTo: แบบสำรวจ\nSubject: ส่ง\n",
    "Outlook without an address": "From: สมชาย ใจดี \nSent: Monday, December 10, 2018\nTo: แบบสำรวจ\nSubject: ส่ง\n",
    "Outlook in Thai": "จาก: สมชาย ใจดี\nส่งเมื่อ: 10 ธันวาคม 2561 10:00\nถึง: แบบสำรวจ\nเรื่อง: ส่ง\n",
    "Outlook in stars": "*จาก:* สมชาย [mailto:nan@x.example] \n*ส่ง:* 10 ธันวาคม 2561\n*ถึง:* แบบ\n*เรื่อง:* ส่ง\n",
    "Outlook of old": "-----Original Message-----\nFrom: สมชาย\nSent: Monday\n",
    "Outlook of old in Thai": "-----ข้อความต้นฉบับ-----\nจาก: สมชาย\n",
    "Outlook on a phone": "รับ Outlook for Android\n\n________________________________\nFrom: somchai\n",
    "Hotmail": "________________________________\nจาก: สมชาย\n",
    "Yahoo": "    On Monday, December 10, 2018, 10:00:00 AM GMT+7, สถจ.น่าน <nan@x.example> wrote:  \n \n ",
    "Yahoo in Thai": "    เมื่อ วันจันทร์ที่ 10 ธันวาคม พ.ศ. 2561 10:00:00, สถจ.น่าน <nan@x.example> เขียน:  \n \n ",
    "Zimbra": '----- ข้อความต้นฉบับ -----\nจาก: "น่าน" <nan@x.example>\nถึง: survey@dla.example\nส่ง: จันทร์ 10\nเรื่อง: ส่ง\n',
    "Zimbra in English": 'From: "nan" <nan@x.example> \nTo: "survey" <s@dla.example> \nSent: Monday \nSubject: x \n',
    "Samsung": "-------- ข้อความดั้งเดิม --------\nจาก: สมชาย\n",
    "Apple Mail sends on": "Begin forwarded message:\n\nFrom: สมชาย\nDate: 10 December 2018\n",
    "Gmail sends on": "---------- Forwarded message ---------\nFrom: สถจ.น่าน <nan@x.example>\nDate: จ. 10 ธ.ค. 2018\n",
    "Gmail in two lines": "On Mon, Dec 10, 2018 at 10:00 AM สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดน่าน\n<nan@x.example> wrote:\n",
}
_LINE = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
OUTLOOK = (
    f"<div><div style='{_LINE}'><p class=MsoNormal><b>From:</b> สมชาย &lt;nan@x.example&gt; <br><b>Sent:</b> Monday<br>"
    "<b>To:</b> survey<br><b>Subject:</b> x</p></div></div>"
)
PAGES = {
    "Gmail": '<div class="gmail_quote"><div class="gmail_attr">On Mon wrote:<br></div>'
    '<blockquote class="gmail_quote" style="margin:0">{}</blockquote></div>',
    "Gmail through a gateway": "<div>ในวันที่ จ. 10 ธ.ค. เขียนว่า:</div><blockquote style='margin:0'>{}</blockquote>",
    "Outlook": OUTLOOK + "{}",
    "Outlook in Thai": f"<div><div style='{_LINE}'><p><b>จาก:</b> สมชาย<br><b>ส่ง:</b> 10 ธันวาคม<br>"
    "<b>ถึง:</b> survey<br><b>เรื่อง:</b> x</p></div></div>{}",
    "Outlook on the web": '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>จาก:</b> สมชาย<br></div><div>{}</div>',
    "Hotmail": '<hr id="stopSpelling">Date: Mon<br>Subject: x<br>From: nan@x.example<br>To: s<br><br>{}',
    "Yahoo": '<div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, nan wrote:</div><div>{}</div></div>',
    "Zimbra": '<hr id="zwchr"><div data-marker="__HEADERS__"><b>From: </b>"nan"<br><b>To: </b>x<br></div>'
    '<div data-marker="__QUOTED_TEXT__"><blockquote style="border-left:2px solid #1010FF">{}</blockquote></div>',
    "Apple Mail": '<blockquote type="cite"><div>On 10 Dec, nan wrote:</div><div>{}</div></blockquote>',
    "Thunderbird": '<div class="moz-cite-prefix">On 10/12/2018, nan wrote:<br></div><blockquote type="cite">{}</blockquote>',
    "Roundcube": '<p id="reply-intro">On 2018-12-10, nan wrote:</p><blockquote type="cite">{}</blockquote>',
    "Proton": '<div class="protonmail_quote">On Monday, nan wrote:<br><blockquote type="cite">{}</blockquote></div>',
    "Samsung": "<div>-------- ข้อความดั้งเดิม --------</div><div>จาก: nan@x.example</div>{}",
}
SENT_ON = {
    "Gmail": '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: x</div>{}</div>',
    "Outlook": OUTLOOK + "{}",
    "Thunderbird": '<div class="moz-forward-container">-------- Forwarded Message --------<table><tr><th>Subject:</th>'
    "<td>x</td></tr></table>{}</div>",
    "Apple Mail": '<blockquote type="cite"><div>Begin forwarded message:</div><div><b>From: </b>a</div>{}</blockquote>',
}


def quoted() -> Iterator[MailCase]:
    """What the sender said before is not said again by his thanks."""
    for program, head in MARKED.items():
        yield asked(
            f"{program}", words(f"ขอบคุณครับ\n\n{head}\n" + "".join(f"> {line}\n" for line in NIL.splitlines()))
        )
    for program, head in UNMARKED.items():
        yield asked(f"{program}, unmarked", words(f"ขอบคุณครับ\n\n{head}\n{NIL}"))
    for program, quote in PAGES.items():
        yield asked(f"{program}, a table", page("<p>ขอบคุณครับ</p>" + quote.format(TABLE), "Re: แบบสำรวจ"))
        yield asked(f"{program}, a table under nothing", page(quote.format(TABLE), "Re: แบบสำรวจ"))
        yield accepted(
            f"{program}, a new table over an older one", page(TABLE + quote.format(OLDER), "Re: แบบสำรวจ")
        )


def sent_on() -> Iterator[MailCase]:
    """What another one said is what the sender sends; of a chain the newest."""
    for program, frame in SENT_ON.items():
        yield accepted(program, page("<p>ส่งต่อแบบสำรวจ</p>" + frame.format(TABLE), "FW: แบบสำรวจ"))
        yield accepted(f"{program}, without a word", page(frame.format(TABLE), "Fwd: แบบสำรวจ"))
        chain = frame.format(TABLE + PAGES["Outlook"].format(OLDER))
        yield accepted(f"{program}, over an older one", page("<p>ส่งต่อ</p>" + chain, "FW: แบบสำรวจ"))
    again = OUTLOOK + OUTLOOK + TABLE
    yield accepted("Outlook, sent on twice", page(again, "FW: FW: แบบสำรวจ"))
    memo = f"<p>จาก: สถจ.น่าน</p><p>ถึง: ผู้ประสานงาน</p><p>วันที่: 10 ธ.ค. 2561</p><p>เรื่อง: แบบสำรวจ</p>{TABLE}"
    yield accepted("a memo with a head of its own is no earlier mail", page(memo, "แบบสำรวจ"))


def page(body: str, subject: str) -> bytes:
    encoded = Header(subject, "utf-8", maxlinelen=900).encode()
    return sent(make_text(f"<html><body>{body}</body></html>", subtype="html"), subject=encoded)


def all_of_them() -> Iterator[MailCase]:
    for some in (quoted, sent_on):
        yield from (replace(case, name=f"{some.__name__}: {case.name}") for case in some())

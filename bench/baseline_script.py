"""The script that a user writes in a day: the alternative that bench/mailbox.py compares with.

imap-tools, pandas with openpyxl, pdfplumber, sqlite3 and smtplib; no raw mail, no isolation, no registry.
"""

import io
import smtplib
import sqlite3
import sys
from email.message import EmailMessage

import pandas
import pdfplumber
from imap_tools import MailBoxUnencrypted


def main(imap_port: int, smtp_port: int, database: str, user: str, password: str) -> None:
    db = sqlite3.connect(database)
    db.execute("create table if not exists rows (uid text, row text)")
    with MailBoxUnencrypted("127.0.0.1", imap_port).login_utf8(user, password) as mailbox:
        for mail in mailbox.fetch(mark_seen=False):
            problems = []
            for attachment in mail.attachments:
                if attachment.filename.endswith(".xlsx"):
                    frame = pandas.read_excel(io.BytesIO(attachment.payload), header=None, engine="openpyxl")
                    for row in frame.itertuples(index=False):
                        if not isinstance(row[0], int):
                            continue
                        if pandas.isna(row[4]):
                            problems.append(f"row {row[0]}: no date")
                        db.execute("insert into rows values (?, ?)", (mail.uid, repr(tuple(row))))
                elif attachment.filename.endswith(".pdf"):
                    with pdfplumber.open(io.BytesIO(attachment.payload)) as pdf:
                        text = "\n".join(page.extract_text() for page in pdf.pages)
                    db.execute("insert into rows values (?, ?)", (mail.uid, text))
            db.commit()
            answer = EmailMessage()
            answer["From"], answer["To"] = "survey@dla.example", mail.from_
            answer["Subject"] = "Re: " + mail.subject.replace("\n", " ").replace("\r", " ")
            answer.set_content("\n".join(problems) or "ได้รับแล้ว")
            with smtplib.SMTP("127.0.0.1", smtp_port) as server:
                server.send_message(answer)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])

"""Random walks: what one province's office, its amphoes and strangers may send one after the other."""

import random
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.header import Header
from functools import cache

from make.mail_case import form_file, mixed, sent, words

from ingest.demo.forms import rows, workbook

PROVINCE = "น่าน"
ADDITION = Header("ส่งแบบสำรวจเพิ่มเติม", "utf-8", maxlinelen=900).encode()
AMPHOE = f"=?utf-8?B?{b64encode('ท้องถิ่นอำเภอเวียงสา'.encode()).decode()}?= <wiangsa@gmail.example>"
KINDS = ("whole", "whole", "wrong", "part", "part", "wrong part", "nil", "stranger", "amphoe", "again")


@dataclass(frozen=True)
class Step:
    """A mail of a walk; `form` are the bytes of its workbook, b"" for a nil statement."""

    kind: str
    raw: bytes
    form: bytes


def walk(seed: int, length: int) -> list[Step]:
    chance = random.Random(seed)
    steps: list[Step] = []
    for number in range(length):
        steps.append(_step(chance, f"<{seed}-{number}@walk.example>", steps))
    return steps


def _step(chance: random.Random, message_id: str, before: Sequence[Step]) -> Step:
    kind = chance.choice(KINDS)
    form = _book(
        chance.choice((0, 0, 2, 4)), chance.choice((1, 2, 3, 4)), "wrong" in kind, chance.choice((0, 0, 1))
    )
    headers = {"message-id": message_id}
    if kind == "again" and before:
        form = chance.choice(before).form
    if kind == "nil" or not form:
        return Step("nil", words(f"จังหวัด{PROVINCE}ไม่มีการจัดทำความร่วมมือ", **headers), b"")
    if "part" in kind:
        headers["subject"] = ADDITION
    if kind in ("stranger", "amphoe"):
        headers["from"] = "somying@gmail.example" if kind == "stranger" else AMPHOE
    return Step(kind, sent(mixed(form_file(data=form)), **headers), form)


@cache
def _book(start: int, count: int, wrong: bool, edition: int) -> bytes:
    body = rows(PROVINCE, count, start)
    body = [replace(row, objective=f"{row.objective} {edition}") for row in body]
    if wrong:
        body[0] = replace(body[0], signed_on="31 มิ.ย. 2561")
    return workbook(PROVINCE, body)

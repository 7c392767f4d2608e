"""Host and partners: header words, reading, sentences. Which LAO a name means: `survey.names`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.cells import Cell
from survey.fields import Column, FieldGroup, Reading, RowCells, first_filled
from survey.fields.assumed import ASSUMED
from survey.fields.lao_sentences import (
    AMBIGUOUS,
    HOST_UNKNOWN,
    OTHER_PROVINCE,
    PARTNER_UNKNOWN,
    doubts,
    listed,
)
from survey.fields.unreadable import is_unreadable, unreadable
from survey.findings import Code, Finding, Severity
from survey.lao_lists import lao_list
from survey.model import Lao
from survey.names import Doubt, Match
from survey.registry import name_key

_HOST_TITLE = "องค์กรปกครองส่วนท้องถิ่นเจ้าภาพ"
_PARTNERS_TITLE = "องค์กรปกครองส่วนท้องถิ่นที่ร่วมลงนาม"

HOST_MISSING = Code(
    "host_missing",
    Severity.ERROR,
    f"ยังไม่ได้ระบุ{_HOST_TITLE} กรุณาระบุประเภทและชื่อ เช่น “อบต.สะลวง”",
    field="host",
)
PARTNERS_MISSING = Code(
    "partners_missing",
    Severity.ERROR,
    f"ยังไม่ได้ระบุ{_PARTNERS_TITLE} กรุณาระบุประเภทและชื่อ เช่น “ทต.แม่แรม”",
    field="partners",
)
_ONLY_THE_HOST = f"ยังไม่ได้ระบุ{_PARTNERS_TITLE} นอกจากเจ้าภาพเอง กรุณาระบุประเภทและชื่อ เช่น “ทต.แม่แรม”"
HOST_IS_PARTNER = Code(
    "host_is_partner",
    Severity.WARNING,
    "“{found}” เป็นเจ้าภาพอยู่แล้ว จึงไม่นับเป็น" + _PARTNERS_TITLE + " หากไม่ถูกต้อง กรุณาแจ้งชื่อที่ถูกต้อง",
    field="partners",
)

_GROUP = ("องค์กรปกครองส่วนท้องถิ่นที่จัดทำความร่วมมือ", "อปท.ที่จัดทำความร่วมมือ")

_INHERITED = "{found} ไม่ได้ระบุประเภท จึงถือตามประเภทที่ระบุไว้ก่อนหน้า หากไม่ถูกต้อง กรุณาระบุประเภท เช่น “{example}”"
_SEVERAL_HOSTS = "ช่องเจ้าภาพมีหลายแห่ง จึงถือว่า “{host}” เป็นเจ้าภาพ และแห่งอื่นเป็นผู้ร่วมลงนาม หากไม่ถูกต้อง กรุณาแจ้งเจ้าภาพ"
_MARKED_HOST = "ช่องเจ้าภาพว่าง แต่ช่องผู้ร่วมลงนามระบุว่า “{host}” เป็นเจ้าภาพ จึงถือตามนั้น หากไม่ถูกต้อง กรุณาแจ้งเจ้าภาพ"
_FIRST_IS_HOST = "เจ้าภาพและผู้ร่วมลงนามอยู่ในช่องเดียวกัน จึงถือว่า “{host}” เป็นเจ้าภาพ หากไม่ถูกต้อง กรุณาแจ้งเจ้าภาพ"


def read_laos(cells: RowCells, reading: Reading) -> tuple[Mapping[str, Any], list[Finding]]:
    """`host` (`Lao | None`) and `partners` (tuple of `Lao`) of one row."""
    row = _Row(reading)
    if "laos" in cells:
        row.read_folded(cells["laos"])
    if "host" in cells:
        row.take_hosts(row.read("host", cells["host"]), cells["host"])
    if "partners" in cells:
        partners = row.read("partners", cells["partners"])
        row.partners += [one.lao for one in partners]
        if row.host is None and "host" in cells:
            row.take_marked_host(partners, first_filled(cells["host"]))
    if "partners" in cells or "laos" in cells:
        row.check_partners(cells.get("partners") or cells["laos"])
    return {"host": row.host, "partners": tuple(row.partners)}, row.findings


class _Row:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.host: Lao | None = None
        self.partners: list[Lao] = []
        self.findings: list[Finding] = []
        self.unread: set[str] = set()
        self.places: dict[str, Cell] = {}
        self.open: set[str] = set()

    def read(self, field: str, cells: Sequence[Cell]) -> tuple[Match, ...]:
        """The LAOs of the row's lines in one column, each once, and what is to be said of each cell."""
        found: dict[str, Match] = {}
        for cell in cells:
            if is_unreadable(cell):
                title = _PARTNERS_TITLE if field == "partners" else _HOST_TITLE
                self.findings.append(unreadable(cell, title, field, needed=True))
                self.unread.add(field)
            elif not cell.is_blank:
                for one in self._read_cell(field, cell, found):
                    found[_key(one.lao)] = one
                    self.places[_key(one.lao)] = cell
                    if one.doubt is Doubt.AMPHOE_OPEN:
                        self.open.add(_key(one.lao))
        if field == "host" and not found and field not in self.unread:
            self.findings.append(HOST_MISSING.at(first_filled(cells)))
        return tuple(found.values())

    def _read_cell(self, field: str, cell: Cell, known: Mapping[str, Match]) -> list[Match]:
        matches = lao_list(cell.text, self.reading.province, self.reading.amphoe)
        new = [one for one in matches if _key(one.lao) not in known]
        self.findings += doubts(cell, new, self.reading.province, field)
        inherited = [one for one in new if one.inherited]
        if inherited:
            names = listed([one.written for one in inherited]).replace("{", "{{").replace("}", "}}")
            sentence = _INHERITED.replace("{found}", names)
            code = replace(ASSUMED.saying(sentence), field=field)
            self.findings.append(code.at(cell, example=inherited[0].lao.name))
        return new

    def take_hosts(self, hosts: Sequence[Match], cells: Sequence[Cell]) -> None:
        """The first is the host, the others lead the partners."""
        if not hosts:
            return
        self.host = hosts[0].lao
        self.partners += [one.lao for one in hosts[1:]]
        if len(hosts) > 1:
            code = replace(ASSUMED.saying(_SEVERAL_HOSTS), field="host")
            self.findings.append(code.at(first_filled(cells), host=self.host.name))

    def take_marked_host(self, partners: Sequence[Match], cell: Cell) -> None:
        """A blank host's cell, and one of the partners marked เจ้าภาพ."""
        marked = [one for one in partners if "เจ้าภาพ" in one.written]
        if len(marked) != 1 or "host" in self.unread:
            return
        self.host = marked[0].lao
        self.partners = [lao for lao in self.partners if lao is not self.host]
        self.findings = [finding for finding in self.findings if finding.code != HOST_MISSING.name]
        code = replace(ASSUMED.saying(_MARKED_HOST), field="host")
        self.findings.append(code.at(cell, host=self.host.name))

    def read_folded(self, cells: Sequence[Cell]) -> None:
        """Host and partners in one column: who is marked เจ้าภาพ, else the first, is the host."""
        found = list(self.read("host", cells))
        if "host" in self.unread:
            self.unread.add("laos")
        if not found:
            return
        marked = [one for one in found if "เจ้าภาพ" in one.written]
        host = marked[0] if len(marked) == 1 else found[0]
        self.host = host.lao
        self.partners += [one.lao for one in found if one is not host]
        if len(marked) != 1 and len(found) > 1:
            code = replace(ASSUMED.saying(_FIRST_IS_HOST), field="host")
            self.findings.append(code.at(first_filled(cells), host=host.lao.name))

    def check_partners(self, cells: Sequence[Cell]) -> None:
        """There are partners, each once, and the host is none of them."""
        others = {_key(lao): lao for lao in self.partners}
        # Two names of which only the amphoe is open need not be one LAO.
        known = self.host is not None and _key(self.host) not in self.open
        dropped = others.pop(_key(self.host), None) if self.host and known else None
        self.partners = list(others.values())
        if dropped:
            self.findings.append(HOST_IS_PARTNER.at(self.places[_key(dropped)], found=dropped.name))
        if not self.partners and not self.unread & {"partners", "laos"}:
            code = PARTNERS_MISSING.saying(_ONLY_THE_HOST) if dropped else PARTNERS_MISSING
            self.findings.append(code.at(first_filled(cells)))


def _key(lao: Lao) -> str:
    return lao.code or name_key(lao.name)


LAOS = FieldGroup(
    "laos",
    columns=(
        Column(
            "host",
            "host",
            _HOST_TITLE,
            headers=(
                "อปท.เจ้าภาพ",
                "เจ้าภาพ",
                "หน่วยงานเจ้าภาพ",
                "หน่วยงานหลัก",
                "อปท.หลัก",
                "องค์กรปกครองส่วนท้องถิ่นหลัก",
                "เจ้าภาพหลัก",
                "ท้องถิ่นเจ้าภาพ",
                "แม่ข่าย",
                "อปท.แม่ข่าย",
                "ท้องถิ่นแม่ข่าย",
            ),
            group=_GROUP,
        ),
        Column(
            "partners",
            "partners",
            _PARTNERS_TITLE,
            headers=(
                "อปท.ที่ร่วมลงนาม",
                "อปท.ร่วมลงนาม",
                "ที่ร่วมลงนาม",
                "ผู้ร่วมลงนาม",
                "หน่วยงานที่ร่วมลงนาม",
                "หน่วยงานร่วม",
                "อปท.ที่เข้าร่วม",
                "อปท.ที่ร่วมมือ",
                "อปท.ร่วม",
                "องค์กรปกครองส่วนท้องถิ่นที่เข้าร่วม",
                "องค์กรปกครองส่วนท้องถิ่นที่ร่วมมือ",
                "คู่ความร่วมมือ",
                "ร่วม",
                "ลูกข่าย",
                "อปท.ลูกข่าย",
                "ท้องถิ่นลูกข่าย",
                "อปท.เครือข่าย",
                "ภาคีเครือข่าย",
                "อปท.สมาชิก",
                "อปท.คู่สัญญา",
            ),
            group=_GROUP,
        ),
        Column(
            "laos",
            "host",
            _GROUP[0],
            headers=("อปท.ที่จัดทำความร่วมมือ", "อปท.ที่ร่วมมือ", "อปท.เจ้าภาพและที่ร่วมลงนาม", "อปท.เจ้าภาพ/ร่วมลงนาม"),
        ),
    ),
    read=read_laos,
    codes=(
        HOST_MISSING,
        PARTNERS_MISSING,
        HOST_UNKNOWN,
        PARTNER_UNKNOWN,
        AMBIGUOUS,
        OTHER_PROVINCE,
        HOST_IS_PARTNER,
        ASSUMED,
    ),
)

"""The objects of the outside contract, section 3. Their keys stand here and nowhere else."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from survey.cells import split_address
from survey.findings import Finding, Severity
from survey.model import Cooperation, Document, Form, Kind, Lao, Mou


def document_json(document: Document) -> dict[str, Any]:
    """A document as the object that `samruat check --json` prints: every key of its kind, null where absent."""
    found: dict[str, Any] = {
        "file": document.file,
        "sha256": document.sha256,
        "kind": document.kind.value,
        "source": document.source,
    }
    if document.kind is Kind.SURVEY:
        found |= _form(document.form or Form())
    elif document.kind is Kind.MOU:
        found |= _mou(document.mou or Mou())
    found["problems"] = problems_json(document.findings, document.grids)
    return found


def problems_json(findings: Iterable[Finding], grids: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Findings sorted as the contract wants: without a cell first, then by sheet, row, column, code."""
    place = {name: number for number, name in enumerate(grids)}
    return [
        {
            "code": finding.code,
            "severity": (Severity.ERROR if finding.severity is Severity.HOLD else finding.severity).value,
            "cell": finding.cell,
            "message": finding.message,
        }
        for finding in sorted(findings, key=lambda finding: _order(finding, place))
    ]


def dumps(value: Mapping[str, Any]) -> str:
    """One line of JSON Lines: Thai as it is, every line break escaped (also U+2028 and U+0085)."""
    line = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    for letter in ("\u2028", "\u2029", "\x85"):
        line = line.replace(letter, f"\\u{ord(letter):04x}")
    return line


def _order(finding: Finding, place: Mapping[str, int]) -> tuple[Any, ...]:
    if finding.cell is None:
        return (-1, "", 0, 0, finding.code)
    grid, row, column = split_address(finding.cell)
    return (place.get(grid, len(place)), grid, row, column, finding.code)


def _form(form: Form) -> dict[str, Any]:
    return {
        "province": form.province,
        "reporter": {
            "name": form.reporter.name,
            "position": form.reporter.position,
            "phone": form.reporter.phone,
        },
        "nil_report": form.nil_report,
        "rows": [_row(row) for row in form.rows],
    }


def _row(row: Cooperation) -> dict[str, Any]:
    return {
        "cell": row.cell,
        "seq": row.seq,
        "service": row.service,
        "host": row.host.name if row.host else None,
        "host_code": row.host.code if row.host else None,
        **_laos("partner", row.partners, plural="partners"),
        "signed_on": row.signed_on.isoformat() if row.signed_on else None,
        "committee": row.committee.value if row.committee else None,
        "regulation": row.regulation.value if row.regulation else None,
        "mou": row.mou,
        "objective": row.objective,
        "problems": row.problems,
        **{one.field: one.value for one in row.extra},
    }


def _mou(mou: Mou) -> dict[str, Any]:
    return {
        "title": mou.title,
        "service": mou.service,
        **_laos("party", mou.parties, plural="parties"),
        "signed_on": mou.signed_on.isoformat() if mou.signed_on else None,
        "pages": mou.pages,
    }


def _laos(one: str, laos: Sequence[Lao], *, plural: str) -> dict[str, Any]:
    return {plural: [lao.name for lao in laos], f"{one}_codes": [lao.code for lao in laos]}

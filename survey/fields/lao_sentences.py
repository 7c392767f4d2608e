"""What is said of a name that is not certainly an LAO of the province."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from survey.cells import Cell
from survey.findings import Code, Finding, Severity
from survey.lao_words import SEVERAL
from survey.names import Doubt, Match, meant

HOST_UNKNOWN = Code(
    "host_unknown",
    Severity.WARNING,
    "ไม่พบ {found} ในทะเบียนองค์กรปกครองส่วนท้องถิ่น{where} กรุณาตรวจสอบประเภทและชื่อ เช่น “อบต.สะลวง”",
    field="host",
)
PARTNER_UNKNOWN = replace(HOST_UNKNOWN, name="partner_unknown", field="partners")
AMBIGUOUS = Code(
    "lao_ambiguous",
    Severity.WARNING,
    "{found} มีมากกว่าหนึ่งแห่ง กรุณาระบุให้ชัดเจน เช่น “{example}”",
)
OTHER_PROVINCE = Code(
    "lao_other_province",
    Severity.WARNING,
    "{found} ไม่อยู่ในจังหวัด{province} หากไม่ถูกต้อง กรุณาแจ้งชื่อที่ถูกต้อง หรือระบุจังหวัด เช่น “{example}”",
)
_UNNAMED = "{found} ไม่ได้ระบุชื่อองค์กรปกครองส่วนท้องถิ่น กรุณาระบุประเภทและชื่อให้ครบทุกแห่ง เช่น “อบต.สะลวง”"

_MOST_NAMES = 12
_LONGEST_NAME = 60


def doubts(cell: Cell, found: Sequence[Match], province: str | None, field: str) -> Iterator[Finding]:
    """The findings at one cell: one a code, with all the names that it concerns.

    Args:
        province: The form's; where it is None, what only its registry could tell is not told: the missing
            province is, by itself.
        field: `host` or `partners`.
    """
    unknown = [one for one in found if one.doubt is Doubt.UNKNOWN]
    several = [one for one in found if one.doubt in (Doubt.AMPHOE_OPEN, Doubt.KIND_OPEN)]
    strange = [one for one in found if one.doubt is Doubt.OTHER_PROVINCE]
    if unknown:
        code = HOST_UNKNOWN if field == "host" else PARTNER_UNKNOWN
        if all(SEVERAL.search(one.written) for one in unknown):
            code = code.saying(_UNNAMED)
        where = f"ของจังหวัด{province}" if province else ""
        yield _naming(code, unknown, province).at(cell, where=where)
    if several and province:
        example = next(meant(several[0].candidates, province))
        yield _naming(replace(AMBIGUOUS, field=field), several, province).at(cell, example=example)
    if strange and province:
        lao = strange[0].candidates[0]
        code = _naming(replace(OTHER_PROVINCE, field=field), strange, province)
        yield code.at(cell, province=province, example=f"{lao.short} จ.{lao.province}")


def listed(names: Sequence[str]) -> str:
    """Names for a sentence, each in quotation marks and cut; of a long list the first dozen and the count."""
    shown = ", ".join(f"“{_cut(name)}”" for name in names[:_MOST_NAMES])
    return shown + _rest(len(names))


def _naming(code: Code, matches: Sequence[Match], province: str | None) -> Code:
    # A list of names may be longer than what `Code.at` shows of one value: each name is cut here instead.
    shown = [f"“{_cut(one.written)}”{_hint(one, province)}" for one in matches[:_MOST_NAMES]]
    names = ", ".join(shown) + _rest(len(matches))
    return code.saying(code.sentence.replace("{found}", names.replace("{", "{{").replace("}", "}}")))


def _hint(one: Match, province: str | None) -> str:
    candidates = " หรือ ".join(meant(one.candidates[:3], province))
    if not candidates:
        return ""
    if one.doubt is Doubt.OTHER_PROVINCE and one.certain:
        return f" (บันทึกเป็น {candidates})"
    if one.doubt in (Doubt.AMPHOE_OPEN, Doubt.KIND_OPEN):
        return f" (อาจเป็น {candidates})"
    return f" (หมายถึง {candidates} หรือไม่)"


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _rest(count: int) -> str:
    return f" และอีก {count - _MOST_NAMES} แห่ง" if count > _MOST_NAMES else ""

"""A rule that does not count for a province until a day."""

from datetime import date

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log, province_of
from storage.unit_of_work import UnitOfWork
from storage.waivers import Waiver

# Without these there is no province to waive for, or no submission to take in; and a place among the versions is
# decided by `release`.
_NEVER = frozenset({"form_not_found", "province_missing", "province_unknown", "version_unclear"})


def waive(
    context: Context,
    work: UnitOfWork,
    province: str,
    code: str,
    until: date,
    *,
    who: str | None,
    why: str | None,
) -> str:
    """A rule is off for a province's mail received up to and with a Bangkok day (Gregorian).

    What was received before and read already is read again only by `reprocess`.

    Raises:
        DecisionRefused: There is no such province or code, it can't be off, or it is waived as long already.
    """
    name = province_of(province)
    if code not in known_codes(context.config.survey.form):
        raise DecisionRefused(f"{code}: no such code; docs/codes.md lists them", f"ไม่มีเกณฑ์ชื่อ {code}")
    if not can_be_waived(code):
        raise DecisionRefused(f"{code}: can't be waived", f"เกณฑ์ {code} ยกเว้นไม่ได้")
    if (name, code) in work.waivers.on(until):
        raise DecisionRefused(f"{code} is waived for {name} already", f"ยกเว้นเกณฑ์ {code} ให้จังหวัด{name}ไว้แล้ว")
    work.waivers.add(Waiver(name, code, until), context.now())
    log(context, work, name, "waive", who, f"{code} until {until}: {why}" if why else f"{code} until {until}")
    return f"{code} does not count for {name} until {until}"


def can_be_waived(code: str) -> bool:
    """Whether a rule may be off for a province at all."""
    return code not in _NEVER and not code.startswith("file_")


def known_codes(survey: str) -> frozenset[str]:
    """Names of all codes that reading or judging may say."""
    from parsers import form, refused
    from survey import rows, submission
    from survey.forms import named

    spec = named(survey)
    groups = (code for group in spec.groups for code in group.codes)
    codes = (*refused.CODES, *form.CODES, *rows.CODES, *spec.codes, *groups, *submission.CODES)
    return frozenset(code.name for code in codes)

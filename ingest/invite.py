"""Before the survey: each address of a list gets its province's own form, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.context import Context
from ingest.decisions.record import DecisionRefused, log, province_of
from ingest.mime.addresses import normal_address
from ingest.season import SURVEY, closed, notice_to, queue
from ingest.settings import listed_senders
from notifications.answer import Attachment
from storage.unit_of_work import UnitOfWork
from storage.words import SenderSource
from survey.forms import named
from survey.model import Cooperation, Status


@dataclass(frozen=True, slots=True)
class Invited:
    """An address of the list; `is_new`: it had not been invited before."""

    address: str
    province: str
    is_new: bool


def invited(context: Context, path: Path) -> list[Invited]:
    """Who stands on a list (a header line, then address,province), each once, and who of them was invited before.

    Raises:
        ConfigError: The file is missing or has no such columns.
        DecisionRefused: A line names no address or no province: then nobody is invited.
    """
    pairs = list(dict.fromkeys(_checked(listed_senders(path))))
    with context.database.unit_of_work(readonly=True) as work:
        return [
            Invited(address, province, work.outbox.by_key(_key(address, province)) is None)
            for address, province in pairs
        ]


def invite(
    context: Context, people: Iterable[Invited], progress: Callable[[str], None], *, who: str | None
) -> int:
    """Queue the invitation of everybody who had none yet; how many.

    From then on the address speaks for its province. What is queued stays so whatever happens after it.

    Raises:
        DecisionRefused: The survey is closed.
    """
    count = 0
    for one in people:
        if not one.is_new:
            continue
        with context.database.unit_of_work(readonly=True) as work:
            if (end := closed(work)) is not None:
                raise DecisionRefused(f"the survey was closed by {end.who}", f"ปิดการสำรวจแล้วโดย {end.who}")
            rows = _last_accepted(work, one.province)
        form = _form(context, one.province, rows)
        notice = notice_to(
            context,
            one.address,
            one.province,
            lines=_told(rows),
            attachments=(Attachment("survey-form.xlsx", form),),
        )
        with context.database.unit_of_work() as work:
            if queue(context, work, "invitation", _key(one.address, one.province), notice, context.now()):
                work.senders.add(one.address, one.province, SenderSource.LIST, context.now())
                log(context, work, SURVEY, "invite", who, f"{one.address} {one.province}")
                count += 1
            work.commit()
        progress(f"invited {count}: {one.province}")
    return count


def _key(address: str, province: str) -> str:
    return f"invite:{address}:{province}"


def _checked(lines: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for address, province in lines:
        found = normal_address(address)
        if found is None:
            raise DecisionRefused(
                f"{address}: is no mail address; nobody was invited",
                f"“{address}” ในรายชื่อไม่ใช่ที่อยู่อีเมล จึงยังไม่ได้เชิญผู้ใด",
            )
        yield found, province_of(province)


def _last_accepted(work: UnitOfWork, province: str) -> list[Cooperation]:
    accepted = [v for v in work.submissions.current(province) if v.status is Status.ACCEPTED]
    return [stored.row for version in accepted for stored in work.submissions.rows(version.id)]


def _form(context: Context, province: str, rows: list[Cooperation]) -> bytes:
    from notifications.prefilled import prefilled_form

    return prefilled_form(province, rows, context.config.survey.deadline, named(context.config.survey.form))


def _told(rows: list[Cooperation]) -> tuple[str, ...]:
    if not rows:
        return ()
    return (f"แบบสำรวจที่แนบมามีรายการที่จังหวัดเคยรายงานไว้แล้ว {len(rows)} รายการ กรุณาตรวจสอบและแก้ไขให้เป็นปัจจุบัน",)

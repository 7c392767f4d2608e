"""The first page: all provinces at a glance; and one province with its versions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from desk.state import the_desk
from desk.words import PROVINCE_STATES
from ingest.decisions.hand_in import CHANNELS
from ingest.decisions.waived import can_be_waived, known_codes
from storage.mou_matches import matched_rows
from storage.provinces import ProvinceStanding
from storage.unit_of_work import UnitOfWork
from storage.words import ProvinceState
from survey.registry import Province, registry
from survey.thai.text import repair

provinces = Blueprint("provinces", __name__)
_MOST_DECISIONS = 30


@dataclass(frozen=True, slots=True)
class Tile:
    """A province on the first page."""

    code: str
    standing: ProvinceStanding


@provinces.get("/")
def glance() -> str | Response:
    """All provinces by region; `state`, `region` and `q` choose, and a reference in `q` leads to its submission."""
    wanted = repair(request.args.get("q", "")).strip()[:100]
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        if wanted and work.submissions.by_reference(wanted.upper()) is not None:
            return redirect(url_for("submissions.one", reference=wanted.upper()))
        standings = work.submissions.standings()
    state, region = _state(request.args.get("state")), request.args.get("region", "")
    known = registry().provinces
    shown = [
        one
        for one in standings
        if (state is None or one.state is state)
        and (not region or known[one.province].region == region)
        and _is_meant(known[one.province], wanted)
    ]
    regions = list(dict.fromkeys(province.region for province in known.values()))
    return render_template(
        "provinces.html",
        groups=[(name, tiles) for name in regions if (tiles := _tiles(shown, name))],
        regions=regions,
        counts=Counter(one.state for one in standings),
        states=PROVINCE_STATES,
        state=state,
        region=region,
        wanted=wanted,
        total=len(standings),
        rows=sum(one.rows for one in standings),
        late=sum(one.late for one in standings),
    )


@provinces.get("/provinces/<code>")
def one(code: str) -> str:
    """All that came from a province, newest first, and what is kept about it."""
    province = named(code)
    with the_desk().context.database.unit_of_work(readonly=True) as work:
        versions = sorted(work.submissions.versions(province.name), key=lambda v: v.order, reverse=True)
        return render_template(
            "province.html",
            province=province,
            versions=versions,
            current={version.reference for version in work.submissions.current(province.name)},
            mous=work.submissions.mous(province.name),
            fitting=matched_rows(work, province.name),
            senders=work.senders.of_province(province.name),
            waivers=[waiver for waiver in work.waivers.all() if waiver.province == province.name],
            decisions=_decisions(work, province.name)[:_MOST_DECISIONS],
            rules=_rules(the_desk().config.survey.form),
            channels=CHANNELS,
            today=the_desk().context.now(),
        )


def named(code: str) -> Province:
    """The province of a code; no page where there is none."""
    for province in registry().provinces.values():
        if province.code == code:
            return province
    abort(404)


def _decisions(work: UnitOfWork, province: str) -> list[object]:
    about = {province, *work.senders.of_province(province)}
    return [decision for decision in reversed(work.decisions.all()) if decision.reference in about]


@cache
def _rules(survey: str) -> list[str]:
    """Codes that can be waived."""
    return sorted(code for code in known_codes(survey) if can_be_waived(code))


def _tiles(standings: Sequence[ProvinceStanding], region: str) -> list[Tile]:
    known = registry().provinces
    return [Tile(known[one.province].code, one) for one in standings if known[one.province].region == region]


def _state(value: str | None) -> ProvinceState | None:
    return next((state for state in ProvinceState if state.value == value), None)


def _is_meant(province: Province, wanted: str) -> bool:
    """Whether a name, an abbreviation or an English name begins with or holds what was typed."""
    if not wanted:
        return True
    low = wanted.removeprefix("จังหวัด").strip().lower()
    names = (*province.spellings, *province.latin)
    return low == province.abbr or any(low in name.lower() for name in names)

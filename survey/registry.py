"""The 76 provinces and 7,851 LAOs as of 14 December 2018, and the keys under which their names are equal.

Source and licences: `survey/data/README.md`. Loaded once a process; a province's index when first asked.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from survey.thai.digits import arabic
from survey.thai.text import repair

_DATA = Path(__file__).with_name("data")

MUNICIPALITIES = ("ทน.", "ทม.", "ทต.")
PATTAYA = "เมืองพัทยา"


class Province(NamedTuple):
    """A changwat, or Bangkok (`in_survey` False).

    Attributes:
        code: Two digits of TIS 1099.
        abbr: The two letters of government correspondence.
        spellings: The name, aliases and frequent misspellings, as people write them.
        latin: English names.
        region: One of the six regions of the Royal Society's division, ภาคเหนือ, say.
    """

    code: str
    name: str
    abbr: str
    spellings: tuple[str, ...]
    latin: tuple[str, ...]
    in_survey: bool
    region: str


class RegisteredLao(NamedTuple):
    """An LAO of the registry.

    Attributes:
        code: The department's seven digits.
        kind: อบจ. ทน. ทม. ทต. อบต. or เมืองพัทยา.
        bare: The name without its type.
        short: Type and name, as the contract writes LAOs.
        amphoe: "" for an อบจ.
        aliases: Other spellings of `bare`, joined by `|`.
        later_short: What it became after 14 December 2018, or "".
        same_short_in_province: How many LAOs of the province bear this `short`; 1 where it is unique.
    """

    code: str
    kind: str
    bare: str
    short: str
    province: str
    amphoe: str
    aliases: str
    later_short: str
    same_short_in_province: int


class Name(NamedTuple):
    """A name under which an LAO is found: the registry's own, an alias, or what it was called later."""

    kind: str
    lao: RegisteredLao
    current: bool


_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015_,·…'\"“”‘’`]+")


def name_key(name: str) -> str:
    """Key under which spellings of one name are equal: repaired, without spaces, dots, dashes, quotes."""
    return _BETWEEN.sub("", arabic(repair(name)))


_TONES = re.compile("[็-์]")
_MARKS = re.compile("[ัิ-ฺ็-๎]")
_LOOKALIKE = str.maketrans({"ฏ": "ฎ", "ๅ": "า", "ำ": "\u0e4dา"})


def toneless(key: str) -> str:
    """A `name_key` without tone marks, ็ and ์; ฏ is ฎ. No two names of one province and type share one."""
    return _TONES.sub("", key.translate(_LOOKALIKE))


def skeleton(key: str) -> str:
    """A `name_key` without any mark above or below: what a broken text layer leaves of a name."""
    return _MARKS.sub("", key.translate(_LOOKALIKE))


class ProvinceLaos:
    """The LAOs of one province, by name.

    Attributes:
        by_name: `name_key` of names without their type to the names there.
        amphoes: `name_key` of an amphoe ("เมือง" too) to its name.
    """

    def __init__(self, province: str, laos: list[RegisteredLao]) -> None:
        self.laos = laos
        self.by_name: Mapping[str, list[Name]] = _by_name(laos)
        self.amphoes = {name_key(lao.amphoe): lao.amphoe for lao in laos if lao.amphoe}
        self.amphoes["เมือง"] = "เมือง" + province

    @cached_property
    def by_toneless(self) -> Mapping[str, list[Name]]:
        return _rekeyed(self.by_name, toneless)

    @cached_property
    def by_skeleton(self) -> Mapping[str, list[tuple[str, Name]]]:
        """`skeleton` to (`toneless`, name): marks may have been lost on the way, never changed."""
        found: dict[str, list[tuple[str, Name]]] = defaultdict(list)
        for key, names in self.by_name.items():
            found[skeleton(key)] += [(toneless(key), name) for name in names]
        return dict(found)


class Registry:
    """Provinces and LAOs; get the one of this process by `registry()`."""

    def __init__(self, provinces: list[Province], laos: list[RegisteredLao]) -> None:
        self.all_provinces = tuple(provinces)
        self.provinces = {province.name: province for province in provinces if province.in_survey}
        self.by_code = {lao.code: lao for lao in laos}
        self._by_province: dict[str, list[RegisteredLao]] = defaultdict(list)
        for lao in laos:
            self._by_province[lao.province].append(lao)
        self._indexes: dict[str, ProvinceLaos] = {}

    def laos_of(self, province: str) -> tuple[RegisteredLao, ...]:
        """The LAOs of a province in the order of their codes; none where it is none of the 76."""
        return tuple(self._by_province.get(province, ()))

    def of(self, province: str) -> ProvinceLaos:
        """The LAOs of a province.

        Raises:
            KeyError: If `province` is none of the 76 names.
        """
        index = self._indexes.get(province)
        if index is None:
            if province not in self._by_province:
                raise KeyError(province)
            index = self._indexes[province] = ProvinceLaos(province, self._by_province[province])
        return index

    @cached_property
    def nationwide(self) -> Mapping[str, list[Name]]:
        """`name_key` of names without their type to the names there, over all provinces."""
        return _by_name(self.by_code.values())


@cache
def registry() -> Registry:
    """The registry, read from the data files on the first call of a process (about 40 ms)."""
    return Registry(list(_provinces()), list(_laos()))


def _by_name(laos: Iterable[RegisteredLao]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for lao in laos:
        found[name_key(lao.bare)].append(Name(lao.kind, lao, True))
        for alias in filter(None, lao.aliases.split("|")):
            if (key := name_key(alias)) != name_key(lao.bare):
                found[key].append(Name(lao.kind, lao, True))
        if lao.later_short:
            kind, dot, bare = lao.later_short.partition(".")
            found[name_key(bare)].append(Name(kind + dot, lao, False))
    return dict(found)


def _rekeyed(by_name: Mapping[str, list[Name]], key_of: Callable[[str], str]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = defaultdict(list)
    for key, names in by_name.items():
        found[key_of(key)] += names
    return dict(found)


def _provinces() -> Iterator[Province]:
    with (_DATA / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            spellings = [row["name_th"], *row["aliases_th"].split("|"), *row["misspellings_th"].split("|")]
            latin = [row["name_en"], *row["aliases_en"].split("|")]
            yield Province(
                row["code"],
                row["name_th"],
                row["abbr_th"],
                tuple(filter(None, spellings)),
                tuple(filter(None, latin)),
                row["in_survey"] == "1",
                row["region6"],
            )


_COLUMNS = ("code", "type", "bare_name", "short", "province", "amphoe", "aliases", "later_short")


def _laos() -> Iterator[RegisteredLao]:
    with (_DATA / "laos.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        header = next(rows)
        pick = itemgetter(*map(header.index, _COLUMNS))
        same = header.index("same_short_in_province")
        for row in rows:
            yield RegisteredLao._make((*pick(row), int(row[same])))

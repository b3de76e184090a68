"""The divisions of a county as the National Bureau of Statistics lists them: township and village codes with names.

Codes may stand with their twelve digits (430382100000) or their significant ones (430382100). Names are taken as people
say them: 火车站社区 for 韶山市清溪镇火车站社区居民委员会. docs/imports.md tells the format.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.files.problems import Problem
from geodata.territory.codes import LENGTHS, level_of, parent_code
from geodata.territory.models import Area

LONGEST = 100
VILLAGE = re.compile(r"(村民委员会|村委员会|村委会)会?$")
COMMUNITY = re.compile(r"(社区)?(居民委员会|居委会|社区委员会)会?$")
K = Area.Kind
TOWNSHIPS = {"街道": K.SUBDISTRICT, "街道办事处": K.SUBDISTRICT, "镇": K.TOWN, "乡": K.RURAL_TOWNSHIP}
FARMS = ("农场", "林场", "牧场", "渔场", "茶场", "园艺场")


@dataclass(frozen=True, slots=True)
class Division:
    """One area that a list names."""

    code: str
    name: str
    level: str
    kind: str


@dataclass
class County:
    """A county of a list with what lies in it."""

    code: str
    name: str
    inside: list[Division] = field(default_factory=list)

    def count(self, level: str) -> int:
        return sum(each.level == level for each in self.inside)

    @property
    def townships(self) -> int:
        return self.count("township")

    @property
    def villages(self) -> int:
        return self.count("village")


Row = tuple[int, str, str]
"""Line, code and name, as they stand in a list."""


def counties(rows: Iterable[Row]) -> tuple[list[County], list[Problem]]:
    """The counties of a list with their townships and villages by code, and what is wrong with its rows."""
    problems: list[Problem] = []
    told: dict[str, tuple[int, str]] = {}
    for line, code, name in rows:
        if division := _division(line, code, name, told, problems):
            told[division] = line, texts.place(name)
    found = {code: County(code, name) for code, (_line, name) in told.items() if level_of(code) == "county"}
    for code in sorted(told):
        if level_of(code) in ("township", "village"):
            _put(code, told, found, problems)
    return [found[code] for code in sorted(found) if found[code].inside], problems


def _division(
    line: int, typed: str, name: str, told: Mapping[str, tuple[int, str]], problems: list[Problem]
) -> str | None:
    """The significant digits; None where the row cannot be taken."""
    code = significant(typed)
    if level_of(code) in (None, "grid"):
        message = _("This is not a division code.")
        remedy = _("Enter 2, 4, 6, 9 or 12 digits, or all twelve; format the column as text.")
        problems.append(Problem(line, _("code"), typed[:40], message, remedy))
    elif not texts.place(name) or len(name) > LONGEST:
        problems.append(
            Problem(line, _("name"), name[:40], _("The name is missing or too long."), _("Enter it."))
        )
    elif code in told:
        message = _("This code stands in the list twice.")
        problems.append(Problem(line, _("code"), typed[:40], message, _("Remove one of the rows.")))
    else:
        return code
    return None


def _put(
    code: str,
    told: Mapping[str, tuple[int, str]],
    found: Mapping[str, County],
    problems: list[Problem],
) -> None:
    """A township or village into its county, if all above it is there."""
    line, name = told[code]
    above = parent_code(code) or ""
    if above not in told or code[: LENGTHS["county"]] not in found:
        message = _("The division above this one is not in the list.")
        problems.append(
            Problem(line, _("code"), code, message, _("Add the row of %(code)s.") % {"code": above})
        )
        return
    found[code[: LENGTHS["county"]]].inside.append(
        Division(code, *_as_said(name, told, code), kind=kind_of(name, level_of(code) or ""))
    )


def _as_said(name: str, told: Mapping[str, tuple[int, str]], code: str) -> tuple[str, str]:
    """Name and level; names of what lies above are left out where the list repeats them."""
    level = level_of(code) or ""
    for length in (LENGTHS["county"], LENGTHS["township"]):
        above = told.get(code[:length], (0, ""))[1] if length < len(code) else ""
        name = name.removeprefix(above) or name
    return short(name, level), level


def short(name: str, level: str) -> str:
    """A village or community without the word for its committee, a subdistrict without that for its office."""
    if level == "township":
        return name.removesuffix("办事处") or name
    if COMMUNITY.search(name):
        return COMMUNITY.sub("社区", name)
    if VILLAGE.search(name):
        bare = VILLAGE.sub("", name)
        return bare if bare.endswith("村") else f"{bare}村"
    return name


def kind_of(name: str, level: str) -> str:
    """What a name tells of the area."""
    if level == "township":
        return next((kind for word, kind in TOWNSHIPS.items() if name.endswith(word)), K.OTHER)
    if COMMUNITY.search(name) or name.endswith("社区"):
        return K.COMMUNITY
    # 某某林场村民委员会 is a village by its committee; what has none is the farm itself.
    return K.FARM if name.endswith(FARMS) and not VILLAGE.search(name) else K.VILLAGE


def significant(typed: str) -> str:
    """A code of twelve digits without the zeros that stand for nothing: 430382100000 is 430382100."""
    code = texts.number(typed)
    if len(code) != LENGTHS["village"]:
        return code
    for length, above in ((12, 9), (9, 6), (6, 4), (4, 2)):
        if len(code) == length and set(code[above:]) == {"0"}:
            code = code[:above]
    return code


def chosen(found: Sequence[County], code: str) -> County:
    """The county of that code. Raises BadInput where the list has none."""
    county = next((each for each in found if each.code == code), None)
    if county is None:
        raise BadInput(
            _("The list has no county of this code with its townships."), field="county", value=code,
            remedy=_("Choose one of the counties that the list names."),
        )  # fmt: skip
    return county

"""Which field a heading means: what offices really write, from fixtures/rosters (sources beside the file)."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.imports.table import Table

SEEN = Path(__file__).resolve().parents[2] / "fixtures" / "rosters" / "column_headings.csv"

# Headings beyond those collected: our own exports, English ones, and those of division tables.
MORE = {
    "code": "code;代码;编码;区划代码;行政区划代码;统计用区划代码;网格编码;网格代码;网格编号;行政村编号",
    "parent_code": "parent_code;上级代码;上级编码",
    "level": "level;级别;层级",
    "kind": "kind;类别;类型;城乡分类",
    "name": "name;名称;区划名称;网格名称;村名;社区名称;乡镇名称",
    "village_code": "village_code;村代码;村编码;村(社区)代码;行政村代码",
    "village": "village;村(社区)",
    "township": "township;乡镇(街道)",
    "grid": "grid;grid_code;网格;网格代码;网格编码",
    "group": "group;村民小组;村组;小组",
    "household_no": "household_no;number;户号;户编号",
    "head_name": "head_name;户主",
    "phone": "phone;phones;电话;手机",
    "family_size": "family_size;size;人口;人口数;家庭人口;常住人口",
    "address": "address;住址",
    "building": "building;楼栋;楼栋号",
    "entrance": "entrance;单元;单元号",
    "door": "door;房号;户室号",
    "occupancy": "occupancy;居住状态;居住情况",
    "lon": "lon;lng;longitude;easting;东坐标",
    "lat": "lat;latitude;northing;北坐标",
}
# A heading of the collection that two fields share: 镇 alone is a township, 村民小组 stands in `group`.
NOT_HERE = {"village": {"镇"}, "head_name": {"姓名"}}
WEAK = {"姓名": "head_name", "name": "head_name"}
"""Headings that mean the head of a household when no better one is there."""

ID_FIELD = "head_id"
_ID_WORDS = re.compile(r"身份证|证件号|公民身份|id_?card|id_?number", re.IGNORECASE)


def plain(heading: str) -> str:
    """A heading without what people vary: full width, spaces, capitals, a mark for "required"."""
    text = unicodedata.normalize("NFKC", heading)
    text = re.sub(r"\((必填|选填|可选|required|[0-9]+)\)", "", text)
    return re.sub(r"[\s*:]", "", text).casefold()


@lru_cache
def seen() -> dict[str, str]:
    """Field → headings of the collection, with semicolons between."""
    with SEEN.open(encoding="utf-8", newline="") as file:
        return {row["canonical"]: row["headings_seen"] for row in csv.DictReader(file)}


@lru_cache
def vocabulary() -> frozenset[str]:
    """Every plain heading that means something to some import: by it a line of headings is known."""
    texts = [*MORE, *MORE.values(), *seen().values()]
    return frozenset(plain(heading) for text in texts for heading in text.split(";") if heading)


@lru_cache
def known(fields: frozenset[str]) -> dict[str, str]:
    """Plain heading → field, for the fields that an import takes."""
    found: dict[str, str] = {}
    for field in fields:
        for heading in f"{field};{seen().get(field, '')};{MORE.get(field, '')}".split(";"):
            if heading and heading not in NOT_HERE.get(field, ()):
                found[plain(heading)] = field
    return found


def holds_ids(heading: str) -> bool:
    """Does the heading announce ID numbers?"""
    return bool(_ID_WORDS.search(plain(heading)))


def recognise(
    table: Table,
    fields: Iterable[str],
    *,
    several: Iterable[str] = (),
    chosen: Mapping[str, str | Sequence[str]] | None = None,
) -> dict[str, list[str]]:
    """Field → headings of the table. `chosen` says by hand which heading a field has, "" that it has none.

    Only the fields in `several` may have more than one. BadInput: a chosen heading is not there, or two
    columns look like the same field.
    """
    by_hand = {
        field: [given] if isinstance(given, str) else list(given) for field, given in (chosen or {}).items()
    }
    taken = [heading for headings in by_hand.values() for heading in headings if heading]
    missing = next((heading for heading in taken if heading not in table.headings), None)
    if missing is not None:
        raise BadInput(
            _("The file has no column “%(name)s”.") % {"name": missing},
            field="column",
            value=missing,
            remedy=_("Its columns: %(names)s") % {"names": ", ".join(table.headings)},
        )
    found = {field: headings for field, headings in by_hand.items() if any(headings)}
    names = known(frozenset(fields) - set(by_hand))
    free = [heading for heading in table.headings if heading not in taken and not holds_ids(heading)]
    for heading in free:
        if field := names.get(plain(heading)):
            found.setdefault(field, []).append(heading)
    for heading in free:
        field = WEAK.get(plain(heading), "")
        if field in names.values() and field not in found:
            found[field] = [heading]
    for field, headings in found.items():
        if len(headings) > 1 and field not in set(several):
            raise BadInput(
                _("The columns %(names)s look like the same thing.") % {"names": ", ".join(headings)},
                field="column",
                value=headings[0],
                remedy=_("Keep one, or say which with --column %(field)s=HEADING.") % {"field": field},
            )
    return found


def proposed(
    table: Table, fields: Iterable[str], *, several: Iterable[str], before: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Heading → field ("": not used), for a person to confirm. `before` is what was confirmed last time.

    Where two columns look like the same field, the first one has it.
    """
    names, told = known(frozenset(fields)), dict(before or {})
    found: dict[str, str] = {}
    for heading in table.headings:
        field = told.get(heading, names.get(plain(heading), "") if not holds_ids(heading) else "")
        known_here = field in names.values() and (field not in found.values() or field in set(several))
        found[heading] = field if known_here else ""
    for heading in table.headings:
        field = WEAK.get(plain(heading), "")
        if heading not in told and field in names.values() and field not in found.values():
            found[heading] = field
    return found


def by_field(mapping: Mapping[str, str], fields: Iterable[str]) -> dict[str, list[str]]:
    """Heading → field turned round: every field, with its headings or [""]."""
    return {field: [heading for heading, own in mapping.items() if own == field] or [""] for field in fields}

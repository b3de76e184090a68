"""What filters ask of the register: care, age, occupancy, size, who lives alone, phone, livelihood, kind of area, village
(geodata/base/filters).

What the register does not say is unknown. Three things are decided here:

- Of birth only the year is known: whoever reaches the age in this year has done so or has not yet, and is unknown.
- Residents are recorded only where something concerns them. Where fewer are recorded than live there, or nobody has said how many
  do, there may be others of any age.
- Care records are a register that offices keep whole: who does not stand in it is not in that category, and who is on the way into it
  is unknown. Livelihoods are no such register: one that is not recorded is unknown, and a scale of 0 says that there is none.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.base.filters.leaf import (
    Comparison,
    Facts,
    Known,
    Leaf,
    Plain,
    Put,
    Subject,
    Wrong,
    compared_in_words,
    several,
)
from geodata.base.wording import listed
from geodata.people.care_workflow import PENDING
from geodata.people.categories import category_name
from geodata.people.models import CareCategory, Household, Livelihood
from geodata.territory import codes
from geodata.territory.models import Area


def _present(row: str) -> str:
    return f"({row}.died_on IS NULL OR {row}.died_on > %(on)s) AND ({row}.moved_out_on IS NULL OR {row}.moved_out_on > %(on)s)"


def _care(where: str, keys: str) -> str:
    on_the_way = ", ".join(f"'{state}'" for state in PENDING)
    return f"""
    SELECT {keys}, array_agg(c.code::text) FILTER (WHERE x.period @> %(on)s) AS held,
           array_agg(c.code::text) FILTER (WHERE x.state IN ({on_the_way})) AS coming
    FROM geodata_carerecord x JOIN geodata_carecategory c ON c.id = x.category_id
    LEFT JOIN geodata_resident r ON r.id = x.resident_id
    WHERE {{among}} AND (x.period @> %(on)s OR x.state IN ({on_the_way})) AND {where} GROUP BY {keys}"""


CARE = {"held": "text[]", "coming": "text[]"}
HOME = Facts(
    name="home",
    sql="""
    SELECT x.household_id, x.village_id, x.size::integer, x.occupancy::text, v.code::text AS village, nullif(v.kind, '')::text AS area_kind,
           cardinality(x.phones) > 0 AS has_phone, ST_X(x.point) AS lon, ST_Y(x.point) AS lat
    FROM (SELECT id AS household_id, village_id, size, occupancy, phones, point FROM geodata_household) x
    JOIN geodata_area v ON v.id = x.village_id WHERE {among}""",
    columns={
        "size": "integer", "occupancy": "text", "village": "text", "area_kind": "text", "has_phone": "boolean",
        "lon": "double precision", "lat": "double precision",
    },
)  # fmt: skip
PERSONS = Facts(
    name="persons",
    sql=f"""
    SELECT x.household_id, array_agg(x.birth_year::integer) AS birth_years, count(*)::integer AS recorded
    FROM geodata_resident x WHERE {{among}} AND {_present("x")} GROUP BY x.household_id""",
    columns={"birth_years": "integer[]", "recorded": "integer"},
)
PERSON = Facts(
    name="person",
    of="resident",
    sql=f"""
    SELECT x.household_id, x.id AS resident_id, x.birth_year::integer FROM geodata_resident x WHERE {{among}} AND {_present("x")}
    UNION ALL
    SELECT x.household_id, NULL, NULL
    FROM (SELECT id AS household_id, village_id, size FROM geodata_household) x
    LEFT JOIN ({PERSONS.sql}) n USING (household_id) WHERE {{among}} AND (x.size IS NULL OR x.size > coalesce(n.recorded, 0))""",
    columns={"birth_year": "integer"},
)
"""Who lives there, and where not all are recorded somebody of whom nothing is known."""
ALL_CARE = Facts(
    name="all_care", sql=_care(f"(x.resident_id IS NULL OR {_present('r')})", "x.household_id"), columns=CARE
)
SHARED_CARE = Facts(name="shared_care", sql=_care("x.resident_id IS NULL", "x.household_id"), columns=CARE)
OWN_CARE = Facts(
    name="own_care",
    of="resident",
    sql=_care("x.resident_id IS NOT NULL", "x.household_id, x.resident_id"),
    columns=CARE,
)
LIVELIHOODS = Facts(
    name="livelihoods",
    sql="""
    SELECT household_id, array_agg(kind) FILTER (WHERE there) AS found, array_agg(kind) FILTER (WHERE NOT there) AS absent,
           jsonb_object_agg(kind || ':' || unit, total) AS scales
    FROM (
        SELECT x.household_id, x.kind::text, min(x.unit) AS unit, bool_or(x.scale IS DISTINCT FROM 0) AS there,
               CASE WHEN bool_and(x.scale IS NOT NULL) AND min(x.unit) = max(x.unit) THEN sum(x.scale) END AS total
        FROM geodata_livelihood x WHERE {among} GROUP BY x.household_id, x.kind
    ) y GROUP BY household_id""",
    columns={"found": "text[]", "absent": "text[]", "scales": "jsonb"},
)
"""A total only where every row of that kind has a scale in the same unit."""


def _texts(key: str, value: Any) -> list[str]:
    """One word or a list of them. Raises Wrong."""
    told = [value] if isinstance(value, str) else value
    if not isinstance(told, list) or not told or not all(isinstance(one, str) and one for one in told):
        raise Wrong(key, _("This needs a word or a list of words."), _("Write such as “a” or [“a”, “b”]."))
    return told


def _one_of(key: str, value: Any, known: Collection[str]) -> list[str]:
    told = _texts(key, value)
    if strange := [one for one in told if one not in known]:
        what = _("“%(value)s” is not known here.") % {"value": strange[0][:40]}
        raise Wrong(key, what, _("Known are: %(known)s.") % {"known": ", ".join(sorted(known))})
    return told


def _labels(choices: Collection[tuple[Any, Any]], told: Any) -> str:
    labels = dict(choices)
    return listed([str(labels.get(one, one)) for one in ([told] if isinstance(told, str) else told)])


class Care(Leaf):
    """Of the household or of anybody in it; of a resident: the own ones and those of the whole household."""

    name, label = "care", gettext_lazy("care category")
    of_person = True
    example = {"care": "low_income"}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        _one_of("care", said["care"], set(CareCategory.objects.values_list("code", flat=True)))

    def reads(self, subject: Subject) -> Collection[str]:
        return ("all_care",) if subject == "household" else ("shared_care", "own_care")

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        asked, tables = f"{put(_texts('care', said['care']))}::text[]", self.reads(subject)
        held = " OR ".join(f"coalesce({table}.held && {asked}, false)" for table in tables)
        coming = " OR ".join(f"coalesce({table}.coming && {asked}, false)" for table in tables)
        return f"CASE WHEN {held} THEN true WHEN {coming} THEN NULL ELSE false END"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        asked, rows = set(several(said["care"])), [known.get(name, {}) for name in self.reads(subject)]
        if any(not asked.isdisjoint(row.get("held") or ()) for row in rows):
            return True
        return None if any(not asked.isdisjoint(row.get("coming") or ()) for row in rows) else False

    def fact(self, said: Mapping[str, Any]) -> str:
        return f"care:{','.join(_texts('care', said['care']))}"

    def words(self, said: Mapping[str, Any]) -> str:
        names = {one.code: category_name(one) for one in CareCategory.objects.all()}
        return listed([names.get(code, code) for code in _texts("care", said["care"])])


class Age(Leaf):
    """In whole years, of a resident, or of anybody in the household."""

    name, label = "age", gettext_lazy("years of birth")
    of_person = True
    example = {"age": ">=80"}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        low, high = Comparison.read("age", said["age"]).whole()
        if low > 150 or (high != 10**6 and high > 150):
            raise Wrong("age", _("Nobody is that old."), _("Write an age of at most 150 years."))

    def reads(self, subject: Subject) -> Collection[str]:
        return ("home", "persons") if subject == "household" else ("person",)

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        low, high = Comparison.read("age", said["age"]).whole()
        low, high = min(low, 300), min(high, 300)
        # Born in year b, somebody is on - b - 1 or on - b years old: surely inside, or perhaps.
        sure, perhaps = (on.year - high, on.year - low - 1), (on.year - high - 1, on.year - low)
        if subject == "resident":
            born = "person.birth_year"
            return (
                f"CASE WHEN {born} BETWEEN {put(sure[0])} AND {put(sure[1])} THEN true"
                f" WHEN {born} IS NULL OR {born} BETWEEN {put(perhaps[0])} AND {put(perhaps[1])} THEN NULL ELSE false END"
            )
        born = "persons.birth_years"
        years = [f"{put(list(range(first, last + 1)))}::integer[]" for first, last in (sure, perhaps)]
        return (
            f"CASE WHEN {born} && {years[0]} THEN true"
            f" WHEN {born} && {years[1]} OR array_position({born}, NULL) IS NOT NULL"
            " OR home.size IS NULL OR home.size > coalesce(persons.recorded, 0) THEN NULL ELSE false END"
        )

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        low, high = Comparison.of(said["age"]).whole()

        def old(born: int | None) -> bool | None:
            if born is None or born in (on.year - high - 1, on.year - low):
                return None
            return on.year - high <= born <= on.year - low - 1

        if subject == "resident":
            return old(known["person"]["birth_year"])
        persons, size = known.get("persons", {}), known["home"]["size"]
        found = [old(born) for born in persons.get("birth_years") or ()]
        if True in found:
            return True
        others = size is None or size > (persons.get("recorded") or 0)
        return None if None in found or others else False

    def fact(self, said: Mapping[str, Any]) -> str:
        return "age"

    def words(self, said: Mapping[str, Any]) -> str:
        return _("age %(compared)s") % {"compared": compared_in_words(said["age"])}


class OfHome(Leaf):
    """What the household's own row says."""

    def reads(self, subject: Subject) -> Collection[str]:
        return ("home",)


class Occupancy(OfHome):
    name, label = "occupancy", gettext_lazy("occupancy")
    example = {"occupancy": ["lived_in", "seasonal"]}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        _one_of("occupancy", said["occupancy"], Household.Occupancy.values)

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        return f"home.occupancy = ANY ({put(_texts('occupancy', said['occupancy']))}::text[])"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        return known["home"]["occupancy"] in several(said["occupancy"])

    def fact(self, said: Mapping[str, Any]) -> str:
        return "occupancy"

    def words(self, said: Mapping[str, Any]) -> str:
        return _labels(Household.Occupancy.choices, said["occupancy"])


class Size(OfHome):
    name, label = "size", gettext_lazy("number of persons")
    example = {"size": ">=3"}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        Comparison.read("size", said["size"])

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        return Comparison.read("size", said["size"]).sql("home.size", put)

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        return Comparison.of(said["size"]).holds(known["home"]["size"])

    def fact(self, said: Mapping[str, Any]) -> str:
        return "size"

    def words(self, said: Mapping[str, Any]) -> str:
        return _("persons %(compared)s") % {"compared": compared_in_words(said["size"])}


class LivesAlone(Plain):
    """Of the household: one person, of whom no second is recorded."""

    name, label = "lives_alone", pgettext_lazy("filter", "lives alone")
    example = {"lives_alone": True}

    def reads(self, subject: Subject) -> Collection[str]:
        return ("home", "persons")

    def holds_sql(self) -> str:
        return "CASE WHEN persons.recorded > 1 THEN false ELSE home.size = 1 END"

    def holds(self, known: Known) -> bool | None:
        size = known["home"]["size"]
        if (known.get("persons", {}).get("recorded") or 0) > 1:
            return False
        return None if size is None else bool(size == 1)


class HasPhone(OfHome, Plain):
    """Whether a phone of the household is recorded: always known."""

    name, label = "has_phone", pgettext_lazy("filter", "a phone is recorded")
    example = {"has_phone": False}

    def holds_sql(self) -> str:
        return "home.has_phone"

    def holds(self, known: Known) -> bool | None:
        held: bool | None = known["home"]["has_phone"]
        return held


class Lives(Leaf):
    """A kind of livelihood, and perhaps its scale in a unit."""

    name, label, also = "livelihood", gettext_lazy("livelihood"), frozenset({"scale", "unit"})
    example = {"livelihood": "livestock", "scale": ">=50", "unit": "头"}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        if len(_one_of("livelihood", said["livelihood"], Livelihood.Kind.values)) > 1:
            raise Wrong("livelihood", _("One livelihood is asked at a time."), _("Join several by “any”."))
        if "scale" in said:
            Comparison.read("scale", said["scale"])
            if not isinstance(said.get("unit"), str) or not said["unit"]:
                raise Wrong("unit", _("A scale needs its unit."), _("Add the unit, such as “亩”."))
        elif "unit" in said:
            raise Wrong("scale", _("A unit needs a scale."), _("Add the scale, such as “>=10”."))

    def reads(self, subject: Subject) -> Collection[str]:
        return ("livelihoods",)

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        kind = _texts("livelihood", said["livelihood"])[0]
        none = f"{put(kind)} = ANY (livelihoods.absent)"
        if "scale" not in said:
            return f"CASE WHEN {put(kind)} = ANY (livelihoods.found) THEN true WHEN {none} THEN false END"
        key = put(f"{kind}:{said['unit']}")
        scale = f"(livelihoods.scales ->> {key})::numeric"
        return Comparison.read("scale", said["scale"]).sql(f"(CASE WHEN {none} THEN 0 ELSE {scale} END)", put)

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        row, [kind] = known.get("livelihoods", {}), several(said["livelihood"])
        none = kind in (row.get("absent") or ())
        if "scale" in said:
            scale = (row.get("scales") or {}).get(f"{kind}:{said['unit']}")
            return Comparison.of(said["scale"]).holds(0 if none else scale)
        return True if kind in (row.get("found") or ()) else False if none else None

    def fact(self, said: Mapping[str, Any]) -> str:
        return f"livelihood:{_texts('livelihood', said['livelihood'])[0]}"

    def words(self, said: Mapping[str, Any]) -> str:
        kind = _labels(Livelihood.Kind.choices, said["livelihood"])
        return f"{kind} {compared_in_words(said['scale'])} {said['unit']}" if "scale" in said else kind


class AreaKind(OfHome):
    """What kind of village it is."""

    name, label = "area_kind", gettext_lazy("kind of village")
    example = {"area_kind": "village"}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        _one_of("area_kind", said["area_kind"], {kind for kind in Area.Kind.values if kind})

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        return f"home.area_kind = ANY ({put(_texts('area_kind', said['area_kind']))}::text[])"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        kind = known["home"]["area_kind"]
        return None if kind is None else kind in several(said["area_kind"])

    def fact(self, said: Mapping[str, Any]) -> str:
        return "area_kind"

    def words(self, said: Mapping[str, Any]) -> str:
        return _labels(Area.Kind.choices, said["area_kind"])


class VillageIn(OfHome):
    """In an area, by its code."""

    name, label = "village", pgettext_lazy("filter", "in an area")
    example = {"village": ["430382100"]}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        for code in _texts("village", said["village"]):
            if (
                not code.isdigit()
                or len(code) not in (*codes.LENGTHS.values(),)
                or len(code) > codes.LENGTHS["village"]
            ):
                raise Wrong(
                    "village",
                    _("This is no code of an area."),
                    _("Write 2 to 12 digits, as on the list of areas."),
                )

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        inside = (
            f"starts_with(home.village, {put(code)}::text)" for code in _texts("village", said["village"])
        )
        return f"({' OR '.join(inside)})"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        return str(known["home"]["village"]).startswith(tuple(several(said["village"])))

    def fact(self, said: Mapping[str, Any]) -> str:
        return "village"

    def words(self, said: Mapping[str, Any]) -> str:
        told = _texts("village", said["village"])
        names = dict(Area.objects.filter(code__in=told, period__upper_inf=True).values_list("code", "name"))
        return _("in %(areas)s") % {"areas": listed([names.get(code, code) for code in told])}

"""What a rule says of a household, the slow and obvious way: one household, one leaf after the other, in Python.

Nothing of geodata/base/filters is used. A household is told as a plain record; what is None is not known.
"""

import math
from dataclasses import dataclass, field
from typing import Any

YES, NO, UNKNOWN = True, False, None


@dataclass
class Person:
    key: int | None
    birth_year: int | None = None
    care: set[str] = field(default_factory=set)
    coming: set[str] = field(default_factory=set)
    answers: dict[str, Any] = field(default_factory=dict)
    received: set[str] = field(default_factory=set)
    """Policies and how far they have come there: `aid:granted`."""


@dataclass
class Home:
    size: int | None
    occupancy: str
    village: str
    area_kind: str | None
    persons: list[Person] = field(default_factory=list)
    care: set[str] = field(default_factory=set)
    coming: set[str] = field(default_factory=set)
    livelihoods: list[tuple[str, float | None, str]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    phone: bool = False
    point: tuple[float, float] | None = None
    contact: bool = False
    received: set[str] = field(default_factory=set)
    shapes: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    """Of the base, by kind: points alone."""


def compares(text: str, number: float) -> bool:
    if ".." in text:
        low, high = text.split("..")
        return float(low) <= number <= float(high)
    for sign in (">=", "<=", ">", "<", "="):
        if text.startswith(sign):
            limit = float(text[len(sign) :])
            return {
                ">=": number >= limit,
                "<=": number <= limit,
                ">": number > limit,
                "<": number < limit,
                "=": number == limit,
            }[sign]
    raise AssertionError(text)


def words(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else value


def age(text: str, born: int | None, year: int) -> bool | None:
    """Before the birthday of this year, and after it."""
    if born is None:
        return UNKNOWN
    before, after = compares(text, year - born - 1), compares(text, year - born)
    return before if before == after else UNKNOWN


def anybody(answers: list[bool | None], complete: bool) -> bool | None:
    if YES in answers:
        return YES
    return UNKNOWN if UNKNOWN in answers or not complete else NO


def complete(home: Home) -> bool:
    return home.size is not None and len(home.persons) >= home.size


def care(asked: list[str], held: set[str], coming: set[str]) -> bool | None:
    if held & set(asked):
        return YES
    return UNKNOWN if coming & set(asked) else NO


def livelihood(said: dict[str, Any], home: Home) -> bool | None:
    rows = [(scale, unit) for kind, scale, unit in home.livelihoods if kind == said["livelihood"]]
    if not rows:
        return UNKNOWN
    if all(scale == 0 for scale, _ in rows):
        return compares(said["scale"], 0) if "scale" in said else NO
    if "scale" not in said:
        return YES
    if any(scale is None for scale, _ in rows) or {unit for _, unit in rows} != {said["unit"]}:
        return UNKNOWN
    return compares(said["scale"], sum(scale for scale, _ in rows if scale is not None))


def answer(said: dict[str, Any], answers: dict[str, Any]) -> bool | None:
    given, asked = answers.get(said["answer"]), said["is"]
    if given is None:
        return UNKNOWN
    if isinstance(asked, bool):
        return given is asked if isinstance(given, bool) else UNKNOWN
    if isinstance(asked, str) and asked[0] in "<>=0123456789":
        number = isinstance(given, int | float) and not isinstance(given, bool)
        return compares(asked, given) if number else UNKNOWN
    return given in words(asked) if isinstance(given, str) else UNKNOWN


def on_the_globe(place: tuple[float, float]) -> tuple[float, float, float]:
    lon, lat = map(math.radians, place)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the sphere, by the straight line through it."""
    return 2 * 6_371_008.7714 * math.asin(math.dist(on_the_globe(one), on_the_globe(other)) / 2)


def distance(said: dict[str, Any], home: Home) -> bool | None:
    places = home.shapes.get(said["to"], []) if isinstance(said["to"], str) else [tuple(said["to"])]
    if home.point is None or not places:
        return UNKNOWN
    return compares(said["distance"], min(metres(home.point, place) for place in places))


def lives_alone(home: Home) -> bool | None:
    if len(home.persons) > 1:
        return NO
    return UNKNOWN if home.size is None else home.size == 1


def plain(said: dict[str, Any], home: Home) -> bool | None:
    held = {"has_phone": home.phone, "has_point": home.point is not None, "has_contact": home.contact}
    name = next(iter(said))
    value = lives_alone(home) if name == "lives_alone" else held[name]
    return None if value is None else value is said[name]


def received(said: dict[str, Any], held: set[str]) -> bool:
    states = words(said.get("state", ["granted", "paid", "expiring", "renewed"]))
    return any(f"{said['entitlement']}:{state}" in held for state in states)


def leaf(said: dict[str, Any], home: Home, person: Person | None, year: int) -> bool | None:
    """Of a person, where the policy is one of persons; else of the household."""
    if "care" in said:
        asked = words(said["care"])
        whose = [person] if person else home.persons
        return care(
            asked, home.care.union(*(p.care for p in whose)), home.coming.union(*(p.coming for p in whose))
        )
    if "age" in said:
        if person:
            return age(said["age"], person.birth_year, year)
        return anybody([age(said["age"], p.birth_year, year) for p in home.persons], complete(home))
    if "occupancy" in said:
        return home.occupancy in words(said["occupancy"])
    if "size" in said:
        return UNKNOWN if home.size is None else compares(said["size"], home.size)
    if "livelihood" in said:
        return livelihood(said, home)
    if "area_kind" in said:
        return UNKNOWN if home.area_kind is None else home.area_kind in words(said["area_kind"])
    if "village" in said:
        return any(home.village.startswith(code) for code in words(said["village"]))
    if "distance" in said:
        return distance(said, home)
    if "entitlement" in said:
        whose = [person] if person else home.persons
        return received(said, home.received.union(*(p.received for p in whose)))
    if next(iter(said)) in ("lives_alone", "has_phone", "has_point", "has_contact"):
        return plain(said, home)
    return answer(said, {**home.answers, **(person.answers if person else {})})


def fact(said: dict[str, Any], person: Person | None) -> str:
    for name in ("care", "livelihood", "answer"):
        if name in said:
            named = f"{name}:{','.join(words(said[name]))}"
            return "residents" if name == "care" and person and person.key is None else named
    name = next(iter(said))
    if name == "distance":
        return "point"
    return "residents" if name == "age" and person and person.key is None else name


def says(tree: dict[str, Any], home: Home, person: Person | None, year: int) -> tuple[bool | None, set[str]]:
    """Yes, no or unknown; and what is missing where it is unknown."""
    if "not" in tree:
        value, missing = says(tree["not"], home, person, year)
        return (None if value is None else not value), missing
    for how in ("all", "any", "first"):
        if how in tree:
            parts = [says(part, home, person, year) for part in tree[how]]
            values = [value for value, _ in parts]
            if how == "first":
                value = next((value for value in values if value is not None), None)
            elif how == "all":
                value = NO if NO in values else UNKNOWN if UNKNOWN in values else YES
            else:
                value = YES if YES in values else UNKNOWN if UNKNOWN in values else NO
            return value, set().union(*(missing for _, missing in parts)) if value is None else set()
    value = leaf(tree, home, person, year)
    return value, {fact(tree, person)} if value is None else set()


def of_household(tree: dict[str, Any], home: Home, subject: str, year: int) -> tuple[bool | None, set[str]]:
    """What it says of the household: of a policy of persons, whether it holds of any of them."""
    if subject == "household":
        return says(tree, home, None, year)
    persons = [*home.persons] + ([] if complete(home) else [Person(None)])
    found = [says(tree, home, person, year) for person in persons]
    values = [value for value, _ in found]
    if YES in values:
        return YES, set()
    if UNKNOWN in values:
        return UNKNOWN, set().union(*(missing for _, missing in found))
    return NO, set()

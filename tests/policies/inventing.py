"""Households and rules by chance, the same at every run."""

import random
from typing import Any

from tests.policies import oracle

HOMES, TREES = 500, 520
CARE = ("low_income", "destitute", "severe_disability", "lone_elderly")
KINDS = ("crop", "livestock", "trade")
UNITS = ("亩", "头")
SHAPES = {"settlement": [(111.93, 27.71), (111.97, 27.78), (112.02, 27.74)], "road": []}
"""Of the base; of roads this installation has none."""
RECEIVED = ("aid:possible", "aid:confirmed", "aid:granted", "pension:granted")
PLAIN = ("lives_alone", "has_phone", "has_point", "has_contact")


def _some(dice: random.Random, of: tuple[str, ...], share: float) -> set[str]:
    return {one for one in of if dice.random() < share}


def _answers(dice: random.Random) -> dict[str, Any]:
    told = {"heated": dice.random() < 0.5, "pigs": dice.randrange(6), "roof": dice.choice(("tile", "straw"))}
    return {code: value for code, value in told.items() if dice.random() < 0.5}


def _received(dice: random.Random, share: float) -> set[str]:
    """One of a policy at most."""
    told = {one.partition(":")[0]: one for one in _some(dice, RECEIVED, share)}
    return set(told.values())


def _place(dice: random.Random) -> tuple[float, float]:
    return 111.9 + dice.randrange(2000) / 10_000, 27.65 + dice.randrange(2000) / 10_000


def random_home(dice: random.Random, village: str, kind: str | None) -> oracle.Home:
    persons = [
        oracle.Person(
            number, dice.choice((None, *range(1930, 2026))), _some(dice, CARE, 0.1), _some(dice, CARE, 0.1), _answers(dice),
            _received(dice, 0.03),
        )
        for number in range(dice.randrange(4))
    ]  # fmt: skip
    size = dice.choice((None, len(persons), len(persons), len(persons) + dice.randrange(3)))
    scales = (None, 0, 0, *range(1, 40))
    livelihoods = [
        (dice.choice(KINDS), scale, dice.choice(UNITS) if scale is not None else "")
        for scale in dice.choices(scales, k=dice.randrange(4))
    ]
    occupancy = dice.choice(("lived_in", "seasonal", "empty", "moved_away"))
    return oracle.Home(
        size, occupancy, village, kind, persons, _some(dice, CARE, 0.15), _some(dice, CARE, 0.15), livelihoods, _answers(dice),
        phone=dice.random() < 0.7, point=_place(dice) if dice.random() < 0.7 else None, contact=dice.random() < 0.6,
        received=_received(dice, 0.06), shapes=SHAPES,
    )  # fmt: skip


def _comparison(dice: random.Random, most: int) -> str:
    number = dice.randrange(most)
    if dice.random() < 0.2:
        return f"{number}..{number + dice.randrange(most // 3)}"
    return dice.choice((">=", "<=", ">", "<", "=")) + str(number)


def random_leaf(dice: random.Random) -> dict[str, Any]:
    match dice.randrange(12):
        case 0:
            return {"care": dice.choice((dice.choice(CARE), list(dice.sample(CARE, 2))))}
        case 1 | 2:
            return {"age": _comparison(dice, 100)}
        case 3:
            return {"occupancy": dice.choice(("lived_in", ["lived_in", "seasonal"]))}
        case 4:
            return {"size": _comparison(dice, 6)}
        case 5:
            kind = {"livelihood": dice.choice(KINDS)}
            more = {"scale": _comparison(dice, 60), "unit": dice.choice(UNITS)}
            return kind | more if dice.random() < 0.5 else kind
        case 6:
            return dice.choice(({"area_kind": "village"}, {"village": "430382100"}))
        case 7:
            return {dice.choice(PLAIN): dice.random() < 0.5}
        case 8:
            to = dice.choice(("settlement", "settlement", "road", [111.95, 27.75]))
            return {"distance": _comparison(dice, 20_000), "to": to}
        case 9:
            state = (
                {"state": dice.choice(("confirmed", ["confirmed", "granted"]))} if dice.random() < 0.5 else {}
            )
            return {"entitlement": dice.choice(("aid", "pension"))} | state
        case _:
            asked = {
                "heated": dice.random() < 0.5,
                "pigs": _comparison(dice, 6),
                "roof": dice.choice(("tile", ["tile", "straw"])),
            }
            code = dice.choice(tuple(asked))
            return {"answer": code, "is": asked[code]}


def random_tree(dice: random.Random, depth: int = 0) -> dict[str, Any]:
    if depth > 3 or dice.random() < 0.35:
        return random_leaf(dice)
    if dice.random() < 0.2:
        return {"not": random_tree(dice, depth + 1)}
    how = dice.choice(("all", "all", "any", "any", "first"))
    return {how: [random_tree(dice, depth + 1) for _ in range(dice.randrange(1, 4))]}

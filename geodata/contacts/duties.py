"""What somebody holds on a day: posts, and households looked after. What it allows is said in rights.py."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

import orjson
from django.db import connection


class Held(NamedTuple):
    """A post of that day, with its area."""

    kind: str
    area: int | None
    code: str | None
    level: str | None
    department: int | None


@dataclass(frozen=True)
class Duties:
    """One answer of geodata/sql/duties_of.sql."""

    posts: tuple[Held, ...]
    villages: Mapping[str, int]
    """Those of that day below the areas of the posts, by code."""
    households: frozenset[int]
    teams: frozenset[int] = frozenset()
    """Those that serve on that day, and to which somebody belongs then."""

    @classmethod
    def read(cls, answer: str) -> Self:
        told = orjson.loads(answer)
        return cls(
            tuple(Held(*post) for post in told["posts"]),
            told["villages"],
            frozenset(told["households"]),
            frozenset(told["teams"]),
        )


def duties_of(user: int, *, on: dt.date) -> Duties:
    """One query, whatever is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT duties_of(%s, %s)", [user, on])
        return Duties.read(cursor.fetchone()[0])

"""Whoever may count but not see details reads everything, in two worlds that differ in what is hidden, and finds no difference.

In the second world another household of the same grid is special, with the same visits; and of a hidden count in one
village one more is there, of the hidden count beside it one less. Where any answer differed, from pages, prints, files,
drawings or documents, it would name that household or tell the count.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.gis.geos import Point
from django.http import HttpResponse
from pytest_django import DjangoDbBlocker
from weasyprint import HTML

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.people.models import CareRecord, Household
from geodata.territory.models import Area
from tests import village as v
from tests import worlds
from tests.attack.reading import Reader, text_of
from tests.attack.world import one_transaction

pytestmark = pytest.mark.django_db
CATEGORY = "low_income"
SPECIAL = {"430382100": (2, 12, 13), "430382101": (12, 14, 3)}
"""Special households of each township's villages, of 24."""
READERS = ("planner", "department", "auditor")
STEP = 0.0006
"""Degrees between two homes of a grid."""


@dataclass
class Hidden:
    """The world, and the households whose care may be the other way round."""

    county: Area
    village: Area
    grid: Area
    was: tuple[Household, Household]
    becomes: tuple[Household, Household]
    readers: dict[str, Reader]


def build() -> Hidden:
    worlds.defaults()
    v.area("430382", "例县", shape=v.square(0, 0, wide=6, high=2))
    cadre, homes = v.user(), {}
    for row, (town, counts) in enumerate(SPECIAL.items()):
        v.area(town, shape=v.square(0, row, wide=6))
        for number, special in enumerate(counts):
            code = f"{town}{201 + number}"
            v.area(code, shape=v.square(2 * number, row, wide=2))
            homes[code] = [*_grid(f"{code}001", 2 * number, row), *_grid(f"{code}002", 2 * number + 1, row)]
            for home in homes[code][-special:]:
                v.care(home, CATEGORY)
    few, many = homes["430382100201"], homes["430382100202"]
    # Of one grid: a special household and an ordinary one that nobody tells from each other.
    named, other = few[-1], few[-4]
    late = {named.pk, other.pk}
    for home in [home for each in homes.values() for home in each]:
        v.visit(home, today() - dt.timedelta(days=45 if home.pk in late else 10), by=cadre)
    member = v.member(Area.objects.get(code="430382100201"))
    for home in (named, other, few[0]):
        v.link(member, home)
    hidden = Hidden(
        county=Area.objects.get(code="430382"),
        village=Area.objects.get(code="430382100201"),
        grid=Area.objects.get(code="430382100201002"),
        was=(named, many[-1]),
        becomes=(other, few[0]),
        readers={},
    )
    tokens = [home.token for home in (*hidden.was, *hidden.becomes)]
    visits = [home.visits.get().client_id for home in (named, other)]
    keys: dict[str, list[object]] = {
        "token": [*tokens],
        "visit": [*visits],
        "member": [member.pk],
        "plan": [],
    }
    for name, who in people(hidden).items():
        hidden.readers[name] = Reader(
            who, places(hidden), dict(keys), days(), [CATEGORY], counts=name != "auditor"
        )
    hidden.readers["planner"].keys["plan"] = [plan_of(hidden, hidden.readers["planner"])]  # type: ignore[index]
    hidden.readers["planner"].drawings = [around(home) for home in (named, other, few[0])]
    return hidden


def _grid(code: str, column: int, row: int) -> list[Household]:
    grid, at = v.area(code, shape=v.square(column, row)), v.middle(column, row)
    return v.households(
        grid, [Point(at.x + i % 4 * STEP, at.y + i // 4 * STEP, srid=4326) for i in range(12)]
    )


def people(hidden: Hidden) -> dict[str, User]:
    return {
        "planner": v.officer("planner", hidden.county),
        "department": v.officer("department_officer", hidden.county),
        "auditor": v.officer("auditor", None),
    }


def places(hidden: Hidden) -> dict[str, str]:
    return {
        "county": hidden.county.code,
        "town": "430382100",
        "village": hidden.village.code,
        "grid": hidden.grid.code,
    }


def days() -> list[str]:
    """Today and the end of last month."""
    last = today().replace(day=1) - dt.timedelta(days=1)
    return [today().isoformat(), last.isoformat()]


def around(home: Household) -> dict[str, object]:
    """A drawing with a grid around that home alone."""
    (x, y), half = home.point.coords, STEP / 3
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    border = [[x, y] for x, y in _border()]
    lines = [border, [[round(x + dx, 6), round(y + dy, 6)] for dx, dy in corners]]
    return {"lines": [{"geometry": {"type": "LineString", "coordinates": line}} for line in lines]}


def _border() -> list[tuple[float, float]]:
    """Between the two grids of the village."""
    west, south, _east, north = v.square(1, 0).extent
    return [(west, south), (west, north)]


def plan_of(hidden: Hidden, reader: Reader) -> int:
    """A draft in which the named household is a grid of its own, and beside it the village whose count is hidden for the sum's sake."""
    told = {"name": "例方案", "villages": [hidden.village.code, "430382100202"], "reason": "例"}
    number = reader.send("post", "/api/v1/plans/", told).json()["number"]
    answer = reader.client.put(
        f"/api/v1/plans/{number}/drawing/",
        around(hidden.was[0]),
        content_type="application/json",
        headers={"If-Match": '"1"'},
    )
    assert answer.status_code == 200, answer.content
    return int(number)


def turn(hidden: Hidden) -> None:
    """The other world."""
    CareRecord.objects.filter(household__in=hidden.was).delete()
    for home in hidden.becomes:
        v.care(home, CATEGORY)


def differing(
    hidden: Hidden, reader: Reader, *only: str
) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """All answers; and of both worlds those that are not the same."""
    one = reader.read(*only)
    with one_transaction():
        turn(hidden)
        two = reader.read(*only)
    assert one.keys() == two.keys()
    return one, {path: (one[path], two[path]) for path in one if one[path] != two[path]}


@pytest.fixture(scope="module")
def hidden(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Hidden]:
    with django_db_blocker.unblock(), one_transaction():
        yield build()


@pytest.fixture(scope="module", params=READERS)
def answers(
    hidden: Hidden, request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> tuple[str, dict[str, str], dict[str, tuple[str, str]]]:
    with django_db_blocker.unblock():
        return (request.param, *differing(hidden, hidden.readers[request.param]))


def test_no_answer_tells_one_world_from_the_other(answers):
    _reader, _all, different = answers
    assert "\n".join(f"{path}: {first_difference(*texts)}" for path, texts in different.items()) == ""


def test_no_answer_is_a_failure_of_ours(answers):
    _reader, everything, _different = answers
    assert [path for path, text in everything.items() if text[:1] == "5"] == []


@pytest.mark.owner("the world is made by the owner, and requests run as the web role by themselves")
def test_whoever_may_see_details_reads_the_difference_at_every_kind_of_door(hidden: Hidden):
    """That the others find none is the doing of what is hidden, not of a reader who cannot read."""
    (plan,) = hidden.readers["planner"].keys["plan"]
    token, county, village = hidden.was[0].token, hidden.county.code, hidden.village.code
    paths = (
        f"/coverage/?area={county}&by=village&metric=special_overdue",
        f"/coverage/?area={county}&by=grid&category={CATEGORY}",
        f"/api/v1/coverage/?area={county}&by=village&format=geojson",
        f"/gaps/?gap=special&area={county}",
        *(f"/gaps/export.{form}?gap=special&area={village}" for form in ("xlsx", "csv", "geojson", "gpkg")),
        f"/exports/{village}/care.csv",
        f"/households/{token}/",
        f"/api/v1/households/?area={village}",
        f"/api/v1/plans/{plan}/drawing/",
        f"/api/v1/plans/{plan}/impact/",
        f"/plans/{plan}/",
    )
    office = Reader(v.officer("county_officer", hidden.county), places(hidden), {}, days(), [CATEGORY])
    everything, different = differing(hidden, office, *paths)
    assert {text[:3] for text in everything.values()} == {"200"}
    assert different.keys() == set(paths)


def test_a_paper_is_read_by_what_it_says_and_draws_and_not_by_its_minute():
    def read(colour: str, minute: str) -> str:
        drawing = f'<svg width="9" height="9"><path fill="{colour}" d="M0 0h9v9z"/></svg>'
        return text_of(HttpResponse(HTML(string=f"{drawing}<p>例 12:{minute}</p>").write_pdf()))

    assert read("red", "01") == read("red", "22")
    assert read("red", "01") != read("blue", "01")


def first_difference(one: str, two: str) -> str:
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"{one[max(0, at - 200) : at + 60]!r} | {two[at : at + 60]!r}"

"""A year by chance: corrections and three redraws, and every figure that was ever printed comes out again."""

import datetime as dt
import random

import pytest
import shapely
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.base import periods
from geodata.contacts.rights import scope_of
from geodata.people.models import Household
from geodata.plans.editing import create_plan, save_drawing
from geodata.plans.moves import approve, submit
from geodata.plans.publishing import publish
from geodata.reports.figures import told
from geodata.reports.finding import recompute
from geodata.reports.making import make_edition
from geodata.reports.models import Edition
from geodata.reports.revising import Why, revise
from tests import village as v
from tests.clock import set_day
from tests.plans.conftest import BORDER, NOON, as_mover, line, name_new, pencil
from tests.reports.chance import day_by_chance, enter_something
from tests.roles import owner

REDRAWS = 3


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@pytest.fixture
def officer(places):
    return v.officer("county_officer", places.county)


@pytest.fixture
def planner(places):
    return v.officer("planner", places.county)


def redraw(places, planner, officer, *lines: shapely.LineString) -> None:
    """West from today on, by a plan that is drawn, handed in, approved and published."""
    told = {
        "scope": scope_of(planner, on=periods.today()),
        "by": planner,
        "at": NOON,
        "today": periods.today(),
    }
    plan = create_plan(name="例", villages=[places.west], reason="例", **told)
    plan, _drawing = save_drawing(plan=plan, version=plan.version, pencil=pencil(*lines), **told)
    plan.effective = periods.today()
    plan.save()
    name_new(plan)
    submit(plan=plan, context=as_mover(planner))
    approve(plan=plan, context=as_mover(officer))
    publish(plan=plan, context=as_mover(officer), day=periods.today())


def made(places, officer, day: dt.date) -> Edition:
    return make_edition(area=places.county, on=day, by=officer, scope=scope_of(officer, on=periods.today()))


def differences(edition: Edition) -> tuple[int, int]:
    """How many figures were worked out again, and how many of them differ from what was printed."""
    again = recompute(edition)
    assert again.figures.fingerprint() == edition.fingerprint
    assert again.figures.lines == told(edition).lines
    return again.numbers, again.differing


def test_a_published_plan_changes_no_edition_and_is_named_in_its_revision(places, planner, officer):
    with owner():
        edition = made(places, officer, periods.today())
        grids = {line.code for line in told(edition).at("grid")}
        redraw(places, planner, officer, *(line((cut, 0), (cut, 1)) for cut in (0.3, 1.7)))
    assert differences(edition)[1] == 0
    why = {each.household_id: each.why for each in revise(edition).households}
    assert Why.PLACE in (why.get(places.homes[0].pk) or why[places.homes[1].pk])
    assert places.homes[2].pk not in why
    later = made(places, officer, periods.today())
    assert {line.code for line in told(later).at("grid")} != grids
    assert later.previous is None


@settings(
    max_examples=max(2, settings().max_examples // 200),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32))
def test_whatever_a_year_brings_every_figure_comes_out_again(places, planner, officer, seed):
    """10,000 figures and more by `--hypothesis-profile=many`; `-s` tells how many."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        editions = _a_year(places, planner, officer, random.Random(seed), patch)
        told = [differences(edition) for edition in editions]
        transaction.set_rollback(True)
    compared, differing = (sum(column) for column in zip(*told, strict=True))
    print(f"{len(editions)} editions, {compared} figures, {differing} differences")  # noqa: T201
    assert differing == 0
    assert compared >= 1_000


@owner()
def _a_year(places, planner, officer, chance: random.Random, patch: pytest.MonkeyPatch) -> list[Edition]:
    """It begins today. An edition between any two events, each of a day by chance."""
    first = periods.today()
    editions = [made(places, officer, day_by_chance(chance))]
    for passed in sorted(chance.sample(range(20, 366), REDRAWS)):
        set_day(first + dt.timedelta(days=passed), patch)
        _corrections(chance, officer)
        editions.append(made(places, officer, day_by_chance(chance)))
        redraw(places, planner, officer, *_lines(chance))
        editions.append(made(places, officer, day_by_chance(chance)))
    _corrections(chance, officer)
    return editions


def _lines(chance: random.Random) -> list[shapely.LineString]:
    """The border between two grids, and perhaps one or two more; without any, west is one grid."""
    cuts = [round(chance.uniform(0.1, 1.9), 3) for _cut in range(chance.randrange(3))]
    return [*([BORDER] if chance.random() < 0.7 else []), *(line((cut, 0), (cut, 1)) for cut in cuts)]


def _corrections(chance: random.Random, officer) -> None:
    homes = list(Household.objects.order_by("pk")[:5])
    for _step in range(chance.randrange(1, 8)):
        enter_something(chance, chance.choice(homes), by=officer)

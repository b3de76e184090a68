"""Who may not see details names no special household, and knows no small count, whatever is asked and reckoned."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from geodata.coverage import disclosure, states
from geodata.people.models import CareCategory, Household
from geodata.people.placing import occupy
from geodata.periods import today
from geodata.territory.models import Area
from tests import village as v
from tests import worlds
from tests.attack.inference import CARE, Attacker, Cell, Reckoning, truth

pytestmark = pytest.mark.django_db
GRIDS = {"430382100": (3, 2, 2, 3), "430382101": (2, 1, 2), "430382102": (1, 1)}
"""Villages of each township, by how many grids they have."""
SIZES = (21, 34, 12, 3, 40, 17, 26)
SHARES = (0.30, 0.05, 0.16, 0.10, 0.02, 0.22)


def build() -> v.County:
    """A county of nine villages, with special households few and far between; the same at every run."""
    worlds.defaults()
    dice = random.Random(20260630)
    v.area("430382", "例县", shape=v.square(0, 0, wide=30, high=2))
    grids = []
    for town, villages in GRIDS.items():
        v.area(town)
        for number, count in enumerate(villages, start=201):
            v.area(f"{town}{number}")
            grids += [v.area(f"{town}{number}{one:03d}") for one in range(1, count + 1)]
    cadre, categories = v.user(), list(CareCategory.objects.filter(special=True).order_by("code"))
    for place, grid in enumerate(grids):
        homes = v.households(grid, [v.middle(place, 0)] * SIZES[place % len(SIZES)])
        for home in homes:
            _live(home, cadre, categories, SHARES[place % len(SHARES)], dice)
    return v.County(
        *[
            Area.objects.get(code=c)
            for c in ("430382", "430382100", "430382101", "430382100201", "430382100202", "430382101201")
        ],
        grids,
    )


def _live(
    home: Household, cadre: object, categories: list[CareCategory], share: float, dice: random.Random
) -> None:
    special = dice.random() < share
    if special:
        for category in dice.sample(categories, dice.choice((1, 1, 1, 2, 3))):
            v.care(home, category.code, day=today() - dt.timedelta(days=dice.choice((10, 50, 4000))))
    if dice.random() < 0.85:
        v.visit(home, today() - dt.timedelta(days=dice.randint(1, 40 if special else 120)), by=cadre)
    if dice.random() < 0.03:
        occupy(household=home, occupancy="empty", on=today() - dt.timedelta(days=40))


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[v.County]:
    with django_db_blocker.unblock(), worlds.for_a_module(build) as made:
        yield made


def ends() -> list[dt.date]:
    """Today and the ends of two months."""
    last = today().replace(day=1) - dt.timedelta(days=1)
    return [today(), last, last.replace(day=1) - dt.timedelta(days=1)]


def attack(kind: str, place: Area) -> Attacker:
    attacker = Attacker(v.officer(kind, place), place.code, ends())
    attacker.ask_everything()
    return attacker


@pytest.fixture(scope="module")
def attackers(county: v.County, django_db_blocker: DjangoDbBlocker) -> dict[str, Attacker]:
    with django_db_blocker.unblock():
        return {
            "planner": attack("planner", county.county),
            "department": attack("department_officer", county.county),
            "department of a township": attack("department_officer", county.town),
        }


READERS = ("planner", "department", "department of a township")


@pytest.fixture(scope="module")
def cells(attackers: dict[str, Attacker], django_db_blocker: DjangoDbBlocker) -> dict[str, list[Cell]]:
    with django_db_blocker.unblock():
        return {reader: cells_of(attacker) for reader, attacker in attackers.items()}


def cells_of(attacker: Attacker) -> list[Cell]:
    """Every sensitive count that is not zero, of every area on every day, with what the attacker can work out of it."""
    areas = sorted(Area.objects.under(attacker.top).values_list("code", flat=True))
    found: list[Cell] = []
    for on in attacker.days:
        homes = _homes(attacker.top, on)
        leaves: dict[str, int] = dict.fromkeys((code for code in areas if len(code) == 15), 0)
        for grid, _holds in homes:
            leaves[grid] += 1
        real = truth(homes, areas)
        names = [*attacker.categories, *CARE]
        every = {(area, name): real[area, name] for area in areas for name in names}
        found += Reckoning(attacker, on, leaves).cells({key: count for key, count in every.items() if count})
    return found


def _homes(top: str, on: dt.date) -> list[tuple[str, dict[str, bool]]]:
    villages = tuple(Area.objects.under(top).level("village").values_list("pk", flat=True))
    question = states.Question(states.Selection(villages), on=on)
    rows = states.rows(question, "SELECT household_id, grid_id, special, exempt, status FROM state")
    grids = dict(Area.objects.level("grid").values_list("pk", "code"))
    care: dict[int, set[str]] = {}
    for home, code in CareCategory.objects.filter(records__period__contains=on).values_list(
        "records__household", "code"
    ):
        care.setdefault(home, set()).add(code)
    return [
        (
            grids[grid],
            dict.fromkeys(care.get(home, ()), True)
            | {
                "special": special,
                "exempt": exempt,
                "special_overdue": special and status in ("never", "overdue", "long"),
            },
        )
        for home, grid, special, exempt, status in rows
    ]


@pytest.fixture(scope="module")
def unhindered(county: v.County, django_db_blocker: DjangoDbBlocker) -> tuple[Attacker, list[Cell]]:
    """A planner where nothing is hidden from anybody."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(disclosure, "is_free", lambda scope, code="": True)
        patch.setattr(disclosure, "list_tells", lambda figure, category: bool(category))
        attacker = Attacker(v.officer("planner", county.county), "430382", [today()])
        attacker.ask_everything()
        return attacker, cells_of(attacker)


def test_where_nothing_is_hidden_the_attacker_names_households(unhindered: tuple[Attacker, list[Cell]]):
    """That the others pass is the doing of disclosure.py, not of an attacker who cannot reckon."""
    attacker, cells = unhindered
    assert len(attacker.named()) >= 10
    assert len([cell for cell in cells if cell.exact and cell.truth < 5]) >= 100


@pytest.mark.parametrize("reader", READERS)
def test_nobody_is_named(attackers: dict[str, Attacker], reader: str):
    assert attackers[reader].named() == set()


@pytest.mark.parametrize("reader", READERS)
def test_no_list_tells_of_a_household_what_details_tell(attackers: dict[str, Attacker], reader: str):
    attacker = attackers[reader]
    attacker.list("households")
    assert not attacker.personal


@pytest.mark.parametrize("reader", READERS)
def test_no_small_count_is_known(cells: dict[str, list[Cell]], reader: str):
    known = [cell for cell in cells[reader] if cell.exact and cell.truth < 5]
    assert known == []


@pytest.mark.parametrize("reader", READERS)
def test_a_hidden_count_of_a_village_could_be_one_of_four(cells: dict[str, list[Cell]], reader: str):
    hidden = [cell for cell in cells[reader] if len(cell.area) <= 12 and not cell.shown]
    assert hidden
    assert [cell for cell in hidden if cell.width < 4] == []


@pytest.mark.parametrize("reader", READERS)
def test_what_is_shown_is_true(cells: dict[str, list[Cell]], reader: str):
    assert [cell for cell in cells[reader] if not cell.least <= cell.truth <= cell.most] == []

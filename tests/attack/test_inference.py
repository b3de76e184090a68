"""Who may not see details names no special household, and knows no small count, whatever is asked and reckoned."""

import datetime as dt
import html
import random
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from geodata.base.periods import today
from geodata.coverage import disclosure, states
from geodata.display.metrics import METRICS
from geodata.people.models import CareCategory, Household
from geodata.people.placing import occupy
from geodata.territory.models import Area
from tests import village as v
from tests import worlds
from tests.attack.conftest import remember
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
    homes = [
        (home, SHARES[place % len(SHARES)])
        for place, grid in enumerate(grids)
        for home in v.households(grid, [v.middle(place, 0)] * SIZES[place % len(SIZES)])
    ]
    _live(homes, dice)
    return v.County(
        *[
            Area.objects.get(code=c)
            for c in ("430382", "430382100", "430382101", "430382100201", "430382100202", "430382101201")
        ],
        grids,
    )


def _live(homes: list[tuple[Household, float]], dice: random.Random) -> None:
    """By chance, of each: whether it is special and why, when it was visited last, and whether it is empty."""
    categories = list(CareCategory.objects.filter(special=True).order_by("code"))
    cares, visits, empty = [], [], []
    for home, share in homes:
        if special := dice.random() < share:
            chosen = dice.sample(categories, dice.choice((1, 1, 1, 2, 3)))
            cares += [(home, why, today() - dt.timedelta(days=dice.choice((10, 50, 4000)))) for why in chosen]
        if dice.random() < 0.85:
            visits.append((home, today() - dt.timedelta(days=dice.randint(1, 40 if special else 120))))
        if dice.random() < 0.03:
            empty.append(home)
    v.cares(cares)
    v.visits(visits, by=v.user())
    for home in empty:
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
    attacker.ask_trend()
    return attacker


@pytest.fixture(scope="module")
def attackers(county: v.County, django_db_blocker: DjangoDbBlocker) -> dict[str, Attacker]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        remember(patch)
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
    # The earliest day is told by the trend alone.
    for on in [*attacker.days, disclosure.month_ends(today())[-2]]:
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
        remember(patch)
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


@pytest.mark.parametrize("reader", READERS)
def test_a_trend_tells_no_other_day(attackers: dict[str, Attacker], reader: str):
    attacker = attackers[reader]
    assert {told.on for told in attacker.told.values()} <= {*disclosure.days_for(today())}
    assert len({told.on for told in attacker.told.values()}) >= 12
    for back in (1, 7, 14):
        other = (today() - dt.timedelta(days=back)).isoformat()
        if dt.date.fromisoformat(other) in disclosure.days_for(today()):
            continue
        assert not attacker.course("village", "", on=other)
        assert not attacker.course("village", "", since=other, on=today().isoformat())


@pytest.mark.parametrize("reader", READERS)
def test_what_is_hidden_in_a_month_is_hidden_in_all_of_them(attackers: dict[str, Attacker], reader: str):
    """Else the same households, told a month later, would be known."""
    told: dict[tuple[str, str], set[bool]] = {}
    for each in attackers[reader].told.values():
        lasting = each.figure in ("special", "exempt") or each.figure.endswith(":households")
        if lasting and each.window == 90 and each.sign != "<5" and each.count != 0:
            told.setdefault((each.area, each.figure), set()).add(each.count is not None)
    assert {True} in told.values() and {False} in told.values()
    assert [cell for cell, ways in told.items() if len(ways) > 1] == []


@pytest.mark.parametrize("reader", READERS)
def test_no_forecast_is_told(attackers: dict[str, Attacker], reader: str):
    attacker = attackers[reader]
    places = Area.objects.under(attacker.top).exclude(level="grid").values_list("code", flat=True)
    for code in [*places, next(Area.objects.under(attacker.top).level("grid").iterator()).code]:
        assert attacker.get("forecast", area=code) is None
        assert attacker.client.get("/forecast/", {"area": code}).status_code == 403


@pytest.mark.parametrize("reader", READERS)
def test_the_panel_of_an_area_tells_what_coverage_tells(attackers: dict[str, Attacker], reader: str):
    attacker = attackers[reader]
    for code in sorted(Area.objects.under(attacker.top).values_list("code", flat=True)):
        for metric in ("unvisited", "special_overdue") if len(code) == 15 else METRICS:
            attacker.pick(code, metric, "")
        for category in attacker.categories[:2]:
            attacker.pick(code, "unvisited", category)
    assert attacker.pieces == 0
    for link in sorted(attacker.links):
        assert attacker.client.get(html.unescape(link)).status_code in (200, 403)

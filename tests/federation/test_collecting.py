"""Two installations: one publishes, one gathers. What was told first stays, and what does not hold is refused in words."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from geodata.base.scope import Grant, Right, Scope
from geodata.federation.checking import Refused
from geodata.federation.children import Child
from geodata.federation.collecting import collect
from geodata.federation.gathered import Sum, gathered
from geodata.federation.models import GatheredCoverage, GatheringStep
from geodata.federation.signing import FORMAT, public_key, sign
from geodata.federation.words import Outcome
from tests.federation.conftest import OTHER, SECRET

pytestmark = pytest.mark.django_db
TODAY, NOW = dt.date(2026, 6, 30), dt.datetime(2026, 6, 30, 1, tzinfo=dt.UTC)
YESTERDAY = TODAY - dt.timedelta(days=1)
WEST, EAST = "430382", "430383"
PROVINCE = Scope((Grant(frozenset({Right.COUNTS}), code="43"),))


class Far:
    """Installations elsewhere: what they tell, by county and day."""

    def __init__(self) -> None:
        self.told: dict[str, dict[dt.date, dict[str, str]]] = {}
        self.silent: set[str] = set()

    def tell(self, area: str, day: dt.date = YESTERDAY, *, key: str = SECRET, **counts: Any) -> None:
        """The county, and one township with the same counts."""
        self.sign(area, day, payload(area, day, counts), key=key)

    def sign(self, area: str, day: dt.date, text: str, *, key: str = SECRET) -> None:
        row = {"day": day.isoformat(), "payload": text, "signature": sign(text, secret=key)}
        self.told.setdefault(area, {})[day] = row

    def __call__(self, child: Child, area: str, since: dt.date) -> bytes:
        if area in self.silent:
            raise Refused(Outcome.UNREACHABLE)
        days = [row for day, row in sorted(self.told.get(area, {}).items()) if day >= since]
        return json.dumps({"area": area, "results": days}).encode()


def payload(area: str, day: dt.date, counts: dict[str, Any], **other: Any) -> str:
    numbers = list(counts.values())
    rows = [
        {"code": area, "name": "例县", "level": "county", "counts": numbers},
        {"code": f"{area}100", "name": "例镇", "level": "township", "counts": numbers},
    ]
    told = {"format": FORMAT, "area": area, "day": day.isoformat(), "figures": [*counts], "rows": rows}
    return json.dumps(told | other, ensure_ascii=False)


@pytest.fixture
def far(settings: Settings) -> Far:
    settings.CHILDREN = tuple(
        {
            "name": f"例{area}",
            "address": "https://gridmap.example.cn",
            "key": public_key(SECRET),
            "areas": (area,),
            "token": "token",
        }
        for area in (WEST, EAST)
    )
    return Far()


def gather(far: Far, today: dt.date = TODAY) -> dict[Outcome, int]:
    from geodata.federation.children import children

    return dict(collect(children(), today=today, at=NOW, fetch=far))


def told(on: dt.date = YESTERDAY) -> dict[str, Sum]:
    return dict(gathered(scope=PROVINCE, on=on).sums)


def test_children_add_up(far: Far):
    far.tell(WEST, households=120, unlinked=7)
    far.tell(EAST, households=80, unlinked=0)
    assert gather(far) == {Outcome.TAKEN: 2}
    assert told() == {"households": Sum(200), "unlinked": Sum(7)}


def test_what_a_child_hid_is_in_no_sum(far: Far):
    far.tell(WEST, special="<5")
    far.tell(EAST, special=12)
    gather(far)
    answer = gathered(scope=PROVINCE, on=YESTERDAY)
    assert [line.counts["special"] for line in answer.lines] == ["<5", 12]
    assert answer.sums["special"] == Sum(12, hidden=1) and not answer.sums["special"].is_whole


def test_a_late_child_is_shown_as_late_with_what_it_told_last(far: Far):
    far.tell(WEST, households=120)
    far.tell(EAST, YESTERDAY - dt.timedelta(days=2), households=80)
    gather(far)
    answer = gathered(scope=PROVINCE, on=YESTERDAY)
    assert [(line.day, line.late) for line in answer.lines] == [
        (YESTERDAY, False),
        (YESTERDAY - dt.timedelta(days=2), True),
    ]
    assert answer.late == 1 and answer.sums["households"] == Sum(200)


def test_a_child_that_never_told_anything_is_late_and_missing(far: Far):
    far.tell(WEST, households=120)
    gather(far)
    answer = gathered(scope=PROVINCE, on=YESTERDAY)
    assert answer.late == 1 and answer.sums["households"] == Sum(120, missing=1)


def test_days_that_were_missed_are_caught_up(far: Far):
    far.tell(WEST, YESTERDAY - dt.timedelta(days=3), households=1)
    gather(far, TODAY - dt.timedelta(days=3))
    for back in (2, 1, 0):
        far.tell(WEST, YESTERDAY - dt.timedelta(days=back), households=4 - back)
    gather(far)
    days = GatheredCoverage.objects.filter(area=WEST).order_by("day")
    assert [row.totals["households"] for row in days] == [1, 2, 3, 4]
    assert told(YESTERDAY - dt.timedelta(days=2))["households"] == Sum(2, missing=1)


def test_gathering_again_changes_nothing(far: Far):
    far.tell(WEST, households=120)
    gather(far)
    before = list(GatheredCoverage.objects.values()), GatheringStep.objects.count()
    assert gather(far)[Outcome.TAKEN] == 2
    assert (list(GatheredCoverage.objects.values()), GatheringStep.objects.count()) == before


FORGERIES = {
    "another key": (lambda far: far.tell(WEST, key=OTHER, households=1), Outcome.FORGED),
    "a changed text": (
        lambda far: far.told[WEST][YESTERDAY].update(payload=payload(WEST, YESTERDAY, {"households": 2})),
        Outcome.FORGED,
    ),
    "another county's text": (
        lambda far: far.sign(WEST, YESTERDAY, payload(EAST, YESTERDAY, {"households": 1})),
        Outcome.ELSEWHERE,
    ),
    "another day's text": (
        lambda far: far.sign(WEST, YESTERDAY, payload(WEST, TODAY, {"households": 1})),
        Outcome.ELSEWHERE,
    ),
    "a day to come": (lambda far: far.tell(WEST, TODAY, households=1), Outcome.TO_COME),
    "a negative count": (lambda far: far.tell(WEST, households=-1), Outcome.UNREADABLE),
    "a count that is none": (lambda far: far.tell(WEST, households=True), Outcome.UNREADABLE),
    "no JSON": (lambda far: far.sign(WEST, YESTERDAY, "["), Outcome.UNREADABLE),
    "a part twice": (
        lambda far: far.sign(WEST, YESTERDAY, parts((f"{WEST}100", 1), (f"{WEST}100", 1))),
        Outcome.UNREADABLE,
    ),
    "a part of elsewhere": (
        lambda far: far.sign(WEST, YESTERDAY, parts((f"{EAST}100", 1))),
        Outcome.ELSEWHERE,
    ),
    "parts above the whole": (
        lambda far: far.sign(WEST, YESTERDAY, parts((f"{WEST}100", 7), (f"{WEST}101", 4))),
        Outcome.NOT_A_SUM,
    ),
}


def parts(*given: tuple[str, int]) -> str:
    rows = [{"code": code, "name": "例", "counts": [number]} for code, number in [(WEST, 10), *given]]
    return payload(WEST, YESTERDAY, {"households": 10}, rows=rows)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_does_not_hold_is_refused_in_words(far: Far, forgery: str):
    forge, outcome = FORGERIES[forgery]
    far.tell(WEST, households=1)
    forge(far)
    assert gather(far)[outcome] == 1
    assert GatheringStep.objects.get(area=WEST).outcome == outcome
    (line,) = [line for line in gathered(scope=PROVINCE, on=YESTERDAY).lines if line.area == WEST]
    assert line.outcome == outcome and line.outcome.label and not line.is_well


def test_a_figure_that_has_changed_is_refused_and_the_first_stays(far: Far):
    far.tell(WEST, households=120)
    gather(far)
    far.tell(WEST, households=119)
    assert gather(far)[Outcome.CHANGED] == 1
    assert told()["households"] == Sum(120, missing=1)
    (line, _east) = gathered(scope=PROVINCE, on=YESTERDAY).lines
    assert (line.outcome, line.refused_day) == (Outcome.CHANGED, YESTERDAY)


def test_another_signature_of_the_same_figures_is_refused(far: Far):
    far.tell(WEST, households=120)
    gather(far)
    far.tell(WEST, key=OTHER, households=120)
    assert gather(far)[Outcome.FORGED] == 1


def test_a_new_key_signs_new_days_and_leaves_the_old_ones(far: Far, settings: Settings):
    far.tell(WEST, YESTERDAY - dt.timedelta(days=1), households=1)
    gather(far, YESTERDAY)
    settings.CHILDREN = tuple({**child, "key": public_key(OTHER)} for child in settings.CHILDREN)
    far.tell(WEST, key=OTHER, households=2)
    assert gather(far)[Outcome.TAKEN] == 2
    assert told()["households"] == Sum(2, missing=1)


def test_one_that_does_not_answer_keeps_no_other_from_being_asked(far: Far):
    far.silent.add(WEST)
    far.tell(EAST, households=80)
    assert gather(far) == {Outcome.UNREACHABLE: 1, Outcome.TAKEN: 1}
    assert told()["households"] == Sum(80, missing=1)


def test_whoever_counts_elsewhere_sees_nothing_of_it(far: Far):
    far.tell(WEST, households=120)
    gather(far)
    neighbour = Scope((Grant(frozenset({Right.COUNTS}), code=EAST),))
    assert [line.area for line in gathered(scope=neighbour, on=YESTERDAY).lines] == [EAST]


def test_the_answer_asks_what_was_gathered_and_nothing_else(far: Far):
    far.tell(WEST, households=120)
    gather(far)
    with CaptureQueriesContext(connection) as asked:
        gathered(scope=PROVINCE, on=YESTERDAY)
    tables = [set(re.findall(r"geodata_\w+", query["sql"])) for query in asked]
    assert tables == [{"geodata_gatheredcoverage"}, {"geodata_gatheringstep"}]

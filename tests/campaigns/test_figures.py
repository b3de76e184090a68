"""How a roll-call stands: reached and unreached make up the whole at every minute, and grids make up the county."""

import datetime as dt
import random

import pytest

from geodata.base.scope import Scope
from geodata.campaigns.figures import as_of, by_village, curve, live, total
from geodata.campaigns.opening import add_targets
from geodata.campaigns.words import REACHED, Result

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def reached_by_hand(told: list[tuple[int, int, str]], minute: int) -> int:
    """Of (minute, household, state) in the order told: whose last result until then was a reaching one."""
    until = sorted((each for each in told if each[0] <= minute), key=lambda each: each[0])
    last = {home: state for _made, home, state in until}
    return sum(state in REACHED for state in last.values())


@pytest.mark.parametrize("seed", range(6))
def test_reached_and_unreached_are_all_at_every_minute(people, places, opened, seed):
    """Random histories: results in any order, late ones too, and households added on the way."""
    chance = random.Random(seed)
    campaign = people.county.calls(
        places.county.code, at=opened, filter={"care": "low_income"}, reason="drill"
    )
    added_at = chance.randrange(1, 30)
    add_targets(
        campaign=campaign, tokens=[places.homes[1].token], at=opened + added_at * MINUTE, **people.county.told
    )
    told = []
    for _ in range(12):
        made, home = chance.randrange(1, 50), chance.choice([0, 1, 2])
        if any(each[:2] == (made, home) for each in told):
            continue
        state = chance.choice(list(Result.values))
        told.append((made, home, state))
        now = opened + 55 * MINUTE
        people.county.tells(campaign, places.homes[home], state, made=opened + made * MINUTE, at=now)
    for minute in range(0, 56, 5):
        rows = as_of(campaign, opened + minute * MINUTE, scope=people.county.scope)
        whole = total(rows)
        asked = 3 if minute >= added_at else 2
        counted = [each for each in told if each[1] != 1 or minute >= added_at]
        assert whole.reached + whole.unreached == whole.targets == asked
        assert whole.reached == reached_by_hand(counted, minute)


def test_grids_make_up_villages_and_the_county(campaign, people, places, opened):
    people.county.tells(campaign, places.homes[0], made=opened + MINUTE)
    people.county.tells(campaign, places.homes[3], "unreached", made=opened + MINUTE)
    found = live(campaign, scope=people.county.scope, at=opened + 10 * MINUTE)
    assert total(found.grids) == total(list(by_village(found.grids))) == found.whole
    assert (found.whole.reached, found.whole.targets) == (1, campaign.targets.count())
    assert sum(found.held.values()) == found.whole.unreached


def test_each_sees_the_own_place_alone(campaign, people, places, opened):
    assert live(campaign, scope=people.leader.scope, at=opened).whole.targets == 2
    assert live(campaign, scope=people.contact.scope, at=opened).whole.targets == 1
    assert live(campaign, scope=people.water.scope, at=opened).whole.targets == 0
    assert live(campaign, scope=Scope(), at=opened).whole.targets == 0


def test_the_curve_counts_by_when_it_was_made_and_marks_what_came_late(campaign, people, places, opened):
    now = opened + 59 * MINUTE
    people.county.tells(campaign, places.homes[0], made=opened + 5 * MINUTE, at=now)
    people.county.tells(campaign, places.homes[1], made=opened + 58 * MINUTE, at=now)
    first, *_rest = curve(campaign, scope=people.county.scope, until=now)
    assert (first.reached, first.late) == (2, 1)
    assert first.targets == campaign.targets.count()

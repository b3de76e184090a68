"""What the database says in its own words is what the domain says."""

import re
from pathlib import Path

import pytest

import geodata
from geodata.base.figures import holds
from geodata.coverage.figures import FIGURES
from geodata.people.models import EXEMPT_OCCUPANCIES, LEFT_OCCUPANCIES
from geodata.visits.models import IN_PERSON
from geodata.visits.schedule import USUAL_DAYS, counted

STATES = Path(geodata.__file__).with_name("sql") / "household_states.sql"


def test_the_usual_rhythm_of_the_states_is_the_one_of_the_schedule():
    assert f"coalesce(rule.key, 16 * {USUAL_DAYS} + {counted(IN_PERSON)})" in STATES.read_text("utf-8")


def test_who_is_exempt_is_said_alike():
    [empty] = EXEMPT_OCCUPANCIES
    assert f"home.occupancy = '{empty}' OR has_left(home.occupancy) AS exempt" in STATES.read_text("utf-8")


def test_who_has_left_is_said_alike():
    left = ", ".join(f"'{one}'" for one in LEFT_OCCUPANCIES)
    assert f"SELECT occupancy IN ({left})\n" in STATES.with_name("has_left.sql").read_text("utf-8")


@pytest.mark.parametrize("name", FIGURES)
def test_what_holds_on_the_day_is_asked_so_that_the_planner_guesses_half(name):
    """Behind policies it takes one period in 200 to hold, and looks a list through for each household of a county."""
    condition = FIGURES[name].condition
    asked = re.findall(r"[\w.]*period @> %\(on\)s", condition)
    assert len(asked) == sum(condition.count(holds(each.split()[0])) for each in {*asked})

"""What the database says in its own words is what the domain says."""

import re
from pathlib import Path

import pytest
from django.db import connection

import geodata
from geodata.base.figures import holds
from geodata.base.periods import today
from geodata.coverage.figures import FIGURES
from geodata.coverage.leaves import OwnSets, own_figures
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


def test_whom_no_table_of_its_own_names_counts_in_none_of_its_figures(db):
    """So that a past day looks up nobody else: `leaves.of_own_tables`."""
    sets = OwnSets()
    conditions = [sets.taken_out(figure.condition) for figure in own_figures()]
    told = {"on": today(), "within": None}
    for exempt in (True, False):
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH {sets.relations}, state AS (SELECT -1::bigint AS household_id, {exempt} AS exempt) SELECT {', '.join(conditions)} FROM state",
                told,
            )
            assert not any(cursor.fetchone())


def test_a_set_that_several_figures_ask_is_taken_out_once():
    sets = OwnSets()
    of_three = [
        sets.taken_out("a AND household_id IN (SELECT f(x) FROM one WHERE (y))"),
        sets.taken_out("NOT household_id IN (SELECT z FROM two) AND household_id IN (SELECT f(x) FROM one WHERE (y)) AND b"),
        sets.taken_out("status = 'ok'"),
    ]  # fmt: skip
    assert of_three == [
        "a AND household_id IN (SELECT household_id FROM set_0)",
        "NOT household_id IN (SELECT household_id FROM set_1) AND household_id IN (SELECT household_id FROM set_0) AND b",
        "status = 'ok'",
    ]
    assert sets.names == {"SELECT f(x) FROM one WHERE (y)": "set_0", "SELECT z FROM two": "set_1"}
    assert sets.relations.endswith("named AS MATERIALIZED (SELECT household_id FROM set_0)")


@pytest.mark.parametrize("name", [figure.name for figure in own_figures()])
def test_a_table_of_its_own_is_asked_in_the_villages_of_the_question_alone(name):
    """Else a village of a city is found among all that an officer of the city sees."""
    sets = OwnSets()
    sets.taken_out(FIGURES[name].condition)
    assert all("%(within)s" in text for text in sets.names)

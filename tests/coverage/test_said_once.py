"""What the database says in its own words is what the domain says."""

from pathlib import Path

import geodata
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

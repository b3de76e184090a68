"""A day that is still to come has no figures, whoever asks."""

import datetime as dt

import pytest

from geodata.base.periods import today

WEST = "430382100201"


def refusals(answer) -> list[tuple[str, str]]:
    assert answer.status_code == 400
    return [(each["field"], each["message"]) for each in answer.json()["errors"]]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("ahead", [dt.timedelta(days=1), dt.timedelta(days=9000)])
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (f"coverage/?area={WEST}&on=", "on"),
        (f"coverage/?area={WEST}&format=geojson&on=", "on"),
        (f"households/?area={WEST}&on=", "on"),
        ("households/{token}/?on=", "on"),
        (f"visits/?area={WEST}&last=", "last"),
    ],
)
def test_a_day_to_come_is_refused_beside_its_field(places, county, asked, field, ahead):
    address = asked.replace("{token}", places.homes[0].token)
    answer = county.get(f"{address}{today() + ahead}")
    assert refusals(answer) == [(field, "This day is in the future.")]


@pytest.mark.usefixtures("places", "in_english")
def test_it_is_refused_alike_without_details(planner):
    for asked in ("coverage", "households"):
        answer = planner.get(f"{asked}/?area={WEST}&on={today() + dt.timedelta(days=1)}")
        assert refusals(answer) == [("on", "This day is in the future.")]

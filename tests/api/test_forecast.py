"""What is ahead of an area, by API."""

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.ahead.forecast import forecast


def test_the_forecast_says_what_the_verb_says(places, county):
    told = county.get(f"forecast/?area={places.county.code}&by=village&days=14").json()
    ahead = forecast(
        area=places.county, by="village", days=14, on=today(), scope=scope_of(county.user, on=today())
    )
    assert [row["code"] for row in told["results"]] == [row.code for row in ahead.rows]
    assert told["due"] == {str(days): count for days, count in ahead.total.due.items()}
    assert (told["pace_needed"], told["cannot"]) == (ahead.total.pace_needed, ahead.cannot)


def test_it_is_told_to_those_who_see_details(places, planner, neighbour):
    assert planner.get(f"forecast/?area={places.west.code}").status_code == 403
    assert neighbour.get(f"forecast/?area={places.county.code}").status_code == 404


def test_days_beyond_the_forecast_are_refused(places, county):
    answer = county.get(f"forecast/?area={places.west.code}&days=93")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "days")

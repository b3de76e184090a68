"""The course of every figure by API: as coverage/ tells each of its days, and no more of it."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.coverage.disclosure import days_for


def test_each_day_is_what_coverage_says_of_it(county):
    told = county.get("coverage/trend/?area=430382100201&by=grid&weeks=3").json()
    assert told["step"] == "week" and told["days"][-1] == today().isoformat()
    for place, day in enumerate(told["days"]):
        coverage = county.get(f"coverage/?area=430382100201&by=grid&on={day}").json()
        rows = {row["code"]: row for row in coverage["results"]}
        for course in told["results"]:
            if course["code"] in rows:
                assert {name: numbers[place] for name, numbers in course["counts"].items()} == {
                    name: rows[course["code"]][name] for name in course["counts"]
                }


def test_one_figure_of_two_days(county):
    since = today() - dt.timedelta(days=3)
    told = county.get(f"coverage/trend/?area=430382&figure=visited&since={since}").json()
    assert (told["step"], told["days"]) == ("days", [since.isoformat(), today().isoformat()])
    assert list(told["total"]["counts"]) == ["visited"] and told["results"] == []


def test_without_details_it_goes_through_the_ends_of_months(by_post, places):
    planner = by_post("planner", places.county)
    told = planner.get("coverage/trend/?area=430382&by=village").json()
    assert told["step"] == "month"
    assert set(told["days"]) <= {day.isoformat() for day in days_for(today())}
    assert told["total"]["counts"]["due"] == [None] * len(told["days"])
    assert all(hidden["due"] == "*" for hidden in told["total"]["hidden"])


@pytest.mark.parametrize("asked", ["since=2026-06-03", "on=2026-06-03"])
def test_without_details_no_other_day_is_told(by_post, places, asked):
    assert by_post("planner", places.county).get(f"coverage/trend/?area=430382&{asked}").status_code == 403


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("weeks=54", "weeks"),
        ("weeks=0", "weeks"),
        ("figure=secrets", "figure"),
        ("since=2999-01-01", "since"),
        ("on=2999-01-01", "on"),
        ("by=county", "by"),
    ],
)
def test_what_is_wrong_is_named(county, asked, field):
    answer = county.get(f"coverage/trend/?area=430382100201&{asked}")
    assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == field


def test_nobody_sees_the_course_of_others(by_post, places):
    neighbour = by_post("village_officer", places.east)
    answers = [neighbour.get(f"coverage/trend/?area={code}") for code in ("430382100201", "430382100299")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_contact_member_has_no_counts(contact):
    assert contact.get("coverage/trend/?area=430382100201").status_code == 403


def test_an_unknown_category_is_refused(county):
    assert county.get("coverage/trend/?area=430382&category=nothing").status_code == 400

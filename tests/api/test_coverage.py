"""How well is each area looked after, as JSON and as GeoJSON."""

import datetime as dt

import pytest

from geodata.base.periods import since, today
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.posts.models import Post
from tests import village as v
from tests.roles import owner


def rows(caller, query: str) -> list[dict[str, object]]:
    return caller.get(f"coverage/?{query}").json()["results"]


def test_the_answer_repeats_the_question(county):
    answer = county.get("coverage/?area=430382&window=30&category=low_income&on=2026-06-30").json()
    assert (answer["area"], answer["on"], answer["window"], answer["category"]) == (
        "430382",
        "2026-06-30",
        30,
        "low_income",
    )


def test_the_day_and_window_have_usual_values(county):
    answer = county.get("coverage/?area=430382").json()
    assert (answer["on"], answer["window"], answer["category"]) == (today().isoformat(), 90, None)


@pytest.mark.parametrize(
    ("area", "level"),
    [("430382", "township"), ("430382100", "village"), ("430382100201", "grid"), ("430382100201001", "grid")],
)
def test_rows_are_of_the_level_below_unless_another_is_asked_for(county, area, level):
    assert {row["level"] for row in rows(county, f"area={area}")} == {level}


def test_a_row_has_the_names_of_the_counts(county):
    row = rows(county, "area=430382100201")[0]
    expected = {
        "code", "name", "level", "parent", "households", "linked", "unlinked", "visited", "not_visited", "visits",
        "person_times", "never", "ok", "due", "overdue", "long", "exempt", "unvisited", "special", "special_overdue",
        "no_point", "no_grid", "leader_posts", "leader_posts_vacant", "grids", "grids_without_branch", "hidden", "change_waiting", "care_unverified",
        "no_phone", "away_no_phone", "possible_duplicate",
        "due_in_7", "due_in_14", "due_in_30",
        "need_open", "need_late", "need_unaccepted", "need_unfollowed", "assignment_late",
        "dispute_revisit", "need_repeated",
        "entitlement_unfollowed", "entitlement_closing", "granted_unpaid", "door_answers_missing",
        "entitled", "policy_card_missing", "policy_card_outdated",
        "order_untaken", "order_late", "order_unrated", "campaign_unreached", "project_late",
    }  # fmt: skip
    assert set(row) == expected


def test_households_outside_every_grid_have_a_row_without_a_code(county):
    row = next(row for row in rows(county, "area=430382100202") if row["code"] is None)
    assert (row["parent"], row["households"], row["no_grid"], row["level"]) == ("430382100202", 1, 1, "grid")


@pytest.mark.parametrize(
    ("area", "by"), [("430382100201", "township"), ("430382", "province"), ("430382100201001", "village")]
)
def test_an_area_is_not_made_up_of_larger_ones(county, area, by):
    answer = county.get(f"coverage/?area={area}&by={by}")
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["field"]) == (400, "by")
    assert "grid" in error["remedy"]


@pytest.mark.parametrize("how", ["parameter", "header"])
def test_geojson_has_the_same_rows_with_borders(county, how):
    asked = "area=430382100&by=grid"
    if how == "parameter":
        answer = county.get(f"coverage/?{asked}&format=geojson")
    else:
        answer = county.get(f"coverage/?{asked}", Accept="application/geo+json")
    assert answer["Content-Type"] == "application/geo+json"
    body = answer.json()
    assert [feature["properties"] for feature in body["features"]] == rows(county, asked)
    assert body["total"]["households"] == 5
    assert [feature["geometry"] is None for feature in body["features"]] == [
        feature["properties"]["code"] is None for feature in body["features"]
    ]
    assert [feature.get("id") for feature in body["features"]][-1] is None


def test_a_grid_leader_asks_about_the_grid(places, by_post):
    leader = by_post("small_leader", places.grids[0])
    row = leader.get("coverage/?area=430382100201001").json()["total"]
    assert (row["households"], row["leader_posts_vacant"]) == (2, 0)


def test_a_contact_member_has_no_counts_of_areas(contact):
    assert contact.get("coverage/?area=430382100201").status_code == 403


def test_the_area_has_to_be_named(county):
    error = county.get("coverage/").json()["errors"][0]
    assert (error["field"], error["remedy"]) == ("area", "Provide a value.")


def test_an_area_of_that_day_is_asked_about(places, county):
    v.area("430382100203", "例新村", day=today() - dt.timedelta(days=5))
    assert "430382100203" in {row["code"] for row in rows(county, "area=430382100")}
    on = today() - dt.timedelta(days=6)
    assert county.get(f"coverage/?area=430382100203&on={on}").status_code == 404


WITHOUT_DETAILS = ("planner", "department_officer")


@pytest.mark.parametrize("kind", WITHOUT_DETAILS)
@pytest.mark.parametrize(
    "query", ["window=31", "on=2020-01-15", "window=1&by=grid", "window=89&category=low_income"]
)
def test_without_details_free_windows_and_days_are_refused_in_words(places, by_post, kind, query):
    answer = by_post(kind, places.county).get(f"coverage/?area=430382&{query}")
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["field"]) == (403, query.split("=")[0])
    assert error["remedy"].startswith("Choose one of:")


@pytest.mark.parametrize("kind", WITHOUT_DETAILS)
def test_without_details_the_ends_of_months_and_fixed_windows_are_answered(places, by_post, kind):
    caller = by_post(kind, places.county)
    last = today().replace(day=1) - dt.timedelta(days=1)
    for window in (30, 90, 180, 366):
        assert caller.get(f"coverage/?area=430382&window={window}&on={last}").status_code == 200


@pytest.mark.parametrize("kind", WITHOUT_DETAILS)
def test_without_details_no_grid_has_a_sensitive_count(places, by_post, kind):
    for row in rows(by_post(kind, places.county), "area=430382&by=grid"):
        for name in (
            "special",
            "special_overdue",
            "exempt",
            "unvisited",
            "never",
            "ok",
            "due",
            "overdue",
            "long",
        ):
            assert (row[name], row["hidden"][name]) == (None, "*")
        assert isinstance(row["households"], int)


@pytest.mark.parametrize("kind", WITHOUT_DETAILS)
def test_a_category_tells_how_many_households_and_nothing_else(places, by_post, kind):
    for level in ("township", "village", "grid"):
        for row in rows(by_post(kind, places.county), f"area=430382&by={level}&category=low_income"):
            assert {name for name in row if isinstance(row[name], int)} <= {"households"}
            assert level != "grid" or row["households"] is None


def test_a_small_count_of_a_village_is_hidden_and_a_zero_is_not(places, by_post):
    told = {row["code"]: row for row in rows(by_post("planner", places.county), "area=430382&by=village")}
    assert (told["430382100201"]["special"], told["430382100201"]["hidden"]["special"]) == (None, "<5")
    assert (told["430382101201"]["special"], told["430382101201"]["hidden"].get("special")) == (0, None)


def test_whoever_sees_details_in_one_village_is_told_there(places, by_post):
    caller = by_post("planner", places.county)
    with owner():
        Post.objects.create(
            user=caller.user, kind="village_officer", area=places.west, period=since(v.LONG_AGO)
        )
    told = {row["code"]: row for row in rows(caller, "area=430382&by=village")}
    assert told["430382100201"]["hidden"] == {}
    assert told["430382100202"]["special"] is None
    assert caller.get("coverage/?area=430382100201&window=31").status_code == 200
    assert caller.get("coverage/?area=430382&window=31").status_code == 403


def test_hiding_takes_no_query_per_area(places, by_post, django_assert_max_num_queries):
    scope = scope_of(by_post("department_officer", places.county).user, on=today())
    for level in ("township", "village", "grid"):
        with django_assert_max_num_queries(12):
            coverage(area=places.county, by=level, on=today(), scope=scope)

"""Teams: founded and ended by the township, and their rounds through villages."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.services import moving
from geodata.services.models import TeamMember
from geodata.services.seeds import load_invented_services
from geodata.services.suggesting import suggest
from geodata.services.teams import (
    end_team,
    find_team,
    found_team,
    join_team,
    leave_team,
    plan_round,
    round_done,
)
from tests import village as v
from tests.roles import owner
from tests.services.conftest import Desk, a_team

pytestmark = pytest.mark.django_db


def told(desk: Desk) -> dict[str, object]:
    return {"by": desk.by, "scope": desk.scope, "at": v.NOON, "today": today()}


def found(desk: Desk, places: v.County, **said: str):
    values = {"name": "例志愿队", "kind": "volunteer", "field": "care"} | said
    return found_team(area=places.west, **values, **told(desk))


def test_the_township_founds_a_team_and_takes_people_in(people, places):
    team = found(people.township, places)
    who = v.user()
    join_team(team=team, user=who, leads=True, **told(people.township))
    assert Desk(who).scope.teams == {team.pk}
    end_team(team=team, **told(people.township))
    assert TeamMember.objects.get(team=team).period.upper == today() + dt.timedelta(days=1)


@pytest.mark.parametrize("who", ["village", "county", "contact", "driver"])
def test_others_found_none(people, places, who):
    with pytest.raises(NotAllowed):
        found(getattr(people, who), places)


def test_a_team_needs_a_name_of_its_own_a_kind_and_a_field(people, places):
    for wrong in ({"name": " "}, {"kind": "club"}, {"field": "fun"}):
        with pytest.raises(BadInput):
            found(people.township, places, **wrong)
    found(people.township, places)
    with pytest.raises(Conflict):
        found(people.township, places)


def test_nobody_joins_twice_or_a_team_that_has_ended(people, places):
    team, who = found(people.township, places), v.user()
    join_team(team=team, user=who, **told(people.township))
    with pytest.raises(Conflict):
        join_team(team=team, user=who, **told(people.township))
    end_team(team=team, **told(people.township))
    for verb, more in ((join_team, {"user": v.user()}), (end_team, {})):
        with pytest.raises(Conflict):
            verb(team=team, **more, **told(people.township))


def test_who_has_left_leaves_no_more(people, places):
    team = found(people.township, places)
    member = join_team(team=team, user=v.user(), **told(people.township))
    leave_team(member=member, **told(people.township))
    with pytest.raises(Conflict):
        leave_team(member=member, **told(people.township))


def test_an_unknown_team_is_not_there(people):
    with pytest.raises(NotFound):
        find_team(0, scope=people.village.scope)
    with pytest.raises(NotAllowed):
        find_team(0, scope=people.planner.scope)


def test_a_round_is_planned_once_and_done_by_the_team(people, places, team):
    told_now = told(people.village)
    visit = plan_round(team=team, village=places.west, on=today(), **told_now)
    with pytest.raises(Conflict):
        plan_round(team=team, village=places.west, on=today(), **told_now)
    done = round_done(visit=visit, what="例理发", **told(people.driver))
    assert (done.done_on, done.what) == (today(), "例理发")
    with pytest.raises(Conflict):
        round_done(visit=visit, what="例", **told(people.driver))


def test_a_round_is_planned_by_who_serves_the_village_for_days_to_come(people, places, team):
    with pytest.raises(NotAllowed):
        plan_round(team=team, village=places.west, on=today(), **told(people.contact))
    with pytest.raises(BadInput):
        plan_round(team=team, village=places.west, on=today() - dt.timedelta(days=1), **told(people.village))
    visit = plan_round(team=team, village=places.west, on=today(), **told(people.village))
    with pytest.raises(NotAllowed):
        round_done(visit=visit, what="例", **told(people.contact))


def test_the_nearest_team_of_the_field_that_has_least_to_do_is_suggested_first(people, places, order, team):
    of_grid = a_team(places.grids[0], name="例网格队")
    of_town, of_east = a_team(places.town, name="例镇队"), a_team(places.east, name="例东队")
    a_team(places.west, name="例法律", of="law")
    a_team(places.far, name="例远队")
    teams, persons = suggest(order, on=today())
    assert [each.team for each in teams] == [of_grid.pk, team.pk, of_town.pk, of_east.pk]
    assert teams[-1].metres > 0
    assert {each.user for each in persons} >= {people.neighbour.by.pk}


def test_a_load_counts_what_the_reader_does_not_see(people, places, order, team, home):
    people.village.does(moving.dispatch, people.village.orders(home), teams=[team.pk])
    people.leader.sees()
    assert suggest(order, on=today())[0][0].load == 1


@owner()
def test_45_services_are_invented_once(places):
    assert load_invented_services(places.county) == 45
    assert load_invented_services(places.county) == 0

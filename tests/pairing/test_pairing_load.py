"""Who may be paired with whom, read from the database."""

import json

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import DjangoAssertNumQueries

from geodata.base import periods
from geodata.base.errors import NotFound
from geodata.contacts.models import ContactLink, Member
from geodata.pairing.load import load
from tests import village
from tests.village import County

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("defaults")]


@pytest.fixture
def county() -> County:
    return village.county()


def test_an_area_is_read_in_seven_queries(county: County, django_assert_num_queries: DjangoAssertNumQueries):
    for home in county.homes:
        village.link(village.member(county.west), home)
    with django_assert_num_queries(7):
        loaded = load("430382", on=periods.today())
    assert loaded.household_ids.tolist() == [home.pk for home in county.homes]
    assert loaded.households.member.tolist() == [0, 1, 2, 3]


def test_a_grid_alone_is_read_with_the_members_of_its_village(county: County):
    who = village.member(county.west)
    loaded = load("430382100201001", on=periods.today())
    assert loaded.household_ids.tolist() == [county.homes[0].pk]
    assert loaded.member_ids.tolist() == [who.pk]


def test_households_where_nobody_lives_are_left_out(county: County):
    village.household(county.grids[0], occupancy="empty")
    assert len(load("430382100201", on=periods.today()).households) == 2


def test_who_is_unable_is_there_but_given_nobody(county: County):
    village.member(county.west, ability=Member.Ability.ILL)
    assert load("430382", on=periods.today()).members.places.tolist() == [0]


def test_the_grid_of_a_member_is_where_the_home_lies(county: County):
    village.member(county.west, point=village.middle(1, 0))
    village.member(county.west)
    loaded = load("430382", on=periods.today())
    assert loaded.members.at.grid.tolist() == [county.grids[1].pk, -1]


def test_special_households_are_known(county: County):
    village.care(county.homes[1])
    assert load("430382", on=periods.today()).households.special.tolist() == [False, True, False, False]


def test_a_second_contact_takes_a_place_and_is_barred_as_the_first(county: County):
    village.link(village.member(county.west, capacity=5), county.homes[0], primary=False)
    loaded = load("430382", on=periods.today())
    assert loaded.members.capacity.tolist() == [4]
    assert loaded.households.barred.tolist() == [[0, 0]]


def test_households_in_another_area_take_a_place(county: County):
    who = village.member(county.west, capacity=5)
    village.link(who, county.homes[0])
    village.link(who, county.homes[3])
    loaded = load("430382100", on=periods.today())
    assert loaded.members.capacity.tolist() == [4]
    assert loaded.households.member.tolist() == [0, -1, -1]


def test_an_area_without_villages_is_refused(county: County):
    with pytest.raises(NotFound):
        load("999999", on=periods.today())


def test_the_command_prints_its_figures_and_changes_nothing(
    county: County, capsys: pytest.CaptureFixture[str]
):
    village.member(county.west, point=village.middle(0, 0))
    call_command("propose_contacts", "--area", "430382", "--from-scratch", "--json")
    printed = json.loads(capsys.readouterr().out)
    assert {name: printed[name] for name in ("households", "members", "unassigned", "kept")} == {
        "households": 4, "members": 1, "unassigned": 0, "kept": 0,
    }  # fmt: skip
    assert printed["gap_to_optimum"] == 0
    assert {"special_unassigned", "mean_m", "p95_m", "nearest_first_ratio", "cpu_seconds", "peak_mb"} <= set(
        printed
    )
    assert not ContactLink.objects.exists()


@pytest.mark.parametrize(("code", "count"), [("430382100201", 2), ("430382100", 3), ("430382", 4)])
def test_the_command_answers_for_village_township_and_county(
    county: County, code: str, count: int, capsys: pytest.CaptureFixture[str]
):
    village.member(county.west, point=village.middle(0, 0))
    village.link(village.member(county.west), county.homes[0])
    call_command("propose_contacts", "--area", code, "--json")
    printed = json.loads(capsys.readouterr().out)
    told = [printed[name] for name in ("households", "unassigned", "special_unassigned", "kept")]
    assert (told, printed["gap_to_optimum"]) == ([count, 0, 0, 1], 0)


def test_the_command_names_an_unknown_area(county: County):
    with pytest.raises(CommandError, match="999999"):
        call_command("propose_contacts", "--area", "999999")


def test_the_command_refuses_negative_weights(county: County):
    with pytest.raises(CommandError):
        call_command("propose_contacts", "--area", "430382", "--radius=-1")

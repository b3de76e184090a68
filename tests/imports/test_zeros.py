"""Zeros that a spreadsheet took from the front of household numbers."""

import pytest

from geodata.people.models import Household
from tests.imports.rows import WEST, bring, wrong
from tests.village import county, household

pytestmark = pytest.mark.django_db

HEAD = "村编码,户编号,户主姓名"


def test_they_come_back_where_all_numbers_of_the_village_have_one_length() -> None:
    home = county().homes[0]
    assert home.number.startswith("0")
    report = bring("households", HEAD, f"{WEST},{int(home.number)},例改")
    assert (report.new, report.changes) == (0, {"head_name": 1})


def test_where_lengths_differ_they_are_a_problem_that_names_the_number() -> None:
    places = county()
    Household.objects.filter(pk=household(places.grids[0]).pk).update(number="A7")
    number = places.homes[0].number
    report = bring("households", HEAD, f"{WEST},{int(number)},例改")
    assert wrong(report) == [(2, "户编号")]
    assert number in report.problems[0].remedy


def test_a_number_that_is_registered_as_it_stands_is_no_problem() -> None:
    places = county()
    short = household(places.grids[0])
    Household.objects.filter(pk=short.pk).update(number=str(int(places.homes[0].number)))
    assert bring("households", HEAD, f"{WEST},{int(places.homes[0].number)},例改").changes == {"head_name": 1}


def test_a_new_number_stays_as_it_is_written() -> None:
    county()
    bring("households", HEAD, f"{WEST},99999,例新", f"{WEST},777,例另")
    assert set(Household.objects.filter(head_name__in=["例新", "例另"]).values_list("number", flat=True)) == {
        "99999",
        "777",
    }

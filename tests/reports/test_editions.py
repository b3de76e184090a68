"""An edition stays what it was told to be, whatever is written afterwards."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.counts import coverage
from geodata.people.placing import move
from geodata.reports.figures import told
from geodata.reports.finding import editions_of, find_edition, recompute
from geodata.reports.making import area_of, make_edition
from geodata.reports.models import Edition, EditionPart
from tests import village as v
from tests.roles import owner


@pytest.fixture
def places(defaults):
    return v.lived_in_county()


@pytest.fixture
def officer(places):
    return v.officer("county_officer", places.county)


def made(places, officer, **more) -> Edition:
    told = {"area": places.county, "on": today()} | more
    return make_edition(**told, by=officer, scope=scope_of(officer, on=today()))


def test_its_figures_are_those_of_coverage(places, officer):
    figures = told(made(places, officer))
    for level in ("county", "township", "village", "grid"):
        scope = scope_of(officer, on=today())
        rows = coverage(area=places.county, by=level, on=today(), scope=scope, window=7).rows
        expected = {
            row.code or f"{row.parent}~": [row.counts[name] for name in figures.names] for row in rows
        }
        found = {line.key: [*line.numbers] for line in figures.at(level)}
        assert {key: numbers for key, numbers in found.items() if any(numbers)} == {
            key: numbers for key, numbers in expected.items() if any(numbers)
        }


def test_parts_add_up_in_every_cause(places, officer):
    figures = told(made(places, officer))
    assert sum(figures.total.causes) == 5
    grids = zip(*(line.causes for line in figures.at("grid")), strict=True)
    assert tuple(map(sum, grids)) == figures.total.causes


def test_it_comes_out_the_same_after_visits_corrections_and_moves(places, officer):
    edition = made(places, officer)
    with owner():
        v.visit(places.homes[1], today(), by=officer)
        move(household=places.homes[1], grid=places.grids[0], on=today())
        v.care(places.homes[1])
    again = recompute(edition)
    assert again.differing == 0
    assert again.numbers > 100
    assert again.figures.fingerprint() == edition.fingerprint
    assert made(places, officer).fingerprint != edition.fingerprint


def test_editions_of_an_area_are_numbered_and_compared_with_the_one_before(places, officer):
    first = made(places, officer, on=today() - dt.timedelta(days=1))
    second = made(places, officer)
    assert (first.number, second.number, second.previous) == (1, 2, first)
    assert made(places, officer, area=places.town).number == 1
    assert second.figures["before"]["number"] == 1


def test_making_one_is_on_record(places, officer):
    with owner():
        made(places, officer)
        entry = AccessEntry.objects.filter(action="edition_made").get()
    assert (entry.subject, entry.details["number"]) == (places.county.code, 1)


@pytest.mark.parametrize("kind", ["planner", "department_officer"])
def test_who_has_no_right_to_lists_makes_none_and_opens_none(places, officer, kind):
    edition = made(places, officer)
    scope = scope_of(v.officer(kind, places.county), on=today())
    with pytest.raises(NotAllowed):
        make_edition(area=places.county, on=today(), by=officer, scope=scope)
    with pytest.raises(NotAllowed):
        find_edition(edition.pk, scope)


def test_an_edition_of_the_county_is_not_there_for_a_village(places, officer):
    edition = made(places, officer)
    scope = scope_of(v.officer("village_officer", places.west), on=today())
    with pytest.raises(NotFound):
        find_edition(edition.pk, scope)
    assert not editions_of(scope).exists()


def test_an_area_that_is_not_there_has_none(places, officer):
    village = v.officer("village_officer", places.west)
    with pytest.raises(NotFound):
        made(places, village)
    with pytest.raises(NotFound):
        area_of("430382999", scope_of(officer, on=today()))


def test_there_is_none_of_a_grid_or_of_a_day_to_come(places, officer):
    with pytest.raises(BadInput):
        made(places, officer, area=places.grids[0])
    with pytest.raises(BadInput):
        made(places, officer, on=today() + dt.timedelta(days=1))


def test_nothing_of_it_changes(places, officer):
    edition = made(places, officer)
    with owner(), pytest.raises(IntegrityError, match="keeps its figures"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(figures={})
    assert EditionPart.objects.filter(edition=edition).count() == 3

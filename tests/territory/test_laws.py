"""The laws of areas and boundaries stand in the database."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from geodata.base.periods import between, since
from geodata.territory.models import Area, Boundary
from tests import village as v

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2026, 1, 1)


def refused(law: str):
    return pytest.raises(IntegrityError, match=law)


def raw(sql: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_area_has_one_boundary_a_day():
    grid = v.county().grids[0]
    with refused("one_boundary_per_area_and_day"):
        Boundary.objects.create(area=grid, period=since(NEW_YEAR), geometry=v.square(0, 0))


def test_a_boundary_may_follow_another():
    grid = v.county().grids[0]
    grid.boundaries.update(period=between(v.LONG_AGO, NEW_YEAR))
    Boundary.objects.create(area=grid, period=since(NEW_YEAR), geometry=v.square(0, 1))
    assert Boundary.objects.on(dt.date(2025, 12, 31)).filter(area=grid).count() == 1
    assert Boundary.objects.on(NEW_YEAR).get(area=grid).geometry.equals(v.square(0, 1))


def test_a_code_is_used_by_one_area_a_day():
    v.county()
    with refused("one_area_per_code_and_day"):
        v.area("430382100", "again")


def test_a_code_may_come_back_in_another_period():
    grid = v.county().grids[0]
    Area.objects.filter(pk=grid.pk).update(period=between(v.LONG_AGO, NEW_YEAR))
    v.area(grid.code, "reopened", day=NEW_YEAR)
    assert Area.objects.on(NEW_YEAR).get(code=grid.code).name == "reopened"


def test_a_code_begins_with_its_parents_code():
    places = v.county()
    with refused("area_code_begins_with_its_parents_code"):
        raw("UPDATE geodata_area SET parent_id = %s WHERE id = %s", places.other_town.pk, places.west.pk)


def test_a_parent_is_one_level_up():
    places = v.county()
    with refused("area_code_begins_with_its_parents_code"):
        raw("UPDATE geodata_area SET parent_id = %s WHERE id = %s", places.county.pk, places.west.pk)


@pytest.mark.parametrize(
    ("code", "level"), [("43038", "county"), ("43038a", "county"), ("４３０３８２", "county")]
)
def test_a_code_has_the_digits_of_its_level(code, level):
    with refused("area_code_is_digits_of_its_level"):
        raw(
            "INSERT INTO geodata_area (code, name, level, kind, period, synthetic)"
            " VALUES (%s, 'x', %s, '', '[2020-01-01,)', true)",
            code, level,
        )  # fmt: skip


def test_a_township_needs_an_area_above():
    with refused("area_below_the_county_has_a_parent"):
        Area.objects.create(code="430382100", name="x", level="township", period=since(NEW_YEAR))


def test_a_polygon_that_crosses_itself_is_refused():
    grid = v.area("430382", "x")
    with refused("boundary_is_a_valid_polygon"):
        raw(
            "INSERT INTO geodata_boundary (area_id, period, geometry, source, synthetic) VALUES (%s, '[2020-01-01,)',"
            " 'SRID=4326;MULTIPOLYGON(((112 27,113 28,113 27,112 28,112 27)))', '', true)",
            grid.pk,
        )


def test_an_area_exists_for_a_day_or_more():
    with refused("area_exists_for_a_day_or_more"):
        Area.objects.create(code="430382", name="x", level="county", period=between(NEW_YEAR, NEW_YEAR))

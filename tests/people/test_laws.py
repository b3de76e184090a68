"""The laws of households, placements and care records stand in the database."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from geodata.base.periods import since
from geodata.campaigns.models import PlaceTask
from geodata.entitlements.list_models import ListRow
from geodata.people.models import (
    CareRecord,
    Household,
    OccupancyPeriod,
    OfPlace,
    OfVillage,
    Placement,
    Resident,
)
from geodata.people.placing import move, occupy
from tests import village as v

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2026, 1, 1)


def refused(law: str):
    return pytest.raises(IntegrityError, match=law)


def check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_number_names_one_household_of_a_village():
    home = v.county().homes[0]
    with refused("one_household_per_number_in_a_village"):
        Household.objects.create(village=home.village, number=home.number, head_name="例")


def test_a_household_lies_in_a_grid_of_its_village():
    places = v.county()
    with refused("household_grid_lies_in_its_village"), transaction.atomic():
        Household.objects.filter(pk=places.homes[0].pk).update(grid=places.grids[2])
        check_now()


def test_whatever_leads_to_a_household_refers_to_it_and_its_village_at_once():
    """Also where there may be none."""
    # A place task names none, by a law of its own.
    models = {*OfVillage.__subclasses__(), *OfPlace.__subclasses__(), ListRow} - {PlaceTask}
    carriers = [model._meta.db_table for model in models if "pgh" not in model._meta.db_table]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, confrelid::regclass::text, array_length(conkey, 1) FROM pg_constraint"
            " WHERE contype = 'f' AND conname LIKE '%carries_the_village_of_its_household'"
        )
        assert sorted(cursor.fetchall()) == sorted((table, "geodata_household", 2) for table in carriers)


def test_a_row_of_no_household_is_refused():
    home = v.county().homes[0]
    with refused("placement_carries_the_village_of_its_household"):
        Placement.objects.create(household_id=home.pk + 1000, village=home.village, period=since(NEW_YEAR))


def test_a_household_has_one_placement_a_day():
    places = v.county()
    with refused("one_placement_per_household_and_day"):
        Placement.objects.create(household=places.homes[0], grid=places.grids[1], period=since(NEW_YEAR))


def test_a_household_has_one_occupancy_a_day():
    home = v.county().homes[0]
    with refused("one_occupancy_per_household_and_day"):
        OccupancyPeriod.objects.create(household=home, occupancy="empty", period=since(NEW_YEAR))


def test_a_point_comes_with_its_quality_and_day():
    home = v.county().homes[0]
    with refused("household_point_has_a_quality_and_a_day"):
        Household.objects.filter(pk=home.pk).update(point_quality="")


def test_the_token_holds_no_code():
    places = v.county()
    assert all(places.grids[0].code not in home.token and len(home.token) == 22 for home in places.homes)


def test_a_care_category_is_recorded_once_for_a_day(defaults):
    home = v.county().homes[0]
    v.care(home)
    with refused("one_care_record_per_person_category_and_day"):
        v.care(home, day=NEW_YEAR)


def test_two_residents_may_share_a_category(defaults):
    home = v.county().homes[0]
    for name in ("例一", "例二"):
        person = Resident.objects.create(household=home, village_id=home.village_id, name=name)
        record = v.care(home, day=NEW_YEAR) if name == "例一" else None
        if record is None:
            CareRecord.objects.create(
                household=home,
                resident=person,
                category_id=1,
                period=since(NEW_YEAR),
                village_id=home.village_id,
            )
    assert home.care_records.count() == 2


def test_rows_of_a_household_take_its_village():
    home = v.county().homes[0]
    person = Resident.objects.create(household=home, name="例")
    person.refresh_from_db()
    assert person.village_id == home.village_id


def test_rows_cannot_carry_another_village():
    places = v.county()
    with refused("resident_carries_the_village_of_its_household"), transaction.atomic():
        Resident.objects.create(household=places.homes[0], village=places.far, name="例")
        check_now()


def test_moving_closes_one_placement_and_opens_the_next():
    places = v.county()
    move(household=places.homes[0], grid=places.grids[1], on=NEW_YEAR)
    ends = list(places.homes[0].placements.order_by("period").values_list("grid_id", "period__endswith"))
    assert ends == [(places.grids[0].pk, NEW_YEAR), (places.grids[1].pk, None)]
    assert Household.objects.get(pk=places.homes[0].pk).grid == places.grids[1]


def test_moving_twice_on_a_day_leaves_one_placement_of_that_day():
    places = v.county()
    move(household=places.homes[0], grid=places.grids[1], on=NEW_YEAR)
    move(household=places.homes[0], grid=None, on=NEW_YEAR)
    assert list(places.homes[0].placements.order_by("period").values_list("grid_id", flat=True)) == [
        places.grids[0].pk,
        None,
    ]


def test_occupancy_has_a_history():
    home = v.county().homes[0]
    occupy(household=home, occupancy="moved_away", on=NEW_YEAR)
    assert list(home.occupancies.order_by("period").values_list("occupancy", flat=True)) == [
        "lived_in",
        "moved_away",
    ]

"""How often somebody asked: one count for all workers."""

import datetime as dt

import pytest
from django.db import connection

from geodata.accounts import rates
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_asked(db):
    """What tests in a browser left there: the table is no model's, so nobody empties it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM geodata_asked")


def counted(key: str = "api-1", *, every: int = 60, later: int = 0) -> int:
    return rates.count(key, every=every, at=v.NOON + dt.timedelta(seconds=later))


def test_requests_of_one_stretch_are_counted():
    assert [counted(), counted(later=59), counted()] == [1, 2, 3]


def test_a_new_stretch_begins_anew():
    assert [counted(), counted(), counted(later=60), counted(later=61)] == [1, 2, 1, 2]


def test_each_key_and_length_has_its_own_count():
    assert [counted(), counted("api-2"), counted("export-1"), counted(every=3600)] == [1, 1, 1, 1]


def test_other_workers_are_counted_too():
    counted()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO geodata_asked SELECT key, 0, stretch, 7 FROM geodata_asked")
        cursor.execute(
            "INSERT INTO geodata_asked SELECT key, -1, stretch - 1, 5 FROM geodata_asked WHERE backend = 0"
        )
    assert counted() == 9


def test_it_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        counted()


def test_a_long_key_is_no_failure():
    assert [counted("x" * 5_000), counted("x" * 5_000)] == [1, 2]


def test_it_is_known_how_long_a_stretch_lasts():
    assert rates.left(every=60, at=v.NOON + dt.timedelta(seconds=15)) == 45


@pytest.mark.owner("a trigger stands for the disk")
def test_a_full_disk_costs_the_count_and_not_the_request():
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER no_room BEFORE INSERT ON geodata_asked FOR EACH ROW EXECUTE FUNCTION no_room()"""
        )
    assert counted() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM geodata_asked")
        assert cursor.fetchone() == (0,)

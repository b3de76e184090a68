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


def asked(key: str = "api-1", *, every: int = 60, later: int = 0) -> int:
    return rates.count(key, every=every, at=v.NOON + dt.timedelta(seconds=later))


def test_requests_of_one_stretch_are_counted():
    assert [asked(), asked(later=59), asked()] == [1, 2, 3]


def test_a_new_stretch_begins_anew():
    assert [asked(), asked(), asked(later=60), asked(later=61)] == [1, 2, 1, 2]


def test_each_key_and_length_has_its_own_count():
    assert [asked(), asked("api-2"), asked("export-1"), asked(every=3600)] == [1, 1, 1, 1]


def test_other_workers_are_counted_too():
    asked()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO geodata_asked SELECT key, 0, stretch, 7 FROM geodata_asked")
        cursor.execute(
            "INSERT INTO geodata_asked SELECT key, -1, stretch - 1, 5 FROM geodata_asked WHERE backend = 0"
        )
    assert asked() == 9


def test_it_costs_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        asked()


def test_a_long_key_is_no_failure():
    assert [asked("x" * 5_000), asked("x" * 5_000)] == [1, 2]


def test_it_is_known_how_long_a_stretch_lasts():
    assert rates.left(every=60, at=v.NOON + dt.timedelta(seconds=15)) == 45

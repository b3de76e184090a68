"""The day of a test: to us and to the database, which have one clock in the service and two readings of it."""

import datetime as dt

import pytest
from django.db import connection

from tests.roles import owner

OF_US = "geodata.base.periods.today"


def set_day(day: dt.date, patch: pytest.MonkeyPatch) -> None:
    """From here to the end of the test it is that day."""
    patch.setattr(OF_US, lambda: day)
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION gridmap_today() RETURNS date LANGUAGE sql STABLE AS $$ SELECT date '{day}' $$"
        )

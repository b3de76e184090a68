"""What is due by the hour for files of jobs, and for marks of what has changed."""

import datetime as dt

from django.db import connection

from geodata.jobs import once
from geodata.jobs.registry import each_five_minutes


@each_five_minutes
def forget_what_nobody_took(at: dt.datetime) -> None:
    """Files that are given out once, and whose time is over."""
    once.forget_what_is_over()


@each_five_minutes
def gather_marks(at: dt.datetime) -> None:
    """One mark a place says the same as many: see geodata/sql/marks_follow.sql."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gather_marks()")

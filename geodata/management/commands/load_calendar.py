"""Load the public holidays of a year, and the days that make up for them. Workers do it for this year and the next one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from geodata.base import periods
from geodata.calendar.loading import load_year
from geodata.calendar.published import is_published


class Command(BaseCommand):
    """manage.py load_calendar [YEAR …]"""

    help = (
        "Load public holidays and adjusted working days of these years (default: this year and the next one)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")

    def handle(self, *_args: Any, years: list[int], **_options: Any) -> None:
        this = periods.today().year
        for year in years or (this, this + 1):
            days = load_year(year, at=timezone.now())
            known = "published" if is_published(year) else "adjusted days not yet published"
            self.stdout.write(f"{year}: {known}; {days} days changed")

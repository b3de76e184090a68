import datetime as dt
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.base.rls import as_web_role, show
from geodata.coverage.through_time.comparing import compare_some
from geodata.coverage.through_time.keeping import Kept, keep_past
from geodata.jobs.daily import everything

SLICE = 20.0
"""Seconds in one transaction: what was done before stays done when it is broken off."""


class Command(BaseCommand):
    """manage.py keep_days [--check] [--json]"""

    help = "Keep the counts of the days of the last 53 weeks, and correct those whose past has changed. Workers do it every five minutes, a part at a time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="afterwards compare every kept day that was not compared today with history, drop what differs and fail",
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = _all()
        if options["json"]:
            self.stdout.write(json.dumps({"days": done.days, "left": done.left}))
        else:
            self.stdout.write(
                _("%(count)s days of villages kept, %(left)s left.")
                % {"count": wording.figure(done.days), "left": wording.figure(done.left)}
            )
        if options["check"] and (wrong := _differing()):
            raise CommandError(
                _("The kept counts of %(count)s days differ from history.")
                % {"count": wording.figure(len(wrong))}
            )


def _all() -> Kept:
    """Slice after slice, until a slice has brought nothing more."""
    done = Kept()
    while True:
        with as_web_role():
            show(everything())
            now = keep_past(today=periods.today(), seconds=SLICE)
        done.days, done.left = done.days + now.days, now.left
        if not now.days or not now.left:
            return done


def _differing() -> list[dt.date]:
    """The same, of the comparison."""
    wrong: list[dt.date] = []
    while True:
        with as_web_role():
            show(everything())
            now = compare_some(today=periods.today(), seconds=SLICE)
        wrong += now.differing
        if not now.left:
            return wrong

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.retention import forget


class Command(BaseCommand):
    help = "Forget what has been kept long enough (KEEP_…_DAYS). Says what it would do; --apply does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="forget, instead of only saying what")

    def handle(self, *args: Any, **options: Any) -> None:
        for step in forget(on=periods.today(), apply=options["apply"]):
            self.stdout.write(
                _("%(what)s before %(day)s: %(rows)s")
                % {"what": step.what, "day": wording.day(step.before), "rows": wording.figure(step.rows)}
            )
        if not options["apply"]:
            self.stdout.write(_("Nothing was changed. Run it again with --apply."))

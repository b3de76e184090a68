import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.needs.service import as_numbers, do_what_is_due


class Command(BaseCommand):
    """manage.py needs_due [--at ISO] [--apply] [--json]"""

    help = "Remind of needs that are due, escalate or supervise late ones, close answered ones. Workers do it every five minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="as if it were that moment (ISO 8601); default: now")
        parser.add_argument("--apply", action="store_true", help="do it, instead of only saying what")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        at = parse_datetime(options["at"]) if options["at"] else timezone.now()
        if at is None:
            raise CommandError(_("This is not a time as ISO 8601 writes it."))
        at = at if timezone.is_aware(at) else timezone.make_aware(at)
        with as_web_role():
            show(everything())
            done = as_numbers(do_what_is_due(at=at, apply=options["apply"]))
        if options["json"]:
            self.stdout.write(json.dumps(done))
            return
        for name, number in done.items():
            self.stdout.write(f"{name}: {number}")
        if not options["apply"]:
            self.stdout.write(_("Nothing was changed. Run it again with --apply."))

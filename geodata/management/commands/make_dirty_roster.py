"""A roster with faults of known kinds, to try an import with: `manage.py make_dirty_roster FILE [--area CODE]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geodata.demo.dirty import registered, soiled, write
from geodata.people.models import Household


class Command(BaseCommand):
    help = "The demo's households with new, changed, doubled, misplaced and misspelt rows, as .csv (GBK) or .xlsx."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--area", default="", help="only households of this area")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if Household.objects.filter(synthetic=False).exists():
            raise CommandError("There are real households here; this is for the invented county.")
        lines, faults = soiled(registered(options["area"]), seed=options["seed"])
        write(lines, options["file"])
        self.stdout.write(f"{len(lines)} rows")
        for fault, places in faults.items():
            self.stdout.write(f"{fault}: {len(places)}")

"""`manage.py make_demo`: a made-up county on real division codes."""

import datetime as dt
import os
import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from geodata.base import periods
from geodata.base.errors import Conflict
from geodata.demo.load import SEED, make_demo
from geodata.demo.logins import NAMES
from geodata.territory.models import Area


class Command(BaseCommand):
    help = "Builds an invented county (22,000 households) or, above 250,000 households, a city of five such counties."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--households", type=int, default=22_000)
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument(
            "--day", type=dt.date.fromisoformat, help="the demo's today (YYYY-MM-DD); default: today"
        )
        parser.add_argument("--password", help="of all demo logins; default: DEMO_PASSWORD, or a random one")
        parser.add_argument("--replace", action="store_true", help="build an invented county anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["households"] < FEWEST:
            raise CommandError(f"--households {options['households']}: at least {FEWEST}.")
        if Area.objects.exists() and not options["replace"]:
            self.stdout.write(
                "The database already holds areas; nothing was changed (--replace builds the demo anew)."
            )
            return
        password = (
            options["password"] or os.environ.get("DEMO_PASSWORD", "").strip() or secrets.token_urlsafe(9)
        )
        try:
            summary = make_demo(
                households=options["households"],
                day=options["day"] or periods.today(),
                password=password,
                seed=options["seed"],
                replace=options["replace"],
            )
        except Conflict as conflict:
            raise CommandError(f"{conflict.message} {conflict.remedy}") from conflict
        share = summary.linked / summary.households
        for word, value in (
            ("townships", f"{summary.townships:,}"),
            ("villages", f"{summary.villages:,}"),
            ("grids", f"{summary.grids:,}"),
            ("households", f"{summary.households:,}"),
            ("with a contact", f"{summary.linked:,} ({share:.1%})"),
            ("visits in a year", f"{summary.visits:,}"),
            ("needs in a year", f"{summary.needs:,}"),
            ("without a point", f"{summary.without_point:,}"),
            ("seconds", f"{summary.seconds:.1f}"),
        ):
            self.stdout.write(f"{word:<18}{value}")
        self.stdout.write(f"{'logins':<18}{' '.join(NAMES)}\n{'password':<18}{password}")


FEWEST = 400
"""Below this some villages would have no household."""

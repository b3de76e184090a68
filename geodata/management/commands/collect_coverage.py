"""`manage.py collect_coverage`: fetch what children publish, check it and keep it. For a timer, some time after midnight."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.federation.children import children
from geodata.federation.collecting import collect
from geodata.federation.words import Outcome


class Command(BaseCommand):
    # They import every page and map.
    requires_system_checks = []
    help = "Fetch the coverage that other installations (GRIDMAP_CHILDREN) publish, check signatures and sums, and keep it. Fails where a county was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (asked := children()):
            raise CommandError(_("GRIDMAP_CHILDREN names nobody whose coverage is gathered here."))
        found = collect(asked, today=periods.today(), at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({outcome.value: number for outcome, number in found.items()}))
        else:
            for outcome, number in sorted(found.items()):
                self.stdout.write(f"{wording.figure(number):>6} {outcome.label}")
        if refused := sum(found.values()) - found[Outcome.TAKEN]:
            raise CommandError(
                _("Counties from which nothing new was taken: %(count)s.")
                % {"count": wording.figure(refused)}
            )

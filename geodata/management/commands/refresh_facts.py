from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata import periods
from geodata.redrawing.dawn import dawn


class Command(BaseCommand):
    help = "Put plans of grids into effect and derive facts anew for the day that has begun, and report any that differ from history. Workers do it at midnight by themselves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="all households, not only those whose facts ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = dawn(on=periods.today(), everything=options["all"])
        for plan in found.begun:
            self.stdout.write(_("The grids of plan %(number)d hold now.") % {"number": plan.number})
        self.stdout.write(_("%(count)d households renewed.") % {"count": found.renewed})
        if found.wrong:
            raise CommandError(
                _("The facts of %(count)d households differ from history. Run it again with --all.")
                % {"count": len(found.wrong)}
            )

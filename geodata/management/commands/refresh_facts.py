from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata import periods
from geodata.coverage import facts
from geodata.redrawing.effect import take_effect


class Command(BaseCommand):
    help = "Put plans of grids into effect and derive facts anew for the day that has begun, and report any that differ from history. Run after midnight."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="all households, not only those whose facts ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = periods.today()
        for plan in take_effect(on=today):
            self.stdout.write(_("The grids of plan %(number)d hold now.") % {"number": plan.number})
        renewed = facts.refresh_all() if options["all"] else facts.refresh_outdated(on=today)
        self.stdout.write(_("%(count)d households renewed.") % {"count": renewed})
        if wrong := facts.differences(on=today):
            raise CommandError(
                _("The facts of %(count)d households differ from history. Run it again with --all.")
                % {"count": len(wrong)}
            )

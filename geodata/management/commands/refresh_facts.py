from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.jobs.models import BegunDay
from geodata.plans.daily import dawn


class Command(BaseCommand):
    help = "Put plans of grids into effect and derive facts anew for the day that has begun, and report any that differ from history. Workers do it at midnight by themselves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all", action="store_true", help="all households, not only those whose facts ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day_begun = dawn(on=periods.today(), everything=options["all"])
        BegunDay.objects.filter(day=periods.today()).update(facts_differing=len(day_begun.wrong))
        for plan in day_begun.begun:
            self.stdout.write(_("The grids of plan %(number)d are now in force.") % {"number": plan.number})
        self.stdout.write(_("%(count)s households refreshed.") % {"count": wording.figure(day_begun.renewed)})
        if day_begun.wrong:
            raise CommandError(
                _("The facts of %(count)s households differ from history. Run it again with --all.")
                % {"count": wording.figure(len(day_begun.wrong))}
            )

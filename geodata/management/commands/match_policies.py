import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.policies.matching import match_villages
from geodata.territory.models import Area


class Command(BaseCommand):
    """manage.py match_policies --area CODE [--json]"""

    help = "Work out what the policies in force say of each household of an area: yes, no or unknown. Workers do it each day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", required=True, help="code of the area")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        on = periods.today()
        inside = Area.objects.on(on).under(options["area"]).level(Area.Level.VILLAGE)
        villages = list(inside.order_by("code").values_list("pk", flat=True))
        if not villages:
            raise CommandError(_("There is no village in this area."))
        with as_web_role():
            show(everything())
            found = asdict(match_villages(villages, on=on))
        found["seconds"] = round(found["seconds"], 3)
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, number in found.items():
            self.stdout.write(f"{name}: {number}")

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.wording import figure
from geodata.policies.matching import Matched
from geodata.policies.rematching import match_in_parts
from geodata.territory.models import Area


class Command(BaseCommand):
    """manage.py match_policies --area CODE [--json]

    Some villages at a time, each part in a transaction of its own; where it is killed, workers go on with the rest.
    """

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
        together, done = Matched(), 0
        for number, part in match_in_parts(villages, on=on):
            together, done = together.plus(part), done + number
            self.stderr.write(
                _("%(done)s of %(all)s villages") % {"done": figure(done), "all": figure(len(villages))}
            )
        found = asdict(together)
        found["seconds"] = round(found["seconds"], 3)
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name, number in found.items():
            self.stdout.write(f"{name}: {number}")

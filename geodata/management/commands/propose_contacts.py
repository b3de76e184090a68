"""`manage.py propose_contacts`: who should look after whom, and what that would come to. Writes nothing."""

import json
import resource
import time
from argparse import ArgumentParser
from dataclasses import asdict, replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.pairing.load import load
from geodata.pairing.solver.figures import figures
from geodata.pairing.solver.solve import Rules, even_load, propose


class Command(BaseCommand):
    # They import every page and map, which would be half of the memory that is printed.
    requires_system_checks = []
    help = (
        "Propose a contact member for every household of an area, and print the figures. Nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        usual = Rules()
        parser.add_argument("--area", required=True, help="code of the grid, village, township or county")
        parser.add_argument("--from-scratch", action="store_true", help="forget the present contacts")
        parser.add_argument(
            "--radius", type=int, default=usual.radius, help="metres at most; 0: any distance"
        )
        parser.add_argument(
            "--load",
            type=int,
            help="nobody is given more households; 0: up to each one's capacity; default: as even as leaves a tenth "
            "of the places free, or 0 with a radius",
        )
        parser.add_argument("--other-grid", type=int, default=usual.other_grid, help="metres")
        parser.add_argument("--other-village", type=int, default=usual.other_village, help="metres")
        parser.add_argument("--special-weight", type=int, default=usual.special_weight)
        parser.add_argument(
            "--gap", type=float, default=usual.gap, help="stop at this proven gap; 0: optimum"
        )
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = _rules(options)
        start = time.process_time()
        try:
            people = load(options["area"], on=periods.today())
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["load"] is None and not rules.radius:
            rules = replace(rules, load=even_load(people.members, len(people.households)))
        proposal = propose(people.households, people.members, rules, from_scratch=options["from_scratch"])
        spent = {
            "cpu_seconds": round(time.process_time() - start, 3),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        }
        result = asdict(figures(people.households, people.members, proposal)) | {"load": rules.load} | spent
        if options["json"]:
            self.stdout.write(json.dumps(result))
            return
        for name, value in result.items():
            self.stdout.write(f"{name:20} {value:.6g}" if isinstance(value, float) else f"{name:20} {value}")


def _rules(options: dict[str, Any]) -> Rules:
    names = ("radius", "load", "other_grid", "other_village", "special_weight", "gap")
    values = {name: options[name] for name in names if options[name] is not None}
    if min(values.values()) < 0 or values["special_weight"] < 1:
        raise CommandError(_("Weights, radius, load and gap must not be negative."))
    return Rules(**values)

"""`manage.py propose_grids`: what a fresh split, or a rebalance, of an area's grids would come to. Writes nothing."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import shapely
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.geometry.arrays import Shapes
from geodata.geometry.partition import Options
from geodata.geometry.proposals import fresh_instead, judge, price, propose_rebalance, propose_split
from geodata.geometry.rebalance import LIMIT
from geodata.people.snapshot import VillageLand, village_lands
from geodata.plans.line_layers import shapes_near
from geodata.plans.models import LayerLine
from geodata.plans.proposing import helpers_of


class Command(BaseCommand):
    help = "Propose new grids for a village, township or county, and print the figures. Nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", required=True, help="code of the village, township or county")
        parser.add_argument("--target", type=int, default=Options.target, help="households of a grid")
        parser.add_argument("--borders", choices=["straight", "natural"], default=Options.borders)
        parser.add_argument("--seed", type=int, default=Options.seed)
        parser.add_argument(
            "--rebalance",
            action="store_true",
            help="even the present grids out instead, moving few households",
        )
        parser.add_argument(
            "--limit", type=float, default=LIMIT, help="with --rebalance: largest grid over the mean"
        )
        parser.add_argument(
            "--along",
            action="append",
            default=[],
            choices=LayerLine.Kind.values,
            help="rather end grids at this line layer (not with --rebalance)",
        )
        parser.add_argument("--json", action="store_true", help="figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["target"] < 1 or options["limit"] < 1:
            raise CommandError(_("--target and --limit must be at least 1."))
        if options["rebalance"] and options["along"]:
            raise CommandError(_("--along is for dividing from scratch, not for --rebalance."))
        lands = village_lands(options["area"], on=periods.today())
        helpers = helpers_of(lands, on=periods.today())
        villages = [replace(each.land, helpers=homes) for each, homes in zip(lands, helpers, strict=True)]
        if not villages:
            raise CommandError(
                _("No village with a boundary lies in the area %(code)s.") % {"code": options["area"]}
            )
        settings = Options(target=options["target"], borders=options["borders"], seed=options["seed"])
        start = time.process_time()
        try:
            if options["rebalance"]:
                proposals = propose_rebalance(villages, options["limit"], settings)
            else:
                proposals = propose_split(villages, settings, _dividers(lands, options["along"]))
        except DomainError as error:
            raise CommandError(f"{error.message} {error.remedy}") from error
        spent = time.process_time() - start
        costs = price(villages, proposals)
        if options["rebalance"]:
            fresh = [fresh_instead(each, settings) for each in villages]
            costs["crossing_fresh"] = price(villages, fresh)["crossing_after"]
        figures = (
            {"villages": len(villages)}
            | asdict(judge(villages, proposals))
            | costs
            | {"cpu_seconds": round(spent, 3)}
        )
        if options["json"]:
            along = {"along": options["along"]}
            self.stdout.write(json.dumps(figures | {"parameters": settings.record() | along}))
        else:
            for name, value in figures.items():
                self.stdout.write(
                    f"{name:14} {value:.4g}" if isinstance(value, float) else f"{name:14} {value}"
                )


def _dividers(lands: Sequence[VillageLand], kinds: Sequence[str]) -> list[Shapes | None]:
    """For each village the lines of the layers that run through it, in metres."""
    if not kinds:
        return [None] * len(lands)
    outlines = [each.plane.on_earth(np.array([each.land.outline]), each.borders)[0] for each in lands]
    lines = shapes_near(outlines, code=lands[0].area.code, kinds=kinds)
    dividers: list[Shapes | None] = []
    for each in lands:
        own = each.plane.on_paper(lines) if len(lines) else lines
        near = own[shapely.intersects(each.land.outline, own)]
        dividers.append(near if len(near) else None)
    return dividers

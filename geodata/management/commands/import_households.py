"""Households from a roster or a layer of buildings: `manage.py import_households FILE [--apply]`."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from geodata.base import periods
from geodata.files.table import Table
from geodata.imports.kinds.households.household_points import KINDS
from geodata.imports.kinds.households.households import import_households
from geodata.imports.runs.command import ImportCommand
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report


class Command(ImportCommand):
    help = "Households with numbers, heads, phones and places, recognised by village and number."
    what = "households"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--village", default="", help="code of the village that all rows belong to")
        parser.add_argument("--only", default="", choices=KINDS, help="take only features of this geometry")

        parser.add_argument(
            "--since",
            type=dt.date.fromisoformat,
            metavar="DAY",
            help="the day from which new households were known, so that past visits count; else today",
        )

    def take(self, table: Table, options: dict[str, Any]) -> Report:
        wishes = Wishes(
            village=options["village"],
            columns=self.columns(options),
            only=options["only"],
            since=options["since"],
            datum=options["datum"],
            epsg=options["crs"],
            answers=self.answers(options),
        )
        return import_households(table, on=periods.today(), wishes=wishes, apply=options["apply"])

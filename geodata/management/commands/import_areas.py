"""Areas and their boundaries from a file: `manage.py import_areas FILE [--apply]`."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from geodata.base import periods
from geodata.files.table import Table
from geodata.imports.kinds.areas.area_strips import metres
from geodata.imports.kinds.areas.areas import import_areas
from geodata.imports.runs.command import ImportCommand
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report
from geodata.territory import codes


class Command(ImportCommand):
    help = "Counties, townships, villages and grids with their codes, names and polygons, recognised by code."
    what = "areas"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--level", default="", choices=codes.LEVELS, help="refuse rows of another level")
        parser.add_argument("--parent", default="", help="code of the area that all rows lie in")
        parser.add_argument("--code-field", default="", help="the column with the codes")
        parser.add_argument("--name-field", default="", help="the column with the names")
        parser.add_argument("--code", default="", help="the code, for a file with one single area")
        parser.add_argument("--name", default="", help="the name, for a file with one single area")
        parser.add_argument(
            "--leave-gaps", action="store_true", help="take grids that leave part of their village empty"
        )
        parser.add_argument(
            "--close-strips",
            default="",
            metavar="METRES",
            help="let grids take strips up to so many metres wide, at most 5; each is told",
        )
        parser.add_argument(
            "--on", type=dt.date.fromisoformat, help="first day of the new state (default: today)"
        )

    def take(self, table: Table, options: dict[str, Any]) -> Report:
        said = options["datum"] or (f"EPSG:{options['crs']}" if options["crs"] else "")
        fields = {"code": options["code_field"], "name": options["name_field"]}
        wishes = Wishes(
            level=options["level"],
            leave_gaps=options["leave_gaps"],
            close_strips=metres(options["close_strips"]),
            parent=options["parent"],
            columns=self.columns(options) | {field: heading for field, heading in fields.items() if heading},
            code=options["code"],
            name=options["name"],
            datum=options["datum"],
            epsg=options["crs"],
            answers=self.answers(options),
            source=f"{options['file'].name} {said}".strip(),
        )
        return import_areas(table, on=options["on"] or periods.today(), wishes=wishes, apply=options["apply"])

"""What the import commands share: a file in, a report out, exit code 1 when something stands in the way."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from geodata.audit.record import coming_by
from geodata.base.datum import Datum
from geodata.base.errors import BadInput
from geodata.files.dbf import ENCODINGS
from geodata.files.limits import COMMAND, within
from geodata.files.problems import Problem
from geodata.files.reading import read_table
from geodata.files.table import Table
from geodata.imports.runs.report import Report, as_text


class ImportCommand(ABC, BaseCommand):
    """A dry run unless --apply is given. Subclasses say what the rows are."""

    what = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="CSV, XLSX, XLS, GeoJSON, KML, KMZ, GeoPackage, Shapefile (also zipped)"
        )
        parser.add_argument(
            "--apply", action="store_true", help="write; without it only say what would happen"
        )
        parser.add_argument(
            "--datum", default="", choices=Datum.values, help="of coordinates without a system"
        )
        parser.add_argument("--crs", type=int, help="EPSG number of coordinates without a system")
        parser.add_argument("--layer", default="", help="the sheet or layer, where there are several")
        parser.add_argument(
            "--encoding",
            default="",
            choices=ENCODINGS,
            help="of the texts of a Shapefile whose .cpg is in doubt",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=HEADING",
            help="which column a field is in",
        )
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="QUESTION=CHOICE",
            help="a decision that the import asks for",
        )
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["language"] or translation.get_language()
        with translation.override(language), coming_by("command"):
            try:
                with within(COMMAND):
                    table = read_table(options["file"], layer=options["layer"], encoding=options["encoding"])
                report = self.take(table, options)
            except BadInput as error:
                report = _refused(self.what, error)
            for part in report.as_json() if options["json"] else [as_text(report)]:
                self.stdout.write(part, ending="")
            self.stdout.write("")
            if report.stops:
                raise CommandError(_("Nothing was written: solve the problems above first."))

    @abstractmethod
    def take(self, table: Table, options: dict[str, Any]) -> Report:
        """What the rows would change, or with --apply have changed."""

    def answers(self, options: dict[str, Any]) -> dict[str, str]:
        """--answer QUESTION=CHOICE as a mapping."""
        return dict(text.split("=", 1) for text in options["answer"] if "=" in text)

    def columns(self, options: dict[str, Any]) -> dict[str, str]:
        """--column FIELD=HEADING as a mapping. BadInput: without the sign between."""
        pairs = [text.partition("=") for text in options["column"]]
        wrong = next((field for field, sign, heading in pairs if not (field and sign and heading)), None)
        if wrong is not None:
            raise BadInput(
                _("--column needs a field and a heading."),
                field="column",
                value=wrong,
                remedy=_("For example: --column household_no=osm_id"),
            )
        return {field: heading for field, _sign, heading in pairs}


def _refused(what: str, error: BadInput) -> Report:
    value = "" if error.value is None else str(error.value)
    return Report(what, rows=0, problems=[Problem(None, error.field, value, error.message, error.remedy)])

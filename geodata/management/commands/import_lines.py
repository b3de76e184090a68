"""Roads or rivers of a county from a file: `manage.py import_lines FILE --area CODE --kind road [--apply]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from geodata.base import periods, wording
from geodata.base.datum import Datum
from geodata.base.errors import BadInput
from geodata.plans.line_layers import load_lines, read_lines
from geodata.plans.models import LayerLine
from geodata.territory.models import Area


class Command(BaseCommand):
    help = "Load a line layer along which new grids may end, in place of the county's last one. A dry run unless --apply is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="GeoJSON, KML, KMZ, GeoPackage, Shapefile (also zipped)")
        parser.add_argument("--area", required=True, help="code of the county")
        parser.add_argument("--kind", required=True, choices=LayerLine.Kind.values)
        parser.add_argument("--layer", default="", help="the layer, where there are several")
        parser.add_argument(
            "--datum", default="", choices=Datum.values, help="of coordinates without a system"
        )
        parser.add_argument("--crs", type=int, help="EPSG number of coordinates without a system")
        parser.add_argument(
            "--apply", action="store_true", help="write; without it only say what would happen"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = periods.today()
        county = Area.objects.on(today).filter(code=options["area"], level=Area.Level.COUNTY).first()
        if county is None:
            raise CommandError(_("There is no county %(code)s.") % {"code": options["area"]})
        path: Path = options["file"]
        try:
            lines = read_lines(
                path,
                county=county,
                on=today,
                layer=options["layer"],
                datum=options["datum"],
                epsg=options["crs"],
            )
        except BadInput as error:
            raise CommandError(f"{error.message} {error.remedy}") from error
        if options["apply"]:
            load_lines(county=county, kind=options["kind"], lines=lines, source=path.name)
        self.stdout.write(
            _("%(kind)s: %(lines)s lines in %(county)s, %(outside)s outside it.")
            % {
                "kind": LayerLine.Kind(options["kind"]).label,
                "lines": wording.figure(len(lines.shapes)),
                "county": county,
                "outside": wording.figure(lines.outside),
            }
        )
        if not options["apply"]:
            self.stdout.write(_("Nothing was changed. Run it again with --apply."))

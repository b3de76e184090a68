"""The base of all maps from files: `manage.py import_base road=roads.gpkg river=rivers.geojson --credit WORDS [--apply]`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.datum import Datum
from geodata.base.errors import BadInput
from geodata.files.limits import COMMAND, within
from geodata.imports.base_map import load_base, read_layer
from geodata.territory.models import BaseShape


class Command(BaseCommand):
    help = (
        "Load roads, rivers, waters, relief and settlements that lie below the areas of every map, in place of the last base."
        " A dry run unless --apply is given."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", metavar="KIND=FILE[#LAYER]",
            help=f"{', '.join(BaseShape.Kind.values)}, and a GeoPackage, GeoJSON, KML, KMZ, PMTiles or Shapefile (also zipped)",
        )  # fmt: skip
        parser.add_argument(
            "--credit", default="", help="whose it is and by which licence: shown on every map"
        )
        parser.add_argument(
            "--datum", default="", choices=Datum.values, help="of coordinates without a system"
        )
        parser.add_argument("--crs", type=int, help="EPSG number of coordinates without a system")
        parser.add_argument("--remove", action="store_true", help="take the base away")
        parser.add_argument(
            "--apply", action="store_true", help="write; without it only say what would happen"
        )

    def handle(self, *_args: Any, files: list[str], **options: Any) -> None:
        if bool(files) == options["remove"]:
            raise CommandError(_("State files, or --remove."))
        if files and not options["credit"].strip():
            raise CommandError(_("State with --credit whose base it is: it stands on every map."))
        layers = []
        for told in files:
            kind, _is, name = told.partition("=")
            if kind not in BaseShape.Kind.values:
                raise CommandError(_("“%(told)s” does not begin with a kind.") % {"told": told})
            path, _with, layer = name.partition("#")
            try:
                with within(COMMAND):
                    read = read_layer(
                        Path(path), kind=kind, layer=layer, datum=options["datum"], epsg=options["crs"]
                    )
            except BadInput as error:
                raise CommandError(f"{error.message} {error.remedy}") from error
            layers.append(read)
            self.stdout.write(
                _("%(kind)s: %(shapes)s shapes, %(outside)s elsewhere.")
                % {
                    "kind": BaseShape.Kind(kind).label,
                    "shapes": wording.figure(len(read.shapes)),
                    "outside": wording.figure(read.outside),
                }
            )
        if not options["apply"]:
            self.stdout.write(_("Nothing was changed. Run it again with --apply."))
        elif options["remove"]:
            BaseShape.objects.all().delete()
        else:
            load_base(layers, credit=options["credit"].strip(), at=timezone.now())

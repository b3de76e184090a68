"""`manage.py restore FILE`: a backup into an empty database, or in place of the present one, which is kept aside."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.wording import listed
from gridmap import environment
from gridmap.backups import archive
from gridmap.backups.errors import BackupError
from gridmap.backups.place import Place
from gridmap.management.commands.backup import report


class Command(BaseCommand):
    help = "Restore a backup into an empty database, and compare it with the backup's note."
    # It may be empty, or wrong: that is why something is restored.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--into", metavar="DATABASE_URL", default="", help="another database than the service's"
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="take the place of a database that is not empty; that one is kept under another name",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        told = (
            environment.address(options["into"], "--into")
            if options["into"]
            else settings.DATABASES["default"]
        )
        place = Place.of(told)
        try:
            note = archive.read_note(file)
            if missing := archive.missing_roles(file, place.beside("postgres")):
                raise BackupError(
                    _("The server lacks roles that the backup names: %(roles)s. Create them first.")
                    % {"roles": listed(missing)}
                )
            if options["replace"] and archive.contents(place):
                kept, found = archive.replace(file, place, at=timezone.localtime())
                report(self, note, found)
                self.stdout.write(
                    _("The former database is kept as %(name)s; drop it when all is well.") % {"name": kept}
                )
            else:
                archive.restore(file, place)
                report(self, note, archive.compare(file, place))
        except BackupError as error:
            raise CommandError(str(error)) from error

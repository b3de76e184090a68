"""`manage.py restore FILE`: a backup into an empty database, or in place of the present one, which is kept aside."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base.wording import figure, listed
from gridmap import environment
from gridmap.backups import archive
from gridmap.backups.ending import closed_in, end_all
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

        parser.add_argument(
            "--closed", type=Path, metavar="FILE", help="login names, one a line, of accounts closed since"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        address = (
            environment.address(options["into"], "--into")
            if options["into"]
            else settings.DATABASES["default"]
        )
        place = Place.of(address)
        try:
            note = archive.read_note(file)
            if missing := archive.missing_roles(file, place.beside("postgres")):
                raise BackupError(
                    _("The server lacks roles that the backup needs: %(roles)s. Create them first.")
                    % {"roles": listed(missing)}
                )
            names = _named(options["closed"])
            if options["replace"] and archive.contents(place):
                now = closed_in(place)
                known = None if names is None and now is None else [*(names or ()), *(now or ())]
                kept, differences = archive.replace(
                    file, place, at=timezone.localtime(), prepare=lambda fresh: self._end(fresh, known)
                )
                report(self, note, differences)
                self.stdout.write(
                    _("The former database is kept as %(name)s; drop it once all is well.") % {"name": kept}
                )
            else:
                archive.restore(file, place)
                differences = archive.compare(file, place)
                self._end(place, names)
                report(self, note, differences)
        except BackupError as error:
            raise CommandError(str(error)) from error

    def _end(self, place: Place, closed: list[str] | None) -> None:
        """Nobody is signed in after a restore, and who has gone since stays out."""
        ended = end_all(place, closed=closed or ())
        self.stdout.write(
            _("Ended: %(sessions)s sessions, %(tokens)s API tokens and all one-time links.")
            % {"sessions": figure(ended.sessions), "tokens": figure(ended.tokens)}
        )
        if closed is None:
            self.stderr.write(
                _(
                    "Which accounts were closed since the backup is not known here: check the record and"
                    " close them on the website, or list them with --closed FILE."
                )
            )
        elif ended.closed:
            self.stdout.write(
                _("Closed since the backup, and now closed again: %(names)s.")
                % {"names": listed(ended.closed)}
            )


def _named(file: Path | None) -> list[str] | None:
    """Login names, one a line."""
    if file is None:
        return None
    try:
        return [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BackupError(_("%(file)s is not a readable list of login names.") % {"file": file}) from error

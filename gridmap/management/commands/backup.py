"""`manage.py backup FILE`: the whole database as one file, and a note beside it of all that it holds."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base import wording
from gridmap.backups import archive
from gridmap.backups.archive import Note
from gridmap.backups.errors import BackupError
from gridmap.backups.inventory import Difference
from gridmap.backups.place import Place


class Command(BaseCommand):
    help = "Write the database into FILE, and into FILE.json what it holds. --verify restores it on trial and compares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--verify", action="store_true", help="restore it into a database of its own, and compare"
        )
        parser.add_argument(
            "--check-only", action="store_true", help="verify a file that is there, and write none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file, place = options["file"], Place.of(settings.DATABASES["default"])
        try:
            note = (
                archive.read_note(file)
                if options["check_only"]
                else archive.dump(place, file, at=timezone.now())
            )
            self.stdout.write(_summary(file, note))
            if options["verify"] or options["check_only"]:
                report(self, note, archive.check(file, place))
        except BackupError as error:
            raise CommandError(str(error)) from error


def _summary(file: Path, note: Note) -> str:
    return _("%(file)s: %(size).1f MB, %(tables)s tables, %(rows)s rows, made at %(made)s.") % {
        "file": file,
        "size": file.stat().st_size / 1e6,
        "tables": wording.figure(len(note.inventory["tables"])),
        "rows": wording.figure(note.rows),
        "made": note.made[:19],
    }


def report(command: BaseCommand, note: Note, differences: list[Difference]) -> None:
    """Say that all is there, kind by kind, or what is not; then it is an error."""
    for one in differences:
        state = _("missing") if not one.is_now else _("not in the backup") if not one.was else _("different")
        command.stderr.write(f"{one.kind}: {one.name}: {state}")
        if one.was and one.is_now:
            command.stderr.write(f"  {one.was[:300]}\n  {one.is_now[:300]}")
    if differences:
        raise CommandError(
            _("The restored database differs in %(n)s places.") % {"n": wording.figure(len(differences))}
        )
    counts = ", ".join(
        f"{wording.figure(len(things))} {kind}" for kind, things in note.inventory.items() if things
    )
    command.stdout.write(_("Restored and checked: everything is there (%(counts)s).") % {"counts": counts})

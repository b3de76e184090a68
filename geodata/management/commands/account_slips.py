import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.audit.record import coming_by
from geodata.base import periods, wording
from geodata.base.errors import DomainError
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.slips import issue_slips
from geodata.papers.slips import slips_pdf
from geodata.territory.models import Area

OWNER_ALONE = 0o600
NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
"""A file that was there before, or a link in its place, is never written to."""


class Command(BaseCommand):
    help = "Issue one-time links for the people of a village who have no password, and print them on slips as PDF."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--village", required=True, help="its code")
        parser.add_argument("--out", required=True, type=Path, help="the PDF; a file that exists is refused")
        parser.add_argument("--again", action="store_true", help="also replace links that are still valid")
        parser.add_argument(
            "--address", default="http://127.0.0.1:8000", help="of the service, for the links"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        village = Area.objects.on(periods.today()).filter(code=options["village"]).first()
        if village is None:
            raise CommandError(_("There is no such village."))
        try:
            file = os.open(options["out"], NEW, OWNER_ALONE)
        except OSError as error:
            raise CommandError(f"{options['out']}: {error.strerror}") from error
        try:
            rows = self._fill(file, village, again=options["again"], address=options["address"])
        except BaseException:
            # Links that were not issued after all must not lie about.
            options["out"].unlink(missing_ok=True)
            raise
        said = ngettext("%(n)s slip is in the file.", "%(n)s slips are in the file.", rows)
        self.stdout.write(said % {"n": wording.figure(rows)})

    def _fill(self, file: int, village: Area, *, again: bool, address: str) -> int:
        """The links are issued when the file is on the disk, or not at all."""
        everything = Scope((Grant(rights=frozenset({Right.ACCOUNTS})),))
        at, root = timezone.localtime(), f"{address.rstrip('/')}/"
        try:
            with os.fdopen(file, "wb") as target, transaction.atomic(), coming_by("command"):
                slips = issue_slips(
                    village=village, again=again, by=None, scope=everything, at=at, on=at.date()
                )
                target.write(slips_pdf(slips, root, village=village, by=str(_("Command line")), at=at))
                target.flush()
                os.fsync(file)
        except DomainError as error:
            raise CommandError(f"{error.message} {error.remedy}".strip()) from error
        return len(slips)

"""What stands beside households: `manage.py import_rows KIND FILE [--apply]`."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import BadInput
from geodata.files.table import Table
from geodata.imports.kinds.importer import take
from geodata.imports.kinds.registry import KINDS
from geodata.imports.runs.command import ImportCommand
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.report import Report


class Command(ImportCommand):
    help = "Members, contact links, departments, leaders, past visits or care records; areas and households have commands of their own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        own = [name for name in KINDS if name not in ("areas", "households")]
        parser.add_argument("kind", choices=own, help="what the rows are")
        super().add_arguments(parser)
        parser.add_argument("--village", default="", help="code of the village that all rows belong to")
        parser.add_argument("--by", default="", help="login name of who enters them")
        parser.add_argument(
            "--on", type=dt.date.fromisoformat, help="the day from which they hold (default: today)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.what = options["kind"]
        super().handle(*args, **options)

    def take(self, table: Table, options: dict[str, Any]) -> Report:
        wishes = Wishes(
            village=options["village"],
            columns=self.columns(options),
            datum=options["datum"],
            epsg=options["crs"],
            by=_account(options["by"]),
            answers=self.answers(options),
        )
        return take(
            KINDS[options["kind"]],
            table,
            on=options["on"] or periods.today(),
            wishes=wishes,
            apply=options["apply"],
        )


def _account(name: str) -> int | None:
    if not name:
        return None
    account = User.objects.filter(username__iexact=name).values_list("pk", flat=True).first()
    if account is None:
        raise BadInput(
            _("There is no account with this name."),
            field="by",
            value=name,
            remedy=_("Check the login name."),
        )
    return account

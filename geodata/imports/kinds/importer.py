"""What every kind of import has in common: its fields, what a file would do, and doing it.

A kind stages the rows of a file in temporary tables of the transaction, asks everything of them as sets, and writes
from there. So `check` comes before `apply` in the same transaction, and what is written is what was checked.
"""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from geodata.accounts.models import User
from geodata.base.scope import Right
from geodata.files.table import Table
from geodata.imports.kinds.staging import one_at_a_time
from geodata.imports.runs.options import Wishes
from geodata.imports.runs.posts_audit import posts_on_record
from geodata.imports.runs.report import Report


class Kind(ABC):
    """A kind of rows. `needed` are fields without which a file makes no sense, `several` may stand in more columns.

    `needs_place`: its rows may have coordinates, so that the datum is asked for. `right` is what importing it needs.
    """

    name: str
    label: Promise
    fields: tuple[str, ...]
    needed: tuple[str, ...] = ()
    several: tuple[str, ...] = ()
    needs_place: bool = False
    right: Right = Right.IMPORT

    @abstractmethod
    def check(self, table: Table, *, on: dt.date, wishes: Wishes) -> Report:
        """Stage the rows and tell what they would do. BadInput: the file cannot be understood as a whole."""

    @abstractmethod
    def apply(self, report: Report, *, on: dt.date, wishes: Wishes) -> None:
        """Write what the check in this transaction has staged."""


@transaction.atomic
def take(kind: Kind, table: Table, *, on: dt.date, wishes: Wishes, apply: bool = False) -> Report:
    """The rows as they stand in the file from that day on: what is new and changed, or all that is wrong.

    Applied whole or not at all; posts that it fills or ends are on record. BadInput: the file cannot be understood as a
    whole.
    """
    if apply:
        one_at_a_time()
    report = kind.check(table, on=on, wishes=wishes)
    if not apply or report.stops or report.says_no_change:
        return report
    by = User.objects.get(pk=wishes.by) if wishes.by else None
    with posts_on_record(kind.name, by=by, at=timezone.now()):
        kind.apply(report, on=on, wishes=wishes)
    return replace(report, applied=True)

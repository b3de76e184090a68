"""What every kind of import has in common: its fields, what a file would do, and doing it.

A kind stages the rows of a file in temporary tables of the transaction, asks everything of them as sets, and writes
from there. So `check` comes before `apply` in the same transaction, and what is written is what was checked.
"""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import replace

from django.db import transaction
from django.utils.functional import Promise

from geodata.imports.report import Report
from geodata.imports.staging import one_at_a_time
from geodata.imports.table import Table
from geodata.imports.wishes import Wishes
from geodata.territory.scope import Right


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

    Applied whole or not at all. BadInput: the file cannot be understood as a whole.
    """
    if apply:
        one_at_a_time()
    report = kind.check(table, on=on, wishes=wishes)
    if not apply or report.stops or report.says_no_change:
        return report
    kind.apply(report, on=on, wishes=wishes)
    return replace(report, applied=True)

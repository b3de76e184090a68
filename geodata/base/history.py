"""Who changed what, when and in which request: every row as it was before a change, kept by triggers.

Rows are appended by the database itself, whatever way a change comes; what a row is now stands in its table. The
context (user, request id, reason) is set by the web layer, by commands and by jobs with `pghistory.context`.
"""

from collections.abc import Sequence
from contextvars import ContextVar
from typing import TypeVar

import pghistory
from django.db.models import Model

Table = TypeVar("Table", bound=type[Model])


NOTE = "pghistory.context_metadata"
"""The setting of the transaction that the triggers copy into former rows: user, request, reason."""

request_id: ContextVar[str] = ContextVar("request_of_the_transaction", default="")
"""In which request, command or job the transaction changes rows; entries of the record of access name it too."""


def tracked(model: Table, *, exclude: Sequence[str] = (), created: bool = False, former: str = "") -> Table:
    """Class decorator: keep the former rows of the table. `exclude` names columns that are no one's business.

    `created`: new rows are kept too, so that who made them is known; not for tables that are filled by the thousand.
    `former` names the table of former rows where it is not called as the model.
    """
    new = [pghistory.InsertEvent("created", row=pghistory.New)] if created else []
    track = pghistory.track(
        *new,
        pghistory.UpdateEvent("changed", row=pghistory.Old, condition=pghistory.AnyChange()),
        pghistory.DeleteEvent("deleted"),
        level=pghistory.Statement,
        context_field=pghistory.ContextJSONField(),
        obj_field=pghistory.ObjForeignKey(related_name="changes", related_query_name="changes_query"),
        append_only=True,
        exclude=list(exclude),
        meta={"db_table": former} if former else None,
    )
    decorated: Table = track(model)
    return decorated

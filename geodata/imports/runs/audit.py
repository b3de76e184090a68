"""What an import that is written, or taken back, puts on the record of access: itself. Its posts: `posts_audit.py`."""

import datetime as dt

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.imports.actions import Action as Prepared
from geodata.imports.models import ImportRun


def record_step(run: ImportRun, *, by: User, at: dt.datetime) -> None:
    """It was uploaded, or somebody went on with it; nothing is written."""
    told = {"import": run.pk, "kind": run.kind}
    record_access(user=by, action=Prepared.IMPORT_PREPARED, at=at, subject=run.area.code, details=told)


def record_import(run: ImportRun, *, action: str, by: User, at: dt.datetime) -> None:
    """What it counted, in the request that asked for it."""
    told = {name: run.counts.get(name, 0) for name in ("new", "changed")}
    record_access(
        user=by,
        action=action,
        at=at,
        subject=run.area.code,
        details={"import": run.pk, "kind": run.kind, **told},
    )

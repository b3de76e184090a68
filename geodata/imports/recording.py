"""What an import that is written, or taken back, puts on the record of access: itself, and every post that it filled or ended."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from geodata.audit.record import record_access
from geodata.contacts.models import Duty
from geodata.imports.models import ImportRun
from geodata.second_line import request_id

Action = AccessEntry.Action


def record_import(run: ImportRun, *, action: AccessEntry.Action, by: User, at: dt.datetime) -> None:
    """What it counted, in the request that asked for it."""
    told = {name: run.counts.get(name, 0) for name in ("new", "changed")}
    record_access(
        user=by,
        action=action,
        at=at,
        subject=run.area.code,
        details={"import": run.pk, "kind": run.kind, **told},
        request_id=request_id.get(),
    )


@contextmanager
def posts_on_record(run: ImportRun, *, by: User, at: dt.datetime) -> Iterator[None]:
    """One entry for each post that is filled or ended inside. Only lists of leaders touch posts."""
    before = _posts(run)
    yield
    after = _posts(run)
    for pk in sorted(before.keys() | after.keys()):
        was, now = before.get(pk), after.get(pk)
        if was != now:
            _record_post(
                now or was or {}, run, filled=bool(now and now["period"].upper is None), by=by, at=at
            )


def _posts(run: ImportRun) -> dict[int, dict[str, Any]]:
    if run.kind != "leaders":
        return {}
    told = Duty.objects.values("pk", "kind", "period", "user__username", "area__code")
    return {post["pk"]: dict(post) for post in told}


def _record_post(post: dict[str, Any], run: ImportRun, *, filled: bool, by: User, at: dt.datetime) -> None:
    record_access(
        user=by,
        action=Action.POST_FILLED if filled else Action.POST_ENDED,
        at=at,
        subject=post["user__username"],
        details={"post": post["kind"], "area": post["area__code"] or "", "import": run.pk},
        request_id=request_id.get(),
    )

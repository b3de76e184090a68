"""What rows that are written, or taken back, put on the record of access: every post that they filled or ended."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.posts.concept import Action
from geodata.posts.models import Post


@contextmanager
def posts_on_record(kind: str, *, by: User | None, at: dt.datetime, run: int | None = None) -> Iterator[None]:
    """One entry for each post that is filled or ended inside. Only lists of leaders touch posts.

    `by` is None for an operator on the command line who names nobody; `run` the number of an office's import.
    """
    before = _posts(kind)
    yield
    after = _posts(kind)
    for pk in sorted(before.keys() | after.keys()):
        was, now = before.get(pk), after.get(pk)
        if was != now:
            _record_post(
                now or was or {}, run, filled=bool(now and now["period"].upper is None), by=by, at=at
            )


def _posts(kind: str) -> dict[int, dict[str, Any]]:
    if kind != "leaders":
        return {}
    told = Post.objects.values("pk", "kind", "period", "user__username", "area__code")
    return {post["pk"]: dict(post) for post in told}


def _record_post(
    post: dict[str, Any], run: int | None, *, filled: bool, by: User | None, at: dt.datetime
) -> None:
    of_import = {} if run is None else {"import": run}
    record_access(
        user=by,
        action=Action.POST_FILLED if filled else Action.POST_ENDED,
        at=at,
        subject=post["user__username"],
        details={"post": post["kind"], "area": post["area__code"] or ""} | of_import,
    )

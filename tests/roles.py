"""As whom a test runs. Requests and commands are not alone: the whole suite runs as the web role, which owns nothing.

What a test needs is made by the owner of the tables: in fixtures, by the builders of tests/village.py, or inside
`with owner():`. The test itself then runs as `gridmap_web`, with a scope in force that holds every village, so that a
verb that asks for a right which the web role has not got fails in its own test. What is the owner's by nature
(migrations, loading the demo, commands, the policies' own tests) stands in `OWNERS` or says so itself:
`@pytest.mark.owner("why")`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

import pytest
from django.db import connection, transaction

from geodata.base import rls
from geodata.jobs.daily import everything


class Role(StrEnum):
    WEB = "the web role"
    OWNER = "the owner of the tables"
    OWN_TRANSACTIONS = "transactions of their own (their requests as the web role)"
    NONE = "no database"


OWNERS: dict[str, str] = {
    "tests/demo": "the demo is loaded by COPY, with triggers and policies at rest",
    "tests/imports/test_kathmandu.py": "its import makes the villages that no scope can hold before",
    "tests/api/test_imports.py": "jobs are seen by nobody but their user, as whom the requests run",
    "tests/api/test_plan_moves.py": "jobs are seen by nobody but their user, as whom the requests run",
    "tests/jobs": "jobs are seen by nobody but their user, whose scope these tests put in force themselves",
    "tests/pages/test_imports.py": "jobs are seen by nobody but their user, as whom the requests run",
    "tests/rls": "policies are tried from outside: these tests choose their role and scope themselves",
    "tests/retention": "manage.py forget is a command of the owner: it removes what nobody else may",
}
"""Modules and folders whose tests run as the owner, and why."""

_as_web: ContextVar[bool] = ContextVar("as_web", default=False)
_everything: ContextVar[str] = ContextVar("everything", default="")
"""The villages that were all there were when last we looked."""


def role_of(item: pytest.Item) -> Role:
    names = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    if names & {"transactional_db", "live_server"} or (mark and mark.kwargs.get("transaction")):
        return Role.OWN_TRANSACTIONS
    if not mark and "db" not in names:
        return Role.NONE
    return Role.OWNER if item.get_closest_marker("owner") or owners(item) else Role.WEB


def owners(item: pytest.Item) -> str:
    """Why the whole module is the owner's; empty: it is not."""
    return next((why for place, why in OWNERS.items() if item.nodeid.startswith(place)), "")


@contextmanager
def as_web() -> Iterator[None]:
    """The web role, with everything in its scope."""
    token = _as_web.set(True)
    try:
        with rls.as_web_role():
            show_everything()
            yield
    finally:
        _as_web.reset(token)


def show_everything() -> None:
    rls.show(everything())
    _everything.set(rls.standing.get()["gridmap.villages"])


@contextmanager
def owner() -> Iterator[None]:
    """What is made inside is made by the owner; afterwards it is in the scope. Also a decorator."""
    before = rls.standing.get()
    if not _as_web.get() or before["role"] == "none":
        yield
        return
    try:
        with transaction.atomic():
            rls.put({"role": "none"})
            yield
            if not connection.needs_rollback:
                rls.put(before)
                if before["gridmap.villages"] == _everything.get():
                    show_everything()
    except BaseException:
        rls.standing.set(before)
        raise

"""`make laws`: every law has a test that dies with it.

Given to pytest as `-p tests.laws.without`. For each law the test that kills it runs in a transaction in which the law was
taken away, and has to fail; a test that still passes, and a law without a test, are named and fail the run. Which test it
is: the one whose parameter is called like the law, else what killers.toml says.
"""

import json
from collections.abc import Generator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from tests import databases
from tests.laws.killed_by import killers, write
from tests.laws.refusals import Refusal, refusals
from tests.laws.refusals import without as gone
from tests.laws.weakened import laws

FOLDER = "tests/laws/"
NOT_BY = "tests/laws/test_sql_files.py"
"""It dies with everything, and says nothing of what a law is for."""
law_of = pytest.StashKey[str]()
origin = pytest.StashKey[str]()
taken = pytest.StashKey[dict[str, str | Refusal]]()
missing = pytest.StashKey[dict[str, str]]()
dead = pytest.StashKey[dict[str, str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--laws-like", default="", help="only laws whose name holds these letters")
    parser.addoption(
        "--candidates", help="of tests/laws/recorded.py: what kills a law without a test is written down"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[missing], config.stash[dead] = {}, {}


def known(config: pytest.Config) -> dict[str, str | Refusal]:
    """All laws: the database's with the statement that takes them away, the verbs' with the place of their `raise`."""
    with config.stash[blocking_manager_key].unblock():
        name = databases.migrated()
        parameters = connection.get_connection_params() | {"dbname": name}
        connection.close()
        with psycopg.connect(**parameters) as there, there.cursor() as cursor:
            of_database = laws(cursor)
    named = of_database | {refusal.law: refusal for refusal in refusals()}
    like = config.getoption("--laws-like")
    return {law: how for law, how in named.items() if like in law}


def candidates(config: pytest.Config) -> dict[str, list[str]]:
    path = config.getoption("--candidates")
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else {}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In place of the tests: one run of a test for each law."""
    wanted, named = known(config), killers()
    by_id = {item.nodeid: item for item in items}
    by_law = {
        item.callspec.id: item
        for item in items
        if item.nodeid.startswith(FOLDER) and not item.nodeid.startswith(NOT_BY) and hasattr(item, "callspec")
    }
    runs, tried = [], candidates(config)
    for law in wanted:
        # pytest writes what is not ASCII in escapes.
        if item := by_law.get(law.encode("unicode_escape").decode()) or by_id.get(named.get(law, "")):
            runs.append(copied(item, law))
        else:
            config.stash[missing][law] = f"no such test: {named[law]}" if law in named else "no test"
            runs += [copied(by_id[test], law) for test in tried.get(law, []) if test in by_id]
    if not config.getoption("--laws-like"):
        config.stash[missing] |= dict.fromkeys(named.keys() - wanted.keys(), "no such law")
    place = {item: number for number, item in enumerate(items)}
    items[:] = sorted(runs, key=lambda run: place[by_id[run.stash[origin]]])
    config.stash[taken] = wanted


def copied(item: pytest.Item, law: str) -> pytest.Function:
    assert isinstance(item, pytest.Function)
    run = pytest.Function.from_parent(
        item.parent,
        name=f"{item.name} without {law}",
        originalname=item.originalname,
        callspec=getattr(item, "callspec", None),
        callobj=item.obj,
        fixtureinfo=item._fixtureinfo,
    )
    run.stash[law_of], run.stash[origin] = law, item.nodeid
    return run


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    law, config = item.stash[law_of], item.config
    if law in config.stash[dead]:
        # Of several candidates one is enough.
        item.runtest = lambda: None
        return (yield)
    with weakened(config.stash[taken][law]):
        try:
            yield
        except (Exception, pytest.fail.Exception):
            config.stash[dead][law] = item.stash[origin]
            return None
    raise AssertionError(f"it passes without its law: {law}")


def weakened(how: str | Refusal) -> AbstractContextManager[None]:
    if isinstance(how, Refusal):
        return gone(how)
    # Here, since models cannot be read while a plugin is.
    from tests.roles import owner

    with owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(how)
    return nullcontext()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    new = {law: test for law, test in config.stash[dead].items() if config.stash[missing].pop(law, "")}
    if new:
        write(killers() | new)
    for law, why in sorted(config.stash[missing].items()):
        terminalreporter.write_line(f"{law}: {why}", red=True)
    everything, gone_by = len(config.stash[taken]), len(config.stash[dead])
    terminalreporter.write_line(f"{everything} laws, {gone_by} with a test that died without them")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.stash[missing]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

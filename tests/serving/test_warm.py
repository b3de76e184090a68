"""What a web process has done before it takes its first request, each time in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from gridmap.local.paths import CHECKOUT
from tests.patience import PATIENCE, until
from tests.serving.servers import QUICK, serving

pytestmark = pytest.mark.django_db

WARM = """
from gridmap.serving import warm
import gc, json, sys, threading
from django.db import connections
from django.template import engines
from api.web.unavailable import breaker
asked, told = warm.ask, {}
warm.ask = lambda path: told.setdefault(path, asked(path))
warm.warm()
told["threads"] = [each.name for each in threading.enumerate()][1:]
told["connections"] = [each.alias for each in connections.all() if each.connection is not None]
told["away"], told["frozen"] = breaker.open, gc.get_freeze_count()
kept = engines["django"].engine.template_loaders[0].get_template_cache
told["cold"] = len(set(warm.own_templates()) - set(kept))
known = set(sys.modules)
for path in warm.PAGES:
    asked(path)
told["late"] = sorted(set(sys.modules) - known)
print(json.dumps(told))
"""


def warmed(address: str) -> dict[str, Any]:
    """What a process that is warm tells of itself."""
    done = subprocess.run(
        [sys.executable, "-c", WARM],
        cwd=CHECKOUT,
        env=os.environ | QUICK | {"DATABASE_URL": address, "WEB_DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return document


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    return "postgres://{USER}:{PASSWORD}@:{PORT}/{NAME}?host={HOST}".format(**connection.settings_dict)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a database may come to be."""
    return tmp_path_factory.mktemp("sockets")


@pytest.fixture(scope="module")
def well(address: str) -> dict[str, Any]:
    return warmed(address)


@pytest.fixture(scope="module")
def away(nowhere: Path) -> dict[str, Any]:
    return warmed(f"postgres://gridmap@/gridmap?host={nowhere}")


def test_pages_are_answered_in_earnest(well: dict[str, Any]) -> None:
    assert [well[path] for path in ("/login/", "/today/", "/api/v1/me/", "/readyz")] == [200, 302, 401, 200]


def test_no_template_is_read_and_no_module_loaded_by_a_request(well: dict[str, Any]) -> None:
    assert (well["cold"], well["late"]) == (0, [])
    assert well["frozen"] > 100_000


def test_what_is_copied_holds_no_connection_and_no_thread(well: dict[str, Any]) -> None:
    assert (well["threads"], well["connections"]) == ([], [])


def test_without_a_database_it_is_warm_all_the_same(away: dict[str, Any]) -> None:
    assert (away["/login/"], away["/readyz"], away["cold"]) == (503, 503, 0)
    assert (away["threads"], away["connections"], away["away"]) == ([], [], False)


def test_a_server_begun_before_its_database_serves_when_that_is_there(nowhere: Path, address: str) -> None:
    here = connection.settings_dict
    with serving(address.replace(here["HOST"], str(nowhere)), nowhere / "log") as running:
        assert running.ask("/login/").status == 503
        name = f".s.PGSQL.{here['PORT'] or 5432}"
        (nowhere / name).symlink_to(Path(here["HOST"]) / name)
        until(lambda: running.ask("/login/").status == 200)

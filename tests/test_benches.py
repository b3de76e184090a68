"""A bench writes in its own database alone: none starts on one that people use."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from bench.timing import NOTES, Line, show, table
from geodata.accounts.models import ApiToken
from tests import village as v
from tests.roles import owner

BENCHES = {path.stem: path for path in (Path(settings.BASE_DIR) / "bench").glob("*.py")}
WITHOUT = {
    "__main__": "makes the databases and starts each bench in one of them",
    "fmtm_runner": "runs another project's splitting in a database that it is given",
    "pairing": "its numbers are in memory",
}
"""Programs that need no database of the benches, and why."""


def calls(source: str) -> set[str]:
    found = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {ast.unparse(function) for function in found}


def programs() -> list[str]:
    return sorted(name for name, path in BENCHES.items() if "__main__" in path.read_text(encoding="utf-8"))


def test_there_are_benches():
    assert len(programs()) >= 12 and set(WITHOUT) <= set(programs())


@pytest.mark.parametrize("name", programs())
def test_every_bench_begins_in_a_database_of_its_own(name: str):
    found = calls(BENCHES[name].read_text(encoding="utf-8"))
    assert ("begin" in found) != (name in WITHOUT)


@pytest.mark.parametrize("name", sorted(BENCHES))
def test_no_bench_sets_django_up_by_itself(name: str):
    found = calls(BENCHES[name].read_text(encoding="utf-8"))
    assert "django.setup" not in found or name in ("databases", "__main__")


def test_all_bounds_of_a_run_come_together_held_or_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    notes = tmp_path / "figures"
    monkeypatch.setenv(NOTES, str(notes))
    show("Lists", [Line("gaps", 12.0, 3.0, 5.0, "its SQL"), Line("told alone", 1.0)])
    show("Pages", [Line("home", 900.0, at_most=800)])
    _head, lists, pages = table(notes).splitlines()
    assert "Lists: gaps" in lists and lists.endswith("4.00     5.00 held   of its SQL")
    assert "Pages: home" in pages and pages.endswith("900.00   800.00 MISSED ms")


@pytest.mark.parametrize("database", ["gridmap", "county_bench_1"])
def test_a_database_that_people_use_is_refused(database: str):
    told = os.environ | {"DATABASE_URL": f"postgres://nobody@/{database}?host=/nowhere"}
    ran = subprocess.run(
        [sys.executable, "-m", "bench.visits"], env=told, capture_output=True, text=True, check=False,
        cwd=settings.BASE_DIR,
    )  # fmt: skip
    assert ran.returncode == 1
    assert f"{database} is no database of the benches" in ran.stderr


@pytest.mark.owner("a bench takes away what it has written")
def test_the_bench_of_visits_takes_away_its_own_tokens_alone(places: v.County):
    from bench.visits import undone

    who = v.user()
    with owner():
        before = ApiToken.issue(user=who, at=v.NOON)
    with undone():
        ApiToken.issue(user=v.user(), at=v.NOON)
    assert ApiToken.objects.get().user == who
    assert before

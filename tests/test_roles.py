"""As whom tests run: the web role, but for a short list that says why."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from geodata.base.rls import as_web_role
from geodata.people.models import Household
from tests import village as v
from tests.attack.calling import tell
from tests.roles import OWNERS, Role, owner, role_of

HERE = Path(__file__).parent
WHY = "this test is about the mark itself"
BOTH = ("laws", "agreement")
"""Folders whose tests take both roles by themselves: a law is tried as the owner and as the web role; doors answer as the
web role, and their records are read as the owner."""
MARK = re.compile(r"mark\.owner\(([^)]*)\)")


def me() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        found: str = cursor.fetchone()[0]
    return found


def test_a_test_runs_as_the_web_role(db):
    assert me() == "gridmap_web"


@pytest.mark.owner(WHY)
def test_a_test_that_says_so_runs_as_the_owner(db):
    assert me() != "gridmap_web"


def test_what_builders_make_is_in_the_scope(db):
    v.county()
    assert Household.objects.count() == 4
    v.household(v.area("430382100201003"))
    assert (Household.objects.count(), me()) == (5, "gridmap_web")


def test_what_the_web_role_may_not_fails_in_its_test(db):
    v.county()
    with pytest.raises(ProgrammingError), transaction.atomic():
        Household.objects.all()._raw_delete("default")
    with owner():
        assert me() != "gridmap_web"
    assert me() == "gridmap_web"


def test_after_a_failed_builder_it_is_the_web_role_again(db):
    v.area("430382", "例县")
    with pytest.raises(Exception, match="one_area_per_code_and_day"), transaction.atomic():
        v.area("430382", "again")
    assert me() == "gridmap_web"


def test_after_a_request_or_another_scope_everything_is_there_again(db):
    v.county()
    Client().get("/login/")
    with as_web_role():
        assert Household.objects.count() == 0
    assert (Household.objects.count(), me()) == (4, "gridmap_web")


def marks() -> list[str]:
    """The reasons that stand in marks, as they are written."""
    files = [path for path in HERE.rglob("*.py") if path.relative_to(HERE).parts[0] not in BOTH]
    return [why for path in files for why in MARK.findall(path.read_text(encoding="utf-8"))]


def test_the_owners_list_is_short_and_every_entry_says_why():
    assert len(OWNERS) <= 8
    assert all((HERE.parent / place).exists() and len(why) > 30 for place, why in OWNERS.items())
    assert len(marks()) <= 63
    assert all(len(why) > 2 for why in marks())


def test_most_tests_run_as_the_web_role(request, capsys):
    """Counted where the whole suite is collected."""
    items = [item for item in request.session.items if item.path.relative_to(HERE).parts[0] not in BOTH]
    counted = Counter(role_of(item) for item in items)
    tell(capsys, ", ".join(f"{number} tests: {role}" for role, number in counted.most_common()))
    if counted.total() > 1_500:
        assert counted[Role.WEB] > 4 * counted[Role.OWNER]

"""The tool of `make laws` itself: it finds what is refused, takes it away, and gives it back."""

import ast
import subprocess
import sys

import pytest
import shapely

from geodata.base.errors import BadInput
from geodata.geometry import crossings
from tests.laws.refusals import EXPECTED, ROOT, made_by, of_source, refusals, without
from tests.laws.weakened import constraint_law, plain

SOURCE = """
def _gone() -> NotFound:
    return NotFound("It is gone.")

class Desk:
    def take(self, one):
        if one is None:
            raise _gone()
        if one < 0:
            raise BadInput(_("%(one)d is too small."), value=one)
        raise BadInput(_("%(one)d is too small."), value=one)

def unexpected():
    raise ValueError("a mistake of ours")
"""


def test_every_refusal_is_found_with_its_sentence():
    tree = ast.parse(SOURCE)
    refusals = of_source("geodata.desk", "desk.py", tree, EXPECTED | made_by(tree))
    assert [(each.law, each.line) for each in refusals] == [
        ("geodata.desk.Desk.take: _gone()", 8),
        ("geodata.desk.Desk.take: %(one)d is too small.", 10),
        ("geodata.desk.Desk.take: %(one)d is too small. (2)", 11),
    ]


def test_names_of_refusals_are_unique():
    laws = [each.law for each in refusals()]
    assert len(laws) > 200
    assert len(laws) == len(set(laws))


@pytest.mark.django_db
def test_every_law_has_a_test_that_is_there():
    """Which `make laws` would tell as well, when somebody runs it. A refusal that moves takes its name along."""
    command = [sys.executable, "-m", "tests.laws", "--collect-only", "-qq"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert listed.returncode == 0, listed.stdout[-3000:]


def test_without_a_refusal_the_function_goes_on_and_refuses_again_afterwards(monkeypatch):
    monkeypatch.setattr(crossings, "MOST_SEGMENTS", 0)
    lines = shapely.linestrings([[(0, 0), (1, 1)]])
    law = "geodata.geometry.crossings.check_tangle: The lines have"
    with pytest.raises(BadInput):
        crossings.check_tangle(lines)
    with without(next(each for each in refusals() if each.law.startswith(law))):
        crossings.check_tangle(lines)
    with pytest.raises(BadInput):
        crossings.check_tangle(lines)


@pytest.mark.parametrize(
    ("name", "kind", "columns", "law"),
    [
        ("one_visit_per_client_id", "unique", ["client_id"], "one_visit_per_client_id"),
        (
            "geodata_visit_entered_by_id_1f_fk_geodata_user_id",
            "foreign key",
            ["entered_by_id"],
            "foreign key (entered_by_id)",
        ),
    ],
)
def test_a_constraint_is_called_by_its_meaning(name, kind, columns, law):
    assert constraint_law(name, kind, columns) == law


def test_a_trigger_of_former_rows_loses_its_hash():
    assert plain("pgtrigger_changed_update_c4db2") == "changed_update"
    assert plain("take_village") == "take_village"

"""The table of verbs is whole."""

import pytest

from tests.agreement.cast import ROLES
from tests.agreement.table import CONCEPTS
from tests.attack.calling import tell

VERBS = [verb for verbs in CONCEPTS.values() for verb in verbs]


def test_a_verb_stands_in_it_once_and_has_doors_enough_to_disagree():
    assert len({verb.name for verb in VERBS}) == len(VERBS)
    assert all(len(verb.doors) > 1 for verb in VERBS)


def test_what_each_role_gets_is_written_down(capsys: pytest.CaptureFixture[str]):
    assert [verb.name for verb in VERBS if len(verb.outcomes) != len(ROLES)] == []
    cells = sum(len(verb.doors_of(role)) for verb in VERBS for role in ROLES)
    tell(capsys, f"{len(VERBS)} verbs, {len(ROLES)} roles: {cells} cells agree.")

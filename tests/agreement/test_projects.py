"""Livelihood projects: every door agrees."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.agreement import projects
from tests.agreement.agreeing import check
from tests.agreement.asking import Ask, Verb
from tests.agreement.cast import ROLES, Stage

pytestmark = [pytest.mark.django_db, pytest.mark.owner("its requests run as the web role by themselves")]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", projects.VERBS, ids=lambda verb: verb.name.replace(" ", "-"), indirect=True)
def test_all_doors_agree(on_stage: Stage, verb: Verb, ready: Callable[[Ask], Any], role: str):
    check(on_stage, verb, role, ready)

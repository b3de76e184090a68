"""How a refusal of the domain is met: called directly, by the name of its law, and asked for its sentence.

Elsewhere a wrong value is often refused twice over, and a test that only asks for some refusal lives without one of them.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from geodata.base.errors import DomainError
from tests.laws.refusals import refusals

Call = Callable[[Path], Any]
ALL = [each.law for each in refusals()]


def named(start: str) -> str:
    """The law that is meant: the one called so, or the only one that begins so."""
    found = [law for law in ALL if law.startswith(start)]
    return start if start in found else found[0]


def each_of(calls: Mapping[str, Call]) -> pytest.MarkDecorator:
    """One test for each, called like its law. `calls`: how a law's name begins, and what it refuses."""
    given = [pytest.param(named(start), call, id=named(start)) for start, call in calls.items()]
    return pytest.mark.parametrize(("law", "call"), given)


def check(law: str, call: Call, folder: Path) -> None:
    """The call is refused in the words of that law, where its name tells them."""
    with pytest.raises(DomainError) as refused:
        call(folder)
    sentence = max(re.split(r"%\(\w+\)\w", law.split(": ", 1)[1]), key=len)
    if not sentence.endswith((")", "(2)")):
        assert sentence in f"{refused.value.message} {refused.value.remedy}"

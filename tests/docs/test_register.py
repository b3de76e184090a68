"""docs/register.md names every kind of change with what it takes, and no other."""

import re

import pytest

from geodata.register.kinds.registry import KINDS
from tests.docs.test_places import CHECKOUT

PAGE = (CHECKOUT / "docs" / "register.md").read_text()
KINDS_TOLD = PAGE.split("\n## The kinds\n")[1].split("\n## ")[0]
ROWS = dict(re.findall(r"^\| `(\w+)` \|(.*)\|$", KINDS_TOLD, re.MULTILINE))


def fields(kind: str) -> set[str]:
    """With those of the kind that it is like."""
    *_means, told = ROWS[kind].split("|")
    like = re.search(r"as `(\w+)`", told)
    said = re.sub(r"\([^)]*\)", "", told.replace(like[0], "") if like else told)
    return set(re.findall(r"`(\w+)`", said)) | (fields(like[1]) if like else set())


def test_every_kind_has_a_row():
    assert list(ROWS) and set(ROWS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_names_the_fields_of_its_kind(kind):
    assert fields(kind) == set(KINDS[kind].fields)


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_to_be_said_is_bold(kind):
    like = re.search(r"as `(\w+)`", ROWS[kind])
    bold = set(re.findall(r"\*\*`(\w+)`\*\*", ROWS[kind] + (ROWS[like[1]] if like else "")))
    assert bold == {name for name, field in KINDS[kind].fields.items() if field.required}

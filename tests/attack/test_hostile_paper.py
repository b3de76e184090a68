"""Hostile texts on paper are text: a PDF has no link, no script and no file in it, and asks nobody for anything."""

import io

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.exports.extracts.extract import AreaQuestion
from geodata.papers import rosters
from tests import village as v
from tests.attack.hostile import FORMULAS, NAUGHTY, PLACES, SCRIPTS, TEMPLATES
from tests.defaults import load_defaults

ACTIVE = {
    "/URI",
    "/JS",
    "/JavaScript",
    "/OpenAction",
    "/AA",
    "/Launch",
    "/EmbeddedFile",
    "/RichMedia",
    "/SubmitForm",
}
HEADS = [
    text
    for text in dict.fromkeys([*TEMPLATES, *SCRIPTS, *FORMULAS, *PLACES, *NAUGHTY[::5]])
    if text.strip() and len(text) <= 60 and text.isprintable()
]


@pytest.fixture
def question(db) -> AreaQuestion:
    load_defaults()
    places = v.county()
    for text in HEADS:
        home = v.household(places.grids[0], address=text, group=text[:40])
        v.Household.objects.filter(pk=home.pk).update(head_name=text)
    scope = scope_of(v.officer("village_officer", places.west), on=today())
    return AreaQuestion(scope, places.west, today(), "例甲", timezone.localtime())


def keys(found: object, seen: set[int]) -> set[str]:
    """The names of all entries in everything that can be reached."""
    if isinstance(found, IndirectObject):
        if found.idnum in seen:
            return set()
        seen.add(found.idnum)
        found = found.get_object()
    if isinstance(found, DictionaryObject):
        return set(found) | {key for value in found.values() for key in keys(value, seen)}
    if isinstance(found, ArrayObject):
        return {key for value in found for key in keys(value, seen)}
    return set()


def test_nothing_in_a_roster_of_hostile_names_acts(question, no_network):
    assert len(HEADS) > 100
    (content,) = rosters.parts(question)
    found = keys(PdfReader(io.BytesIO(content)).trailer, set())
    assert "/Font" in found
    assert found & ACTIVE == set()
    assert no_network == []


def test_what_looks_like_a_template_or_a_script_is_printed_as_text(question):
    page = render_to_string("print/roster.html", rosters.roster_context(question))
    assert "{{7*7}}" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page

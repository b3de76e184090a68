"""/records/kept/: how long what is kept, for whoever audits."""

import pytest

from geodata.base.manifest import concepts
from geodata.base.periods import today
from geodata.retention import forget
from tests import village as v
from tests.pages.conftest import reader
from tests.roles import owner

KEPT = [kept for concept in concepts() for kept in concept.kept]


@pytest.fixture
def auditor(db):
    return reader(v.officer("auditor", None))


def test_it_tells_all_that_manifests_say(auditor, settings):
    settings.KEEP_NOTES_DAYS, settings.KEEP_LEFT_DAYS = 77, 0
    page = auditor.text("/records/kept/")
    for kept in KEPT:
        assert kept.setting in page
    assert ">77<" in page.replace(" ", "") and "For ever" in page


def test_it_tells_when_something_was_last_forgotten(auditor):
    assert "Nothing has been forgotten yet" in auditor.text("/records/kept/")
    with owner():
        forget(on=today(), apply=True)
    assert "Last forgotten on" in auditor.text("/records/kept/")


@pytest.mark.parametrize("kind", ["county_officer", "planner", "village_officer"])
def test_offices_are_refused(places, kind):
    place = places.west if kind == "village_officer" else places.county
    assert reader(v.officer(kind, place)).get("/records/kept/").status_code == 403


def test_administrators_see_it_too(db):
    assert reader(v.officer("administrator", None)).get("/records/kept/").status_code == 200

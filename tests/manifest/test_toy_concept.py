"""A new concept is one folder and one manifest: with nothing else edited, the house knows all that it says."""

import datetime as dt
import importlib
import sys

import pytest
from django.db import connection
from django.urls import resolve

from geodata import sql
from geodata.audit.models import AccessEntry
from geodata.audit.notices import tell
from geodata.audit.record import record_access
from geodata.base.manifest import modules
from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.base.scope import Grant, Right, Scope
from geodata.display.timelines import of_household
from geodata.imports.kinds.registry import kind_of
from geodata.imports.runs.lifecycle import noted
from geodata.people.models import Household
from geodata.retention import forget
from gridmap import settings as settings_of_the_house
from tests import village as v
from tests.api.conftest import caller
from tests.attack.addresses import addresses, arguments
from tests.attack.world import World
from tests.browser import addresses as browser
from tests.lives import an_import, bring
from tests.pages.conftest import reader
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("toy")


def test_its_tables_are_in_the_index():
    assert "geodata.toy.models" in sys.modules


def test_its_addresses_are_known_and_the_catch_all_stays_last():
    found = [(address.pattern, address.name) for address in addresses()]
    assert ("lanterns/", "lanterns") in found and ("api/v1/lanterns/", "lanterns") in found
    assert resolve("/api/v1/lanterns/").view_name == "api:lanterns"
    assert resolve("/api/v1/no/such/thing/").view_name == "api:unknown"


def test_the_menu_shows_its_entry_to_whom_its_rights_open_it(places):
    county = reader(v.officer("county_officer", places.county)).text("/exports/")
    assert '<a href="/lanterns/">Lanterns</a>' in county
    assert county.index("/rules/") < county.index("/lanterns/") < county.index("/pairings/")
    assert "/lanterns/" not in reader(v.officer("department_officer", places.county)).text("/")


def test_its_page_answers_under_its_right(places):
    assert reader(v.officer("county_officer", places.county)).get("/lanterns/").status_code == 200
    assert reader(v.officer("department_officer", places.county)).get("/lanterns/").status_code == 403


@pytest.mark.owner("the table is made in the test, and has no second line")
def test_its_rows_are_kept_for_so_long(db, settings):
    settings.KEEP_LANTERNS_DAYS = 9
    lanterns = sys.modules["geodata.toy.models"].Lantern
    with connection.schema_editor() as tables:
        tables.create_model(lanterns)
    for days in (8, 10, 11):
        lanterns.objects.create(lit_on=today() - dt.timedelta(days=days))
    [step] = [step for step in forget(on=today(), apply=False) if step.name == "lanterns"]
    assert (step.what, step.rows, lanterns.objects.count()) == ("lanterns that went out", 2, 3)
    forget(on=today(), apply=True)
    assert lanterns.objects.count() == 1


def test_the_settings_say_for_how_long_unless_the_environment_does(monkeypatch):
    assert importlib.reload(settings_of_the_house).KEEP_LANTERNS_DAYS == 9
    monkeypatch.setenv("KEEP_LANTERNS_DAYS", "7")
    assert importlib.reload(settings_of_the_house).KEEP_LANTERNS_DAYS == 7


def test_a_change_through_its_door_leaves_its_action_on_the_record(places):
    officer = v.officer("county_officer", places.county)
    reader(officer).post("/lanterns/", {})
    with owner():
        entry = AccessEntry.objects.get(user=officer)
    assert (entry.action, entry.get_action_display()) == ("lantern_lit", "lit a lantern")
    records = reader(v.officer("auditor", None)).text("/records/?action=lantern_lit")
    assert "<td>Lit a lantern</td>" in records and 'value="lantern_lit" selected' in records


def test_its_notice_has_its_sentence_while_its_cause_stands(places):
    officer = v.officer("county_officer", places.county)
    for link in ("/lanterns/", "/lanterns/lit/"):
        tell([officer.pk], kind="lantern_out", subject=f"at {link}", link=link, at=v.NOON)
    home = reader(officer).text("/")
    assert "A lantern went out." in home and '<a href="/lanterns/">at /lanterns/</a>' in home
    assert "/lanterns/lit/" not in home


def test_what_no_manifest_names_is_refused(places):
    with pytest.raises(ValueError, match="no_such_thing"):
        record_access(user=None, action="no_such_thing", at=v.NOON)
    with pytest.raises(ValueError, match="no_such_thing"):
        tell([], kind="no_such_thing", subject="", at=v.NOON)


def setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        return cursor.fetchone()[0] or ""


@pytest.fixture
def lit(places, settings):
    """A county officer, once a lantern hangs at one household."""
    settings.MAP_BREAKS = settings.MAP_BREAKS | {"lit": (1, 2, 5, 10)}
    Household.objects.filter(pk=places.homes[0].pk).update(door="9")
    return v.officer("county_officer", places.county)


def test_its_gap_is_counted_listed_and_taken_away(lit, places):
    county, api = reader(lit), caller(lit)
    counted = api.get("coverage/?area=430382&by=grid").json()
    assert (counted["of"]["lit"], counted["total"]["lit"]) == ("households", 1)
    assert sum(row["lit"] for row in counted["results"]) == 1
    for asked in ("gap=lantern_lit", "figure=lit"):
        [home] = api.get(f"households/?area=430382&{asked}").json()["features"]
        assert home["id"] == places.homes[0].token
    page = county.text("/gaps/?gap=lantern_lit")
    assert '<option value="lantern_lit" selected>With a lantern</option>' in page
    assert f"/households/{places.homes[0].token}/" in page
    file = county.get("/gaps/export.csv?gap=lantern_lit")
    assert places.homes[0].number in b"".join(file).decode()


def test_its_gap_colours_the_map(lit):
    page = reader(lit).text("/coverage/?metric=lantern_lit")
    assert (
        '<option value="lantern_lit" selected>With a lantern</option>' in page and "gap=lantern_lit" in page
    )


def test_its_gap_is_told_and_listed_with_details_alone(lit, places):
    planner = v.officer("planner", places.county)
    told = caller(planner).get("coverage/?area=430382").json()["total"]
    assert (told["lit"], told["hidden"]["lit"]) == (None, "*")
    assert caller(planner).get("households/?area=430382&gap=lantern_lit").status_code == 403
    assert "lantern" not in reader(planner).text("/gaps/")


def test_the_settings_say_how_its_map_is_coloured(monkeypatch):
    assert importlib.reload(settings_of_the_house).MAP_BREAKS["lit"] == (1, 2, 5, 10)


@pytest.mark.owner("it becomes the web role by itself, and looks at what that leaves")
def test_its_setting_of_the_second_line_is_put_and_ends_with_the_scope(places):
    with as_web_role():
        assert setting("gridmap.lanterns") == ""
        show(Scope((Grant(frozenset({Right.HOUSEHOLDS}), "430382100201", frozenset({places.west.pk})),)))
        assert setting("gridmap.lanterns") == f"{{{places.west.pk}}}"
    assert setting("gridmap.lanterns") == ""


def test_its_extract_is_offered_and_taken(places):
    county = reader(v.officer("county_officer", places.county))
    assert "Lanterns of the village" in county.text(f"/exports/?area={places.west.code}")
    answer = county.get(f"/exports/{places.west.code}/lanterns.csv")
    assert places.west.name in b"".join(answer).decode()


def test_its_rows_can_be_imported():
    assert kind_of("lanterns").label == "lanterns"


@pytest.mark.owner("the table is made in the test, and has no second line")
def test_what_an_import_wrote_of_it_is_taken_back(places):
    lanterns = sys.modules["geodata.toy.models"].Lantern
    run = an_import(places)
    with connection.schema_editor() as tables:
        tables.create_model(lanterns)
    with connection.cursor() as cursor:
        for name in ("import_tables", "note_import"):
            cursor.execute(sql.text(name))
    with noted(run):
        lanterns.objects.create(lit_on=today())
    bring(run, "undoing", applied_at=v.NOON, day=today())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM import_obstacles(%s)", [run.pk])
        assert cursor.fetchall() == []
        cursor.execute("SELECT undo_import()")
    assert not lanterns.objects.exists()


def test_it_tells_what_happened_to_a_household(places):
    home = places.homes[0]
    Household.objects.filter(pk=home.pk).update(door="9")
    assert told_of_door(home, detailed=True) == 2 and told_of_door(home, detailed=False) == 0


def told_of_door(home: Household, *, detailed: bool) -> int:
    """How often the latest moment tells of the door: by the household itself, and by the lanterns."""
    [latest, *_] = of_household(home, detailed=detailed) or [None]
    events = latest.events if latest else ()
    return sum(change.name == "door" for event in events for change in event.changes)


def test_its_line_stands_on_the_phone_of_whoever_looks_after_the_household(lit, places):
    leader = v.officer("small_leader", places.grids[0])
    told = {home["token"]: home for home in caller(leader).get("today/").json()["households"]}
    token = places.homes[0].token
    assert (told[token]["tasks"], told[token]["group"]) == (["Light the lantern."], "due")
    assert all(home["tasks"] == [] for other, home in told.items() if other != token)
    assert "Light the lantern." in reader(leader).text("/today/")


def test_it_has_a_section_on_the_page_of_a_household(places):
    home = places.homes[0]
    county, planner = (v.officer(kind, places.county) for kind in ("county_officer", "planner"))
    assert f"a lantern at {home.number}" in reader(county).text(f"/households/{home.token}/")
    assert "a lantern" not in reader(planner).text(f"/households/{home.token}/")


def test_a_browser_opens_its_pages():
    assert {"lanterns", "lantern"} <= browser.names() & set(browser.listed())
    world = browser.World({"lantern": "lantern-1"}, {})
    assert world.address("lantern", browser.opened()["office"]["lantern"]) == "/lanterns/lantern-1/"


def test_the_attack_has_an_example_of_what_its_address_names():
    [found] = [address for address in addresses() if address.name == "lantern"]
    assert arguments()["lantern"] == "lantern"
    made = {kind for one in modules("tests.attack.examples.{}") for kind in one.MADE}
    assert {"lantern", "card", "step"} <= made
    world = World({"own": None}, {}, keys={"lantern": {"own": "lantern-own"}})
    assert found.path(world, "own") == "/lanterns/lantern-own/"

"""Each trigger does what it is there for, on its own table alone (tests/laws/alone.py)."""

from typing import Any

import pghistory.models
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection

from geodata.sql import written
from tests.laws.alone import columns, insert, leave
from tests.laws.test_constraints import CARRIED

pytestmark = [pytest.mark.django_db, pytest.mark.owner("other laws of a table are the owner's to take away")]

NOTED = sorted(name.removeprefix("geodata_") for name in written())
"""What an import writes."""
TRACKED = {
    event._meta.db_table: (
        event.pgh_tracked_model._meta.db_table,
        {tracker.label for tracker in event.pgh_trackers},
    )
    for event in apps.get_app_config("geodata").get_models()
    if issubclass(event, pghistory.models.Event)
}
"""Tables of former rows: whose, and which of created, changed and deleted rows they keep."""
KEPT = [(label, table, events) for events, (table, labels) in TRACKED.items() for label in sorted(labels)]
STATEMENTS = {"created": "created_insert", "changed": "changed_update", "deleted": "deleted_delete"}


def run(*statements: str, values: list[Any] | None = None) -> list[Any]:
    """The rows of the last one, if it has any."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


TOUCHED = {
    "boolean": 'NOT "{0}"',
    "character varying": "\"{0}\" || '1'",
    "text": "\"{0}\" || '1'",
    "integer": '"{0}" + 1',
    "bigint": '"{0}" + 1',
    "daterange": "\"{0}\" * '[2026-02-01,)'",
}
UNTRACKED = {"id", "password", "village_id", "household_id", "body_hash", "number"}


def touch(table: str) -> None:
    """An update that is one: some triggers ask whether anything has changed."""
    name, kind = next(
        (name, kind)
        for name, kind, needed in columns(table)
        if needed and kind in TOUCHED and name not in UNTRACKED
    )
    run(f'UPDATE {table} SET "{name}" = ' + TOUCHED[kind].format(name))


@pytest.mark.parametrize("table", CARRIED, ids=lambda table: f"take_village on geodata_{table}")
def test_a_row_takes_the_village_of_its_household(table):
    leave("geodata_household")
    leave(f"geodata_{table}", "take_village")
    insert("geodata_household", id=7, village_id=3)
    insert(f"geodata_{table}", household_id=7, village_id=None)
    assert run(f"SELECT village_id FROM geodata_{table}") == [(3,)]


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        pytest.param(statement, f"geodata_{name}", id=f"note_import_{statement} on geodata_{name}")
        for name in NOTED
        for statement in ("insert", "update", "delete")
    ],
)
def test_an_import_notes_what_it_does(statement, table):
    leave(table, "note_import_insert", "note_import_update", "note_import_delete")
    leave("geodata_importstep")
    if statement != "insert":
        insert(table)
    run("SELECT set_config('gridmap.import', '1', true)")
    if statement == "insert":
        insert(table)
    else:
        touch(table) if statement == "update" else run(f"DELETE FROM {table}")
    run("SELECT set_config('gridmap.import', '', true)")
    assert run('SELECT "table" FROM geodata_importstep') == [(table,)]


@pytest.mark.parametrize(
    ("label", "table", "events"), KEPT, ids=[f"{STATEMENTS[label]} on {table}" for label, table, _ in KEPT]
)
def test_former_rows_are_kept(label, table, events):
    leave(table, *STATEMENTS.values())
    leave(events)
    insert(table)
    if label == "changed":
        touch(table)
    elif label == "deleted":
        run(f"DELETE FROM {table}")
    assert run(f"SELECT count(*) FROM {events} WHERE pgh_label = %s", values=[label]) == [(1,)]


@pytest.mark.parametrize("events", TRACKED, ids=lambda table: f"append_only on {table}")
def test_former_rows_are_not_changed(events):
    leave(events, "append_only")
    insert(events)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        run(f"UPDATE {events} SET pgh_label = ''")


ASKED = """
CREATE TABLE asked (ids bigint[]);
CREATE OR REPLACE FUNCTION refresh_facts(ids bigint[], villages bigint[] DEFAULT NULL) RETURNS void LANGUAGE sql AS
$$ INSERT INTO asked VALUES (ids) $$;
"""
FOLLOWED = [
    (f"facts_follow_{statement}", f"geodata_{table}", statement, [7])
    for table in ("placement", "occupancyperiod", "carerecord", "contactlink")
    for statement in ("insert", "update", "delete")
] + [
    ("facts_follow_changed_visits", "geodata_visit", "update", [7]),
    ("facts_follow_deleted_visits", "geodata_visit", "delete", [7]),
    ("facts_follow_households", "geodata_household", "update", [7]),
    ("facts_follow_rules", "geodata_visitrule", "insert", None),
    ("facts_follow_categories", "geodata_carecategory", "update", None),
]
"""Trigger, table, statement, and the households whose facts are derived anew: None is all."""


@pytest.mark.parametrize(
    ("trigger", "table", "statement", "households"),
    [pytest.param(*each, id=f"{each[0]} on {each[1]}") for each in FOLLOWED],
)
def test_facts_are_derived_anew(trigger, table, statement, households):
    run(ASKED)
    for place in ("geodata_household", "geodata_placement"):
        leave(place, *([trigger] if place == table else []))
    leave(table, trigger)
    if table != "geodata_placement":
        insert("geodata_placement", household_id=7)
    key = {"id": 7} if table == "geodata_household" else {"household_id": 7}
    insert(table, **key)
    if statement != "insert":
        run("DELETE FROM asked")
    if statement == "delete":
        run(f"DELETE FROM {table}")
    elif table == "geodata_household":
        run("UPDATE geodata_household SET point_since = '2026-03-01'")
    elif table == "geodata_carecategory":
        run("UPDATE geodata_carecategory SET special = NOT special")
    elif statement == "update":
        touch(table)
    assert run("SELECT ids FROM asked") == [(households,)]


IN_VILLAGES = (
    "household", "placement", "occupancyperiod", "carerecord", "contactlink", "visit", "absence", "registerchange", "possibleduplicate",
    "toldapart", "serviceorder", "entitlement", "matching", "need", "campaigntarget", "projecthousehold", "card",
)  # fmt: skip
OF_NEEDS = ("needstep", "assignment", "dispute")
EVERYWHERE = {
    **dict.fromkeys(("area", "boundary"), 0),
    **dict.fromkeys(("branch", "branch_areas", "carecategory", "duty", "member", "visitrule", "workday"), -1),
}


def marks() -> list[tuple[int, int]]:
    return run("SELECT place, mark FROM geodata_mark ORDER BY place")


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        pytest.param(statement, f"geodata_{table}", id=f"marks_follow_{statement} on geodata_{table}")
        for table in IN_VILLAGES
        for statement in ("insert", "update", "delete")
    ],
)
def test_what_changes_in_a_village_leaves_a_mark_there(statement, table):
    leave(table, f"marks_follow_{statement}")
    insert(table, village_id=3, household_id=7, other_id=8, id=7)
    before = marks()
    if statement == "update":
        run(f"UPDATE {table} SET village_id = 4")
    elif statement == "delete":
        run(f"DELETE FROM {table}")
    places = {place for place, mark in marks() if (place, mark) not in before or statement == "insert"}
    assert places == ({3, 4} if statement == "update" else {3})


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        pytest.param(statement, f"geodata_{table}", id=f"marks_follow_{statement} on geodata_{table}")
        for table in OF_NEEDS
        for statement in ("insert", "update")
    ],
)
def test_what_belongs_to_a_need_leaves_a_mark_in_its_village(statement, table):
    leave("geodata_need")
    leave(table, f"marks_follow_{statement}")
    for number, sensitive in ((7, False), (8, True)):
        insert("geodata_need", id=number, village_id=number, sensitive=sensitive)
        insert(table, need_id=number)
    if statement == "update":
        assert marks() == []
        run(f"UPDATE {table} SET need_id = need_id")
    assert [place for place, _mark in marks()] == [7]


@pytest.mark.parametrize(
    "law", ["marks_follow_update on geodata_campaign", "tallies_follow_campaigns on geodata_campaign"]
)
def test_a_roll_call_that_moves_on_marks_whom_it_asks_for(law):
    leave("geodata_campaigntarget")
    leave("geodata_campaign", law.split()[0])
    insert("geodata_campaigntarget", campaign_id=9, village_id=3)
    insert("geodata_campaign", id=9)
    run("DELETE FROM geodata_mark", "DELETE FROM geodata_tallymark")
    run("UPDATE geodata_campaign SET version = 2")
    found = run("SELECT place FROM geodata_mark UNION ALL SELECT village_id FROM geodata_tallymark")
    assert found == [(3,)]


@pytest.mark.parametrize(
    "law",
    [
        "marks_follow_update on geodata_livelihoodproject",
        "tallies_follow_projects on geodata_livelihoodproject",
    ],
)
def test_a_project_that_moves_on_marks_whom_it_concerns(law):
    leave("geodata_projecthousehold")
    leave("geodata_livelihoodproject", law.split()[0])
    insert("geodata_projecthousehold", project_id=9, village_id=3)
    insert("geodata_livelihoodproject", id=9)
    run("DELETE FROM geodata_mark", "DELETE FROM geodata_tallymark")
    run("UPDATE geodata_livelihoodproject SET version = 2")
    found = run("SELECT place FROM geodata_mark UNION ALL SELECT village_id FROM geodata_tallymark")
    assert found == [(3,)]


def test_a_sensitive_need_leaves_no_mark():
    leave("geodata_need", *(f"marks_follow_{statement}" for statement in ("insert", "update", "delete")))
    insert("geodata_need", id=7, village_id=7, sensitive=True)
    run("UPDATE geodata_need SET state = 'done'", "DELETE FROM geodata_need")
    assert marks() == []


@pytest.mark.parametrize(
    ("table", "place"),
    [
        pytest.param(f"geodata_{table}", place, id=f"marks_follow on geodata_{table}")
        for table, place in EVERYWHERE.items()
    ],
)
def test_what_all_answers_rest_upon_leaves_a_mark(table, place):
    leave(table, "marks_follow")
    run("DELETE FROM geodata_mark")
    found = []
    for statement in (insert, touch, lambda table: run(f"DELETE FROM {table}")):
        statement(table)
        found += marks()
    assert [one for one, _mark in found] == [place] * 3
    assert len({mark for _one, mark in found}) == 3


@pytest.mark.parametrize("law", ["marks_follow on geodata_user"])
def test_a_name_of_an_account_leaves_a_mark(law):
    leave("geodata_user", "marks_follow")
    insert("geodata_user", id=9)
    run("DELETE FROM geodata_mark")
    run("UPDATE geodata_user SET last_login = now()")
    assert marks() == []
    run("UPDATE geodata_user SET name = '例'")
    assert [place for place, _mark in marks()] == [-1]


MARKED = {
    "householdfacts": (3, None),
    "placement": (3, None),
    "workday": (None, None),
    "entitlement": (3, None),
    "matching": (3, None),
    "campaigntarget": (3, None),
    "projecthousehold": (3, None),
    "card": (3, None),
} | dict.fromkeys(
    (
        "occupancyperiod", "visit", "carerecord", "absence", "registerchange", "need", "serviceorder", "needstep", "assignment", "dispute",
        "possibleduplicate", "toldapart",
    ),
    (None, 7),
)  # fmt: skip
"""Table, and the village and household that its row marks: neither is everything."""


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        pytest.param(statement, f"geodata_{name}", id=f"tallies_follow_{statement} on geodata_{name}")
        for name in MARKED
        for statement in ("insert", "update", "delete")
    ],
)
def test_tallies_are_marked(statement, table):
    if table in ("geodata_needstep", "geodata_assignment", "geodata_dispute"):
        leave("geodata_need")
        insert("geodata_need", id=9, household_id=7)
    leave(table, f"tallies_follow_{statement}")
    row = {"household_id": 7, "other_id": 7, "village_id": 3, "need_id": 9}
    run("DELETE FROM geodata_tallymark")
    insert(table, **row)
    if statement == "update":
        run(
            f"UPDATE {table} SET {'day = day' if table == 'geodata_workday' else columns(table)[0][0] + ' = ' + columns(table)[0][0]}"
        )
    elif statement == "delete":
        run(f"DELETE FROM {table}")
    assert run("SELECT village_id, household_id FROM geodata_tallymark") == [
        MARKED[table.removeprefix("geodata_")]
    ]


@pytest.mark.parametrize(
    ("table", "change", "marked"),
    [
        pytest.param(
            "household", "phones = '{1}'", (None, 7), id="tallies_follow_households on geodata_household"
        ),
        pytest.param(
            "carecategory",
            "reverify_days = 1",
            (None, None),
            id="tallies_follow_categories on geodata_carecategory",
        ),
    ],
)
def test_tallies_are_marked_by_a_change(table, change, marked):
    leave(f"geodata_{table}", "tallies_follow_households", "tallies_follow_categories")
    insert(f"geodata_{table}", id=7)
    run(f"UPDATE geodata_{table} SET {change}")
    assert run("SELECT village_id, household_id FROM geodata_tallymark") == [marked]


RULES_ASK = [
    pytest.param(statement, f"geodata_{name}", id=f"matching_follows_{statement} on geodata_{name}")
    for name in ("resident", "carerecord", "livelihood", "contactlink", "dooranswer", "entitlement")
    for statement in {"dooranswer": ("update",), "entitlement": ("insert", "update")}.get(
        name, ("insert", "update", "delete")
    )
]


def to_match() -> list[Any]:
    return run("SELECT DISTINCT village_id, household_id FROM geodata_matchmark")


@pytest.mark.parametrize(("statement", "table"), RULES_ASK)
def test_what_rules_ask_is_marked(statement, table):
    leave(table, f"matching_follows_{statement}")
    insert(table, village_id=3, household_id=7)
    if statement == "update":
        touch(table)
    elif statement == "delete":
        run(f"DELETE FROM {table}")
    assert to_match() == [(None, 7)]


@pytest.mark.parametrize("law", ["matching_follows_insert on geodata_household"])
def test_a_new_household_is_marked(law):
    leave("geodata_household", "matching_follows_insert")
    insert("geodata_household", id=7)
    assert to_match() == [(None, 7)]


@pytest.mark.parametrize("law", ["matching_follows_update on geodata_household"])
def test_a_household_that_changes_is_marked(law):
    leave("geodata_household", "matching_follows_update")
    insert("geodata_household", id=7)
    run("UPDATE geodata_household SET head_name = '例'")
    assert to_match() == []
    point = "point = 'SRID=4326;POINT(1 1)'"
    for change in ("size = 5", "occupancy = 'empty'", "village_id = 4", "phones = '{1}'", point):
        run(f"UPDATE geodata_household SET {change}")
        assert to_match() == [(None, 7)]
        run("DELETE FROM geodata_matchmark")


@pytest.mark.parametrize("law", ["matching_follows_update on geodata_area"])
def test_a_village_of_another_kind_is_marked(law):
    leave("geodata_area", "matching_follows_update")
    insert("geodata_area", id=3, level="village", kind="village")
    run("UPDATE geodata_area SET name = '例'")
    assert to_match() == []
    run("UPDATE geodata_area SET kind = 'community'")
    assert to_match() == [(3, None)]


@pytest.mark.parametrize("law", ["matching_follows_update on geodata_policyversion"])
def test_villages_of_a_policy_are_marked_where_another_version_holds(law):
    leave("geodata_area")
    leave("geodata_policy")
    leave("geodata_policyversion", "matching_follows_update")
    for number, code in ((3, "430382100201"), (4, "430483100201")):
        insert("geodata_area", id=number, level="village", code=code, period="[2020-01-01,)")
    insert("geodata_area", id=1, level="county", code="430382", period="[2020-01-01,)")
    insert("geodata_policy", id=9, area_id=1)
    insert("geodata_policyversion", id=9, policy_id=9, period=None)
    run(
        "UPDATE geodata_policyversion SET plain = '例'",
        "UPDATE geodata_policyversion SET period = '[2100-01-01,)'",
    )
    assert to_match() == []
    run("UPDATE geodata_policyversion SET period = '[2020-01-01,)'")
    assert to_match() == [(3, None)]


@pytest.mark.parametrize("many", [500, 501])
def test_of_a_long_list_villages_are_marked(many):
    leave("geodata_livelihood", "matching_follows_insert")
    insert("geodata_livelihood", village_id=3, household_id=7)
    run("DELETE FROM geodata_matchmark")
    names = ", ".join(f'"{name}"' for name, _kind, _needed in columns("geodata_livelihood") if name != "id")
    run(
        f"INSERT INTO geodata_livelihood ({names}) SELECT {names} FROM geodata_livelihood, generate_series(1, {many})"
    )
    assert to_match() == [(None, 7) if many == 500 else (3, None)]


VILLAGE = "430382100201"
TIES = [("member", "village_id"), ("duty", "area_id"), ("contactlink", "village_id")]


def tied(table: str, law: str) -> None:
    """A village to be tied to, and one law on one table."""
    for place in {"geodata_area", "geodata_phonenumber", "geodata_member", table}:
        leave(place, *([law] if place == table else []))
    insert("geodata_area", id=3, code=VILLAGE, level="village")


@pytest.mark.parametrize(
    ("statement", "table", "column"),
    [
        pytest.param(
            statement, f"geodata_{table}", column, id=f"reach_follows_{statement} on geodata_{table}"
        )
        for table, column in TIES
        for statement in ("insert", "update", "delete")
    ],
)
def test_a_phone_reaches_where_its_owner_is_tied(statement, table, column):
    tied(table, f"reach_follows_{statement}")
    before = "{}" if statement != "delete" else f"{{{VILLAGE}}}"
    insert("geodata_phonenumber", user_id=5, reach=before)
    row = {"id": 9, "user_id": 5, "member_id": 9}
    if table == "geodata_contactlink":
        insert("geodata_member", id=9, user_id=5, village_id=4)
    if statement != "insert":
        insert(table, **row, **{column: 3 if statement == "delete" else 4})
    if statement == "insert":
        insert(table, **row, **{column: 3})
    elif statement == "update":
        run(f"UPDATE {table} SET {column} = 3")
    else:
        run(f"DELETE FROM {table}")
    ((reach,),) = run("SELECT reach FROM geodata_phonenumber")
    assert (VILLAGE in reach) is (statement != "delete")


@pytest.mark.parametrize("law", ["take_reach on geodata_phonenumber"])
def test_what_is_written_as_reach_is_worked_out(law):
    tied("geodata_phonenumber", law.split()[0])
    insert("geodata_member", user_id=5, village_id=3)
    insert("geodata_phonenumber", user_id=5, reach="{1}")
    ((reach,),) = run("SELECT reach FROM geodata_phonenumber")
    assert VILLAGE in reach

"""What geodata/sql/grants.sql does not give to the web role, it is refused: no table, no function, no object of its own."""

import re
from collections import defaultdict

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from geodata import sql
from geodata.base.rls import as_web_role
from tests.laws.weakened import PRIVILEGES

pytestmark = [pytest.mark.django_db, pytest.mark.owner("whoever takes a role has to be the owner before")]
GRANT = re.compile(r"^GRANT ([A-Z, ]+) ON\s([^(;]*?)\sTO gridmap_web;", re.MULTILINE)
ASKED = {
    "SELECT": "SELECT FROM {}",
    "INSERT": "INSERT INTO {} DEFAULT VALUES",
    "DELETE": "DELETE FROM {} WHERE false",
    "TRUNCATE": "TRUNCATE {}",
}
WITHOUT_MODELS = {"geodata_asked", "geodata_mark", "django_migrations"}
INNER = (
    "import_image(text,text)", "import_rows(bigint)", "import_tables()", "note_import()", "phone_reach(bigint)",
    "reach_follows()", "take_reach()", "stands_where_its_steps_led()", "steps_stay()",
    "department_officer_has_a_department()", "first_code_is_used_once()", "merged_takes_nobody_in()", "category_code_never_changes()", "member_ability_follows()",
    "token_means_one_household()", "undo_obstacles()", "take_need_place()", "needs_follow_their_household()", "needs_go_on()",
    "need_keeps_its_words()", "need_stands_at_its_level()", "dispute_and_need()", "households_of_a_need_are_of_one_county()",
    "outgoing_line(text,text,text)", "mark_places(bigint[])", "marks_follow_villages()", "marks_follow_needs()", "marks_follow_of_needs()", "marks_follow_everywhere()",
    "policy_keeps_its_code()", "policy_version_keeps_its_words()", "mark_tallies()", "mark_matching()", "take_order_place()", "orders_follow_their_household()", "orders_go_on()", "order_keeps_its_words()", "offers_of_an_order()", "past_changed_below(bigint,date)",
    "take_campaign_result()", "target_keeps_its_place()", "target_is_of_an_open_campaign()", "campaign_keeps_its_words()", "marks_follow_campaigns()", "campaigns_go_on()", "past_follows_results()", "past_follows_targets()",
    "project_goes_with_its_needs()", "need_joins_a_project()", "households_of_a_project()", "count_households_of_project(bigint)", "count_of_a_project()", "projects_go_on()", "marks_follow_projects()",
    "meeting_keeps_its_words()", "agenda_is_written_once()", "addenda_follow_each_other()",
)  # fmt: skip
"""Functions that other functions of the owner call."""


def tables() -> set[str]:
    models = apps.get_models(include_auto_created=True)
    ours = {model._meta.db_table for model in models if model._meta.app_label != "gis"}
    # The events of pghistory are a question over all tables of former rows.
    return (ours | WITHOUT_MODELS) - {"pghistory_events"}


def granted() -> dict[str, set[str]]:
    """By table, what the file gives for all of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for rights, names in GRANT.findall(sql.text("grants")):
        for table in re.findall(r"\w+", names):
            found[table].update(right.strip() for right in rights.split(","))
    return found


def refused() -> list[tuple[str, str]]:
    given = granted()
    return [(right, table) for table in sorted(tables()) for right in PRIVILEGES if right not in given[table]]


def statement(right: str, table: str) -> str:
    if right != "UPDATE":
        return ASKED[right].format(table)
    return f'UPDATE {table} SET "{column(table)}" = NULL WHERE false'


def column(table: str) -> str:
    """One that no grant of single columns names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attacl IS NULL"
            " AND attgenerated = '' AND NOT attisdropped LIMIT 1",
            [table],
        )
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("right", "table"), [pytest.param(*each, id="no {} on {}".format(*each)) for each in refused()]
)
def test_what_is_not_granted_is_refused(right, table):
    query_text = statement(right, table)
    denied = pytest.raises(DatabaseError, match="permission denied for table")
    with as_web_role(), connection.cursor() as cursor, denied, transaction.atomic():
        cursor.execute(query_text)


@pytest.mark.parametrize("function", INNER, ids=lambda function: f"no calls of {function}")
def test_inner_functions_are_not_called(function):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege('gridmap_web', %s, 'EXECUTE')", [function])
        assert cursor.fetchone() == (False,)

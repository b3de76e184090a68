"""geodata/sql holds the present text of every function, trigger and policy: the migrated database says the same."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from geodata import sql
from tests.laws import catalogue

pytestmark = [pytest.mark.django_db, pytest.mark.owner("functions and policies are the owner's")]
MIGRATIONS = sorted((Path(settings.BASE_DIR) / "geodata" / "migrations").glob("0*.py"))


def as_of_files(*more: str) -> tuple[dict[str, str], dict[str, str]]:
    """The laws as the database has them, and as the files alone would make them."""
    with connection.cursor() as cursor:
        before = catalogue.laws_of(cursor)
        catalogue.forget_ours(cursor)
        for text in [*map(sql.text, sql.names()), *more]:
            cursor.execute(text)
        return before, catalogue.laws_of(cursor)


def test_the_database_equals_the_files():
    before, after = as_of_files()
    assert catalogue.differences(before, after) == []
    kinds = {name.split()[0] for name in before}
    assert kinds == {"function", "trigger", "policy", "table", "web"}


def test_files_may_be_installed_again():
    with connection.cursor() as cursor:
        before = catalogue.laws_of(cursor)
        for name in sql.names():
            cursor.execute(sql.text(name))
        assert catalogue.differences(before, catalogue.laws_of(cursor)) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "CREATE OR REPLACE FUNCTION gridmap_today() RETURNS date LANGUAGE sql STABLE AS 'SELECT current_date'",
            "function gridmap_today()",
        ),
        ("GRANT EXECUTE ON FUNCTION import_image TO gridmap_web", "function import_image(text,text)"),
        ("CREATE FUNCTION of_nobody() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "function of_nobody()"),
        ("CREATE VIEW of_nobody AS SELECT 1", "view of_nobody"),
        ("DROP TRIGGER take_village ON geodata_visit", "trigger take_village on geodata_visit"),
        ("ALTER TABLE geodata_visit DISABLE TRIGGER take_village", "trigger take_village on geodata_visit"),
        (
            "ALTER POLICY web_sees_its_scope ON geodata_visit USING (true)",
            "policy web_sees_its_scope on geodata_visit",
        ),
        ("CREATE POLICY more ON geodata_visit USING (true)", "policy more on geodata_visit"),
        ("GRANT DELETE ON geodata_visit TO gridmap_web", "web DELETE on geodata_visit"),
        ("GRANT UPDATE (at) ON geodata_notice TO gridmap_web", "web UPDATE (at) on geodata_notice"),
        ("ALTER TABLE geodata_visit NO FORCE ROW LEVEL SECURITY", "table geodata_visit"),
    ],
)
def test_what_a_migration_changed_without_its_file_is_found(change, found):
    with connection.cursor() as cursor:
        cursor.execute(change)
    assert catalogue.differences(*as_of_files()) == [found]


def test_what_a_file_says_and_no_migration_installed_is_found():
    added = "CREATE FUNCTION of_nobody() RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    assert catalogue.differences(*as_of_files(added)) == ["function of_nobody()"]


def test_no_word_of_the_files_is_left_unread():
    assert [name for name in sql.names() if re.search(r"(?<![:\w'%]):[a-z]", sql.text(name))] == []


def test_of_several_migrations_that_install_a_file_the_last_one_does(monkeypatch):
    first, last = sql.install("gridmap_today"), sql.install("gridmap_today")
    monkeypatch.setattr(sql, "last_installs", lambda: {"gridmap_today": last})
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION gridmap_today CASCADE")
    for operation, there in [(first, False), (last, True)]:
        with connection.schema_editor(atomic=False) as editor:
            operation.database_forwards("geodata", editor, None, None)
        with connection.cursor() as cursor:
            assert ("function gridmap_today()" in catalogue.laws_of(cursor)) is there


def test_the_last_migration_is_found_for_each_file_that_one_installs():
    sql.last_installs.cache_clear()
    installed = {name for path in MIGRATIONS for name in re.findall(r'install\("([^"]+)"', path.read_text())}
    assert sql.last_installs().keys() == installed


def test_no_migration_takes_its_text_from_another():
    reading = re.compile(r"import_module|(from|import) geodata\.migrations|open\(|read_text")
    assert [path.name for path in MIGRATIONS if reading.search(path.read_text())] == []


def test_what_refers_to_a_row_is_undone_before_it():
    order = list(sql.written())
    models = apps.get_app_config("geodata").get_models(include_auto_created=True)
    wrong = [
        f"{model._meta.db_table}.{field.column}"
        for model in models
        for field in model._meta.local_fields
        if field.related_model and field.related_model is not model
        if {own := model._meta.db_table, other := field.related_model._meta.db_table} <= set(order)
        and order.index(own) > order.index(other)
    ]
    assert (wrong, len(order)) == ([], len(set(order)))

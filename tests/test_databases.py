"""The database that is migrated once is another one when migrating would bring something else."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests import databases, worlds
from tests.lives import LIVES, bring

IMPORTED = re.compile(r"^\s*(?:from|import) ((?:geodata|gridmap|api)[\w.]*)(?: import (\w+))?", re.MULTILINE)
MIGRATIONS = Path(settings.BASE_DIR) / "geodata" / "migrations"


def places_of(module: str, name: str) -> list[str]:
    """Where the module may lie, or a folder that it lies in, as MAKE_IT_UP writes it."""
    path = Path(module.replace(".", "/"))
    return [str(path), f"{path}.py", f"{path}/{name}.py", *map(str, path.parents)]


def test_whatever_migrations_import_makes_them_up():
    """Models alone they import for the defaults of fields, which an empty database does not use."""
    imported = {
        found
        for file in MIGRATIONS.glob("*.py")
        for found in IMPORTED.findall(file.read_text(encoding="utf-8"))
    }
    assert imported
    assert not [
        module
        for module, name in imported
        if not module.endswith(".models") and not set(places_of(module, name)) & set(databases.MAKE_IT_UP)
    ]


def test_all_that_makes_them_up_is_there():
    assert all((Path(settings.BASE_DIR) / part).exists() for part in databases.MAKE_IT_UP)


def test_another_text_of_a_law_makes_another_database(tmp_path, settings):
    before = databases._state()
    settings.BASE_DIR = tmp_path
    for part in databases.MAKE_IT_UP:
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).write_text("x")
    other = databases._state()
    (tmp_path / "geodata" / "sql").write_text("y")
    assert len({before, other, databases._state()}) == 3


def test_another_model_makes_another_database(monkeypatch):
    before = databases._state()
    monkeypatch.setattr(databases, "_known_by_name", lambda: ["geodata.Another"])
    assert databases._state() != before


@pytest.mark.django_db(transaction=True)
def test_a_filled_database_is_emptied_and_its_triggers_are_awake():
    """Also of steps, which nobody changes or deletes by themselves."""
    made = worlds.lived_in_county()
    for life in LIVES:
        thing = life.made(made)
        bring(thing, life.leads_to(thing.state), **life.beside)
    databases.empty()
    with connection.cursor() as cursor:
        assert databases._filled(cursor) == []
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchall() == []

"""A backup restores to all that there was, and what is missing is found."""

import datetime as dt
import json
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from gridmap.backups import archive
from gridmap.backups.errors import BackupError
from gridmap.backups.inventory import unseen
from gridmap.backups.place import Place
from tests import databases
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NOW = dt.datetime(2026, 6, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker) -> Place:
    """The test database; what a test of this module adds is removed by it."""
    with django_db_blocker.unblock():
        return Place.of(connection.settings_dict)


@pytest.fixture(scope="module")
def rows(place, django_db_blocker):
    """A county that is really there: a dump sees committed rows only."""
    with django_db_blocker.unblock():
        places = v.county()
        yield places
        databases.empty()


@pytest.fixture(scope="module")
def backup(rows, place, tmp_path_factory):
    """A backup of that county."""
    file = tmp_path_factory.mktemp("backup") / "all.dump"
    archive.dump(place, file, at=NOW)
    return file


@pytest.fixture(scope="module")
def restored(backup, place):
    """The same in a database of its own."""
    with archive.scratch(place) as trial:
        archive.restore(backup, trial)
        yield trial


def changed(place: Place, statement: str, back: str, backup) -> list[tuple[str, str]]:
    """What a comparison finds after a change, which is taken back."""
    with place.connect() as there:
        there.execute("SET search_path = public")
        there.execute(statement)
    try:
        return [(one.kind, one.name) for one in archive.compare(backup, place)]
    finally:
        with place.connect() as there:
            there.execute("SET search_path = public")
            there.execute(back)


def test_a_scratch_database_goes_with_what_we_have_open_in_it(place):
    with archive.scratch(place) as trial:
        left = trial.connect()
    with pytest.raises(psycopg.OperationalError):
        left.execute("SELECT 1")
    with place.connect() as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [trial.name])
        assert there.fetchone() is None


def test_everything_is_there_again(backup, restored):
    assert archive.compare(backup, restored) == []
    note = archive.read_note(backup)
    assert note.inventory["rows"]["public.geodata_household"].startswith("4 rows")
    assert "gridmap_web" in note.roles
    assert all(
        note.inventory[kind] for kind in ("policies", "triggers", "grants", "functions", "row security")
    )


POLICY = "CREATE POLICY owner_sees_all ON geodata_visit TO CURRENT_USER USING (true)"


@pytest.mark.parametrize(
    ("statement", "back", "kind"),
    [
        ("ALTER TABLE geodata_job NO FORCE ROW LEVEL SECURITY", "ALTER TABLE geodata_job FORCE ROW LEVEL SECURITY", "row security"),
        ("REVOKE INSERT ON geodata_job FROM gridmap_web", "GRANT INSERT ON geodata_job TO gridmap_web", "grants"),
        ("ALTER TABLE geodata_user DISABLE TRIGGER USER", "ALTER TABLE geodata_user ENABLE TRIGGER USER", "triggers"),
        ("ALTER INDEX jobs_of_a_user RENAME TO x", "ALTER INDEX x RENAME TO jobs_of_a_user", "indexes"),
        ("SELECT setval('geodata_area_id_seq', 1)", "SELECT setval('geodata_area_id_seq', 10000)", "sequences"),
        ("UPDATE geodata_household SET number = 'x' || number", "UPDATE geodata_household SET number = substr(number, 2)", "rows"),
        ("ALTER TABLE geodata_job RENAME CONSTRAINT a_job_that_ended_has_its_time TO x", "ALTER TABLE geodata_job RENAME CONSTRAINT x TO a_job_that_ended_has_its_time", "constraints"),
        ("CREATE FUNCTION stray() RETURNS int LANGUAGE sql AS 'SELECT 1'", "DROP FUNCTION stray()", "functions"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_was_is_found(backup, restored, statement, back, kind):
    assert kind in {found for found, _name in changed(restored, statement, back, backup)}


def test_one_missing_policy_is_found(backup, restored):
    differences = changed(restored, "DROP POLICY owner_sees_all ON geodata_visit", POLICY, backup)
    assert ("policies", "owner_sees_all on geodata_visit") in differences


def test_a_dump_that_would_be_short_of_rows_is_refused(restored, tmp_path):
    with restored.connect() as there:
        there.execute("DROP POLICY owner_sees_all ON public.geodata_visit")
        assert unseen(there) == ["geodata_visit"]
    try:
        with pytest.raises(BackupError, match="geodata_visit"):
            archive.dump(restored, tmp_path / "short", at=NOW)
    finally:
        with restored.connect() as there:
            there.execute(POLICY.replace("geodata", "public.geodata"))
    assert not (tmp_path / "short").exists()


def test_a_database_that_is_not_empty_is_left_alone(backup, place):
    with pytest.raises(BackupError, match="not empty"):
        archive.restore(backup, place)


def test_a_restored_database_takes_the_place_and_the_former_is_kept(backup, place):
    with archive.scratch(place) as old:
        with old.connect() as there:
            there.execute("CREATE TABLE public.former ()")
        kept, found = archive.replace(backup, old, at=NOW)
        try:
            assert found == []
            assert archive.compare(backup, old) == []
            assert archive.contents(old.beside(kept)) == ["public.former"]
        finally:
            archive._drop(old.beside(kept))


def test_a_damaged_file_is_refused(backup, place, tmp_path):
    broken = tmp_path / "broken.dump"
    broken.write_bytes(backup.read_bytes()[:-1])
    archive.note_of(broken).write_bytes(archive.note_of(backup).read_bytes())
    with pytest.raises(CommandError, match="as it was written"):
        call_command("restore", str(broken))


def test_without_a_note_nobody_knows_what_is_missing(backup, tmp_path):
    alone = tmp_path / "alone.dump"
    alone.write_bytes(backup.read_bytes())
    with pytest.raises(CommandError, match=r"alone\.dump\.json"):
        call_command("restore", str(alone))


def test_a_role_that_the_server_lacks_is_named(backup, place, tmp_path):
    copy = tmp_path / "copy.dump"
    copy.write_bytes(backup.read_bytes())
    note = json.loads(archive.note_of(backup).read_text()) | {"roles": ["nobody_here"]}
    archive.note_of(copy).write_text(json.dumps(note))
    with pytest.raises(CommandError, match="nobody_here"):
        call_command("restore", str(copy))


def test_the_command_says_in_words_that_all_is_there(backup, monkeypatch, in_english):
    output = StringIO()
    monkeypatch.setitem(settings.DATABASES, "default", connection.settings_dict)
    with translation.override("en"):
        call_command("backup", str(backup), check_only=True, stdout=output)
    assert "everything is there" in output.getvalue()


def test_an_existing_file_is_never_overwritten(backup, place):
    with pytest.raises(BackupError, match=r"all\.dump"):
        archive.dump(place, backup, at=NOW)


def test_nobody_else_may_read_it(backup):
    assert [path.stat().st_mode & 0o777 for path in (backup, archive.note_of(backup))] == [0o600, 0o600]


@pytest.fixture
def lively(rows, place, tmp_path, django_db_blocker):
    """A backup with somebody signed in, a token, a link that waits, and two accounts; and the database as it is later."""
    with archive.scratch(place) as now:
        whole = tmp_path / "whole.dump"
        archive.dump(place, whole, at=NOW)
        archive.restore(whole, now)
        with now.connect() as there:
            there.execute("SET search_path = public")
            there.execute("INSERT INTO django_session VALUES ('x', 'y', now() + interval '1 day')")
            for name, password in (("stays", "pbkdf2$x"), ("leaves", "pbkdf2$x"), ("invited", "!before")):
                there.execute(
                    "INSERT INTO geodata_user (password, is_superuser, username, email, is_staff, is_active, date_joined,"
                    " name, synthetic) VALUES (%s, false, %s, '', false, true, now(), %s, true)",
                    [password, name, name],
                )
            there.execute(
                "INSERT INTO geodata_apitoken (user_id, digest, created_at, expires_at, device, network)"
                " SELECT id, 'd', now(), now() + interval '1 hour', '', '' FROM geodata_user WHERE username = 'stays'"
            )
        file = tmp_path / "lively.dump"
        archive.dump(now, file, at=NOW)
        with now.connect() as there:
            there.execute("SET search_path = public")
            there.execute("UPDATE geodata_user SET is_active = false WHERE username = 'leaves'")
        yield file, now


def lets_in(place: Place) -> dict[str, object]:
    with place.connect() as there:
        there.execute("SET search_path = public")

        def ask(statement: str) -> list[object]:
            return [row[0] for row in there.execute(statement).fetchall()]

        return {
            "sessions": ask("SELECT count(*) FROM django_session")[0],
            "tokens": ask("SELECT count(*) FROM geodata_apitoken")[0],
            "links": ask("SELECT count(*) FROM geodata_user WHERE password = '!before'")[0],
            "open": ask("SELECT username FROM geodata_user WHERE is_active AND name = username ORDER BY 1"),
            "passwords": ask("SELECT count(*) FROM geodata_user WHERE password = 'pbkdf2$x'")[0],
        }


def address(place: Place) -> str:
    return f"postgres://{place.user}@/{place.name}?host={place.host}"


def test_a_restore_lets_nobody_in_who_was_signed_in_or_is_gone(lively, in_english):
    file, now = lively
    output = StringIO()
    assert lets_in(now)["sessions"] == 1
    call_command("restore", str(file), into=address(now), replace=True, stdout=output)
    kept = output.getvalue().split("kept as ")[1].split(";")[0]
    archive._drop(now.beside(kept))
    assert lets_in(now) == {
        "sessions": 0,
        "tokens": 0,
        "links": 0,
        "open": ["invited", "stays"],
        "passwords": 1,
    }
    assert "Ended: 1 sessions, 1 API tokens" in output.getvalue()
    assert "closed again: leaves." in output.getvalue()


def test_into_an_empty_database_closed_accounts_are_asked_for(lively, tmp_path, in_english):
    file, now = lively
    names, said = tmp_path / "names", StringIO()
    names.write_text("leaves\n")
    for closed, opened in ((None, ["invited", "leaves", "stays"]), (names, ["invited", "stays"])):
        with archive.scratch(now) as fresh:
            call_command(
                "restore", str(file), into=address(fresh), closed=closed, stdout=StringIO(), stderr=said
            )
            doors = lets_in(fresh)
        assert (doors["sessions"], doors["tokens"], doors["open"]) == (0, 0, opened)
    assert said.getvalue().count("is not known here") == 1


def test_an_owner_who_may_not_create_postgis_is_told_what_is_missing(backup, place, monkeypatch):
    """As on an ordinary server, whose template has no PostGIS and whose logins are no superusers."""
    monkeypatch.setattr(archive, "FRESH", "template0")
    monkeypatch.setattr(archive, "TEMPLATE", "template_that_is_not_there")
    with pytest.raises(
        BackupError, match=r"CREATE DATABASE template_that_is_not_there.*CREATE EXTENSION postgis"
    ):
        archive.check(backup, place)


def test_with_a_template_that_owner_verifies(backup, place, monkeypatch):
    monkeypatch.setattr(archive, "FRESH", "template0")
    # Of the tests' server it is this one that has PostGIS and may be copied by everybody.
    monkeypatch.setattr(archive, "TEMPLATE", "template1")
    assert archive.check(backup, place) == []

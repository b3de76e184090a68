"""What goes to the database together is waited for once."""

from contextlib import suppress

import pytest
from django.db import DatabaseError, connection, transaction

from geodata.base.rls import as_web_role
from geodata.base.round_trips import at_once
from tests.wire import waits

pytestmark = pytest.mark.django_db(transaction=True)
WHO = ("SELECT current_user, current_setting('gridmap.user')", [])


def ask(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_a_transaction_its_role_and_its_first_question_are_waited_for_once():
    with waits() as beginning, as_web_role(ask=WHO) as rows:
        assert rows == [("gridmap_web", "")]
        assert beginning.number == 0
    # Its end is the other one.
    assert beginning.number == 2


def test_what_was_begun_so_ends_as_any_transaction():
    with as_web_role(ask=WHO), transaction.atomic():
        assert ask("SELECT pg_current_xact_id()") == ask("SELECT pg_current_xact_id()")
    assert ask("SELECT current_user") != [("gridmap_web",)]
    assert connection.get_autocommit()


def test_what_was_begun_so_is_taken_back_after_an_error():
    with pytest.raises(DatabaseError), as_web_role(ask=WHO):
        ask(
            "SELECT count_request('test-taken-back', 1), 1 / (times - times) FROM generate_series(1, 1) times"
        )
    assert ask("SELECT 1 FROM geodata_asked WHERE key = 'test-taken-back'") == []
    assert ask("SELECT current_user") != [("gridmap_web",)]


def test_an_error_of_what_is_sent_together_is_one_of_djangos():
    with pytest.raises(DatabaseError), as_web_role(ask=("SELECT 1 / 0", [])):
        pass
    assert ask("SELECT 1") == [(1,)]


def test_what_could_not_be_begun_leaves_the_role_that_was():
    """Alone and within another transaction, whose next inner one would give the wrong role back."""
    with suppress(DatabaseError), as_web_role(ask=("SELECT 1 / 0", [])):
        pytest.fail("It has begun.")
    with transaction.atomic():
        with suppress(DatabaseError), as_web_role(ask=("SELECT 1 / 0", [])):
            pytest.fail("It has begun.")
        with as_web_role():
            assert ask("SELECT current_user") == [("gridmap_web",)]
        assert ask("SELECT current_user") != [("gridmap_web",)]


def test_without_a_transaction_nothing_is_begun():
    with at_once():
        ask("SELECT 1")
    assert connection.get_autocommit()
    ask("SELECT count_request('test-kept', 1)")
    connection.close()
    assert ask("SELECT times FROM geodata_asked WHERE key = 'test-kept'") == [(1,)]
    ask("DELETE FROM geodata_asked WHERE key = 'test-kept' RETURNING 1")

"""A new key: what the former ones have sealed is sealed anew, and then they may go."""

import json
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from geodata.base import resealing
from geodata.base.manifest import Sealed
from geodata.base.sealed import Place, seal, unseal
from geodata.needs.beside_models import Dispute
from tests import village as v

pytestmark = [pytest.mark.django_db, pytest.mark.owner("a command of the owner's")]
NEWER = "another key of this service, made of chance"
TRIALS = [
    Sealed("sealed_trial", "text", "t.name", id="name"),
    Sealed("sealed_trial", "payload", "t.name", within="sealed", id="name"),
]


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five rows with a text and a word within JSON, one empty."""
    names = [f"row {number}" for number in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sealed_trial (name text, text bytea, payload jsonb)")
        for name in names:
            text, word = (
                seal(name.encode(), at=Place("sealed_trial", column, name)) for column in ("text", "payload")
            )
            cursor.execute(
                "INSERT INTO sealed_trial VALUES (%s, %s, jsonb_build_object('sealed', translate(encode(%s, 'base64'), E'\\n', ''), 'a', 1))",
                [name, text, word],
            )
        cursor.execute("INSERT INTO sealed_trial VALUES ('empty', '', '{}')")
    monkeypatch.setattr(resealing, "places", lambda: TRIALS)
    return names


def run(*words: str) -> dict[str, object]:
    told = StringIO()
    call_command("rotate_keys", "--json", *words, stdout=told)
    document: dict[str, object] = json.loads(told.getvalue())
    return document


def texts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, text, decode(payload ->> 'sealed', 'base64') FROM sealed_trial WHERE name <> 'empty'"
        )
        return [
            unseal(bytes(each), at=Place("sealed_trial", column, name)).decode()
            for name, text, word in cursor.fetchall()
            for column, each in (("text", text), ("payload", word))
        ]


def test_what_a_former_key_has_sealed_is_sealed_anew(trials: list[str], settings: Settings) -> None:
    former = list(settings.SEALING_KEYS)
    assert run()["old_keys_may_go"]
    settings.SEALING_KEYS = [NEWER, *former]
    assert run()["left"] == {"sealed_trial.text": 5, "sealed_trial.payload": 5, "second steps": 0}
    done = run("--apply", "--batch", "2")
    assert done["anew"] == {"sealed_trial.text": 5, "sealed_trial.payload": 5, "second steps": 0}
    assert done["old_keys_may_go"]
    settings.SEALING_KEYS = [NEWER]
    assert sorted(texts()) == sorted(trials * 2)


def test_what_no_key_opens_is_left_and_told(trials: list[str], settings: Settings) -> None:
    settings.SEALING_KEYS = [NEWER]
    done = run("--apply", "--batch", "2")
    assert (done["anew"], done["old_keys_may_go"]) == (
        {"sealed_trial.text": 0, "sealed_trial.payload": 0, "second steps": 0},
        False,
    )


def test_second_steps_are_opened_by_the_new_key_alone(settings: Settings) -> None:
    user = v.user()
    secrets = {"totp": "secret", "recovery_codes": "seed"}
    for kind, name in secrets.items():
        Authenticator.objects.create(user=user, type=kind, data={name: get_adapter().encrypt(name)})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEWER, [settings.SECRET_KEY]
    assert run()["left"]["second steps"] == 2
    assert run("--apply", "--batch", "1")["anew"]["second steps"] == 2
    settings.SECRET_KEY_FALLBACKS = []
    kept = {
        each.type: get_adapter().decrypt(each.data[secrets[each.type]])
        for each in user.authenticator_set.all()
    }
    assert kept == secrets


def test_each_column_of_sealed_bytes_is_named() -> None:
    named = {(place.table, place.column) for place in resealing.places()}
    assert {
        ("geodata_dispute", "parties"),
        ("geodata_need", "sealed"),
        ("geodata_needstep", "payload"),
    } <= named
    for place in resealing.places():
        assert resealing.waiting(place) == 0
    assert Dispute._meta.db_table in {table for table, _column in named}


def test_a_person_is_told_in_words(trials: list[str], settings: Settings) -> None:
    settings.SEALING_KEYS = [NEWER, *settings.SEALING_KEYS]
    told = StringIO()
    call_command("rotate_keys", stdout=told)
    assert "--apply" in told.getvalue()

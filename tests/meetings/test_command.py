"""The agenda for whoever asks on the machine."""

import json

import pytest
from django.core.management import CommandError, call_command

from geodata.base.periods import today

pytestmark = pytest.mark.django_db


def told(capsys, *arguments: str) -> str:
    call_command("next_agenda", *arguments)
    return capsys.readouterr().out


def test_it_tells_the_agenda_of_the_office(people, places, need, capsys):
    found = json.loads(told(capsys, "--area", places.west.code, "--on", today().isoformat(), "--json"))
    assert list(found) == ["area", "on", "since", "sections"]
    assert found["sections"][0]["source"] == "needs_new"
    assert {"source", "label", "n", "of", "items"} <= set(found["sections"][0])


def test_without_a_day_it_is_the_next_meeting(people, places, need, capsys):
    assert ": 1" in told(capsys, "--area", places.west.code)


@pytest.mark.parametrize("arguments", [("--area", "1"), ("--area", "430382100201", "--on", "soon")])
def test_what_is_not_there_is_refused(people, places, arguments, capsys):
    with pytest.raises(CommandError):
        told(capsys, *arguments)

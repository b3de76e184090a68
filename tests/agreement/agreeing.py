"""One verb, asked by one role through each of its doors: one outcome, one reason, one record."""

import re
from collections.abc import Callable
from typing import Any

from tests.agreement.asking import WRONG, Ask, Entry, Outcome, Verb, ask
from tests.agreement.cast import ROLES, Stage

LETTERS = {"d": "done", "r": "not allowed", "m": "not found", "w": "wrong"}
NUMBERS = re.compile("例?[0-9]+")


def check(stage: Stage, verb: Verb, role: str, ready: Callable[[Ask], Any]) -> None:
    doors = verb.doors_of(role)
    found = {door.name: ask(door, stage, role, ready) for door in doors}
    kinds = {name: outcome.kind for name, outcome in found.items()}
    said = {name: outcome.said for name, outcome in found.items()}
    assert set(kinds.values()) == {LETTERS[verb.outcomes[ROLES.index(role)]]}, (kinds, said)
    assert reasons_missing({door.name: found[door.name] for door in doors if door.explains}) == []
    left = {door.name: entries(found[door.name]) for door in doors if door.recorded}
    assert len(set(left.values())) == 1, left


def entries(outcome: Outcome) -> tuple[Entry, ...]:
    """A page that shows its form again opens the household once more; a file's job leaves that it was begun, too."""
    more = {"open_household"} if outcome.kind == WRONG else set()
    if any(action == "export" for action, *_rest in outcome.entries):
        more.add("job_started")
    return tuple(entry for entry in outcome.entries if entry[0] not in more)


def reasons_missing(found: dict[str, Outcome]) -> list[tuple[str, str]]:
    """The reasons in a problem document that another door does not give, whatever numbers and invented names they name."""
    wrong = {name: outcome for name, outcome in found.items() if outcome.kind == WRONG}
    return [
        (name, sentence)
        for name, outcome in wrong.items()
        for sentence in {said for other in wrong.values() for said in other.said}
        if NUMBERS.sub("#", sentence) not in NUMBERS.sub("#", outcome.text)
    ]

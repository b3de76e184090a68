"""What a phone takes along to ask at the doors of one's own households; it lies there for a day."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.policies.answering import asked_by
from geodata.policies.asking import ToAsk, questions_at_each
from geodata.policies.filtering import choice_in_words
from geodata.policies.words import AnswerType


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in the reader's language, with what can be answered."""

    code: str
    words: str
    type: str
    choices: list[tuple[str, str]]
    """Codes with their words; of a number none."""
    resident: int | None
    about: str
    """The name of the person; "" is the household."""
    policies: int
    lasts_days: int


def asking(one: ToAsk) -> Asking:
    question = one.question
    return Asking(
        code=question.code,
        words=str(question),
        type=question.type,
        choices=choices_of(question),
        resident=one.resident.pk if one.resident else None,
        about=one.resident.name if one.resident else "",
        policies=one.policies,
        lasts_days=question.lasts_days,
    )


def choices_of(question: Any) -> list[tuple[str, str]]:
    if question.type != AnswerType.CHOICE:
        return []
    return [(one["code"], choice_in_words(question, one["code"])) for one in question.choices]


def questions_along(tokens: Collection[str], *, scope: Scope, on: dt.date) -> dict[str, list[Asking]]:
    """By token, of those households at whose doors somebody with that scope asks. Seven queries, whatever their number."""
    if not scope.may(Right.ENTITLE):
        return {}
    homes = dict(
        asked_by(scope)
        .filter(token__in=tokens)
        .exclude(occupancy=Household.Occupancy.DISSOLVED)
        .values_list("pk", "token")
    )
    return {
        homes[pk]: list(map(asking, found)) for pk, found in questions_at_each(homes, on=on).items() if found
    }

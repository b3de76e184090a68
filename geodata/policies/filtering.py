"""What filters ask of answers at doors: the latest, as long as it holds. An answer that nobody gave is unknown."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from geodata.base.filters.leaf import (
    Comparison,
    Facts,
    Known,
    Leaf,
    Put,
    Subject,
    Wrong,
    compared_in_words,
    several,
)
from geodata.base.wording import listed
from geodata.policies.models import DoorQuestion

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _latest(whose: str, keys: str) -> str:
    named = ", ".join(f"z.{key}" for key in keys.split(", "))
    return f"""
    SELECT {named}, jsonb_object_agg(q.code, z.value) AS said
    FROM (
        SELECT DISTINCT ON ({", ".join(f"x.{key}" for key in keys.split(", "))}, x.question_id) x.*
        FROM geodata_dooranswer x WHERE {{among}} AND x.resident_id {whose} AND x.said_on <= %(on)s
        ORDER BY {", ".join(f"x.{key}" for key in keys.split(", "))}, x.question_id, x.said_on DESC, x.id DESC
    ) z JOIN geodata_doorquestion q ON q.id = z.question_id WHERE z.expires_on > %(on)s GROUP BY {named}"""


ANSWERS = Facts(name="answers", sql=_latest("IS NULL", "household_id"), columns={"said": "jsonb"})
OWN_ANSWERS = Facts(
    name="own_answers",
    of="resident",
    sql=_latest("IS NOT NULL", "household_id, resident_id"),
    columns={"said": "jsonb"},
)


class Answer(Leaf):
    """What was said to a question; of a resident what was said about the person, or else about the household."""

    name, label, also = "answer", gettext_lazy("answer to a question"), frozenset({"is"})
    example = {"answer": "pension_checked", "is": False}

    def check(self, said: Mapping[str, Any], subject: Subject) -> None:
        code, told = said["answer"], said.get("is")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            raise Wrong(
                "answer", _("This is no code of a question."), _("Write the code of a door question.")
            )
        if isinstance(told, bool):
            return
        if isinstance(told, str) and told[:1] in "<>=0123456789":
            Comparison.read("is", told)
            return
        choices = [told] if isinstance(told, str) else told
        if (
            not isinstance(choices, list)
            or not choices
            or not all(isinstance(one, str) and CODE.fullmatch(one) for one in choices)
        ):
            raise Wrong("is", _("This says no answer."), _("Write true, false, such as “>=3”, or a choice."))

    def reads(self, subject: Subject) -> Collection[str]:
        return ("answers",) if subject == "household" else ("own_answers", "answers")

    def sql(self, said: Mapping[str, Any], subject: Subject, put: Put, on: dt.date) -> str:
        code, told = put(said["answer"]), said["is"]
        found = [f"({table}.said -> {code}::text)" for table in self.reads(subject)]
        value = found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"
        if isinstance(told, bool):
            return f"(CASE WHEN jsonb_typeof({value}) = 'boolean' THEN {value} = '{str(told).lower()}'::jsonb END)"
        if isinstance(told, str) and told[:1] in "<>=0123456789":
            number = f"(CASE WHEN jsonb_typeof({value}) = 'number' THEN ({value} #>> '{{}}')::numeric END)"
            return Comparison.read("is", told).sql(number, put)
        choices = [told] if isinstance(told, str) else told
        return f"(CASE WHEN jsonb_typeof({value}) = 'string' THEN ({value} #>> '{{}}') = ANY ({put(choices)}::text[]) END)"

    def value(self, said: Mapping[str, Any], subject: Subject, known: Known, on: dt.date) -> bool | None:
        rows = [(known.get(name, {}).get("said") or {}).get(said["answer"]) for name in self.reads(subject)]
        value, told = next((one for one in rows if one is not None), None), said["is"]
        if isinstance(told, bool):
            return value is told if isinstance(value, bool) else None
        if isinstance(told, str) and told[:1] in "<>=0123456789":
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return Comparison.of(told).holds(value) if number else None
        return value in several(told) if isinstance(value, str) else None

    def fact(self, said: Mapping[str, Any]) -> str:
        return f"answer:{said['answer']}"

    def words(self, said: Mapping[str, Any]) -> str:
        asked = DoorQuestion.objects.filter(code=said["answer"]).first()
        return _("“%(question)s”: %(answer)s") % {
            "question": asked or said["answer"],
            "answer": _answer_in_words(asked, said["is"]),
        }


def _answer_in_words(asked: DoorQuestion | None, told: Any) -> str:
    if isinstance(told, bool):
        return _("yes") if told else _("no")
    if isinstance(told, str) and told[:1] in "<>=0123456789":
        return compared_in_words(told)
    return listed([choice_in_words(asked, one) for one in ([told] if isinstance(told, str) else told)])


def choice_in_words(asked: DoorQuestion | None, code: str) -> str:
    """What a choice is called in the reader's language."""
    found = next((one for one in (asked.choices if asked else []) if one["code"] == code), None)
    if found is None:
        return code
    english = (get_language() or "").startswith("en")
    return str(found.get("name_en") or found["name"]) if english else str(found["name"])

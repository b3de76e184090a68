"""What to ask at the door of a household, on its page, and what was said there and still holds: for whoever asks there."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from geodata.base import periods
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.base.scope import Right
from geodata.people.models import Household
from geodata.policies.along import asking
from geodata.policies.answering import Said, answer_question
from geodata.policies.asking import answers_of, questions_at
from geodata.policies.in_words import value
from geodata.policies.models import DoorQuestion
from geodata.policies.shown import plain
from geodata.policies.words import AnswerType
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights
from gridmap.pages.base.back import back_to_card


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """One tap each: yes or no, a choice, or a number that is typed."""
    if not request.scope.may(Right.ENTITLE) or household.has_left:
        return ""
    asks = plain(request.scope)
    if not asks.holds_household(pk=household.pk, village=household.village_id, grid=household.grid_id):
        return ""
    context = {
        "household": household,
        "questions": [(asking(one), uuid.uuid4()) for one in questions_at(household, on=on)],
        "answers": [(answer, value(answer)) for answer in answers_of(household, on=on)],
    }
    if not context["questions"] and not context["answers"]:
        return ""
    return render_to_string("policies/parts/of_household.html", context, request)


@require_POST
def answer_page(request: ScopedRequest, token: str) -> HttpResponse:
    """A tap: sent twice it is the same answer."""
    try:
        answer_question(
            client_id=_id(request.POST.get("client_id", "")),
            said=_said(request, token),
            by=request.user,
            scope=request.scope,
            at=timezone.now(),
            today=periods.today(),
        )
    except (BadInput, Conflict) as error:
        messages.error(request, join([error.message, error.remedy]))
        return redirect("household", token=token)
    messages.success(request, _("The answer is recorded."))
    return back_to_card(token, "door")


def _said(request: ScopedRequest, token: str) -> Said:
    code, resident = request.POST.get("question", "")[:40], request.POST.get("resident", "")
    return Said(
        question=code,
        household=token,
        value=_value(code, request.POST.get("value", "")[:40]),
        on=periods.today(),
        resident=int(resident) if resident.isascii() and resident.isdigit() and len(resident) < 19 else None,
    )


def _value(code: str, text: str) -> Any:
    """As the question's kind has it; what is none the verb refuses."""
    question = DoorQuestion.objects.filter(code=code).first()
    if question is None:
        raise NotFound(code, field="question", value=code)
    if question.type == AnswerType.YESNO:
        return {"yes": True, "no": False}.get(text, text)
    if question.type == AnswerType.NUMBER and text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    return text


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()

"""An answer at a door: asked once, for every policy and every form. A repeat of the same is the same."""

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.people.models import Household, HouseholdQuerySet, Resident
from geodata.policies import shown
from geodata.policies.concept import Action
from geodata.policies.matching import match_households
from geodata.policies.models import DoorAnswer, DoorQuestion
from geodata.policies.words import AnswerSource, AnswerType, Subject

MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Said:
    """What was answered: to which question, at which household (its token), about which resident (its key) or none, and when."""

    question: str
    household: str
    value: Any
    on: dt.date
    resident: int | None = None
    source: str = AnswerSource.DOOR
    visit: uuid.UUID | None = None

    def digest(self) -> str:
        """SHA-256 of the content, as a phone works it out too."""
        content = [self.question, self.household, self.resident, self.value, self.on.isoformat(), self.source]
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def asked_by(scope: Scope) -> HouseholdQuerySet:
    """Households at whose doors somebody with that scope asks."""
    return Household.objects.within(shown.plain(scope))


@transaction.atomic
def answer_question(
    *, client_id: uuid.UUID, said: Said, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[DoorAnswer, bool]:
    """The answer, and whether it is new: what the rules say of the household is worked out anew in the same moment.

    Raises NotAllowed without the right, NotFound for a household outside it, a question or a resident that are none, BadInput for
    an answer of another kind or of a day to come, Conflict where the id was used for another content.
    """
    require(scope, Right.ENTITLE)
    home = asked_by(scope).called(said.household)
    if home is None:
        raise NotFound(said.household, field="household", value=said.household)
    question = DoorQuestion.objects.on(today).filter(code=said.question).first()
    if question is None:
        raise NotFound(said.question, field="question", value=said.question)
    resident = _resident(said, question, home)
    _check(said, question, today=today)
    if (known := DoorAnswer.objects.filter(client_id=client_id).first()) is not None:
        return _same(known, said), False
    try:
        with transaction.atomic():
            made = DoorAnswer.objects.create(
                client_id=client_id, body_hash=said.digest(), question=question, household=home, village_id=home.village_id,
                resident=resident, value=said.value, said_on=said.on, expires_on=said.on + dt.timedelta(days=question.lasts_days),
                by=by, at=at, visit_client_id=said.visit, source=said.source, synthetic=home.synthetic,
            )  # fmt: skip
    except IntegrityError as error:
        # Somebody else's, or sent twice at once.
        raise _used(client_id) from error
    record_access(user=by, action=Action.DOOR_ANSWERED, at=at, subject=home.token)
    match_households([home.pk], on=today)
    return made, True


def _same(known: DoorAnswer, said: Said) -> DoorAnswer:
    if known.body_hash != said.digest():
        raise _used(known.client_id)
    return known


def _resident(said: Said, question: DoorQuestion, home: Household) -> Resident | None:
    if (said.resident is not None) != (question.subject == Subject.RESIDENT):
        raise BadInput(
            _("This question is not asked about that."),
            field="resident",
            value=said.resident,
            remedy=_("Name a resident for a question about a person, and none for one about the household."),
        )
    if said.resident is None:
        return None
    found = Resident.objects.filter(pk=said.resident, household=home).first()
    if found is None:
        raise NotFound(str(said.resident), field="resident", value=said.resident)
    return found


def _check(said: Said, question: DoorQuestion, *, today: dt.date) -> None:
    if said.on > today:
        raise BadInput(
            _("This day is in the future."),
            field="on",
            value=said.on.isoformat(),
            remedy=_("Choose today or an earlier day."),
        )
    if said.on < periods.FIRST_DAY or said.on + dt.timedelta(days=question.lasts_days) <= today:
        raise BadInput(
            _("This answer would not hold any more."),
            field="on",
            value=said.on.isoformat(),
            remedy=_("Ask again, and give the day of the new answer."),
        )
    if said.source not in AnswerSource.values or not _fits(said.value, question):
        raise BadInput(
            _("This is no answer to the question."),
            field="value",
            value=said.value if isinstance(said.value, str | int | float) else None,
            remedy=_remedy(question),
        )


def _fits(value: Any, question: DoorQuestion) -> bool:
    if question.type == AnswerType.YESNO:
        return isinstance(value, bool)
    if question.type == AnswerType.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
    return value in [choice["code"] for choice in question.choices]


def _remedy(question: DoorQuestion) -> str:
    if question.type == AnswerType.YESNO:
        return _("Answer yes or no.")
    if question.type == AnswerType.NUMBER:
        return _("Write a whole number.")
    return _("Choose one that is offered.")


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("An answer with this id is already recorded with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Record it as a new answer."),
    )

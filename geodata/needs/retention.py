"""What needs keep of persons, and for how long. That there was one, where and what became of it stays."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from geodata.base.forgetting import events_of, without_words
from geodata.base.periods import midnight
from geodata.needs.attachment_models import Attachment
from geodata.needs.beside_models import Assignment, Consultation, Dispute, Supervision
from geodata.needs.models import Need, NeedStep
from geodata.needs.note_models import OldNotes

SAID = (
    ~Q(title="")
    | ~Q(text="")
    | ~Q(sealed=b"")
    | ~Q(result="")
    | ~Q(sealed_result=b"")
    | Exists(Attachment.objects.filter(need=OuterRef("pk")))
    | Q(dispute__isnull=False) & (~Q(dispute__parties=b"") | ~Q(dispute__agreement=b""))
)


def texts(before: dt.date, apply: bool) -> int:
    """Of those that ended before that day, but for sensitive ones."""
    return _forget(Need.objects.filter(sensitive=False, ended_at__lt=midnight(before)), apply)


def sensitive_texts(before: dt.date, apply: bool) -> int:
    return _forget(Need.objects.filter(sensitive=True, ended_at__lt=midnight(before)), apply)


def households_left(ids: Collection[int]) -> None:
    """What was said of these households."""
    needs = Need.objects.filter(household__in=ids)
    _forget(needs, True)
    needs.update(source_number="")
    events_of(Need).filter(household__in=ids).delete()


def old_notes(before: dt.date, apply: bool) -> int:
    """Offers whose day is over."""
    offers = OldNotes.objects.filter(until__lt=before)
    count = offers.count()
    if apply:
        offers.delete()
    return count


def _forget(needs: QuerySet[Need], apply: bool) -> int:
    keys = list(needs.filter(SAID).values_list("pk", flat=True))
    if apply and keys:
        Need.objects.filter(pk__in=keys).update(
            title="", text="", sealed=b"", result="", sealed_result=b"", source_number=""
        )
        Attachment.objects.filter(need__in=keys).delete()
        Dispute.objects.filter(need__in=keys).update(parties=b"", agreement=b"", mediator_name="")
        Consultation.objects.filter(need__in=keys).update(participants="–", result="–")
        Assignment.objects.filter(need__in=keys).update(task="–", answer="", place="", household_number="")
        steps = NeedStep.objects.filter(need__in=keys)
        without_words(steps)
        steps.filter(payload__has_key="sealed").update(payload=RawSQL("payload - 'sealed'", []))
        without_words(Assignment.objects.filter(need__in=keys))
        for field in ("note", "answer"):
            without_words(Supervision.objects.filter(need__in=keys), field)
    return len(keys)

"""What visits keep of persons: notes, places, and what was withdrawn from the inbox."""

import datetime as dt
from collections.abc import Collection

from geodata.base.forgetting import erase, events_of, without_words
from geodata.base.periods import midnight
from geodata.people.models import Household, TokenAlias
from geodata.visits.held import HeldVisit, HeldVisitStep
from geodata.visits.models import Visit


def notes(before: dt.date, apply: bool) -> int:
    noted = Visit.objects.filter(day__lt=before).exclude(note="", point=None)
    count = noted.count()
    if apply:
        events_of(Visit).filter(day__lt=before).update(note="", point=None)
        noted.update(note="", point=None)
    return count + _held_notes(before, apply)


def _held_notes(before: dt.date, apply: bool) -> int:
    """Of the inbox only what is decided: what waits is still needed."""
    noted = HeldVisit.objects.filter(day__lt=before).exclude(note="").exclude(state=HeldVisit.State.WAITING)
    count = noted.count()
    if apply:
        events_of(HeldVisit).filter(day__lt=before, pgh_obj__in=noted).update(note="")
        noted.update(note="")
    return count


def withdrawn(before: dt.date, apply: bool) -> int:
    """Nobody decided about them and no figure counts them: they go whole, with their former rows."""
    old = HeldVisit.objects.withdrawn().filter(decided_at__lt=midnight(before))
    if apply:
        events_of(HeldVisit).filter(pgh_obj__in=list(old.values_list("pk", flat=True))).delete()
    return erase(old, apply)


def households_left(ids: Collection[int]) -> None:
    """Their visits stay in old figures without a word and a place."""
    visits = Visit.objects.filter(household__in=ids)
    visits.update(note="", point=None)
    without_words(visits, "void_reason")
    tokens = list(Household.objects.filter(pk__in=ids).values_list("token", flat=True))
    tokens += TokenAlias.objects.filter(household__in=ids).values_list("token", flat=True)
    held = HeldVisit.objects.filter(token__in=tokens)
    held.update(note="")
    without_words(held)
    without_words(HeldVisitStep.objects.filter(held__token__in=tokens))
    events_of(HeldVisit).filter(token__in=tokens).delete()
    events_of(Visit).filter(household__in=ids).delete()

"""Finding a household by what somebody remembers of it: name, pinyin initials, address, end of the phone, code.

What is masked for a reader does not help that reader to find anything: names, addresses and phones are looked at
only where details may be seen.
"""

import re
import unicodedata

from django.db.models import Q, TextField, Value
from django.db.models.expressions import Func

from geodata import phones, texts
from geodata.people.models import Household, HouseholdQuerySet
from geodata.people.spelling import pattern
from geodata.territory.scope import Right, Scope

LONGEST = 40
DIGITS = re.compile(r"[0-9]{2,15}")
LEAST_DIGITS, MOST_DIGITS = 4, 15
"""Of a phone; fewer would find half a village."""


def find_households(text: str, *, scope: Scope) -> HouseholdQuerySet:
    """Households that may be listed and answer to the text, in no order. Nothing for no text."""
    wanted = texts.name(unicodedata.normalize("NFKC", texts.seen(text)))[:LONGEST]
    if not wanted:
        return Household.objects.none()
    listed, seen = scope.to(Right.HOUSEHOLDS), scope.to(Right.DETAILS)
    shown = Household.objects.within(listed).filter(_shown(wanted))
    hidden = _hidden(wanted)
    if not hidden or not seen.grants:
        return shown
    known = Household.objects.within(seen).alias(phone_text=PHONES).filter(hidden)
    return Household.objects.filter(Q(pk__in=shown.values("pk")) | Q(pk__in=known.values("pk")))


PHONES = Func(
    Func("phones", Value(" "), function="array_to_string"),
    Value("[^0-9 ]"),
    Value(""),
    Value("g"),
    function="regexp_replace",
    output_field=TextField(),
)
"""The digits alone, whatever dashes stand between them."""


def _shown(text: str) -> Q:
    """What a masked line shows as well."""
    number = texts.number(text)
    found = Q(number__iexact=number) | Q(token=text)
    if DIGITS.fullmatch(text):
        found |= Q(number__endswith=text)
        if len(text) in (12, 15):
            found |= Q(grid__code__startswith=text) | Q(village__code=text)
    return found


def _hidden(text: str) -> Q:
    if phone := phones.digits(text):
        # A blank stands between two phones; the text is digits alone.
        return Q(phone_text__regex=f"{phone}( |$)") if LEAST_DIGITS <= len(phone) <= MOST_DIGITS else Q()
    found = Q(head_name__icontains=text) | Q(address__icontains=text)
    if letters := pattern(text.lower()):
        found |= Q(head_name__regex=letters)
    return found

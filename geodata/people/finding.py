"""Finding a household by what somebody remembers of it: name, pinyin initials, address, end of the phone, code.

What is masked for a reader does not help that reader to find anything: names, addresses and phones are looked at
only where details may be seen.

Behind the policies no index helps to find a part of a text, so every household of the scope is looked at, and what is asked of
each decides: first what costs little and is seldom true, and no change of case where there is none.
"""

import re
import unicodedata

from django.db.models import BooleanField, Q, TextField, Value
from django.db.models.expressions import Expression, F, Func
from django.db.models.functions import Collate, Left, Upper
from django.db.models.lookups import Contains, Exact

from geodata.base import phones, texts
from geodata.base.scope import Right, Scope
from geodata.people.models import Household, HouseholdQuerySet
from geodata.people.spelling import characters, pattern

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
    homes, hidden = Household.objects.within(listed), _hidden(wanted)
    if not hidden or not seen.grants:
        return homes.filter(_shown(wanted))
    if listed == seen:
        # Once through the villages of the scope, by their index: it is what every post but a planner's has.
        return homes.alias(phone_text=PHONES).filter(_shown(wanted) | hidden)
    known = Household.objects.within(seen).alias(phone_text=PHONES).filter(hidden)
    return homes.filter(_shown(wanted) | Q(pk__in=known.values("pk")))


WRITTEN: Expression = Func("phones", Value(" "), function="array_to_string", output_field=TextField())
PHONES = Func(
    WRITTEN,
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
    condition = _is("number", number) | Q(token=text)
    if DIGITS.fullmatch(text):
        condition |= Q(number__endswith=text)
        if len(text) in (12, 15):
            condition |= Q(grid__code__startswith=text) | Q(village__code=text)
    return condition


def _hidden(text: str) -> Q:
    if phone := phones.digits(text):
        if not LEAST_DIGITS <= len(phone) <= MOST_DIGITS:
            return Q()
        # A blank stands between two phones; the text is digits alone. Few phones have them in that order at all.
        return Q(_like(WRITTEN, f"%{'%'.join(phone)}%")) & Q(phone_text__regex=f"{phone}( |$)")
    condition = _contains("head_name", text) | _contains("address", text)
    if letters := pattern(text.lower()):
        condition |= Q(_begins("head_name", characters(text[0].lower()))) & Q(head_name__regex=letters)
    return condition


def _is(field: str, text: str) -> Q:
    """In small letters or large ones."""
    if not _has_case(text):
        return Q(**{field: text})
    return Q(Exact(_large(field), text.upper())) if text.isascii() else Q(**{f"{field}__iexact": text})


def _contains(field: str, text: str) -> Q:
    if not _has_case(text):
        return Q(**{f"{field}__contains": text})
    return Q(Contains(_large(field), text.upper())) if text.isascii() else Q(**{f"{field}__icontains": text})


def _has_case(text: str) -> bool:
    return text.upper() != text.lower()


def _large(field: str) -> Upper:
    """Its letters from a to z: to look up every sign of a name takes four times as long."""
    return Upper(Collate(F(field), "C"))


def _like(text: Expression, wanted: str) -> Func:
    return _compared("(%(expressions)s)", " LIKE ", text, Value(wanted))


def _begins(field: str, signs: str) -> Func:
    # As one text: a list of a thousand signs takes longer to be sent than to be looked through.
    each = Func(Value(signs), Value(None), function="string_to_array", output_field=TextField())
    return _compared("(%(expressions)s))", " = ANY (", Left(field, 1), each)


def _compared(template: str, sign: str, one: Expression, other: Expression) -> Func:
    return Func(one, other, template=template, arg_joiner=sign, output_field=BooleanField())

"""Strict serializers: what is not declared is refused, and every fault comes with a remedy."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request

from api.errors import Fault, Refused, shown
from geodata.territory.numbers import types_id_number
from geodata.wording import listed

REMEDIES: dict[str, Promise | str] = {
    "required": gettext_lazy("Give a value."),
    "null": gettext_lazy("Give a value, or leave the field out."),
    "blank": gettext_lazy("Give a value, or leave the field out."),
    "invalid": gettext_lazy("Look up the form of this value in the API's description."),
    "not_a_list": gettext_lazy("Give a list."),
    "max_length": gettext_lazy("Shorten it."),
    "null_characters_not_allowed": gettext_lazy("Remove the invisible characters."),
}
"""How to mend a fault, by its code, where the field has no remedy of its own."""


class Strict(serializers.Serializer[Any]):
    """A serializer that refuses fields it does not know, and ID numbers. `checked()` gives the values or raises Refused."""

    def checked(self) -> dict[str, Any]:
        given = self.initial_data if isinstance(self.initial_data, Mapping) else {}
        faults = [self._unknown(name, given[name]) for name in given if name not in self.fields]
        if not self.is_valid() or faults:
            raise Refused([*faults, *self._faults(given)])
        values: dict[str, Any] = self.validated_data
        if faults := list(self.id_numbers(values)):
            raise Refused(faults)
        return values

    def id_numbers(self, values: Mapping[str, Any]) -> Iterator[Fault]:
        """They are never stored: fields that leave them out do so later, all others refuse them. Passwords are not looked at."""
        for name, value in values.items():
            field = self.fields.get(name)
            passed = getattr(field, "leaves_out_id_numbers", False) or getattr(field, "write_only", False)
            if not passed and any(map(types_id_number, _texts(value))):
                yield Fault(name, None, _("ID numbers are never stored."), _("Leave the number out."))

    def _unknown(self, name: str, value: Any) -> Fault:
        known = list(self.fields)
        near = difflib.get_close_matches(name.lower(), known, n=1)
        remedy = (
            _("Did you mean “%(name)s”?") % {"name": near[0]}
            if near
            else _("Known are: %(names)s.") % {"names": listed(known)}
        )
        message = _("“%(name)s” is not known here.") % {"name": shown(name)}
        return Fault(str(shown(name)), shown(value), message, remedy)

    def _faults(self, given: Mapping[str, Any]) -> Iterator[Fault]:
        for name, details in self.errors.items():
            field = self.fields.get(name)
            secret = field is not None and field.write_only
            value = None if secret else shown(given.get(name))
            for place, error in _flat(details):
                where = f"{name}{place}" if field is not None else ""
                yield Fault(where, value, str(error), _remedy(field, getattr(error, "code", "invalid")))


class Query(Strict):
    """The parameters of an address: each known, each at most once."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        given = request.query_params
        repeated = [name for name in given if len(given.getlist(name)) > 1]
        if repeated:
            raise Refused(
                Fault(
                    str(shown(name)),
                    shown(", ".join(given.getlist(name))),
                    _("“%(name)s” is given more than once.") % {"name": shown(name)},
                    _("Give it once."),
                )
                for name in repeated
            )
        return cls(data=given.dict()).checked()


class Body(Strict):
    """The JSON object that a request sends."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        return cls(data=request.data).checked()


def _texts(value: Any) -> Iterator[str]:
    """Every text in a value, with the names of its parts."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _flat(details: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Errors with their place below the field: lists and nested objects flattened."""
    if isinstance(details, Mapping):
        for key, inner in details.items():
            yield from _flat(inner, f"{place}.{key}")
    elif isinstance(details, Sequence) and not isinstance(details, str):
        for inner in details:
            yield from _flat(inner, place)
    else:
        yield place, details


def _remedy(field: Any, code: str) -> str:
    """Of the field, or of what its list is made of."""
    child = getattr(field, "child", None)
    own = getattr(field, "remedies", {}).get(code) or getattr(child, "remedies", {}).get(code)
    if own is None and code == "invalid_choice":
        choices = getattr(child or field, "choices", {})
        return _("Choose one of: %(names)s.") % {"names": listed(choices)}
    return str(own or REMEDIES.get(code, ""))

"""Strict serializers: what is not declared is refused, and every fault comes with a remedy."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request

from api.web.errors import Fault, Refused, shown
from geodata.base.wording import listed
from geodata.territory.numbers import types_id_number

REMEDIES: dict[str, Promise | str] = {
    "required": gettext_lazy("Provide a value."),
    "null": gettext_lazy("Provide a value, or leave out the field."),
    "blank": gettext_lazy("Provide a value, or leave out the field."),
    "invalid": gettext_lazy("See the API's description for the format of this value."),
    "not_a_list": gettext_lazy("Provide a list."),
    "max_length": gettext_lazy("Shorten it."),
    "null_characters_not_allowed": gettext_lazy("Remove the invisible characters."),
}
"""How to mend a fault, by its code, where the field has no remedy of its own."""


class Strict(serializers.Serializer[Any]):
    """A serializer that refuses fields it does not know, and ID numbers. `checked()` gives the values or raises Refused."""

    def checked(self) -> dict[str, Any]:
        sent = self.initial_data if isinstance(self.initial_data, Mapping) else {}
        faults = [self._unknown(name, sent[name]) for name in sent if name not in self.fields]
        if not self.is_valid() or faults:
            raise Refused([*faults, *self._faults(sent)])
        values: dict[str, Any] = self.validated_data
        if faults := list(self.id_numbers(values)):
            raise Refused(faults)
        return values

    def id_numbers(self, values: Mapping[str, Any]) -> Iterator[Fault]:
        """They are never stored: fields that leave them out do so later, all others refuse them. Passwords are not looked at."""
        for name, value in values.items():
            if any(map(types_id_number, _looked_at(self.fields.get(name), value))):
                yield Fault(name, None, _("ID numbers are never stored."), _("Remove the number."))

    def _unknown(self, name: str, value: Any) -> Fault:
        known = list(self.fields)
        near = difflib.get_close_matches(name.lower(), known, n=1)
        remedy = (
            _("Did you mean “%(name)s”?") % {"name": near[0]}
            if near
            else _("Accepted: %(names)s.") % {"names": listed(known)}
        )
        message = _("“%(name)s” is not recognised here.") % {"name": shown(name)}
        return Fault(str(shown(name)), shown(value), message, remedy)

    def _faults(self, values: Mapping[str, Any]) -> Iterator[Fault]:
        for name, details in self.errors.items():
            field = self.fields.get(name)
            secret = field is not None and field.write_only
            value = None if secret else shown(values.get(name))
            for place, error in _flat(details):
                where = f"{name}{place}" if field is not None else ""
                yield Fault(where, value, str(error), _remedy(field, getattr(error, "code", "invalid")))


class Query(Strict):
    """The parameters of an address: each known, each at most once."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        parameters = request.query_params
        repeated = [name for name in parameters if len(parameters.getlist(name)) > 1]
        if repeated:
            raise Refused(
                Fault(
                    str(shown(name)),
                    shown(", ".join(parameters.getlist(name))),
                    _("“%(name)s” is given more than once.") % {"name": shown(name)},
                    _("Provide it only once."),
                )
                for name in repeated
            )
        return cls(data=parameters.dict()).checked()


class Body(Strict):
    """The JSON object that a request sends."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        return cls(data=request.data).checked()


def _looked_at(field: Any, value: Any) -> Iterator[str]:
    """Every text of a value but those that a verb sees to, also within an object: the note of a visit that comes with something else."""
    if getattr(field, "leaves_out_id_numbers", False) or getattr(field, "write_only", False):
        return
    if isinstance(field, serializers.ListSerializer) and isinstance(value, list):
        for inner in value:
            yield from _looked_at(field.child, inner)
    elif isinstance(field, serializers.Serializer) and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _looked_at(field.fields.get(key), inner)
    else:
        yield from _texts(value)


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

"""The form of a page: what people type, as it may be kept."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.errors import DomainError, join
from geodata.territory.numbers import types_id_number

INCOMPLETE = gettext_lazy("This form is incomplete. Reload the page.")
"""Of what a page sends along and nobody types."""


class Form(forms.Form):
    """ID numbers are never stored: a field that holds one says so. Those in `left_to_verb` are seen to where they are written."""

    left_to_verb: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    """Fields that hold the name of a person or place."""

    def offer_choices(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """What may be chosen in that field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # a hook that Django names in its own forms
        self._even()
        for name, value in list(self.cleaned_data.items()):
            secret = isinstance(self.fields[name].widget, forms.PasswordInput)
            if not secret and name not in self.left_to_verb and any(map(types_id_number, _texts(value))):
                self.add_error(name, _("ID numbers are never stored.") + " " + _("Remove the number."))

    def _even(self) -> None:
        """One text, however it was typed; what holds nothing that can be seen is empty."""
        for name, value in list(self.cleaned_data.items()):
            field = self.fields[name]
            if not isinstance(value, str) or isinstance(field.widget, forms.PasswordInput):
                continue
            self.cleaned_data[name] = self._strength(name)(value)
            if value and field.required and not self.cleaned_data[name]:
                self.add_error(name, field.error_messages["required"])

    def _strength(self, name: str) -> Callable[[str], str]:
        if name in self.named:
            return texts.name
        return texts.free if isinstance(self.fields[name].widget, forms.Textarea) else texts.line


@contextmanager
def told_beside_field() -> Iterator[None]:
    """What a verb refuses inside is said beside the field that is being cleaned."""
    try:
        yield
    except DomainError as refused:
        raise forms.ValidationError(join([refused.message, refused.remedy])) from refused


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        yield from (one for one in value if isinstance(one, str))

"""A choice of areas in a form."""

from typing import Any

from django import forms


class Areas(forms.ChoiceField):
    """Offered are the own ones; of any other code there is nothing, as everywhere."""

    def valid_value(self, value: Any) -> bool:
        text = str(value)
        return text.isascii() and text.isdigit() and len(text) <= 15

"""Texts that are typed into pages are made one: no signs that nobody sees, one kind of line end, one way to write a name."""

from typing import Any

from django import forms

from geodata.accounts.models import User
from geodata.base.periods import today
from tests.pages.test_id_numbers import OTHERS, all_forms, probe


def test_every_text_field_of_every_form_is_made_even() -> None:
    uneven = []
    for each in all_forms():
        for name, field in each.base_fields.items():
            plain = type(field) is forms.CharField and not isinstance(field.widget, forms.PasswordInput)
            if each.__name__ in OTHERS or not plain:
                continue
            form = probe(each, name, field)({name: " a\u200bb\ufeff\r\nc "})
            assert form.is_valid(), (each, name, form.errors)
            kept = form.cleaned_data[name]
            if "\u200b" in kept or "\ufeff" in kept or "\r" in kept or kept != kept.strip():
                uneven.append((each.__name__, name))
    assert uneven == []


def test_what_holds_nothing_to_be_seen_is_empty() -> None:
    class Probe(forms.Form):
        reason = forms.CharField()

    form = probe(
        next(each for each in all_forms() if each.__name__ == "VoidForm"),
        "reason",
        Probe.base_fields["reason"],
    )
    assert not form({"reason": "\u200b\ufeff"}).is_valid()


def test_a_new_account_has_name_and_phone_as_all_write_them(insider: Any, places: Any) -> None:
    typed = {"name": "张 例\u200b明", "phone": "１３８ 0013 8000", "day": today().isoformat()}
    address = f"/posts/fill/?area={places.grids[0].code}&kind=small_leader"
    insider.post(address, {"kind": "small_leader", "person": "new", **typed})
    assert User.objects.get(name="张例明").phone == "13800138000"

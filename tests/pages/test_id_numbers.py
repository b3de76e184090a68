"""ID numbers typed into a page: every field of every form refuses them, what tells of a visit leaves them out."""

import copy
import uuid
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from django import forms
from django.db import connection

import gridmap.pages
from geodata.audit.models import AccessEntry
from geodata.base.id_numbers import MARK, holds_id_number
from geodata.base.periods import today
from geodata.territory.numbers import types_id_number
from geodata.visits.models import Visit
from gridmap.pages.base.typed import Form
from tests.id_numbers import NUMBER, WAYS
from tests.pages.test_paper_entry import sheet
from tests.village import County

VERBS = {
    ("VisitForm", "note"), ("RowForm", "note"), ("VoidForm", "reason"), ("ApprovalForm", "text"),
    ("MoveForm", "reason"), ("BeginForm", "code"), ("NeedPart", "text"),
    ("NeedForm", "title"), ("NeedForm", "text"), ("NeedForm", "settled"), ("NeedForm", "parties"),
    ("OrderForm", "text"), ("OrderForm", "where"),
    ("AgencyForm", "what"), ("AgencyForm", "handed_in"), ("AgencyForm", "where"),
    ("TrainingForm", "place"), ("TrainingForm", "speaker"), ("TellForm", "text"), ("SheetRow", "text"),
}  # fmt: skip
"""Fields whose verbs leave the number out, or refuse it themselves; a one-time code is compared and never kept."""
OTHERS = {"SignIn", "Sample"}
"""What is typed there is not kept: a library's form, which compares, and the style guide's."""
TEXT = (forms.CharField, forms.ChoiceField, forms.MultipleChoiceField)


def all_forms() -> Iterator[type[forms.BaseForm]]:
    for module in walk_packages(gridmap.pages.__path__, "gridmap.pages."):
        import_module(module.name)
    waiting: list[type[Any]] = [forms.BaseForm]
    while waiting:
        found = waiting.pop()
        waiting += found.__subclasses__()
        if found.__module__.startswith("gridmap.") and found is not Form:
            yield found


def probe(of: type[Form], name: str, field: forms.Field) -> type[Form]:
    """A form with that one field, as its own form looks at it."""
    alone = copy.deepcopy(field)
    if isinstance(alone, forms.ChoiceField):
        alone.valid_value = lambda value: True  # type: ignore[method-assign]
    return type("Probe", (Form,), {name: alone, "left_to_verb": of.left_to_verb})


def test_every_form_is_one_that_looks_for_them() -> None:
    strangers = {each.__name__ for each in all_forms() if not issubclass(each, Form)}
    assert strangers == OTHERS


@pytest.mark.django_db
def test_every_field_refuses_every_way_of_writing_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # The same texts in thousands of cells: the villages that are known are asked for each text once.
    monkeypatch.setattr("gridmap.pages.base.typed.types_id_number", cache(types_id_number))
    kept, cells = [], 0
    for each in all_forms():
        for name, field in each.base_fields.items():
            secret = isinstance(field.widget, forms.PasswordInput)
            numbers = getattr(field, "coerce", None) is int or isinstance(
                field, forms.TypedMultipleChoiceField
            )
            passed = secret or numbers or name in getattr(each, "left_to_verb", ())
            if each.__name__ in OTHERS or passed or not isinstance(field, TEXT):
                continue
            alone = probe(each, name, field)
            for way, text in WAYS.items():
                cells += 1
                value: Any = [text] if isinstance(field, forms.MultipleChoiceField) else text
                if alone({name: value}).is_valid():
                    kept.append((each.__name__, name, way))
    assert kept == []
    assert cells > 1000


def test_no_other_field_leaves_it_to_its_verb() -> None:
    left = {
        (each.__name__, name)
        for each in all_forms()
        for name in getattr(each, "left_to_verb", ())
        if name in each.base_fields
    }
    assert left - {("CorrectForm", "note")} == VERBS


def test_a_visit_is_recorded_without_it_and_the_page_says_so(home: str, contact: Any) -> None:
    usual = {
        "client_id": uuid.uuid4(),
        "outcome": "met",
        "mode": "door",
        "day": today(),
        "note": f"x {NUMBER}",
    }
    contact.post(f"{home}visits/", {f"visit-{name}": value for name, value in usual.items()})
    assert Visit.objects.get(entered_by=contact.user).note == f"x {MARK}"
    assert "one was removed from the text" in contact.text(home)


@pytest.mark.parametrize("way", WAYS)
def test_a_sheet_is_saved_without_it_and_says_so(places: County, insider: Any, way: str) -> None:
    answer = sheet({"household": places.homes[0].number, "note": f"证件 {WAYS[way]}"})
    assert insider.post("/visits/paper/", answer).status_code == 302
    note = Visit.objects.get(entered_by=insider.user).note
    assert (MARK in note, holds_id_number(note)) == (True, False)
    assert "one was removed from the text" in insider.text("/visits/paper/")


@pytest.mark.django_db
def test_a_name_typed_at_a_sign_in_that_failed_is_not_kept(client: Any) -> None:
    client.post("/login/", {"login": NUMBER, "password": "x"})
    assert not holds_id_number(AccessEntry.objects.get(action="sign_in_refused").subject)
    with connection.cursor() as cursor:
        cursor.execute("SELECT username FROM axes_accessattempt")
        assert not any(holds_id_number(name) for (name,) in cursor.fetchall())

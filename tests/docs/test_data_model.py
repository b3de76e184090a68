"""docs/data-model.md is what the models say."""

from django.db import models

from tests import data_model


def test_the_page_is_what_the_models_say() -> None:
    assert data_model.unlike(data_model.PAGE.read_text(), data_model.page()) == []
    assert data_model.PAGE.read_text() == data_model.page()


def test_every_table_is_drawn_in_the_group_of_its_concept() -> None:
    page = data_model.page()
    assert page.index("## people") < page.index("    Household {") < page.index("## posts")
    assert "Household }o--|| Area : village" in page
    assert "HouseholdEvent" not in page


def test_a_field_that_comes_is_missed() -> None:
    line = "    text name"
    assert data_model.unlike(data_model.page(), f"{data_model.page()}\n{line} of a new field") != []


def test_a_type_is_one_word() -> None:
    for field in (models.CharField(max_length=9), models.DecimalField(max_digits=5, decimal_places=2)):
        assert " " not in data_model.kind(field)
        assert "(" not in data_model.kind(field)

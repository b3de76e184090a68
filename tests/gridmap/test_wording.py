"""How lists are put together in each language."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import gettext_lazy, override

from geodata.wording import listed


@pytest.mark.parametrize(("language", "text"), [("zh-hans", "甲、乙"), ("en", "甲, 乙")])
def test_a_list_is_written_as_its_language_does(language: str, text: str) -> None:
    with override(language):
        assert listed(["甲", "乙"]) == text


def test_a_list_of_one_or_nothing_has_nothing_between() -> None:
    assert (listed([gettext_lazy("甲")]), listed([])) == ("甲", "")


@pytest.mark.parametrize(
    ("language", "text"), [("zh-hans", "2024、2025&lt;2026"), ("en", "2024, 2025&lt;2026")]
)
def test_templates_list_what_items_have(language: str, text: str) -> None:
    source = '{% load gridmap %}{{ days|listed:"year" }}{{ more|listed }}'
    with override(language):
        shown = Template(source).render(
            Context({"days": [date(2024, 1, 1), {"year": 2025}], "more": ["<2026"]})
        )
    assert shown == text

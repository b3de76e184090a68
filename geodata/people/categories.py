"""Care categories in the reader's language."""

from django.utils.translation import get_language

from geodata.people.models import CareCategory


def category_name(category: CareCategory) -> str:
    """The Chinese name, or for readers of any other language the English one."""
    return category.name if (get_language() or "").startswith("zh") else category.name_en

"""Care categories in the reader's language."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from geodata.people.models import CareCategory


def category_name(category: CareCategory) -> str:
    """The Chinese name, or for readers of any other language the English one."""
    return category.name if (get_language() or "").startswith("zh") else category.name_en


def open_categories(on: dt.date) -> QuerySet[CareCategory]:
    """Those that take somebody in on that day."""
    return CareCategory.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on))

"""How texts are put together, each language in its way."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(items: Iterable[object]) -> str:
    """The items as one text."""
    return between().join(map(str, items))


def between() -> str:
    """What stands between the items of a list, in the language of the moment."""
    return pgettext("list", ", ")

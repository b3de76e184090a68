"""How texts are put together, each language in its way."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(items: Iterable[object]) -> str:
    """The items as one text."""
    return between().join(map(str, items))


def between() -> str:
    """What stands between the items of a list, in the language of the moment."""
    return pgettext("list", ", ")


_ENGLISH = {
    "household_no": "Household number",
    "head_name": "Head of household",
    "lon": "Longitude",
    "lat": "Latitude",
    "birth_year": "Year of birth",
    "person_code": "Login name",
    "person_name": "Name of the person",
    "person_phone": "Phone of the person",
    "member_code": "Login name of the member",
    "member_name": "Contact member",
    "member_phone": "Phone of the member",
}


def in_english(field: str) -> str:
    """A field of a file as a heading in English: "village_code" is "Village code"."""
    return _ENGLISH.get(field, field.replace("_", " ").capitalize())

"""The care categories and visit rules of an installation, in the middle of a test."""

from django.core.management import call_command

from geodata.needs.defaults import load_missing_need_defaults
from geodata.people.defaults import CATEGORIES, RULES


def load_defaults() -> None:
    """Load them, once or again: the rows have fixed keys."""
    call_command("loaddata", CATEGORIES, RULES, verbosity=0)
    load_missing_need_defaults()

"""What has changed, as it is said on a phone without a network: every way, drawn once for nobody in particular."""

from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from geodata.register.ways import WAYS
from gridmap.pages.register.forms import ChangeForm


def change_ways() -> SafeString:
    """All forms, with nothing to choose from: a script fills in what the phone has taken along."""
    return _drawn(get_language() or "")


@cache
def _drawn(_language: str) -> SafeString:
    """Once a process and language: nothing in it is anybody's, and no day."""
    forms = [ChangeForm(way=way, lists=None, today=None) for way in WAYS.values()]
    return render_to_string("register/parts/ways.html", {"forms": forms, "phone": True})

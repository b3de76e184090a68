"""A message in words: what happened, how often, where to look. Never a name, a household or a need's own words."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.audit.models import NOTICES
from geodata.base import wording
from geodata.outgoing.models import Outgoing


def title(message: Outgoing) -> str:
    number = len(message.notices)
    told = ngettext("%(n)s notice", "%(n)s notices", number) % {"n": wording.figure(number)}
    return _("Gridmap: %(told)s") % {"told": told}


def body(message: Outgoing) -> str:
    """A line for each, with its link; whoever wants no more of them reads where that is said."""
    lines = [_line(line) for line in message.lines]
    if message.user_id:
        address = f"{settings.ADDRESS}/me/"
        lines.append(_("What comes by e-mail is chosen at %(address)s") % {"address": address})
    return "\n\n".join(lines)


def _line(line: dict[str, Any]) -> str:
    return " ".join(_parts(line))


def _parts(line: dict[str, Any]) -> Iterator[str]:
    yield str(NOTICES.get(line["kind"], _("There is something new.")))
    if line["subject"]:
        yield line["subject"]
    yield f"{settings.ADDRESS}{line['link'] or '/'}"

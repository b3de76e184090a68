"""What a page of an error says: what happened, and what to do now. Plain words, so that they need no user and no database."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from api.web.errors import NOTHING_THERE, TITLES
from gridmap.logs import request_id


@dataclass(frozen=True, slots=True)
class Text:
    """Of one status; a page may know better what happened."""

    happened: Promise | str
    remedy: Promise | str
    help: str = "missing"
    """The part of the help that tells more."""


TEXTS: dict[int, Text] = {
    400: Text(
        _("The service could not read what was sent to it."),
        _("Go back, check what you entered, and send it again. If you came by a link, ask for a new one."),
    ),
    403: Text(
        _("You are signed in, but your posts do not open this."),
        _("The help says what your post may do. If you need this for your work, ask the office that gave you your post."),
        help="may",
    ),
    404: Text(
        NOTHING_THERE,
        _("Check the address. If a colleague sent you the link, it may lie outside your area: ask whoever looks after it."),
    ),
    405: Text(
        _("This address only takes what a form sends, or only shows something."),
        _("Go back to the page that you came from, or begin from the menu."),
    ),
    408: Text("", _("Check your connection, then send it again.")),
    409: Text("", _("Go back and load the page again: it shows what is recorded now.")),
    412: Text("", _("Go back and load the page again: it shows what is recorded now.")),
    413: Text("", _("Leave out what is not needed, or divide the file, and send the parts one by one.")),
    429: Text(
        _("More was asked than one person may ask for at once."),
        _("Wait as long as it says, then try again. If many sign in from one office at the same time, wait a minute."),
    ),
    500: Text(
        _("The fault is ours, not yours. What you sent last was not saved."),
        _("Go back and try once more. If it happens again, give the administrator the request id."),
    ),
    503: Text(
        "",
        _("Wait a minute and load the page again. Visits that wait on a phone are not lost: they are sent later."),
    ),
}  # fmt: skip
"""By status. Without its own, one says what a request that contradicts something says."""


def error_context(status: int, *, title: str = "", message: str = "", remedy: str = "") -> dict[str, Any]:
    """The context of an error's page."""
    usual = TEXTS.get(status, TEXTS[409])
    return {
        "code": status,
        "title": title or TITLES[status][1],
        "message": message or usual.happened,
        "remedy": remedy or usual.remedy,
        "help": usual.help,
        "request_id": request_id.get(),
    }

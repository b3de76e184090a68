"""What the maps' script says, in the reader's language; always set with textContent."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SAID: dict[str, Promise] = {
    "loading": _("Loading the map…"),
    "failed": _("The map could not be loaded. The table shows the same."),
    "empty": _("There are no borders to draw here on this day. The table shows the same."),
    "more": _("Not all households are drawn."),
    "open": _("Open the household"),
    "contact": _("Contact member"),
    "none": _("Without a contact member"),
    "load": _("Households: {load} of {capacity}"),
    "member": _("Open the member"),
    "met": _("Last met on"),
    "special": _("Special household"),
    "about": _("Only the grid is shown, not the point."),
    "close": _("Close"),
    "copied": _("The link has been copied. It shows what you see to whoever may see it."),
    "locating": _("Looking for where you are…"),
    "nowhere": _("Your position cannot be determined."),
    "measuring": _("Press points on the map; press the tool again to end."),
    "metres": _("{n} metres"),
    "source": _("Source: Gridmap. Shares are of households unless the legend says otherwise."),
    "unkept": _("Earlier days are not kept yet."),
    "asof": _("as of {day}"),
    "in": _("Zoom in"),
    "out": _("Zoom out"),
}

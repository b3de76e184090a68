"""Help: a page for each post. It has no tables; what it tells of a post follows from rights and menu."""

from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry

CONCEPT = Concept(
    name="help",
    menu=(MenuEntry("help", _("Help"), 200, about=_("A page for each post.")),),
)

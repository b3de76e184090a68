"""Words under which lines of the menu fold together."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REGISTER = pgettext_lazy("menu", "Register")
VISITS = _("Visits")
CONTACTS = _("Contacts")
FILES = _("Files")
OFFICE = pgettext_lazy("menu", "Office")
SUPPORT = pgettext_lazy("menu", "Support")

"""What is asked of gap reports."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, CodeField, WholeField
from api.base.serializers import Body, Query
from geodata.reports.jobs import FORMS

NAMES = _("List special households by name.")


class EditionsQuery(Query):
    area = CodeField(required=False, help_text=_("Only those of that area itself."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Editions per page."))
    start = WholeField(least=0, most=100_000, default=0, help_text=_("Skip this many of the latest."))


class RevisionQuery(Query):
    limit = WholeField(least=1, most=1000, default=200, help_text=_("Households per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class EditionIn(Body):
    area = CodeField(help_text=_("A village, a township or a county."))
    names = serializers.BooleanField(default=False, help_text=NAMES)


class EditionFileIn(Body):
    form = serializers.ChoiceField(list(FORMS))
    names = serializers.BooleanField(default=False, help_text=NAMES)

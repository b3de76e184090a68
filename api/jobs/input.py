"""What is asked of jobs."""

from django.utils.translation import gettext_lazy as _

from api.base.fields import WholeField
from api.base.serializers import Query


class JobsQuery(Query):
    """How many, and from which on."""

    limit = WholeField(least=1, most=100, required=False, help_text=_("Jobs per response."))
    start = WholeField(least=0, most=100_000, required=False, help_text=_("Skip this many of the latest."))

"""What is sent to change who looks after whom, and what is asked of gaps."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, TOKEN, CodeField, WholeField
from api.base.serializers import Body, Query
from api.people.input import KeyField
from geodata.contacts.models import ContactLink
from geodata.coverage.gap_reasons import Cause


class AreaQuery(Query):
    area = CodeField(help_text=_("The requested area."))
    after = KeyField(required=False, help_text=_("Where the previous page ended; part of its “next” link."))
    limit = WholeField(least=1, most=1000, default=100, help_text=_("Households of one page."))


class GapsQuery(AreaQuery):
    cause = serializers.ChoiceField(Cause.choices, required=False, help_text=_("Only this cause."))


class HouseholdToken(serializers.RegexField):
    """The token of a household."""

    remedies = {"invalid": _("Provide the token of a household.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(TOKEN, **kwargs)  # type: ignore[arg-type]


class ChangeIn(Body):
    household = HouseholdToken()
    member = WholeField(least=1, most=LARGEST_ID, help_text=_("The member's id, as in members/."))
    primary = serializers.BooleanField(default=True, help_text=_("The first contact, or a second one."))


class ChangesIn(Body):
    changes = serializers.ListField(
        child=ChangeIn(), min_length=1, max_length=2000, help_text=_("At most one for each household.")
    )


class HandOverIn(Body):
    to = WholeField(
        least=1,
        most=LARGEST_ID,
        required=False,
        help_text=_(
            "The member who takes over; if left out, each household goes to the nearest with spare capacity."
        ),
    )
    end_reason = serializers.ChoiceField([choice for choice in ContactLink.EndReason.choices if choice[0]])

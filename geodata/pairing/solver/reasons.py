"""Why a household has nobody in a proposal. Apart, so that tables need no solver."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why a household has nobody in the proposal."""

    NO_MEMBER = "no_member", _("no member is able to help")
    TOO_FAR = "too_far", _("no able member within the radius")
    NO_ROOM = "no_room", _("all able members are at capacity")

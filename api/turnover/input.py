"""What is sent to record a turnover."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, CodeField, TextField, WholeField
from api.base.serializers import Body
from geodata.posts.models import Post
from geodata.turnover.asked import NEAREST

MOST = 200


class FillIn(Body):
    kind = serializers.ChoiceField(Post.Kind.choices)
    area = CodeField(help_text=_("The village, or a grid of it."))
    username = TextField(max_length=40, required=False, default="", help_text=_("The whole login name."))
    name = TextField(
        max_length=60,
        required=False,
        default="",
        help_text=_("Of somebody new, who gets an account with it."),
    )
    phone = TextField(max_length=40, required=False, default="", help_text=_("Of somebody new."))


class LeaveIn(Body):
    member = WholeField(least=1, most=LARGEST_ID, help_text=_("The member's id, as in members/."))
    to = serializers.RegexField(
        rf"^({NEAREST}|nobody|[1-9][0-9]{{0,17}})\Z",
        default=NEAREST,
        help_text=_("“nearest”, “nobody”, or the id of the member who takes the households."),
    )


class TurnoverIn(Body):
    village = CodeField(help_text=_("The code of the village."))
    on = serializers.DateField(help_text=_("The first day of the new holders: today, or up to 31 days ago."))
    ends = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID),
        max_length=MOST,
        default=list,
        help_text=_("Ids of posts that end."),
    )
    fills = serializers.ListField(child=FillIn(), max_length=MOST, default=list)
    leaves = serializers.ListField(child=LeaveIn(), max_length=MOST, default=list)


class SaveTurnoverIn(TurnoverIn):
    seen = serializers.RegexField(
        r"^[0-9a-f]{64}\Z",
        help_text=_("As the preview told it; 412 where the consequences are others by now."),
    )

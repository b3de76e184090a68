"""Roll-calls that have not reached everybody. Drills come to no meeting."""

from django.db.models import Count
from django.utils.translation import gettext_lazy

from geodata.base.agenda import MOST, Asked, Found, Line, Outcome, Source, stays
from geodata.campaigns.figures import IS_REACHED
from geodata.campaigns.links import link_of
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.words import Reason, State


def unreached(asked: Asked) -> Found:
    """Households of the area that somebody still has to reach, and of each roll-call how many. Three queries."""
    here = CampaignTarget.objects.within(asked.scope).filter(
        campaign__state=State.OPEN, village__code__startswith=asked.area.code
    )
    left = here.exclude(campaign__reason=Reason.DRILL).exclude(IS_REACHED).order_by()
    counts = dict(left.values_list("campaign").annotate(n=Count("pk")))
    if not counts:
        return Found()
    called = Campaign.objects.filter(pk__in=counts).order_by("due_at", "pk")[:MOST]
    lines = [
        Line(ref=str(one.key), label=one.title, n=counts[one.pk], place=asked.area.code, link=link_of(one)) for one in called
    ]  # fmt: skip
    households = left.aggregate(n=Count("household", distinct=True))["n"]
    return Found(households, None, lines, f"/gaps/?gap=campaign_unreached&area={asked.area.code}")


AGENDA = (
    Source(
        name="campaigns",
        label=gettext_lazy("Households that a roll-call has not reached"),
        place=80,
        find=unreached,
        verbs={Outcome.HANDLE: stays, Outcome.DEFER: stays, Outcome.NOTE: stays},
    ),
)

"""What is judged of a result before anything is written: whose household it is, and what is said of it."""

import datetime as dt

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base import rls
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.scope import MEMBER, Grant, Right, Scope
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.words import How, Result
from geodata.contacts.rights import scope_of
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.visits.sending import home_to_visit

K = Post.Kind
TELLING = frozenset(
    {
        MEMBER, K.SMALL_LEADER.value, K.CADRE.value, K.MEDIUM_LEADER.value, K.VILLAGE_OFFICER.value,
        K.TOWNSHIP_OFFICER.value, K.COUNTY_OFFICER.value,
    }
)  # fmt: skip
"""Who tells results; a large leader reads."""
SETTING = "gridmap.campaign_households"


def home_to_tell_of(token: str, *, by: User, scope: Scope, day: dt.date, today: dt.date) -> Household:
    """The household, if it is or on that day was the user's to tell of; from here on the transaction shows its targets.

    Raises NotFound and NotAllowed as `home_to_visit` does.
    """
    home = home_to_visit(token, by=by, scope=scope, day=day, today=today)
    if any(_holds(grant, home) for grant in scope.to(Right.CAMPAIGN).grants):
        return home
    then = (scope_of(by, on=when) for when in (day, day - dt.timedelta(days=1)))
    if not any(_holds(grant, home) for each in then for grant in each.to(Right.CAMPAIGN).grants):
        refuse(Right.CAMPAIGN)
    shown = rls.standing.get().get(SETTING, "").strip("{}")
    rls.put({SETTING: "{" + ",".join(filter(None, [shown, str(home.pk)])) + "}"})
    return home


def _holds(grant: Grant, home: Household) -> bool:
    if grant.kind not in TELLING:
        return False
    return home.village_id in grant.villages or home.grid_id in grant.grids or home.pk in grant.households


def target_of(campaign: Campaign, home: Household) -> CampaignTarget:
    """Raises NotFound: the roll-call does not ask for it."""
    target = CampaignTarget.objects.filter(campaign=campaign, household=home.pk).first()
    if target is None:
        raise NotFound(home.token, field="household", value=home.token)
    return target


def check_moment(campaign: Campaign, made_at: dt.datetime, *, at: dt.datetime) -> None:
    """Raises Conflict where it was not open then, BadInput for what is still to come."""
    if made_at > at:
        raise BadInput(_("The result is in the future."), field="made_at", value=made_at.isoformat())
    opened, closed = campaign.opened_at, campaign.closed_at
    if opened is None or made_at < opened or (closed is not None and made_at > closed):
        raise Conflict(
            _("The roll-call was not open at that moment."),
            field="made_at",
            value=made_at.isoformat(),
            remedy=_("Give the moment at which it was found out."),
        )


def judged(campaign: Campaign, *, how: str, state: str, answers: dict[str, bool]) -> str:
    """The state that counts: a bad answer says that something is needed. Raises BadInput."""
    if how not in How.values or state not in Result.values:
        raise BadInput(_("Choose one that is offered."), field="state", value=state)
    bad = {line["code"]: line["bad"] for line in campaign.checklist}
    if strange := [code for code in answers if code not in bad]:
        raise BadInput(_("The checklist does not ask this."), field="answers", value=strange[0])
    if not all(isinstance(said, bool) for said in answers.values()):
        raise BadInput(_("Answer with true or false."), field="answers")
    if answers and state in (Result.UNREACHED, Result.REFUSED):
        raise BadInput(_("Who was not spoken to has answered nothing."), field="answers")
    if any(said == bad[code] for code, said in answers.items()):
        return Result.NEEDS
    return state


def bad_lines(campaign: Campaign, answers: dict[str, bool]) -> list[str]:
    """The labels of what was answered badly."""
    return [line["label"] for line in campaign.checklist if answers.get(line["code"]) == line["bad"]]

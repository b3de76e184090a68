"""Telling what came of an attempt to reach a household: once, whatever a phone sends again.

At the door and by phone it is the visit too, under the same id and in the same transaction; what a neighbour says is none. Who needs
something has an urgent need opened at once. A drill does neither, and counts nowhere.
"""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base.errors import BadInput, Conflict, DomainError
from geodata.base.scope import Scope
from geodata.base.wording import listed
from geodata.campaigns.checking import bad_lines, check_moment, home_to_tell_of, judged, target_of
from geodata.campaigns.concept import Action
from geodata.campaigns.models import Campaign, CampaignResult, CampaignTarget
from geodata.campaigns.words import How, Result
from geodata.needs.models import Need
from geodata.needs.recording import NeedReport, record_need
from geodata.needs.words import Kind, Source, Urgency
from geodata.people.models import Household
from geodata.visits.models import Visit
from geodata.visits.record import Report as VisitReport
from geodata.visits.record import as_kept, left_out
from geodata.visits.sending import Sent, take_visit

MOST_AT_ONCE = 60
CATEGORY = "other"
"""Of the need that a result opens: whoever accepts it says what it is."""
OUTCOMES = {
    Result.OK: Visit.Outcome.MET,
    Result.NEEDS: Visit.Outcome.MET,
    Result.AWAY_OK: Visit.Outcome.AWAY,
    Result.UNREACHED: Visit.Outcome.ABSENT,
    Result.REFUSED: Visit.Outcome.REFUSED,
}
MODES = {How.DOOR: Visit.Mode.DOOR, How.PHONE: Visit.Mode.PHONE}


@dataclass(frozen=True, slots=True)
class ResultReport:
    """What somebody tells of one household of a roll-call."""

    client_id: uuid.UUID
    household: str
    """Its token."""
    made_at: dt.datetime
    how: str = How.DOOR
    state: str = Result.OK
    answers: Mapping[str, bool] = field(default_factory=dict)
    text: str = ""
    """What is needed: it goes into the need, and nowhere else."""

    def as_kept(self) -> "ResultReport":
        """Without ID numbers."""
        return replace(self, text=as_kept(self.text))

    def left_out(self) -> str:
        return left_out(self.text)

    def digest(self, campaign: Campaign) -> str:
        """SHA-256 of all but the id, as a phone works it out too: JSON without spaces, see docs/campaigns.md."""
        moment = self.made_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        said = [
            str(campaign.key), self.household, moment, self.how, self.state, sorted(self.answers.items()), self.text,
        ]  # fmt: skip
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def record_result(
    *, campaign: Campaign, report: ResultReport, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> tuple[CampaignResult, bool]:
    """The result and whether it is new. The same id and content again is the same result, wherever its household is by now.

    Raises NotFound and NotAllowed for a household that was not the teller's on that day, BadInput, and Conflict for an id that was
    used for another content or a moment at which the roll-call was not open.
    """
    report = report.as_kept()
    try:
        # Written without looking first: repeats are rare, and the law or a refusal finds them.
        with transaction.atomic():
            return _recorded(campaign, report, by=by, scope=scope, at=at, today=today), True
    except (DomainError, IntegrityError) as error:
        if known := CampaignResult.objects.filter(client_id=report.client_id, by=by).first():
            return _same_again(known, report.digest(campaign)), False
        if isinstance(error, IntegrityError) and "client_id" in str(error):
            raise _used(report.client_id) from error
        raise


@transaction.atomic
def record_results(
    *,
    campaign: Campaign,
    reports: Sequence[ResultReport],
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
) -> list[tuple[CampaignResult, bool]]:
    """Those of a floor's doors, or of a sheet of paper: all or none. Raises what `record_result` raises."""
    if not 0 < len(reports) <= MOST_AT_ONCE:
        raise BadInput(_("Send 1 to 60 results at once."), field="results", value=len(reports))
    told = {"by": by, "scope": scope, "at": at, "today": today}
    return [record_result(campaign=campaign, report=report, **told) for report in reports]  # type: ignore[arg-type]


def _recorded(
    campaign: Campaign, report: ResultReport, *, by: User, scope: Scope, at: dt.datetime, today: dt.date
) -> CampaignResult:
    check_moment(campaign, report.made_at, at=at)
    answers = dict(report.answers)
    state = judged(campaign, how=report.how, state=report.state, answers=answers)
    day = timezone.localdate(report.made_at)
    home = home_to_tell_of(report.household, by=by, scope=scope, day=day, today=today)
    target = target_of(campaign, home)
    about = {"by": by, "scope": scope, "at": at, "today": today}
    visit = need = None
    if not campaign.drill:
        visit = _visit(report, state, home, day, **about)  # type: ignore[arg-type]
        need = _need(campaign, report, state, home, day, **about)  # type: ignore[arg-type]
    return _write(campaign, target, report, state, home, by=by, at=at, visit=visit, need=need)


def _visit(
    report: ResultReport, state: str, home: Household, day: dt.date, *, by: User, scope: Scope, at: dt.datetime,
    today: dt.date,
) -> Visit | None:  # fmt: skip
    if report.how not in MODES:
        return None
    said = VisitReport(
        household=home.pk, day=day, mode=MODES[How(report.how)], outcome=OUTCOMES[Result(state)]
    )
    sent = Sent(report.client_id, report.household, said)
    visit, new = take_visit(sent=sent, by=by, scope=scope, at=at, today=today, home=home)
    if not new:
        raise _used(report.client_id)
    return visit


def _need(
    campaign: Campaign, report: ResultReport, state: str, home: Household, day: dt.date, *, by: User, scope: Scope,
    at: dt.datetime, today: dt.date,
) -> Need | None:  # fmt: skip
    if state != Result.NEEDS:
        return None
    lines = bad_lines(campaign, dict(report.answers))
    said = NeedReport(
        client_id=uuid.uuid5(report.client_id, "need"), kind=Kind.PROBLEM, category=CATEGORY, raised_on=day,
        household=report.household, urgency=Urgency.URGENT, source=Source.CAMPAIGN, title=listed(lines)[:60] or campaign.title,
        text=report.text,
    )  # fmt: skip
    need, _new = record_need(report=said, by=by, scope=scope, at=at, today=today)
    return need


def _write(
    campaign: Campaign, target: CampaignTarget, report: ResultReport, state: str, home: Household, *, by: User,
    at: dt.datetime, visit: Visit | None, need: Need | None,
) -> CampaignResult:  # fmt: skip
    result = CampaignResult.objects.create(
        client_id=report.client_id, body_hash=report.digest(campaign), campaign=campaign, target=target, household=home,
        village_id=home.village_id, made_at=report.made_at, at=at, by=by, how=report.how, state=state,
        answers=dict(report.answers), visit=visit, need=need, synthetic=home.synthetic,
    )  # fmt: skip
    if visit is None:
        # A visit and a need leave entries of their own, or need none: a result beside neither is told by this one.
        record_access(user=by, action=Action.CAMPAIGN_RESULT, at=at, subject=str(campaign.key))
    return result


def _same_again(known: CampaignResult, digest: str) -> CampaignResult:
    if known.body_hash != digest:
        raise _used(known.client_id)
    return known


def _used(client_id: uuid.UUID) -> Conflict:
    return Conflict(
        _("A result with this id is already recorded with different content."),
        field="client_id",
        value=str(client_id),
        remedy=_("Record it as a new result."),
    )

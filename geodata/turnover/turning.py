"""Turning a village over: everything in one transaction, and only as its consequences were shown."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import wording
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.base.scope import Right, Scope
from geodata.cards.models import Card
from geodata.contacts.handover import hand_over, let_go
from geodata.contacts.members import find_member, leave
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.office_accounts import create_account, find_accounts
from geodata.posts.appointing import appoint, end_post
from geodata.posts.queries import areas_of, posts_of, vacant_grids
from geodata.territory.models import Area
from geodata.turnover.asked import NEAREST, NOBODY, Fill, Leave, Turnover
from geodata.turnover.concept import Action
from geodata.turnover.outcome import LeftLine, Outcome, PostLine

BACK = dt.timedelta(days=31)
"""So long after the day it may be entered."""


class _TakenBack(Exception):
    """A preview ends with it: nothing stays."""


def preview(asked: Turnover, *, by: User, scope: Scope, today: dt.date) -> Outcome:
    """What would come of it, worked out by doing it and taking all of it back. Raises what saving would raise."""
    try:
        with transaction.atomic():
            outcome = _turned(asked, by=by, scope=scope, today=today)
            raise _TakenBack
    except _TakenBack:
        return outcome


@transaction.atomic
def turn_over(asked: Turnover, *, seen: str, by: User, scope: Scope, today: dt.date) -> Outcome:
    """End and fill the posts, let members go and hand their households over. `seen`: the digest of the consequences that
    were shown. Raises Stale where they would be others by now, and what the verbs raise; then nothing is done.
    """
    outcome = _turned(asked, by=by, scope=scope, today=today)
    if outcome.digest != seen:
        raise Stale(
            _("The consequences are no longer what was shown."),
            remedy=_("Look at them again, then save."),
        )
    details = {"day": asked.on.isoformat(), **outcome.counts}
    record_access(user=by, action=Action.TURNED_OVER, subject=asked.village.code, details=details)
    return outcome


def _turned(asked: Turnover, *, by: User, scope: Scope, today: dt.date) -> Outcome:
    _check(asked, scope, today=today)
    outcome = Outcome()
    # The old ends before the new begins: a grid has one leader a day.
    for key in asked.ends:
        outcome.ended.append(_end(asked, key, by=by, scope=scope))
    for fill in asked.fills:
        outcome.filled.append(_fill(asked, fill, by=by, scope=scope))
    _let_leave(asked, outcome, by=by, scope=scope, today=today)
    homes = [household for household, _member in outcome.pairs]
    held = Card.objects.filter(kind=Card.Kind.CONTACT, household__in=homes)
    outcome.reprint = held.values("household").distinct().count()
    outcome.vacant = vacant_grids(scope, under=asked.village.code, on=asked.on).count()
    return outcome


def _check(asked: Turnover, scope: Scope, *, today: dt.date) -> None:
    if asked.village.level != Area.Level.VILLAGE:
        raise BadInput(
            _("A turnover is recorded village by village."),
            field="village",
            value=asked.village.code,
            remedy=_("Choose a village."),
        )
    if asked.is_empty:
        raise BadInput(_("Nothing changes."), remedy=_("Say who ends, who begins, or who leaves."))
    if not today - BACK <= asked.on <= today:
        raise BadInput(
            _("The day is from %(first)s to today.") % {"first": wording.day(today - BACK)},
            field="on",
            value=asked.on.isoformat(),
            remedy=_("Choose another day. Posts of a later day are filled one by one."),
        )
    if asked.leaves and asked.village.pk not in scope.to(Right.LINK).villages:
        raise NotAllowed(_("You do not have permission to say who looks after whom in this village."))


def _end(asked: Turnover, key: int, *, by: User, scope: Scope) -> PostLine:
    post = posts_of(scope, under=asked.village.code).filter(pk=key).first()
    if post is None or post.area is None:
        raise NotFound(str(key), field="ends", value=key)
    end_post(post=post, on=asked.on, scope=scope, by=by)
    return PostLine(post.kind, post.area.code, post.area.name, post.user.name, user=post.user_id)


def _fill(asked: Turnover, fill: Fill, *, by: User, scope: Scope) -> PostLine:
    area = areas_of(scope).on(asked.on).under(asked.village.code).filter(code=fill.area).first()
    if area is None:
        raise NotFound(fill.area, field="area", value=fill.area)
    user = _known(fill, scope, on=asked.on) if fill.username else _new(fill, by=by, scope=scope)
    appoint(user=user, kind=fill.kind, area=area, on=asked.on, scope=scope, by=by)
    return PostLine(fill.kind, area.code, area.name, user.name, new=not fill.username, user=user.pk)


def _known(fill: Fill, scope: Scope, *, on: dt.date) -> User:
    user = find_accounts(scope, fill.username, on=on).filter(username__iexact=fill.username).first()
    if user is None:
        raise BadInput(
            _("There is no open account with this login name."),
            field="username",
            value=fill.username,
            remedy=_("Enter the whole login name, or the name of somebody new."),
        )
    return user


def _new(fill: Fill, *, by: User, scope: Scope) -> User:
    """Somebody without an account: it is opened without a link, which the slips of the village bring."""
    user = create_account(name=fill.name, phone=fill.phone, scope=scope)
    record_access(user=by, action="account_opened", subject=user.username)
    return user


def _let_leave(asked: Turnover, outcome: Outcome, *, by: User, scope: Scope, today: dt.date) -> None:
    """All leave before any household is handed over: none goes to somebody who leaves as well."""
    members = [(find_member(each.member, scope=scope), each) for each in asked.leaves]
    for member, each in members:
        if member.village_id != asked.village.pk:
            raise NotFound(str(each.member), field="leaves", value=each.member)
        _check_begun(member, asked)
        leave(member=member, left_on=asked.on, on=today, by=by)
    for member, each in members:
        outcome.left.append(_handed(asked, member, each, outcome, by=by, scope=scope))


def _check_begun(member: Member, asked: Turnover) -> None:
    if ContactLink.objects.filter(
        member=member, period__upper_inf=True, period__startswith__gt=asked.on
    ).exists():
        raise Conflict(
            _("%(member)s was given a household after that day.") % {"member": member},
            field="on",
            value=asked.on.isoformat(),
            remedy=_("Choose a later day."),
        )


def _handed(
    asked: Turnover, member: Member, each: Leave, outcome: Outcome, *, by: User, scope: Scope
) -> LeftLine:
    """What nobody can take stays a gap: its contact ends, so that the lists of gaps tell it."""
    open_links = ContactLink.objects.filter(member=member, period__upper_inf=True)
    before = open_links.count()
    if not before:
        return LeftLine(str(member), 0, 0, user=member.user_id)
    handed, why = 0, ""
    if each.to != NOBODY:
        taker = None if each.to == NEAREST else find_member(each.to, scope=scope)
        reason = ContactLink.EndReason.MEMBER_LEFT
        try:
            with transaction.atomic():
                applied = hand_over(member=member, to=taker, reason=reason, by=by, on=asked.on)
        except Conflict as refused:
            why = refused.message
        else:
            handed = len(applied.links)
            outcome.pairs += [(link.household_id, link.member_id) for link in applied.links]
            why = applied.refused[0].words if applied.refused else ""
    if handed < before:
        let_go(member=member, reason=ContactLink.EndReason.MEMBER_LEFT, by=by, on=asked.on)
    return LeftLine(str(member), handed, before - handed, why, member.user_id)

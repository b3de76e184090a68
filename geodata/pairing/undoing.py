"""Undoing a step, while nothing builds on it, and noting that the village meeting approved one."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.periods import since
from geodata.base.scope import Right, Scope
from geodata.cards.models import Card
from geodata.contacts.assigning import close
from geodata.contacts.changelog import LinkChange, LinkStep
from geodata.contacts.models import ContactLink, Member
from geodata.contacts.recording import record_step
from geodata.pairing.models import LIFE, Move, Pairing, PairingLine
from geodata.people.models import Household


def find_step(number: int | str, *, scope: Scope) -> LinkStep:
    """The step of that number, if the scope's holder says who looks after whom in all its villages.

    Raises NotAllowed where that is no village, NotFound outside of them.
    """
    require(scope, Right.LINK)
    step = LinkStep.objects.within(scope.to(Right.LINK)).filter(pk=int(number)).first()
    if step is None:
        raise NotFound(str(number))
    return step


@transaction.atomic
def undo(*, step: LinkStep, by: User, on: dt.date, at: dt.datetime) -> LinkStep:
    """Put the households back as they were before the step.

    On its own day a step leaves nothing behind but its former rows; later its links end on that day, and former
    members take over again. Raises Conflict when it was undone before or something builds on it.
    """
    step = LinkStep.objects.select_for_update().get(pk=step.pk)
    if step.undone_at is not None:
        raise Conflict(_("This step has already been undone."), remedy=_("Reload the page."))
    # Proposals before households, in the order in which taking them locks too.
    staged = [LIFE.locked(each) for each in Pairing.objects.filter(Exists(_taken_by(step)))]
    changes = list(step.changes_made.order_by("household_id", "pk"))
    list(
        Household.objects.select_for_update().filter(pk__in={c.household_id for c in changes}).order_by("pk")
    )
    links = _links(changes)
    _check_last(step, changes, links)
    try:
        with transaction.atomic():
            if step.on == on:
                _take_back(changes, links)
            else:
                _turn_back(changes, links, by=by, on=on)
    except IntegrityError as error:
        raise _built_upon() from error
    for each in staged:
        LIFE.write(each, Move.UNDO, by=by, at=at)
    # Open again: what was undone by mistake can be taken once more.
    PairingLine.objects.filter(step=step).update(state=PairingLine.State.OPEN, step=None)
    step.undone_by, step.undone_at = by, at
    step.save(update_fields=["undone_by", "undone_at"])
    record_step(step, {change.household_id for change in changes}, by=by)
    return step


def approve(
    *, step: LinkStep, day: dt.date | None, text: str, on: dt.date, by: User | None = None
) -> LinkStep:
    """Note the day on which the village meeting approved the step, and what it said; no day takes the note away."""
    if day and not step.on - dt.timedelta(days=366) <= day <= on:
        raise BadInput(
            _("The meeting must be no later than today, and no more than a year before the step."),
            field="day",
            value=day.isoformat(),
            remedy=_("Enter the day of the meeting."),
        )
    refuse_id_numbers([text], field="text")
    step.approved_on, step.approval = day, text.strip()[:200] if day else ""
    step.save(update_fields=["approved_on", "approval"])
    record_step(step, set(step.changes_made.values_list("household_id", flat=True)), by=by)
    return step


def _taken_by(step: LinkStep) -> QuerySet[PairingLine]:
    return PairingLine.objects.filter(pairing=OuterRef("pk"), step=step)


def _links(changes: list[LinkChange]) -> dict[int, ContactLink]:
    wanted = {pk for change in changes for pk in (change.ended_id, change.made_id) if pk}
    links = ContactLink.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {link.pk: link for link in links}


def _check_last(step: LinkStep, changes: list[LinkChange], links: dict[int, ContactLink]) -> None:
    """Every link stands as the step left it, and no card names it."""
    begun = [change.made_id for change in changes if change.made_id]
    later = LinkChange.objects.filter(
        # A later step that was itself undone stands in nobody's way.
        household__in=[change.household_id for change in changes],
        step__pk__gt=step.pk,
        step__undone_at=None,
    )
    as_left = all(
        (not change.ended_id or links[change.ended_id].period.upper is not None)
        and (change.member_id is None or _stands(links.get(change.made_id or 0), change))
        for change in changes
    )
    if not as_left or later.exists():
        raise _built_upon()
    # A printed card names the contact: on the day of the step its link would be deleted.
    if Card.objects.filter(link__in=begun).exists():
        raise Conflict(
            _("Cards have been printed for these contacts, so the step can no longer be undone."),
            remedy=_("Change or end the contacts instead."),
        )


def _stands(link: ContactLink | None, change: LinkChange) -> bool:
    return link is not None and link.period.upper is None and link.member_id == change.member_id


def _built_upon() -> Conflict:
    return Conflict(
        _("These contacts have changed since, so the step can no longer be undone."),
        remedy=_("Undo the later step first, or assign the contacts again."),
    )


def _take_back(changes: list[LinkChange], links: dict[int, ContactLink]) -> None:
    """On the day of the step: as if it had not been."""
    replaced, gone, reopened = [], [], []
    for change in changes:
        if change.made_id and change.former_id and not change.ended_id:
            links[change.made_id].member_id = change.former_id
            replaced.append(links[change.made_id])
        elif change.made_id:
            gone.append(change.made_id)
        if change.ended_id:
            ended = links[change.ended_id]
            ended.period, ended.end_reason = since(ended.period.lower), ""
            reopened.append(ended)
    ContactLink.objects.filter(pk__in=gone).delete()
    ContactLink.objects.bulk_update(replaced, ["member"], batch_size=2000)
    ContactLink.objects.bulk_update(reopened, ["period", "end_reason"], batch_size=2000)


def _turn_back(changes: list[LinkChange], links: dict[int, ContactLink], *, by: User, on: dt.date) -> None:
    """On a later day: from that day on as it was before, with the days between on record."""
    present = Member.objects.filter(pk__in={change.former_id for change in changes}, period__contains=on)
    here = set(present.values_list("pk", flat=True))
    ended, again = [], []
    for change in changes:
        before = links[change.ended_id] if change.ended_id else None
        begun = links[change.made_id] if change.made_id else None
        if begun:
            close(begun, on=on, reason=ContactLink.EndReason.MISTAKE)
            ended.append(begun)
        # Which place the former member had, first or second, is said by the row that ends.
        model = begun or before
        if change.former_id and change.former_id in here and model:
            again.append(_again(model, change.former_id, by=by, on=on))
    ContactLink.objects.bulk_update(ended, ["period", "end_reason"], batch_size=2000)
    ContactLink.objects.bulk_create(again, batch_size=2000)


def _again(model: ContactLink, member: int, *, by: User, on: dt.date) -> ContactLink:
    return ContactLink(
        household_id=model.household_id,
        village_id=model.village_id,
        member_id=member,
        primary=model.primary,
        period=since(on),
        set_by=by,
    )

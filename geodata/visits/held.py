"""The visit inbox of a village: visits that could not be accepted by themselves, with their maker's name, until an office decides."""

import datetime as dt
import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed
from geodata.base.history import tracked
from geodata.base.lifecycle import Lifecycle, Next, Step
from geodata.base.rls import Somebody
from geodata.base.scope import Right, Scope
from geodata.territory.models import Area
from geodata.visits.models import Visit


class HeldState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("held visit", "waiting for the office")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", pgettext_lazy("by the office", "refused")
    WITHDRAWN = "withdrawn", _("withdrawn by its author")


class Move(models.TextChoices):
    ACCEPT = "accept", pgettext_lazy("move of a held visit", "accepted by the office")
    REFUSE = "refuse", pgettext_lazy("move of a held visit", "refused by the office")
    WITHDRAW = "withdraw", pgettext_lazy("move of a held visit", "withdrawn by its author")
    RECORD = "record", pgettext_lazy("move of a held visit", "recorded by its author")
    """Handed in once more, it could be recorded without the office."""


def _ones_own(held: Any, user: Somebody) -> DomainError | None:
    if user.pk != held.maker_id and user.pk not in held.visitors:
        return None
    return NotAllowed(
        gettext("Nobody decides on a visit of their own."),
        remedy=gettext("Ask someone else in the office."),
    )


def _decided(_state: str, _move: str) -> Conflict:
    return Conflict(gettext("This visit has already been decided."), remedy=gettext("Open the inbox again."))


def _reasonless(_move: str) -> BadInput:
    return BadInput(
        gettext("Give the reason why the visit is refused."),
        field="reason",
        remedy=gettext("Give a short reason."),
    )


LIFE = Lifecycle(
    start=HeldState.WAITING,
    table={
        HeldState.WAITING: {
            Move.ACCEPT: Next(HeldState.ACCEPTED, right=Right.LINK, unless=_ones_own),
            Move.REFUSE: Next(HeldState.REFUSED, right=Right.LINK, unless=_ones_own, reason_required=True),
            Move.WITHDRAW: Next(HeldState.WITHDRAWN, own=True),
            Move.RECORD: Next(HeldState.ACCEPTED, own=True),
        },
        HeldState.ACCEPTED: {},
        HeldState.REFUSED: {},
        HeldState.WITHDRAWN: {},
    },
    villages=lambda held: [held.village_id],
    owner=lambda held: held.maker_id,
    impossible=_decided,
    reasonless=_reasonless,
)
"""An office decides about what is not its own; the maker takes it back, or hands it in again."""


class HeldVisitQuerySet(models.QuerySet["HeldVisit"]):
    def within(self, scope: Scope) -> Self:
        """Of the villages in which the scope's holder says who looks after whom."""
        return self.filter(village__in=scope.to(Right.LINK).villages)

    def waiting(self) -> Self:
        return self.filter(state=HeldVisit.State.WAITING)

    def recorded(self, client_id: uuid.UUID, *, by: User, at: dt.datetime) -> None:
        """The visit of that id is recorded now, so that its line waits no longer."""
        for line in self.waiting().filter(client_id=client_id, maker=by).select_for_update():
            line.decided_at = at
            LIFE.write(line, Move.RECORD, by=by, at=at)

    def withdrawn(self) -> Self:
        return self.filter(state=HeldVisit.State.WITHDRAWN)


@tracked
class HeldVisit(models.Model):
    """What somebody tells of a visit, as it was sent: nothing of it counts before it is accepted.

    It names the household by the token that was sent and has no key to it: the token may be of no household at all.
    """

    State = HeldState

    class Why(models.TextChoices):
        RIGHT = "right", _("not the author's to visit on that day")
        HOUSEHOLD = "household", _("not a household of the author")
        DAY = "day", _("an impossible day")
        VISITORS = "visitors", _("visitors not known in the village")
        CLOSED = "closed", _("the author's account is closed")
        OTHER = "other", _("refused for another reason")

    client_id = models.UUIDField(_("client id"), unique=True)
    body_hash = models.CharField(max_length=64, editable=False)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author")
    )
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    token = models.CharField(_("token"), max_length=32)
    day = models.DateField(_("day"))
    mode = models.CharField(_("mode"), max_length=10, choices=Visit.Mode)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Visit.Outcome)
    note = models.CharField(_("note"), max_length=500, blank=True)
    brought = ArrayField(
        models.CharField(max_length=10, choices=Visit.Brought),
        verbose_name=_("also done"),
        default=list,
        blank=True,
    )
    visitors = ArrayField(models.BigIntegerField(), verbose_name=_("visitors"), default=list, blank=True)
    why = models.CharField(_("why it is held"), max_length=10, choices=Why)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("held visit", "decided by"),
    )
    decided_at = models.DateTimeField(pgettext_lazy("held visit", "decided at"), null=True, blank=True)
    reason = models.CharField(pgettext_lazy("held visit", "reason"), max_length=200, blank=True)

    objects = HeldVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("held visit")
        verbose_name_plural = _("held visits")
        constraints = [
            LIFE.states("held_visit_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="held_visit_is_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Give the reason why the visit is refused."),
            ),
            models.CheckConstraint(
                name="held_visit_waits_until_it_is_decided",
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["village", "received_at"],
                name="visits_that_wait_by_village",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["maker"], name="held_visits_by_maker"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_state_display()}"


class HeldVisitStep(Step):
    """What was decided about a held visit."""

    life = LIFE
    subject = "held"

    held = models.ForeignKey(
        HeldVisit, on_delete=models.CASCADE, related_name="steps", verbose_name=_("held visit")
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a held visit")
        verbose_name_plural = _("steps of held visits")
        constraints = [LIFE.steps("step_of_a_held_visit_is_in_its_table")]

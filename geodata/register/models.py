"""A change of the register: who proposed what of which household, from which day on, and what became of it."""

import uuid
from collections.abc import Iterable
from functools import partial
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, Conflict
from geodata.base.history import tracked
from geodata.base.lifecycle import Lifecycle, Next, Step
from geodata.base.scope import Right, Scope
from geodata.people.models import Household, OfVillage
from geodata.territory.models import Area

FRAGMENT = "#change-"
"""What leads to the change of a notice, on the page of its household too."""


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", pgettext_lazy("change of the register", "confirmed")
    REFUSED = "refused", pgettext_lazy("change of the register", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("change of the register", "withdrawn")
    UNDONE = "undone", pgettext_lazy("change of the register", "undone")


class Move(models.TextChoices):
    CONFIRM = "confirm", pgettext_lazy("move of a change", "confirmed")
    REFUSE = "refuse", pgettext_lazy("move of a change", "refused")
    WITHDRAW = "withdraw", pgettext_lazy("move of a change", "withdrawn")
    UNDO = "undo", pgettext_lazy("move of a change", "undone")


MOVES = tuple(move.value for move in Move)


def _decided(_state: str, _move: str) -> Conflict:
    return Conflict(
        gettext("This cannot be done with the change as it is now."), remedy=gettext("Load it again.")
    )


def _reasonless(_move: str) -> BadInput:
    return BadInput(
        gettext("Say why the change is refused."), field="reason", remedy=gettext("Give a short reason.")
    )


LIFE = Lifecycle(
    start=ChangeState.PROPOSED,
    table={
        ChangeState.PROPOSED: {
            Move.CONFIRM: Next(ChangeState.CONFIRMED, right=Right.CONFIRM),
            Move.REFUSE: Next(ChangeState.REFUSED, right=Right.CONFIRM, reason_required=True),
            Move.WITHDRAW: Next(ChangeState.WITHDRAWN, own=True),
        },
        ChangeState.CONFIRMED: {Move.UNDO: Next(ChangeState.UNDONE, right=Right.CONFIRM)},
        ChangeState.REFUSED: {},
        ChangeState.WITHDRAWN: {},
        ChangeState.UNDONE: {},
    },
    villages=lambda change: [change.into_id or change.village_id],
    owner=lambda change: change.proposed_by_id,
    impossible=_decided,
    reasonless=_reasonless,
)
"""The village decides, the receiving one where there are two; whoever proposed takes back while it waits. What is confirmed may be undone: see undoing.py."""


class RegisterChangeQuerySet(models.QuerySet["RegisterChange"]):
    def within(self, scope: Scope, *, by: User | None = None) -> Self:
        """Of the villages, grids and households where the right to the register itself holds.

        A new household that waits is nobody's yet: whoever looks after single households sees the own ones (`by`).
        """
        held = scope.to(Right.REGISTER)
        inside = Q(village__in=held.villages) | Q(grid__in=held.grids) | Q(household__in=held.households)
        inside |= Q(into__in=held.villages)
        own = Q(proposed_by=by, household=None, state=ChangeState.PROPOSED) if by and held.grants else Q()
        return self.filter(inside | own if own else inside)

    def decided_in(self, villages: Iterable[int]) -> Self:
        """That these villages (keys) decide about."""
        some = list(villages)
        return self.filter(Q(into__in=some) | Q(into=None, village__in=some))

    def of_villages(self, villages: Iterable[int]) -> Self:
        """Of these villages (keys): those that a household goes to, too."""
        some = list(villages)
        return self.filter(Q(into__in=some) | Q(village__in=some))

    def about(self, code: str) -> Self:
        """Of villages of that area: those that a household goes to, too."""
        return self.filter(Q(village__code__startswith=code) | Q(into__code__startswith=code))

    def waiting(self) -> Self:
        return self.filter(state=ChangeState.PROPOSED)


@partial(tracked, exclude=["payload"])
class RegisterChange(OfVillage):
    """One change. `household` is whom it is about; a new one has none. What it says never changes, it is only forgotten."""

    State = ChangeState

    client_id = models.UUIDField(_("client id"), unique=True, default=uuid.uuid4)
    body_hash = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind"), max_length=20)
    """The name of a kind: see kinds/registry.py."""
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="register_changes",
        verbose_name=_("household"),
    )
    grid = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grid")
    )
    """Where it was proposed: the grid of that day."""
    into = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("receiving village"),
    )
    """The other village to which the household goes: it decides, and both see it."""
    households = ArrayField(
        models.BigIntegerField(),
        verbose_name=pgettext_lazy("register", "households"),
        default=list,
        blank=True,
    )
    """Keys of all that it has touched, once it is confirmed."""
    payload = models.JSONField(_("what changes"), default=dict)
    effective_on = models.DateField(_("effective day"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects = RegisterChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the register")
        verbose_name_plural = _("changes of the register")
        constraints = [
            LIFE.states("register_change_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="register_change_is_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Say why the change is refused."),
            ),
            models.CheckConstraint(
                name="register_change_goes_to_another_village",
                condition=~Q(into=F("village")),
            ),
            models.CheckConstraint(
                name="register_change_waits_until_it_is_decided",
                condition=Q(state="proposed", decided_at__isnull=True)
                | ~Q(state="proposed") & Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["village", "id"], name="register_change_by_village"),
            models.Index(fields=["proposed_by"], name="register_change_by_proposer"),
        ]

    def __str__(self) -> str:
        return f"{self.effective_on} {self.get_state_display()}"

    @property
    def deciding(self) -> Area:
        """The village that decides, and in which a household that is made lives."""
        return self.into or self.village


class RegisterStep(Step):
    """What was decided about a change."""

    life = LIFE
    subject = "change"

    change = models.ForeignKey(
        RegisterChange,
        on_delete=models.CASCADE,
        related_name="steps",
        verbose_name=_("change of the register"),
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a change of the register")
        verbose_name_plural = _("steps of changes of the register")
        constraints = [LIFE.steps("step_of_a_register_change_is_in_its_table")]


class RegisterEffect(models.Model):
    """Rows that a change has written, as they were before and as it left them: noted by the tables (note_import.sql).

    The owner's alone: it is read where a change is undone.
    """

    change = models.ForeignKey(
        RegisterChange, on_delete=models.CASCADE, related_name="+", verbose_name=_("change of the register")
    )
    table = models.CharField(_("table"), max_length=40)
    pks = ArrayField(models.BigIntegerField(), verbose_name=_("keys"))
    hashes = ArrayField(models.BigIntegerField(null=True), verbose_name=_("as left"))
    was = ArrayField(models.JSONField(null=True), verbose_name=_("as before"))

    class Meta:
        verbose_name = _("effect of a change of the register")
        verbose_name_plural = _("effects of changes of the register")

    def __str__(self) -> str:
        return f"{self.change_id} {self.table}"

"""Staged proposals: who should look after whom, waiting until the office takes it, in whole or in part."""

from enum import StrEnum
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.errors import Conflict
from geodata.base.history import tracked
from geodata.base.lifecycle import Lifecycle, Next, Step
from geodata.base.scope import Right, Scope
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import Member
from geodata.pairing.solver.reasons import Reason
from geodata.people.models import Household, OfVillage
from geodata.territory.models import Area


class PairingState(models.TextChoices):
    OPEN = "open", _("waiting for the office")
    DECIDED = "decided", _("decided")
    REJECTED = "rejected", _("rejected")


class Move(StrEnum):
    TAKE = "take"
    """Some lines: others are still open."""
    DECIDE = "decide"
    """With it no line is open any more."""
    REJECT = "reject"
    UNDO = "undo"
    """Lines that were taken are open again: their step was undone."""


def nothing_open(*_asked: str) -> Conflict:
    return Conflict(gettext("The proposal has no open lines."), remedy=gettext("Reload the page."))


LIFE = Lifecycle(
    start=PairingState.OPEN,
    table={
        PairingState.OPEN: {
            Move.TAKE: Next(PairingState.OPEN, right=Right.LINK),
            Move.DECIDE: Next(PairingState.DECIDED, right=Right.LINK),
            Move.REJECT: Next(PairingState.REJECTED, right=Right.LINK),
            Move.UNDO: Next(PairingState.OPEN, right=Right.LINK),
        },
        # Lines whose step was undone are decided about once more.
        PairingState.DECIDED: {
            Move.TAKE: Next(PairingState.DECIDED, right=Right.LINK),
            Move.DECIDE: Next(PairingState.DECIDED, right=Right.LINK),
            Move.UNDO: Next(PairingState.DECIDED, right=Right.LINK),
        },
        PairingState.REJECTED: {},
    },
    impossible=nothing_open,
)
"""For whoever says who looks after whom in all villages of the proposal."""


class PairingQuerySet(models.QuerySet["Pairing"]):
    def within(self, scope: Scope) -> Self:
        """Proposals for areas that lie wholly in the scope's villages."""
        return self.filter(villages__contained_by=sorted(scope.villages)).exclude(villages=[])


@tracked
class Pairing(models.Model):
    """A proposal for an area on a day, with what it was asked and what it comes to. Its lines are only the changes.

    The search has no chance in it: the same households, members and rules give the same lines.
    """

    State = PairingState

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    rules = models.JSONField(_("rules"), default=dict)
    """Weights, radius, capacity and gap asked for, and whether present contacts were forgotten."""
    figures = models.JSONField(_("figures"), default=dict)
    """See pairing_figures.Figures, before and after."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of contacts")
        verbose_name_plural = _("proposals of contacts")
        ordering = ["-at", "-pk"]
        constraints = [LIFE.states("proposal_is_in_a_state_of_its_life")]

    def __str__(self) -> str:
        return f"{self.area} {self.on}"


class PairingStep(Step):
    """What was decided about a proposal, and what of it was undone."""

    life = LIFE
    subject = "pairing"

    pairing = models.ForeignKey(
        Pairing, on_delete=models.CASCADE, related_name="steps", verbose_name=_("proposal")
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")
        constraints = [LIFE.steps("step_of_a_proposal_is_in_its_table")]


class PairingLine(OfVillage):
    """One household whose contact would change, or who would have nobody. Distances in metres, unknown: None."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("line of a proposal", "open")
        TAKEN = "taken", _("adopted")
        REFUSED = "refused", pgettext_lazy("by what has changed", "refused")  # by what has changed since
        REJECTED = "rejected", _("rejected")

    pairing = models.ForeignKey(
        Pairing, on_delete=models.CASCADE, related_name="lines", verbose_name=_("proposal")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("household"),
    )
    grid = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    former = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("former member")
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("contact member")
    )
    metres = models.PositiveIntegerField(_("metres"), null=True)
    former_metres = models.PositiveIntegerField(_("former metres"), null=True)
    reason = models.CharField(_("why nobody"), max_length=20, choices=Reason, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    words = models.CharField(_("why refused"), max_length=200, blank=True)
    step = models.ForeignKey(
        LinkStep, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("step")
    )

    class Meta:
        verbose_name = _("line of a proposal")
        verbose_name_plural = _("lines of proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "household"], name="one_line_per_proposal_and_household"
            ),
            models.CheckConstraint(
                name="a_line_has_a_member_or_a_reason",
                condition=models.Q(member__isnull=False, reason="")
                | models.Q(member__isnull=True) & ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} – {self.member_id}"

    @property
    def gain(self) -> int | None:
        """Metres that the change saves; None where there is nothing to compare."""
        if self.metres is None or self.former_metres is None:
            return None
        return self.former_metres - self.metres

    @property
    def longer(self) -> int:
        """Metres that the change costs, where it saves none."""
        return -(self.gain or 0)

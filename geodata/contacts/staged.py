"""Staged proposals: who should look after whom, waiting until the office takes it, in whole or in part."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.contacts.models import Member
from geodata.contacts.pairing_reasons import Reason
from geodata.contacts.steps import LinkStep
from geodata.history import tracked
from geodata.people.models import Household, OfVillage
from geodata.territory.models import Area
from geodata.territory.scope import Scope


class PairingQuerySet(models.QuerySet["Pairing"]):
    def within(self, scope: Scope) -> Self:
        """Proposals for areas that lie wholly in the scope's villages."""
        return self.filter(villages__contained_by=sorted(scope.villages)).exclude(villages=[])


@tracked
class Pairing(models.Model):
    """A proposal for an area on a day, with what it was asked and what it comes to. Its lines are only the changes.

    The search has no chance in it: the same households, members and rules give the same lines.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waiting for the office")
        DECIDED = "decided", _("decided")
        REJECTED = "rejected", _("rejected")

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

    def __str__(self) -> str:
        return f"{self.area_id} {self.on}"


class PairingLine(OfVillage):
    """One household whose contact would change, or who would have nobody. Distances in metres, unknown: None."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken")
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

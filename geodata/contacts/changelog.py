"""Steps: what one press of a button changed in the pairing, so that it can be approved, and undone."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.scope import Scope
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household, OfVillage


class OfVillagesQuerySet(models.QuerySet["LinkStep"]):
    def within(self, scope: Scope) -> Self:
        """Steps that lie wholly in the scope's villages."""
        return self.filter(villages__contained_by=sorted(scope.villages)).exclude(villages=[])


@tracked
class LinkStep(models.Model):
    """One change of links, of one household or of many. Undone at most once, and only while nothing builds on it."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        HANDED_OVER = "handed_over", _("handed over")
        ENDED = "ended", pgettext_lazy("contact", "ended")
        ACCEPTED = "accepted", _("proposal accepted")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    """Keys of the villages of its households: whoever sees all of them sees the step."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    households = models.PositiveIntegerField(pgettext_lazy("number", "households"))
    approved_on = models.DateField(_("approved by the village meeting on"), null=True, blank=True)
    approval = models.CharField(_("what the meeting said"), max_length=200, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = OfVillagesQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of pairing")
        verbose_name_plural = _("steps of pairing")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="an_approval_has_a_day",
                condition=models.Q(approved_on__isnull=False) | models.Q(approval=""),
                violation_error_message=_("State the day on which the meeting approved it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class LinkChange(OfVillage):
    """What a step did to one household: a link ended, a link made, or the member of a link of that day replaced."""

    step = models.ForeignKey(
        LinkStep, on_delete=models.CASCADE, related_name="changes_made", verbose_name=_("step")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("household"),
    )
    ended = models.ForeignKey(
        ContactLink, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("link ended")
    )
    made = models.ForeignKey(
        ContactLink, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("link made")
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("contact member")
    )
    former = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("former member")
    )

    class Meta:
        verbose_name = _("change of a link")
        verbose_name_plural = _("changes of links")
        constraints = [
            models.UniqueConstraint(
                fields=["step", "household", "member"], name="one_change_per_step_and_pair"
            )
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.former_id} – {self.member_id}"

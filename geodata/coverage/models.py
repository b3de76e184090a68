"""Facts beside the household that today's questions need. Derived, never typed: see facts.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.people.models import Household
from geodata.territory.models import Area


class HouseholdFacts(models.Model):
    """What today's coverage asks of a household, derived from history by triggers in the event's transaction.

    Facts hold as long as no period begins or ends; `good_until` is the first day on which one does, and from
    that day on the question reads history instead until `refresh_facts` has run. The status of a visit depends
    on the day and is therefore no fact.
    """

    household = models.OneToOneField(
        Household,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="facts",
        verbose_name=_("household"),
    )
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    grid = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    linked = models.BooleanField(_("has a first contact"))
    special = models.BooleanField(_("special"))
    exempt = models.BooleanField(_("exempt"))
    has_point = models.BooleanField(_("has a point"))
    interval = models.PositiveSmallIntegerField(_("visit interval in days"))
    counted = models.PositiveSmallIntegerField(_("modes that count, as bits"), default=3)
    """Which visits start the interval anew: see visits/rhythm.py."""
    last_met = models.DateField(_("last met on"), null=True)
    """The last visit of a mode that counts."""
    good_until = models.DateField(_("good until"), null=True)

    class Meta:
        verbose_name = _("facts of a household")
        verbose_name_plural = _("facts of households")
        constraints = [
            models.CheckConstraint(name="facts_interval_is_positive", condition=models.Q(interval__gt=0))
        ]
        indexes = [
            models.Index(
                fields=["village", "household"],
                name="facts_without_contact",
                condition=models.Q(linked=False),
            ),
            models.Index(
                fields=["good_until"], name="facts_that_end", condition=models.Q(good_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.household_id)

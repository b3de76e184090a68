"""Facts beside the household that today's questions need, and their tallies. Derived, never typed: see facts.py, tallying.py."""

from django.contrib.postgres.fields import ArrayField
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
    """Which visits start the interval anew: see visits/schedule.py."""
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


class Tally(models.Model):
    """What coverage counts of a grid, or outside every grid of a village (no grid), on the day for which it was counted.

    It holds on that day alone, for the figures that its version names, and while no mark (TallyMark) says that something
    has changed since: then the question is counted from facts or history. All rows of a village are counted together; the one
    without a grid is always there. It refers to areas without a constraint: what is derived stands in nobody's way.
    """

    village = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    grid = models.ForeignKey(
        Area, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    part = models.CharField(max_length=10)
    """Of which figures: the days of a window, or the right without which they are shown to nobody (tallies.py)."""
    day = models.DateField(_("day"))
    version = models.CharField(max_length=16)
    numbers = ArrayField(models.IntegerField())
    mended_on = models.DateField(null=True)
    """When history last said something else."""

    class Meta:
        verbose_name = _("tally of a grid")
        verbose_name_plural = _("tallies of grids")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "part", "grid"], name="one_tally_of_a_place", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.grid_id} {self.part}"


class TallyMark(models.Model):
    """Since tallies were counted something has changed: in a village, of a household wherever it is, or (neither) everywhere.

    Written by triggers in the transaction of the event, and by nobody else: it waits for nothing, and nothing waits for it.
    """

    village_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("mark of a tally")
        verbose_name_plural = _("marks of tallies")

    def __str__(self) -> str:
        return f"{self.village_id} {self.household_id}"


class KeptCounts(models.Model):
    """What was counted of a day that is over, in one grid, or in what lies in a village and in none of its grids (None).

    A village's row without a grid is there on each day that is kept. The numbers follow the order of `leaves.kept_names`
    as of `version`; of another version they are not read, and counted anew. The day's history may have changed since:
    see PastChange. Written by geodata/coverage/through_time/keeping.py alone.
    """

    village = models.ForeignKey(
        Area, db_constraint=False, db_index=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    grid = models.ForeignKey(
        Area, db_constraint=False, db_index=False, on_delete=models.DO_NOTHING, related_name="+", null=True
    )
    day = models.DateField(_("day"))
    version = models.IntegerField(_("version of the figures"))
    numbers = ArrayField(models.PositiveIntegerField(), verbose_name=_("numbers"))

    class Meta:
        verbose_name = _("kept counts of a day")
        verbose_name_plural = _("kept counts of days")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "day", "grid"], nulls_distinct=False, name="counts_of_a_day_are_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.day}"


class PastChange(models.Model):
    """That the counts of a village may be other ones than those kept, from that day on. Noted by triggers, appended only."""

    village = models.ForeignKey(Area, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+")
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("change of a village's past")
        verbose_name_plural = _("changes of villages' pasts")

    def __str__(self) -> str:
        return f"{self.village_id} {self.since}"


class ComparedDay(models.Model):
    """A day whose kept counts were compared with history: when, and of how many villages something else was kept."""

    day = models.DateField(_("day"), primary_key=True)
    compared_on = models.DateField(_("compared on"))
    differing = models.PositiveIntegerField(_("villages that differed"))
    mended_on = models.DateField(null=True)
    """When history last said something else."""

    class Meta:
        verbose_name = _("day that was compared")
        verbose_name_plural = _("days that were compared")

    def __str__(self) -> str:
        return str(self.day)

"""Households that may be one: pairs that the database keeps as names, phones, places and addresses change, and what was said of them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.people.models import Household, OfVillage
from geodata.territory.models import Area


class PossibleDuplicate(models.Model):
    """Two households of a village of the same name by its pinyin, and what else is alike. Derived, never typed.

    Triggers keep it (duplicates_follow.sql). Whether both are still here is asked of the day (comparing.py).
    """

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("household"),
    )
    other = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("other household"),
    )
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    reasons = ArrayField(models.CharField(max_length=10), verbose_name=_("what is alike"))
    """Of `phone`, `place` and `address`."""

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "other"], name="a_pair_of_households_is_compared_once"
            ),
            models.CheckConstraint(
                name="of_a_pair_the_earlier_household_stands_first", condition=Q(household__lt=F("other"))
            ),
            models.CheckConstraint(
                name="possible_duplicates_share_more_than_the_name",
                condition=~Q(reasons=[]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.other_id}"


class ToldApart(OfVillage):
    """What somebody said of a pair: that the two are not the same, or that it is to be asked again. The last word counts."""

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("household"),
    )
    other = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="+", verbose_name=_("other household")
    )
    apart = models.BooleanField(_("not the same"), default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("word on a possible duplicate")
        verbose_name_plural = pgettext_lazy("register", "words on possible duplicates")
        constraints = [
            models.CheckConstraint(
                name="of_a_pair_told_apart_the_earlier_household_stands_first",
                condition=Q(household__lt=F("other")),
            ),
        ]
        indexes = [models.Index(fields=["household", "other", "id"], name="words_on_a_pair")]

    def __str__(self) -> str:
        return f"{self.household_id} {self.other_id} {self.apart}"

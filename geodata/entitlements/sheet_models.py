"""What a household's own sheet says: a line for each policy that is confirmed there, or has come further."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.scope import Scope
from geodata.cards.models import Card
from geodata.entitlements import shown
from geodata.entitlements.models import Entitlement
from geodata.people.models import Household, OfVillage
from geodata.policies.models import PolicyVersion


class CardLineQuerySet(models.QuerySet["CardLine"]):
    def within(self, scope: Scope) -> Self:
        """Where the right to entitlements itself holds: as geodata/sql/policies/cardline.sql. Whoever sees cards may not see these."""
        return self.filter(shown.inside(scope))


class CardLine(OfVillage):
    """An entitlement on a policy card, with the version of the policy by which it was printed. Appended.

    Whether a card still holds is a question (sheet.py, figures.py), never stored: it is out of date as soon as what is confirmed there
    is no longer what its lines say. A policy card without lines is a leaflet that was handed over.
    """

    card = models.ForeignKey(
        Card, on_delete=models.PROTECT, related_name="policy_lines", verbose_name=_("card")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="card_lines",
        verbose_name=_("household"),
    )
    entitlement = models.ForeignKey(
        Entitlement, on_delete=models.PROTECT, related_name="card_lines", verbose_name=_("entitlement")
    )
    policy_version = models.ForeignKey(
        PolicyVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version of a policy")
    )
    named = models.BooleanField(pgettext_lazy("line of a card", "printed"))
    """False: its name would tell what is nobody's business, and the household has not agreed to it."""

    objects = CardLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a policy card")
        verbose_name_plural = _("lines of policy cards")
        constraints = [
            models.UniqueConstraint(fields=["card", "entitlement"], name="one_line_per_card_and_entitlement"),
            # cardline_carries_the_village_of_its_household is a composite foreign key.
        ]
        indexes = [models.Index(fields=["household"], name="card_lines_by_household")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.entitlement_id}"

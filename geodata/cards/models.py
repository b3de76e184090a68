"""Cards: what is printed and handed to a household, so that it knows whom to call."""

import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.scope import Scope
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household, OfVillage


def new_card_token() -> str:
    """Opaque: 128 random bits that say nothing about household, member or area."""
    return secrets.token_urlsafe(16)


class CardQuerySet(models.QuerySet["Card"]):
    def within(self, scope: Scope) -> Self:
        """Cards of the scope's villages, grids and single households."""
        inside = models.Q(village__in=scope.villages) | models.Q(household__in=scope.households)
        return self.filter(inside | models.Q(household__grid__in=scope.grids))


@tracked
class Card(OfVillage):
    """A card printed for a household on a day. It carries no category and no private data.

    Whether it still holds is a question (coverage/cards.py), never stored: a contact card is out of date as soon as
    the household's first contact is no longer the member that is printed on it, or its grid another one.
    """

    class Kind(models.TextChoices):
        CONTACT = "contact", _("contact card")
        POLICY = "policy", _("policy card")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.CONTACT)
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="cards",
        verbose_name=_("household"),
    )
    link = models.ForeignKey(
        ContactLink,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cards",
        verbose_name=_("contact link"),
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact member"),
    )
    """Who is printed on it: the link's member of that day."""
    token = models.CharField(_("token"), max_length=32, unique=True, default=new_card_token, editable=False)
    printed_on = models.DateField(_("printed on"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("printed by"),
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("delivered by"),
    )

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.CheckConstraint(
                name="a_contact_card_names_a_member",
                condition=~models.Q(kind="contact") | models.Q(link__isnull=False, member__isnull=False),
            ),
            models.CheckConstraint(
                name="a_card_is_printed_before_it_is_delivered",
                condition=models.Q(delivered_on__isnull=True)
                | models.Q(delivered_on__gte=models.F("printed_on")),
                violation_error_message=_("The card had not been printed yet on that day."),
            ),
        ]
        indexes = [models.Index(fields=["village", "kind", "household"], name="card_by_village")]

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id} {self.printed_on}"

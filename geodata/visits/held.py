"""The visit inbox of a village: visits that could not be accepted by themselves, with their maker's name, until an office decides."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.history import tracked
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from geodata.visits.models import Visit


class HeldVisitQuerySet(models.QuerySet["HeldVisit"]):
    def within(self, scope: Scope) -> Self:
        """Of the villages in which the scope's holder says who looks after whom."""
        return self.filter(village__in=scope.to(Right.LINK).villages)

    def waiting(self) -> Self:
        return self.filter(state=HeldVisit.State.WAITING)


@tracked
class HeldVisit(models.Model):
    """What somebody tells of a visit, as it was sent: nothing of it counts before it is accepted.

    It names the household by the token that was sent and has no key to it: the token may be of no household at all.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the office")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", pgettext_lazy("by the office", "refused")
        WITHDRAWN = "withdrawn", _("withdrawn by its maker")

    class Why(models.TextChoices):
        RIGHT = "right", _("not the maker's to visit on that day")
        HOUSEHOLD = "household", _("not a household of the maker")
        DAY = "day", _("a day that cannot be")
        VISITORS = "visitors", _("visitors that the village does not know")
        CLOSED = "closed", _("the maker's account is closed")
        OTHER = "other", _("refused for another reason")

    client_id = models.UUIDField(_("client id"), unique=True)
    body_hash = models.CharField(max_length=64, editable=False)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("maker")
    )
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    token = models.CharField(_("token"), max_length=32)
    day = models.DateField(_("day"))
    mode = models.CharField(_("mode"), max_length=10, choices=Visit.Mode)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Visit.Outcome)
    note = models.CharField(_("note"), max_length=500, blank=True)
    brought = ArrayField(
        models.CharField(max_length=10, choices=Visit.Brought),
        verbose_name=_("brought"),
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
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = HeldVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("held visit")
        verbose_name_plural = _("held visits")
        constraints = [
            models.CheckConstraint(
                name="held_visit_is_refused_with_a_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("Say why the visit is refused."),
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
        return f"{self.maker_id} {self.day} {self.state}"

"""What is offered, the teams that serve, and orders with their steps and offers."""

import datetime as dt
import uuid
from functools import partial
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.periods import DateRangeField, RangeOperators, covers, not_empty
from geodata.base.scope import Scope
from geodata.people.models import OfPlace
from geodata.posts.departments import Department
from geodata.services import shown
from geodata.services.lifecycle import LIFE
from geodata.services.words import (
    ENDED,
    OPEN,
    Answer,
    Field,
    Move,
    Offered,
    RatedBy,
    Source,
    State,
    TeamKind,
    Window,
)
from geodata.territory.models import Area

MOST_OFFERS = 3
"""Open at once, of one order."""


def _somebody(words: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=words,
    )


class ServiceItemQuerySet(models.QuerySet["ServiceItem"]):
    def on(self, day: dt.date) -> Self:
        """Those that are offered on that day."""
        return self.filter(covers(day))


@partial(tracked, created=True)
class ServiceItem(models.Model):
    """A service of the catalogue: the part of HSDS 3.1 that a village needs. Its code stays."""

    Field, Window = Field, Window

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("of a service", "name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    """The county in which it is offered."""
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    field = models.CharField(pgettext_lazy("of a service", "field"), max_length=10, choices=Field)
    window = models.CharField(_("where it is asked for"), max_length=10, choices=Window)
    description = models.CharField(_("description"), max_length=300, blank=True)
    materials = ArrayField(
        models.CharField(max_length=60), verbose_name=_("what to bring"), default=list, blank=True
    )
    fee = models.CharField(_("fee"), max_length=60, blank=True)
    hours = models.CharField(_("opening hours"), max_length=60, blank=True)
    days = models.PositiveSmallIntegerField(_("working days until it is done"), default=5)
    period = DateRangeField(_("period"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = ServiceItemQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("catalogue", "service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(
                name="service_code_is_a_word", condition=Q(code__regex="^[a-z][a-z0-9_]*$")
            ),
            models.CheckConstraint(
                name="service_is_of_a_field_and_a_window",
                condition=Q(field__in=Field.values, window__in=Window.values),
            ),
            models.CheckConstraint(name="service_takes_1_to_60_days", condition=Q(days__range=(1, 60))),
            models.CheckConstraint(name="service_is_offered_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.name_en if english and self.name_en else self.name


class TeamQuerySet(models.QuerySet["Team"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(covers(day))


@partial(tracked, created=True)
class Team(models.Model):
    """People who serve a village, a township or a county, in one field."""

    Kind, Field = TeamKind, Field

    name = models.CharField(pgettext_lazy("of a team", "name"), max_length=60)
    kind = models.CharField(pgettext_lazy("of a team", "kind"), max_length=12, choices=TeamKind)
    field = models.CharField(pgettext_lazy("of a team", "field"), max_length=10, choices=Field)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("serves"))
    period = DateRangeField(_("period"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [
            models.CheckConstraint(
                name="team_is_of_a_kind_and_a_field",
                condition=Q(kind__in=TeamKind.values, field__in=Field.values),
            ),
            models.CheckConstraint(name="team_serves_for_a_day_or_more", condition=not_empty()),
            ExclusionConstraint(
                name="one_team_per_name_area_and_day",
                expressions=[
                    ("name", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("There is a team of this name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_last_day(self) -> bool:
        return self.period.upper is not None


@partial(tracked, created=True)
class TeamMember(models.Model):
    """An account that belongs to a team. Its right to the team's orders ends with this, and with the team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members", verbose_name=_("team"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    leads = models.BooleanField(_("leads the team"), default=False)
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("member of a team")
        verbose_name_plural = _("members of teams")
        constraints = [
            models.CheckConstraint(name="team_member_for_a_day_or_more", condition=not_empty()),
            ExclusionConstraint(
                name="once_in_a_team_a_day",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person belongs to the team already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} {self.user_id}"


class ServiceOrderQuerySet(models.QuerySet["ServiceOrder"]):
    def within(self, scope: Scope, *, by: int) -> Self:
        """Where the right to services itself holds, what one has ordered oneself, and what is offered to one or one's teams.

        The same as geodata/sql/policies/serviceorder.sql.
        """
        held = Q(village__in=shown.villages(scope)) | Q(grid__in=shown.grids(scope))
        held |= Q(household__in=shown.households(scope)) | Q(by=by) | Q(users__contains=[by])
        if teams := shown.teams(scope):
            held |= Q(teams__overlap=sorted(teams))
        return self.filter(held)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)


@partial(tracked, exclude=["text", "place", "result", "body_hash"])
class ServiceOrder(OfPlace):
    """A service, or a wish, that a household or a place has asked for. What it says never changes, it is only forgotten.

    Of a wish, and for whoever is of a team, the village is told and not the household: `place` says where to come.
    """

    State, Source, Answer = State, Source, Answer

    client_id = models.UUIDField(_("client id"), unique=True, default=uuid.uuid4)
    body_hash = models.CharField(max_length=64, editable=False)
    number = models.CharField(_("number"), max_length=32, unique=True, editable=False, db_default="")
    """Township, year and a number of the installation: given by the database."""
    item = models.ForeignKey(
        ServiceItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=pgettext_lazy("catalogue", "service"),
    )
    wish = models.BooleanField(_("wish"), default=False)
    field = models.CharField(pgettext_lazy("of a service", "field"), max_length=10, choices=Field)
    text = models.CharField(pgettext_lazy("order", "text"), max_length=200, blank=True)
    place = models.CharField(_("where to come"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    at = models.DateTimeField(_("ordered at"))
    due_at = models.DateTimeField(_("due at"))

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ORDERED)
    state_since = models.DateTimeField(_("in this state since"))
    team = models.ForeignKey(
        Team,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("taken by the team"),
    )
    taken_by = _somebody(_("taken by"))
    finished_by = _somebody(_("finished by"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    persons = models.PositiveSmallIntegerField(_("persons served"), null=True, blank=True)
    trips = models.PositiveSmallIntegerField(_("trips"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=200, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_by = _somebody(_("asked by"))
    asked_how = models.CharField(_("how they were asked"), max_length=10, choices=RatedBy, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    teams = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    users = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    """To whom it is offered or given: kept by the database (geodata/sql/offers_of_an_order.sql)."""
    version = models.PositiveIntegerField(_("version"), default=1)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = ServiceOrderQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("services", "order")
        verbose_name_plural = _("orders")
        constraints = [
            LIFE.states("order_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="order_is_of_a_household_or_a_place",
                condition=Q(household__isnull=False) | ~Q(place=""),
                violation_error_message=_("Say which household it is for, or where to come."),
            ),
            models.CheckConstraint(
                name="order_is_of_a_service_or_a_wish",
                condition=Q(wish=False, item__isnull=False) | Q(wish=True, item__isnull=True),
                violation_error_message=_("Choose a service, or write a wish."),
            ),
            models.CheckConstraint(name="order_is_of_a_field", condition=Q(field__in=Field.values)),
            models.CheckConstraint(
                name="taken_order_says_by_whom",
                condition=Q(state__in=["ordered", "dispatched"], taken_by__isnull=True, team__isnull=True)
                | Q(state="cancelled")
                | ~Q(state__in=["ordered", "dispatched", "cancelled"]) & Q(taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="finished_order_says_for_how_many",
                condition=~Q(state__in=["finished", "rated", "unrated", "closed"])
                | Q(
                    finished_by__isnull=False,
                    finished_at__isnull=False,
                    persons__isnull=False,
                    trips__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="rating_comes_from_those_served",
                condition=Q(answer="", answered_by__isnull=True, asked_how="")
                | ~Q(answer="")
                & ~Q(asked_how="")
                & Q(answered_by__isnull=False)
                & ~Q(answered_by=F("taken_by"))
                & ~Q(answered_by=F("finished_by")),
                violation_error_message=_("Whoever has served does not ask how it was."),
            ),
            models.CheckConstraint(
                name="ended_order_says_when",
                condition=Q(state__in=[str(state) for state in ENDED], ended_at__isnull=False)
                | ~Q(state__in=[str(state) for state in ENDED]) & Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["village", "-id"], name="orders_by_village"),
            models.Index(fields=["household"], name="orders_by_household"),
            models.Index(fields=["by"], name="orders_by_recorder"),
            models.Index(fields=["team", "state"], name="orders_by_team"),
            models.Index(
                fields=["due_at", "id"],
                name="open_orders_by_due_at",
                condition=Q(state__in=[str(state) for state in OPEN]),
            ),
            models.Index(
                fields=["state_since"],
                name="orders_to_be_closed",
                condition=Q(state__in=["finished", "rated", "unrated"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderStep(Step):
    """What moved an order on."""

    life = LIFE
    subject = "order"

    order = models.ForeignKey(
        ServiceOrder,
        on_delete=models.CASCADE,
        related_name="steps",
        verbose_name=pgettext_lazy("services", "order"),
    )

    class Meta(Step.Meta):
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of orders")
        constraints = [
            LIFE.steps("step_of_an_order_is_in_its_table"),
            models.CheckConstraint(
                name="by_itself_an_order_returns_lapses_or_closes",
                condition=Q(by__isnull=False) | Q(move__in=["return", "lapse", "close"]),
            ),
        ]
        indexes = [models.Index(fields=["order", "-id"], name="order_steps_newest_first")]

    @property
    def words(self) -> str:
        """What has happened then: it was begun, or where it led to."""
        return str(Move(self.move).label if self.move == Move.REFUSE else State(self.after).label)


class OrderOffer(models.Model):
    """An order that is offered to a team, or to somebody of the village, until a moment. Its answer is given once."""

    Answer = Offered

    order = models.ForeignKey(
        ServiceOrder,
        on_delete=models.CASCADE,
        related_name="offers",
        verbose_name=pgettext_lazy("services", "order"),
    )
    slot = models.PositiveSmallIntegerField(_("slot"))
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    user = _somebody(_("offered to"))
    at = models.DateTimeField(_("offered at"))
    until = models.DateTimeField(pgettext_lazy("offer", "until"))
    answer = models.CharField(pgettext_lazy("offer", "answer"), max_length=10, choices=Offered, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("offer of an order")
        verbose_name_plural = _("offers of orders")
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(answer="taken"), name="an_order_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["order", "slot"], condition=Q(answer=""), name="one_open_offer_per_slot"
            ),
            models.CheckConstraint(
                name="three_offers_are_open_at_most", condition=Q(slot__range=(1, MOST_OFFERS))
            ),
            models.CheckConstraint(
                name="offer_is_to_a_team_or_to_somebody",
                condition=Q(team__isnull=False, user__isnull=True) | Q(team__isnull=True, user__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_offer_says_when",
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="open_offers_by_end", condition=Q(answer="")),
            models.Index(fields=["team"], name="open_offers_by_team", condition=Q(answer="")),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.slot}"


@tracked
class TeamVisit(models.Model):
    """A round of a team through a village: planned for a day, and done or not."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="visits", verbose_name=_("team"))
    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("village"))
    planned_on = models.DateField(_("planned for"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    what = models.CharField(pgettext_lazy("round of a team", "what was done"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("round of a team")
        verbose_name_plural = _("rounds of teams")
        constraints = [
            models.UniqueConstraint(
                fields=["team", "village", "planned_on"],
                name="one_round_per_team_village_and_day",
                violation_error_message=_("This round is planned already."),
            ),
        ]
        indexes = [models.Index(fields=["village", "planned_on"], name="rounds_by_village")]

    def __str__(self) -> str:
        return f"{self.team_id} {self.planned_on}"

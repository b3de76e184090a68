"""Imports: what was uploaded, what was decided, what it would do and has done, and what undoing it needs."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.lifecycle import Step
from geodata.base.scope import Scope
from geodata.imports.workflow import BUSY, LIFE, State
from geodata.territory.models import Area


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def resting(self, *, before: dt.datetime) -> Self:
        """Those in which nothing has happened since, and nothing is happening."""
        last = Coalesce("undone_at", "applied_at", "checked_at", "uploaded_at")
        return self.exclude(state__in=BUSY).alias(last=last).filter(last__lt=before)

    def within(self, scope: Scope) -> Self:
        """Imports that may touch no other villages than those of the scope."""
        if not scope.villages:
            return self.none()
        return self.filter(villages__contained_by=sorted(scope.villages))


class ImportRun(models.Model):
    """One file of an office on its way into the register. Nothing is written before it is applied.

    Its rows (without ID numbers) and what they would do stand in `ImportPart`; what it wrote in `ImportStep`.
    """

    State = State

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    """The top of the uploader's area: imports of one office share what they learnt of headings."""
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    """The villages that it may touch: those that the uploader looked after. Who sees all of them sees the import."""
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    recognised = models.JSONField(_("recognised"), default=dict)
    """Format, sheet, headings, declared coordinate system, and what was noted while reading."""
    mapping = models.JSONField(_("columns"), default=dict)
    """Heading → field, "" for columns that are not used."""
    datum = models.CharField(_("datum"), max_length=20, blank=True)
    """What the user says that the coordinates stand in: a datum, or "EPSG:4546"; kept as provenance."""
    options = models.JSONField(_("options"), default=dict)
    """What else the user says of the file: the fields of `Wishes` of the same names, and `leave_out`."""
    answers = models.JSONField(_("answers"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    """What it would do, or has done: new, changed, unchanged, gone, problems, questions, left out, and changes by field."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of what was shown: only that is written."""
    told = models.TextField(_("import notes"), blank=True)
    """Why it was not written or taken back, in words."""
    in_the_way = models.JSONField(_("obstacles to undoing"), default=list)
    """What stood in the way when it was last to be taken back: table, id and why, see `undoing.Obstacle`."""
    job = models.CharField(max_length=40, blank=True)
    uploaded_at = models.DateTimeField(pgettext_lazy("moment", "uploaded"))
    checked_at = models.DateTimeField(pgettext_lazy("moment", "checked"), null=True)
    applied_at = models.DateTimeField(pgettext_lazy("moment", "imported"), null=True)
    day = models.DateField(_("valid from"), null=True)
    """The day from which what was written holds."""
    undone_at = models.DateTimeField(pgettext_lazy("moment", "undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["area", "kind", "-uploaded_at"], name="imports_of_an_office")]
        constraints = [
            LIFE.states("import_is_in_a_state_of_its_life"),
            models.CheckConstraint(name="import_touches_a_village", condition=~Q(villages=[])),
            models.CheckConstraint(
                name="import_says_when_it_was_written",
                condition=Q(applied_at__isnull=False, day__isnull=False)
                | ~Q(state__in=["applied", "undoing", "undone"]),
            ),
            models.CheckConstraint(
                name="import_says_who_took_it_back",
                condition=Q(state="undone", undone_at__isnull=False, undone_by__isnull=False)
                | ~Q(state="undone") & Q(undone_at__isnull=True, undone_by__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uploaded_at:%Y-%m-%d %H:%M}"


class ImportMove(Step):
    """What moved an import on. What it wrote stands in `ImportStep`."""

    life = LIFE
    subject = "run"

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="moves", verbose_name=_("import")
    )

    class Meta(Step.Meta):
        verbose_name = _("move of an import")
        verbose_name_plural = _("moves of imports")
        constraints = [LIFE.steps("step_of_an_import_is_in_its_table")]


class ImportPart(models.Model):
    """What belongs to an import and is large: its rows, or what they would do. Compressed JSON."""

    class What(models.TextChoices):
        TABLE = "table", _("rows of the file")
        REPORT = "report", _("findings")

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="parts", verbose_name=_("import")
    )
    what = models.CharField(_("part"), max_length=10, choices=What)
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("part of an import")
        verbose_name_plural = _("parts of imports")
        constraints = [models.UniqueConstraint(fields=["run", "what"], name="one_part_of_a_kind_per_import")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.what}"


class ImportStep(models.Model):
    """What one statement of an import did to one table, written by the table's own trigger.

    `pks`, `hashes` and `was` are parallel: the rows, the hash of each afterwards (none for deleted ones) and, for
    changed and deleted ones, the row before.
    """

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="steps", verbose_name=_("import")
    )
    table = models.CharField(_("table"), max_length=63)
    pks = ArrayField(models.BigIntegerField())
    hashes = ArrayField(models.BigIntegerField(null=True))
    was = ArrayField(models.JSONField(null=True))

    class Meta:
        verbose_name = _("step of an import")
        verbose_name_plural = _("steps of imports")

    def __str__(self) -> str:
        return f"{self.run_id} {self.table} {len(self.pks)}"

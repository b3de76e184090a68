"""Jobs, and the files that they take and make. Web and worker keep nothing on disk, so files lie in the database."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.jobs import eta, registry

ENDED = ("done", "failed", "cancelled")


def lost(rows: models.QuerySet[Any], scope: Scope) -> list[dict[str, list[str]]]:
    """The different needs among the rows that the scope does not cover, or that say none. One query; there are few."""
    covers = (
        scope.covers
    )  # a request's scope is in force from the first look at it, and only then are there rows
    different = rows.order_by().values_list("needs", flat=True).distinct()
    return [needs for needs in different if not (needs and covers(needs))]


class JobQuerySet(models.QuerySet["Job"]):
    def of(self, user: User) -> "JobQuerySet":
        """The user's own: nobody else sees them."""
        return self.filter(by=user)

    def within(self, scope: Scope) -> "JobQuerySet":
        """Those whose rights the scope still holds in their areas."""
        return self.exclude(needs__in=lost(self, scope))

    def open(self) -> "JobQuerySet":
        """Neither done, nor failed, nor cancelled."""
        return self.exclude(state__in=ENDED)


class Job(models.Model):
    """Work that takes longer than a request: started by somebody, done once, or not at all.

    Its effect and its end are one transaction. Progress is written outside of it, so that it can be watched.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs", verbose_name=_("started by")
    )
    subject = models.CharField(_("area"), max_length=20, blank=True)
    """The code of the area that it is about."""
    about = models.CharField(_("about"), max_length=200, blank=True)
    """What tells it from others of its kind: the name of an area or a file."""
    needs = models.JSONField(default=dict)
    """The rights that it was started with, by the codes of its areas: see Scope.covers."""
    arguments = models.JSONField(default=dict)
    language = models.CharField(max_length=16)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    """How often it was begun. Only the last try may end it."""
    cancel_asked = models.BooleanField(default=False)
    done = models.PositiveBigIntegerField(pgettext_lazy("progress", "done"), default=0)
    total = models.PositiveBigIntegerField(default=0)
    """0: not known."""
    step = models.CharField(_("step"), max_length=200, blank=True)
    step_began = models.DateTimeField(null=True)
    moved = models.DateTimeField(null=True)
    """When it last told of its progress."""
    created = models.DateTimeField(_("created"))
    started = models.DateTimeField(_("begun"), null=True)
    finished = models.DateTimeField(pgettext_lazy("moment", "ended"), null=True)
    result = models.JSONField(default=dict)
    """Of its kind. For its page: `says`, sentences for the user, and `page`, the path where the result is to be seen.

    For the record of access, when a file of it is taken away: `record`, filters and counts.
    """
    error = models.TextField(_("error"), blank=True)
    """A sentence in the language of the user."""
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created", "-id"]
        indexes = [models.Index(fields=["by", "-created"], name="jobs_of_a_user")]
        constraints = [
            models.CheckConstraint(
                name="a_job_that_ended_has_its_time",
                condition=Q(state__in=ENDED, finished__isnull=False)
                | Q(state__in=("queued", "running"), finished__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.about}".strip()

    @property
    def title(self) -> str:
        return registry.title_of(self.kind)

    @property
    def result_page(self) -> str:
        """A path of our own, or ""."""
        path = str(self.result.get("page", ""))
        return path if path.startswith("/") and not path.startswith("//") else ""

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    @property
    def pace(self) -> eta.Pace:
        return eta.pace(done=self.done, total=self.total, began=self.step_began, at=self.moved)


class FileQuerySet(models.QuerySet["JobFile"]):
    def of(self, user: User) -> "FileQuerySet":
        return self.filter(owner=user)

    def within(self, scope: Scope) -> "FileQuerySet":
        """Those whose rights the scope still holds in their areas."""
        return self.exclude(needs__in=lost(self, scope))

    def offered(self, *, at: dt.datetime) -> "FileQuerySet":
        """All but uploads that wait for their job, and those that are given out once and whose time is over."""
        return self.exclude(content_type=JobFile.SEALED).exclude(once_until__lte=at)

    def kept(self, *, on: dt.date) -> "FileQuerySet":
        """Not yet past the day until which they are kept."""
        return self.filter(kept_until__gte=on)


class BegunDay(models.Model):
    """A day for which everything has been done that a new day brings: see jobs/daily.py."""

    day = models.DateField(_("day"), primary_key=True)
    at = models.DateTimeField(_("begun"))
    facts_differing = models.PositiveIntegerField(null=True)
    """Households whose facts differed from history when they were last compared that day."""

    class Meta:
        verbose_name = _("day that has begun")
        verbose_name_plural = _("days that have begun")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)


class JobFile(models.Model):
    """A file that somebody uploaded or that a job made. Its content lies in pieces in FilePiece."""

    SEALED = "application/x-sealed"
    """An upload that waits for its job: see sealed.py."""

    class Role(models.TextChoices):
        INPUT = "input", _("input file")
        OUTPUT = "output", _("result file")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, null=True, related_name="files")
    """None while it is an upload that no job has taken."""
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=Role)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    """Bytes."""
    sha256 = models.CharField(max_length=64, blank=True)
    needs = models.JSONField(default=dict)
    """The rights under which it was made, by the codes of the areas that are in it: see Scope.covers."""
    personal = models.BooleanField(default=True)
    """It holds data of households: taking it away goes on the record of access."""
    created = models.DateTimeField()
    kept_until = models.DateField(_("kept until"))
    once_until = models.DateTimeField(_("given out once, until"), null=True)
    """Its content lies sealed, and it is taken away once before then: see once.py. None: as often as one likes."""

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a job")
        verbose_name_plural = _("files of jobs")
        ordering = ["created", "id"]
        indexes = [models.Index(fields=["kept_until"], name="files_by_their_last_day")]

    def __str__(self) -> str:
        return self.name


class FilePiece(models.Model):
    """A piece of a file, as long as files.PIECE, the last one shorter."""

    file = models.ForeignKey(JobFile, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of a file")
        verbose_name_plural = _("pieces of files")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_piece_of_each_number")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"

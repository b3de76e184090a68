"""The record of who opened and who took away what, and what people were told of. Rows are appended, never edited."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.territory.scope import Right, Scope


class AccessEntry(models.Model):
    """One request that opened a special household, exported rows, signed in, or changed who may. No household data in it."""

    class Action(models.TextChoices):
        SIGN_IN = "sign_in", _("signed in")
        SIGN_IN_REFUSED = "sign_in_refused", _("sign-in refused")
        LOCKED_OUT = "locked_out", _("locked out after failed sign-ins")
        SIGN_OUT = "sign_out", _("signed out")
        SESSION_ENDED = "session_ended", _("ended a session")
        PASSWORD_SET = "password_set", _("set a password")
        STEP_SET_UP = "step_set_up", _("set up the second step")
        STEP_REMOVED = "step_removed", _("removed the second step")
        CODES_MADE = "codes_made", _("made new recovery codes")
        IDENTITY_ADDED = "identity_added", _("connected an outside identity")
        IDENTITY_REMOVED = "identity_removed", _("disconnected an outside identity")
        ACCOUNT_OPENED = "account_opened", _("opened an account")
        ACCOUNT_CLOSED = "account_closed", _("closed an account")
        ACCOUNT_REOPENED = "account_reopened", _("opened a closed account again")
        LINK_ISSUED = "link_issued", _("issued a one-time link")
        MENU_VIEWED = "menu_viewed", _("looked at the menu of an account")
        POST_FILLED = "post_filled", _("filled a post")
        POST_ENDED = "post_ended", _("ended a post")
        OPEN_HOUSEHOLD = "open_household", _("opened a household with care records")
        EXPORT = "export", _("exported")
        TAKEN_ALONG = "taken_along", _("took households along on a phone")
        VISIT_CORRECTED = "visit_corrected", _("corrected or took back a visit")
        CONTACTS_CHANGED = "contacts_changed", _("assigned or ended contacts")
        MEMBER_CHANGED = "member_changed", _("changed a contact member")
        RULES_CHANGED = "rules_changed", _("changed visit rules")
        CARDS_CHANGED = "cards_changed", _("printed or handed over cards")
        IMPORT_PREPARED = "import_prepared", _("uploaded an import or went on with it")
        IMPORT_WRITTEN = "import_written", _("wrote an import")
        IMPORT_UNDONE = "import_undone", _("took an import back")
        JOB_STARTED = "job_started", _("had work done in the background")
        PLAN_CHANGED = "plan_changed", _("drew or changed a boundary plan")
        PLAN_OPENED = "plan_opened", _("opened the drawing of a boundary plan")
        PLAN_MOVED = "plan_moved", _("moved a boundary plan on")
        VISIT_DECIDED = "visit_decided", _("decided about a visit of the inbox")

    # Made here, not by the database: the web role may append rows that it may not read back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    action = models.CharField(_("action"), max_length=20, choices=Action)
    at = models.DateTimeField(_("at"), db_index=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    """The code of the area, the token of the household or the login name of the account; for a refused sign-in the one tried."""
    details = models.JSONField(_("details"), default=dict)
    """Filters of an export and the number of its rows; the post that was filled."""
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user or '–'} {self.action} {self.subject}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def within(self, scope: Scope) -> "NoticeQuerySet":
        planned = scope.to(Right.PLAN).villages | scope.to(Right.APPROVE).villages
        return self.filter(villages__contained_by=sorted(planned))


class Notice(models.Model):
    """That somebody is told of something that concerns him or her. Only that person sees it."""

    class Kind(models.TextChoices):
        PLAN_SUBMITTED = "plan_submitted", _("A boundary plan waits for your approval.")
        PLAN_APPROVED = "plan_approved", _("Your boundary plan was approved.")
        PLAN_REJECTED = "plan_rejected", _("Your boundary plan was rejected.")
        GRIDS_REDRAWN = "grids_redrawn", _("The grids of your area are redrawn.")
        VISIT_HELD = "visit_held", _("Visits wait in the inbox for your decision.")
        VISIT_ACCEPTED = "visit_accepted", _("The office accepted your visit.")
        VISIT_REFUSED = "visit_refused", _("The office refused your visit.")

    # Made here, not by the database: the web role may append rows that it may not read back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    subject = models.CharField(_("subject"), max_length=200)
    """A name and a day: no household data."""
    villages = ArrayField(models.BigIntegerField(), default=list)
    """Of a plan that is not in force: who no longer draws or approves in them is not shown it. None: it is no secret."""
    link = models.CharField(_("address"), max_length=200, blank=True)
    """A path of this site."""
    at = models.DateTimeField(_("at"))
    read_on = models.DateField(_("read on"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["user", "-at"], name="notices_not_read", condition=models.Q(read_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

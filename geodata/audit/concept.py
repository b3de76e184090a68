"""The record of access, what people were told, and what happened to a thing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import OFFICE
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    EXPORT = "export", _("exported")
    FORGOT = "forgot", _("forgot what was kept long enough")
    JOB_STARTED = "job_started", _("started a background job")


CONCEPT = Concept(
    name="audit",
    after=("accounts",),
    held=(
        Held(
            "geodata.audit.models.AccessEntry",
            ("subject",),
            left_out=_(
                "who opened it and when: the record of access is read by auditors, and names those who read"
            ),
        ),
    ),
    rights={
        Right.AUDIT: _("read the record of access"),
    },
    menu=(
        MenuEntry(
            "records",
            _("Access log"),
            130,
            (Right.AUDIT,),
            group=OFFICE,
            about=_("Who opened, changed or took away what."),
        ),
        MenuEntry(
            "kept_how_long",
            _("Retention"),
            135,
            (Right.AUDIT, Right.ACCOUNTS),
            group=OFFICE,
            about=_("For how many days what is kept, and when something was last forgotten."),
        ),
    ),
    kept=(
        Kept("access", _("access records"), later("geodata.audit.retention.logs"), "KEEP_LOGS_DAYS", 3 * 365),
        Kept(
            "former",
            _("former rows"),
            later("geodata.audit.retention.former_rows"),
            "KEEP_LOGS_DAYS",
            3 * 365,
        ),
    ),
    actions=Action,
    by_themselves=("records_export",),
    silent={
        "read_notices": "one's own notices",
    },
)

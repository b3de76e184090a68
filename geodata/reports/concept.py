"""The gap report: what offices hand in, edition by edition."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import FILES
from geodata.base.scope import Right


class Action(TextChoices):
    """What the record of access says that somebody did."""

    EDITION_MADE = "edition_made", _("made a gap report")
    REPORT_WEEKLY = "report_weekly", _("asked for a weekly gap report")
    REPORT_NOT_WEEKLY = "report_not_weekly", _("ended a weekly gap report")


class NoticeKind(TextChoices):
    """What people are told of."""

    REPORT_MADE = "report_made", _("Your weekly gap report is ready.")
    REPORT_ENDED = "report_ended", _("Your weekly gap report has ended: your post no longer covers its area.")


CONCEPT = Concept(
    name="reports",
    after=("accounts", "audit", "territory", "jobs", "coverage", "saved", "exports"),
    menu=(
        MenuEntry(
            "reports",
            _("Gap reports"),
            89,
            (Right.EXPORT,),
            group=FILES,
            about=_("The gap report to be handed in, and every edition as it was."),
        ),
    ),
    held=(
        Held(
            "geodata.reports.models.EditionPart",
            by=(),
            left_out=_(
                "states of many households as a report found them, without a name; they stand here by themselves"
            ),
        ),
    ),
    actions=Action,
    notices=NoticeKind,
    by_themselves=("api:reports", "make_report", "report_weekly"),
    silent={
        "api:edition_files": "the job that it starts is on record, and so is whoever takes its file",
        "report_file": "the job that it starts is on record, and so is whoever takes its file",
    },
    kept=(
        Kept(
            "edition_states",
            _("states of households in gap reports, by village"),
            later("geodata.reports.retention.states"),
            "KEEP_EDITION_STATES_DAYS",
            1095,
        ),
    ),
    shown={"gridmap.export_villages": later("geodata.reports.shown.villages")},
)

"""Work in the background, and the files that it reads and makes."""

from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Kept, MenuEntry, later
from geodata.base.menu import FILES
from geodata.base.scope import Right

CONCEPT = Concept(
    name="jobs",
    after=("audit", "territory", "posts"),
    menu=(
        MenuEntry(
            "jobs",
            _("Jobs"),
            100,
            (Right.EXPORT, Right.PLAN),
            group=FILES,
            about=_("What is made in the background, and the files that came of it."),
        ),
    ),
    kept=(
        Kept(
            "files",
            _("files of jobs"),
            later("geodata.jobs.retention.files"),
            "KEEP_FILES_DAYS",
            30,
            least=1,
            most=3650,
        ),
        Kept("jobs", _("jobs that have ended"), later("geodata.jobs.retention.jobs"), "KEEP_JOBS_DAYS", 365),
    ),
    by_themselves=("file", "api:file"),
    silent={
        "cancel_job": "one's own work",
        "api:cancel_job": "one's own work",
    },
)

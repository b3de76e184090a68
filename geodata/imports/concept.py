"""Files of an office on their way into the register."""

from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Held, Kept, MenuEntry, later
from geodata.base.menu import FILES
from geodata.base.scope import Right
from geodata.imports.actions import Action

CONCEPT = Concept(
    name="imports",
    after=("exports", "needs", "entitlements"),
    held=(
        Held(
            "geodata.imports.models.ImportPart",
            (),
            left_out=_(
                "rows of files as they came, until the import is forgotten; they are not sorted by household"
            ),
        ),
    ),
    rights={
        Right.IMPORT: _("import the office's files and undo imports"),
    },
    menu=(
        MenuEntry(
            "imports",
            _("Imports"),
            80,
            (Right.IMPORT, Right.PLAN),
            group=FILES,
            about=_("Lists and borders are brought in from files."),
        ),
    ),
    kept=(
        Kept(
            "imports",
            _("rows and former values of imports"),
            later("geodata.imports.runs.retention.imports"),
            "KEEP_IMPORTS_DAYS",
            90,
        ),
    ),
    actions=Action,
    importers=(
        "geodata.imports.kinds.households.households.Households",
        "geodata.imports.kinds.areas.areas.Areas",
        "geodata.imports.kinds.members.Members",
        "geodata.imports.kinds.links.Links",
        "geodata.imports.kinds.departments.Departments",
        "geodata.imports.kinds.leaders.Leaders",
        "geodata.imports.kinds.visits.Visits",
        "geodata.imports.kinds.residents.Residents",
        "geodata.imports.kinds.absences.Absences",
        "geodata.imports.kinds.care.Care",
        "geodata.imports.kinds.needs.Needs",
        "geodata.imports.kinds.needs.Hotline",
        "geodata.imports.kinds.entitlements.Entitlements",
    ),
    by_themselves=(
        "import_upload",
        "import_columns",
        "import_place",
        "import_answers",
        "import_apply",
        "import_undo",
        "import_abandon",
        "import_mending",
        "api:imports",
        "api:import_mapping",
        "api:import_check",
        "api:import_apply",
        "api:import_undo",
        "api:import_abandon",
    ),
)

"""Lists, files and figures that are taken away."""

from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, MenuEntry
from geodata.base.menu import FILES
from geodata.base.scope import Right

CONCEPT = Concept(
    name="exports",
    after=("jobs", "campaigns", "coverage", "register", "needs", "projects"),
    rights={
        Right.EXPORT: _("export lists as files"),
    },
    menu=(
        MenuEntry(
            "exports",
            _("Export"),
            90,
            (Right.EXPORT,),
            group=FILES,
            about=_("Tables and lists are taken away as files."),
        ),
    ),
    by_themselves=(
        "export_file",
        "household_file",
        "needs_xlsx",
        "needs_csv",
        "needs_pdf",
        "needs_geojson",
        "needs_gpkg",
        "roster_pdf",
    ),
    extracts=(
        "geodata.exports.extracts.households.Households",
        "geodata.exports.extracts.rosters.Rosters",
        "geodata.exports.extracts.areas.Areas",
        "geodata.exports.extracts.contacts.Members",
        "geodata.exports.extracts.contacts.Links",
        "geodata.exports.extracts.contacts.Leaders",
        "geodata.exports.extracts.departments.Departments",
        "geodata.exports.extracts.branches.Branches",
        "geodata.exports.extracts.visits.Visits",
        "geodata.exports.extracts.residents.Residents",
        "geodata.exports.extracts.residents.Absences",
        "geodata.exports.extracts.care.Care",
        "geodata.exports.extracts.needs.Needs",
    ),
)

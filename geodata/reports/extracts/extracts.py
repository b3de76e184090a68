"""Every extract by name."""

from geodata.reports.extracts.areas import Areas
from geodata.reports.extracts.care import Care
from geodata.reports.extracts.contacts import Leaders, Links, Members
from geodata.reports.extracts.extract import Extract
from geodata.reports.extracts.households import Households
from geodata.reports.extracts.rosters import Rosters
from geodata.reports.extracts.visits import Visits

EXTRACTS: dict[str, Extract] = {
    extract.name: extract
    for extract in (Households(), Rosters(), Areas(), Members(), Links(), Leaders(), Visits(), Care())
}

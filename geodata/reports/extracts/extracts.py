"""Every extract by name."""

from geodata.reports.extracts.areas import Areas
from geodata.reports.extracts.extract import Extract
from geodata.reports.extracts.households import Households

EXTRACTS: dict[str, Extract] = {extract.name: extract for extract in (Households(), Areas())}

"""Territory: areas, their codes and their borders of each day."""

from geodata.base.manifest import Concept

CONCEPT = Concept(
    name="territory",
    written=("geodata_boundary", "geodata_area"),
)

"""Vector tiles at /tiles/: areas with their counts, and households from near, as their reader is told."""

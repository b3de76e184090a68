"""Pages of coverage that was gathered from other installations."""

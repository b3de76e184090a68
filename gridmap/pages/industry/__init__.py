"""Pages of industry."""

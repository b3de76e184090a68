"""Pages of lanterns."""

"""Pages of gap reports."""

"""Pages of livelihood projects."""

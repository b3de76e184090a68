"""Pages of turnover."""

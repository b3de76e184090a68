"""The API of turnover."""

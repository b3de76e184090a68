"""The calendar of working days by API."""

"""Gap reports by API."""

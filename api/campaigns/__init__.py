"""Roll-calls below /api/v1/."""

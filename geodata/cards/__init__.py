"""Contact cards: printed, handed over, out of date."""

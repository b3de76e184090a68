"""A concept that stands nowhere else: lanterns of a village."""

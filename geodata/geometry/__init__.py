"""Pure geometry: arrays and shapes in, arrays and shapes out. No Django, no database."""

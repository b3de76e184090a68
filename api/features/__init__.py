"""Queries to GeoJSON without model instances: geometry is rendered in the database, the rest by orjson."""

"""Departments, and who works in them, by API."""

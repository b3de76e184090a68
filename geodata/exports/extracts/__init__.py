"""Whole tables as files."""

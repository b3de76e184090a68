"""Tests that try to break in."""

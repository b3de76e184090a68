"""Entitlements over the API."""

"""Entitlements: what follows from a match, from possible to paid, and who has helped with it."""

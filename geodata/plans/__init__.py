"""Boundary plans: drawn, judged, approved, published."""

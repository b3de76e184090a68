"""Livelihood projects: water, roads, housing; what is built for several needs together."""

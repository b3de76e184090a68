"""The settings of the service, with the addresses of bare.py."""

from gridmap.settings import *  # noqa: F403 (all of them)

ROOT_URLCONF = "bench.bare"

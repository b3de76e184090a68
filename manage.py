#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

if __name__ == "__main__":
    from gridmap.local import dotenv
    from gridmap.local.errors import SetupError

    try:
        dotenv.load()
    except SetupError as problem:
        sys.exit(f"gridmap: {problem}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    if sys.argv[1:2] == ["work"]:
        # A worker owns nothing, as the web processes: see gridmap/settings.py.
        os.environ.setdefault("GRIDMAP_LOGIN", "worker")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        # Says which variable and what to do: where in our code it was read does not help the operator.
        sys.exit(f"gridmap: {problem}")

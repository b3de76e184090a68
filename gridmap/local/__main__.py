"""python -m gridmap.local run | stop | status | test | check | format | bench | clean | start (the database alone)"""

import sys

from gridmap.local import commands
from gridmap.local.errors import SetupError

if __name__ == "__main__":
    name, *rest = [*sys.argv[1:], "help"]
    command = commands.ALL.get(name)
    if command is None:
        sys.exit(__doc__)
    try:
        sys.exit(command(rest[:-1]))
    except SetupError as problem:
        sys.exit(f"gridmap: {problem}")
    except PermissionError as problem:
        sys.exit(f"gridmap: {problem}. Was set-up run here as another user before?")
    except KeyboardInterrupt:
        sys.exit(130)

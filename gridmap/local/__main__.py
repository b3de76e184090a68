"""python -m gridmap.local COMMAND: what the Makefile calls."""

import sys

from gridmap.local import dotenv
from gridmap.local.commands import main
from gridmap.local.errors import SetupError

try:
    dotenv.load()
    sys.exit(main(sys.argv[1:]))
except SetupError as problem:
    sys.exit(f"gridmap: {problem}")
except PermissionError as problem:
    sys.exit(f"gridmap: {problem}. Was set-up run here as another user before?")
except KeyboardInterrupt:
    sys.exit(130)

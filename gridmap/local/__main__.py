"""python -m gridmap.local start | stop | status | destroy"""

import sys

from gridmap.local.cluster import Cluster
from gridmap.local.errors import SetupError


def main(arguments: list[str]) -> int:
    cluster = Cluster()
    match arguments:
        case ["start"]:
            cluster.start()
            print(f"The private database answers on {cluster.sockets}.")
        case ["stop"]:
            cluster.stop()
        case ["destroy"]:
            cluster.destroy()
        case ["status"]:
            print("running" if cluster.answers() else "stopped")
            return 0 if cluster.answers() else 3
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetupError as problem:
        sys.exit(f"gridmap: {problem}")

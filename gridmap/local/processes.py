"""What other processes of this machine are, so that a number in a file is never taken for the wrong one."""

import subprocess
from pathlib import Path


def arguments_of(pid: int) -> list[str]:
    """The command line of a living process, [] where there is none. By /proc, or by ps where the system has no /proc."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            return []
    listed = subprocess.run(
        ["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listed.stdout.split()

#!/bin/sh
# Prints a Python of version 3.11 or newer, installing Debian's or Ubuntu's first where there is none and apt may be used.
find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

install() {
    $may apt-get update -q && $may env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

find_python && exit 0
if [ "$(id -u)" = 0 ]; then may=""; elif sudo -n true 2>/dev/null; then may="sudo -n"; else may="no"; fi
if [ "$may" != no ] && command -v apt-get >/dev/null; then
    echo "gridmap: installing Python …" >&2
    said=$(install python3 python3-venv </dev/null 2>&1)
    find_python && exit 0
    # Ubuntu 22.04 calls 3.10 "python3" and has 3.11 beside it.
    said="$said $(install python3.11 python3.11-venv </dev/null 2>&1)"
    find_python && exit 0
    echo "$said" >&2
fi
echo "gridmap: Python 3.11 or newer is missing. Install it (Debian, Ubuntu: apt install python3 python3-venv), then try again." >&2
exit 1

"""Misfortunes on purpose, each on a server and a database of its own: `python -m bench.drills [NAME …]`.

A drill is a module with `run(place: Place) -> Iterator[Finding]`, named in `DRILLS` of `__main__.py`. It gets a fresh copy of a county
that is dropped afterwards, on the bench's server (place.py) or on one of its own (own_server.py), ends what it has started, and says for each promise what it found (finding.py).
"""

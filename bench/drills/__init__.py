"""Misfortunes on purpose, each on a server and a database of its own: `python -m bench.drills [NAME …]`.

A drill is a module with `run(place: Place) -> Iterator[Finding]`, named in `DRILLS` of `__main__.py`. It gets a fresh copy of a county
(place.py) that is dropped afterwards, ends what it has started, and says for each promise what it found (finding.py).
"""

"""What a fresh machine needs: packages, .venv, browser assets, a private PostGIS and the web server.

Standard library only, Python 3.11+: `python3 -m gridmap.local` runs before .venv exists.
"""

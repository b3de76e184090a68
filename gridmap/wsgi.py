"""The web process. Granian loads `gridmap.wsgi:application`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
# One request at a time per worker: two connections cover a request that streams while it counts.
os.environ.setdefault("GRIDMAP_POOL", "2")
# The login that owns nothing, where there is one: see docs/security.md.
os.environ.setdefault("GRIDMAP_LOGIN", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

"""Django in a web process: what gridmap/serving serves."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
# A pool of connections, and limits on what one request may hold: commands and jobs go without.
os.environ["GRIDMAP_SERVING"] = "1"
# The login that owns nothing, where there is one: see docs/security.md.
os.environ.setdefault("GRIDMAP_LOGIN", "web")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

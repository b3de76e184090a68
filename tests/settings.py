"""The service's settings, with what tests need otherwise: quick passwords, static files without collecting them."""

from gridmap.settings import *  # noqa: F403
from gridmap.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STYLEGUIDE = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Nothing is collected: the live server finds static files where they lie, where the application has its usual name.
_OURS, _USUAL = "gridmap.static_files.ServedFiles", "django.contrib.staticfiles"
INSTALLED_APPS = [_USUAL if name == _OURS else name for name in INSTALLED_APPS]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
# Losing the last second of a test database loses nothing.
_options = DATABASES["default"]["OPTIONS"]
DATABASES["default"]["OPTIONS"] = _options | {
    "options": f"{_options.get('options', '')} -c synchronous_commit=off".strip()
}
# A run of tests asks more in a minute than people do; tests of the rates set their own.
API_RATE = EXPORT_RATE = PAGE_RATE = ADDRESS_RATE = SIGN_IN_RATE = "1000000/minute"
# A browser asks for much at once, and the live server has as many threads; tests of the shares set their own.
WEB_THREADS = 64

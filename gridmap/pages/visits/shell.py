"""What a phone has of the service without a network: an app of its own name and icon, the page of nobody, and who serves them.

Decided in docs/decisions: what the service worker may hold, and which pages pass through it.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.visits.models import Visit
from gridmap.look.icons import PICTURES
from gridmap.look.preference import Look, look_named, look_of
from gridmap.look.roles import ROLES
from gridmap.look.sheet import SHEETS
from gridmap.middleware import Permissions
from gridmap.pages.base.bar import bar_of_today
from gridmap.pages.needs.phone import need_form
from gridmap.pages.register.phone import change_ways
from gridmap.pages.visits.words import TODAY

SCRIPTS = (
    "today", "keep", "outbox", "proposals", "find", "list", "needs", "doors", "panel", "change", "here", "clock", "leaving", "offline",
    "walk", "plot", "ground", "week", "calls",
)  # fmt: skip
ASSETS = [
    *(f"gridmap/css/{name}.css" for name in SHEETS),
    "gridmap/page.js",
    *(f"gridmap/today/{name}.js" for name in SCRIPTS),
    "gridmap/icon.svg",
    "vendor/lucide/icons.svg",
]
"""What the page needs without a network."""
TEMPLATES = ["base.html", "visits/today.html", "visits/offline.html"]
"""What its shell is made of, beside all components and parts of pages about visits, the register and needs."""
PARTS = ("components", "visits/parts", "register/parts", "needs/parts")


def with_position(response: HttpResponse) -> HttpResponse:
    """Where the position may be asked for, after a tap."""
    response["Permissions-Policy"] = Permissions.WITH_POSITION
    return response


def alike() -> dict[str, object]:
    """What the page has with and without a reader."""
    return {
        "outcomes": Visit.Outcome.choices,
        "modes": Visit.Mode.choices,
        "brought": Visit.Brought.choices,
        "keep_hours": settings.PHONE_HOURS,
        "first_day": periods.FIRST_DAY.isoformat(),
        "words": TODAY,
        "change_ways": change_ways(),
        "need_form": need_form(),
    }


@login_not_required
@require_safe
def shell_page(request: HttpRequest) -> HttpResponse:
    """The page of today without anybody: what a service worker shows when there is no network."""
    look, language = _told(request)
    with override(language):
        context = {"shell": True, "today": None, "look": look, "bar": bar_of_today("today")}
        return with_position(render(request, "visits/today.html", context | alike()))


@login_not_required
@require_safe
def offline_page(request: HttpRequest) -> HttpResponse:
    """What a service worker shows of any other page when there is no network: what works without one."""
    look, language = _told(request)
    with override(language):
        context = {"shell": True, "look": look, "bar": bar_of_today(""), "keep_hours": settings.PHONE_HOURS}
        return render(request, "visits/offline.html", context)


@login_not_required
@require_safe
def app_manifest(request: HttpRequest) -> HttpResponse:
    """What a phone writes under the icon: the service as an app, in the reader's language."""
    pictures = [
        {
            "src": static(f"gridmap/icons/{one.name}"),
            "sizes": f"{one.side}x{one.side}",
            "type": "image/png",
            "purpose": "maskable" if one.cut else "any",
        }
        for one in PICTURES
    ]
    drawing = {"src": static("gridmap/icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    told = {
        "id": "/",
        "name": _("Gridmap"),
        "short_name": _("Gridmap"),
        "description": _("Who looks after whom, and who is to be visited."),
        "lang": get_language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": ROLES["brand"].light,
        "background_color": ROLES["ground"].light,
        "categories": ["government", "productivity"],
        "icons": [*pictures, drawing],
    }
    return HttpResponse(
        json.dumps(told, ensure_ascii=False),
        content_type="application/manifest+json; charset=utf-8",
        headers={"Cache-Control": "private, max-age=3600"},
    )


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: its version changes with any file that it keeps, and with what the shell is made of.

    `look` and `language` are those of the page that asked for it: without a network it looks as it did with one.
    """
    files = [static(name) for name in ASSETS]
    # Modules load each other by their plain names, beside the names with a hash that templates give.
    plain = [f"/{settings.STATIC_URL.strip('/')}/{name}" for name in ASSETS if name.endswith(".js")]
    told = urlencode({name: request.GET[name] for name in ("look", "language") if name in request.GET})
    asked = f"?{told}" if told else ""
    shell = {
        "version": hashlib.sha256(f"{_version()}{asked}".encode()).hexdigest()[:16],
        "shell": reverse("today_shell") + asked,
        "offline": reverse("today_offline") + asked,
        "pages": [reverse("home"), reverse("today")],
        "files": sorted({*files, *plain}),
    }
    code = f"const TOLD = {json.dumps(shell)};\n{_source('gridmap/today/worker.js')}"
    # Its pages lie above it.
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(code, content_type="text/javascript; charset=utf-8", headers=headers)


def worker_of(request: HttpRequest) -> str:
    """The address of the worker that keeps pages in the language and look of this reader."""
    look = look_of(request)
    told = {"look": f"{look.theme}.{look.size}", "language": get_language()}
    return f"{reverse('today_worker')}?{urlencode(told)}"


def _told(request: HttpRequest) -> tuple[Look, str]:
    """The look and the language that the worker was asked for with; what it does not say, as anywhere."""
    language = request.GET.get("language", "")
    known = language if language in dict(settings.LANGUAGES) else get_language()
    look = look_named(request.GET["look"]) if "look" in request.GET else look_of(request)
    return look, known or settings.LANGUAGE_CODE


@cache
def _version() -> str:
    files = [_source(name) for name in [*ASSETS, "gridmap/today/worker.js"]]
    texts = [path.read_text(encoding="utf-8") for path in shell_templates()]
    with override("en"):
        words = json.dumps(TODAY, cls=DjangoJSONEncoder) + change_ways()
    return hashlib.sha256("".join([*files, *texts, words]).encode()).hexdigest()[:16]


def shell_templates() -> list[Path]:
    """All that the pages without anybody may be made of."""
    folder = Path(settings.BASE_DIR, "templates")
    parts = [path for name in PARTS for path in sorted((folder / name).glob("*.html"))]
    return [*(folder / name for name in TEMPLATES), *parts]


def _source(name: str) -> str:
    path = finders.find(name)
    assert isinstance(path, str), name
    return Path(path).read_text(encoding="utf-8")

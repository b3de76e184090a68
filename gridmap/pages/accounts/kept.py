"""/kept/: a form that was sent when the session had ended, to be sent now or thrown away."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gridmap.kept import forget, kept_for
from gridmap.middleware import ScopedRequest

LONGEST = 400
"""Characters of a value that are shown."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kept_page(request: ScopedRequest) -> HttpResponse:
    """What would be sent; POST throws it away. Without anything kept, the home page."""
    kept = kept_for(request)
    if request.method == "POST" or kept is None:
        forget(request)
        return redirect(kept.back if kept else "home")
    seen = [value[:LONGEST] for name, value in kept.fields if value.strip()]
    return render(request, "accounts/kept.html", {"kept": kept, "seen": seen})

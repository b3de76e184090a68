"""Where a press leads back to: the card of a household's page in which it stood, and not the top of a long page."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def back_to_card(token: str, card: str) -> HttpResponse:
    """The card's id. What is refused is told at the top, and leads there instead."""
    return redirect(f"{reverse('household', args=[token])}#{card}")

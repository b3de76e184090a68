"""Addresses of cards below /api/v1/."""

from django.urls import path

from api.cards.views import Cards, CardsDelivered

urlpatterns = [
    path("cards/", Cards.as_view(), name="cards"),
    path("cards/delivered/", CardsDelivered.as_view(), name="cards_delivered"),
]

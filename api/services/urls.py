"""Addresses of services, teams and orders below /api/v1/."""

from django.urls import path, re_path

from api.services.views import (
    Items,
    OneOrder,
    OneTeam,
    OrderMoves,
    Orders,
    OrderSuggestions,
    OrderSummary,
    TeamMoves,
    Teams,
)
from api.web.addresses import NUMBER

urlpatterns = [
    path("orders/", Orders.as_view(), name="orders"),
    path("orders/summary/", OrderSummary.as_view(), name="orders_summary"),
    path("orders/<uuid:order>/", OneOrder.as_view(), name="order"),
    path("orders/<uuid:order>/moves/", OrderMoves.as_view(), name="order_moves"),
    path("orders/<uuid:order>/suggestions/", OrderSuggestions.as_view(), name="order_suggestions"),
    path("items/", Items.as_view(), name="service_items"),
    path("teams/", Teams.as_view(), name="teams"),
    re_path(rf"^teams/{NUMBER}/$", OneTeam.as_view(), name="team"),
    re_path(rf"^teams/{NUMBER}/moves/$", TeamMoves.as_view(), name="team_moves"),
]

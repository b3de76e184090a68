"""Addresses of the pages of services, teams and orders."""

from django.urls import path, re_path

from api.web.addresses import NUMBER, ORDER
from gridmap.pages.services.catalogue import catalogue_page
from gridmap.pages.services.ledger import ledger_page
from gridmap.pages.services.order import move_page, order_page
from gridmap.pages.services.ordering import new_page
from gridmap.pages.services.satisfaction import satisfaction_page
from gridmap.pages.services.teams import change_page, team_page, teams_page

urlpatterns = [
    path("orders/", ledger_page, name="orders"),
    path("orders/satisfaction/", satisfaction_page, name="satisfaction"),
    path("orders/new/", new_page, name="new_order"),
    re_path(rf"^orders/{ORDER}/$", order_page, name="order"),
    re_path(rf"^orders/{ORDER}/move/$", move_page, name="move_order"),
    path("services/", catalogue_page, name="services"),
    path("teams/", teams_page, name="teams"),
    re_path(rf"^teams/{NUMBER}/$", team_page, name="team"),
    re_path(rf"^teams/{NUMBER}/change/$", change_page, name="change_team"),
]

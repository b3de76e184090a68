"""Addresses of the pages of cards."""

from django.urls import path, re_path

from api.web.addresses import CODE
from gridmap.pages.cards import cards

urlpatterns = [
    path("cards/", cards.cards_page, name="cards"),
    path("cards/print/", cards.print_page, name="print_cards"),
    path("cards/handed-over/", cards.hand_out_page, name="hand_out_cards"),
    re_path(rf"^cards/{CODE}/cards\.pdf$", cards.cards_pdf, name="cards_pdf"),
    path("households/<str:token>/card/", cards.hand_one, name="hand_card"),
    re_path(r"^c/(?P<card>[A-Za-z0-9_-]{1,32})/$", cards.scanned, name="scanned"),
]

"""Addresses of the pages of gathered coverage."""

from django.urls import path

from gridmap.pages.federation.gathered import gathered_page

urlpatterns = [path("gathered/", gathered_page, name="gathered")]

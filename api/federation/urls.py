"""Addresses of published and gathered coverage below /api/v1/."""

from django.urls import path

from api.federation.gathered import GatheredCoverageOfAll
from api.federation.publishing import PublishedCoverageOfArea, PublishingKey

urlpatterns = [
    path("publish/coverage/", PublishedCoverageOfArea.as_view(), name="published_coverage"),
    path("gathered/", GatheredCoverageOfAll.as_view(), name="gathered_coverage"),
    path("publish/key/", PublishingKey.as_view(), name="publishing_key"),
]

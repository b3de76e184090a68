"""Every address below /api/v1/."""

from django.urls import path

from api.views.areas import Areas
from api.views.categories import Categories
from api.views.coverage import CoverageOfArea
from api.views.households import Households

app_name = "api"
urlpatterns = [
    path("areas/", Areas.as_view(), name="areas"),
    path("categories/", Categories.as_view(), name="categories"),
    path("coverage/", CoverageOfArea.as_view(), name="coverage"),
    path("households/", Households.as_view(), name="households"),
]

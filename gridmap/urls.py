"""Every address of the site."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from gridmap.pages import errors
from gridmap.pages.accounts import accounts_page
from gridmap.pages.contact import contact_page, end_page
from gridmap.pages.coverage import coverage_page
from gridmap.pages.gaps import export, gaps_page
from gridmap.pages.health import healthz
from gridmap.pages.home import home_page
from gridmap.pages.household import household_page, record
from gridmap.pages.login import Login, language
from gridmap.pages.records import records_page

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("api.urls")),
    path("", home_page, name="home"),
    path("login/", Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("language/", language, name="language"),
    path("coverage/", coverage_page, name="coverage"),
    path("gaps/", gaps_page, name="gaps"),
    path("gaps/export.xlsx", export, {"kind": "xlsx"}, name="export_xlsx"),
    path("gaps/export.csv", export, {"kind": "csv"}, name="export_csv"),
    path("households/<str:token>/", household_page, name="household"),
    path("households/<str:token>/visits/", record, name="record_visit"),
    path("households/<str:token>/contact/", contact_page, name="contact"),
    path("households/<str:token>/contact/end/", end_page, name="end_contact"),
    path("records/", records_page, name="records"),
    path("accounts/", accounts_page, name="accounts"),
]

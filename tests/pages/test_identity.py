"""Signing in with an identity of the county's own service: off by default, and never to a new account."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry
from gridmap import environment
from tests.pages.conftest import reader
from tests.pages.signing import PASSWORD, code, real, with_second_step


class Provider(BaseHTTPRequestHandler):
    """The least that OpenID Connect asks of a server."""

    def do_GET(self):
        root = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/.well-known/"):
            places = {"authorization": "authorize", "token": "token", "userinfo": "me"}
            self._tell(
                {"issuer": root, **{f"{name}_endpoint": f"{root}/{path}" for name, path in places.items()}}
            )
        else:
            self._tell({"sub": "person-7", "preferred_username": "cadre", "name": "例"})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._tell({"access_token": "x", "token_type": "Bearer"})

    def _tell(self, told):
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def provider(settings):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.SOCIALACCOUNT_PROVIDERS = environment.openid_connect(
        address, client="gridmap", secret="s", name="例县门户"
    )
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture
def cadre(places):
    return real("small_leader", places.grids[0], name="cadre")


def by_identity(opened, query: str = ""):
    """Press the button, and come back from the provider as it sends people back."""
    answer = opened.post(f"/login/oidc/office/login/{query}", {})
    state = parse_qs(urlsplit(answer.url).query)["state"][0]
    return opened.get(f"/login/oidc/office/login/callback/?code=abc&state={state}")


def test_without_configuration_there_is_no_button_and_no_address(nobody):
    assert "oidc" not in nobody.text("/login/")
    assert nobody.get("/login/oidc/office/login/").status_code == 404


def test_with_configuration_there_is_a_button(nobody, provider):
    page = nobody.text("/login/")
    assert "Sign in with 例县门户" in page
    assert 'action="/login/oidc/office/login/"' in page


def test_the_button_leads_to_the_provider_with_our_name(nobody, provider):
    address = nobody.post("/login/oidc/office/login/", {}).url
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{provider}/authorize?")
    assert (asked["client_id"], asked["code_challenge_method"]) == (["gridmap"], ["S256"])
    assert asked["redirect_uri"] == ["http://testserver/login/oidc/office/login/callback/"]


def test_an_unknown_identity_opens_no_account(nobody, provider, cadre):
    answer = by_identity(nobody)
    assert answer.status_code == 403
    assert "not connected" in answer.content.decode()
    assert nobody.get("/today/").status_code == 302
    assert (User.objects.filter(username="person-7").exists(), SocialAccount.objects.exists()) == (
        False,
        False,
    )
    assert AccessEntry.objects.get().action == "sign_in_refused"


def test_a_connected_identity_signs_in(provider, cadre):
    mine = reader(None)
    mine.post("/login/", {"login": "cadre", "password": PASSWORD})
    by_identity(mine, "?process=connect")
    assert SocialAccount.objects.get().user == cadre
    later = reader(None)
    assert by_identity(later).status_code == 302
    assert later.get("/today/").status_code == 200


def test_a_trusted_claim_connects_by_itself(provider, cadre, settings, nobody):
    settings.OIDC_NAME_CLAIM = "preferred_username"
    assert by_identity(nobody).status_code == 302
    assert nobody.get("/today/").status_code == 200
    assert AccessEntry.objects.filter(action="identity_added", user=cadre).exists()


def test_an_identity_does_not_pass_by_the_second_step(provider, cadre, settings, nobody):
    settings.OIDC_NAME_CLAIM = "preferred_username"
    secret = with_second_step(cadre)
    assert by_identity(nobody).url == "/login/code/"
    assert nobody.get("/today/").status_code == 302
    nobody.post("/login/code/", {"code": code(secret)})
    assert nobody.get("/today/").status_code == 200


def test_a_closed_account_is_not_opened_by_an_identity(provider, cadre, settings, nobody):
    settings.OIDC_NAME_CLAIM = "preferred_username"
    by_identity(nobody)
    User.objects.update(is_active=False)
    later = reader(None)
    by_identity(later)
    assert later.get("/today/").status_code == 302


def test_an_identity_is_disconnected_by_its_owner(provider, cadre, settings, nobody):
    settings.OIDC_NAME_CLAIM = "preferred_username"
    by_identity(nobody)
    assert "person-7" in nobody.text("/me/")
    nobody.post("/me/identities/end/", {"identity": SocialAccount.objects.get().pk})
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=x", "?state="])
def test_what_the_provider_did_not_send_is_answered_in_words(nobody, provider, query):
    answer = nobody.get(f"/login/oidc/office/login/callback/{query}")
    answer = nobody.get(answer.url) if answer.status_code == 302 else answer
    assert answer.status_code in (200, 401)
    assert "Sign-in failed" in answer.content.decode()


@pytest.mark.parametrize(
    ("server", "client"), [("http://example.invalid", "x"), ("ftp://x", "x"), ("https://x", "")]
)
def test_a_configuration_that_cannot_work_stops_the_start(server, client):
    with pytest.raises(ImproperlyConfigured):
        environment.openid_connect(server, client=client, secret="", name="x")

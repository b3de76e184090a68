"""A message to a county's group chat (WeCom and DingTalk take the same text): one POST over TLS, no redirects, a short wait.

The address comes from the settings alone. Its host is looked up once, and what was looked up is what is called: a private address is refused
unless the operator allows it, so that nobody reaches machines of our own network by a name.
"""

import http.client
import ipaddress
import json
import socket
import ssl
from urllib.parse import urlsplit

from django.conf import settings

from geodata.outgoing.models import Outgoing
from geodata.outgoing.texts import body, title

SECONDS = 10
LARGEST = 4096
"""Bytes of an answer that are read."""
LONGEST = 2048
"""Bytes of a text that WeCom takes; a longer one is refused as a whole."""


class Refused(Exception):
    """Why it was not sent, in words for an administrator; without the address, which holds a secret."""


class _Found(http.client.HTTPSConnection):
    """To the address that was looked at, by the name of the host."""

    def __init__(self, host: str, port: int, *, found: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=SECONDS, context=context)
        self._found, self._tls = found, context

    def connect(self) -> None:
        plain = socket.create_connection((self._found, self.port), timeout=SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def post(message: Outgoing) -> None:
    """Raises Refused, or what the way there raises."""
    address = settings.WEBHOOKS.get(message.county)
    if address is None:
        raise Refused("the county has no address any more")
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    line = _Found(host, port, found=look_up(host, port), context=context())
    content = json.dumps({"msgtype": "text", "text": {"content": words(message)}}, ensure_ascii=False)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        line.request("POST", path, content.encode(), {"Content-Type": "application/json; charset=utf-8"})
        _check(line.getresponse())
    finally:
        line.close()


def words(message: Outgoing) -> str:
    """How many notices there are, and as many of them as a chat takes, each whole."""
    text = f"{title(message)}\n\n{body(message)}"
    if len(text.encode()) <= LONGEST:
        return text
    return text.encode()[:LONGEST].decode(errors="ignore").rpartition("\n\n")[0]


def context() -> ssl.SSLContext:
    """Certificates are asked for; a test trusts its own."""
    return ssl.create_default_context()


def look_up(host: str, port: int) -> str:
    """The first address of the host. Raises Refused for one of a private network."""
    found = [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.WEBHOOK_PRIVATE and not all(ipaddress.ip_address(one).is_global for one in found):
        raise Refused("its host lies in a private network")
    return str(found[0])


def _check(answer: http.client.HTTPResponse) -> None:
    """200, and no error in what it says: both services answer {"errcode": 0}. A redirect is not followed."""
    text = answer.read(LARGEST)
    if answer.status != 200:
        raise Refused(f"it answered {answer.status}")
    try:
        code = json.loads(text or b"{}").get("errcode", 0)
    except (ValueError, AttributeError):
        code = 0
    if code:
        raise Refused(f"it answered with error {code}")

"""Where a request comes from: the caller's address, and the network that counts as one caller."""

import ipaddress
import logging

from django.conf import settings
from django.http import HttpRequest

log = logging.getLogger("gridmap.accounts")

HERE = "127.0.0.1"
_told: set[str] = set()


def client_address(request: HttpRequest) -> str:
    """The caller's address. X-Forwarded-For counts as far as our own proxies wrote it."""
    near = _plain(str(request.META.get("REMOTE_ADDR") or HERE)) or HERE
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    proxies: int = settings.PROXIES
    if forwarded and not proxies and not settings.PROXIES_SAID:
        _tell_once()
    return _plain(forwarded[-min(proxies, len(forwarded))]) or near if proxies and forwarded else near


def client_network(request: HttpRequest) -> str:
    """What counts as one caller: an IPv4 address, or the /64 that one line of IPv6 is given. Also an address."""
    address = ipaddress.ip_address(client_address(request))
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


def address_prefix(request: HttpRequest) -> str:
    """The beginning of the caller's address: 203.0.113.0/24, 2001:db8:1::/48."""
    address = ipaddress.ip_address(client_address(request))
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _plain(text: str) -> str:
    """The address in its one way of writing, without port or zone; empty for what is none."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(inner or address)


def _tell_once() -> None:
    if not _told:
        _told.add("said")
        log.error(
            "X-Forwarded-For has come, and GRIDMAP_PROXIES is not set: all callers behind that proxy count as one address. "
            "Set it to the number of proxies of your own, or to 0 if none stands in front."
        )

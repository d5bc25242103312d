"""Where a call comes from, as far as it is counted."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle


def network_of(meta: Mapping[str, Any]) -> str:
    """The address from which a request with these headers comes, behind as many proxies as are trusted; of
    IPv6 the network of one customer."""
    return _network(meta.get("HTTP_X_FORWARDED_FOR"), meta.get("REMOTE_ADDR"), api_settings.NUM_PROXIES)


@lru_cache(maxsize=2_000)
def _network(forwarded: str | None, address: str | None, _proxies: int | None) -> str:
    request: Any = HttpRequest()
    request.META = {"REMOTE_ADDR": address} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    return _counted_as(str(BaseThrottle().get_ident(request) or ""))


def _counted_as(ident: str) -> str:
    try:
        address = ipaddress.ip_address(ident)
    except ValueError:
        return ident[:60]
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)

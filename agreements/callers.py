"""Where a call comes from, as far as it is counted."""

import ipaddress
from functools import lru_cache
from typing import Any

from rest_framework.throttling import BaseThrottle


def network_of(request: Any) -> str:
    """The address a request comes from, behind as many proxies as are trusted; of IPv6 the network of one
    customer."""
    return _network(str(BaseThrottle().get_ident(request) or ""))


@lru_cache(maxsize=2_000)
def _network(ident: str) -> str:
    try:
        address = ipaddress.ip_address(ident)
    except ValueError:
        return ident[:60]
    return str(ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address)

"""Calling servers of others, at addresses that others gave: only such as the whole world reaches.

A name is resolved once, every address that it stands for is judged, and the connection goes to the address
that was judged: a name that means something else a moment later leads nowhere. No redirect is followed.
"""

import http.client
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = (443, 8443)
# Seconds that the other side may be silent; bytes of its answer that are read.
SILENCE = 10
READ = 2_000

# They carry addresses of version 4 inside, and lead to them.
WRAPPED = [ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16")]


class NotReached(Exception):
    """An address that nothing is sent to; says why."""


@dataclass(frozen=True)
class Reply:
    status: int
    text: str


def is_public(address: Address) -> bool:
    """Whether this is an address of one machine that the whole world reaches.

    >>> [is_public(ip_address(text)) for text in ("8.8.8.8", "10.0.0.1", "127.0.0.1", "169.254.169.254")]
    [True, False, False, False]
    >>> [is_public(ip_address(text)) for text in ("::1", "::ffff:127.0.0.1", "fe80::1", "64:ff9b::7f00:1")]
    [False, False, False, False]
    """
    inner = getattr(address, "ipv4_mapped", None)
    if inner is not None:
        return is_public(inner)
    wrapped = any(address in network for network in WRAPPED if network.version == address.version)
    return address.is_global and not address.is_multicast and not wrapped


def checked(url: str, trusted: Collection[Network] = ()) -> SplitResult:
    """The parts of an address that could be called. Raises NotReached for one that never is: other than
    https on the usual port, or with a password in it. Within `trusted` networks plain http is taken."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotReached(str(error)) from error
    if parts.scheme not in ("https", "http") or (parts.scheme == "http" and not trusted):
        raise NotReached("not https")
    if not parts.hostname or parts.username or parts.password:
        raise NotReached("no plain host name")
    if not trusted and (port or 443) not in PORTS:
        raise NotReached(f"port {port}")
    return parts


def resolved(host: str, port: int, trusted: Collection[Network] = ()) -> str:
    """One of the addresses that a name stands for; all of them are public, or in a trusted network. Raises
    NotReached otherwise, OSError where the name stands for none just now."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except UnicodeError as error:
        raise NotReached(f"no host name: {error}") from error
    addresses = [ip_address(str(text).partition("%")[0]) for text in sorted(map(str, found))]
    for address in addresses:
        within = any(address in network for network in trusted if network.version == address.version)
        if not (within or is_public(address)):
            raise NotReached(f"{address} is not a public address")
    return str(addresses[0])


class _Connection(http.client.HTTPConnection):
    """A connection to the address that was judged; over TLS, the certificate is that of the name."""

    def __init__(self, host: str, port: int, address: str, secure: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=SILENCE)
        self.address, self.secure = address, secure

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.secure.wrap_socket(plain, server_hostname=self.host) if self.secure else plain


def post(url: str, body: bytes, headers: Mapping[str, str], trusted: Collection[Network] = ()) -> Reply:
    """Send a body; what the other side says to it. Raises NotReached where nothing may be sent, OSError or
    HTTPException where it was not taken."""
    parts = checked(url, trusted)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    address = resolved(host, port, trusted)
    secure = ssl.create_default_context() if parts.scheme == "https" else None
    connection = _Connection(host, port, address, secure)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body, dict(headers))
        answer = connection.getresponse()
        return Reply(answer.status, answer.read(READ).decode(errors="replace"))
    finally:
        connection.close()

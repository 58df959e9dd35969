"""Which addresses may be called: a host that was named, at an address that it may have. Nothing else is ever asked.

A name is resolved once, all of its addresses are checked, and the connection is made to one of those: a name that
points elsewhere a moment later changes nothing (OWASP: server-side request forgery).
"""

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from schakel.chain.problem import Problem, Refusal
from schakel.data.readers.name import shown_name

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Where = tuple[int, tuple[Any, ...]]  # of a socket: family, and address with its port
PORTS = {"https": 443, "http": 80}
PLAIN = re.compile(r"[!-\[\]-~]+")  # printable ASCII but the backslash, which clients read in two ways
NAT64 = ipaddress.ip_network("64:ff9b::/96")
# Where clouds keep the secrets of a machine; also when somebody names the network around it.
METADATA = (ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("100.100.100.200"))


@dataclass(frozen=True)
class Allowed:
    """hosts: as "zaken.example.nl" or "zaken.example.nl:8443"; networks: private ones that a host may lie in."""

    hosts: tuple[str, ...]
    networks: tuple[Network, ...] = ()

    def check(self, url: str) -> str:
        """The url. Refusal for another host, a name or password in it, or another way than https.

        http goes only where a network of this machine itself is named, as in a test.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            raise _refused("zgw_address", url) from None
        if not PLAIN.fullmatch(url) or "@" in parts.netloc or parts.fragment:
            raise _refused("zgw_address", url)
        plain = parts.scheme == "http" and any(network.is_loopback for network in self.networks)
        if parts.scheme != "https" and not plain:
            raise _refused("zgw_plain", parts.scheme)
        name = f"[{host}]" if ":" in host else host
        named = {f"{name}:{port}", *([name] if port == PORTS[parts.scheme] else [])}
        if not named & {one.lower() for one in self.hosts}:
            raise _refused("zgw_host", f"{name}:{port}", ", ".join(self.hosts))
        return url

    def may_reach(self, address: str) -> bool:
        """Whether an address is one of the open internet, or lies in a private network that is named."""
        found = real_address(address)
        if found.is_link_local or found.is_multicast or found.is_unspecified or found in METADATA:
            return False
        if any(found in network for network in self.networks if network.version == found.version):
            return True
        return found.is_global and not found.is_reserved


def real_address(text: str) -> Address:
    """An address without its zone; one of IPv4 that is wrapped in IPv6 as itself."""
    found = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if wrapped is None and found in NAT64:
            wrapped = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        return wrapped or found
    return found


def connected(allowed: Allowed, host: str, port: int, timeout: float | None, *, is_plain: bool) -> socket.socket:
    """A connection to a host. Refusal if one of its addresses may not be reached; OSError if none answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses: list[Where] = [(family, where) for family, _, _, _, where in found]
    for _, where in addresses:
        address = str(where[0])
        if not allowed.may_reach(address):
            raise _refused("zgw_private", host, address if real_address(address).is_private else "")
        if is_plain and not real_address(address).is_loopback:
            raise _refused("zgw_plain", "http")
    return _first_that_answers(addresses, timeout)


def _first_that_answers(addresses: Sequence[Where], timeout: float | None) -> socket.socket:
    last: OSError | None = None
    for family, where in addresses:
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(timeout)
            connection.connect(where)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            connection.close()
            last = error
        else:
            return connection
    raise last or OSError("no address")


def _refused(code: str, value: str, allowed: str = "") -> Refusal:
    return Refusal((Problem(code, value=shown_name(value), allowed=allowed),))

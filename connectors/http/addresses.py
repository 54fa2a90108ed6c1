"""Which addresses may be asked: public hosts on the usual ports, plainly written.

A source, a setting or a redirect must not lead into the machine or its network. The spelling of an
address is judged before it is asked (`check_url`), the numbers its name stands for before each
connection (`checked_addresses`): the connection goes to the number that was judged, so a name that
changes its meaning in between leads nowhere.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

import httpx2

from connectors.errors import ForbiddenAddress

Resolve = Callable[[str, int], Collection[str]]

PORTS: Final = {"http": 80, "https": 443}
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# A last label that a browser or a C library would read as a number: the name is an IPv4 address.
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_INSIDE = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home.arpa")

# Assigned public IPv6 space; all else is private, local, reserved or multicast.
_PUBLIC_6 = IPv6Network("2000::/3")
# Networks that name only IPv6 reach IPv4 hosts by this prefix; what it wraps is judged.
_NAT64 = IPv6Network("64:ff9b::/96")
# Special uses inside public space: ways to wrap an IPv4 address, documentation, benchmarks.
_SPECIAL_6 = tuple(
    IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
_SPECIAL_4 = tuple(IPv4Network(text) for text in ("192.0.0.0/24", "192.88.99.0/24"))


def is_public(address: str) -> bool:
    """Whether an IP address, as a resolver gives it, is a host of the public internet."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    return _is_public_4(number) if isinstance(number, IPv4Address) else _is_public_6(number)


def check_url(url: str | httpx2.URL, allow: Collection[str] = ()) -> None:
    """Raise ForbiddenAddress unless an address may be asked, going by how it is written.

    `allow` holds exact `host:port` pairs that are let through whatever they are: a server of a
    drill. A name is not resolved here.
    """
    try:
        parts = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError):
        raise _forbidden("an address that cannot be read") from None
    usual = PORTS.get(parts.scheme)
    if usual is None:
        raise _forbidden("an address that is neither http nor https")
    if parts.userinfo:
        raise _forbidden("an address with a user name in it")
    host, port = parts.raw_host.decode("ascii", "replace"), parts.port or usual
    if is_allowed(host, port, allow):
        return
    if port not in PORTS.values():
        raise _forbidden(f"port {port}, which is none of the web's")
    check_host(host)


def check_host(host: str) -> None:
    """Raise ForbiddenAddress unless a host is a public IP address or an ordinary public name."""
    try:
        number = ip_address(host)
    except ValueError:
        _check_name(host)
        return
    if not is_public(host):
        raise _forbidden(f"{number}, an address inside the machine or its network")


def checked_addresses(
    host: str, port: int, *, resolve: Resolve | None = None, allow: Collection[str] = ()
) -> tuple[str, ...]:
    """The IP addresses to connect to for a host, all of them judged.

    One that is not public spoils all: a name that stands for both is an attack or a mistake.
    Raises ForbiddenAddress, and OSError when the name is not known.
    """
    judged = not is_allowed(host, port, allow)
    if judged:
        check_host(host)
    found = tuple(dict.fromkeys((resolve or resolve_name)(host, port)))
    if judged and not all(is_public(address) for address in found):
        raise _forbidden(f"{host}, which leads inside the machine or its network")
    if not found:
        raise OSError("the name has no address")
    return found


def resolve_name(host: str, port: int) -> tuple[str, ...]:
    """The IP addresses of a host by the system's resolver. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(str(entry[4][0]) for entry in found)


def is_allowed(host: str, port: int, allow: Collection[str]) -> bool:
    """Whether exactly this host and port are let through."""
    return (f"[{host}]:{port}" if ":" in host else f"{host}:{port}") in allow


def _check_name(host: str) -> None:
    labels = host.split(".")
    if not all(_LABEL.fullmatch(label) for label in labels) or _NUMBER.fullmatch(labels[-1]):
        raise _forbidden("a host in an unusual spelling")
    if len(labels) < 2 or any(host == name or host.endswith(f".{name}") for name in _INSIDE):
        raise _forbidden("a host of the machine or its network")


def _is_public_4(number: IPv4Address) -> bool:
    return (
        number.is_global
        and not (number.is_multicast or number.is_reserved)
        and not any(number in network for network in _SPECIAL_4)
    )


def _is_public_6(number: IPv6Address) -> bool:
    if number.scope_id:
        return False
    if number in _NAT64:
        return _is_public_4(IPv4Address(int(number) & 0xFFFFFFFF))
    return number in _PUBLIC_6 and not any(number in network for network in _SPECIAL_6)


def _forbidden(what: str) -> ForbiddenAddress:
    return ForbiddenAddress(
        f"{what} is never asked. Only public hosts are; correct the address in the settings, or "
        "report the source that sent you there."
    )

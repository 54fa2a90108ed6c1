"""A loopback server that stands in for the outside world: drills, tests, trial runs.

What would go to `https://HOST/PATH?QUERY` goes to `http://127.0.0.1:PORT/HOST/PATH?QUERY`, so one
server can play every platform. Callers go on speaking of the original addresses.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_STAND_IN = {"https": "http", "http": "http", "wss": "ws", "ws": "ws"}
_ORIGINAL = {"http": "https", "ws": "wss"}


def rehearsal_server(text: str) -> str:
    """The server's address as `http://HOST:PORT`, checked.

    Raises ValueError unless it is a loopback address with a port: a rehearsal never leaves the
    machine.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(_ADVICE) from None
    if host == "localhost":
        host = "127.0.0.1"
    plain = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme != "http" or not plain or not port or not _is_loopback(host):
        raise ValueError(_ADVICE)
    return f"http://{_bracketed(host)}:{port}"


_ADVICE = (
    "The rehearsal server must be a loopback address with a port, such as http://127.0.0.1:8099, "
    "without a path or user name. Correct PODPUSHER_REHEARSAL_SERVER, or leave it empty to ask "
    "the platforms themselves."
)


def rehearsed(url: str, server: str) -> str:
    """Where the server plays an address; an address that is there already stays as it is.

    A socket (`wss://`) becomes one of the server (`ws://`). The fragment, which is never sent, is
    dropped. Raises ValueError for an address without a host, and for a server that is not loopback.
    """
    prefix = urlsplit(rehearsal_server(server))
    parts = urlsplit(url)
    scheme = _STAND_IN.get(parts.scheme)
    if scheme is None or not parts.hostname:
        raise ValueError("Only http, https, ws and wss addresses with a host can be rehearsed.")
    if _is_played(parts, prefix):
        return url
    path = f"/{_place(parts)}{parts.path or '/'}"
    return urlunsplit((scheme, prefix.netloc, path, parts.query, ""))


def original(url: str, server: str) -> str:
    """The address that the server plays; one that is not on the server stays as it is.

    The scheme comes back as https (wss for sockets), whatever it was.
    """
    prefix = urlsplit(rehearsal_server(server))
    parts = urlsplit(url)
    if not _is_played(parts, prefix):
        return url
    place, _, path = parts.path.lstrip("/").partition("/")
    return urlunsplit((_ORIGINAL[parts.scheme], place, f"/{path}", parts.query, ""))


def redirected(location: str, base: str, server: str) -> str:
    """The original address that a redirect from the original address `base` leads to.

    A `Location` may be relative, an original address, or one of the server's own, with or without
    its host.
    """
    host = _place(urlsplit(base))
    if location.startswith(f"/{host}/"):
        location = location.removeprefix(f"/{host}")
    return original(urljoin(base, location), server)


def _is_played(parts: SplitResult, prefix: SplitResult) -> bool:
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname
    return (
        parts.scheme in _ORIGINAL
        and host == prefix.hostname
        and parts.port == prefix.port
        and len(parts.path) > 1
    )


def _place(parts: SplitResult) -> str:
    """Host, and port where it is not the usual one, without the user's name and password."""
    host = _bracketed(parts.hostname or "")
    usual = {"https": 443, "wss": 443, "http": 80, "ws": 80}.get(parts.scheme)
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

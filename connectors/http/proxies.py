"""The operator's own proxies: used in turn, rested when they fail, their secrets never shown."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx2

from connectors.errors import NotConfigured, ProxyUnavailable

REST: Final = timedelta(seconds=30)  # after the first failure; doubled with each one in a row
LONGEST_REST: Final = timedelta(minutes=30)
_SCHEMES = ("http", "https")  # SOCKS needs a package that is not part of the installation
# What a proxy answers when it works and the host behind it does not.
_HOST_AT_FAULT = ("502", "504")


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy. `label` is its host and port, fit for messages; the address holds the secret."""

    label: str
    address: str = field(repr=False)


@dataclass(slots=True)
class _Health:
    used: int = 0  # turn of the last use
    failures: int = 0  # in a row
    rests_until: datetime | None = None


class ProxyPool:
    """Gives the proxy that rested longest. `addresses` is the setting's text, comma-separated.

    Raises NotConfigured for an address that cannot be used. An empty text makes an empty pool,
    which means: no proxies, ask directly.
    """

    def __init__(
        self, addresses: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        parts = [part.strip() for part in addresses.split(",") if part.strip()]
        proxies = [_read(part, number) for number, part in enumerate(parts, start=1)]
        self._health = {proxy: _Health() for proxy in proxies}
        self._now = now
        self._turn = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._health)

    def __repr__(self) -> str:
        return f"ProxyPool({', '.join(proxy.label for proxy in self._health)})"

    @property
    def healthy(self) -> tuple[str, ...]:
        """Labels of the proxies that may be used now."""
        now = self._now()
        return tuple(p.label for p, health in self._health.items() if _rested(health, now))

    def pick(self, source: str) -> Proxy:
        """The healthy proxy that was used least recently. Raises ProxyUnavailable."""
        with self._lock:
            now = self._now()
            rested = [(h.used, p) for p, h in self._health.items() if _rested(h, now)]
            if not rested:
                raise self._none_left(source)
            _, proxy = min(rested, key=lambda pair: pair[0])
            self._turn += 1
            self._health[proxy].used = self._turn
            return proxy

    def succeeded(self, proxy: Proxy) -> None:
        """The proxy brought an answer."""
        with self._lock:
            health = self._health[proxy]
            health.failures, health.rests_until = 0, None

    def failed(self, proxy: Proxy) -> None:
        """The proxy did not do its work: let it rest, longer each time."""
        with self._lock:
            health = self._health[proxy]
            health.failures += 1
            rest = min(REST * (1 << min(health.failures - 1, 10)), LONGEST_REST)
            health.rests_until = self._now() + rest

    def _none_left(self, source: str) -> ProxyUnavailable:
        soonest = min(h.rests_until for h in self._health.values() if h.rests_until)
        labels = ", ".join(proxy.label for proxy in self._health)
        error = ProxyUnavailable(
            f"{source}: none of the proxies works ({labels}); the next is tried after "
            f"{soonest:%H:%M:%S} UTC. Check PODPUSHER_PROXIES, or leave it empty to ask directly.",
            source=source,
        )
        error.retry_after = max(0.0, (soonest - self._now()) / timedelta(seconds=1))
        return error


def is_proxys_fault(error: httpx2.TransportError, proxy: Proxy) -> bool:
    """Whether a failure on the way is the proxy's, not that of the host behind it."""
    if isinstance(error, httpx2.ProxyError):
        return not str(error).startswith(_HOST_AT_FAULT)
    if not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return False
    tunnelled = proxy.address.lower().startswith("http:")
    return not (tunnelled and _is_about_certificates(error))


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(text: str, number: int) -> Proxy:
    try:
        url = httpx2.URL(text)
        usable = url.scheme in _SCHEMES and url.host and url.path == "/" and not url.query
    except (httpx2.InvalidURL, ValueError):
        usable = False
    if not usable:
        raise NotConfigured(
            f"Proxy {number} of PODPUSHER_PROXIES cannot be used. Write it as "
            "http://user:secret@host:port or https://…; SOCKS is not supported."
        )
    port = url.port or (443 if url.scheme == "https" else 80)
    return Proxy(f"{url.host}:{port}", text)


def _rested(health: _Health, now: datetime) -> bool:
    return health.rests_until is None or health.rests_until <= now

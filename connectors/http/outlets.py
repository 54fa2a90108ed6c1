"""The connections of one client: direct ones, and those through each proxy."""

from __future__ import annotations

import threading
from collections.abc import Collection

import httpx2

from connectors.http.proxies import Proxy


class Outlets:
    """Makes a pool of connections the first time it is needed. `transport` replaces the network."""

    def __init__(
        self, user_agent: str, transport: httpx2.BaseTransport | None, allow: Collection[str]
    ) -> None:
        self._user_agent = user_agent
        self._transport = transport
        self._allow = allow
        self._open: dict[Proxy | None, httpx2.Client] = {}
        self._lock = threading.Lock()

    def client(self, proxy: Proxy | None = None) -> httpx2.Client:
        """The client that goes out directly, or through a proxy."""
        from connectors.http.transport import new_client

        with self._lock:
            if proxy not in self._open:
                self._open[proxy] = new_client(self._way(proxy), self._user_agent)
            return self._open[proxy]

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()

    def _way(self, proxy: Proxy | None) -> httpx2.BaseTransport:
        from connectors.http.transport import CheckedBackend, CheckedTransport

        if self._transport:
            return self._transport
        if proxy:
            return httpx2.HTTPTransport(proxy=proxy.address, trust_env=False)
        return CheckedTransport(CheckedBackend(allow=self._allow))

"""Who may open the dashboard's socket: the API's guard covers requests, this covers WebSockets."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from api.middleware.guard import LOCAL_HOSTS, Guard

UPLOADS = "/_stcore/upload_file/"  # where Streamlit takes the files of its uploader
ENVELOPE = 1024 * 1024  # what a form adds to a file


class Doorkeeper:
    """Refuses sockets for foreign host names, and sockets opened by pages of another origin.

    Streamlit itself accepts a socket without an Origin header; a browser always sends one, so a
    page elsewhere cannot pretend to have none.
    """

    def __init__(
        self, app: ASGIApp, allowed_hosts: Collection[str] = (), upload_bytes: int = 0
    ) -> None:
        """`upload_bytes`: the largest file that the dashboard takes."""
        self._hosts = LOCAL_HOSTS | {host.lower() for host in allowed_hosts}
        self._app = app
        self._guarded = Guard(app, allowed_hosts, {UPLOADS: upload_bytes + ENVELOPE})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, or refuse it."""
        if scope["type"] == "websocket":
            welcome = self._welcome(scope)
        else:
            # Below /api the API's own guard answers, with the request's id.
            welcome = scope["type"] != "http" or scope["path"].startswith("/api/")
        if welcome:
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._guarded(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _welcome(self, scope: Scope) -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        if len(hosts) != 1 or len(origins) > 1:
            return False
        host = hosts[0].decode("latin-1").lower()
        if _name(f"//{host}") not in self._hosts:
            return False
        return not origins or urlsplit(origins[0].decode("latin-1").lower()).netloc == host


def _name(address: str) -> str:
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return f"[{name}]" if ":" in name else name

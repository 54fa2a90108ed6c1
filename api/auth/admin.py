"""Until there are accounts, the admin is a caller of this machine with the token of `make run`."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api.dependencies import ServicesOf
from api.errors import NotAdmin, TokenRequired

LOOPBACK = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})
ADMIN = "admin"
_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="AdminToken",
    description="The token that `make run` prints; set PODPUSHER_ADMIN_TOKEN to choose it.",
)
Given = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def admin(request: Request, services: ServicesOf, given: Given) -> str:
    """The name of the admin. Raises TokenRequired or NotAdmin."""
    secret = services.settings.admin_token
    expected = secret.get_secret_value() if secret else ""
    if given is None:
        raise TokenRequired(
            "This needs the admin's token: send it as `Authorization: Bearer <token>`. "
            "`make run` prints it."
        )
    here = request.client is not None and request.client.host in LOOPBACK
    same = hmac.compare_digest(given.credentials.encode(), expected.encode())
    if not (expected and same and here):
        raise NotAdmin(
            "The token is not the admin's, or the call does not come from this machine. "
            "`make run` prints the token."
        )
    return ADMIN


Admin = Annotated[str, Depends(admin)]

"""Tell a page that hides the data from data: block pages, sign-in and consent walls."""

from __future__ import annotations

import re

from connectors.errors import BadAnswer, Blocked, LoginWall, UnknownMarkup

_HEAD = 200_000  # bytes looked at
_BLOCKED = re.compile(
    rb"captcha|datadome|unusual traffic|access denied|are you a (?:robot|human)|cf-chl|"
    rb"attention required|request blocked|verify you are human|px-captcha",
    re.IGNORECASE,
)
_WALL = re.compile(
    rb"type=[\"']?password|before you continue|consent\.google|accounts/login|"
    rb"sign in to continue|log in to continue|login[ _-]?required|please (?:log|sign) in",
    re.IGNORECASE,
)


def refuse_pages(body: bytes, source: str) -> None:
    """Raise Blocked, LoginWall or UnknownMarkup when a body is a web page instead of data.

    An empty body is a BadAnswer.
    """
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head:
        raise BadAnswer(f"{source}: an empty answer. Try again later.")
    if not re.match(rb"<!doctype html|<html|<head|<body", head, re.IGNORECASE):
        return
    if _BLOCKED.search(head):
        raise Blocked(
            f"{source}: a block page instead of data. Wait a day, or import an export of your own."
        )
    if _WALL.search(head):
        raise LoginWall(
            f"{source}: a sign-in or consent page instead of data. Import an export of your own."
        )
    raise UnknownMarkup(
        f"{source}: a web page instead of data. The source may have changed; report it."
    )

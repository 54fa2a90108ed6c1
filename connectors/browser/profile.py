"""A fresh browser profile and what it says of itself: the truth, and the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.browser.base import PageRequest
from connectors.errors import NotConfigured
from connectors.http.profiles import BrowserProfile, profile_for

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, CDPSession


async def new_context(
    browser: Browser, request: PageRequest, seed: str, gate: str
) -> tuple[BrowserContext, BrowserProfile]:
    """A profile without a past: no cookies, no storage, no permissions, no workers, no downloads.

    All its traffic goes to the proxy at `gate`. Raises NotConfigured for a region or language that
    is none.
    """
    try:
        # The system is the real one: what fonts and scripts tell of it agrees.
        profile = profile_for(
            seed, request.region, request.language, version=browser.version, platform="Linux"
        )
    except ValueError as error:
        raise NotConfigured(
            f"No browser can be from region {request.region}, language {request.language}. "
            f"{error} Correct PODPUSHER_LIVE_REGIONS."
        ) from error
    context = await browser.new_context(
        accept_downloads=False,
        # The browser itself would send the first language only.
        extra_http_headers={"accept-language": profile.accept_language},
        device_scale_factor=profile.device_scale_factor,
        locale=profile.locale,
        permissions=[],
        proxy={"server": gate, "bypass": "<-loopback>"},  # loopback addresses go there too
        screen={"width": profile.screen[0], "height": profile.screen[1]},
        service_workers="block",
        timezone_id=profile.time_zone,
        user_agent=profile.user_agent,
        viewport={"width": profile.viewport[0], "height": profile.viewport[1]},
    )
    return context, profile


async def introduce(session: CDPSession, profile: BrowserProfile) -> None:
    """Have a page's scripts and headers give the whole of the profile, client hints included."""
    brands = [{"brand": brand.name, "version": brand.version} for brand in profile.brands]
    await session.send(
        "Emulation.setUserAgentOverride",
        {
            "userAgent": profile.user_agent,
            "acceptLanguage": ",".join(profile.languages),
            "platform": profile.navigator_platform,
            "userAgentMetadata": {
                "brands": brands,
                "platform": profile.platform,
                "platformVersion": profile.platform_version,
                "architecture": "x86",
                "model": "",
                "mobile": False,
            },
        },
    )

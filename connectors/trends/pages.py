"""Tell a page that stands before the data from data: block pages, sign-in and consent walls.

A page is judged by its build (a challenge's frame or script, a form of a consent host) and by its
whole title. What it says counts only on a page that says little else, and never inside a link or a
list: a shop may sell a "captcha meme shirt", and every shop's header has a sign-in link.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from connectors.errors import BadAnswer, Blocked, LoginWall, UnknownMarkup
from connectors.trends.page_words import BLOCK_PHRASES, BLOCK_TITLES, WALL_PHRASES, WALL_TITLES

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

Hindrance = Literal["blocked", "wall"]

_HEAD = 1_000_000  # bytes of a page looked at
_SHORT = 20_000  # bytes; a refusal in JSON or in words is never longer
_BARE_TEXT = 2_500  # characters of a page that says little
_BARE_LINKS = 60
_FEW_WORDS = 200  # characters
_BLANK = b"\xef\xbb\xbf \t\r\n"
_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|link|base|script|style|noscript|iframe|div|main"
    rb"|form|center|h[1-6]|p|a|ul|ol|li|table|section|article|header|span|img)\b",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(rb"<\?xml[^>]{0,200}>|<!--")

_BLOCK_PARTS = (
    'iframe[src*="captcha-delivery.com"]',
    'script[src*="captcha-delivery.com"]',
    'script[src*="/orchestrate/"][src*="challenge-platform"]',
    'form[action*="__cf_chl"]',
    "#cf-error-details",
    "#px-captcha",
    "#px-captcha-wrapper",
    'script[src*="captcha.px-c"]',
    "#sec-if-cpt-container",
    'script[src*="/_sec/cp_challenge/"]',
    'iframe#main-iframe[src*="_Incapsula_Resource"]',
    'form[action*="/sorry/"]',
    "form#captcha-form",
    '[class*="captcha_verify" i]',
    '[class*="captcha-verify" i]',
    '[id^="captcha-verify" i]',
    '[id^="verify-bar"]',
    '[class*="verify-bar"]',
    "#verify-ele",
    'script[src*=".awswaf.com"] ~ #challenge-container',
)
_BLOCK_SCRIPT = re.compile(
    r"^\s*(?:<!--)?\s*(?:var|window\.)\s*dd\s*=\s*\{.*captcha-delivery|_cf_chl_opt\s*=|"
    r"window\._pxBlock|window\.gokuProps\s*=",
    re.DOTALL,
)
_CONSENT_PARTS = (
    'form[action^="https://consent.google."]',
    'form[action^="https://consent.youtube."]',
    'form[action*="consent.yahoo."]',
    'form[action*="/collectConsent"]',
)
_LOGIN_ADDRESSES = (
    'link[rel="canonical"][href*="/accounts/login"]',
    'link[rel="canonical"][href*="/flow/login"]',
    'meta[property="og:url"][content*="/accounts/login"]',
    'meta[http-equiv="refresh" i][content*="login" i]',
    'meta[http-equiv="refresh" i][content*="signin" i]',
)
_LOGIN_SHELL = re.compile(r'"entry_data"\s*:\s*\{\s*"LoginAndSignupPage"')
_LOGIN_MOVE = re.compile(
    r"""location(?:\.href)?(?:\s*=|\.(?:replace|assign)\()\s*["'][^"']{0,300}"""
    r"""(?:login|signin|sign-in)""",
    re.IGNORECASE,
)
_SHORT_SCRIPT = 2_000  # characters of a script that does nothing but send on
_CAPTCHA_PARTS = (
    'iframe[src*="hcaptcha.com"]',
    'iframe[src*="/recaptcha/"]',
    'iframe[src*="arkoselabs"]',
    ".g-recaptcha",
    ".h-captcha",
    ".cf-turnstile",
)
_ENTRIES = ("article", "[itemtype]", "[data-listing-id]")
_NEVER_SEEN = ["script", "style", "noscript", "template", "svg"]
_NOT_ITS_VOICE = ["a", "li", "option", "button", "textarea"]
_PLAIN = re.compile(
    rb"\s*(?:error code: ?1\d{3}|access denied|forbidden|(?:you have been |request )?blocked"
    rb"|captcha(?: required)?)[.!]?\s*",
    re.IGNORECASE,
)
_SIGN_IN_MESSAGES = frozenset({"login_required", "checkpoint_required", "challenge_required"})


def refuse_pages(body: bytes, source: str) -> None:
    """Raise Blocked, LoginWall or UnknownMarkup when a body is a web page instead of data.

    An empty body is a BadAnswer.
    """
    refuse_block_or_wall(body, source)
    if _is_page(body):
        raise UnknownMarkup(
            f"{source}: a web page instead of data. The source may have changed; report it."
        )


def refuse_block_or_wall(body: bytes, source: str) -> None:
    """Raise Blocked or LoginWall when a page stands between the reader and the data.

    For sources whose normal answer is a web page; answers in JSON or words are looked at too. An
    empty body is a BadAnswer.
    """
    head = body[:_HEAD].lstrip(_BLANK)
    if not head:
        raise BadAnswer(f"{source}: an empty answer. Try again later.")
    found = _in_page(head, source) if _is_page(head) else _in_short_answer(body)
    if found == "blocked":
        raise Blocked(
            f"{source}: a block page instead of data. Wait a day, or import an export of your own."
        )
    if found == "wall":
        raise LoginWall(
            f"{source}: a sign-in or consent page instead of data. Import an export of your own."
        )


def _is_page(body: bytes) -> bool:
    """Whether a body is a web page or a piece of one, and no feed."""
    head = body[:_SHORT].lstrip(_BLANK)
    while preamble := _PREAMBLE.match(head):
        comment = preamble[0] == b"<!--"
        end = head.find(b"-->") + 3 if comment else preamble.end()
        if comment and end < preamble.end():
            return False
        head = head[end:].lstrip(_BLANK)
    return bool(_MARKUP.match(head))


def _in_short_answer(body: bytes) -> Hindrance | None:
    """The refusal in a short answer that is no page."""
    import orjson

    if len(body) > _SHORT:
        return None
    answered = body.lstrip(_BLANK)
    if _PLAIN.fullmatch(answered):
        return "blocked"
    try:
        answer = orjson.loads(answered)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(answer, dict):
        return None
    if _is_challenge(answer):
        return "blocked"
    asks = answer.get("require_login") is True or answer.get("message") in _SIGN_IN_MESSAGES
    return "wall" if asks else None


def _is_challenge(answer: dict[str, object]) -> bool:
    """The refusals that DataDome, PerimeterX, Akamai and TikTok give to a page's own requests."""
    address = str(answer.get("url", ""))
    return (
        bool(re.match(r"https?://[\w.-]*captcha-delivery\.com(?:[/?:]|$)", address))
        or (str(answer.get("appId", "")).startswith("PX") and "blockScript" in answer)
        or "sec-cp-challenge" in answer
        or (answer.get("type") == "verify" and "subtype" in answer)
    )


def _in_page(head: bytes, source: str) -> Hindrance | None:
    from connectors.trends.visible import page_tree

    tree = page_tree(head, source)
    title = _title(tree)
    if title in BLOCK_TITLES or _has(tree, _BLOCK_PARTS) or _script_says(tree, _BLOCK_SCRIPT):
        return "blocked"
    if title in WALL_TITLES or _has(tree, _CONSENT_PARTS):
        return "wall"
    return _in_bare_page(tree) if _is_bare(tree) else None


def _in_bare_page(tree: LexborHTMLParser) -> Hindrance | None:
    from connectors.trends.visible import Sight

    sight = Sight(tree)
    asks = any(sight.shows(field) for field in tree.css('input[type="password" i]'))
    if asks or _has(tree, _LOGIN_ADDRESSES) or _script_says(tree, _LOGIN_SHELL):
        return "wall"
    if _script_says(tree, _LOGIN_MOVE, longest=_SHORT_SCRIPT):
        return "wall"
    tree.strip_tags(_NOT_ITS_VOICE, recursive=True)
    prose = Sight(tree).text(tree.body).casefold().replace("’", "'") if tree.body else ""
    if BLOCK_PHRASES.search(prose) or (
        len(prose) <= _FEW_WORDS and ("captcha" in prose or _has(tree, _CAPTCHA_PARTS))
    ):
        return "blocked"
    return "wall" if WALL_PHRASES.search(prose) else None


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("title")
    return " ".join(node.text().split()).casefold().rstrip(".…") if node else ""


def _has(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> bool:
    return any(tree.css_first(selector) is not None for selector in selectors)


def _script_says(tree: LexborHTMLParser, pattern: re.Pattern[str], longest: int = _HEAD) -> bool:
    """Whether a script does it; data that a page keeps in a script of another type does not."""
    scripts = (
        script.text()
        for script in tree.css("script:not([src])")
        if "json" not in (script.attributes.get("type") or "")
    )
    return any(len(text) <= longest and pattern.search(text) for text in scripts)


def _is_bare(tree: LexborHTMLParser) -> bool:
    """Whether a page holds too little to be the page that was asked for."""
    if len(tree.css("a[href]")) > _BARE_LINKS or _has(tree, _ENTRIES):
        return False
    seen = tree.clone()
    seen.strip_tags(_NEVER_SEEN, recursive=True)
    text = seen.body.text(separator=" ") if seen.body else ""
    return len(" ".join(text.split())) <= _BARE_TEXT

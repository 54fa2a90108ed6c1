"""How many posts a line beside a trend counts, in the languages that X shows."""

from __future__ import annotations

import re
import unicodedata

# What X calls a post, today and before 2023, as displayed beside a number. Longest first.
_POSTS = (
    "件のポスト|件の投稿|件のツイート|ポスト|投稿|ツイート|条帖子|則貼文|篇貼文|条推文|則推文|帖子|貼文|推文|"
    "개의 게시물|게시물|개의 트윗|트윗|โพสต์|ทวีต|bài đăng|पोस्ट|ट्वीट|منشورات|منشور|تغريدات|تغريدة|"
    r"\b(?:posts?|tweets?|beiträge|beitrag|publications?|publicaciones|publicación|tuits?|"
    r"publicações|publicação|post|berichten|bericht|wpisów|wpisy|wpis|postów|posty|tweety|tweetów|"
    r"gönderi|постов|поста|пост|твитов|твита|твит|дописів|дописи|допис|postingan|kiriman|inlägg|"
    r"opslag|innlegg|julkaisua|julkaisu|viestiä|αναρτήσεις|ανάρτηση|příspěvků|příspěvky|bejegyzés|"
    r"postări|פוסטים|objav|viestit)\b"
)
_NOUN = re.compile(_POSTS)
_PARTS = re.compile(r"\s*[·•∙|\n]\s*|\s+[-–—]\s+")
_BESIDE = re.compile(r"^(?:件|개|个|個|条|de|di|von)\s+|\s*(?:件|개|de|di|von)$")
_TURKISH = "gönderi"
_TURKISH_SIZES = ((re.compile(r"(?<=\d)\s*b(?:in)?\b"), "k"), (re.compile(r"(?<=\d)\s*mn\b"), "m"))
_BARE = re.compile(r"^[\d.,' ]+[^\W\d_]{0,4}\.?\+?$")


def posts_counted(text: str, *, bare: bool) -> int | None:
    """The number of posts in a line such as "2 hours ago · Sports · 29K posts".

    Only the part that speaks of posts is read; None when there is none. `bare`: a number alone
    counts posts too, because nothing else stands in that field. Raises ValueError when a part
    speaks of posts beside digits that are no count.
    """
    parts = _PARTS.split(unicodedata.normalize("NFKC", text).casefold().strip())
    for part in parts:
        if _NOUN.search(part) and any(char.isdecimal() for char in part):
            return _count(part)
    if bare and len(parts) == 1 and _BARE.match(parts[0]) and parts[0][:1].isdecimal():
        return _count(parts[0])
    return None


def _count(part: str) -> int:
    from domain.counts import UnreadableCount, parse_count

    number = _NOUN.sub(" ", part).strip()
    while (tidy := _BESIDE.sub("", number).strip()) != number:
        number = tidy
    if _TURKISH in part:
        for size, letter in _TURKISH_SIZES:
            number = size.sub(letter, number)
    count = parse_count(number)
    if count.unit is not None:
        raise UnreadableCount("count_unreadable", part, "something else stands beside the posts")
    return count.value

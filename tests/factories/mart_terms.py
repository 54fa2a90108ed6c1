"""The invented terms of the test warehouse."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One invented term of the test warehouse."""

    term: str
    display: str
    stage: str = "rising"
    origin: str = "replay"
    risk: str = "clear"
    category: str | None = None
    language: str = "en"
    kind: str = "hashtag"
    sources: tuple[str, ...] = ("wikimedia_article",)
    regions: tuple[str, ...] | None = ("WW",)  # None: scored before regions were kept
    scored: bool = True
    members: tuple[str, ...] = ()  # other writings of it
    products: tuple[str, ...] = ()  # with the reason, as `mug:suits.person`

    @property
    def term_id(self) -> str:
        """Stable id."""
        return f"t-{self.term.replace(' ', '-').replace('/', '-')}"


TERMS = (
    Term(
        "book club",
        "book club",
        category="books",
        sources=("tiktok_hashtag_views", "wikimedia_article"),
        regions=("US", "WW"),
        products=("t_shirt:suits.worn", "tote:suits.carried"),
    ),
    Term("cottagecore", "cottagecore", stage="peak", regions=("GB", "US")),
    Term(
        "nurse life",
        "nurse life",
        category="job",
        origin="curated",
        kind="niche",
        sources=("curated_niches",),
        regions=(),
        products=("t_shirt:suits.worn", "mug:suits.person"),
    ),
    Term("taylor swift", "Taylor Swift", risk="block", kind="article"),
    Term(
        "frog lover",
        "frog lover",
        stage="emerging",
        category="pet",
        members=("froglover", "toad admirer"),
    ),
    Term("100% cotton", "100% cotton", stage="fading"),
    Term("24/7 mum", "24/7 mum", category="family", regions=None),
    Term("café crème", "Café crème", language="fr"),
    Term("gardening", "gardening", category="hobby", origin="import", sources=("user_file",)),
    Term("camping", "camping", stage="peak", category="hobby"),
    Term("mystery meme", "mystery meme", risk="review", kind="topic"),
    Term("halloween cat", "Halloween cat", stage="seasonal", category="occasion"),
    Term("new word", "new word", stage="too_little_history", scored=False),
)
EVERY_TERM = sum(1 + len(term.members) for term in TERMS)  # heads and members

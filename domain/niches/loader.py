"""The curated niches: read once from the data file beside this module."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from domain.vocabulary import Motif, NicheCategory


@dataclass(frozen=True, slots=True)
class Niche:
    """One evergreen niche. Curated by us: its presence says nothing about demand.

    `term` is in the field's own words, `audience` completes "for …", `keywords` are three to
    eight words buyers search for, each at most 20 characters so that it fits a marketplace tag.
    """

    term: str
    category: NicheCategory
    audience: str
    keywords: tuple[str, ...]
    motif: Motif


@lru_cache(maxsize=1)
def niches() -> tuple[Niche, ...]:
    """All curated niches in file order, read once per process."""
    source = resources.files("domain.niches").joinpath("niches.csv")
    return tuple(
        Niche(
            term=row["term"],
            category=NicheCategory(row["category"]),
            audience=row["audience"],
            keywords=tuple(row["keywords"].split(";")),
            motif=Motif(row["motif"]),
        )
        for row in csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    )


@lru_cache(maxsize=1)
def niche_phrases() -> tuple[str, ...]:
    """Every niche term and keyword once, in order of first appearance."""
    return tuple(
        dict.fromkeys(phrase for niche in niches() for phrase in (niche.term, *niche.keywords))
    )

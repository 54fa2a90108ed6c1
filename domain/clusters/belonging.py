"""What is known of a term that may belong to another, and why it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CLUSTERS_VERSION = "clusters/1"  # raise it whenever a rule or a table can change a cluster


class Reason(StrEnum):
    """Why a term stands for its head, the surest first."""

    HEAD = "head"
    LETTERS = "letters"
    PLURAL = "plural"
    SPELLING = "spelling"
    ARTICLE = "article"
    ORDER = "order"
    SYNONYM = "synonym"
    TRANSLATION = "translation"
    STRETCHED = "stretched"
    TYPING = "typing"


RANK = {reason: rank for rank, reason in enumerate(Reason)}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term to be clustered: its id, match key and writing, whether it stands on our lists."""

    term_id: str
    key: str
    display: str
    is_curated: bool = False


@dataclass(frozen=True, slots=True)
class Belonging:
    """A reason, and the words it rests on ("mum = mom"); empty where the reason says it all."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """A term and the head it stands for; a head stands for itself."""

    term_id: str
    head_id: str
    reason: Reason
    detail: str = ""

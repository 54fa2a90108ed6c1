"""Tags shaped like a title: "the …", "a … of … and …", grim nouns, two things joined by "and"."""

from __future__ import annotations

from domain.gate.names import is_subject, word_set

JOINING = frozenset({"and", "for", "of", "with", "in", "to", "n", "x"})
SMALL = JOINING | set(
    """
    the a an on from by at is are was or than when if as but so not no this that it its you your
    my me i we he she they his her him them all other only just even never ever after before
    under over into out up down be been do does did how what why who where am our us about
    dont cant wont isnt didnt lets stop off against without
    """.split(),  # noqa: SIM905
)
# Words of people who talk to each other in tags; titles hold them too, so they only raise doubt.
CHATTY = frozenset(
    """
    you your yours me my mine i we us our how what why who get day today tiktok instagram youtube
    facebook twitter made things way things learn
    """.split(),  # noqa: SIM905
)


def is_title(words: tuple[str, ...]) -> bool:
    """Whether the words of a tag read like a title. Known phrases are not asked about."""
    if len(words) < 2:
        return False
    grim = sum(word in word_set("title_nouns") for word in words)
    telling = [word for word in words if word not in SMALL]
    subjects = [word for word in telling if is_subject(word)]
    if words[0] == "the" and telling:
        return len(words) > 2 or not subjects
    if words[0] in {"a", "an"} and len(words) > 3 and "of" in words:
        return True
    if "of" in words[1:-1] and (grim or "and" in words):
        return True
    if len(words) == 3 and words[1] == "and":
        return len(subjects) < 2
    if len(words) > 2 and is_clause(words) and not CHATTY & set(words):
        return len(subjects) < len(telling)
    return not subjects and grim > (0 if len(words) > 2 else 1)


def is_clause(words: tuple[str, ...]) -> bool:
    """Whether small words other than mere joints hold the words together."""
    return any(word in SMALL and word not in JOINING for word in words) or "in" in words[1:-1]

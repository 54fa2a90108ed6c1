"""Which sources need a look, which work, which could be switched on, and which are a person's own.

Pure: a source stands in exactly one group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from api.schemas.sources import Source

FAILED = frozenset({"blocked", "login_wall", "changed_markup", "down", "failed"})
OFF = frozenset({"switched_off", "needs_key"})
ON_RECORD = "replay"  # the mode in which nothing is asked: the past is recorded


@dataclass(frozen=True, slots=True)
class Groups:
    """Sources in the order of the registry."""

    troubled: list[Source] = field(default_factory=list)
    in_use: list[Source] = field(default_factory=list)
    off: list[Source] = field(default_factory=list)
    own: list[Source] = field(default_factory=list)  # files of people that told of something
    unused: list[Source] = field(default_factory=list)  # files that nobody brought yet


def told(source: Source) -> bool:
    """Whether it told of anything here, or was asked."""
    return bool(source.n_observations) or source.health.status != "never"


def stale(source: Source, mode: str | None) -> bool:
    """Whether its last good answer is too old. A replay asks nobody: there nothing grows old."""
    return source.health.stale and mode != ON_RECORD


def troubled(source: Source, mode: str | None) -> bool:
    """Whether it should give something and does not."""
    if source.state in OFF:
        return False
    return source.health.status in FAILED or stale(source, mode)


def rests(source: Source, mode: str | None) -> bool:
    """Whether it would be asked, were this not a replay."""
    return mode == ON_RECORD and source.state == "asked" and not told(source)


def grouped(sources: Iterable[Source], mode: str | None) -> Groups:
    """Every source in its group."""
    groups = Groups()
    for source in sources:
        _group_of(source, groups, mode).append(source)
    return groups


def late(sources: Iterable[Source], mode: str | None) -> list[Source]:
    """Sources that are asked and give nothing new."""
    return [one for one in sources if one.state == "asked" and troubled(one, mode)]


def _group_of(source: Source, groups: Groups, mode: str | None) -> list[Source]:
    if troubled(source, mode):
        return groups.troubled
    if source.state in OFF or rests(source, mode):
        return groups.off
    if source.access == "file":
        return groups.own if told(source) else groups.unused
    return groups.in_use

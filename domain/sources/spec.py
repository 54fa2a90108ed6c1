"""What is written down about a source before anybody asks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["search", "social", "visual", "reference", "marketplace", "own"]
# open: anybody may ask. key: the operator's key. page: a public page that the operator names.
# file: a person's own file. own: our list or calendar.
Access = Literal["open", "key", "page", "file", "own"]
Cadence = Literal["hourly", "daily"]


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """One source, how it is reached, and its rights.

    `family` groups sources that would repeat each other. `retention_days` None: no limit. A source
    with `may_store` false lands nothing: its answer is shown for `display_hours` and forgotten.
    `may_score` false: no model may compute from its rows. `cadence` None: nobody asks it by itself.
    `needs` are the settings without which it cannot be asked. `places` are the parts of the world
    whose rows it gives when nobody chooses.
    """

    id: str
    platform: str  # raw table, staging model, landing asset and connector file
    name: str
    family: Family
    access: Access
    licence: str
    terms_note: str
    may_store: bool = True
    may_score: bool = True
    retention_days: int | None = None
    display_hours: int | None = None
    commercial_use: bool = False
    replayable: bool = False  # can be asked for the past
    cadence: Cadence | None = None
    needs: tuple[str, ...] = ()
    attribution: str | None = None

    @property
    def live(self) -> bool:
        """Whether a connector asks the platform itself."""
        return self.cadence is not None

    @property
    def keyless(self) -> bool:
        """Whether it works without a key."""
        return self.access != "key"

    @property
    def enabled_by_default(self) -> bool:
        """Whether it runs without the operator doing anything: open data and our own lists."""
        return self.access in ("open", "own")

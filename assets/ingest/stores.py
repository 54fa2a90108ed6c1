"""The shared stores of the state database in the shape that connectors ask for."""

from __future__ import annotations

from collections.abc import Callable

from connectors.http.shared import BreakerPhase, BreakerState, Bucket, Validators
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories.breakers import BreakerRow, SharedBreakers
from warehouse.state.repositories.buckets import SharedBuckets
from warehouse.state.repositories.validators import SharedValidators

_PHASES: dict[str, BreakerPhase] = {"closed": "closed", "open": "open", "half_open": "half_open"}


class Buckets:
    """Token buckets that all processes of this installation draw from."""

    def __init__(self, settings: WarehouseSettings) -> None:
        self._shared = SharedBuckets(settings)

    def take(self, bucket: Bucket, tokens: float = 1.0) -> float:
        """See connectors.http.shared.BucketStore."""
        return self._shared.take(bucket.key, bucket.capacity, bucket.per_second, tokens)


class Breakers:
    """States of hosts that all processes of this installation see."""

    def __init__(self, settings: WarehouseSettings) -> None:
        self._shared = SharedBreakers(settings)

    def state(self, host: str) -> BreakerState:
        """See connectors.http.shared.BreakerStore."""
        return _state(self._shared.state(host))

    def change(self, host: str, step: Callable[[BreakerState], BreakerState]) -> BreakerState:
        """See connectors.http.shared.BreakerStore."""

        def stored(row: BreakerRow) -> BreakerRow:
            made = step(_state(row))
            return BreakerRow(made.phase, made.failures, made.until)

        return _state(self._shared.change(host, stored))


class KnownValidators:
    """Validators of the last good answers of this installation."""

    def __init__(self, settings: WarehouseSettings) -> None:
        self._shared = SharedValidators(settings)

    def get(self, url: str) -> Validators | None:
        """See connectors.http.shared.ValidatorStore."""
        row = self._shared.get(url)
        return None if row is None else Validators(row.etag, row.last_modified)

    def put(self, url: str, validators: Validators) -> None:
        """See connectors.http.shared.ValidatorStore."""
        self._shared.put(url, validators.etag, validators.last_modified)


def _state(row: BreakerRow) -> BreakerState:
    return BreakerState(_PHASES[row.phase], row.failures, row.until)

"""What a publication costs with years of history, beside one with the open days alone."""

from __future__ import annotations

import json
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import history
from warehouse.engine.base import Engine, closing
from warehouse.engine.open import open_engine
from warehouse.serving.generations import Generation, open_from
from warehouse.serving.publish import publish
from warehouse.settings import WarehouseSettings

ROUNDS = 3
BYTES_A_SCORE = 600  # on disk, warehouse and parts together, contributions included
_RECORD = "published.json"


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of processors."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Published:
    """What was measured while publishing. Costs are medians over the rounds."""

    terms: int
    days: int
    parts: int
    rows: dict[str, int]
    whole: Cost  # the first publication, every part made
    later: Cost  # one more, years of history beside the open days
    recent: Cost  # one more, nothing but the open days
    ratios: list[float]  # later over recent, processor seconds, by round


def prepare(folder: Path, terms: int, days: int) -> Published:
    """Two warehouses, each published several times; the long one lies in `folder/long`.

    What is there already from an earlier call with the same sizes is used again.
    """
    record = folder / _RECORD
    if record.is_file():
        known = json.loads(record.read_text())
        if (known["terms"], known["days"]) == (terms, days):
            costs = {name: Cost(**known[name]) for name in ("whole", "later", "recent")}
            return Published(**{**known, **costs})
    _require_room(folder, terms * days * BYTES_A_SCORE)
    open_days = (history.AS_OF - open_from(history.AS_OF)).days + 1
    settings = {name: WarehouseSettings(data=folder / name) for name in ("long", "recent")}
    costs: dict[str, list[Cost]] = {name: [] for name in settings}
    generation: Generation | None = None
    for name, spans in (("long", days), ("recent", min(days, open_days))):
        with closing(open_engine(settings[name])) as engine:
            history.build(engine, terms=terms, days=spans)
            made, cost = _publish(engine, settings[name])
            if name == "long":
                generation, whole = made, cost
    for number in range(1, ROUNDS + 1):
        for name, one in settings.items():
            with closing(open_engine(one)) as engine:
                _rescore_last_day(engine, number)
                costs[name].append(_publish(engine, one)[1])
    assert generation is not None
    found = Published(
        terms,
        days,
        len(generation.parts),
        generation.rows,
        whole,
        _median(costs["long"]),
        _median(costs["recent"]),
        [a.cpu / b.cpu for a, b in zip(costs["long"], costs["recent"], strict=True)],
    )
    record.write_text(json.dumps(asdict(found)))
    return found


def _publish(engine: Engine, settings: WarehouseSettings) -> tuple[Generation, Cost]:
    return timed(lambda: publish(engine, settings, as_of=history.AS_OF, mode="replay"))


def timed(work: Callable[[], Generation]) -> tuple[Generation, Cost]:
    """What came of some work, and its cost in this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, Cost(time.perf_counter() - wall, time.process_time() - cpu)


def _rescore_last_day(engine: Engine, salt: int) -> None:
    engine.execute(
        f"delete from marts.fct_term_score_daily where scored_on = date '{history.AS_OF}'"
    )
    history.make_terms(engine)
    history.score(engine, history.AS_OF, history.AS_OF, 1000 * salt)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.cpu for cost in costs),
    )


def _require_room(folder: Path, wanted: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < wanted * 1.2:
        raise SystemExit(
            f"{folder} has {free / 1e9:.0f} GB left; this needs {wanted * 1.2 / 1e9:.0f} GB. "
            "Name a larger place with TMPDIR, or take fewer terms or days."
        )


def told(found: Published) -> str:
    """The figures as lines."""
    count = found.rows
    low, high = min(found.ratios), max(found.ratios)
    return "\n".join(
        [
            f"snapshot: {found.terms:,} terms, {found.days} days, "
            f"{count['fct_term_score_daily']:,} daily scores and "
            f"{count['fct_score_contribution']:,} contributions in {found.parts} parts and the "
            "open days",
            f"  first publication, every part made: {found.whole.wall:7.1f} s, "
            f"{found.whole.cpu:7.1f} s of processors",
            f"  one more, with all that history:    {found.later.wall:7.1f} s, "
            f"{found.later.cpu:7.1f} s of processors",
            f"  one more, the open days alone:      {found.recent.wall:7.1f} s, "
            f"{found.recent.cpu:7.1f} s of processors",
            f"  ratio of the last two (processors): {statistics.median(found.ratios):.2f} "
            f"({low:.2f}-{high:.2f}); wanted: at most 1.5",
        ]
    )

"""Whether a build of the models may grow, and what has changed since the last one.

A build that grows takes in the slices that came and takes out those that went. Whatever else
changed (the models, the sources and their rights, an as-of moment further back, a build that did
not end), everything is computed anew: never a wrong number to spare time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from warehouse.builds import built_from, fingerprint, record_build
from warehouse.engine.base import Engine

RULES = "score.rules"  # in raw.builds: what the standing models were computed by
MOMENT = "score.as_of"  # and their as-of moment; absent while a build is under way
_TICK = timedelta(microseconds=1)
_SCORES = "marts.fct_term_score_daily"
_NEEDED = (_SCORES, "intermediate.int_observation", "intermediate.int_link_taken")


@dataclass(frozen=True, slots=True)
class Change:
    """Slices that came or went since the standing models were built."""

    new: int
    gone: int
    rows: int  # in the slices that came
    platforms: tuple[str, ...]  # of the slices that came
    captured_from: datetime | None  # first captured_at of all of them
    known_from: datetime | None  # first captured_at of those that came

    @property
    def any(self) -> bool:
        """Whether a slice came or went."""
        return bool(self.new or self.gone)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the next build is made. `as_of` and `since` are naive UTC."""

    as_of: datetime
    rules: str
    score_days: int
    most_days: int  # the most that any build may score
    change: Change
    anew: str | None  # why everything is computed anew; None when the build grows
    since: datetime | None = None

    @property
    def grows(self) -> bool:
        """Whether only what changed is computed."""
        return self.anew is None

    def variables(self) -> dict[str, Any]:
        """The variables that tell dbt so."""
        if not self.grows or self.since is None:
            return {"score_days": self.score_days, "most_score_days": self.most_days}
        since, first = self.since, self.change.captured_from or self.as_of
        return {
            "score_days": self.score_days,
            "most_score_days": self.most_days,
            "grow": True,
            "since": _text(since),
            "moved": self.as_of > since,
            "changed": list(self.change.platforms),
            "changed_from": _text(first),
            "gone": self.change.gone > 0,
        }


def plan_build(engine: Engine, as_of: datetime, score_days: int, rules: Iterable[object]) -> Plan:
    """How to build the models for an as-of moment (naive UTC).

    `score_days` is how many days are scored at first; a day that stands is scored again only for
    rows that were known on it. `rules` is all that the models depend on beside the slices.
    """
    sources = engine.query("select * from raw.sources order by source_id")
    version = engine.query("select version() as version")[0]["version"]
    mark = fingerprint([version, score_days, *rules, *(tuple(row.values()) for row in sources)])
    change = _change(engine)
    found = built_from(engine, MOMENT)
    since = datetime.fromisoformat(found) if found else None
    same_rules = built_from(engine, RULES) == mark and _stands(engine)
    days = score_days
    anew: str | None = None
    if since is None:
        anew = "there is no whole build to start from"
    elif not same_rules:
        anew = "the models, their settings or the sources changed"
    elif as_of < since:
        anew = "the as-of moment went back"
    if same_rules:
        known = [
            change.known_from,
            _first_of_new_drafts(engine),
            None if since else _broken_off(engine),
        ]
        first = min((moment for moment in known if moment), default=None)
        days = _days_to_score(engine, as_of, score_days, first)
    return Plan(as_of, mark, days, score_days, change, anew, since)


def begin_build(engine: Engine, plan: Plan) -> None:
    """Write down what the build takes in. Until `end_build` no other build may grow on it."""
    with engine.transaction():
        engine.execute("delete from raw.builds where stage = $stage", {"stage": MOMENT})
        engine.execute(
            "insert into raw.build_changes (slice_id, platform, change) "  # noqa: S608  # our own text
            f"select slice_id, platform, 'new' from ({_NEW}) came"
        )
        engine.execute(
            "insert into raw.build_changes (slice_id, platform, change) "  # noqa: S608  # our own text
            f"select slice_id, platform, 'gone' from ({_GONE}) went"
        )
        engine.execute(
            "delete from raw.build_slices where not exists (select 1 from raw.slices s "
            "where s.slice_id = build_slices.slice_id and s.platform = build_slices.platform "
            "and s.loaded_at = build_slices.loaded_at)"
        )
        engine.execute(
            "insert into raw.build_slices (slice_id, platform, loaded_at, captured_from) "  # noqa: S608  # our own names
            f"select slice_id, platform, loaded_at, captured_from from ({_NEW}) came"
        )


def end_build(engine: Engine, plan: Plan, run_id: str) -> None:
    """The models stand whole: the next build may grow on them."""
    with engine.transaction():
        engine.execute("delete from raw.build_changes")
        engine.execute("delete from raw.build_drafts")
        engine.execute("insert into raw.build_drafts select draft_id from raw.app_drafts")
        record_build(engine, RULES, plan.rules, run_id)
        record_build(engine, MOMENT, _text(plan.as_of), run_id)


def forget_build(engine: Engine) -> None:
    """Something else wrote the models: the next build computes everything anew."""
    engine.execute("delete from raw.builds where stage = $stage", {"stage": MOMENT})


# A slice loaded again has the same id and another time of loading: it went, and it came.
_NEW = (
    "select s.slice_id, s.platform, s.loaded_at, s.rows_accepted, s.captured_from "
    "from raw.slices s "
    "left join raw.build_slices b on b.slice_id = s.slice_id and b.platform = s.platform "
    "and b.loaded_at = s.loaded_at where b.slice_id is null"
)
_GONE = (
    "select b.slice_id, b.platform, b.captured_from from raw.build_slices b "
    "left join raw.slices s on b.slice_id = s.slice_id and b.platform = s.platform "
    "and b.loaded_at = s.loaded_at where s.slice_id is null"
)


def _change(engine: Engine) -> Change:
    came = engine.query(
        "select platform, count(*) as n, sum(rows_accepted) as n_rows, "  # noqa: S608  # our own text
        f"min(captured_from) as first from ({_NEW}) came group by platform order by platform"
    )
    (went,) = engine.query(
        f"select count(*) as n, min(captured_from) as first from ({_GONE}) went"  # noqa: S608  # our own names
    )
    known = [row["first"] for row in came if row["first"] is not None]
    firsts = [*known, *([went["first"]] if went["first"] is not None else [])]
    return Change(
        new=sum(int(row["n"]) for row in came),
        gone=int(went["n"]),
        rows=sum(int(row["n_rows"] or 0) for row in came),
        platforms=tuple(str(row["platform"]) for row in came),
        captured_from=min(firsts, default=None),
        known_from=min(known, default=None),
    )


def _stands(engine: Engine) -> bool:
    found = engine.query(
        "select table_schema || '.' || table_name as name from information_schema.tables "
        "where table_schema in ('intermediate', 'marts')"
    )
    if not set(_NEEDED) <= {str(row["name"]) for row in found}:
        return False
    # Postgres empties unlogged tables after a crash of its own.
    held = [f"select 1 as found from {name} limit 1" for name in _NEEDED[1:]]  # noqa: S608  # our own names
    taken = engine.query("select 1 as found from raw.build_slices limit 1")
    return not taken or all(engine.query(one) for one in held)


def _broken_off(engine: Engine) -> datetime | None:
    """First captured_at of what came with builds that did not end."""
    rows = engine.query(
        "select min(b.captured_from) as first from raw.build_changes c join raw.build_slices b "
        "on c.slice_id = b.slice_id and c.platform = b.platform where c.change = 'new'"
    )
    first: datetime | None = rows[0]["first"]
    return first


def _first_of_new_drafts(engine: Engine) -> datetime | None:
    """When the first of our own drafts was made that the standing models do not count."""
    rows = engine.query(
        "select min(d.created_at) as first from raw.app_drafts d "
        "left join raw.build_drafts b on b.draft_id = d.draft_id where b.draft_id is null"
    )
    first: datetime | None = rows[0]["first"]
    return first


def _days_to_score(engine: Engine, as_of: datetime, most: int, known_from: datetime | None) -> int:
    """Days without a record, and those on which a row or draft that came was known already.

    Rows that went (a source's retention ended) change today; what was said before stays.
    """
    today = (as_of - _TICK).date()
    rows = engine.query(
        f"select max(scored_on) as last from {_SCORES} where scored_on <= $today",  # noqa: S608  # our own name
        {"today": today},
    )
    last: date | None = rows[0]["last"]
    if last is None:
        return most
    first = min(last + timedelta(days=1), today)
    if known_from is not None:
        first = min(first, (known_from - _TICK).date())
    return min(most, (today - first).days + 1)


def _text(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="microseconds")

"""One source as a card: what it gave, when, why it gives nothing, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from api.schemas.sources import Health, Shown, ShownRow, Source
from app.widgets.markup import Tone, chip, chips, esc, facts, more, said, table
from app.widgets.source_groups import FAILED, OFF, ON_RECORD, rests, stale
from app.words import (
    ago,
    compact,
    day,
    error_words,
    moment,
    named,
    number,
    region,
    spelled,
    t,
)

TONES: dict[str, Tone] = {
    "ok": "good",
    "unchanged": "good",
    "partial": "warm",
    "empty": "warm",
    **dict.fromkeys(FAILED, "bad"),
}
SEVERAL = 2  # failures in a row that are worth a word


def cards(sources: Sequence[Source], now: datetime, mode: str | None) -> str:
    """A list of cards, two beside each other where there is room."""
    listed = "".join(card(source, now, mode) for source in sources)
    return f'<ul class="pp-list pp-two">{listed}</ul>'


def card(source: Source, now: datetime, mode: str | None) -> str:
    """One source. `now` gives the ages; `mode` is live or replay, None before the first figures."""
    name = named("source", source.source_id, source.name)
    gave = _gave(source, now)
    parts = [
        f"<h3>{esc(name)}</h3>",
        chips(_labels(source, mode)),
        _reason(source),
        _age_of_answer(source, now, mode),
        _switch(source, mode),
        facts(gave) if gave else "",
        _turn(source, mode),
        _shown(source.shown, name) if source.shown else "",
        more(t("source.visit"), _visit(source.health)) if source.health.status != "never" else "",
        more(t("source.rights"), _rights(source)),
    ]
    return f'<li class="pp-card">{"".join(parts)}</li>'


def ago_words(past: datetime | None, now: datetime) -> str:
    """An age in words; the moment itself shows on pointing at it."""
    if past is None:
        return esc(ago(past, now))
    return (
        f'<time datetime="{esc(past.isoformat())}" title="{esc(moment(past))}">'
        f"{esc(ago(past, now))}</time>"
    )


def _labels(source: Source, mode: str | None) -> list[str]:
    health = source.health
    labels = []
    if source.state in OFF:
        labels.append(chip(named("source_off", source.state)))
    elif rests(source, mode):
        labels.append(chip(named("health", "skipped")))
    elif health.status == "never" and source.state == "asked":
        labels.append(chip(named("health", "never")))
    if health.status != "never":
        labels.append(chip(named("health", health.status), TONES.get(health.status, "calm")))
    if stale(source, mode):
        labels.append(chip(t("source.stale"), "warm"))
    labels += [chip(named("origin", origin)) for origin in source.origins]
    return [*labels, chip(named("source_family", source.family))]


def _reason(source: Source) -> str:
    """Why the last visit gave nothing, or not all, and what to do about it."""
    health = source.health
    if health.status in ("ok", "never"):
        return ""
    if health.status not in FAILED:
        said_of = [named("health_help", health.status, health.message)]
        if health.status == "partial" and health.error_code:
            said_of.append(error_words(health.error_code, health.message))
        return f'<p class="pp-soft">{said(" ".join(said_of))}</p>'
    why = (
        error_words(health.error_code, health.message)
        if health.error_code
        else named("health_help", health.status)
    )
    if health.failures >= SEVERAL and source.state not in OFF:
        why += " " + t("source.failures", n=health.failures)
    return f'<p class="pp-problem">{said(why)}</p>'


def _age_of_answer(source: Source, now: datetime, mode: str | None) -> str:
    """That what is shown is an old answer, and how old."""
    health = source.health
    failing = health.status in FAILED and source.state not in OFF
    if not (failing or stale(source, mode)):
        return ""
    if health.last_ok_at is None:
        return f"<p>{esc(t('source.no_good_answer'))}</p>"
    return f"<p>{esc(t('source.old_answer', age=ago(health.last_ok_at, now)))}</p>"


def _switch(source: Source, mode: str | None) -> str:
    """What it takes to have the source asked, with the names of the settings in small print."""
    if rests(source, mode):
        return f"<p>{esc(t('source.how_live'))}</p>"
    if source.state not in OFF:
        return ""
    if source.state == "needs_key":
        how = t("source.how_key")
    elif source.access == "page":
        how = t("source.how_page")
    else:
        how = t("source.how_on")
    settings = ", ".join(source.needs)
    small = f'<br><span class="pp-soft pp-small">{esc(settings)}</span>' if settings else ""
    return f"<p>{esc(how)}{small}</p>"


def _gave(source: Source, now: datetime) -> list[tuple[str, str]]:
    health = source.health
    pairs: list[tuple[str, str]] = []
    if health.status != "never":
        when = t("source.last_read") if source.access == "file" else t("source.last_visit")
        pairs.append((when, ago_words(health.finished_at, now)))
        pairs.append((t("source.rows"), number(health.rows)))
    if health.newest_captured_at is not None:
        pairs.append((t("source.newest"), ago_words(health.newest_captured_at, now)))
    if source.n_observations:
        pairs.append((t("source.observations"), number(source.n_observations)))
        pairs.append((t("source.terms"), number(source.n_terms)))
    if source.first_observed_on is not None:
        span = f"{day(source.first_observed_on)} – {day(source.last_observed_on)}"
        pairs.append((t("source.span"), esc(span)))
    return pairs


def _turn(source: Source, mode: str | None) -> str:
    """How often it is asked; a replay asks nobody."""
    if source.cadence is None or source.state != "asked" or mode == ON_RECORD:
        return ""
    return f'<p class="pp-soft pp-small">{esc(named("cadence", source.cadence))}</p>'


def _visit(health: Health) -> str:
    """The last visit in figures."""
    pairs = [
        (t("source.when"), esc(moment(health.finished_at))),
        (t("source.attempts"), number(health.attempts)),
        (t("source.collected"), number(health.collected)),
        (t("source.rows"), number(health.rows)),
        (t("source.refused"), number(health.quarantined)),
        (t("source.duplicates"), number(health.duplicates)),
        (t("source.distinct"), number(health.distinct_terms)),
    ]
    if health.last_ok_at is not None and health.last_ok_at != health.finished_at:
        pairs.append((t("source.last_good"), esc(moment(health.last_ok_at))))
    note = f'<p class="pp-soft">{esc(spelled(health.message))}</p>' if health.message else ""
    return facts(pairs) + note


def _rights(source: Source) -> str:
    """What may be done with its data."""
    found = source.rights
    if found is None:
        return facts([(t("source.licence"), esc(t("source.not_registered")))])
    if not found.may_store:
        kept = t("source.not_kept")
    elif found.retention_days is None:
        kept = t("source.no_limit")
    else:
        kept = t("source.for_days", n=found.retention_days)
    pairs = [
        (t("source.licence"), esc(found.licence)),
        (t("source.kept"), esc(kept)),
        (t("source.business"), esc(_yes(found.commercial_use))),
        (t("source.scored"), esc(_yes(found.may_score))),
    ]
    if found.display_hours is not None:
        pairs.append((t("source.display"), esc(t("source.for_hours", n=found.display_hours))))
    notes = [found.terms_note, found.attribution]
    lines = "".join(f'<p class="pp-soft">{esc(note)}</p>' for note in notes if note)
    return facts(pairs) + lines


def _yes(answer: bool) -> str:
    return t("word.yes") if answer else t("word.no")


def _shown(shown: Shown, name: str) -> str:
    """An answer that may be shown and not kept."""
    until = t("source.shown_until", moment=moment(shown.expires_at))
    head = (t("column.term"), t("source.region"), t("source.metric"), t("evidence.value"))
    rows = table(
        head,
        [_shown_cells(row) for row in shown.items],
        caption=f"{name}: {until}",
        numeric=(3,),
        tall=True,
    )
    return f'<p class="pp-soft pp-small">{esc(until)}</p>{rows}'


def _shown_cells(row: ShownRow) -> tuple[str, ...]:
    value = number(row.rank) if row.value is None else compact(row.value)
    return esc(row.term), esc(region(row.region)), esc(named("metric", row.metric)), esc(value)

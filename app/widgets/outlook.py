"""What is forecast of a term, how such forecasts came true, and what they are made of."""

from __future__ import annotations

import streamlit as st

from api.schemas.forecasts import Chance, ForecastPart, TermForecast
from app.widgets.markup import bar, esc, table
from app.words import day, named, number, percent, t

FORECASTS = ("rise", "rank", "return", "sustain")


def outlook(found: TermForecast) -> None:
    """Each forecast in a sentence, then its parts."""
    lines = [
        _line(t("forecast.rise"), found.rise),
        _line(t("forecast.return"), found.back),
        _line(t("forecast.sustain"), found.sustain),
    ]
    rows = [line for line in lines if line]
    if rows:
        st.html(
            table(
                (t("forecast.what"), t("forecast.chance"), t("forecast.measured")),
                rows,
                caption=t("term.forecast"),
            )
        )
    if found.growth:
        place, of = number(found.growth.place), number(found.growth.of)
        st.markdown(t("forecast.growth", place=place, of=of))
    st.caption(t("forecast.made", day=day(found.made_on), version=found.version))
    if found.parts:
        with st.expander(t("forecast.parts"), icon=":material/table_rows:"):
            st.markdown(t("forecast.parts_lead"))
            for name in FORECASTS:
                _parts(name, [part for part in found.parts if part.forecast == name])


def _line(what: str, chance: Chance | None) -> tuple[str, ...] | None:
    if chance is None:
        return None
    measured = t("forecast.unmeasured")
    if chance.low is not None and chance.high is not None:
        measured = t("forecast.between", low=percent(chance.low), high=percent(chance.high))
    return esc(what), percent(chance.chance) + bar(chance.chance), esc(measured)


def _parts(name: str, parts: list[ForecastPart]) -> None:
    if not parts:
        return
    greatest = max(abs(part.part) for part in parts) or 1.0
    st.html(
        table(
            (named("forecast_name", name), t("forecast.value"), t("forecast.adds")),
            [
                (
                    esc(named("looked_at", part.feature)),
                    number(part.value, 2) if part.value is not None else "–",
                    number(part.part, 2)
                    + bar(abs(part.part) / greatest, "good" if part.part > 0 else "bad"),
                )
                for part in sorted(parts, key=lambda part: -abs(part.part))
            ],
            caption=named("forecast_name", name),
            numeric=(1,),
        )
    )

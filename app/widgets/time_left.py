"""How long a rise or a season leaves, and whether a listing is made in that time."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from api.schemas.terms import TrendDetail
from api.schemas.trends import Trend
from app.widgets import life_chart
from app.widgets.markup import Tone
from app.words import day, number, t

GROWING = ("emerging", "rising", "peak")
OLDEST = 28  # an age of so many days stands for more as well
STAGE_TONES: dict[str, Tone] = {
    "emerging": "good",
    "rising": "good",
    "peak": "warm",
    "seasonal": "warm",
}


def in_short(trend: Trend) -> str:
    """The days left in a few characters; empty when unknown."""
    if trend.days_left is None:
        return ""
    days = number(trend.days_left)
    if trend.left_basis == "season":
        return t("left.season", days=days)
    low, high = trend.days_left_low, trend.days_left_high
    if high is None:
        return t("left.rise_open", days=days, low=number(low))
    return t("left.rise", days=days, low=number(low), high=number(high))


def time_left(found: TrendDetail) -> None:
    """The sentence, the timeline, and what both rest on."""
    st.markdown(sentence(found))
    if found.days_left is None or found.lead_days is None:
        return
    st.vega_lite_chart(
        None, life_chart.timeline(found), width="stretch", alt=_alt(found), key="time_left"
    )
    st.html(life_chart.legend(found))
    if found.left_basis == "season":
        calendar = found.season.peak_basis == "occasion"
        st.caption(t("left.basis_occasion") if calendar else t("left.basis_measured"))
    elif found.rise:
        age, like = number(found.rise.age), number(found.rise.like)
        old = found.rise.age >= OLDEST
        st.caption(
            t("left.basis_old", age=age, like=like) if old else t("left.basis", age=age, like=like)
        )


def sentence(found: TrendDetail) -> str:
    """What is left, what a listing needs, and what follows."""
    start, end = day(found.season.publish_from), day(found.season.publish_by)
    if found.days_left is None or found.lead_days is None:
        if found.stage in GROWING and found.rise is not None:
            return t("left.unknown")
        if found.peak_on is not None:
            return t("left.ahead", day=day(found.peak_on), start=start, end=end)
        return t("left.none")
    lead = number(found.lead_days)
    if found.left_basis == "season":
        peaks = (
            t("left.peaks", n=found.days_left, day=day(found.peak_on))
            if found.days_left
            else t("left.peaks_today")
        )
        return f"{peaks} {t('left.needs_season', lead=lead)} {_season_verdict(found)}"
    low, high = found.days_left_low, found.days_left_high
    like = (
        t("left.like", n=found.days_left, low=number(low), high=number(high))
        if high is not None
        else t("left.like_open", days=number(found.days_left), low=number(low))
    )
    verdict = t("left.in_time") if found.in_time else t("left.too_late")
    return f"{like} {t('left.needs', lead=lead)} {verdict}"


def _season_verdict(found: TrendDetail) -> str:
    start, end = day(found.season.publish_from), day(found.season.publish_by)
    if found.in_time:
        return t("left.publish", start=start, end=end)
    closes = found.season.publish_by
    if closes is None or closes < found.as_of:  # the calendar does not reach to the next
        return t("left.late")
    return t("left.too_late_season", start=start, end=end)


def _alt(found: TrendDetail) -> str:
    if found.left_basis == "season":
        event = t(
            "left.alt_season",
            start=day(found.season.publish_from),
            end=day(found.season.publish_by),
            day=day(found.peak_on),
        )
    else:
        event = t(
            "left.alt_rise",
            start=_in(found, found.days_left_low),
            end=_in(found, found.days_left_high),
            day=_in(found, found.days_left),
        )
    return t("left.alt", needs=_in(found, found.lead_days), event=event)


def _in(found: TrendDetail, days: int | None) -> str:
    return day(_after(found.as_of, days))


def _after(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)

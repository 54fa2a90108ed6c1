"""One listing draft: what to paste into Etsy's form, the price, the checks, the quality."""

from __future__ import annotations

import streamlit as st

from api.schemas.drafts import Draft, Finding, Pricing, Quality, QualityPart
from app.widgets.markup import Tone, bar, chip, chips, esc, table
from app.words import humane, named, number, percent, price, sentence, t

TITLE_MAX, TAGS_MAX = 140, 13
ORDER = ("block", "warn", "todo", "ok")
TONES: dict[str, Tone] = {"block": "bad", "warn": "warm", "todo": "warm", "ok": "good"}


def texts(draft: Draft) -> None:
    """Title, tags, description and materials, each ready to be copied."""
    st.header(t("draft.heading", n=len(draft.title), most=TITLE_MAX), anchor=False)
    st.code(draft.title, language=None, wrap_lines=True)
    st.header(t("draft.tags", n=len(draft.tags), most=TAGS_MAX), anchor=False)
    st.html(f'<div class="pp-tags">{chips(chip(tag) for tag in draft.tags)}</div>')
    st.code(", ".join(draft.tags), language=None, wrap_lines=True)
    st.header(t("draft.description", n=len(draft.description)), anchor=False)
    st.code(draft.description, language=None, wrap_lines=True, height=320)
    st.header(t("draft.materials"), anchor=False)
    st.code(", ".join(draft.materials), language=None)


def pricing(found: Pricing) -> None:
    """Where each cent of a sale goes; assumed costs say so."""
    cells = st.grid(2, min_column_width=120, gap="small")
    cells.metric(t("price.price"), price(found.price), border=True)
    cells.metric(t("price.profit"), price(found.profit), help=t("price.profit_help"), border=True)
    cells.metric(t("price.floor"), price(found.floor), help=t("price.floor_help"), border=True)
    cells.metric(
        t("price.with_ads"),
        price(found.profit_with_offsite_ads),
        help=t("price.with_ads_help"),
        border=True,
    )
    largest = max((abs(line.amount.amount) for line in found.lines), default=0)
    rows = []
    for line in found.lines:
        amount = line.amount.amount
        assumed = found.basis == "assumption" and line.code in ("production", "shipping")
        mark = " " + chip(t("price.assumed"), "own") if assumed else ""
        share = float(abs(amount) / largest) if largest else 0.0
        rows.append(
            (
                esc(named("price_line", line.code)) + mark,
                bar(share, "good" if amount >= 0 else "warm"),
                esc(price(line.amount)),
            )
        )
    rows.append((f"<b>{esc(t('price.left'))}</b>", "", f"<b>{esc(price(found.profit))}</b>"))
    st.html(
        table(
            (t("price.line"), "", t("price.amount")), rows, caption=t("draft.price"), numeric=(2,)
        )
    )
    if found.basis == "assumption":
        st.caption(t("price.assumption"))
    st.caption(t("price.source", source=found.fees_source, month=found.fees_as_of))


def findings(found: list[Finding]) -> None:
    """The checks, grouped by what the seller has to do."""
    for status in ORDER:
        of_status = [finding for finding in found if finding.status == status]
        if not of_status:
            continue
        items = "".join(
            f"<li><b>{esc(named('check', finding.code))}</b>"
            f'<div class="pp-soft">{esc(finding.message)}</div>{_named(finding)}</li>'
            for finding in of_status
        )
        count = chip(f"{named('finding', status)} · {number(len(of_status))}", TONES[status])
        opened = " open" if status != "ok" else ""
        st.html(
            f'<details class="pp-card"{opened}><summary>{count}</summary>'
            f'<ul class="pp-checks">{items}</ul></details>'
        )


def _named(finding: Finding) -> str:
    """What a finding rests on, where it says something to a person."""
    if finding.code == "compliance.fonts_licensed":
        return chips(chip(humane(face).title()) for face in finding.evidence)
    if finding.status in ("block", "warn"):
        return chips(chip(what) for what in finding.evidence)
    return ""


def quality(found: Quality) -> None:
    """The quality score and the points behind it."""
    st.html(
        table(
            (t("quality.part"), t("quality.points"), ""),
            [
                (
                    f"{esc(named('quality', part.code.partition('.')[2]))}"
                    f'<div class="pp-soft pp-small">{esc(sentence(part.message))}</div>',
                    f"{number(part.points)} / {number(part.possible)}",
                    bar(part.points / part.possible if part.possible else 0.0, _tone(part)),
                )
                for part in found.parts
            ],
            caption=t("draft.quality"),
            numeric=(1,),
        )
    )
    earned = sum(part.points for part in found.parts)
    possible = sum(part.possible for part in found.parts)
    share = percent(earned / possible) if possible else "–"
    st.caption(t("quality.sum", points=number(earned), possible=number(possible), share=share))


def _tone(part: QualityPart) -> Tone:
    if part.points == part.possible:
        return "good"
    return "calm" if 2 * part.points >= part.possible else "warm"

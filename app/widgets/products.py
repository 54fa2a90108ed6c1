"""The products that suit a term, each with its reason."""

from __future__ import annotations

import streamlit as st

from api.schemas.terms import ProductReason, TrendDetail
from app.widgets.markup import esc
from app.words import named, t


def suiting(found: TrendDetail) -> None:
    """A line for each product; says so when there is none."""
    if not found.product_reasons:
        st.markdown(t("term.no_products"))
        return
    items = "".join(
        f"<li><b>{esc(named('product', one.product))}</b> "
        f'<span class="pp-soft">{esc(_why(one))}</span></li>'
        for one in found.product_reasons
    )
    st.html(f'<ul class="pp-checks">{items}</ul>')


def _why(one: ProductReason) -> str:
    return named("suits", one.code.removeprefix("suits."), one.reason)

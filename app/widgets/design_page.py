"""One design: pictures, downloads, print check, garments, inks and typefaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from api.schemas.designs import Design, PrintFinding, Variant
from app.widgets.markup import chip, chips, esc, facts, table
from app.widgets.pictures import download, file_size, shown
from app.words import humane, joined, moment, named, number, percent, sentence, spelled, t

# What is measured for each garment: the letters decide, the inks are advice.
ON_GARMENT = ("legibility", "contrast", "lowest_contrast")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def pictures(design: Design, variant: Variant) -> None:
    """The large picture of the chosen kind."""
    st.html(shown(design, variant))


def downloads(design: Design) -> None:
    """The print file and the pictures for the listing."""
    links = [
        download(design, variant, main=variant is Variant.PRINT)
        for variant in (
            Variant.PRINT,
            Variant.MOCKUP_LIGHT,
            Variant.MOCKUP_DARK,
            Variant.PREVIEW,
        )
    ]
    st.html(f'<div class="pp-chips">{"".join(links)}</div>')
    st.caption(t("design.print_note"))


def about(design: Design) -> None:
    """Layout, garments, inks, typefaces."""
    garments = [named("garment", name) for name in design.garments]
    inks = "".join(
        f'<span class="pp-ink"><span class="pp-swatch" style="background:{esc(ink.colour)}">'
        f"</span>{esc(ink.colour)} {percent(ink.share)}</span> "
        for ink in design.report.inks
    )
    st.html(
        facts(
            (
                (t("design.layout"), esc(humane(design.layout))),
                (t("design.palette"), esc(humane(design.palette))),
                (t("design.garments"), esc(joined(garments))),
                (t("design.faces"), esc(joined([humane(face).title() for face in design.faces]))),
                (t("design.coverage"), percent(design.report.coverage)),
                (t("design.made"), esc(moment(design.created_at))),
            )
        )
        + (f'<div class="pp-small">{inks}</div>' if inks else "")
    )


def print_check(design: Design) -> None:
    """Every measurement against its limit, required ones first."""
    report = design.report
    verdict = (
        chip(t("design.check_passed"), "good")
        if report.passed
        else chip(t("design.check_failed"), "bad")
    )
    st.html(chips([verdict]))
    whole = [one for one in report.findings if garment_of(one.code) is None]
    shown = [one for one in whole if one.required or not one.passed]
    shown.sort(key=lambda one: (one.passed, not one.required))
    _findings(shown)
    _garments([one for one in report.findings if garment_of(one.code) is not None])
    rest = [one for one in report.findings if one not in shown]
    if rest:
        with st.expander(t("check.more", n=len(rest)), icon=":material/rule:"):
            _findings(rest)
    st.caption(t("design.check_note"))


def _findings(found: Sequence[PrintFinding]) -> None:
    st.html(
        table(
            (t("check.what"), t("check.result"), t("check.measured"), t("check.limit")),
            [_row(finding) for finding in found],
            caption=t("design.check"),
        )
    )


def _garments(found: Sequence[PrintFinding]) -> None:
    """How well the print reads on each shirt: letters must, inks are advice."""
    by_garment: dict[str, dict[str, PrintFinding]] = {}
    for finding in found:
        what = finding.code.split(".")[1]
        by_garment.setdefault(garment_of(finding.code) or "", {})[what] = finding
    if not by_garment:
        return
    st.html(
        table(
            (t("check.garment"), *(named("print", what) for what in ON_GARMENT)),
            [
                (
                    esc(sentence(named("garment", garment))),
                    *(_contrast(of_garment.get(what)) for what in ON_GARMENT),
                )
                for garment, of_garment in by_garment.items()
            ],
            caption=t("design.garments"),
        )
    )


def _contrast(finding: PrintFinding | None) -> str:
    if finding is None:
        return "–"
    return f"{_result(finding)} {esc(_measure(finding.measured, finding.unit))}"


def garment_of(code: str) -> str | None:
    """The garment that a measurement is about, None for one of the file as a whole."""
    parts = code.split(".", 2)
    return parts[2] if len(parts) == 3 else None


def finding_name(code: str) -> str:
    """What a measurement is; one of a garment names the garment."""
    _, _, rest = code.partition(".")
    what, _, garment = rest.partition(".")
    name = named("print", what)
    return f"{name}: {named('garment', garment)}" if garment else name


def _row(finding: PrintFinding) -> tuple[str, str, str, str]:
    return (
        f'{esc(finding_name(finding.code))}<div class="pp-soft pp-small">'
        f"{esc(spelled(finding.message))}</div>",
        _result(finding),
        esc(_measure(finding.measured, finding.unit)),
        esc(_measure(finding.limit, finding.unit)),
    )


def _result(finding: PrintFinding) -> str:
    if finding.passed:
        return chip(t("check.passed"), "good")
    return chip(t("check.failed"), "bad") if finding.required else chip(t("check.advice"), "warm")


def _measure(value: float | str | None, unit: str) -> str:
    """A measured value with its unit: shares as per cent, bytes as megabytes."""
    if value is None:
        return "–"
    share = unit.startswith("share")
    if isinstance(value, str):
        if share:
            return _NUMBER.sub(lambda found: percent(float(found.group(0)), 1), value)
        return f"{value} {unit}".strip()
    if share:
        return percent(value)
    if unit == "bytes":
        return file_size(value)
    digits = 0 if float(value).is_integer() else 2
    suffix = {"px": " px", "dpi": " DPI", "ratio": " : 1"}.get(unit, f" {unit}" if unit else "")
    return number(value, digits) + suffix

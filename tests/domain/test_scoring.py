"""The score's arithmetic: bounds, directions, and what unknown components do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import scoring

WEIGHTS = dict(
    zip(scoring.COMPONENTS, (0.15, 0.20, 0.15, 0.05, 0.10, 0.15, 0.10, 0.10), strict=True)
)
value = st.floats(0.02, 1.0)
maybe = st.one_of(st.none(), value)


@given(st.fixed_dictionaries(dict.fromkeys(scoring.COMPONENTS, maybe)))
def test_contributions_are_the_score(components: dict[str, float | None]) -> None:
    if all(one is None for one in components.values()):
        with pytest.raises(ValueError, match="no component"):
            scoring.combine(components, WEIGHTS)
        return
    made = scoring.combine(components, WEIGHTS)
    assert sum(made.contributions.values()) == made.log_score
    assert math.fsum(made.weights_used.values()) == pytest.approx(1.0, abs=1e-12)
    assert 1.999 <= made.score <= 100.0
    assert made.low(0.5) < made.score
    assert all(
        made.contributions[name] == 0 == made.weights_used[name]
        for name, one in components.items()
        if one is None
    )


@given(st.fixed_dictionaries(dict.fromkeys(scoring.COMPONENTS, value)), st.data())
def test_a_better_component_never_lowers_the_score(
    components: dict[str, float | None], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(scoring.COMPONENTS))
    better = {**components, name: data.draw(st.floats(float(components[name] or 0), 1.0))}
    before = scoring.combine(components, WEIGHTS).log_score
    assert scoring.combine(better, WEIGHTS).log_score >= before - 1e-12


def test_an_unknown_component_is_no_middle_value() -> None:
    flat: dict[str, float | None] = dict.fromkeys(scoring.COMPONENTS, 0.3)
    whole = scoring.combine(flat, WEIGHTS)
    part = scoring.combine({**flat, "momentum": None, "competition": None}, WEIGHTS)
    assert part.score == pytest.approx(whole.score)
    assert whole.coverage == pytest.approx(1.0)
    assert part.coverage == pytest.approx(0.75)


@given(st.fixed_dictionaries(dict.fromkeys(scoring.COMPONENTS, value)), st.integers(0, 40))
def test_a_component_without_a_weight_is_left_out_and_crowding_counts_whole(
    components: dict[str, float | None], drafts: int
) -> None:
    older = {name: 1 / 7 for name in scoring.COMPONENTS if name != "outlook"}
    plain = scoring.combine(components, older)
    assert set(plain.contributions) == set(older)
    assert plain == scoring.combine({**components, "outlook": None}, older)
    crowded = scoring.combine(components, older, scoring.crowding(drafts, 3))
    assert sum(crowded.contributions.values()) == crowded.log_score
    assert crowded.score == pytest.approx(plain.score * max(0.02, min(1.0, 3 / max(drafts, 1))))
    assert crowded.coverage == plain.coverage


@given(st.floats(0.02, 0.98), st.floats(-3, 3))
def test_an_ordinary_day_is_one_half(base: float, more: float) -> None:
    odds = math.log(base / (1 - base))
    assert scoring.against_base(odds, base) == pytest.approx(0.5)
    ratio = math.exp(more)
    assert scoring.against_base(odds + more, base) == pytest.approx(ratio / (1 + ratio))
    assert scoring.outlook([0.5, 0.5]) == pytest.approx(0.5)
    assert scoring.outlook([]) is None


@given(st.integers(1, 500))
def test_places_of_an_order_are_centred(of: int) -> None:
    all_of_them = [scoring.standing(place, of) for place in range(1, of + 1)]
    assert math.fsum(all_of_them) / of == pytest.approx(0.5)
    assert all(0 < one < 1 for one in all_of_them)
    assert all_of_them == sorted(all_of_them, reverse=True)


@given(st.floats(0, 1e7), st.floats(0, 1e7), st.floats(1, 1e6))
def test_more_listings_compete_more(listings: float, searches: float, more: float) -> None:
    here = scoring.competition(listings, searches, 0.0)
    assert scoring.competition(listings + more, searches, 0.0) <= here
    assert scoring.competition(listings, searches + more, 0.0) >= here
    assert scoring.competition(searches, searches, 0.0) == pytest.approx(0.5)


@given(st.floats(-1e6, 1e6))
def test_logistic_is_a_share(x: float) -> None:
    assert 0 < scoring.logistic(x) < 1 or abs(x) >= 30
    assert scoring.logistic(x) + scoring.logistic(-x) == pytest.approx(1.0)


@given(st.floats(-5, 5), st.floats(0, 3))
def test_momentum_rises_with_each_leg(z: float, more: float) -> None:
    base = scoring.momentum(z, 0.1, 0.3)
    assert scoring.momentum(z + more, 0.1, 0.3) >= base
    assert scoring.momentum(z, 0.1 + more, 0.3) >= base
    assert scoring.momentum(z, 0.1, min(1.0, 0.3 + more)) >= base
    assert base < 0


def test_no_leg_buys_another() -> None:
    assert math.exp(scoring.momentum(8.0, -1.0, 0.0)) < 0.15


@given(st.integers(1, 60), st.data())
def test_wilson_stays_below_the_share(trials: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, trials))
    low = scoring.wilson_low(successes, trials)
    assert low is not None
    assert -1e-12 <= low <= successes / trials + 1e-12


def test_wilson_grows_with_evidence() -> None:
    lows = [scoring.wilson_low(n, n) for n in (1, 2, 3)]
    assert lows == [pytest.approx(0.5), pytest.approx(2 / 3), pytest.approx(0.75)]
    assert scoring.wilson_low(0, 0) is None


def test_stouffer_holds_each_family() -> None:
    assert scoring.stouffer([]) is None
    assert scoring.stouffer([100.0]) == 4.0
    assert scoring.stouffer([2.0, 2.0]) == pytest.approx(2.0 * math.sqrt(2))
    assert scoring.breadth(4.0, 0.5) == pytest.approx(0.5, abs=1e-3)
    assert scoring.breadth(-4.0, 0.5) == scoring.FLOOR


@pytest.mark.parametrize(
    ("reading", "step"),
    [
        (9_999, 1), (12_300, 100), (12_345, 1), (1_200_000, 1e5), (1_234_500, 100),
        (2_500_000_000, 1e8), (2_510_000_000, 1e5), (0, 1),
    ],
)  # fmt: skip
def test_displayed_counters_know_their_rounding(reading: float, step: float) -> None:
    assert scoring.display_step(reading) == step


def test_one_display_step_is_no_burst() -> None:
    a7 = (scoring.anscombe(1e5) + 6 * scoring.anscombe(0)) / 7
    flat = scoring.anscombe(0)
    assert scoring.burst(a7, flat, 0.0, 0.0) > 100
    assert scoring.burst(a7, flat, 0.0, 0.0, step=1e5) < 1
    assert scoring.velocity(1e5 / 7, 0.0, step=1e5) < 0.2


def test_small_bases_are_shrunk() -> None:
    assert scoring.velocity(2.0, 0.0) < scoring.velocity(2000.0, 1000.0) < math.log(2)
    assert scoring.list_value(1) == pytest.approx(1 / 6)


def test_time_halves_freshness_and_opportunity() -> None:
    assert scoring.freshness(21, 21) == pytest.approx(0.5)
    assert scoring.opportunity(0, 0) == 1.0
    assert scoring.opportunity(28, 0) == pytest.approx(0.5)
    assert scoring.opportunity(-5, 14) == pytest.approx(0.5)


def test_season_is_neutral_at_the_mean() -> None:
    assert scoring.season(1.0) == pytest.approx(0.5)
    assert scoring.season(0.0) == scoring.FLOOR
    assert scoring.season(2.0) > 0.85


def test_confidence_parts_grow_with_evidence() -> None:
    assert scoring.sample_size(0) == pytest.approx(1 / 8)
    assert scoring.sample_size(28) > scoring.sample_size(7)
    assert scoring.agreement(0, 0) == 0.5
    assert scoring.agreement(3, 3) == pytest.approx(0.8)
    assert scoring.agreement(1, 2) == 0.5

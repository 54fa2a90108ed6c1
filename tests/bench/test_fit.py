"""The measurement of product fit: its labels, its figures and its agreement."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from bench.fit import FRESH, HALVES, LABELS, SECOND, Sample, kappa, labelled
from bench.fit_embeddings import LOWEST, logistic, nearest
from domain.ideas.select import LOWEST_FIT


def test_the_labels_are_read_once_each_and_fill_both_halves() -> None:
    rows, fresh = labelled(LABELS), labelled(FRESH)
    terms = [row.term for row in (*rows, *fresh)]
    assert len(terms) == len(set(terms))
    assert len(rows) >= 300
    assert {row.label for row in (*rows, *fresh)} == {"yes", "no", "occasion"}
    assert min(sum(row.half == half for row in rows) for half in HALVES) > len(rows) // 3
    assert all(row.weight >= 1 and row.reason for row in (*rows, *fresh))


def test_a_third_was_labelled_twice() -> None:
    with SECOND.open(encoding="utf-8", newline="") as handle:
        again = [row["term"] for row in csv.DictReader(handle, delimiter="\t")]
    terms = {row.term for row in labelled(LABELS)}
    assert set(again) <= terms
    assert len(again) == len(set(again)) == len(terms) // 3


def test_figures_count_pairs_and_the_line_for_ideas() -> None:
    hit = np.array([True, True, False, False])
    value = np.array([0.9, LOWEST_FIT, LOWEST_FIT, 0.1])
    one = np.ones((1, 4))
    sample = Sample(hit, value, np.ones(4))
    assert sample.auc(one)[0] == pytest.approx((1 + 1 + 0.5 + 1) / 4)
    assert sample.precision(one)[0] == pytest.approx(2 / 3)
    assert sample.recall(one)[0] == 1
    heavy = Sample(hit, value, np.array([1, 1, 3, 1]))
    assert heavy.precision(one)[0] == pytest.approx(2 / 5)
    twice = Sample(hit, value, np.ones(4)).auc(np.array([[1.0, 0, 1, 0]]))
    assert twice[0] == 1
    assert math.isnan(sample.auc(np.array([[1.0, 1, 0, 0]]))[0])


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa([(1, 1), (0, 0)] * 5) == 1
    assert kappa([(1, 1), (1, 0), (0, 1), (0, 0)]) == pytest.approx(0)
    assert kappa([(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15) == pytest.approx(0.4)


def test_neighbours_and_calibration_of_an_embedding() -> None:
    similar = np.array([[0.1, 0.9, 0.5], [-np.inf, 0.2, 0.4]])
    assert nearest(similar, 2).tolist() == pytest.approx([0.7, 0.3])
    assert nearest(similar, 10_000).tolist() == pytest.approx([0.5, 0.3])
    chance = np.random.default_rng(1)
    gap = chance.normal(size=4000)
    hit = chance.random(4000) < 1 / (1 + np.exp(-(2 * gap - 1)))
    slope, middle = logistic(gap, hit)
    assert (slope, middle) == pytest.approx((2, -1), abs=0.2)
    assert LOWEST < LOWEST_FIT

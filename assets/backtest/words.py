"""What the card's questions, rules and measures are called where people read them."""

from __future__ import annotations

RULES = {
    "absolute_gain": "this week's gain",
    "acceleration": "acceleration",
    "all_sightings": "all earlier days",
    "best_rank": "best place",
    "decayed_count": "decayed count",
    "ewma_z": "EWMA z",
    "kleinberg": "Kleinberg burst",
    "mean_k_sigma": "mean + k sigma",
    "mean_reversion_4w": "4-week reversion",
    "median_reversion_12w": "12-week reversion",
    "poisson": "Poisson",
    "predecessor": "earlier product",
    "random": "by lot",
    "ratio_7_28": "7 / 28 days",
    "recent_sightings": "last 14 days",
    "recurrence": "same weekday",
    "relative_growth": "relative growth",
    "seasonal_naive": "seasonal naive",
    "small_level": "small level",
    "volume": "volume",
    "week_on_week": "week on week",
    "wikitrends": "Wikitrends",
}

METRICS = {
    "auc": "AUC",
    "spearman": "Spearman",
    "precision_at_10": "precision@10",
    "precision_at_50": "precision@50",
    "ndcg_at_10": "NDCG@10",
    "recall_at_1_percent": "recall, 1 % false alarms",
    "recall_at_5_percent": "recall, 5 % false alarms",
    "churn_at_10": "churn of 10",
    "churn_at_50": "churn of 50",
    "lead_days": "lead, days",
    "peaks_told": "peaks told",
}

DEFINITIONS = {
    "AUC": "The chance that a row that came true is placed above one that did not. "
    "0.5 is a coin, 1 is always right.",
    "Spearman": "How much two orders of one day agree: 1 the same, 0 unrelated, -1 reversed.",
    "precision@10, @50": "Of the ten or fifty placed highest on a day, the share that came true; "
    "where an order is asked for, the share that is among the ten or fifty that grew most.",
    "NDCG@10": "How near the first ten are to the best possible ten, early places counting more.",
    "Recall at false alarms": "The line is set so that at most 1 or 5 in a hundred of the rows "
    "that did not come true lie above it; the share of those that did that lies above it.",
    "Churn": "Of the ten or fifty placed highest, the share that was not there the day before.",
    "Lead": "Days from the first alarm in the 28 days before a peak of the weekly gain to the "
    "peak, 0 when there was none; an alarm is a score above the line of 1 % false alarms.",
    "Interval": "The middle 95 % of 2,000 draws of blocks of time. Where a difference's interval "
    "holds 0, the difference may be luck.",
    "Base rate": "The share of all rows that came true.",
    "Coverage": "The share of the rows that a rule knows something of.",
    "Calibration slope": "1 when chances mean what they say; below 1 they boast.",
    "Brier skill": "How much smaller the squared error is than that of stating the base rate.",
}


def rule(name: str) -> str:
    """A rule as people call it; an unknown one by its own name."""
    return RULES.get(name, name.replace("_", " "))


def metric(name: str) -> str:
    """A measure as people call it."""
    return METRICS.get(name, name.replace("_", " "))

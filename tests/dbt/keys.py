"""What tells the rows of each mart apart."""

from __future__ import annotations

KEYS = {
    "dim_term": ["term_id"],
    "dim_term_member": ["member_id"],
    "dim_source": ["source_id"],
    "dim_occasion": ["occasion_id"],
    "fct_trend_observation": [
        "term_id", "source_id", "region", "seen", "kind", "metric", "period", "observed_at",
    ],
    "fct_term_daily": ["term_id", "source_id", "metric", "period", "observed_on"],
    "fct_term_score_daily": ["term_id", "scored_on", "score_version"],
    "fct_score_contribution": ["term_id", "scored_on", "score_version", "component"],
    "fct_term_evidence": ["term_id", "evidence_no"],
    "fct_term_forecast_daily": ["term_id", "made_on", "forecast_version"],
    "fct_forecast_part": ["term_id", "made_on", "forecast", "feature"],
}  # fmt: skip

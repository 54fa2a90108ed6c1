"""All that exists, assembled. Reading this file tells what the platform is made of."""

from __future__ import annotations

import dagster as dg

from assets.backtest.kept import score_card
from assets.design.designs import designs
from assets.ideate.ideas import ideas
from assets.ingest.checks import ingest_checks
from assets.ingest.landing import landing_assets
from assets.ingest.raw import raw_assets
from assets.ingest.switches import asked_platforms
from assets.listing.drafts import drafts
from assets.project import manifest
from assets.score.models import build_score_assets
from assets.score.own_drafts import app_drafts
from assets.serve.checks import snapshot_checks
from assets.serve.snapshot import snapshot
from assets.settings import pipeline_settings
from assets.terms.terms import read_terms
from orchestration.environments import resources
from orchestration.jobs import jobs
from orchestration.schedules import schedules
from orchestration.sensors.follow_requests import requests_sensor
from orchestration.sensors.follow_snapshot import sensors
from warehouse.settings import warehouse_settings


def definitions() -> dg.Definitions:
    """Everything of this installation: assets, checks, jobs, schedules, sensors, resources."""
    live = pipeline_settings().signals is None
    all_jobs = jobs()
    return dg.Definitions(
        assets=[
            *landing_assets(),
            *raw_assets(),
            read_terms,
            app_drafts,
            build_score_assets(manifest(warehouse_settings())),
            snapshot,
            ideas,
            designs,
            drafts,
            score_card,
        ],
        asset_checks=[*ingest_checks(), *snapshot_checks()],
        jobs=all_jobs,
        schedules=schedules(live=live, asked=asked_platforms()),
        sensors=[*sensors(live=live), requests_sensor(live=live, all_jobs=all_jobs)],
        resources=resources(),
        # A step of the default multiprocess executor costs seconds of processor time to start.
        executor=dg.in_process_executor,
    )


defs = definitions()

"""Alert rules: they fire when they should, on metrics that exist, and lead to a runbook."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.metrics import Metrics
from tests.deploy.conftest import Promtool
from tests.deploy.exported import EXPORTED, SUFFIXES, grouped_labels, labels_of, metrics_of
from warehouse.state.models.scrape_run import FAILURES

RULES = "rules.yml"
TESTS = ("rules_test.yml", "rules_days_test.yml")


@pytest.fixture(scope="module")
def folder(deployment: Path) -> Path:
    return deployment / "prometheus"


@pytest.fixture(scope="module")
def rules(folder: Path) -> list[dict[str, Any]]:
    document = yaml.safe_load((folder / RULES).read_text())
    return [rule for group in document["groups"] for rule in group["rules"]]


def alerts(rules: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {rule["alert"]: rule for rule in rules if "alert" in rule}


def cases(folder: Path) -> list[dict[str, Any]]:
    documents = [yaml.safe_load((folder / name).read_text()) for name in TESTS]
    return [test for document in documents for test in document["tests"]]


def test_the_rules_do_what_their_tests_say(folder: Path, promtool: Promtool) -> None:
    done = promtool("test", "rules", *TESTS, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr


def test_rules_and_configuration_are_valid(folder: Path, promtool: Promtool) -> None:
    done = promtool("check", "config", "prometheus.yml", folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        (">= 0.05", ">= 0.06"),
        (">= 0.05", "> 0.05"),
        (">= 0.25", ">= 0.26"),
        (">= 0.25", ">= 0.2"),
        ('status!="skipped"', 'status!=""'),
        ("blocked|login_wall", "login_wall"),
        ("changed_markup|down|failed", "changed_markup|failed"),
        ("max_over_time(podpusher_breaker_open[5m])", "podpusher_breaker_open"),
        ("2 * max", "3 * max"),
        ("2 * max", "1 * max"),
        ("< 50", "<= 50"),
        ("< 50", "< 49"),
        ("or min(podpusher_state_up) == 0", ""),
        ("absent(podpusher_state_up) or ", ""),
        ("for: 2d", "for: 1d"),
        ("and on (source) max by (source) (podpusher_source_enabled) == 1", ""),
        ("unless on (source)", "and on (source)"),
        ("and on (source) max by (source) (podpusher_source_cadence_seconds)", ""),
    ],
)
@pytest.mark.long
def test_the_tests_notice_a_changed_rule(
    folder: Path, promtool: Promtool, tmp_path: Path, there: str, instead: str
) -> None:
    text = (folder / RULES).read_text()
    assert there in text
    (tmp_path / RULES).write_text(text.replace(there, instead))
    for name in TESTS:
        shutil.copy(folder / name, tmp_path)
    assert promtool("check", "rules", RULES, folder=tmp_path).returncode == 0
    assert promtool("test", "rules", *TESTS, folder=tmp_path).returncode != 0


def test_every_alert_has_a_test(folder: Path, rules: list[dict[str, Any]]) -> None:
    fired = {
        case["alertname"]
        for test in cases(folder)
        for case in test.get("alert_rule_test", ())
        if case["exp_alerts"]
    }
    assert fired == set(alerts(rules))


def test_the_exporter_has_what_the_contract_names() -> None:
    families = {family.name for family in Metrics().registry.collect()}
    promised = {
        next((name.removesuffix(end) for end in SUFFIXES if name.endswith(end)), name)
        for name in EXPORTED
    }
    assert promised <= families


def test_rules_use_only_what_is_exported(rules: list[dict[str, Any]]) -> None:
    recorded = {rule["record"] for rule in rules if "record" in rule}
    used = {metric for rule in rules for metric in metrics_of(rule["expr"])}
    assert used - recorded <= set(EXPORTED)
    assert recorded <= used
    for rule in rules:
        for metric, label in labels_of(rule["expr"]):
            assert label in EXPORTED[metric], f"{metric} has no label {label}"
        labels = {label for name in metrics_of(rule["expr"]) for label in EXPORTED.get(name, ())}
        assert grouped_labels(rule["expr"]) <= labels


def test_the_tests_of_the_rules_use_only_what_is_exported(folder: Path) -> None:
    series = [one["series"] for test in cases(folder) for one in test["input_series"]]
    for one in series:
        (metric,) = metrics_of(one)
        labels = {label for _, label in labels_of(one)}
        assert labels - {"instance"} == EXPORTED[metric], one


def test_the_share_counts_every_failure(rules: list[dict[str, Any]]) -> None:
    (share,) = [rule["expr"] for rule in rules if "record" in rule]
    assert f'status=~"{"|".join(FAILURES)}"' in share


def test_every_alert_leads_to_its_part_of_the_runbook(
    repository: Path, rules: list[dict[str, Any]]
) -> None:
    for name, alert in alerts(rules).items():
        assert alert["labels"]["severity"] in {"warning", "critical"}
        assert {"summary", "description", "runbook"} <= set(alert["annotations"])
        path, _, anchor = alert["annotations"]["runbook"].partition("#")
        headings = [
            line.lstrip("# ").strip()
            for line in (repository / path).read_text().splitlines()
            if line.startswith("#")
        ]
        assert anchor == name.lower()
        assert name in headings


def test_the_configuration_reads_our_metrics_and_rules(folder: Path) -> None:
    document = yaml.safe_load((folder / "prometheus.yml").read_text())
    assert [(folder / name).is_file() for name in document["rule_files"]] == [True]
    (job,) = document["scrape_configs"]
    assert job["metrics_path"] == "/api/metrics"

"""The Grafana dashboard: whole, on metrics that exist, tied to no installation."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.deploy.conftest import Promtool
from tests.deploy.exported import EXPORTED, grouped_labels, labels_of, metrics_of

COLUMNS = 24
KINDS = {"stat", "timeseries", "state-timeline", "table"}
SOURCE = {"type": "prometheus", "uid": "${datasource}"}


@pytest.fixture(scope="module")
def text(deployment: Path) -> str:
    return (deployment / "grafana" / "podpusher-signals.json").read_text()


@pytest.fixture(scope="module")
def dashboard(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    return document


def expressions(dashboard: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]


def test_it_is_a_dashboard_of_the_present_schema(dashboard: dict[str, Any]) -> None:
    assert dashboard["schemaVersion"] == 42
    assert dashboard["uid"]
    assert dashboard["title"]
    assert "id" not in dashboard  # Grafana gives one; a fixed one would overwrite another's
    assert {panel["type"] for panel in dashboard["panels"]} == KINDS


def test_ids_are_unique_and_every_panel_is_explained(dashboard: dict[str, Any]) -> None:
    panels = dashboard["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert len({panel["title"] for panel in panels}) == len(panels)
    assert all(panel["title"] and panel["description"] for panel in panels)
    for panel in panels:
        marks = [target["refId"] for target in panel["targets"]]
        assert marks
        assert len(set(marks)) == len(marks)


def test_panels_lie_inside_the_grid_and_not_on_each_other(dashboard: dict[str, Any]) -> None:
    places = [panel["gridPos"] for panel in dashboard["panels"]]
    for place in places:
        assert place["w"] > 0
        assert place["h"] > 0
        assert 0 <= place["x"] <= COLUMNS - place["w"]
    for one, other in itertools.combinations(places, 2):
        assert (
            one["x"] + one["w"] <= other["x"]
            or other["x"] + other["w"] <= one["x"]
            or one["y"] + one["h"] <= other["y"]
            or other["y"] + other["h"] <= one["y"]
        ), f"{one} and {other} overlap"


def test_every_query_asks_the_chosen_datasource(dashboard: dict[str, Any]) -> None:
    variables = {variable["name"]: variable for variable in dashboard["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource"
    assert variables["datasource"]["query"] == "prometheus"
    assert variables["source"]["datasource"] == SOURCE
    for panel in dashboard["panels"]:
        assert panel["datasource"] == SOURCE
        assert all(target["datasource"] == SOURCE for target in panel["targets"])


def test_it_names_no_host_and_no_installation(text: str) -> None:
    assert "://" not in text
    assert not re.search(r"\b\d{1,3}(\.\d{1,3}){3}\b", text)
    assert not re.search(r"\b[\w-]+\.(com|org|net|io|local|internal)\b", text)
    assert "localhost" not in text


def test_queries_use_only_what_is_exported(dashboard: dict[str, Any]) -> None:
    for expression in expressions(dashboard):
        used = metrics_of(expression)
        assert used
        assert used <= set(EXPORTED)
        for metric, label in labels_of(expression):
            assert label in EXPORTED[metric], f"{metric} has no label {label}"
        labels = {label for name in used for label in EXPORTED[name]}
        assert grouped_labels(expression) <= labels


def test_every_metric_of_the_sources_is_shown(dashboard: dict[str, Any]) -> None:
    shown = {name for expression in expressions(dashboard) for name in metrics_of(expression)}
    assert shown == set(EXPORTED) - {"podpusher_state_up"}


def test_queries_are_promql(dashboard: dict[str, Any], promtool: Promtool, tmp_path: Path) -> None:
    rules = [
        {"record": f"panel:{number}", "expr": expression.replace("$source", ".*")}
        for number, expression in enumerate(expressions(dashboard))
    ]
    assert all("$" not in rule["expr"] for rule in rules)
    document = {"groups": [{"name": "panels", "rules": rules}]}
    (tmp_path / "panels.yml").write_text(yaml.safe_dump(document))
    done = promtool("check", "rules", "panels.yml", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr

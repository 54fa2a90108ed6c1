"""Launching and following a run through Dagster's own GraphQL door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2

from podpusher.errors import CommandError

LOCATION = "podpusher"
REPOSITORY = "__repository__"
FINISHED = {"SUCCESS", "FAILURE", "CANCELED"}

READY = """query { repositoriesOrError { __typename ... on RepositoryConnection { nodes { name } }
  ... on PythonError { message } } }"""

DAEMONS = (
    """query { instance { daemonHealth { allDaemonStatuses { daemonType healthy required } } } }"""
)

LAUNCH = """mutation ($params: ExecutionParams!) { launchRun(executionParams: $params) {
  __typename
  ... on LaunchRunSuccess { run { runId } }
  ... on PythonError { message }
  ... on RunConfigValidationInvalid { errors { message } }
} }"""

EVENTS = """query ($run: ID!, $cursor: String) {
  logsForRun(runId: $run, afterCursor: $cursor, limit: 500) {
    __typename
    ... on EventConnection { cursor hasMore events {
      __typename
      ... on MessageEvent { message stepKey timestamp }
      ... on MaterializationEvent { assetKey { path } metadataEntries {
        label __typename
        ... on IntMetadataEntry { intValue }
        ... on TextMetadataEntry { text }
        ... on BoolMetadataEntry { boolValue }
        ... on FloatMetadataEntry { floatValue }
      } }
      ... on AssetCheckEvaluationEvent { evaluation {
        assetKey { path } checkName success severity } }
      ... on ExecutionStepFailureEvent { error { message causes { message } }
        failureMetadata { description metadataEntries { label __typename
          ... on TextMetadataEntry { text } } } }
    } }
  }
  runOrError(runId: $run) { __typename ... on Run { status } }
}"""


class Unanswered(CommandError):
    """The webserver did not answer in time, or not at all."""


@dataclass(frozen=True)
class Event:
    """One line of a run's log that matters to whoever waits for it."""

    type: str
    step: str | None
    message: str
    asset: tuple[str, ...] = ()
    metadata: dict[str, Any] = field(default_factory=dict)
    check: str | None = None
    passed: bool = True
    severe: bool = True


class DagsterClient:
    """The few calls we make to the webserver."""

    def __init__(self, port: int) -> None:
        self._http = httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=30.0)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def answers(self) -> bool:
        """Whether the webserver answers and has loaded the code location."""
        try:
            data = self._ask(READY)
        except CommandError:
            return False
        found = data["repositoriesOrError"]
        return bool(found.get("nodes"))

    def daemon_alive(self) -> bool:
        """Whether every required daemon has reported a heartbeat."""
        statuses = self._ask(DAEMONS)["instance"]["daemonHealth"]["allDaemonStatuses"]
        return all(status["healthy"] for status in statuses if status["required"])

    def launch(self, job: str, tags: dict[str, str]) -> str:
        """Queue a run of the job; returns its id."""
        parameters = {
            "selector": {
                "repositoryLocationName": LOCATION,
                "repositoryName": REPOSITORY,
                "jobName": job,
            },
            "runConfigData": {},
            "executionMetadata": {
                "tags": [{"key": key, "value": value} for key, value in tags.items()]
            },
        }
        answer = self._ask(LAUNCH, {"params": parameters})["launchRun"]
        if answer["__typename"] != "LaunchRunSuccess":
            raise CommandError(
                f"Dagster refused to launch {job}: {answer}", code="run.not_launched"
            )
        return str(answer["run"]["runId"])

    def follow(self, run_id: str, cursor: str | None) -> tuple[list[Event], str | None, str]:
        """Events after the cursor, the new cursor, and the run's status."""
        data = self._ask(EVENTS, {"run": run_id, "cursor": cursor})
        logs = data["logsForRun"]
        events = list(_events(logs.get("events", [])))
        status = data["runOrError"].get("status", "NOT_FOUND")
        return events, logs.get("cursor", cursor), status

    def _ask(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = self._http.post(
                "/graphql", json={"query": query, "variables": variables or {}}
            )
            answer.raise_for_status()
            body = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise Unanswered(
                f"Dagster's UI does not answer ({type(error).__name__}). Its log is "
                "logs/dagster-ui.log in the data folder.",
                code="run.no_answer",
            ) from error
        if body.get("errors"):
            raise CommandError(
                f"Dagster's UI answered: {body['errors'][0]['message']}", code="run.graphql"
            )
        data: dict[str, Any] = body["data"]
        return data


def _events(raw: list[dict[str, Any]]) -> Iterator[Event]:
    for entry in raw:
        evaluation = entry.get("evaluation")
        asset = (evaluation or entry).get("assetKey") or {}
        said = entry.get("failureMetadata") or {}
        yield Event(
            type=entry["__typename"],
            step=entry.get("stepKey"),
            message=said.get("description") or _cause(entry) or entry.get("message") or "",
            asset=tuple(asset.get("path", ())),
            metadata={
                item["label"]: _value(item)
                for item in entry.get("metadataEntries") or said.get("metadataEntries") or ()
            },
            check=evaluation["checkName"] if evaluation else None,
            passed=evaluation["success"] if evaluation else True,
            severe=(evaluation or {}).get("severity") != "WARN",
        )


def _cause(entry: dict[str, Any]) -> str:
    """The words of the first error in the chain."""
    error = entry.get("error") or {}
    causes = [*error.get("causes", ())]
    return str((causes[-1] if causes else error).get("message") or "")


def _value(entry: dict[str, Any]) -> Any:
    for name in ("intValue", "floatValue", "boolValue", "text"):
        if entry.get(name) is not None:
            return entry[name]
    return None

"""Dagster's GraphQL door without a server: its real schema, or a script."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import dagster as dg
import httpx2

from podpusher.dagster_client import DagsterClient

Answer = Callable[[str, dict[str, Any]], httpx2.Response]


def client_over(answer: Answer) -> DagsterClient:
    """A client whose questions the function answers."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        assert request.url.path == "/graphql"
        asked = json.loads(request.content)
        return answer(asked["query"], asked["variables"])

    client = DagsterClient(1)
    client._http = httpx2.Client(
        transport=httpx2.MockTransport(handle), base_url="http://127.0.0.1:1"
    )
    return client


def saying(*answers: Any) -> DagsterClient:
    """Answers in order: data as plain values, a status, or an error to raise; the last repeats."""
    left = list(answers)

    def answer(_query: str, _variables: dict[str, Any]) -> httpx2.Response:
        given = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(given, Exception):
            raise given
        if isinstance(given, int):
            return httpx2.Response(given)
        if isinstance(given, bytes):
            return httpx2.Response(200, content=given)
        return httpx2.Response(200, json={"data": given})

    return client_over(answer)


def real_schema(instance: dg.DagsterInstance) -> DagsterClient:
    """Dagster's own schema and resolvers answer, as behind its webserver."""
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import EmptyWorkspaceTarget
    from dagster_graphql.schema import create_schema

    schema = create_schema()

    def answer(query: str, variables: dict[str, Any]) -> httpx2.Response:
        with WorkspaceProcessContext(instance, EmptyWorkspaceTarget()) as process:
            found = asyncio.run(
                schema.execute_async(
                    query,
                    variable_values=variables,
                    context_value=process.create_request_context(),
                )
            )
        body: dict[str, Any] = {"data": found.data}
        if found.errors:
            body["errors"] = [{"message": str(error)} for error in found.errors]
        return httpx2.Response(200, json=json.loads(json.dumps(body)))

    return client_over(answer)

"""Ideas, designs, drafts, sources and capabilities."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.capabilities import FEATURES, capabilities
from api.schemas.common import Page
from api.schemas.designs import Design, Variant
from api.schemas.drafts import Draft
from api.schemas.ideas import Idea, Refusal
from api.schemas.sources import Source
from connectors.settings import ProviderKeys
from domain.sources.registry import SOURCES
from tests.api.conftest import NO_KEYS, application
from tests.factories.state import AS_OF, GENERATION, picture
from warehouse.settings import WarehouseSettings


def test_ideas_best_first_with_evidence(client: TestClient) -> None:
    page = Page[Idea].model_validate_json(client.get("/v1/ideas").content)
    assert [idea.id for idea in page.items] == ["idea0001", "idea0002", "idea0003"]
    assert (page.as_of, page.generation) == (AS_OF, GENERATION)
    idea = page.items[0]
    assert idea.status == "drafted"
    assert idea.design_ids == ["design0001"]
    assert idea.draft_ids == ["draft0001"]
    assert idea.evidence[0].source_id == "curated_niches"
    assert client.get("/v1/ideas/idea0001").json() == client.get("/v1/ideas").json()["items"][0]


def test_ideas_of_one_term_or_status(client: TestClient) -> None:
    found = client.get("/v1/ideas?term_id=term0002").json()["items"]
    assert [idea["id"] for idea in found] == ["idea0002"]
    assert client.get("/v1/ideas?status=new").json()["items"] == []


def test_refusals_say_why(client: TestClient) -> None:
    page = Page[Refusal].model_validate_json(client.get("/v1/refusals").content)
    assert [item.code for item in page.items] == ["risk.person", "risk.unknown"]
    only = client.get("/v1/refusals?code=risk.person").json()["items"]
    assert [item["display"] for item in only] == ["Taylor Swift"]


def test_designs_link_their_pictures(client: TestClient) -> None:
    page = Page[Design].model_validate_json(client.get("/v1/designs").content)
    assert len(page.items) == 3
    for number, design in enumerate(page.items, start=1):
        assert [image.variant for image in design.images] == list(Variant)
        assert design.report.passed
        for image in design.images:
            answer = client.get(image.url)
            assert answer.content == picture(number, image.variant.value)
            assert hashlib.sha256(answer.content).hexdigest() == image.sha256
            assert len(answer.content) == image.bytes
            assert answer.headers["content-type"] == image.media_type == "image/png"
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_picture_without_its_tag_is_kept_for_a_day(client: TestClient) -> None:
    for query in ("", "?variant=print", "?v=0000000000000000"):
        answer = client.get(f"/v1/designs/design0001/image{query}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=86400"


def test_a_download_has_a_name_a_person_understands(client: TestClient) -> None:
    path = "/v1/designs/design0001/image?variant=print"
    name = 'filename="gardening-design00-print.png"'
    assert client.get(path).headers["content-disposition"].startswith(f"inline; {name}")
    answer = client.get(f"{path}&download=true")
    assert answer.headers["content-disposition"].startswith(f"attachment; {name}")


def test_a_part_of_a_picture(client: TestClient) -> None:
    answer = client.get("/v1/designs/design0001/image", headers={"range": "bytes=0-3"})
    assert (answer.status_code, answer.content) == (206, b"\x89PNG")


def test_a_lost_file_is_a_coded_404(full: WarehouseSettings, tmp_path: Path) -> None:
    elsewhere = WarehouseSettings(data=tmp_path, state_url=full.state_address)
    client = TestClient(application(elsewhere), base_url="http://localhost")
    answer = client.get("/v1/designs/design0001/image")
    assert (answer.status_code, answer.json()["code"]) == (404, "warehouse.not_found")


def test_drafts_carry_price_findings_and_quality(client: TestClient) -> None:
    page = Page[Draft].model_validate_json(client.get("/v1/drafts").content)
    draft = page.items[0]
    total = sum((line.amount.amount for line in draft.pricing.lines), Decimal(0))
    assert total == draft.pricing.profit.amount
    assert draft.price.amount == draft.pricing.price.amount
    assert isinstance(client.get("/v1/drafts").json()["items"][0]["price"]["amount"], str)
    assert draft.findings[0].evidence == ["x"]
    assert not draft.blocked
    assert draft.quality.score == 88
    assert draft.preview_url is not None
    assert client.get(draft.preview_url).status_code == 200
    assert client.get("/v1/drafts?design_id=design0002").json()["items"][0]["id"] == "draft0002"
    assert client.get("/v1/drafts/draft0002").json()["id"] == "draft0002"


def test_links_lie_below_the_mount(full: WarehouseSettings) -> None:
    mounted = Starlette(routes=[Mount("/api", application(full))])
    client = TestClient(mounted, base_url="http://localhost")
    url = client.get("/api/v1/designs").json()["items"][0]["images"][0]["url"]
    assert url.startswith("/api/v1/designs/design0001/image?variant=print&v=")
    assert client.get(url).status_code == 200
    assert client.get("/api/v1/trends").status_code == 200
    assert client.get("/api/nothing").json()["code"] == "route.not_found"
    assert client.get("/api").json()["code"] == "route.not_found"
    assert client.get("/api/openapi.json").json()["servers"] == [{"url": "/api"}]
    assert 'href="/api/openapi.json"' in client.get("/api/docs").text


@pytest.mark.parametrize("path", ["ideas", "designs", "drafts", "refusals"])
def test_before_the_first_run_lists_are_empty(bare: TestClient, path: str) -> None:
    page = bare.get(f"/v1/{path}").json()
    assert page["items"] == []
    assert page["as_of"] is None
    assert page["generation"] is None


@pytest.mark.parametrize("path", ["ideas", "designs", "drafts"])
def test_before_the_first_run_nothing_is_found(bare: TestClient, path: str) -> None:
    assert bare.get(f"/v1/{path}/x").json()["code"] == "warehouse.not_found"


def test_sources_show_rights_before_anything_ran(bare: TestClient) -> None:
    page = Page[Source].model_validate_json(bare.get("/v1/sources").content)
    assert [source.source_id for source in page.items] == list(SOURCES)
    assert all(source.rights for source in page.items)
    assert {source.health.status for source in page.items} == {"never"}
    assert all(source.n_observations is None for source in page.items)


def test_sources_show_health_and_delivery(client: TestClient) -> None:
    page = Page[Source].model_validate_json(client.get("/v1/sources").content)
    found = {source.source_id: source for source in page.items}
    assert found["curated_niches"].health.status == "ok"
    assert found["curated_niches"].health.last_ok_at is not None
    failed = found["wikimedia_top"].health
    assert (failed.status, failed.error_code, failed.last_ok_at) == (
        "down",
        "connector.unavailable",
        None,
    )
    assert found["user_file"].rights is not None  # known to the snapshot, not to the registry
    assert found["user_file"].origins == ["import"]
    assert found["wikimedia_article"].n_observations


def test_capabilities_without_keys() -> None:
    found = {one.name: one for one in capabilities(NO_KEYS)}
    assert len(found) == len(FEATURES)
    assert found["ideas.composer"].available
    assert not found["publish.etsy"].available
    assert found["publish.etsy"].needs == ["PODPUSHER_ETSY_API_KEY"]


def test_a_key_does_not_make_an_unbuilt_feature_available() -> None:
    keys = ProviderKeys(_env_file=None, etsy_api_key="k", openai_api_key="  ")
    found = {one.name: one for one in capabilities(keys)}
    assert found["publish.etsy"].needs == []
    assert not found["publish.etsy"].available
    assert found["ideas.openai"].needs == ["PODPUSHER_OPENAI_API_KEY"]


def test_no_key_ever_leaves(full: WarehouseSettings) -> None:
    from api.main import create_app
    from api.settings import ApiSettings

    keys = ProviderKeys(_env_file=None, etsy_api_key="canary-secret")
    client = TestClient(
        create_app(ApiSettings(_env_file=None), full, keys), base_url="http://localhost"
    )
    for path in ("/v1/capabilities", "/metrics", "/docs", "/openapi.json", "/v1/sources"):
        assert "canary-secret" not in client.get(path).text
    assert "canary-secret" not in repr(keys)


def test_capabilities_over_http(client: TestClient, bare: TestClient) -> None:
    assert client.get("/v1/capabilities").json()["mode"] == "replay"
    assert bare.get("/v1/capabilities").json()["mode"] is None


def test_health_ready_and_metrics(client: TestClient, bare: TestClient) -> None:
    assert client.get("/health").json()["status"] == bare.get("/health").json()["status"] == "ok"
    ready = client.get("/ready").json()
    assert (ready["status"], ready["mode"]) == ("ready", "replay")
    text = client.get("/metrics").text
    assert "podpusher_snapshot_published 1.0" in text
    assert 'podpusher_http_requests_total{method="GET",route="/ready",status="200"} 1.0' in text
    assert (
        'podpusher_source_last_run_rows{outcome="accepted",source="curated_niches"} 150.0' in text
    )
    assert "podpusher_snapshot_published 0.0" in bare.get("/metrics").text


def test_metrics_stay_readable_when_state_is_broken(tmp_path: Path) -> None:
    settings = WarehouseSettings(data=tmp_path)
    (tmp_path / "state.db").write_bytes(b"")
    client = TestClient(application(settings), base_url="http://localhost")
    assert "podpusher_state_up 0.0" in client.get("/metrics").text


def test_routes_in_the_metrics_are_bounded(client: TestClient) -> None:
    for number in range(5):
        client.get(f"/no/such/{number}")
        client.request(f"METHOD{number}", "/health")
    text = client.get("/metrics").text
    assert 'method="GET",route="unmatched",status="404"} 5.0' in text
    assert 'method="other"' in text
    assert "METHOD1" not in text

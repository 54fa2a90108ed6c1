"""The design stage: drawn once, drawn again only when a file is gone or the brief is another."""

from __future__ import annotations

import base64
from pathlib import Path

import dagster as dg
import pytest

from assets import keys
from assets.design import designs as stage
from assets.design.designs import current_briefs, draw_all, stored, undrawn
from assets.design.preview import contact_sheet
from assets.design.work import design_id
from assets.resources import PipelineResource
from rendering.png import Written
from tests.factories import pipeline
from tests.factories.briefs import a_brief
from tests.factories.pipeline import IDEAS, Installation, Replayed
from tests.factories.state import made_design, made_idea
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs, ideas
from warehouse.state.session import migrate_state, session_scope
from warehouse.store import ContentStore


@pytest.fixture
def drawn(settings: WarehouseSettings) -> WarehouseSettings:
    """Two ideas; the design of the first is on record with its files."""
    migrate_state(settings)
    with session_scope(settings) as session:
        for number in (1, 2):
            ideas.upsert(session, made_idea(number), as_of=pipeline.AS_OF, generation="g")
        brief = made_idea(1).brief
        made = made_design(ContentStore(settings.designs), 1, id=design_id(brief))
        designs.upsert(session, made)
    return settings


def missing(settings: WarehouseSettings) -> list[str]:
    return [brief.idea_id for brief in undrawn(settings, current_briefs(settings))]


class TestWhatIsUndrawn:
    def test_only_what_has_no_design(self, drawn: WarehouseSettings) -> None:
        assert missing(drawn) == ["idea0002"]

    @pytest.mark.parametrize("variant", ["print", "preview", "mockup_light", "mockup_dark"])
    def test_a_design_whose_file_is_gone(self, drawn: WarehouseSettings, variant: str) -> None:
        with session_scope(drawn) as session:
            (design,) = designs.current(session)
            (drawn.designs / design.files[variant]["path"]).unlink()
        assert missing(drawn) == ["idea0001", "idea0002"]

    def test_a_design_of_other_rules(
        self, drawn: WarehouseSettings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("assets.design.work.ARTWORK_VERSION", "artwork/next")
        assert missing(drawn) == ["idea0001", "idea0002"]

    def test_another_brief_is_another_design(self) -> None:
        assert design_id(a_brief()) == design_id(a_brief())
        assert design_id(a_brief()) != design_id(a_brief(idea_id="idea0002"))


class TestDrawing:
    def test_nothing_to_draw_starts_no_worker(self, tmp_path: Path) -> None:
        assert list(draw_all([], tmp_path / "designs")) == []
        assert not (tmp_path / "designs").exists()

    def test_a_deleted_file_is_drawn_again_and_nothing_else(
        self, replayed: Replayed, tmp_path: Path
    ) -> None:
        place: Installation = replayed.place.copy_to(tmp_path / "copy")
        settings = WarehouseSettings(data=place.data)
        with session_scope(settings) as session:
            before = {design.id: design.files for design in designs.current(session)}
        lost = min(before)
        (settings.designs / before[lost]["print"]["path"]).unlink()
        kept = {path: path.stat().st_mtime_ns for path in settings.designs.rglob("*.*")}
        with place.inside(), pipeline.quiet(), dg.DagsterInstance.ephemeral() as instance:
            result = dg.materialize(
                [stage.designs],
                instance=instance,
                resources={"pipeline": PipelineResource()},
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
        (event,) = [
            event.materialization
            for event in result.get_asset_materialization_events()
            if event.asset_key == keys.DESIGNS
        ]
        assert event.metadata["drawn_now"].value == 1
        assert event.metadata["dagster/row_count"].value == IDEAS
        assert event.metadata["print_checks_failed"].value == 0
        with session_scope(settings) as session:
            after = {design.id: design.files for design in designs.current(session)}
        assert after == before  # the same brief gives the same bytes
        assert (settings.designs / before[lost]["print"]["path"]).is_file()
        untouched = {file["path"] for name, files in before.items() for file in files.values()
                     if name != lost}  # fmt: skip
        for path, moment in kept.items():
            if str(path.relative_to(settings.designs)) in untouched:
                assert path.stat().st_mtime_ns == moment

    def test_a_file_is_known_by_its_place_in_the_folder(self, tmp_path: Path) -> None:
        path = tmp_path / "ab" / "abc.webp"
        file = stored(Written(path=path, size=3, sha256="abc"), tmp_path)
        assert (file.path, file.bytes, file.sha256) == ("ab/abc.webp", 3, "abc")
        assert file.media_type == "image/webp"


class TestContactSheet:
    def test_no_designs_no_picture(self) -> None:
        assert contact_sheet([]) == ""

    def test_previews_become_one_picture(self, replayed: Replayed) -> None:
        import pyvips

        settings = WarehouseSettings(data=replayed.place.data)
        with session_scope(settings) as session:
            previews = [
                settings.designs / design.files["preview"]["path"]
                for design in designs.current(session)
            ]
        text = contact_sheet(previews)
        data = base64.b64decode(text.partition("base64,")[2].rstrip(")"))
        picture = pyvips.Image.new_from_buffer(data, "")
        assert (picture.width, picture.height) == (150 * IDEAS, 150)
        assert picture.avg() > 1

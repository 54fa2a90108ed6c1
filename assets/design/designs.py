"""Print-ready artwork for every current idea."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import dagster as dg

from assets import keys
from assets.automation import follows_its_inputs
from assets.design.preview import contact_sheet
from assets.design.work import Drawn, design_id, draw, leave_with_parent
from assets.resources import PipelineResource
from domain.artwork.lay_out import ARTWORK_VERSION
from domain.ideas.brief import Brief
from rendering.png import Written
from warehouse.settings import WarehouseSettings
from warehouse.state.repositories import designs as repository
from warehouse.state.repositories import ideas as idea_repository
from warehouse.state.session import migrate_state, session_scope
from warehouse.store import StoredFile

MEDIA_TYPES = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg"}
WORKERS = 2


@dg.asset(
    key=keys.DESIGNS,
    deps=[keys.IDEAS],
    group_name=keys.DESIGN,
    owners=["team:product"],
    kinds={"python", "png"},
    pool="designs",
    automation_condition=follows_its_inputs(),
    description="A 4500 x 5400 pixel print file with transparent ground for each idea, a preview, "
    "a light and a dark shirt mockup, and a measured print check.",
)
def designs(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> dg.MaterializeResult:
    """Draw what is not drawn yet; each finished design is kept at once."""
    settings = pipeline.warehouse_settings()
    migrate_state(settings)
    briefs = current_briefs(settings)
    missing = undrawn(settings, briefs)
    for number, drawn in enumerate(draw_all(missing, settings.designs), start=1):
        with session_scope(settings) as session:
            repository.upsert(session, made(drawn, settings.designs))
        context.log.info(f"design {number} of {len(missing)}: {drawn.layout}")
    with session_scope(settings) as session:
        current = repository.current(session)
        failed = [design.id for design in current if not design.report["passed"]]
        layouts = sorted({design.layout for design in current})
        faces = sorted({face for design in current for face in design.faces})
        previews = [settings.designs / design.files["preview"]["path"] for design in current]
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(current),
            "drawn_now": len(missing),
            "print_checks_failed": len(failed),
            "layout_families": ", ".join(layouts),
            "display_faces": len(faces),
            "contact_sheet": dg.MetadataValue.md(contact_sheet(previews)),
        }
    )


def current_briefs(settings: WarehouseSettings) -> list[Brief]:
    """Briefs of all current ideas, best first."""
    with session_scope(settings) as session:
        return [idea_repository.brief_of(idea) for idea in idea_repository.current(session)]


def undrawn(settings: WarehouseSettings, briefs: Sequence[Brief]) -> list[Brief]:
    """Briefs whose design is not on record, or whose files are gone."""
    with session_scope(settings) as session:
        kept = {
            design.id
            for design in repository.by_ids(session, [design_id(b) for b in briefs]).values()
            if design.current
            and all((settings.designs / file["path"]).is_file() for file in design.files.values())
        }
    return [brief for brief in briefs if design_id(brief) not in kept]


def draw_all(briefs: Sequence[Brief], folder: Path) -> Iterator[Drawn]:
    """Draw in worker processes; yields each design when it is done."""
    if not briefs:
        return
    folder.mkdir(parents=True, exist_ok=True)
    workers = min(WORKERS, os.cpu_count() or 1, len(briefs))
    # A run's process has threads; a forked copy of it could hang on their locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, leave_with_parent) as pool:
        jobs = [pool.submit(draw, brief, folder) for brief in briefs]
        for job in as_completed(jobs):
            yield job.result()


def made(drawn: Drawn, folder: Path) -> repository.MadeDesign:
    """The record of a drawn design."""
    produced = drawn.produced
    return repository.MadeDesign(
        id=drawn.design_id,
        idea_id=drawn.idea_id,
        layout=drawn.layout,
        palette=drawn.palette,
        faces=drawn.faces,
        garments=drawn.garments,
        scene_version=ARTWORK_VERSION,
        files={
            "print": stored(produced.print, folder),
            "preview": stored(produced.preview, folder),
            "mockup_light": stored(produced.mockup_light, folder),
            "mockup_dark": stored(produced.mockup_dark, folder),
        },
        report={
            **produced.report.as_dict(),
            "light_garment": produced.light_garment,
            "dark_garment": produced.dark_garment,
        },
    )


def stored(file: Written, folder: Path) -> StoredFile:
    """A written file by its place in the designs folder."""
    return StoredFile(
        path=str(file.path.relative_to(folder)),
        bytes=file.size,
        sha256=file.sha256,
        media_type=MEDIA_TYPES[file.path.suffix],
    )

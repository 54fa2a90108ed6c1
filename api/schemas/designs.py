"""Designs on the wire: what was drawn, the checks it passed, and where its pictures are."""

from __future__ import annotations

from enum import StrEnum

from pydantic import AwareDatetime, ConfigDict, Field

from api.schemas.common import Wire


class Variant(StrEnum):
    """The pictures of a design."""

    PRINT = "print"
    PREVIEW = "preview"
    MOCKUP_LIGHT = "mockup_light"
    MOCKUP_DARK = "mockup_dark"


class Image(Wire):
    """One picture of a design."""

    variant: Variant
    url: str = Field(description="Path on this host; may be kept for ever.")
    media_type: str = Field(examples=["image/png"])
    bytes: int
    sha256: str


class PrintFinding(Wire):
    """One measurement on the print file against its limit."""

    code: str = Field(examples=["print.dpi"])
    passed: bool
    required: bool = Field(description="Required findings decide whether the print passes.")
    measured: float | str | None
    limit: float | str | None
    unit: str
    message: str


class Ink(Wire):
    """A colour of the print and its share of the inked area, 0 to 1."""

    colour: str
    share: float


class PrintReport(Wire):
    """What was measured on the print file."""

    passed: bool
    findings: list[PrintFinding] = Field(default_factory=list)
    inks: list[Ink] = Field(default_factory=list)
    light_garment: str | None = Field(default=None, description="Shirt of the light mockup.")
    dark_garment: str | None = Field(default=None, description="Shirt of the dark mockup.")
    coverage: float | None = Field(default=None, description="Share of the canvas that is inked.")


class Design(Wire):
    """Print-ready artwork of one idea."""

    id: str
    idea_id: str
    term: str | None = Field(default=None, description="Display form of the idea's term.")
    phrase: list[str] = Field(default_factory=list)
    layout: str = Field(description="Layout family.")
    palette: str
    faces: list[str] = Field(description="Display faces used.")
    garments: list[str] = Field(description="Garment colours it reads well on, best first.")
    scene_version: str
    sha256: str = Field(description="Of the print file.")
    images: list[Image]
    report: PrintReport
    created_at: AwareDatetime

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "design-77ab02c1",
                    "idea_id": "idea-3f0c9a1e",
                    "term": "book club",
                    "phrase": ["just one", "more chapter"],
                    "layout": "badge",
                    "palette": "library",
                    "faces": ["bebas-neue"],
                    "garments": ["cream", "black"],
                    "scene_version": "1",
                    "sha256": "9f86d081884c7d65…",
                    "images": [
                        {
                            "variant": "preview",
                            "url": "/api/v1/designs/design-77ab02c1/image?variant=preview",
                            "media_type": "image/png",
                            "bytes": 48211,
                            "sha256": "9f86d081884c7d65…",
                        }
                    ],
                    "report": {
                        "passed": True,
                        "findings": [
                            {
                                "code": "print.dpi",
                                "passed": True,
                                "required": True,
                                "measured": 300.0,
                                "limit": 300.0,
                                "unit": "dpi",
                                "message": "The file says 300 DPI.",
                            }
                        ],
                        "inks": [{"colour": "#22333b", "share": 0.82}],
                        "coverage": 0.184,
                    },
                    "created_at": "2024-12-31T23:10:00Z",
                }
            ]
        }
    )

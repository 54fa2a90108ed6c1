"""Files as people really bring them: one clear error, or a refused row with a reason."""

from __future__ import annotations

import ctypes
import io
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from podpusher.errors import ExitStatus
from tests.factories.pipeline import Installation, with_parsed_models
from tests.factories.signals import as_csv, rows

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
_LIBRARY = ctypes.CDLL(None, use_errno=True)
HEADER = "term,metric,observed_at,value\n"
GOOD = HEADER + "plant mom,interest,2024-12-30,50\npickleball,interest,2024-12-30,70\n"


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "place")
    made.signals.mkdir(parents=True)
    return made


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def parquet() -> bytes:
    sink = io.BytesIO()
    pl.DataFrame(
        {"tag": ["tea"] * 50, "date": [date(2024, 12, 31)] * 50, "views": range(50)}
    ).write_parquet(sink)
    return sink.getvalue()


def ingest(place: Installation, path: Path) -> subprocess.CompletedProcess[str]:
    done = place.podpusher("ingest", str(path), replay=False)
    said = done.stdout + done.stderr
    assert "Traceback" not in said, said
    assert done.returncode in set(ExitStatus), said
    return done


def refused(place: Installation) -> dict[str, str]:
    """Refused rows: the reason and the detail."""
    found = place.warehouse("select reason, detail from raw.quarantine")
    return {row["reason"]: row["detail"] for row in found}


def loaded(place: Installation) -> set[str]:
    return {row["term"] for row in place.warehouse("select term from raw.user_signals")}


class TestUnusableFiles:
    """Nothing of them is kept; the error names the file and the next step; the status is 3."""

    @pytest.mark.parametrize(
        ("content", "code", "hint"),
        [
            ("word,when,how_much\na,2024-12-31,1\n", "input.unknown_format", "header"),
            (HEADER.replace("metric", "metrik") + "a,views,2024-12-31,1\n",
             "input.unknown_format", "metrik may be meant as metric"),
            ("", "input.empty", ""),
            (parquet()[:-20], "input.truncated", "again"),
            (parquet()[: len(parquet()) // 2], "input.truncated", "again"),
            (b"\x00\x01\x02\x03" * 500, "input.", ""),
        ],
        ids=["header", "typo", "empty", "footer", "half", "binary"],
    )  # fmt: skip
    def test_it_is_one_clear_error(
        self, place: Installation, content: str | bytes, code: str, hint: str
    ) -> None:
        done = ingest(place, write(place.root, "mine", content))
        assert done.returncode == ExitStatus.UNUSABLE_INPUT, done.stdout
        assert done.stdout.startswith(f"error {code}")
        assert "mine" in done.stdout
        assert hint in " ".join(done.stdout.split())
        assert not list((place.data / "landing").rglob("*.note.json"))

    def test_an_empty_folder(self, place: Installation) -> None:
        done = ingest(place, place.signals)
        assert done.returncode == ExitStatus.UNUSABLE_INPUT
        assert done.stdout.startswith("error input.empty_folder")


REFUSED = {
    "negative_value": "tea,views,2024-12-31,-5",
    "absurd_value": "tea,views,2024-12-31,9e99",
    "out_of_range": "tea,interest,2024-12-31,140",
    "future_date": "tea,views,2199-01-01,5",
    "date_too_old": "tea,views,1999-01-01,5",
    "bad_date": "tea,views,31.12.2024,5",
    "bad_number": "tea,views,2024-12-31,many",
    "bad_metric": "tea,likes,2024-12-31,5",
    "missing_term": ",views,2024-12-31,5",
    "term_too_long": f"{'x' * 1_000_000},views,2024-12-31,5",
}


class TestRefusedRows:
    """The good rows of the same file load."""

    def test_each_bad_row_is_refused_with_its_reason(self, place: Installation) -> None:
        lines = "\n".join(REFUSED.values())
        done = ingest(place, write(place.root, "mine.csv", f"{GOOD}{lines}\n"))
        assert done.returncode == ExitStatus.OK, done.stdout
        found = refused(place)
        assert set(found) == set(REFUSED)
        for reason, detail in found.items():
            assert 0 < len(detail) <= 200, reason
            assert f"{reason} 1" in " ".join(done.stdout.split())
        assert loaded(place) == {"plant mom", "pickleball"}
        assert len(done.stdout) < 5000  # a million characters are not repeated

    def test_mixed_encodings_load_what_can_be_read(self, place: Installation) -> None:
        """One file, three programs: two lines of UTF-8, one of Latin-1, a byte order mark."""
        content = (
            b"\xef\xbb\xbf" + GOOD.encode() + "café,interest,2024-12-30,40\n".encode()
            + "crème brûlée,interest,2024-12-30,40\n".encode("latin-1")
        )  # fmt: skip
        done = ingest(place, write(place.root, "mine.csv", content))
        assert done.returncode == ExitStatus.OK, done.stdout
        assert {"plant mom", "pickleball", "café"} <= loaded(place)
        # The line of the other encoding is read right or refused, never kept as nonsense.
        assert not any("\ufffd" in term or "Ã" in term for term in loaded(place))
        assert "crème brûlée" in loaded(place) or refused(place)

    def test_a_file_of_another_encoding_is_read(self, place: Installation) -> None:
        text = GOOD + "café,interest,2024-12-30,40\n"
        done = ingest(place, write(place.root, "mine.csv", text.encode("utf-16")))
        assert done.returncode == ExitStatus.OK, done.stdout
        assert loaded(place) == {"plant mom", "pickleball", "café"}

    def test_a_file_of_nothing_but_bad_rows(self, place: Installation) -> None:
        done = ingest(place, write(place.root, "mine.csv", HEADER + "tea,views,2024-12-31,-5\n"))
        assert done.returncode == ExitStatus.UNUSABLE_INPUT
        assert loaded(place) == set()


def obey_permissions() -> None:
    """Give up root's right to pass over permissions; the next program starts without it."""
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        if _LIBRARY.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")


class TestPermissions:
    def test_a_folder_without_permission(self, place: Installation) -> None:
        write(place.signals, "good.csv", GOOD)
        place.signals.chmod(0o000)
        try:
            done = subprocess.run(
                place.command("ingest", str(place.signals), replay=False),
                env=place.environment(),
                cwd=place.root,
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=obey_permissions if os.geteuid() == 0 else None,
            )
        except subprocess.SubprocessError:
            pytest.skip("running as root, which passes over permissions and may not give that up")
        finally:
            place.signals.chmod(0o700)
        assert done.returncode == ExitStatus.UNUSABLE_INPUT, done.stdout + done.stderr
        assert done.stdout.startswith("error input.no_permission")
        assert "Traceback" not in done.stderr


@pytest.mark.slow
class TestThePipeline:
    """The same through `podpusher run --signals`."""

    @pytest.fixture
    def parsed(self, place: Installation) -> Installation:
        return with_parsed_models(place)

    @pytest.mark.long
    def test_a_folder_in_which_some_files_are_bad(self, parsed: Installation) -> None:
        """Long: a whole run from files to drafts. tests/assets/test_ingest_assets.py proves in
        Dagster what is told of such files and rows, and that the good ones load."""
        folder = parsed.signals
        write(folder, "good.csv", as_csv(rows(days=5)))
        write(folder, "refused.csv", GOOD + "tea,views,2024-12-31,-5\n")
        write(folder, "header.csv", "word,when\na,b\n")
        write(folder, "half.parquet", parquet()[:200])
        write(folder, "empty.csv", "")
        write(folder, "long.csv", f"{HEADER}{'x' * 1_000_000},views,2024-12-31,1\n")
        done = parsed.podpusher("run")
        said = done.stdout + done.stderr
        assert done.returncode == ExitStatus.OK, said
        assert "Traceback" not in said
        assert "landing/replay: check files_readable failed" in said.replace("\n", " ")
        assert set(refused(parsed)) == {"negative_value", "term_too_long"}
        assert "pickleball" in loaded(parsed)
        assert parsed.pointer()["rows"]["dim_term"] > 150

    def test_nothing_usable_is_status_3_and_says_why(self, parsed: Installation) -> None:
        done = parsed.podpusher("run")
        said = " ".join((done.stdout + done.stderr).split())
        assert done.returncode == ExitStatus.UNUSABLE_INPUT, said
        assert "holds no file" in said
        assert "docs/user/signals.md" in said
        assert "Traceback" not in said
        assert not (parsed.data / "serving" / "current.json").exists()
        shutil.rmtree(parsed.signals)
        gone = parsed.podpusher("run")
        assert gone.returncode == ExitStatus.UNUSABLE_INPUT
        assert "input.missing" in gone.stdout

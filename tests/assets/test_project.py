import pytest

from assets import project
from warehouse.engine.base import closing
from warehouse.engine.open import open_engine
from warehouse.settings import WarehouseSettings


def test_two_checkouts_on_one_data_folder_keep_their_parsed_projects_apart(tmp_path, monkeypatch):
    settings = WarehouseSettings(data=tmp_path)
    here = project.target_folder(settings)

    monkeypatch.setattr(project, "PROJECT", tmp_path / "elsewhere" / "dbt_project")

    assert project.target_folder(settings) != here
    assert project.target_folder(settings).parent == here.parent == tmp_path / "dbt"


def test_one_parse_serves_a_folder_that_was_moved_and_is_read_back_whole(tmp_path):
    settings = WarehouseSettings(data=tmp_path / "here", warehouse_url=None)
    project.manifest(settings)
    moved = WarehouseSettings(data=(tmp_path / "here").rename(tmp_path / "there"))
    made = {path: path.stat().st_mtime_ns for path in project.target_folder(moved).iterdir()}
    nodes = project.manifest(moved)["nodes"]
    assert set(project._whole_manifest(moved).nodes) == set(nodes)
    assert {path: path.stat().st_mtime_ns for path in made} == made
    served = WarehouseSettings(data=moved.data, warehouse_url="postgresql://me@db/pods")
    assert {node.database for node in project._whole_manifest(served).nodes.values()} == {"pods"}


def test_what_a_kill_left_half_written_is_not_taken_for_the_project(tmp_path, monkeypatch):
    settings = WarehouseSettings(data=tmp_path)
    theirs = project.target_folder(settings) / "manifest.json"
    theirs.parent.mkdir(parents=True)
    asked = []

    def killed(settings, command):
        theirs.write_text('{"nodes": {"model.podpus')
        raise KeyboardInterrupt

    def parsed(settings, command):
        asked.append(command)
        (theirs.parent / project.PACKED).write_bytes(b"packed")
        theirs.write_text('{"nodes": {"model.podpusher.stg_terms": {}}}')

    monkeypatch.setattr(project, "invoke", killed)
    with pytest.raises(KeyboardInterrupt):
        project.manifest(settings)
    monkeypatch.setattr(project, "invoke", parsed)
    assert list(project.manifest(settings)["nodes"]) == ["model.podpusher.stg_terms"]

    theirs.write_bytes(theirs.read_bytes()[:20])  # dbt was killed while it built
    assert list(project.manifest(settings)["nodes"]) == ["model.podpusher.stg_terms"]
    assert asked == [["parse"]]


def test_commands_apart_parse_once_whatever_their_variables(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "_parsed_apart", {})
    for number, as_of in enumerate(("2024-01-01", "2024-01-02")):
        settings = WarehouseSettings(data=tmp_path / str(number), warehouse_url=None)
        with closing(open_engine(settings)):
            pass  # migrated
        project.invoke_apart(settings, ["run", "--select", "stg_terms"], {"as_of": as_of})
        log = (settings.folder / "dbt" / "logs" / "dbt.log").read_text()
        assert "stg_terms" in log
        assert ("Command `dbt parse` succeeded" in log) is (number == 0)
    assert len(project._parsed_apart) == 1


def test_a_command_apart_that_fails_says_why(tmp_path):
    settings = WarehouseSettings(data=tmp_path / "data", warehouse_url=None)
    with pytest.raises(RuntimeError, match="no-such-option"):
        project.invoke_apart(settings, ["parse", "--no-such-option"])

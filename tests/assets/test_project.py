import pytest

from assets import project
from warehouse.settings import WarehouseSettings


def test_two_checkouts_on_one_data_folder_keep_their_parsed_projects_apart(tmp_path, monkeypatch):
    settings = WarehouseSettings(data=tmp_path)
    here = project.target_folder(settings)

    monkeypatch.setattr(project, "PROJECT", tmp_path / "elsewhere" / "dbt_project")

    assert project.target_folder(settings) != here
    assert project.target_folder(settings).parent == here.parent == tmp_path / "dbt"


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
        theirs.write_text('{"nodes": {"model.podpusher.stg_terms": {}}}')

    monkeypatch.setattr(project, "invoke", killed)
    with pytest.raises(KeyboardInterrupt):
        project.manifest(settings)
    monkeypatch.setattr(project, "invoke", parsed)
    assert list(project.manifest(settings)["nodes"]) == ["model.podpusher.stg_terms"]

    theirs.write_bytes(theirs.read_bytes()[:20])  # dbt was killed while it built
    assert list(project.manifest(settings)["nodes"]) == ["model.podpusher.stg_terms"]
    assert asked == [["parse"]]


def test_a_command_apart_that_fails_says_why(tmp_path):
    settings = WarehouseSettings(data=tmp_path / "data", warehouse_url=None)
    with pytest.raises(RuntimeError, match="no-such-option"):
        project.invoke_apart(settings, ["parse", "--no-such-option"])

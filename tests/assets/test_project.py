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


def test_one_parse_serves_a_moved_folder_and_another_password_but_no_other_database(
    tmp_path, monkeypatch
):
    asked = []

    def parsed(settings, command):
        asked.append(settings)
        folder = project.target_folder(settings)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "manifest.json").write_text('{"nodes": {}}')
        (folder / project.PACKED).write_bytes(b"packed")

    def read_back(settings):
        return project._parsed(settings, project._packed(settings)).read_bytes()

    monkeypatch.setattr(project, "invoke", parsed)
    here = WarehouseSettings(data=tmp_path / "here", warehouse_url=None)
    assert project.manifest(here) == {"nodes": {}}
    assert read_back(here) == b"packed"
    (tmp_path / "here").rename(tmp_path / "there")
    there = WarehouseSettings(data=tmp_path / "there", warehouse_url=None)
    assert read_back(there) == b"packed"
    assert asked == [here]
    server, changed, other = (
        WarehouseSettings(data=there.data, warehouse_url=f"postgresql://{address}")
        for address in ("me:one@db/pods", "you:two@db2:5433/pods", "me:one@db/other")
    )
    for one in (server, changed, other):
        assert read_back(one) == b"packed"
    assert asked == [here, server, other]


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


def test_commands_apart_are_parsed_once_and_say_why_they_fail(tmp_path, monkeypatch):
    monkeypatch.setattr(project, "_parsed_apart", {})
    first, second = (
        WarehouseSettings(data=tmp_path / name, warehouse_url=None) for name in ("one", "two")
    )
    with closing(open_engine(first)):
        pass  # migrated
    project.invoke_apart(first, ["run", "--select", "stg_terms"], {"as_of": "2024-01-01"})
    with closing(open_engine(first)) as engine:
        assert engine.query("select count(*) as n from staging.stg_terms") == [{"n": 0}]
    (parsed,) = project._parsed_apart.values()
    with pytest.raises(RuntimeError, match="no-such-option"):
        project.invoke_apart(second, ["run", "--no-such-option"])
    assert (project.target_folder(second) / project.PACKED).read_bytes() == parsed

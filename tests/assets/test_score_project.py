from assets.score import project
from warehouse.settings import WarehouseSettings


def test_two_checkouts_on_one_data_folder_keep_their_parsed_projects_apart(tmp_path, monkeypatch):
    settings = WarehouseSettings(data=tmp_path)
    here = project.target_folder(settings)

    monkeypatch.setattr(project, "PROJECT", tmp_path / "elsewhere" / "dbt_project")

    assert project.target_folder(settings) != here
    assert project.target_folder(settings).parent == here.parent == tmp_path / "dbt"

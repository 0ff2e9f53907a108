from clients import by_key, raises
from gofigr import UnauthorizedError


def test_workspaces_are_listed_and_one_of_them_is_primary(gf, workspace):
    assert workspace.api_id in [one.api_id for one in gf.workspaces]
    assert gf.primary_workspace.workspace_type == "primary"


def test_a_workspace_is_changed_and_read_by_another_client(workspace):
    workspace.description = "changed / 'quoted'"
    workspace.save()
    again = by_key().Workspace(api_id=workspace.api_id).fetch()
    assert again.description == workspace.description and again.name == workspace.name


def test_an_analysis_is_found_by_name_or_made_and_made_only_once(workspace):
    first = workspace.get_analysis("Found by name", create=True)
    again = by_key().Workspace(api_id=workspace.api_id).fetch().get_analysis("Found by name", create=True)
    assert first.api_id == again.api_id
    with raises(RuntimeError, "Could not find"):
        workspace.get_analysis("not there", create=False)


def test_a_figure_is_found_by_name_or_made_and_made_only_once(gf, workspace):
    analysis = workspace.get_analysis("Of figures", create=True)
    figure = gf.Analysis(api_id=analysis.api_id).fetch().get_figure("A figure", create=True)
    again = by_key().Analysis(api_id=analysis.api_id).fetch().get_figure("A figure", create=True)
    assert figure.api_id == again.api_id


def test_an_analysis_is_saved_in_part_and_in_whole(gf, workspace):
    made = workspace.get_analysis("To be saved", create=True)
    analysis = gf.Analysis(api_id=made.api_id).fetch()
    analysis.name = "Renamed"
    analysis.save(patch=True)
    analysis.description = "d"
    analysis.save(silent=True)
    again = by_key().Analysis(api_id=made.api_id).fetch()
    assert (again.name, again.description) == ("Renamed", "d")
    assert again.updated_on > again.created_on


def test_a_key_cannot_delete_a_workspace(workspace):
    with raises(UnauthorizedError):
        workspace.delete(delete=True)


def test_a_workspace_is_deleted_with_everything_in_it(gf, signed_in):
    workspace = gf.Workspace(name="To be deleted", description="").create()
    analysis = gf.Workspace(api_id=workspace.api_id).fetch().get_analysis("In it", create=True)
    signed_in.Workspace(api_id=workspace.api_id).delete(delete=True)
    with raises(RuntimeError, "404"):
        by_key().Analysis(api_id=analysis.api_id).fetch()

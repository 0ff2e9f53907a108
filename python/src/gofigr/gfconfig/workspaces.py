"""Chooses the default workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gofigr.gfconfig.questions import GiveUpError, integer_range, pretty_format_name, read_input, say
from gofigr.http.by_name import near_names, unique_named

if TYPE_CHECKING:
    from argparse import Namespace

    from gofigr._client.client import GoFigr
    from gofigr.models import gf_Workspace

_COLUMN = 30


def chosen_workspace(gf: GoFigr, options: Namespace, current: object) -> gf_Workspace:
    """Returns the workspace of the options, else the one that the user selects. Raises `GiveUpError`."""
    workspaces = sorted(gf.workspaces, key=lambda one: one.workspace_type != "primary")
    if not workspaces:
        raise GiveUpError("You have access to no workspace. Please create one in the web app.")
    if options.workspace:
        try:
            chosen = next((one for one in workspaces if one.api_id == options.workspace), None) or unique_named(
                workspaces, options.workspace, lambda one: one.name
            )
        except LookupError as error:
            raise GiveUpError(f"{error} Please use an API ID instead.") from None
        if chosen is None:
            near = near_names(options.workspace, [one.name for one in workspaces])
            raise GiveUpError(f"There is no workspace with the ID or name “{options.workspace}”.{near}")
        return chosen
    # Without a choice, figures go where they went before.
    usual = next((number for number, one in enumerate(workspaces, 1) if one.api_id == current), 1)
    if options.token_stdin:
        return workspaces[usual - 1]
    say("\nPlease select a default workspace: ")
    for number, one in enumerate(workspaces, 1):
        name, description = (pretty_format_name(text).ljust(_COLUMN) for text in (one.name, one.description))
        say(f"  [{number:2d}] - {name} - {description} - API ID: {one.api_id}")
    selected = read_input(f"Selection [{usual}]: ", integer_range(1, len(workspaces)), default=usual)
    return workspaces[selected - 1]

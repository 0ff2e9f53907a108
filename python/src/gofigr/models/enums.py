"""Constants of the wire."""


class WorkspaceType:
    """Kinds of workspaces. Every user has one primary workspace."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class WorkspaceMembership:
    """Roles in a workspace, from most to least rights."""

    OWNER = "owner"
    ADMIN = "admin"
    CREATOR = "creator"
    VIEWER = "viewer"

    ALL_LEVELS = (OWNER, ADMIN, CREATOR, VIEWER)


class OrganizationMembership:
    """Roles in an organization, from most to least rights."""

    ORG_ADMIN = "org_admin"
    WORKSPACE_ADMIN = "workspace_admin"
    WORKSPACE_CREATOR = "workspace_creator"
    WORKSPACE_VIEWER = "workspace_viewer"

    ALL_LEVELS = (ORG_ADMIN, WORKSPACE_ADMIN, WORKSPACE_CREATOR, WORKSPACE_VIEWER)


class DataType:
    """Kinds of data in a revision."""

    DATA_FRAME = "dataframe"
    CODE = "code"
    IMAGE = "image"
    TEXT = "text"
    FILE = "file"


class CodeLanguage:
    """Programming languages of code."""

    PYTHON = "Python"
    R = "R"

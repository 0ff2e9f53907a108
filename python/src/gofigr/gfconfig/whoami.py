"""`gfconfig whoami`: shows the user, the key and the source of each setting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gofigr._client.client import GoFigr
from gofigr._settings.config import API_URL, find_config, read_config
from gofigr._settings.register import API_KEY, URL, WORKSPACE, WORKSPACE_ID, Setting
from gofigr.gfconfig.questions import GiveUpError, say, start_of
from gofigr.http.by_name import near_names, unique_named
from gofigr.utils import try_parse_uuid4

if TYPE_CHECKING:
    from argparse import Namespace

    from gofigr.models import gf_ApiKey

_PERMISSIONS = {
    "full": "full",
    "read": "read: views, changes nothing",
    "publish": "publish: publishes, and changes only what it published",
}


def whoami(options: Namespace) -> None:
    """Shows who signs in, and with which rights. Raises `GiveUpError` that names a refused key."""
    file = options.config_path or find_config()
    saved = read_config(file)
    given = {"url": options.url} if options.url else {}
    url, url_origin = _found(URL, file=file, saved=saved, given=given) or (API_URL, "by default")
    found = _found(API_KEY, file=file, saved=saved)
    workspace = _found(WORKSPACE, WORKSPACE_ID, file=file, saved=saved)
    if found is None:
        raise GiveUpError(f"There is no API key for {url}. Run gfconfig once, or set {API_KEY.variable}.")
    token, origin = found
    name = origin.removeprefix("from ") if origin == f"from {API_KEY.variable}" else f"The key {_place(origin)}"
    try:
        gf = GoFigr(api_key=token, url=url, authenticate=False)
    except RuntimeError as error:
        raise GiveUpError(f"{name}: {error}") from None
    response = gf.get("user/", throw_exception=False)
    if response.status_code == 401:
        raise GiveUpError(f"{name} is refused by {url}: {_detail(response.json())}")
    user = gf.user_info()
    key = gf.current_api_key()
    names = {one.api_id: one.name for one in gf.workspaces}
    if options.json:
        say(json.dumps(_as_json(str(user.username), key, (url, url_origin), origin, workspace)))
        return
    rows = [
        ("Service account" if key.created_by else "User", str(user.username)),
        ("Server", f"{url}  [{url_origin}]"),
        ("API key", f"{key.name} ({start_of(token)})  [{origin}]"),
        ("Permission", _PERMISSIONS.get(str(key.permission), str(key.permission))),
        ("Access", _access(key, names)),
        *([("Addresses", f"only from {', '.join(key.addresses)}")] if key.addresses else []),
        ("Expires", f"{key.expiry:%Y-%m-%d %H:%M} UTC" if key.expiry else "never"),
        ("Workspace", _workspace(workspace, names)),
    ]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        say(f"{label.ljust(width)}  {value}")


def _found(
    *settings: Setting, file: str | None, saved: dict[str, Any], given: dict[str, Any] | None = None
) -> tuple[str, str] | None:
    """Returns the value of a setting and where it came from: as `GoFigr` finds it."""
    for setting in settings:
        if given and given.get(setting.name):
            return str(given[setting.name]), "from the command line"
    for setting in settings:
        if (setting.text() or "").strip():
            return str(setting.text()), f"from {setting.variable}"
    for setting in settings:
        if saved.get(setting.name):
            return str(saved[setting.name]), f"from {file}"
    return None


def _place(origin: str) -> str:
    return origin.replace("from ", "in ", 1)


def _detail(body: object) -> str:
    return str(body.get("detail")) if isinstance(body, dict) else str(body)


def _access(key: gf_ApiKey, names: dict[str | None, str | None]) -> str:
    bound = key.workspaces or ([str(key.workspace.api_id)] if key.workspace else [])
    if not bound:
        return "all your workspaces"
    shown = ", ".join(str(names.get(one, "no access")) for one in bound)
    return f"only the workspace{'s' if len(bound) > 1 else ''} {shown}"


def _workspace(found: tuple[str, str] | None, names: dict[str | None, str | None]) -> str:
    if found is None:
        return "the primary workspace  [by default]"
    value, origin = found
    try:
        api_id, name = unique_named(names.items(), value, lambda item: item[1]) or (value, names.get(value))
    except LookupError as error:
        return f"{error} Please use an API ID instead.  [{origin}]"
    if name is None and try_parse_uuid4(value) is None:
        return f"No workspace is called “{value}”.{near_names(value, names.values())}  [{origin}]"
    return f"{name or 'no access'} ({api_id})  [{origin}]"


def _as_json(
    username: str, key: gf_ApiKey, url: tuple[str, str], key_origin: str, workspace: tuple[str, str] | None
) -> dict[str, Any]:
    return {
        "username": username,
        "is_service_account": bool(key.created_by),
        "url": {"value": url[0], "origin": url[1]},
        "api_key": {
            "name": key.name,
            "permission": key.permission,
            "expiry": key.expiry.isoformat() if key.expiry else None,
            "workspaces": key.workspaces,
            "addresses": key.addresses,
        },
        "api_key_origin": key_origin,
        "workspace": {"value": workspace[0], "origin": workspace[1]} if workspace else None,
    }

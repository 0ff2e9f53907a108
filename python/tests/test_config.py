import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from gofigr import GoFigr, find_config, from_config_or_env
from gofigr._capture.environment import lock_file
from gofigr._outbox.spool import spool_folder
from gofigr._settings import config, reference
from gofigr._settings.api_key_format import check_api_key, is_mistyped
from gofigr._settings.config import found_settings
from gofigr._settings.config_file import save_config
from gofigr._settings.connection import resolve_connection
from gofigr._settings.register import AUTO_PUBLISH, DEFAULT_METADATA, SETTINGS, Setting
from gofigr.gfconfig import resolve_config_path

#: `gf_`, 43 digits, and their CRC-32, as the server makes it.
GOOD_KEY = "gf_" + "0" * 43


def save(folder: Path, **settings: Any) -> Path:
    path = folder / ".gofigr"
    path.write_text(json.dumps(settings))
    return path


@pytest.fixture
def no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes this a user whom the system doesn't know, as in many containers."""

    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)


@pytest.mark.usefixtures("no_home")
def test_a_user_without_a_home_folder_has_settings_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_config(tmp_path) is None
    assert lock_file(tmp_path) is None
    assert str(spool_folder()).startswith(os.devnull)
    with pytest.raises(RuntimeError, match="no home folder"):
        resolve_config_path(None)
    monkeypatch.setattr(Path, "cwd", lambda: (_ for _ in ()).throw(FileNotFoundError("the folder is gone")))
    assert find_config() is None


def test_a_folder_that_cannot_be_entered_holds_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = save(tmp_path)
    is_file = Path.is_file

    def closed(path: Path) -> bool:
        if path.parent == tmp_path / "home":
            raise PermissionError(13, "Permission denied")
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", closed)
    assert find_config(tmp_path / "home") == str(there)


def test_the_nearest_file_upward_is_used_and_then_the_one_in_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_config(deep) is None
    at_home = save(tmp_path / "home")
    assert find_config(deep) == str(at_home)
    above = save(tmp_path / "a")
    assert find_config(deep) == str(above)
    monkeypatch.chdir(deep)
    assert find_config() == str(above)
    assert find_config(filename=".other") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files of this system have no owner that Python knows")
def test_a_file_of_another_user_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, url="http://theirs")
    if os.getuid() == 0:
        os.chown(path, 54321, -1)
    monkeypatch.setattr("gofigr._settings.config.os.getuid", lambda: 12345)
    with pytest.warns(UserWarning, match="belongs to another user"):
        assert resolve_connection(None, None, "key", None, None).url == "http://localhost:5173"


def test_arguments_override_variables_and_variables_override_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, url="http://file", api_key="file-key", workspace="file-workspace")
    found = resolve_connection(None, None, None, None, None)
    assert (found.url, found.api_key, found.workspace_id) == ("http://file", "file-key", "file-workspace")
    monkeypatch.setenv("GF_URL", "http://variable")
    monkeypatch.setenv("GF_API_KEY", "variable-key")
    monkeypatch.setenv("GF_WORKSPACE", "variable-workspace")
    found = resolve_connection(None, None, None, None, None)
    assert (found.url, found.api_key, found.workspace_id) == ("http://variable", "variable-key", "variable-workspace")
    found = resolve_connection(None, None, "key", "http://argument", "workspace")
    assert (found.url, found.api_key, found.workspace_id) == ("http://argument", "key", "workspace")


@pytest.mark.parametrize("nothing", ["", "  ", None, {}, []])
def test_an_empty_workspace_is_none_as_gofigr_for_r_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing: object
) -> None:
    save(tmp_path, api_key="k", workspace=nothing)
    assert resolve_connection(None, None, None, None, None).workspace_id is None
    monkeypatch.setenv("GF_WORKSPACE", "  ")
    assert resolve_connection(None, None, None, None, "").workspace_id is None
    save(tmp_path, api_key="k", workspace="file-workspace")
    assert resolve_connection(None, None, None, None, None).workspace_id == "file-workspace"


def test_a_given_password_overrides_a_configured_key(tmp_path: Path) -> None:
    save(tmp_path, api_key="somebody's", password="from the file")
    found = resolve_connection("user", None, None, None, None)
    assert (found.api_key, found.username, found.password) == (None, "user", "from the file")
    assert resolve_connection("user", "given", None, None, None).password == "given"


def test_the_default_server_is_this_computer() -> None:
    assert resolve_connection(None, None, None, None, None).url == "http://localhost:5173"


@pytest.mark.parametrize("text", ["{bad", "[1]", '"text"'])
def test_a_broken_file_is_ignored_with_a_warning_that_names_it(tmp_path: Path, text: str) -> None:
    (tmp_path / ".gofigr").write_text(text)
    with pytest.warns(UserWarning, match=r"\.gofigr .*ignored"):
        gf = GoFigr(url="http://localhost:1", api_key="k", authenticate=False)
    assert gf.api_key == "k"


def test_a_decorated_function_gets_the_missing_arguments_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @from_config_or_env("MYAPP_", find_config)
    def function(host: str = "default", port: str = "1", wait: bool = True, **more: Any) -> tuple[Any, ...]:
        """Connects."""
        return host, port, wait, more

    assert function() == ("default", "1", True, {})
    save(tmp_path, host="file", port="2")
    monkeypatch.setenv("MYAPP_PORT", "3")
    monkeypatch.setenv("MYAPP_WAIT", "false")
    assert function() == ("file", "3", False, {})
    assert function("argument", port="4", x=1) == ("argument", "4", False, {"x": 1})
    assert function.__doc__ == "Connects."
    monkeypatch.setenv("MYAPP_WAIT", "perhaps")
    with pytest.raises(ValueError, match="neither true nor false"):
        function()


def test_a_key_of_our_form_is_checked_without_a_server() -> None:
    from zlib import crc32  # noqa: PLC0415

    from gofigr.short_id import base62_encode  # noqa: PLC0415

    key = GOOD_KEY + base62_encode(crc32(GOOD_KEY.encode())).rjust(6, "0")
    assert check_api_key(f"  {key}\n") == key
    assert not is_mistyped(key)
    assert is_mistyped(key[:-1])
    assert is_mistyped(key.replace("000", "001", 1))
    assert not is_mistyped("bae966176176752f73ed0f03a18726d4"), "keys of the hosted service have another form"
    with pytest.raises(RuntimeError, match="mistyped") as raised:
        GoFigr(url="http://127.0.0.1:1", api_key=key[:-1])
    assert key[:-1] not in str(raised.value)


def test_settings_have_the_same_types_from_a_variable_and_from_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    both = (AUTO_PUBLISH, DEFAULT_METADATA)
    assert found_settings(both, ()) == {}
    Path(".gofigr").write_text(json.dumps({"auto_publish": False, "default_metadata": {"from": "file"}}))
    assert found_settings(both, ()) == {"auto_publish": False, "default_metadata": {"from": "file"}}
    monkeypatch.setenv("GF_AUTO_PUBLISH", "yes")
    monkeypatch.setenv("GF_DEFAULT_METADATA", '{"from": "variable"}')
    assert found_settings(both, ()) == {"auto_publish": True, "default_metadata": {"from": "variable"}}
    assert found_settings(both, {"auto_publish"}) == {"default_metadata": {"from": "variable"}}


@pytest.mark.parametrize("text", ["no JSON", "[1]"])
def test_a_variable_that_must_hold_an_object_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("GF_DEFAULT_METADATA", text)
    with pytest.raises(ValueError, match="GF_DEFAULT_METADATA"):
        found_settings([DEFAULT_METADATA], ())


class OwnedBy:
    """A path that knows only its owner."""

    def __init__(self, user: int) -> None:
        self.st_uid = user

    def stat(self) -> "OwnedBy":
        return self


@pytest.mark.parametrize(
    ("me", "owner", "is_ignored"),
    [(1000, 1000, False), (1000, 0, False), (1000, 1, True), (1, 1000, True), (0, 1000, False)],
)
def test_files_of_the_user_and_of_the_system_are_read_and_root_reads_all(
    monkeypatch: pytest.MonkeyPatch, me: int, owner: int, is_ignored: bool
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: me, raising=False)
    assert config._is_somebody_elses(OwnedBy(owner)) is is_ignored  # type: ignore[arg-type]


def test_a_system_without_owners_reads_every_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getuid", raising=False)
    path = save(tmp_path)
    assert find_config() == str(path)


def test_the_own_file_is_found_above_a_file_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "shared"
    deep.mkdir()
    theirs, ours = save(deep), save(tmp_path)
    monkeypatch.setattr(config, "_is_somebody_elses", lambda path: path == theirs)
    with pytest.warns(UserWarning, match="another user"):
        assert find_config(deep) == str(ours)


def test_a_warning_about_a_file_of_another_user_points_at_the_caller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path)
    monkeypatch.setattr(config, "_is_somebody_elses", lambda _: True)
    with pytest.warns(UserWarning, match="another user") as warned:
        assert find_config() is None
    assert [one.filename for one in warned] == [__file__]


@pytest.mark.parametrize("text", ["{bad", "[1]"])
def test_a_warning_about_a_broken_file_points_at_the_caller(tmp_path: Path, text: str) -> None:
    (tmp_path / ".gofigr").write_text(text)
    with pytest.warns(UserWarning, match=r"\.gofigr .*ignored") as warned:
        resolve_connection(None, None, None, None, None)
    assert [one.filename for one in warned] == [__file__]


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    (tmp_path / ".gofigr").write_bytes('{"analysis": "Größe"}'.encode())
    assert config.read_config(tmp_path / ".gofigr") == {"analysis": "Größe"}
    assert config.read_config(None) == {}


def test_the_first_existing_path_is_used(tmp_path: Path) -> None:
    second, third = save(tmp_path, host="second"), tmp_path / "third"
    third.write_text('{"host": "third"}')

    def host_from(paths: Any) -> str:
        @from_config_or_env("MYAPP_", paths)
        def host(host: str = "default") -> str:
            return host

        return host()

    missing = str(tmp_path / "missing")
    assert host_from([missing, str(second), str(third)]) == "second"
    assert host_from(str(third)) == "third"
    assert host_from([missing]) == host_from(missing) == host_from(None) == host_from([]) == "default"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "2.5", 2.5),
        ("number", "", None),
        ("text", '{"a": 1}', '{"a": 1}'),
        ("JSON object", '{"a": 1}', {"a": 1}),
        ("true or false", " Off ", False),
    ],
)
def test_a_variable_is_parsed_by_its_type(monkeypatch: pytest.MonkeyPatch, kind: Any, text: str, value: object) -> None:
    setting = Setting("some_thing", "What it means.", kind, "none", "nobody")
    assert setting.variable == "GF_SOME_THING"
    assert setting.value() is None
    monkeypatch.setenv("GF_SOME_THING", text)
    assert setting.value() == value


def test_a_mistyped_key_is_an_error_that_says_to_copy_it_again() -> None:
    with pytest.raises(RuntimeError, match=r"^This API key is mistyped.* Please copy it again\.$"):
        check_api_key(GOOD_KEY)


def test_connections_show_no_secret() -> None:
    found = resolve_connection("ada", "the password", "the key", "http://s", "W")
    assert repr(found) == "Connection(url='http://s', username='ada', workspace_id='W')"


def test_a_row_of_the_page_describes_a_setting_completely() -> None:
    setting = Setting("some_thing", "What it means.", "text", "none", "nobody")
    assert reference._row(setting) == "| `GF_SOME_THING` | `some_thing` | text | none | What it means. | nobody |"
    setting = Setting("some_thing", "What it means.", "number", "`1`", "nobody", is_in_file=False)
    assert reference._row(setting) == "| `GF_SOME_THING` | no | number | `1` | What it means. | nobody |"
    lines = reference.render().split("\n")
    assert (lines[0], lines[-1]) == ("# Settings of the Python package", "")
    head = lines.index("|---|---|---|---|---|---|")
    assert lines[head + 1 : head + 1 + len(SETTINGS)] == [reference._row(one) for one in SETTINGS]


SAVED = '{\n    "api_key": "k",\n    "name": "Ada"\n}\n'


def test_settings_are_written_readably_and_only_for_the_user(tmp_path: Path) -> None:
    path = save(tmp_path, api_key="old")
    path.chmod(0o644)
    save_config(str(path), {"api_key": "k", "name": "Ada"})
    assert path.read_text() == SAVED
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [".gofigr"]


def test_a_link_to_the_settings_remains_a_link(tmp_path: Path) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir()
    (tmp_path / ".gofigr").symlink_to(dotfiles / "gofigr.json")
    save_config(tmp_path / ".gofigr", {"api_key": "k", "name": "Ada"})
    assert (tmp_path / ".gofigr").is_symlink()
    assert (dotfiles / "gofigr.json").read_text() == SAVED


def test_a_failed_write_leaves_the_settings_unchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, api_key="old")
    with pytest.raises(TypeError):
        save_config(path, {"api_key": object()})
    seen: list[str] = []

    def interrupt(_: int) -> None:
        seen.extend(one.name for one in tmp_path.iterdir() if one.is_file() and one != path)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_config(path, {"api_key": "new"})
    assert json.loads(path.read_text()) == {"api_key": "old"}
    assert len(seen) == 1 and seen[0].startswith(".gofigr-"), "beside it, so that replacing it is one step"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == [".gofigr"]


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ("gofigr.example.org", "https://gofigr.example.org"),
        ("localhost:5173", "http://localhost:5173"),
        ("127.0.0.1:80/x", "http://127.0.0.1:80/x"),
        ("ftp://gofigr.example.org", "https://gofigr.example.org"),
        ("https://gofigr.example.org/api", "https://gofigr.example.org"),
        ("https://gofigr.example.org/base/api/v1.4.1/", "https://gofigr.example.org/base"),
    ],
)
def test_a_wrong_address_says_what_to_write(given: str, right: str) -> None:
    with pytest.raises(ValueError, match=f"Write {re.escape(right)}$"):
        GoFigr(url=given, api_key="k", authenticate=False)


@pytest.mark.parametrize(
    "given", ["http://localhost:5173", " https://gofigr.example.org/base/ ", "https://api.gofigr.io"]
)
def test_other_addresses_are_taken(given: str) -> None:
    assert GoFigr(url=given, api_key="k", authenticate=False).service_url.startswith("http")

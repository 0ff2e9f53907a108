import json
import os
from pathlib import Path
from typing import Any

import pytest

from gofigr import GoFigr, find_config, from_config_or_env
from gofigr._settings.api_key_format import check_api_key, is_mistyped
from gofigr._settings.config import found_settings
from gofigr._settings.connection import resolve_connection
from gofigr._settings.register import AUTO_PUBLISH, DEFAULT_METADATA

#: `gf_`, 43 digits, and their CRC-32 as the server writes it.
GOOD_KEY = "gf_" + "0" * 43


def save(folder: Path, **settings: Any) -> Path:
    path = folder / ".gofigr"
    path.write_text(json.dumps(settings))
    return path


def test_the_nearest_file_upward_counts_then_the_one_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_a_file_of_somebody_else_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, url="http://theirs")
    if os.getuid() == 0:
        os.chown(path, 54321, -1)
    monkeypatch.setattr("gofigr._settings.config.os.getuid", lambda: 12345)
    with pytest.warns(UserWarning, match="belongs to another user"):
        assert resolve_connection(None, None, "key", None, None).url == "http://localhost:5173"


def test_arguments_go_before_variables_and_variables_before_the_file(
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
def test_a_workspace_that_says_nothing_is_none_as_gofigr_for_r_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing: object
) -> None:
    save(tmp_path, api_key="k", workspace=nothing)
    assert resolve_connection(None, None, None, None, None).workspace_id is None
    monkeypatch.setenv("GF_WORKSPACE", "  ")
    assert resolve_connection(None, None, None, None, "").workspace_id is None
    save(tmp_path, api_key="k", workspace="file-workspace")
    assert resolve_connection(None, None, None, None, None).workspace_id == "file-workspace"


def test_who_gives_a_password_is_not_signed_in_by_a_key_from_elsewhere(tmp_path: Path) -> None:
    save(tmp_path, api_key="somebody's", password="from the file")
    found = resolve_connection("user", None, None, None, None)
    assert (found.api_key, found.username, found.password) == (None, "user", "from the file")


def test_without_any_setting_the_server_is_this_computer() -> None:
    assert resolve_connection(None, None, None, None, None).url == "http://localhost:5173"


@pytest.mark.parametrize("text", ["{bad", "[1]", '"text"'])
def test_a_broken_file_is_named_and_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / ".gofigr").write_text(text)
    with pytest.warns(UserWarning, match=r"\.gofigr .*ignored"):
        gf = GoFigr(url="http://localhost:1", api_key="k", authenticate=False)
    assert gf.api_key == "k"


def test_a_decorated_function_is_given_what_the_caller_leaves_out(
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


def test_settings_have_their_types_whether_a_variable_or_the_file_gives_them(monkeypatch: pytest.MonkeyPatch) -> None:
    both = (AUTO_PUBLISH, DEFAULT_METADATA)
    assert found_settings(both, ()) == {}
    Path(".gofigr").write_text(json.dumps({"auto_publish": False, "default_metadata": {"from": "file"}}))
    assert found_settings(both, ()) == {"auto_publish": False, "default_metadata": {"from": "file"}}
    monkeypatch.setenv("GF_AUTO_PUBLISH", "yes")
    monkeypatch.setenv("GF_DEFAULT_METADATA", '{"from": "variable"}')
    assert found_settings(both, ()) == {"auto_publish": True, "default_metadata": {"from": "variable"}}
    assert found_settings(both, {"auto_publish"}) == {"default_metadata": {"from": "variable"}}


@pytest.mark.parametrize("text", ["no JSON", "[1]"])
def test_a_variable_that_should_hold_an_object_is_named_where_it_does_not(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("GF_DEFAULT_METADATA", text)
    with pytest.raises(ValueError, match="GF_DEFAULT_METADATA"):
        found_settings([DEFAULT_METADATA], ())

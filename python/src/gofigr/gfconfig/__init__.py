"""`gfconfig`: asks for the settings of the connection, tests them and saves them."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gofigr._settings.api_key_format import check_api_key
from gofigr._settings.config import API_URL, CONFIG_NAME, home_folder, read_config
from gofigr._settings.config_file import save_config
from gofigr._settings.register import URL
from gofigr.exceptions import ServerUnreachableError
from gofigr.gfconfig.questions import (
    GiveUpError,
    assert_nonempty,
    integer_range,
    pretty_format_name,
    read_input,
    say,
    start_of,
    valid_json,
    yes_no,
)
from gofigr.gfconfig.sign_in import ATTEMPTS, by_browser, host_of, sign_in, time_of, wish_of
from gofigr.gfconfig.signals import interruptible, uninterrupted
from gofigr.gfconfig.workspaces import chosen_workspace
from gofigr.http.network import CA_HELP, trust_only

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from gofigr._client.client import GoFigr

_RULE = "-" * 30
#: Answer that asks for a new key where a blank one keeps the current key.
_NEW = "new"
_NO_TERMINAL = """gfconfig asks questions but has no terminal. Without one, use:
  gfconfig --token-stdin < file-with-the-api-key
or set GF_API_KEY and GF_URL."""


def resolve_config_path(path_arg: str | None) -> Path:
    """Returns the file to save: `~/.gofigr`, a given file, or `.gofigr` in a folder, which is created if missing."""
    if path_arg is None:
        if (home := home_folder()) is None:
            raise RuntimeError("There is no home folder for the file. Please name the file to save.")
        return home / CONFIG_NAME
    path = Path(path_arg).expanduser()
    if path.is_dir() or path_arg.endswith(("/", os.sep)):
        path = path / CONFIG_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.absolute()


def gfconfig() -> None:
    """Runs the dialogue in a notebook or at a Python prompt."""
    _run([], has_terminal=True)


def main(args: Sequence[str] | None = None) -> int:
    """Runs the command. Returns its exit code."""
    code = _run(args, has_terminal=sys.stdin.isatty())
    for stream in (sys.stdout, sys.stderr):
        _settle(stream)
    return code


def _settle(stream: TextIO) -> None:
    """Writes what is left. Drops it when the terminal has gone away: else Python would end with another exit code."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(args: Sequence[str] | None, *, has_terminal: bool) -> int:
    options = _parser().parse_args(args)
    trust_only(options.ca)
    if not has_terminal and not options.token_stdin and options.command != "whoami":
        say(_NO_TERMINAL, sys.stderr)
        return 2
    try:
        with interruptible():
            _command(options)(options)
    except (KeyboardInterrupt, EOFError):
        say("\nNothing was saved.", sys.stderr)
        return 130
    except (GiveUpError, ServerUnreachableError, RuntimeError, OSError) as error:
        say(f"  => {error}", sys.stderr)
        return 1
    return 0


def _command(options: Namespace) -> Callable[[Namespace], None]:
    if options.command == "whoami":
        from gofigr.gfconfig.whoami import whoami  # noqa: PLC0415 -- only if it is wanted

        return whoami
    if options.command == "rotate":
        from gofigr.gfconfig.rotate import rotate  # noqa: PLC0415 -- only if it is wanted

        return lambda given: rotate(given, resolve_config_path(given.config_path))
    return _configure


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="gfconfig", description="Sets up the connection to a GoFigr server.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=("whoami", "rotate"),
        help="whoami: show your user, server, key and workspace, and the source of each; "
        "rotate: replace the API key by a new one with the same rights; without a command: set up",
    )
    parser.add_argument("-a", "--advanced", action="store_true", help="also ask for URL and defaults")
    parser.add_argument("-c", "--config-path", help="file to save, or folder for .gofigr; default: ~/.gofigr")
    parser.add_argument("--url", help=f"address of the server; default: GF_URL, the saved address, or {API_URL}")
    parser.add_argument("--workspace", help="ID or name of the default workspace; without it, gfconfig asks")
    parser.add_argument(
        "--token-stdin", action="store_true", help="read an API key from standard input and ask nothing"
    )
    parser.add_argument(
        "--browser",
        action="store_true",
        help="sign in with a browser, also one of another device; default where a browser can be opened",
    )
    parser.add_argument("--password", action="store_true", help="sign in with your password")
    parser.add_argument("--key-name", help="name of a new API key; default: your username and this machine")
    parser.add_argument("--permission", choices=("full", "read", "publish"), help="what a new API key may do")
    parser.add_argument("--key-workspaces", help="the only workspaces of a new API key, as IDs with commas between")
    parser.add_argument("--expiry", help="end of a new API key, such as 2027-01-31 or 90d")
    parser.add_argument(
        "--grace-hours", type=float, default=1, help="rotate: time that the old key still works, at most 168"
    )
    parser.add_argument("--ca", metavar="FILE", help=CA_HELP)
    parser.add_argument("--json", action="store_true", help="whoami: print JSON")
    return parser


def _configure(options: Namespace) -> None:
    path = resolve_config_path(options.config_path)
    saved = read_config(path) if path.is_file() else {}
    url = options.url or URL.text() or saved.get("url") or API_URL
    config: dict[str, Any] = {"url": url}
    made: list[Any] = []
    try:
        try:
            _ask_and_save(options, config, path, saved, made)
        finally:
            _undo(made)
    finally:
        # A signal may have come just before, as when a terminal goes away, but only one interrupts.
        _undo(made)
    say(f"\nConfiguration saved to {path}. Happy analysis!")


def _undo(made: list[Any]) -> None:
    """Revokes keys that were not saved, and so would never be used."""
    with uninterrupted():
        while made:
            made.pop()()


def _ask_and_save(
    options: Namespace, config: dict[str, Any], path: Path, saved: dict[str, Any], made: list[Any]
) -> None:
    url = config["url"]
    if options.token_stdin:
        gf = _connect(sys.stdin.readline().strip(), url)
    else:
        gf = _ask_for_connection(options, config, path, saved, made)
    config["api_key"] = gf.api_key
    if options.advanced and not options.token_stdin:
        config |= _ask_for_more()
    config["workspace"] = chosen_workspace(gf, options, _of_server(saved, config["url"]).get("workspace")).api_id
    with uninterrupted():
        save_config(path, {**saved, **config})
        made.clear()


def _of_server(saved: dict[str, Any], url: str) -> dict[str, Any]:
    """Returns the saved settings if they are those of this server."""
    return saved if host_of(str(saved.get("url") or API_URL)) == host_of(url) else {}


def _ask_for_connection(
    options: Namespace, config: dict[str, Any], path: Path, saved: dict[str, Any], made: list[Any]
) -> GoFigr:
    say(f"{_RULE}\nGoFigr configuration\n{_RULE}")
    if options.advanced:
        config["url"] = read_input(f"API URL [{config['url']}]: ", assert_nonempty, default=config["url"])
    url = config["url"]
    browser = by_browser(options, url)
    kept = _working(_of_server(saved, url).get("api_key"), url)
    if browser and kept is not None:
        question = f"The API key {start_of(str(kept.api_key))} works. Keep it [Y/n]: "
        if read_input(question, yes_no, default="yes"):
            return kept
    wish = wish_of(options)
    signed_in = sign_in(browser=browser, url=url, wish=wish)
    if browser:
        # The person has decided in the browser what the key may do.
        return _new_key(signed_in, {"name": wish["name"]}, url, path, made)
    return _ask_for_key(signed_in, options, url, path, kept, made)


def _working(key: object, url: str) -> GoFigr | None:
    """Returns a client for the key of the file if the server still accepts it."""
    if not isinstance(key, str) or not key:
        return None
    try:
        return _connect(key, url)
    except (RuntimeError, ValueError):
        return None


def _new_key(gf: GoFigr, fields: dict[str, Any], url: str, path: Path, made: list[Any]) -> GoFigr:
    expiry = fields.get("expiry")
    given = {**fields, "expiry": time_of(expiry) if expiry else None}
    with uninterrupted():
        # An interrupted request could leave a key whose ID nobody knows.
        key = gf.create_api_key(**given)

        def revoke() -> None:
            if gf.username is not None:
                gf.revoke_api_key(str(key.api_id))
            else:
                # The token of the browser revokes no keys, but a key revokes itself.
                _unchecked(str(key.token), url).revoke_current_api_key()

        made.append(revoke)
    say(f"  => Your new API key will be saved to {path}")
    connected = _connect(str(key.token), url)
    say("  => Connected successfully")
    return connected


def _ask_for_key(gf: GoFigr, options: Namespace, url: str, path: Path, kept: GoFigr | None, made: list[Any]) -> GoFigr:
    question = "API key (leave blank to generate a new key): "
    if kept is not None:
        question = (
            f"API key (leave blank to keep {start_of(str(kept.api_key))}, or type {_NEW} to generate a new key): "
        )
    for _ in range(ATTEMPTS):
        key = read_input(question, lambda text: text or "", password=True)
        if kept is not None and not key:
            return kept
        try:
            if not key or (kept is not None and key == _NEW):
                name = options.key_name or read_input("Key name: ", assert_nonempty)
                return _new_key(gf, {**wish_of(options), "name": name}, url, path, made)
            connected = _connect(key, url)
        except RuntimeError as error:
            say(f"  => {error}")
            continue
        say("  => Connected successfully")
        return connected
    raise GiveUpError(f"{ATTEMPTS} attempts failed. Nothing was saved.")


def _connect(key: str, url: str) -> GoFigr:
    if not key:
        raise GiveUpError("There is no API key on standard input.")
    gf = _unchecked(key, url)
    gf.authenticate()
    return gf


def _unchecked(key: str, url: str) -> GoFigr:
    from gofigr._client.client import GoFigr  # noqa: PLC0415 -- `gfconfig --help` starts faster without it

    return GoFigr(api_key=check_api_key(key), url=url, authenticate=False)


def _ask_for_more() -> dict[str, Any]:
    return {
        "auto_publish": read_input("Auto-publish all figures [Y/n]: ", yes_no, default="yes"),
        "default_metadata": read_input("Default revision metadata (JSON): ", valid_json),
    }


__all__ = [
    "assert_nonempty",
    "gfconfig",
    "integer_range",
    "main",
    "pretty_format_name",
    "read_input",
    "resolve_config_path",
    "valid_json",
    "yes_no",
]

"""The dialogue of gfconfig, on a terminal."""

import json
import re
import stat
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pexpect
import pytest

from conftest import of_server
from gofigr import GoFigr

RULE = "-" * 30


class Dialogue:
    """Runs gfconfig on its own terminal, in its own home folder."""

    def __init__(self, home: Path, *options: str) -> None:
        self.home = home
        self.child = pexpect.spawn(
            sys.executable, ["-m", "gofigr.gfconfig", *options], encoding="utf-8", timeout=60, dimensions=(50, 200)
        )
        self.seen = ""

    def answer(self, prompt: str, text: str) -> None:
        self.child.expect_exact(prompt)
        self.seen += f"{self.child.before}{prompt}"
        self.child.sendline(text)

    def end(self) -> int:
        self.child.expect(pexpect.EOF)
        self.seen += str(self.child.before)
        self.child.close()
        assert self.child.exitstatus is not None
        return int(self.child.exitstatus)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.seen.replace("\r\n", "\n").split("\n")]

    def sign_in(self) -> None:
        self.answer("Username: ", of_server("USERNAME"))
        self.answer("Password: ", of_server("PASSWORD"))

    @property
    def saved(self) -> dict[str, Any]:
        saved = json.loads((self.home / ".gofigr").read_text())
        assert isinstance(saved, dict)
        return saved


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_the_dialogue_of_a_new_key(home: Path, server_url: str, by_password: GoFigr) -> None:
    dialogue = Dialogue(home, "--url", server_url)
    dialogue.sign_in()
    dialogue.answer("API key (leave blank to generate a new key): ", "")
    dialogue.answer("Key name: ", "My laptop")
    dialogue.answer("Selection [1]: ", "")
    assert dialogue.end() == 0
    first, *others = by_password.workspaces
    assert first.name is not None
    expected = [
        RULE,
        "GoFigr configuration",
        RULE,
        f"Username: {of_server('USERNAME')}",
        "Password:",
        "Verifying connection...",
        "  => Authenticated successfully",
        "API key (leave blank to generate a new key):",
        "Key name: My laptop",
        f"  => Your new API key will be saved to {home}/.gofigr",
        "  => Connected successfully",
        "",
        "Please select a default workspace:",
        f"  [ 1] - {first.name:<30} - {first.description or 'N/A':<30} - API ID: {first.api_id}",
    ]
    assert dialogue.lines[: len(expected)] == expected
    assert dialogue.lines[len(expected) + len(others) :] == [
        "Selection [1]:",
        "",
        f"Configuration saved to {home}/.gofigr. Happy analysis!",
        "",
    ]
    assert dialogue.saved.keys() == {"url", "api_key", "workspace"}
    assert dialogue.saved["workspace"] == first.api_id
    assert stat.S_IMODE((home / ".gofigr").stat().st_mode) == 0o600
    gf = GoFigr()
    assert (gf.username, gf.workspace_id) == (of_server("USERNAME"), first.api_id)
    key = next(one for one in by_password.list_api_keys() if one.name == "My laptop")
    by_password.revoke_api_key(key)


def test_a_pasted_key_is_hidden_and_mistakes_can_be_corrected(home: Path, server_url: str) -> None:
    dialogue = Dialogue(home, "--url", server_url)
    dialogue.answer("Username: ", "")
    dialogue.answer("Username: ", of_server("USERNAME"))
    dialogue.answer("Password: ", "wrong")
    dialogue.sign_in()
    key = of_server("KEY")
    for pasted in (key[:-1], "unknown", key):
        dialogue.answer("API key (leave blank to generate a new key): ", pasted)
    dialogue.answer("Selection [1]: ", "999")
    dialogue.answer("Selection [1]: ", "1")
    assert dialogue.end() == 0
    shown = [line for line in dialogue.lines if line.startswith("  =>")]
    assert [re.sub("http[^ ]*", "…", line) for line in shown] == [
        "  => Please enter a value",
        "  => Authentication failed. Please check username and password.",
        "  => Authenticated successfully",
        "  => This API key is mistyped or incomplete: its check digits don't fit. Please copy it again.",
        "  => GET … returned 401: This API key is unknown, revoked, disabled, or not valid from this address.",
        "  => Connected successfully",
        f"  => Please enter a number between 1 and {len(GoFigr().workspaces)}",
    ]
    assert key[10:30] not in dialogue.seen and of_server("PASSWORD") not in dialogue.seen
    assert dialogue.saved["api_key"] == key


def test_other_settings_remain_and_advanced_ones_are_prompted(home: Path, server_url: str) -> None:
    (home / ".gofigr").write_text(json.dumps({"url": "http://localhost:1", "own": [1], "workspace": "old"}))
    dialogue = Dialogue(home, "--advanced")
    dialogue.answer("API URL [http://localhost:1]: ", server_url)
    dialogue.sign_in()
    dialogue.answer("API key (leave blank to generate a new key): ", of_server("KEY"))
    dialogue.answer("Auto-publish all figures [Y/n]: ", "n")
    dialogue.answer("Default revision metadata (JSON): ", "{bad")
    dialogue.answer("Default revision metadata (JSON): ", '{"study": 7}')
    dialogue.answer("Selection [1]: ", "")
    assert dialogue.end() == 0
    saved = dialogue.saved
    assert (saved["own"], saved["url"], saved["auto_publish"]) == ([1], server_url, False)
    assert saved["default_metadata"] == {"study": 7} and saved["workspace"] != "old"


def test_an_interrupt_saves_nothing_and_leaves_no_key(home: Path, server_url: str, by_password: GoFigr) -> None:
    dialogue = Dialogue(home, "--url", server_url)
    dialogue.sign_in()
    dialogue.answer("API key (leave blank to generate a new key): ", "")
    name = f"interrupted {uuid.uuid4()}"
    dialogue.answer("Key name: ", name)
    dialogue.child.expect_exact("Selection [1]: ")
    dialogue.child.sendintr()
    assert dialogue.end() == 130
    assert "Traceback" not in dialogue.seen and "Nothing was saved." in dialogue.seen
    assert not (home / ".gofigr").exists()
    assert name not in [one.name for one in by_password.list_api_keys()]


def test_the_dialogue_ends_after_three_wrong_passwords(home: Path, server_url: str) -> None:
    dialogue = Dialogue(home, "--url", server_url)
    for _ in range(3):
        # The server counts failed attempts by name.
        dialogue.answer("Username: ", f"nobody-{uuid.uuid4()}")
        dialogue.answer("Password: ", "wrong")
    assert dialogue.end() == 1
    assert not (home / ".gofigr").exists()


def gfconfig(*options: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "gofigr.gfconfig", *options],
        check=False,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_a_terminal_the_program_does_not_wait_for_input(home: Path, server_url: str) -> None:
    done = gfconfig("--url", server_url)
    assert done.returncode == 2 and "--token-stdin" in done.stderr
    assert not (home / ".gofigr").exists()


def test_without_a_terminal_the_key_comes_from_standard_input(
    home: Path, server_url: str, gf: GoFigr, by_password: GoFigr
) -> None:
    folder = home / "project"
    primary = gf.primary_workspace
    done = gfconfig("--url", server_url, "--token-stdin", "-c", f"{folder}/", stdin=of_server("KEY"))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((folder / ".gofigr").read_text())["workspace"] == primary.api_id
    made = gf.Workspace(name="chosen by its name").create()
    done = gfconfig(
        *("--url", server_url, "--token-stdin", "--workspace", "chosen by its name", "-c", str(folder / "file")),
        stdin=of_server("KEY"),
    )
    assert json.loads((folder / "file").read_text())["workspace"] == made.api_id
    by_password.Workspace(api_id=made.api_id).delete(delete=True)


@pytest.mark.parametrize("key", ["", "unknown", "gf_mistyped"])
def test_a_key_that_does_not_work_is_not_saved(home: Path, server_url: str, key: str) -> None:
    done = gfconfig("--url", server_url, "--token-stdin", stdin=key)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert not (home / ".gofigr").exists()


def test_a_missing_server_is_reported(home: Path) -> None:
    done = gfconfig("--url", "http://localhost:1", "--token-stdin", stdin="key")
    assert (done.returncode, done.stderr) == (1, "  => No answer from http://localhost:1: NewConnectionError.\n")
    assert not (home / ".gofigr").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="a folder where not even root can write is /proc, of Linux")
def test_a_read_only_folder_is_reported(home: Path, server_url: str) -> None:
    done = gfconfig("--url", server_url, "--token-stdin", "-c", "/proc/.gofigr", stdin=of_server("KEY"))
    assert done.returncode == 1 and "/proc" in done.stderr and "Traceback" not in done.stderr
    assert not (home / ".gofigr").exists()


def test_a_linked_file_remains_a_link(home: Path, server_url: str) -> None:
    (home / "dotfiles").mkdir()
    (home / ".gofigr").symlink_to(home / "dotfiles" / "gofigr")
    assert gfconfig("--url", server_url, "--token-stdin", stdin=of_server("KEY")).returncode == 0
    assert (home / ".gofigr").is_symlink()
    assert json.loads((home / "dotfiles" / "gofigr").read_text())["api_key"] == of_server("KEY")

"""The dialogue of gfconfig, on a terminal."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pexpect
import pytest

from conftest import of_server
from gofigr import GoFigr
from gofigr.gfconfig.browser import _qr_code
from scripted_server import Answer, Received, ScriptedServer

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

    def interrupt(self) -> None:
        """Presses Ctrl-C, as a person does: once more if nothing happens.

        Python waits for the next signal if one comes between its last check of signals and the start of its reading.
        """
        for _ in range(3):
            self.child.sendintr()
            if self.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=10) == 0:
                self.seen += str(self.child.before)
                return

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
    dialogue.interrupt()
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


@pytest.fixture
def person(home: Path, server_url: str, by_password: GoFigr, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a "browser" in which a person answers by the API, as the page does."""

    def answers(answer: str = "approve", **grant: object) -> None:
        by_password.user_info()
        token = by_password.http.credentials.access_token
        browser = home / "browser"
        browser.write_text(f"""#!{sys.executable}
import json, sys, urllib.request
body = {{"user_code": sys.argv[1].partition("#code=")[2], **{grant!r}}}
headers = {{"Authorization": "Bearer {token}", "Content-Type": "application/json"}}
url = "{server_url}/api/v1.4.1/device/{answer}/"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers))
""")
        browser.chmod(0o700)
        monkeypatch.setenv("BROWSER", str(browser))

    return answers


def revoke_all(by_password: GoFigr, name: str) -> int:
    found = [one for one in by_password.list_api_keys() if one.name == name]
    for key in found:
        by_password.revoke_api_key(key)
    return len(found)


def test_where_a_browser_can_be_opened_a_person_approves_there(
    home: Path, server_url: str, by_password: GoFigr, person: Any
) -> None:
    person(permission="publish")
    dialogue = Dialogue(home, "--url", server_url, "--key-name", "in a browser", "--expiry", "30d")
    dialogue.answer("Selection [1]: ", "")
    assert dialogue.end() == 0
    shown = [re.sub("Code: .*", "Code: …", line) for line in dialogue.lines]
    assert shown[:15] == [
        RULE,
        "GoFigr configuration",
        RULE,
        "Open this page in a browser and compare the code:",
        "",
        f"    {server_url}/device",
        "    Code: …",
        "",
        "The browser was opened.",
        "Waiting for your approval...",
        "  => Authenticated successfully",
        f"  => Your new API key will be saved to {home}/.gofigr",
        "  => Connected successfully",
        "",
        "Please select a default workspace:",
    ]
    key = next(one for one in by_password.list_api_keys() if one.name == "in a browser")
    assert key.permission == "publish"
    assert dialogue.saved["api_key"] not in dialogue.seen
    assert revoke_all(by_password, "in a browser") == 1


def test_what_a_person_refuses_in_the_browser_is_not_saved(home: Path, server_url: str, person: Any) -> None:
    person("deny")
    dialogue = Dialogue(home, "--url", server_url)
    assert dialogue.end() == 1
    assert "The sign-in was refused in the browser. Nothing was saved." in dialogue.seen
    assert not (home / ".gofigr").exists()


@pytest.mark.parametrize(("error", "code"), [("expired_token", 1), ("authorization_pending", 130)])
def test_a_code_that_expires_and_an_interrupt_save_nothing(
    home: Path, scripted: ScriptedServer, error: str, code: int
) -> None:
    def script(received: Received) -> Answer:
        if received.path.endswith("/info/"):
            return Answer(json={"version": "1", "device_login": True})
        if received.path == "/oauth/token":
            return Answer(400, {"code": error, "error": error, "detail": error})
        page = {"verification_uri": f"{scripted.url}/device", "user_code": "BCDF-GHJK", "device_code": "d"}
        return Answer(json={**page, "expires_in": 600, "interval": 0})

    scripted.script = script
    dialogue = Dialogue(home, "--browser", "--url", scripted.url)
    dialogue.child.expect_exact("Waiting for your approval...")
    if code == 130:
        dialogue.interrupt()
    assert dialogue.end() == code
    assert "Traceback" not in dialogue.seen and not (home / ".gofigr").exists()


def test_on_a_machine_that_is_set_up_enter_keeps_key_and_workspace(home: Path, server_url: str, gf: GoFigr) -> None:
    made = gf.Workspace(name="chosen before").create()
    (home / ".gofigr").write_text(
        json.dumps({"url": server_url, "api_key": of_server("KEY"), "workspace": made.api_id})
    )
    position = [one.api_id for one in sorted(gf.workspaces, key=lambda one: one.workspace_type != "primary")].index(
        made.api_id
    ) + 1
    start = of_server("KEY")[:7]
    dialogue = Dialogue(home)
    dialogue.sign_in()
    dialogue.answer(f"API key (leave blank to keep {start}…, or type new to generate a new key): ", "")
    dialogue.answer(f"Selection [{position}]: ", "")
    assert dialogue.end() == 0
    assert (dialogue.saved["api_key"], dialogue.saved["workspace"]) == (of_server("KEY"), made.api_id)
    dialogue = Dialogue(home, "--browser")
    dialogue.answer(f"The API key {start}… works. Keep it [Y/n]: ", "")
    dialogue.answer(f"Selection [{position}]: ", "")
    assert dialogue.end() == 0
    assert gfconfig("--token-stdin", stdin=of_server("KEY")).returncode == 0
    assert dialogue.saved["workspace"] == made.api_id


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("way", ["--password", "--browser"])
def test_no_signal_leaves_a_key_behind(
    home: Path, server_url: str, by_password: GoFigr, person: Any, number: int, way: str
) -> None:
    person()
    dialogue = Dialogue(home, way, "--url", server_url, "--key-name", "unsaved")
    if way == "--password":
        dialogue.sign_in()
        dialogue.answer("generate a new key): ", "")
    dialogue.child.expect_exact("Selection [1]: ")
    # A signal between the prompt and the read is handled after the read only, so it may take a second one.
    for _ in range(30):
        dialogue.child.kill(number)
        if dialogue.child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=2) == 0:
            break
    assert dialogue.end() == 130
    assert not (home / ".gofigr").exists() and revoke_all(by_password, "unsaved") == 0


def test_a_terminal_that_goes_away_leaves_no_key_behind(home: Path, server_url: str, by_password: GoFigr) -> None:
    dialogue = Dialogue(home, "--url", server_url, "--key-name", "hung up")
    dialogue.sign_in()
    dialogue.answer("generate a new key): ", "")
    dialogue.child.expect_exact("Selection [1]: ")
    terminal: Any = dialogue.child
    terminal.ptyproc.fileobj.close()
    assert os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1]) == 130
    terminal.ptyproc.fd = terminal.child_fd = -1
    terminal.closed = terminal.ptyproc.closed = True
    assert revoke_all(by_password, "hung up") == 0


@pytest.mark.parametrize("way", ["--password", "--browser"])
def test_rotating_replaces_the_key_and_shows_no_secret(
    home: Path, server_url: str, by_password: GoFigr, person: Any, way: str
) -> None:
    person()
    key = by_password.create_api_key("rotated")
    (home / ".gofigr").write_text(json.dumps({"url": server_url, "api_key": key.token, "own": 1}))
    dialogue = Dialogue(home, "rotate", way, "--grace-hours", "0")
    if way == "--password":
        dialogue.sign_in()
    assert dialogue.end() == 0, dialogue.seen
    assert "The old key no longer works." in dialogue.seen and dialogue.saved["api_key"] not in dialogue.seen
    assert dialogue.saved["own"] == 1 and dialogue.saved["api_key"] != key.token
    assert GoFigr().current_api_key().api_id == key.api_id
    with pytest.raises(RuntimeError, match="401"):
        GoFigr(api_key=key.token)
    by_password.revoke_api_key(key)


def test_whoami_says_what_the_key_may_do_and_where_it_came_from(
    home: Path, server_url: str, by_password: GoFigr, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / ".gofigr").write_text(json.dumps({"url": server_url, "api_key": of_server("KEY")}))
    said = json.loads(gfconfig("whoami", "--json").stdout)
    assert said["username"] == of_server("USERNAME") and said["api_key"]["permission"] == "full"
    assert said["api_key_origin"] == f"from {home}/.gofigr"
    expiry = datetime.now(timezone.utc) + timedelta(days=3)
    key = by_password.create_api_key("limited", expiry, permission="read", addresses=["127.0.0.0/8", "::1"])
    monkeypatch.setenv("GF_API_KEY", str(key.token))
    text = gfconfig("whoami").stdout
    for line in (
        rf"User +{of_server('USERNAME')}",
        r"API key +limited \(gf_\w{4}…\)  \[from GF_API_KEY\]",
        "Permission +read: views, changes nothing",
        r"Addresses +only from 127\.0\.0\.0/8, ::1",
        rf"Expires +{expiry:%Y-%m-%d %H:%M} UTC",
        r"Workspace +the primary workspace  \[by default\]",
    ):
        assert re.search(f"^{line}$", text, re.MULTILINE), (line, text)
    assert str(key.token) not in text
    by_password.revoke_api_key(key)
    done = gfconfig("whoami")
    assert done.returncode == 1
    assert f"GF_API_KEY is refused by {server_url}: This API key is unknown, revoked" in done.stderr


def test_a_qr_code_is_black_on_white() -> None:
    lines = _qr_code("https://figures.example.org/device#code=BCDF-GHJK")
    assert len({len(line) for line in lines}) == 1
    assert "m  █▀▀▀▀▀█ " in lines[1]

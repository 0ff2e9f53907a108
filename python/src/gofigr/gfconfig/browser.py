"""Signs in with a browser (RFC 8628): shows a code and waits until a person approves it there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from gofigr._client.client import GoFigr
from gofigr._client.server import is_local
from gofigr.exceptions import ServerUnreachableError
from gofigr.gfconfig.questions import GiveUpError, say
from gofigr.http import Session
from gofigr.http.body import JsonBody
from gofigr.http.refusals import raise_refusal
from gofigr.http.session import Credentials, machine_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gofigr.http import Response

CLIENT_ID = "gofigr-cli"
_GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
#: Seconds between two questions if the server names none, and how many more it means by `slow_down`.
_USUAL_INTERVAL = 5
#: Seconds between two questions at least, whatever the server names. A server that names 0 isn't flooded, and
#: an interrupt lands in the pause, not within a request.
_SHORTEST_INTERVAL = 1
_EXPIRED = "The code has expired. Nothing was saved. Run the command again to get another code."
_HALVES = (" ", "▄", "▀", "█")


def has_browser() -> bool:
    """Tells whether a browser can be opened for the user of this terminal: not over SSH, unless it forwards a display."""
    env = os.environ
    if any(env.get(name) for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")):
        return True
    return sys.platform in ("darwin", "win32") and not (env.get("SSH_CONNECTION") or env.get("SSH_TTY"))


def sign_in_by_browser(url: str, wish: Mapping[str, Any]) -> GoFigr:
    """Signs in. The client's token makes or rotates one key. Raises `GiveUpError` if the person refuses."""
    parts = urlsplit(url)
    site = f"{parts.scheme}://{parts.netloc}"
    session = Session(site, "v1.4.1", Credentials(anonymous=True))
    machine = machine_name()
    asked = {"client_id": CLIENT_ID, **({"machine": machine} if machine else {}), **wish}
    code = _post(session, f"{site}/oauth/device/code", asked)
    raise_refusal(code)
    token = _wait(session, f"{site}/oauth/token", _show(code.json()))
    say("  => Authenticated successfully")
    gf = GoFigr(url=url, anonymous=True)
    gf.http.credentials = Credentials(access_token=token)
    return gf


def _show(code: dict[str, Any]) -> dict[str, Any]:
    page = str(code["verification_uri"])
    complete = str(code.get("verification_uri_complete") or page)
    say(f"Open this page in a browser and compare the code:\n\n    {_plain(page)}")
    say(f"    Code: {_plain(str(code['user_code']))}\n")
    if not is_local(page):
        # A phone can't open a page of this computer.
        say("\n".join(_qr_code(complete)))
    if _open(complete):
        say("The browser was opened.")
    say("Waiting for your approval...")
    return code


def _wait(session: Session, url: str, code: dict[str, Any]) -> str:
    interval = max(float(code.get("interval", _USUAL_INTERVAL)), _SHORTEST_INTERVAL)
    ends = time.monotonic() + float(code["expires_in"])
    body = {"grant_type": _GRANT_TYPE, "client_id": CLIENT_ID, "device_code": code["device_code"]}
    while time.monotonic() < ends:
        time.sleep(interval)
        try:
            answer = _post(session, url, body)
        except ServerUnreachableError:
            continue
        if answer.ok:
            return str(answer.json()["access_token"])
        if answer.code == "slow_down":
            interval += _USUAL_INTERVAL
        elif answer.code == "access_denied":
            raise GiveUpError("The sign-in was refused in the browser. Nothing was saved.")
        elif answer.code == "expired_token":
            raise GiveUpError(_EXPIRED)
        elif answer.code != "authorization_pending" and answer.status_code != 429 and answer.status_code < 500:
            raise_refusal(answer)
    raise GiveUpError(_EXPIRED)


def _post(session: Session, url: str, body: dict[str, Any]) -> Response:
    return session.request("POST", url, body=JsonBody(body), absolute_url=True)


def _open(url: str) -> bool:
    # A server names the address. Only pages are opened, never programs or files.
    if not has_browser() or urlsplit(url).scheme not in ("http", "https"):
        return False
    if sys.platform == "win32":
        os.startfile(url)  # noqa: S606 -- an address, checked above
        return True
    command = os.environ.get("BROWSER") or ("open" if sys.platform == "darwin" else "xdg-open")
    try:
        subprocess.Popen(  # noqa: S603 -- the user's own browser, without a shell
            [command, url], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except OSError:
        return False
    return True


def _qr_code(text: str) -> list[str]:
    """Draws a QR code in black on white, two modules in each character."""
    import qrcode  # noqa: PLC0415 -- slow to import

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_L, border=2)
    code.add_data(text)
    code.make()
    rows = [*code.get_matrix(), [False] * (code.modules_count + 4)]
    pairs = zip(rows[:-1:2], rows[1::2], strict=True)
    lines = ["".join(_HALVES[2 * upper + lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs]
    return [f"\033[30;107m{line}\033[0m" for line in lines]


def _plain(text: str) -> str:
    """Makes a server's text safe for a terminal."""
    return "".join(sign if sign.isprintable() else "�" for sign in text)

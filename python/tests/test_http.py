import os
import threading
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from gofigr import GoFigr
from gofigr.exceptions import ServerUnreachableError
from gofigr.http import FileBody, JsonBody, Session, Transport
from gofigr.http.notices import show_notice
from gofigr.http.session import Credentials
from scripted_server import Answer, Received, ScriptedServer

NOT_VALID = Answer(401, {"code": "token_not_valid", "detail": "expired"})


def session(server: ScriptedServer, **who: Any) -> Session:
    return Session(server.url, "v1.4.1", Credentials(**(who or {"api_key": "secret"})))


def test_a_get_whose_connection_breaks_is_sent_again(scripted: ScriptedServer, quick: list[float]) -> None:
    scripted.answers = [Answer(cut=True), Answer(cut=True), Answer(json={"a": 1})]
    response = session(scripted).request("GET", "info/")
    assert response.json() == {"a": 1}
    assert response.attempts == 3
    assert len(quick) == 2 and quick[1] > quick[0]


def test_a_post_that_may_have_arrived_is_not_sent_again(scripted: ScriptedServer, quick: list[float]) -> None:
    scripted.answers = [Answer(cut=True)]
    with pytest.raises(ServerUnreachableError):
        session(scripted).request("POST", "workspace/", body=JsonBody({"name": "x"}))
    assert scripted.calls == ["POST /api/v1.4.1/workspace/"]
    assert quick == []


def test_a_post_is_sent_again_if_the_server_was_not_listening(quick: list[float]) -> None:
    with ScriptedServer() as gone:
        url = gone.url
    with pytest.raises(ServerUnreachableError, match=r"No answer from http://127\.0\.0\.1"):
        Session(url, "v1.4.1", Credentials(api_key="k")).request("POST", "workspace/", body=JsonBody({}))
    assert len(quick) == 3


def test_a_temporary_refusal_is_retried_after_the_time_that_the_server_sets(
    scripted: ScriptedServer, quick: list[float]
) -> None:
    scripted.answers = [Answer(429, headers=(("Retry-After", "7"),)), Answer(201)]
    assert session(scripted).request("POST", "workspace/", body=JsonBody({})).status_code == 201
    assert quick == [7.0]


def test_the_wait_that_a_server_sets_has_a_limit(scripted: ScriptedServer, quick: list[float]) -> None:
    scripted.answers = [Answer(429, headers=(("Retry-After", "86400"),))]
    assert session(scripted).request("GET", "info/").status_code == 429
    assert quick == []


def test_too_many_attempts_are_not_reported_as_a_wrong_password(scripted: ScriptedServer) -> None:
    scripted.script = lambda _: Answer(429, {"detail": "Too many tries. Wait."}, headers=(("Retry-After", "900"),))
    with pytest.raises(RuntimeError, match=r"429: Too many tries\. Wait\."):
        GoFigr(url=scripted.url, username="u", password="p")
    assert len(scripted.calls) == 1


@pytest.mark.parametrize(("method", "tries"), [("GET", 4), ("PUT", 4), ("POST", 1)])
def test_a_safe_request_to_an_unavailable_server_is_retried(
    scripted: ScriptedServer, quick: list[float], method: str, tries: int
) -> None:
    scripted.script = lambda _: Answer(503)
    assert session(scripted).request(method, "info/").status_code == 503
    assert len(scripted.calls) == tries == len(quick) + 1


def test_an_interrupted_create_that_arrived_gives_the_object(scripted: ScriptedServer, quick: list[float]) -> None:
    scripted.answers = [Answer(cut=True), Answer(409, {"code": "already_exists"}), Answer(json={"api_id": "ours"})]
    response = session(scripted).create("revision/", {"figure": "f", "client_id": "ours"}, "ours")
    assert response.json() == {"api_id": "ours"}
    assert scripted.calls[-2:] == ["POST /api/v1.4.1/revision/", "GET /api/v1.4.1/revision/ours/"]
    assert scripted.received[0].body == scripted.received[1].body
    assert len(quick) == 1


def test_a_conflict_about_another_object_remains_an_error(scripted: ScriptedServer) -> None:
    scripted.answers = [Answer(409, {"code": "short_id_taken"}), Answer(404)]
    assert session(scripted).create("revision/", {"client_id": "ours"}, "ours").code == "short_id_taken"


def test_a_body_from_a_file_is_sent_as_written(scripted: ScriptedServer, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    with spool.open("wb") as writer:
        JsonBody({"figure": "f", "client_id": "c"}).write_to(writer)
    session(scripted).create("revision/", FileBody(spool), "c")
    assert scripted.received[0].body == b'{"figure": "f", "client_id": "c"}'
    assert scripted.received[0].headers["Content-Type"] == "application/json"


def test_a_vanished_file_is_reported_and_nothing_is_repeated(
    scripted: ScriptedServer, quick: list[float], tmp_path: Path
) -> None:
    spool = tmp_path / "spool"
    spool.write_bytes(b"{}")
    body = FileBody(spool)
    spool.unlink()
    with pytest.raises(FileNotFoundError):
        session(scripted).create("revision/", body, "c")
    assert quick == []


def test_an_expired_token_is_renewed_once_and_the_request_repeated(scripted: ScriptedServer) -> None:
    scripted.answers = [NOT_VALID, Answer(json={"access": "new"}), Answer(json=["fine"])]
    signed_in = session(scripted, access_token="old", refresh_token="r")
    assert signed_in.request("GET", "user").json() == ["fine"]
    assert [one.authorization for one in scripted.received] == ["Bearer old", None, "Bearer new"]
    assert scripted.received[1].body == b"refresh=r"


def test_a_token_that_is_always_refused_is_renewed_once(scripted: ScriptedServer) -> None:
    def script(received: Received) -> Answer:
        return Answer(json={"access": "again"}) if "token" in received.path else NOT_VALID

    scripted.script = script
    assert session(scripted, access_token="old", refresh_token="r").request("GET", "user").status_code == 401
    assert len(scripted.calls) == 3


def test_a_key_is_never_renewed(scripted: ScriptedServer) -> None:
    scripted.script = lambda _: NOT_VALID
    assert session(scripted).request("GET", "user").status_code == 401
    assert scripted.calls == ["GET /api/v1.4.1/user"]


def test_the_password_is_used_if_the_refresh_token_has_expired_too(scripted: ScriptedServer) -> None:
    scripted.answers = [NOT_VALID, Answer(401), Answer(json={"access": "a", "refresh": "b"}), Answer(json=[])]
    who = session(scripted, access_token="old", refresh_token="r", username="u", password="p&w")
    assert who.request("GET", "user").ok
    assert scripted.received[2].body == b"username=u&password=p%26w"


def test_parallel_threads_renew_a_token_once(scripted: ScriptedServer) -> None:
    def script(received: Received) -> Answer:
        if "token" in received.path:
            return Answer(json={"access": "new"})
        return Answer(json=[]) if received.authorization == "Bearer new" else NOT_VALID

    scripted.script = script
    shared = session(scripted, access_token="old", refresh_token="r")
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda: statuses.append(shared.request("GET", "user").status_code)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 8
    assert scripted.calls.count("POST /api/token/refresh/") == 1


def test_downloaded_bytes_with_a_wrong_hash_are_refused(scripted: ScriptedServer) -> None:
    scripted.script = lambda _: Answer(json={"api_id": "i", "name": "n", "hash": "0" * 64, "data": "QUJD"})
    gf = GoFigr(url=scripted.url, api_key="k", authenticate=False)
    with pytest.raises(RuntimeError, match="the hash differs"):
        gf.FileData(api_id="i").fetch()


def test_a_download_that_breaks_off_begins_again(scripted: ScriptedServer, quick: list[float]) -> None:
    scripted.answers = [Answer(404), Answer(cut=True), Answer(json={"api_id": "i", "data": "QUJD"})]
    gf = GoFigr(url=scripted.url, api_key="k", authenticate=False)
    assert gf.FileData(api_id="i").fetch().data == b"ABC"
    assert quick == []


def test_another_kind_of_server_is_reported(scripted: ScriptedServer) -> None:
    scripted.script = lambda _: Answer(raw=b"<html>Welcome to your router")
    with pytest.raises(ValueError, match=r"isn't JSON but begins with '<html>Welcome.*Check the URL"):
        GoFigr(url=scripted.url, api_key="k")


def test_missing_server_information_is_not_requested_for_every_figure(scripted: ScriptedServer) -> None:
    scripted.script = lambda _: Answer(cut=True)
    gf = GoFigr(url=scripted.url, api_key="k", authenticate=False)
    assert [gf.app_url for _ in range(3)] == [scripted.url] * 3
    assert len(scripted.calls) == 1


def test_a_proxy_from_the_environment_is_used(scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", scripted.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    Session("http://gofigr.invalid", "v1.4.1", Credentials(api_key="k")).request("GET", "info/")
    session(scripted).request("GET", "info/")
    assert scripted.calls == ["GET http://gofigr.invalid/api/v1.4.1/info/", "GET /api/v1.4.1/info/"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts processes in another way")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_forked_process_has_its_own_connections(scripted: ScriptedServer) -> None:
    shared = session(scripted)
    shared.request("GET", "info/")
    child = os.fork()
    if child == 0:
        os._exit(0 if shared.request("GET", "info/").ok else 1)
    assert os.waitpid(child, 0)[1] == 0
    shared.request("GET", "info/")
    before, of_child, after = (one.port for one in scripted.received)
    assert before == after != of_child


def test_connections_are_reused(scripted: ScriptedServer) -> None:
    shared = session(scripted)
    for _ in range(5):
        shared.request("GET", "info/")
    (pool,) = shared.transport._pools.values()
    (connections,) = (pool.pools.get(key) for key in pool.pools.keys())  # noqa: SIM118 -- it isn't a dictionary
    assert connections is not None and connections.num_connections == 1


def test_a_silent_server_blocks_no_longer_than_the_time_limit(scripted: ScriptedServer) -> None:
    release = threading.Event()

    def script(_: Received) -> Answer:
        release.wait(10)
        return Answer()

    scripted.script = script
    try:
        with pytest.raises(ServerUnreachableError, match="ReadTimeoutError"):
            session(scripted).request("GET", "info/", timeout=0.1, attempts=1)
    finally:
        release.set()


def test_a_redirect_is_not_followed_and_the_error_shows_its_target(scripted: ScriptedServer) -> None:
    scripted.answers = [Answer(301, headers=(("Location", "https://elsewhere.example/api/"),))]
    gf = GoFigr(url=scripted.url, api_key="secret", authenticate=False)
    with pytest.raises(RuntimeError, match=r"301: the server is at https://elsewhere\.example/api/"):
        gf.user_info()
    assert len(scripted.calls) == 1


def test_a_key_is_sent_only_to_its_own_server(scripted: ScriptedServer) -> None:
    with ScriptedServer() as foreign:
        session(scripted).request("GET", f"{foreign.url}/x", absolute_url=True)
        assert foreign.received[0].authorization is None
    session(scripted).request("GET", f"{scripted.url}/x", absolute_url=True)
    assert scripted.received[0].authorization == "Token secret"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 500])
def test_no_error_shows_a_secret(scripted: ScriptedServer, quick: list[float], status: int) -> None:
    token = "gfinvite_0123456789abcdef0123456789abcdef01234567"
    scripted.script = lambda _: Answer(status, {"code": "no", "detail": "No."})
    gf = GoFigr(url=scripted.url, api_key="secret-key", authenticate=False)
    with pytest.raises(RuntimeError) as raised:
        gf.WorkspaceInvitation(token=token).accept()
    assert token not in str(raised.value) and "secret-key" not in str(raised.value)
    assert "secret-key" not in repr(vars(gf)) and "secret-key" not in repr(gf.http.credentials)
    assert quick == []


def test_the_error_for_an_unreachable_server_shows_no_path(quick: list[float]) -> None:
    with pytest.raises(ServerUnreachableError) as raised:
        Transport().request("GET", "http://user:pass@127.0.0.1:1/secret", headers={})
    assert str(raised.value) == "No answer from http://127.0.0.1:1: NewConnectionError."
    assert isinstance(raised.value, OSError)
    assert len(quick) == 3


def test_every_request_names_the_machine_unless_that_is_switched_off(
    scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for given in ("CI runner 7", ""):
        monkeypatch.setenv("GF_MACHINE", given)
        session(scripted).request("GET", "info/")
    assert [one.headers.get("GoFigr-Machine") for one in scripted.received] == ["CI-runner-7", None]


def test_a_notice_is_logged_once_a_day_for_each_key(scripted: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    scripted.script = lambda _: Answer(headers=(("GoFigr-Notice", "This key expires."),))
    for key in ("one", "one", "two"):
        gf = GoFigr(url=scripted.url, api_key=key, authenticate=False)
        gf.get("info/")
        show_notice(gf.http)
        show_notice(gf.http)
    assert [one.getMessage() for one in caplog.records] == ["GoFigr: This key expires."] * 2


def test_a_wait_that_is_too_long_is_said(scripted: ScriptedServer) -> None:
    scripted.script = lambda _: Answer(429, {"detail": "Too many."}, headers=(("Retry-After", "900"),))
    gf = GoFigr(url=scripted.url, api_key="k", authenticate=False)
    with pytest.raises(RuntimeError, match=r"429: Too many\. Try again in 900 seconds\."):
        gf.user_info()


def test_a_date_to_try_again_at_is_obeyed(scripted: ScriptedServer, quick: list[float]) -> None:
    date = format_datetime(datetime.now(timezone.utc) + timedelta(seconds=5), usegmt=True)
    scripted.answers = [Answer(429, {}, headers=(("Retry-After", date),)), Answer()]
    assert session(scripted).request("POST", "analysis/").ok
    assert 2 < quick[0] < 6

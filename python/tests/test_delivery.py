"""Delivery of one parcel: its target, the meaning of answers, and arrival at most once."""

import json
from pathlib import Path
from typing import Any

import pytest

from gofigr import GoFigr
from gofigr._outbox import ObjectRef, Target
from gofigr._outbox import locks as locks_module
from gofigr._outbox import targets as targets_module
from gofigr._outbox.delivery import deliver
from gofigr._outbox.locks import locked
from gofigr._outbox.replies import NotNow, Refusal, SignInRefused, check, expect_json
from gofigr._outbox.targets import Targets
from gofigr.http import Response
from gofigr.http.by_name import near_names
from parcels import BY_ID, REVISION, a_parcel
from scripted_server import Answer, Received, ScriptedServer

DEFAULT = ObjectRef("default")


def client(server: ScriptedServer, **who: Any) -> GoFigr:
    gf = GoFigr(url=server.url, authenticate=False, **(who or {"api_key": "key"}))
    gf.http.credentials.username = who.get("username", "ada")
    return gf


# --- Meaning of answers -----------------------------------------------------------------------------------------------


def response(status: int, body: object = None, raw: bytes | None = None, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response("GET", "http://s/", status, named, raw if raw is not None else json.dumps(body).encode())


@pytest.mark.parametrize("status", [200, 201, 204, 299])
def test_a_successful_answer_is_no_error(status: int) -> None:
    check(response(status))


@pytest.mark.parametrize("status", [300, 302, 399, 407, 408, 425, 429, 500, 502, 503, 504])
def test_some_answers_allow_a_later_attempt(status: int) -> None:
    with pytest.raises(NotNow, match=rf"^the server answered {status}: wait$") as raised:
        check(response(status, {"detail": "wait"}))
    assert raised.value.after is None
    assert not isinstance(raised.value, SignInRefused)


@pytest.mark.parametrize("status", [400, 402, 403, 404, 405, 409, 410, 413, 422, 499])
def test_other_answers_allow_no_later_attempt(status: int) -> None:
    with pytest.raises(Refusal, match=rf"^the server answered {status}: no such thing$"):
        check(response(status, {"detail": "no such thing"}))


def test_a_refused_sign_in_is_a_separate_case_with_a_retry_in_a_minute() -> None:
    with pytest.raises(SignInRefused, match="key or password") as raised:
        check(response(401, {"detail": "x"}))
    assert raised.value.after == 60.0


@pytest.mark.parametrize(
    ("given", "after"), [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("Wed, 21 Oct 2026 07:28:00 GMT", None), ("", None)]
)
def test_the_server_sets_the_time_of_the_next_attempt(given: str, after: float | None) -> None:
    with pytest.raises(NotNow) as raised:
        check(response(503, {}, Retry_After=given))
    assert raised.value.after == after


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (response(400, {"detail": "Not like this", "code": "x"}), "Not like this"),
        (response(400, {"name": ["too long"]}), "{'name': ['too long']}"),
        (response(400, ["a list"]), "['a list']"),
        (response(400, {"detail": ""}), "{'detail': ''}"),
        (response(400, {"detail": "x" * 301}), "x" * 300),
        (response(400, raw=b"<html>"), "no JSON"),
    ],
)
def test_a_refusal_shows_the_text_of_the_server(answer: Response, words: str) -> None:
    with pytest.raises(Refusal) as raised:
        check(answer)
    assert str(raised.value) == f"the server answered 400: {words}"


def test_only_a_successful_answer_has_json() -> None:
    assert expect_json(response(200, [1])) == [1]
    with pytest.raises(Refusal):
        expect_json(response(404, [1]))
    with pytest.raises(ValueError, match="JSON"):
        expect_json(response(200, raw=b"<html>"))


# --- Targets ----------------------------------------------------------------------------------------------------------


class Tree:
    """Workspaces, analyses and figures of a server by their paths. New ones are numbered."""

    def __init__(self) -> None:
        self.workspaces: list[dict[str, Any]] = [{"api_id": "W", "name": "Mine", "workspace_type": "primary"}]
        self.analyses: list[dict[str, Any]] = []
        self.figures: list[dict[str, Any]] = []
        self.finds_or_creates = True
        self.created: list[tuple[str, dict[str, Any]]] = []

    def __call__(self, received: Received) -> Answer:
        path = received.path.removeprefix("/api/v1.4.1/")
        kind, _, rest = path.partition("/")
        if received.method == "GET":
            return Answer(json=self._get(path))
        wish = json.loads(received.body)
        if rest == "find_or_create/" and not self.finds_or_creates:
            return Answer(404)
        self.created.append((path, wish))
        return Answer(201, {"api_id": f"new {kind}", "name": wish["name"]})

    def _get(self, path: str) -> Any:
        if path == "workspace/":
            return self.workspaces
        if path.startswith("workspace/"):
            return {"api_id": path, "analyses": self.analyses}
        return {"api_id": path, "figures": self.figures}


@pytest.fixture
def tree(scripted: ScriptedServer) -> Tree:
    tree = Tree()
    scripted.script = tree
    return tree


@pytest.fixture
def targets(scripted: ScriptedServer, tmp_path: Path) -> Targets:
    return Targets(client(scripted).http, tmp_path / "outbox")


def named(name: str = "Trial", *, create: bool = False, description: str | None = None) -> ObjectRef:
    return ObjectRef("name", name, description, create)


def test_a_target_by_id_is_not_looked_up(scripted: ScriptedServer, targets: Targets) -> None:
    assert targets.parent(BY_ID) == {"figure": "F"}
    assert targets.parent(Target(DEFAULT, ObjectRef("id", "A"), None)) == {"analysis": "A"}
    assert targets.analysis(BY_ID) == "A"
    assert scripted.calls == []


def test_names_are_looked_up_from_the_workspace_to_the_figure_once(
    scripted: ScriptedServer, tree: Tree, targets: Targets
) -> None:
    tree.analyses = [{"api_id": "other", "name": "Other"}, {"api_id": "A", "name": "Trial"}]
    tree.figures = [{"api_id": "other", "name": "Other"}, {"api_id": "F", "name": "Lines"}]
    target = Target(DEFAULT, named("Trial"), named("Lines"))
    assert targets.parent(target) == targets.parent(target) == {"figure": "F"}
    assert scripted.calls == [f"GET /api/v1.4.1/{path}" for path in ("workspace/", "workspace/W/", "analysis/A/")]
    assert targets.parent(Target(DEFAULT, named("Trial"), None)) == {"analysis": "A"}
    assert len(scripted.calls) == 3
    targets.forget()
    assert targets.parent(target) == {"figure": "F"}
    assert len(scripted.calls) == 6


def test_the_same_name_in_another_parent_is_another_object(tree: Tree, targets: Targets) -> None:
    tree.figures = [{"api_id": "F", "name": "Lines"}]
    assert targets.parent(Target(DEFAULT, ObjectRef("id", "A"), named("Lines"))) == {"figure": "F"}
    tree.figures = [{"api_id": "G", "name": "Lines"}]
    assert targets.parent(Target(DEFAULT, ObjectRef("id", "B"), named("Lines"))) == {"figure": "G"}
    tree.analyses = [{"api_id": "an analysis", "name": "Lines"}]
    assert targets.analysis(Target(ObjectRef("id", "A"), named("Lines"), None)) == "an analysis"


def test_a_name_is_the_same_in_every_unicode_form(tree: Tree, targets: Targets) -> None:
    tree.analyses = [{"api_id": "A", "name": "e\u0301te\u0301"}]
    assert targets.analysis(Target(ObjectRef("id", "W"), named("\xe9t\xe9"), None)) == "A"


@pytest.mark.parametrize("children", [None, []])
def test_a_missing_object_that_must_exist_is_an_error_with_its_name(
    tree: Tree, targets: Targets, children: Any
) -> None:
    tree.analyses = tree.figures = children
    with pytest.raises(Refusal, match="no analysis called “Trial”"):
        targets.analysis(Target(DEFAULT, named("Trial"), None))
    with pytest.raises(Refusal, match="no figure called “Lines”"):
        targets.parent(Target(DEFAULT, ObjectRef("id", "A"), named("Lines")))
    assert tree.created == []


def test_the_server_finds_or_creates_a_missing_object(tree: Tree, targets: Targets) -> None:
    target = Target(
        named("Team", create=True), named("Trial", create=True, description="of 2026"), named("Lines", create=True)
    )
    assert targets.parent(target) == {"figure": "new figure"}
    assert tree.created == [
        ("workspace/find_or_create/", {"name": "Team", "parent": None}),
        ("analysis/find_or_create/", {"name": "Trial", "description": "of 2026", "parent": "new workspace"}),
        ("figure/find_or_create/", {"name": "Lines", "parent": "new analysis"}),
    ]


@pytest.mark.parametrize("folder", ["/proc/nope", "/dev/null/outbox"])
@pytest.mark.usefixtures("tree")
def test_no_lock_is_needed_where_no_folder_can_be_written(scripted: ScriptedServer, folder: str) -> None:
    targets = Targets(client(scripted).http, Path(folder))
    assert targets.parent(Target(DEFAULT, named(create=True), named("Lines", create=True))) == {"figure": "new figure"}


@pytest.mark.usefixtures("tree")
def test_no_lock_is_needed_on_a_file_system_without_locks(
    scripted: ScriptedServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(_: int) -> bool:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(locks_module, "_try_lock", unsupported)
    assert Targets(client(scripted).http, tmp_path).analysis(Target(DEFAULT, named(create=True), None))


def test_without_find_or_create_the_client_looks_up_the_name_and_then_creates_it(
    scripted: ScriptedServer, tree: Tree, targets: Targets
) -> None:
    tree.finds_or_creates = False
    tree.analyses = [{"api_id": "A", "name": "Known"}]
    known = Target(ObjectRef("id", "W"), named("Known", create=True), named("Lines", create=True, description="new"))
    assert targets.parent(known) == {"figure": "new figure"}
    assert tree.created == [("figure/", {"name": "Lines", "description": "new", "analysis": "A"})]
    assert targets.analysis(Target(ObjectRef("id", "W"), named("New", create=True), None)) == "new analysis"
    assert tree.created[1:] == [("analysis/", {"name": "New", "workspace": "W"})]
    assert targets.analysis(Target(named("Team", create=True), ObjectRef("id", "A"), None)) == "A"
    team = Target(named("Team", create=True), named("In it", create=True), None)
    assert targets.analysis(team) == "new analysis"
    assert tree.created[2:] == [
        ("workspace/", {"name": "Team"}),
        ("analysis/", {"name": "In it", "workspace": "new workspace"}),
    ]
    assert sum("find_or_create" in call for call in scripted.calls) == 1


IN_DEFAULT = Target(DEFAULT, named("Trial", create=True), None)


def workspace_used(tree: Tree, targets: Targets, workspace: ObjectRef = DEFAULT) -> Any:
    targets.analysis(Target(workspace, named("Trial", create=True), None))
    return tree.created[-1][1]["parent"]


def test_the_default_workspace_is_the_primary_one(tree: Tree, targets: Targets) -> None:
    tree.workspaces.insert(0, {"api_id": "team", "name": "Team", "workspace_type": "secondary"})
    assert workspace_used(tree, targets) == "W"


def test_the_default_workspace_is_the_users_own_primary_one(tree: Tree, targets: Targets) -> None:
    tree.workspaces = [
        {"api_id": "bobs", "workspace_type": "primary", "created_by": "bob"},
        {"api_id": "ours", "workspace_type": "primary", "created_by": "ada"},
        {"api_id": "team", "workspace_type": "secondary", "created_by": "ada"},
    ]
    assert workspace_used(tree, targets) == "ours"


def test_a_single_primary_workspace_is_the_default_for_any_owner(tree: Tree, targets: Targets) -> None:
    tree.workspaces = [{"api_id": "W", "workspace_type": "primary", "created_by": "admin"}]
    assert workspace_used(tree, targets) == "W"


def test_a_key_for_one_workspace_uses_that_workspace(tree: Tree, targets: Targets) -> None:
    tree.workspaces = [{"api_id": "team", "name": "Team", "workspace_type": "secondary"}]
    assert workspace_used(tree, targets) == "team"


def test_without_an_own_workspace_there_is_no_default(tree: Tree, targets: Targets) -> None:
    tree.workspaces = [{"api_id": one, "name": one, "workspace_type": "secondary"} for one in ("a", "b")]
    with pytest.raises(Refusal, match=r"^There is no workspace of your own\.$"):
        targets.analysis(IN_DEFAULT)
    tree.workspaces = []
    with pytest.raises(Refusal, match="of your own"):
        targets.analysis(IN_DEFAULT)


def test_a_workspace_is_found_by_its_name_or_id(tree: Tree, targets: Targets) -> None:
    tree.workspaces.append({"api_id": "team", "name": "Team", "workspace_type": "secondary"})
    assert workspace_used(tree, targets, named("Team")) == "team"
    assert workspace_used(tree, targets, ObjectRef("id", "any")) == "any"


def test_two_workspaces_with_one_name_are_ambiguous(tree: Tree, targets: Targets) -> None:
    tree.workspaces = [{"api_id": one, "name": "Team", "created_by": one} for one in ("bob", "ada")]
    with pytest.raises(Refusal, match=r"^Several workspaces are called “Team”\. Please use an API ID instead\.$"):
        targets.analysis(Target(named("Team"), named("Trial", create=True), None))
    # Otherwise the one that is written in this way is meant.
    tree.workspaces[0]["name"] = "Te\u0301am"
    tree.workspaces[1]["name"] = "T\xe9am"
    assert workspace_used(tree, targets, named("T\xe9am")) == "ada"


@pytest.mark.parametrize(
    ("wanted", "names", "end"),
    [
        ("mine", ["Mine", "Yours"], " Did you mean “Mine”?"),
        ("Project 7", ["project 1", "Lab", "Project 2"], " Did you mean “Project 2”, “project 1”?"),
        ("Zebra", ["B", "A"], " You can access “A”, “B”."),
        ("Zebra", list("GFEDCBA"), " You can access “A”, “B”, “C”, “D”, “E” and 2 more."),
        ("Zebra", [], ""),
    ],
)
def test_an_unknown_name_comes_with_those_near_it(wanted: str, names: list[str], end: str) -> None:
    assert near_names(wanted, names) == end


def test_a_misspelled_workspace_is_neither_created_nor_replaced(tree: Tree, targets: Targets) -> None:
    with pytest.raises(Refusal, match=r"^There is no workspace called “Mien”\. Did you mean “Mine”\?$"):
        targets.analysis(Target(named("Mien"), named("Trial", create=True), None))
    assert tree.created == []


@pytest.mark.parametrize("answer", [[], "text", {"name": "no ID"}, {"detail": "x"}])
def test_an_answer_without_an_id_is_no_object(scripted: ScriptedServer, targets: Targets, answer: Any) -> None:
    scripted.script = lambda _: Answer(json=answer)
    with pytest.raises(ValueError, match="without an ID"):
        targets.analysis(Target(ObjectRef("id", "W"), named("Trial"), None))
    with pytest.raises(ValueError, match="without an ID"):
        targets.analysis(Target(ObjectRef("id", "W"), named("Trial", create=True), None))


def test_an_answer_that_is_no_list_gives_nothing(scripted: ScriptedServer, targets: Targets) -> None:
    scripted.script = lambda _: Answer(json={"api_id": "W"})
    with pytest.raises(ValueError, match="no list"):
        targets.analysis(IN_DEFAULT)


@pytest.mark.parametrize(("status", "error"), [(404, Refusal), (503, NotNow), (401, SignInRefused)])
def test_a_failing_server_gets_one_request_and_its_answer_is_used(
    scripted: ScriptedServer, quick: list[float], targets: Targets, status: int, error: type[Exception]
) -> None:
    scripted.script = lambda _: Answer(status, {"code": "x"})
    for place in (named(), named(create=True)):
        for workspace in (DEFAULT, ObjectRef("id", "W")):
            before = len(scripted.calls)
            with pytest.raises(error):
                targets.analysis(Target(workspace, place, None))
            assert len(scripted.calls) == before + 1
    targets._session.lacks_find_or_create = True
    scripted.script = lambda one: Answer(429) if one.method == "POST" else Answer(json={"api_id": "W"})
    with pytest.raises(NotNow):
        targets.analysis(Target(ObjectRef("id", "W"), named(create=True), None))
    assert quick == []


def test_a_lookup_holds_a_lock_across_processes(
    scripted: ScriptedServer, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "not" / "there yet"
    waited: list[tuple[Path, float]] = []
    inside: list[bool] = []

    def noted(path: Path, seconds: float) -> Any:
        waited.append((path, seconds))
        return locked(path, seconds)

    def script(received: Received) -> Answer:
        with locked(folder / "targets.lock", 0) as is_free:
            inside.append(not is_free)
        return tree(received)

    monkeypatch.setattr(targets_module, "locked", noted)
    scripted.script = script
    tree.analyses = [{"api_id": "A", "name": "Trial"}]
    found = Targets(client(scripted).http, folder).analysis(Target(ObjectRef("id", "W"), named(), None))
    assert found == "A"
    assert inside == [True]
    assert waited == [(folder / "targets.lock", 120.0)]
    assert folder.stat().st_mode & 0o777 == 0o700
    with locked(folder / "targets.lock", 0) as is_free:
        assert is_free


# --- Sending ----------------------------------------------------------------------------------------------------------

MADE = {"api_id": REVISION, "revision_index": 0}
POST = "POST /api/v1.4.1/revision/"
GET = f"GET /api/v1.4.1/revision/{REVISION}/"


def send(server: ScriptedServer, tmp_path: Path, **more: Any) -> Any:
    gf = client(server)
    return deliver(a_parcel(**more), gf, Targets(gf.http, tmp_path))


def test_a_parcel_is_posted_and_the_answer_returned(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(201, MADE)]
    assert send(scripted, tmp_path) == MADE
    (received,) = scripted.received
    assert scripted.calls == [POST]
    assert json.loads(received.body) == json.loads(json.dumps(a_parcel().body({"figure": "F"})))


def test_the_server_picks_the_figure_if_none_is_named(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(201, MADE)]
    send(scripted, tmp_path, target=Target(DEFAULT, ObjectRef("id", "A"), None))
    assert scripted.calls == ["POST /api/v1.4.1/revision/auto-assign/"]
    assert json.loads(scripted.received[0].body)["analysis"] == "A"


def test_a_parcel_is_sent_by_the_method_of_the_client_that_users_patch(
    scripted: ScriptedServer, tmp_path: Path
) -> None:
    gf = client(scripted)
    watched: list[tuple[str, dict[str, Any]]] = []
    real = gf._post

    def watch(endpoint: str, **options: Any) -> Any:
        watched.append((endpoint, options))
        return real(endpoint, **options)

    gf._post = watch  # type: ignore[assignment, method-assign]
    scripted.answers = [Answer(201, MADE)]
    parcel = a_parcel()
    deliver(parcel, gf, Targets(gf.http, tmp_path))
    assert watched == [("revision/", {"json": parcel.body({"figure": "F"}), "throw_exception": False, "attempts": 1})]


@pytest.mark.parametrize("answer", [Answer(409, {"code": "already_exists"}), Answer(200, {}), Answer(201, [1])])
def test_a_parcel_that_has_arrived_is_not_sent_again(scripted: ScriptedServer, tmp_path: Path, answer: Answer) -> None:
    scripted.answers = [answer, Answer(200, MADE)]
    assert send(scripted, tmp_path) == MADE
    assert scripted.calls == [POST, GET]


def test_a_parcel_that_arrived_and_was_deleted_remains_deleted(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(409, {"code": "already_exists"}), Answer(404)]
    assert send(scripted, tmp_path) == {}


def test_a_short_id_that_was_taken_is_left_out_at_once(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(409, {"code": "short_id_taken"}), Answer(404)]
    parcel = a_parcel(short_id="aZ3x1")
    gf = client(scripted)
    with pytest.raises(NotNow, match=r"^the short ID was taken$") as raised:
        deliver(parcel, gf, Targets(gf.http, tmp_path))
    assert raised.value.after == 0.0
    assert parcel.short_id is None


def test_a_short_id_that_the_server_does_not_know_is_left_out(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(400, {"detail": "unknown prefix"}), Answer(201, MADE)]
    assert send(scripted, tmp_path, short_id="aZ3x1") == MADE
    assert ["short_id" in json.loads(one.body) for one in scripted.received] == [True, False]


@pytest.mark.parametrize("status", [404, 409])
def test_another_objects_conflict_is_not_taken_for_an_arrival(
    scripted: ScriptedServer, tmp_path: Path, status: int
) -> None:
    """A conflict about another object: the figure is looked up once more, and then the refusal is used."""
    scripted.script = lambda one: Answer(status, {"detail": "no"}) if one.method == "POST" else Answer(json={})
    with pytest.raises(Refusal, match=f"{status}: no"):
        send(scripted, tmp_path)
    assert scripted.calls.count(POST) == 2


def test_an_answer_with_another_revision_is_an_error(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.script = lambda _: Answer(json={"api_id": "another"})
    parcel = a_parcel(short_id="aZ3x1")
    gf = client(scripted)
    with pytest.raises(NotNow, match=r"^the server's answer makes no sense$"):
        deliver(parcel, gf, Targets(gf.http, tmp_path))
    assert scripted.calls == [POST, GET]
    assert parcel.short_id == "aZ3x1"


def test_a_refused_figure_is_looked_up_again_once(scripted: ScriptedServer, tree: Tree, tmp_path: Path) -> None:
    tree.figures = [{"api_id": "old", "name": "Lines"}]
    gf = client(scripted)
    targets = Targets(gf.http, tmp_path)
    target = Target(DEFAULT, ObjectRef("id", "A"), named("Lines"))
    assert targets.parent(target) == {"figure": "old"}
    tree.figures = [{"api_id": "new", "name": "Lines"}]
    refused: list[Any] = []

    def script(received: Received) -> Answer:
        if received.method == "GET":
            return tree(received)
        figure = json.loads(received.body)["figure"]
        refused.append(figure)
        return Answer(201, MADE) if figure == "new" else Answer(404, {"detail": "no such figure"})

    scripted.script = script
    assert deliver(a_parcel(target=target), gf, targets) == MADE
    assert refused == ["old", "new"]


@pytest.mark.parametrize(
    "answer", [Answer(cut=True), Answer(503), Answer(429), Answer(200, raw=b"<html>"), Answer(302)]
)
def test_a_network_error_is_retried_later_and_now_only_once(
    scripted: ScriptedServer, quick: list[float], tmp_path: Path, answer: Answer
) -> None:
    scripted.script = lambda _: answer
    with pytest.raises(NotNow):
        send(scripted, tmp_path)
    assert scripted.calls in ([POST], [POST, GET])
    assert quick == []


def test_a_cut_answer_names_the_server(scripted: ScriptedServer, quick: list[float], tmp_path: Path) -> None:
    scripted.script = lambda _: Answer(cut=True)
    with pytest.raises(NotNow, match=scripted.url) as raised:
        send(scripted, tmp_path)
    assert raised.value.after is None
    scripted.script = lambda one: Answer(409, {}) if one.method == "POST" else Answer(cut=True)
    before = len(scripted.calls)
    with pytest.raises(NotNow, match=scripted.url):
        send(scripted, tmp_path)
    assert len(scripted.calls) == before + 2
    assert quick == []


def test_a_page_instead_of_an_object_is_an_error(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.script = lambda _: Answer(json=[])
    with pytest.raises(NotNow, match=r"makes no sense \(an answer without an ID\)"):
        send(scripted, tmp_path, target=Target(DEFAULT, ObjectRef("id", "A"), named("Lines")))
    scripted.script = lambda _: Answer(json=[{"workspace_type": "primary"}])
    with pytest.raises(NotNow, match=r"makes no sense \('api_id'\)"):
        send(scripted, tmp_path, target=Target(DEFAULT, named("Trial"), None))


TOKENS = {"access": "access", "refresh": "refresh"}


def by_password(server: ScriptedServer, tmp_path: Path, **who: Any) -> Any:
    gf = client(server, **who)
    gf.http.credentials.api_key = None
    return deliver(a_parcel(), gf, Targets(gf.http, tmp_path))


def test_a_password_signs_in_first(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(json=TOKENS), Answer(201, MADE)]
    assert by_password(scripted, tmp_path, username="ada", password="p") == MADE
    assert scripted.calls == ["POST /api/token/", POST]
    assert scripted.received[1].authorization == "Bearer access"


def test_a_signed_in_client_does_not_sign_in_again(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(201, MADE)]
    gf = client(scripted, username="ada", password="p")
    gf.set_access_token("token")
    assert deliver(a_parcel(), gf, Targets(gf.http, tmp_path)) == MADE
    assert scripted.calls == [POST]
    scripted.answers = [Answer(201, MADE)]
    anonymous = client(scripted, anonymous=True)
    assert deliver(a_parcel(), anonymous, Targets(anonymous.http, tmp_path)) == MADE
    assert scripted.calls == [POST, POST]


def test_figures_wait_after_a_wrong_password(scripted: ScriptedServer, tmp_path: Path) -> None:
    scripted.answers = [Answer(401)]
    with pytest.raises(SignInRefused, match="password") as raised:
        by_password(scripted, tmp_path, username="ada", password="p")
    assert raised.value.after == 60.0


@pytest.mark.parametrize("who", [{"username": "ada"}, {"username": "", "password": "p"}])
def test_a_client_without_credentials_gets_an_error_that_says_what_to_do(
    scripted: ScriptedServer, tmp_path: Path, who: dict[str, str]
) -> None:
    with pytest.raises(SignInRefused, match=r"gfconfig.*configure\(api_key=") as raised:
        by_password(scripted, tmp_path, **who)
    assert raised.value.after == 60.0
    assert scripted.calls == []

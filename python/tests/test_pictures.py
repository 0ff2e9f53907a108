"""Figures of plotly are drawn by a program beside this process, with one browser for all."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gofigr.backends import first_line
from gofigr.backends._pictures import PictureProgram

KALEIDO = """
import os, threading
def start_sync_server(silence_warnings, **options):
    with open(os.environ["STARTS"], "a") as log:
        log.write(f"{sorted(options)}\\n")
    def run():
        if os.environ.get("NO_BROWSER"):
            raise FileNotFoundError("\\nNo browser here.\\nInstall one.")
    threading.Thread(target=run).start()
def stop_sync_server(silence_warnings):
    pass
"""
PLOTLY_IO = """
import os, sys, time
class defaults: mathjax = None; default_width = 700
def to_image(figure, format, validate, **params):
    print("noise of a library")
    if os.environ.get("NO_BROWSER"):
        time.sleep(60)
    if figure.get("breaks"):
        raise ValueError("\\n  This format can't be drawn.\\nReally.")
    if figure.get("kills"):
        os._exit(3)
    return f"{format} {figure['n']} {params} {defaults.default_width} {os.getpid()}".encode()
"""


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kaleido and a plotly without a browser. Returns the log of the browser's starts."""
    (tmp_path / "lib" / "plotly" / "io").mkdir(parents=True)
    (tmp_path / "lib" / "kaleido.py").write_text(KALEIDO)
    (tmp_path / "lib" / "plotly" / "__init__.py").touch()
    (tmp_path / "lib" / "plotly" / "io" / "__init__.py").write_text(PLOTLY_IO)
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    monkeypatch.setenv("STARTS", str(tmp_path / "starts"))
    return tmp_path / "starts"


@pytest.fixture
def program() -> Iterator[PictureProgram]:
    running = PictureProgram()
    yield running
    running._end()


def draw(program: PictureProgram, figure: str = '{"n": 1}', **defaults: object) -> list[str]:
    return program.draw(figure, "svg", {"scale": 2}, defaults).decode().rsplit(" ", 2)


def test_all_pictures_are_drawn_by_one_program_with_one_browser(starts: Path, program: PictureProgram) -> None:
    first = draw(program)
    assert first[:2] == ["svg 1 {'scale': 2}", "700"]
    assert draw(program, '{"n": "é"}', default_width=900) == ["svg é {'scale': 2}", "900", first[2]]
    assert int(first[2]) != os.getpid()
    assert starts.read_text() == "[]\n"
    draw(program, mathjax="cdn")
    assert starts.read_text() == "[]\n['mathjax']\n", "only other options need another browser"


@pytest.mark.usefixtures("starts")
def test_a_figure_that_cannot_be_drawn_has_a_reason_and_stops_no_other(program: PictureProgram) -> None:
    number = draw(program)[2]
    with pytest.raises(RuntimeError, match=r"^ValueError: This format can't be drawn\.$"):
        draw(program, '{"breaks": true}')
    assert draw(program)[2] == number


@pytest.mark.usefixtures("starts")
def test_a_program_that_ends_is_started_again_if_it_has_worked(program: PictureProgram) -> None:
    number = draw(program)[2]
    with pytest.raises(RuntimeError, match="the program that draws ended"):
        draw(program, '{"kills": true}')
    assert draw(program)[2] != number


def test_without_a_browser_the_reason_is_told_and_not_searched_again(
    starts: Path, program: PictureProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_BROWSER", "1")
    for _ in range(2):
        with pytest.raises(RuntimeError, match=r"^FileNotFoundError: No browser here\.$"):
            draw(program)
    assert starts.read_text() == "[]\n"


def test_without_kaleido_the_reason_names_it(program: PictureProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gofigr.backends._pictures.find_spec", lambda _: None)
    with pytest.raises(RuntimeError, match='pip install "kaleido'):
        draw(program)


@pytest.mark.usefixtures("starts")
def test_a_picture_is_drawn_while_python_ends(tmp_path: Path) -> None:
    code = f"""
import atexit, sys
sys.path.insert(0, {str(tmp_path / "lib")!r})
from gofigr.backends._pictures import pictures
atexit.register(lambda: print(pictures.draw('{{"n": 5}}', "png", {{}}, {{}}).decode()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("png 5"), done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a fork")
@pytest.mark.usefixtures("starts")
def test_a_child_process_starts_a_program_of_its_own(tmp_path: Path) -> None:
    code = f"""
import os, sys
sys.path.insert(0, {str(tmp_path / "lib")!r})
from gofigr.backends._pictures import pictures
draw = lambda: pictures.draw('{{"n": 5}}', "png", {{}}, {{}}).decode().rsplit(" ", 1)[1]
ours = draw()
if os.fork() == 0:
    os._exit(0 if draw() != ours else 1)
print(os.waitstatus_to_exitcode(os.wait()[1]), draw() == ours)
"""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0 True\n", done.stderr


def test_the_first_line_that_says_something_is_the_reason() -> None:
    assert first_line(ValueError("\n\n  one\ntwo")) == "ValueError: one"
    assert first_line(KeyError()) == "KeyError"

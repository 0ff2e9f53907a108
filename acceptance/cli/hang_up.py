"""Answers the questions of a program on a pseudo-terminal, then takes the terminal away.

Reads one JSON object from standard input: argv, env, cwd, answers (pairs of a question and its answer), last (the text
after which the terminal goes away). Writes the exit code of the program, negative for a signal.
"""

import json
import os
import pty
import select
import sys
import time

LIMIT = 60


def hang_up(argv, env, cwd, answers, last):
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(cwd)
        os.execvpe(argv[0], argv, env)
    for question, answer in answers:
        read_until(terminal, question)
        os.write(terminal, f"{answer}\r".encode())
    read_until(terminal, last)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def read_until(terminal, text):
    seen = b""
    deadline = time.monotonic() + LIMIT
    while text.encode() not in seen:
        if time.monotonic() > deadline:
            sys.exit(f"waited for {text!r}: {seen!r}")
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536)


json.dump(hang_up(**json.load(sys.stdin)), sys.stdout)

"""Plays a dialogue with a program on a pseudo-terminal.

Reads one JSON object from standard input: argv, env, cwd, steps, columns?, limit?. Each step waits until the program
has written `expect` since the step before, then sends `send` (keys) or `signal` (a number, to the program). Writes one
JSON object: transcript, code (negative: ended by that signal), restored (the terminal has its settings back).
"""

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time


def play(argv, env, cwd, steps, columns=80, limit=30):
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    before = termios.tcgetattr(child)

    def own_terminal():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(
        argv, env=env, cwd=cwd, stdin=child, stdout=child, stderr=child, preexec_fn=own_terminal
    )
    deadline = time.monotonic() + limit
    seen, start = "", 0
    raw = b""
    rest = list(steps)
    while time.monotonic() < deadline:
        ready, _, _ = select.select([parent], [], [], 0.02)
        if ready:
            raw += os.read(parent, 65536)
            seen = raw.decode("utf-8", "replace")
        if rest and (found := seen.find(rest[0]["expect"], start)) >= 0:
            step = rest.pop(0)
            start = found + len(step["expect"])
            if "send" in step:
                os.write(parent, step["send"].encode())
            if "signal" in step:
                process.send_signal(step["signal"])
        if not ready and process.poll() is not None:
            break
    hung = process.poll() is None
    if hung:
        process.kill()
    code = process.wait()
    return {
        "transcript": seen,
        "code": code,
        "hung": hung,
        "waiting": [step["expect"] for step in rest],
        "restored": termios.tcgetattr(child) == before,
    }


json.dump(play(**json.load(sys.stdin)), sys.stdout)

"""Plays a dialogue with a program on a pseudo-terminal.

Reads one JSON object from standard input: argv, env, cwd, steps. Each step waits for the text `expect` in the output
since the previous step. Then it sends `send` (keys) or `signal` (a number) to the program.

Writes one JSON object: transcript, code, restored. A negative code is the signal that ended the program. `restored` says
whether the terminal has its original settings again. pexpect raises an error if a text does not arrive within 30 s.
"""

import io
import json
import sys
import termios

import pexpect


def play(argv, env, cwd, steps):
    transcript = io.StringIO()
    program = pexpect.spawn(
        argv[0],
        argv[1:],
        env=env,
        cwd=cwd,
        timeout=30,
        dimensions=(24, 80),
        encoding="utf-8",
        codec_errors="replace",
    )
    before = termios.tcgetattr(program.child_fd)
    # Sends keys at once, even before the question.
    program.delaybeforesend = None
    program.logfile_read = transcript
    for step in steps:
        program.expect_exact(step["expect"])
        if "send" in step:
            program.send(step["send"])
        if "signal" in step:
            program.kill(step["signal"])
    program.expect(pexpect.EOF)
    restored = termios.tcgetattr(program.child_fd) == before
    program.wait()
    code = program.exitstatus if program.signalstatus is None else -program.signalstatus
    return {"transcript": transcript.getvalue(), "code": code, "restored": restored}


json.dump(play(**json.load(sys.stdin)), sys.stdout)

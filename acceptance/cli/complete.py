"""Presses TAB in an interactive zsh: reads {"script", "line"} from standard input, prints what the line became."""

import json
import os
import pty
import select
import sys
import time

request = json.load(sys.stdin)
process, terminal = pty.fork()
if process == 0:
    os.environ.update(TERM="dumb", PS1="", PROMPT="")
    os.execvp("zsh", ["zsh", "-f", "-i"])


def read_until(mark, limit=20):
    seen, deadline = "", time.monotonic() + limit
    while mark not in seen and time.monotonic() < deadline:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65536).decode("utf-8", "replace")
    return seen


def send(text):
    os.write(terminal, text.encode())


dump = os.path.join(os.path.dirname(request["script"]), "zcompdump")
send(f"bindkey -e; autoload -Uz compinit; compinit -u -d {dump}; source {request['script']}; echo rea''dy\n")
read_until("ready\r\n")
# The completed line is printed, not run: Ctrl-A goes to its beginning.
send(request["line"] + "\t\x01print -r -- '<\x05>'\n")
shown = read_until(">\r\n")
print(shown.rsplit("<", 1)[-1].split(">")[0].strip())
send("exit\n")

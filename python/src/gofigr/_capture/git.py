"""Describes the git state of the code: commit, branch and uncommitted changes."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from shutil import which
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from pathlib import Path

#: Time limit of a git command in seconds. It runs in the background.
_LIMIT = 10.0
#: Largest number of characters of the diff.
DIFF_LIMIT = 200_000


@dataclass(frozen=True)
class GitState:
    """State of a working tree."""

    commit: str
    branch: str | None
    remote: str | None
    is_dirty: bool
    #: The changes since the commit, cut at `DIFF_LIMIT`.
    diff: str


def git_state(folder: Path) -> GitState | None:
    """Returns the state of the folder's repository. None if there is no repository or no git."""
    git = which("git")
    if git is None or not any((ancestor / ".git").exists() for ancestor in (folder, *folder.parents)):
        return None

    def ask(*words: str) -> str | None:
        # Takes no optional locks, because the user may be committing.
        command = [git, "--no-optional-locks", "-C", str(folder), *words]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_LIMIT, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 -- git itself, fixed words
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else None

    head = ask("rev-parse", "HEAD", "--abbrev-ref", "HEAD")
    if head is None:
        return None
    commit, branch = head.split("\n", 1)
    branch = branch.strip()
    status = ask("status", "--porcelain") or ""
    diff = (ask("diff", "--no-ext-diff", "--no-color", "HEAD") or "") if status else ""
    remote = (ask("config", "--get", "remote.origin.url") or "").strip()
    return GitState(
        commit=commit,
        branch=branch if branch not in ("", "HEAD") else None,
        remote=_without_user(remote) or None,
        is_dirty=bool(status.strip()),
        diff=diff if len(diff) <= DIFF_LIMIT else f"{diff[:DIFF_LIMIT]}\n[cut: {len(diff)} characters in all]\n",
    )


def commit_link(state: GitState) -> str | None:
    """Returns the address of the commit on hosts that show commits under `/commit/`."""
    if state.remote is None:
        return None
    remote = state.remote
    if remote.startswith("git@"):
        host, _, path = remote.removeprefix("git@").partition(":")
        remote = f"https://{host}/{path}"
    if not remote.startswith(("http://", "https://")):
        return None
    return f"{remote.removesuffix('.git').rstrip('/')}/commit/{state.commit}"


def _without_user(remote: str) -> str:
    """Removes username and password from an address."""
    parts = urlsplit(remote)
    if not parts.scheme or "@" not in parts.netloc:
        return remote
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))

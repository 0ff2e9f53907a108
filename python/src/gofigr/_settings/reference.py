"""Prints `docs/python-settings.md`: `python -m gofigr._settings.reference > docs/python-settings.md`."""

from __future__ import annotations

import sys

from gofigr._settings.register import SETTINGS, Setting

_HEAD = """# Settings of the Python package

Environment variables, read anew each time. Arguments count more; the nearest `.gofigr` file, where a setting may be in
it, counts less: it holds one JSON object with the names of the second column. Generated from
`python/src/gofigr/_settings/register.py`.

| Variable | In `.gofigr` | Type | Default | Meaning | Read by |
|---|---|---|---|---|---|"""

_TAIL = """
Variables that belong to others are honoured too: proxies (`HTTPS_PROXY`, `NO_PROXY` and their like), `REQUESTS_CA_BUNDLE`,
`CURL_CA_BUNDLE` and `SSL_CERT_DIR` for certificates, and those by which Jupyter and Colab name the notebook."""


def render() -> str:
    """Returns the page."""
    return "\n".join([_HEAD, *(_row(one) for one in SETTINGS), _TAIL, ""])


def _row(setting: Setting) -> str:
    in_file = f"`{setting.name}`" if setting.is_in_file else "no"
    cells = [f"`{setting.variable}`", in_file, setting.type, setting.default, setting.doc, setting.read_by]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(render())

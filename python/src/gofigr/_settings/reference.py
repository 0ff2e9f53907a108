"""Prints `docs/python-settings.md`: `python -m gofigr._settings.reference > docs/python-settings.md`."""

from __future__ import annotations

import sys

from gofigr._settings.register import SETTINGS, Setting

_HEAD = """# Settings of the Python package

The package reads these environment variables at each use. Arguments override them. They override the nearest `.gofigr`
file, a JSON object with the names of the second column. `python -m gofigr._settings.reference` prints this page from
`python/src/gofigr/_settings/register.py`.

| Variable | In `.gofigr` | Type | Default | Meaning | Read by |
|---|---|---|---|---|---|"""

_TAIL = """
The package also respects some variables of other programs. `HTTPS_PROXY`, `NO_PROXY` and similar variables set proxies.
The first of `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE`, `SSL_CERT_FILE` and `SSL_CERT_DIR` sets certificates. Jupyter and
Colab name the notebook."""


def render() -> str:
    """Returns the page."""
    return "\n".join([_HEAD, *(_row(one) for one in SETTINGS), _TAIL, ""])


def _row(setting: Setting) -> str:
    in_file = f"`{setting.name}`" if setting.is_in_file else "no"
    cells = [f"`{setting.variable}`", in_file, setting.type, setting.default, setting.doc, setting.read_by]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(render())

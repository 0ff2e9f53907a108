"""Publishes figures as users of the installed version do, and records the bytes that are sent."""

import base64
from collections import namedtuple

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from clients import IS_CURRENT, KEY, URL, by_key

Published = namedtuple("Published", ["revision", "fetched", "sent"])
"""A revision, the same revision from another client, and the sent data as a list of (name, type, bytes)."""


def new_publisher(gf, workspace, analysis_name, folder):
    return (CurrentPublisher if IS_CURRENT else NotebookPublisher)(gf, workspace, analysis_name, folder)


class _Publisher:
    def publish(self, figure, name, **more):
        revision = self._publish(figure, name, more)
        fetched = by_key().Revision(api_id=revision.api_id).fetch()
        return Published(revision, fetched, self._sent[-1])


class CurrentPublisher(_Publisher):
    """Publishes as scripts do with version 2."""

    def __init__(self, gf, workspace, analysis_name, folder):
        from gofigr import FindByName, jupyter
        from gofigr.publisher import Publisher

        # Our own package sends in the background.
        self._wait_until_sent = getattr(jupyter, "flush", lambda: None)
        self._sent = _record_sent_data(gf)
        self._by_name = FindByName
        self._publisher = Publisher(
            gf=gf, workspace=workspace, analysis=FindByName(analysis_name, create=True), image_formats=("png", "svg")
        )
        self.analysis = self._publisher.analysis

    def _publish(self, figure, name, more):
        revision = self._publisher.publish(fig=figure, target=self._by_name(name, create=True), **more)
        self._wait_until_sent()
        return revision

    def close(self):
        pass


class NotebookPublisher(_Publisher):
    """Publishes as the Jupyter extension of version 0.14 does, inside a cell of an IPython shell in this process."""

    def __init__(self, gf, workspace, analysis_name, folder):
        from IPython.core.interactiveshell import InteractiveShell

        self._sent = _record_sent_data(gf)
        self._shell = InteractiveShell.instance()
        self._shell.run_line_magic("load_ext", "gofigr")
        from gofigr import jupyter

        self._jupyter = jupyter
        jupyter.configure(
            api_key=KEY,
            url=URL,
            workspace=workspace.api_id,
            analysis=jupyter.FindByName(analysis_name, create=True),
            auto_publish=False,
            notebook_name="test.ipynb",
            notebook_path=str(folder / "test.ipynb"),
        )
        extension = jupyter.get_extension()
        # Replaces the extension's own client with the one whose bytes are recorded.
        extension.gf = extension.publisher.gf = gf
        extension.workspace = gf.Workspace(api_id=workspace.api_id).fetch()
        extension.analysis = self.analysis = gf.Analysis(api_id=extension.analysis.api_id).fetch()

    def _publish(self, figure, name, more):
        options = {"fig": figure, "target": self._jupyter.FindByName(name, create=True), **more}
        self._shell.user_ns.update(extension=self._jupyter.get_extension(), options=options)
        self._shell.run_cell("revision = extension.publisher.publish(**options)").raise_error()
        return self._shell.user_ns["revision"]

    def close(self):
        """Ends the process and the thread of the extension. This process would wait for them forever."""
        from gofigr import listener

        listener._STOP_CALLBACK_THREAD = True
        listener._SERVER_PROCESS.terminate()


def _record_sent_data(gf):
    """Records the data of each revision that this client sends, in a list that grows."""
    sent = []

    def recording(send):
        def call(endpoint, json, **options):
            if endpoint.startswith("revision/") and isinstance(json, dict) and json.get("data"):
                sent.append([(d.get("name"), d["type"], base64.b64decode(d["data"])) for d in json["data"]])
            return send(endpoint, json=json, **options)

        return call

    gf._post, gf._put = recording(gf._post), recording(gf._put)
    return sent


def line_figure(slope):
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1, 2], [0, slope, 2 * slope])
    axes.set_title("Lines")
    return figure


def bytes_of(revision):
    return [(datum.name, datum.type, bytes(datum.data)) for datum in revision.data]


def check_same_bytes(fetched, sent):
    assert [item[:2] for item in bytes_of(fetched)] == [item[:2] for item in sent]
    assert bytes_of(fetched) == sent, "other bytes came back"
    assert fetched.size_bytes == sum(len(item[2]) for item in sent)

"""Publishes matplotlib figures with one client, and prints the seconds of each as JSON.

    python figures.py mlflow|gofigr|gofigr-png URL WARM_UP NUMBER

`gofigr` publishes with the default settings, `gofigr-png` only what MLflow stores: the PNG. Each call returns when the
server has the figure. GoFigr's API key is in GF_API_KEY.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.figure import Figure


def by_mlflow(url: str) -> Callable[[Figure, int], None]:
    """Logs figures to one run."""
    import mlflow

    mlflow.set_tracking_uri(url)
    mlflow.set_experiment("Benchmark")
    mlflow.start_run()
    return lambda figure, number: mlflow.log_figure(figure, f"figure-{number}.png")


def by_gofigr(url: str, *, is_png: bool) -> Callable[[Figure, int], None]:
    """Publishes figures to one analysis."""
    from gofigr import FindByName, GoFigr
    from gofigr.publisher import Publisher

    png = {"image_formats": ["png"], "annotators": [], "save_pickle": False, "show_watermark": False}
    publisher = Publisher(
        GoFigr(url=url),
        analysis=FindByName("Clients", create=True),
        sync=True,
        **(png if is_png else {}),
    )
    return lambda figure, _: publisher.publish(figure)


def seconds(publish: Callable[[Figure, int], None], number: int) -> float:
    """Draws and publishes one figure."""
    begun = time.perf_counter()
    figure, axes = plt.subplots()
    axes.plot(range(100), [n * number for n in range(100)])
    axes.set_title(f"Figure {number}")
    publish(figure, number)
    plt.close(figure)
    return time.perf_counter() - begun


def main(client: str, url: str, warm_up: str, number: str) -> None:
    """Measures one client."""
    publish = by_mlflow(url) if client == "mlflow" else by_gofigr(url, is_png=client == "gofigr-png")
    times = [seconds(publish, one) for one in range(int(warm_up) + int(number))]
    print(json.dumps(times[int(warm_up) :]))


main(*sys.argv[1:])

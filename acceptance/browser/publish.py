"""Publishes one matplotlib figure with the published client, as a script of a user would. Prints its IDs as JSON."""

import contextlib
import io
import json
import os
import sys

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
from gofigr import FindByName, GoFigr
from gofigr.publisher import Publisher

name, slope = sys.argv[1], float(sys.argv[2])
frame = pd.DataFrame({"x": range(50), "y": [slope * x for x in range(50)]})
figure, axes = plt.subplots(figsize=(6, 4))
axes.plot(frame["x"], frame["y"])
axes.set_title(name)

with contextlib.redirect_stdout(io.StringIO()):
    client = GoFigr(url=os.environ["GOFIGR_TEST_URL"], api_key=os.environ["GOFIGR_TEST_KEY"])
    publisher = Publisher(gf=client, analysis=FindByName("Demo analysis", create=True), image_formats=("png", "svg"))
    revision = publisher.publish(
        fig=figure, target=FindByName(name, create=True), dataframes={"points": frame}, metadata={"slope": slope}
    )
print(json.dumps({"revision": revision.api_id, "figure": revision.figure.api_id, "link": revision.revision_url}))

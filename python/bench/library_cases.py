"""Ways to draw a figure, as users write them. Each leaves what it drew in `fig`; its title is `TITLE`."""

from __future__ import annotations

_DATA = "data = pd.DataFrame({'x': range(20), 'y': [n % 7 for n in range(20)], 'kind': list('ab') * 10})\n"
_PANDAS = f"import pandas as pd\n{_DATA}"
_PYPLOT = f"import matplotlib.pyplot as plt\n{_PANDAS}"

#: Code by the name of the way. The last line shows the figure in a notebook.
CASES: dict[str, tuple[str, str]] = {
    "matplotlib: pyplot": (f"{_PYPLOT}plt.plot(data.x, data.y)\nplt.title(TITLE)\nfig = plt.gcf()", "plt.show()"),
    "matplotlib: objects": (
        f"{_PYPLOT}fig, ax = plt.subplots()\nax.plot(data.x, data.y)\nax.set_title(TITLE)",
        "plt.show()",
    ),
    "matplotlib: Figure alone": (
        f"from matplotlib.figure import Figure\n{_PANDAS}fig = Figure()\nfig.subplots().plot(data.x, data.y)\nfig.suptitle(TITLE)",
        "display(fig)",
    ),
    "matplotlib: subfigures": (
        f"{_PYPLOT}fig = plt.figure()\nleft, right = fig.subfigures(1, 2)\nleft.subplots().plot(data.x)\nright.subplots()\nleft.suptitle(TITLE)",
        "plt.show()",
    ),
    "matplotlib: axes": (f"{_PYPLOT}_, fig = plt.subplots()\nfig.plot(data.x)\nfig.set_title(TITLE)", "plt.show()"),
    "matplotlib: 3d": (
        f"{_PYPLOT}fig = plt.figure()\nax = fig.add_subplot(projection='3d')\nax.plot(data.x, data.y, data.y)\nax.set_title(TITLE)",
        "plt.show()",
    ),
    "seaborn: axes": (
        f"{_PYPLOT}import seaborn as sns\nfig = sns.boxplot(data, x='kind', y='y')\nfig.set_title(TITLE)",
        "plt.show()",
    ),
    "seaborn: relplot": (
        f"{_PYPLOT}import seaborn as sns\nfig = sns.relplot(data, x='x', y='y', col='kind')\nfig.figure.suptitle(TITLE)",
        "plt.show()",
    ),
    "seaborn: jointplot": (
        f"{_PYPLOT}import seaborn as sns\nfig = sns.jointplot(data, x='x', y='y')\nfig.figure.suptitle(TITLE)",
        "plt.show()",
    ),
    "seaborn: clustermap": (
        f"{_PYPLOT}import seaborn as sns\nfig = sns.clustermap(data[['x', 'y']])\nfig.figure.suptitle(TITLE)",
        "plt.show()",
    ),
    "seaborn: objects": (
        f"{_PANDAS}import seaborn.objects as so\nfig = so.Plot(data, 'x', 'y').add(so.Dot()).label(title=TITLE)",
        "fig",
    ),
    "pandas: plot": (f"{_PYPLOT}fig = data.plot(x='x', y='y', title=TITLE)", "plt.show()"),
    "pandas: hist": (f"{_PYPLOT}fig = data.hist()\nplt.suptitle(TITLE)\nfig = plt.gcf()", "plt.show()"),
    "xarray": (
        "import matplotlib.pyplot as plt\nimport numpy as np\nimport xarray as xr\n"
        "xr.DataArray(np.eye(9)).plot()\nplt.title(TITLE)\nfig = plt.gcf()",
        "plt.show()",
    ),
    "networkx": (
        "import matplotlib.pyplot as plt\nimport networkx as nx\nnx.draw_circular(nx.petersen_graph())\nplt.title(TITLE)\nfig = plt.gcf()",
        "plt.show()",
    ),
    "scikit-learn": (
        "import matplotlib.pyplot as plt\nfrom sklearn.metrics import ConfusionMatrixDisplay\n"
        "shown = ConfusionMatrixDisplay.from_predictions([0, 1, 1, 0], [0, 1, 0, 0])\nshown.ax_.set_title(TITLE)\nfig = shown.figure_",
        "plt.show()",
    ),
    "geopandas": (
        "import geopandas as gpd\nimport matplotlib.pyplot as plt\n"
        "fig = gpd.GeoSeries.from_wkt(['POLYGON ((0 0, 1 0, 1 1, 0 0))']).plot()\nfig.set_title(TITLE)",
        "plt.show()",
    ),
    "plotnine": (
        f"{_PANDAS}from plotnine import aes, geom_point, ggplot, ggtitle\nfig = ggplot(data, aes('x', 'y')) + geom_point() + ggtitle(TITLE)",
        "fig",
    ),
    "plotly: graph objects": (
        f"{_PANDAS}import plotly.graph_objects as go\nfig = go.Figure(go.Bar(x=data.kind, y=data.y))\nfig.update_layout(title=TITLE)",
        "fig.show()",
    ),
    "plotly: express": (
        f"{_PANDAS}import plotly.express as px\nfig = px.scatter(data, x='x', y='y', title=TITLE)",
        "fig",
    ),
    "plotly: FigureWidget": (
        f"{_PANDAS}import plotly.graph_objects as go\nfig = go.FigureWidget(go.Bar(x=data.kind, y=data.y))\nfig.update_layout(title=TITLE)",
        "fig",
    ),
    "altair": (
        f"{_PANDAS}import altair as alt\nfig = alt.Chart(data, title=TITLE).mark_point().encode(x='x', y='y')",
        "fig",
    ),
    "bokeh": (
        f"{_PANDAS}from bokeh.plotting import figure\nfig = figure(title=TITLE)\nfig.scatter(data.x, data.y)",
        "fig",
    ),
    "Pillow": ("from PIL import Image\nfig = Image.new('RGB', (90, 60), 'navy')", "display(fig)"),
}

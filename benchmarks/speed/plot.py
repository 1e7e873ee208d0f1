"""The plot of the case growth. The same points give the same bytes (with one release of Matplotlib)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from figures import Point


def draw(points: Sequence[Point], path: Path) -> None:
    """Write ``path``, an SVG of wall time against reached lines, both logarithmic, and a line of slope 1 to compare.
    Raises ImportError without Matplotlib."""
    import matplotlib

    matplotlib.use("svg")
    # Text stays text, so no font of this machine gets into the file; ids are hashed with a constant.
    matplotlib.rcParams.update({"svg.hashsalt": "gblint", "svg.fonttype": "none", "font.family": "sans-serif"})
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter

    lines, walls = [p.lines for p in points], [p.wall for p in points]
    figure, axes = pyplot.subplots(figsize=(6.4, 4.0), facecolor="white")
    proportional = [walls[-1] * n / lines[-1] for n in lines]
    axes.loglog(lines, proportional, color="0.6", linestyle="--", label="in proportion to the lines")
    axes.loglog(lines, walls, color="tab:blue", marker="o", label="gblint, one process")
    axes.set_xlabel("lines reached from regions")
    axes.set_ylabel("wall time, s")
    plain = FuncFormatter(lambda value, _: f"{value:,g}")
    axes.xaxis.set_major_formatter(plain)
    axes.yaxis.set_major_formatter(plain)
    axes.grid(which="major", color="0.9")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)

"""CPU time of each system against the reference, as dots on a logarithmic axis, one row a system.

Usage: chart.py DATA.json CHART.svg
"""

import json
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

INK, FAINT = "#222222", "#bbbbbb"
COLOURS = ("#9ecae1", "#4292c6", "#08306b")  # light to dark: few girls to many


def main(data, chart):
    rows = json.load(open(data))
    sizes = sorted({r["girls"] for r in rows})
    largest = {r["title"]: r["ratio"] for r in sorted(rows, key=lambda r: r["girls"])}
    titles = sorted(largest, key=largest.get, reverse=True)
    plt.rcParams.update({"font.size": 10, "svg.hashsalt": "peers", "svg.fonttype": "path"})
    figure, axes = plt.subplots(figsize=(7.6, 0.5 * len(titles) + 1.8))
    for y, title in enumerate(titles):
        mine = sorted((r for r in rows if r["title"] == title), key=lambda r: r["girls"])
        axes.plot([r["ratio"] for r in mine], [y] * len(mine), color=FAINT, lw=1.5, zorder=1)
        for r in mine:
            shade = COLOURS[min(sizes.index(r["girls"]), len(COLOURS) - 1)]
            axes.scatter(r["ratio"], y, s=46, color=shade, zorder=2)
        far = max(mine, key=lambda r: r["ratio"])
        axes.annotate(f"{mine[-1]['ratio']:.3g}×", (far["ratio"], y), xytext=(8, 0), textcoords="offset points",
                      va="center", color=INK)
    for i, girls in enumerate(sizes):
        axes.scatter([], [], s=46, color=COLOURS[min(i, len(COLOURS) - 1)], label=f"{girls:,} girls")
    axes.set_xscale("log")
    axes.axvline(1.0, color=INK, lw=0.8, zorder=0)
    left, right = axes.get_xlim()
    axes.set_xlim(left, right * 2)
    axes.set_yticks(range(len(titles)), titles)
    axes.set_xlabel("CPU time of a simulated week, times the reference's (logarithmic)")
    axes.set_title(f"The same reduced model: CPU time against the reference\nnumbers: {sizes[-1]:,} girls",
                   loc="left", fontsize=11, pad=26)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(sizes), fontsize=9,
                handletextpad=0.1, columnspacing=1.2)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}×")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    figure.tight_layout()
    figure.savefig(chart, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])

"""CPU time of each system against the reference, as dots on a logarithmic axis, one row a system; the title is the finding.

Usage: chart.py DATA.json CHART.svg MACHINE
"""

import json
import sys
import textwrap

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt

INK, FAINT = "#222222", "#bbbbbb"
COLOURS = ("#9ecae1", "#4292c6", "#08306b")  # light to dark: few girls to many


DOT = 46  # area of a dot, square points
REFERENCE = "amparo's style"


def listed(names):
    """a, b and c"""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def times(ratio):
    """A ratio as a title says it: two digits below two, else a whole number."""
    return f"{ratio:.2f}" if ratio < 2 else f"{ratio:,.0f}"


def finding(rows):
    """What was found at the largest size. Times are the same where the seeds' ranges overlap."""
    largest = max(r["girls"] for r in rows)
    rows = [r | {"name": r["title"].rsplit(" ", 1)[0]} for r in rows if r["girls"] == largest]
    reference, *peers = sorted(rows, key=lambda r: not r["title"].startswith(REFERENCE))
    peers.sort(key=lambda r: r["ratio"])
    kinds = {"same": [], "less": [], "more": []}
    for r in peers:
        overlap = r["low"] <= reference["high"] and reference["low"] <= r["high"]
        kinds["same" if overlap else "less" if r["ratio"] < 1 else "more"].append(r)
    parts, same, more = [], kinds["same"], kinds["more"]
    if same:
        ratios = listed([f"{times(r['ratio'])}×" for r in same])
        parts.append(f"{listed([REFERENCE] + [r['name'] for r in same])} take the same time ({ratios})")
    parts += [f"{r['name']} takes {times(r['ratio'])} times as long as {REFERENCE}" for r in kinds["less"]]
    if more:
        who = "others" if parts else listed([r["name"] for r in more])
        span = " to ".join(dict.fromkeys(times(r["ratio"]) for r in (more[0], more[-1])))
        parts.append(f"{who} take {span} times as long{'' if parts else f' as {REFERENCE}'}")
    girls = "a million" if largest == 1_000_000 else f"{largest:,}"
    return f"On one reduced model of {girls} girls, {'; '.join(parts)}"


def main(data, chart, machine):
    rows = json.load(open(data))
    sizes = sorted({r["girls"] for r in rows})
    reference = {r["girls"]: r["cpu"] for r in rows if r["title"].startswith(REFERENCE)}
    largest = {r["title"]: r["ratio"] for r in sorted(rows, key=lambda r: r["girls"])}
    titles = sorted(largest, key=largest.get, reverse=True)
    plt.rcParams.update({"font.size": 10, "svg.hashsalt": "peers", "svg.fonttype": "path"})
    figure, axes = plt.subplots(figsize=(7.6, 0.5 * len(titles) + 2.4))
    for y, title in enumerate(titles):
        mine = sorted((r for r in rows if r["title"] == title), key=lambda r: r["girls"])
        axes.plot([r["ratio"] for r in mine], [y] * len(mine), color=FAINT, lw=1.5, zorder=1)
        for r in mine:
            shade = COLOURS[min(sizes.index(r["girls"]), len(COLOURS) - 1)]
            axes.plot([r[end] / reference[r["girls"]] for end in ("low", "high")], [y, y], color=shade, lw=3, zorder=2)
            axes.scatter(r["ratio"], y, s=DOT, color=shade, zorder=3)
        axes.annotate(f"{mine[-1]['ratio']:.3g}×", (mine[-1]["ratio"], y), xytext=(0, 5), textcoords="offset points",
                      ha="center", va="bottom", color=INK, bbox={"fc": "white", "ec": "none", "pad": 0.5})
    for i, girls in enumerate(sizes):
        axes.scatter([], [], s=DOT, color=COLOURS[min(i, len(COLOURS) - 1)], label=f"{girls:,} girls")
    axes.set_xscale("log")
    axes.axvline(1.0, color=INK, lw=0.8, zorder=0)
    left, right = axes.get_xlim()
    axes.set_xlim(left, right * 2)
    axes.set_yticks(range(len(titles)), titles)
    axes.set_ylim(-0.5, len(titles) - 0.4)
    axes.set_xlabel(f"CPU time of a week, times that of {REFERENCE} (logarithmic)")
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(sizes), fontsize=9,
                handletextpad=0.1, columnspacing=1.2)
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}×")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(left=False)
    figure.tight_layout(rect=(0, 0.07, 1, 0.91))
    figure.text(0.015, 0.985, textwrap.fill(finding(rows), 88), fontsize=11, va="top", color=INK)
    figure.text(0.015, 0.015, f"{spread(axes, rows, reference)}\nNumbers: {sizes[-1]:,} girls. {machine}.", fontsize=8,
                va="bottom", color="#555555")
    figure.savefig(chart, metadata={"Date": None})


def spread(axes, rows, reference):
    """How far seeds lie apart, beside how wide a dot is."""
    seeds = min(r["seeds"] for r in rows)
    points = 72 / axes.figure.dpi
    half = DOT ** 0.5 / 2
    at = lambda r, value: axes.transData.transform((value / reference[r["girls"]], 0))[0] * points
    furthest = max(abs(at(r, r[end]) - at(r, r["cpu"])) for r in rows for end in ("low", "high"))
    inside, beyond = "their range is narrower than the dots", "a line from lowest to highest where it is longer than the dot"
    ranges = inside if furthest <= half else beyond
    return f"Medians over {seeds} seeds; {ranges}."


if __name__ == "__main__":
    main(*sys.argv[1:])

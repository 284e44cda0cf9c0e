"""What the Python peers share: parameters, levels of communities, the decision, the command line, the clock.

`../README.md` states the model; `../common/src/lib.rs` is the same for Rust.
"""

import argparse
import csv
import dataclasses
import json
import time
import tomllib
from pathlib import Path

import numpy as np

HOME, EXPLOITED, RETURNED = 0, 1, 2

COLUMNS = ("week", "home", "exploited", "returned", "approaches", "offers", "drawn_in", "got_out", "reintegrated",
           "turned_25", "turned_25_exploited")


def load_parameters(path):
    """The file `parameters.toml` as nested dictionaries."""
    return tomllib.loads(Path(path).read_text())


def communities(n, p):
    """Levels of n communities: (mean log income, log-odds of belief, share of approaches), each of shape (n,)."""
    def level(step):
        return 2.0 * np.modf(np.arange(1, n + 1) * step)[0] - 1.0

    weight = 1.0 + p["weight_spread"] * level(0.569840290998053)
    log_income = p["log_income"] + p["log_income_spread"] * level(0.618033988749895)
    belief = p["belief"] + p["belief_spread"] * level(0.754877666246693)
    return log_income, belief, weight / weight.sum()


def effort(exploited, girls, trade):
    """v/(v + v_ref), v the share of places vacant."""
    vacancy = max(0.0, 1.0 - exploited / (trade["places_per_girl"] * girls))
    return vacancy / (vacancy + trade["v_ref"])


@dataclasses.dataclass(frozen=True)
class Decision:
    """The decision with all that is the same for everyone worked out once; utilities."""
    c_min: float
    prospects: float
    good: float
    loss: float
    stigma: float
    mu: float
    theta: float
    x_return: float

    @classmethod
    def of(cls, p):
        d = p["decision"]
        years = d["beta"] * d["delta"] * (1 - d["delta"] ** d["horizon"]) / (1 - d["delta"])

        def u(c):
            return float(np.log(max(c, d["c_min"])))

        return cls(c_min=d["c_min"], prospects=years * u(d["prospects"]),
                   good=u(d["w_star"] * (1 - d["k0"])) + years * u(d["w_star"]), loss=(1 + years) * d["loss"],
                   stigma=d["stigma"], mu=d["mu"], theta=d["theta"], x_return=p["girls"]["x_return"])


@dataclasses.dataclass(frozen=True)
class Run:
    """One run: what the command line asks for."""
    girls: int
    weeks: int
    seed: int
    parameters: dict
    out: Path

    def warm_up(self):
        """The world run, untimed, before the one that counts: one community for 20 weeks."""
        return dataclasses.replace(self, girls=self.parameters["roster"]["girls_per_community"], weeks=20)

    @property
    def communities(self):
        return self.girls // self.parameters["roster"]["girls_per_community"]


def measure(set_up, ticks, weeks_of):
    """Runs a peer as the rules say and prints its times; `weeks_of(world)` gives rows of COLUMNS and is not timed."""
    parser = argparse.ArgumentParser()
    for name in ("girls", "weeks", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    for name in ("parameters", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    asked = parser.parse_args()
    run = Run(asked.girls, asked.weeks, asked.seed, load_parameters(asked.parameters), asked.out)
    assert run.girls % run.parameters["roster"]["girls_per_community"] == 0, "whole communities only"
    small = run.warm_up()
    world = set_up(small)
    ticks(small, world)
    del world
    start = time.perf_counter()
    world = set_up(run)
    setup_wall = time.perf_counter() - start
    start, cpu = time.perf_counter(), time.process_time()
    ticks(run, world)
    ticks_wall, ticks_cpu = time.perf_counter() - start, time.process_time() - cpu
    with open(run.out, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([int(n) for n in row] for row in weeks_of(world))
    print(json.dumps({"setup_wall": setup_wall, "ticks_wall": ticks_wall, "ticks_cpu": ticks_cpu}))

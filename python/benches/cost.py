"""What does calling evaluations from Python cost beside the same worlds run by the program's own crates? Processor time of both, by turns.

    cargo build --release -p amparo-study --example evaluations
    pip install ./python
    python python/benches/cost.py target/release/examples/evaluations [STUDY [WORLDS [ROUNDS]]]

Both must be built with the same profile. The median of the rounds' ratios is told with the smallest and the largest.
"""

import json
import statistics
import subprocess
import sys
import time

import amparo


#: Set to the value that it has, so that each vector is read, checked, and put in place.
PARAMETER = "decision.theta"


def ours(evaluator, value, worlds):
    """Processor seconds of one call, and the last count of victims."""
    began = time.process_time()
    victims = evaluator.evaluate_many([[value]] * worlds)["victims"][-1]
    return time.process_time() - began, victims


def theirs(program, study, worlds):
    """The same of the twin."""
    printed = subprocess.run([program, study, str(worlds)], check=True, capture_output=True, text=True).stdout
    found = json.loads(printed)
    return found["cpu_seconds"], found["victims"]


def main(program, study="scenarios/toy/study.toml", worlds="100", rounds="7"):
    worlds, loaded = int(worlds), amparo.Study.load(study)
    first = next(iter(loaded.policies))
    evaluator = loaded.evaluator([PARAMETER], policy=first, outcomes=["victims", "change.victims"], jobs=1)
    value = loaded.scenario.parameters[PARAMETER]
    ratios = []
    for at in range(int(rounds)):
        pair = [ours(evaluator, value, worlds), theirs(program, study, worlds)]
        assert pair[0][1] == pair[1][1], "both ran the same last world"
        ratios.append(pair[0][0] / pair[1][0])
        print(f"round {at + 1}: {pair[0][0]:.2f} s from Python, {pair[1][0]:.2f} s without: {ratios[-1]:.3f}")
    print(f"median {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f}) over {worlds} worlds of {study}")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Which values of a parameter agree with what was observed? Approximate Bayesian computation with pyABC.

    pip install pyabc
    python calibration_pyabc.py
"""

import random
import tempfile
from pathlib import Path

import amparo
import pyabc

PARAMETER = "decision.theta"
OUTCOME = "newly_exploited_per_year"


def main(scenario="toy/baseline", observed=20.0, population=20, generations=2, seeds=2):
    """Values of the parameter in the last generation, and their weights, which sum to 1."""
    scenario = amparo.Scenario.load(scenario)
    evaluator = scenario.evaluator([PARAMETER], outcomes=OUTCOME, years=2)
    ((low, high),) = evaluator.bounds

    def simulate(values):
        # Every simulation has worlds of its own, so that chance is part of what is compared.
        worlds = [random.randrange(2**31) for _ in range(seeds)]
        return evaluator.evaluate({PARAMETER: values["value"]}, seeds=worlds)

    inference = pyabc.ABCSMC(
        simulate,
        pyabc.Distribution(value=pyabc.RV("uniform", low, high - low)),
        distance_function=lambda found, seen: abs(found[OUTCOME] - seen[OUTCOME]),
        population_size=population,
        sampler=pyabc.sampler.SingleCoreSampler(),
    )
    with tempfile.TemporaryDirectory() as folder:
        inference.new("sqlite:///" + str(Path(folder) / "abc.db"), {OUTCOME: observed})
        history = inference.run(max_nr_populations=generations)
        values, weights = history.get_distribution()
        return list(values["value"]), list(weights)


if __name__ == "__main__":
    values, weights = main()
    mean = sum(value * weight for value, weight in zip(values, weights, strict=True))
    print(f"{PARAMETER}: {mean:.2f} on average, from {min(values):.2f} to {max(values):.2f}")

"""Which assumptions move what a policy averts, and which move the choice between two? Morris' screening, then Sobol' indices of what survives it.

What differs from seed to seed is no effect of a parameter: it is told apart, and a parameter survives only if it moves an outcome by more
than chance does.

    pip install SALib
    python sensitivity_salib.py
"""

import amparo
import numpy as np
from SALib.analyze import morris as morris_indices
from SALib.analyze import sobol as sobol_indices
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design

#: What is asked: the change of this outcome, per year of the funded ones.
OUTCOME = "newly_exploited_per_year"
PARAMETERS = [
    "decision.theta",
    "decision.loss",
    "knowledge.eta",
    "knowledge.pi_consult",
    "recruiters.feedback",
    "info.cost_contact",
]


def outcomes(study, parameters, vectors, seeds, jobs):
    """Change of the outcome under the first two policies, and the first less the second: by question, an array [vector][seed]."""
    found = {}
    for name in list(study.policies)[:2]:
        evaluator = study.evaluator(parameters, policy=name, outcomes=f"change.{OUTCOME}", jobs=jobs)
        table = evaluator.evaluate_many(vectors, seeds=seeds, each_seed=True)
        values = np.array(table[f"change.{OUTCOME}"], dtype=float)
        found[name] = values.reshape(len(vectors), len(seeds))
    first, second = found
    # The ranking of the two turns where this crosses zero.
    found[f"{first} less {second}"] = found[first] - found[second]
    return found


def noise(values):
    """Variance that the means over seeds owe to chance: that of one seed, over how many there are."""
    return float(np.mean(np.var(values, axis=1, ddof=1)) / values.shape[1])


def screen(study, parameters, trajectories, seeds, jobs, seed):
    """Morris' mean of absolute elementary effects by question, and what chance alone would give: see `survivors`."""
    problem = {"num_vars": len(parameters), "names": parameters, "bounds": study.scenario.bounds(parameters)}
    vectors = morris_design.sample(problem, trajectories, num_levels=4, seed=seed)
    # An elementary effect is a difference of two means divided by the step, 2/3 at four levels.
    step = 2 / 3
    screened = {}
    for question, values in outcomes(study, parameters, vectors, seeds, jobs).items():
        found = morris_indices.analyze(problem, vectors, values.mean(axis=1), num_levels=4, seed=seed)
        by_chance = np.sqrt(2 * noise(values)) / step * np.sqrt(2 / np.pi)
        screened[question] = (dict(zip(parameters, np.asarray(found["mu_star"], dtype=float), strict=True)), float(by_chance))
    return screened


def survivors(screened, parameters, most):
    """Parameters that move any question by more than chance, those that move one the most first; at least one."""
    weight = {
        name: max(effects[name] / max(by_chance, 1e-12) for effects, by_chance in screened.values()) for name in parameters
    }
    ranked = sorted(parameters, key=lambda name: -weight[name])
    return [name for name in ranked if weight[name] > 1][:most] or ranked[:1]


def decompose(study, parameters, samples, seeds, jobs, seed):
    """First-order and total Sobol' indices by question, and the share of variance that is chance."""
    problem = {"num_vars": len(parameters), "names": parameters, "bounds": study.scenario.bounds(parameters)}
    vectors = sobol_design.sample(problem, samples, calc_second_order=False, seed=seed)
    decomposed = {}
    for question, values in outcomes(study, parameters, vectors, seeds, jobs).items():
        means = values.mean(axis=1)
        found = sobol_indices.analyze(problem, means, calc_second_order=False, seed=seed)
        variance = float(np.var(means, ddof=1))
        share = min(noise(values) / variance, 1.0) if variance > 0 else 1.0
        indices = {name: (float(s), float(t)) for name, s, t in zip(parameters, found["S1"], found["ST"], strict=True)}
        decomposed[question] = (indices, share)
    return decomposed


def main(study="toy/study", parameters=PARAMETERS, trajectories=8, samples=32, seeds=4, most=3, jobs=None, seed=1):
    """The whole study: what was screened, what survived, and what that decomposes into."""
    study = amparo.Study.load(study)
    seeds = list(range(1, seeds + 1))
    screened = screen(study, parameters, trajectories, seeds, jobs, seed)
    left = survivors(screened, parameters, most)
    return screened, left, decompose(study, left, samples, seeds, jobs, seed)


if __name__ == "__main__":
    screened, left, decomposed = main()
    for question, (effects, by_chance) in screened.items():
        print(f"\n{question}: change of {OUTCOME} over a parameter's whole range; {by_chance:.2f} by chance alone")
        for name, effect in sorted(effects.items(), key=lambda pair: -pair[1]):
            print(f"  {name:24} {effect:8.2f}")
    for question, (indices, share) in decomposed.items():
        print(f"\n{question}: shares of variance, of which {100 * share:.0f} % are chance")
        for name in left:
            print(f"  {name:24} alone {indices[name][0]:6.2f}   with others {indices[name][1]:6.2f}")

"""Where does a policy fail? Experiments over what is uncertain, with the EMA Workbench.

    pip install ema_workbench
    python exploration_ema.py
"""

import amparo
from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments

UNCERTAIN = ["decision.theta", "decision.loss", "recruiters.feedback"]
OUTCOMES = ["newly_exploited_per_year", "change.newly_exploited_per_year"]


def plain(name):
    """The workbench calls functions with keywords: no dots."""
    return name.replace(".", "_")


def model(study, policy, seeds):
    """A model of the workbench: the study's uncertain parameters in, outcomes under the policy out."""
    evaluator = study.evaluator(UNCERTAIN, policy=policy, outcomes=OUTCOMES)

    def function(**values):
        found = evaluator.evaluate({name: values[plain(name)] for name in UNCERTAIN}, seeds=seeds)
        return {plain(name): value for name, value in found.items()}

    made = Model("amparo", function=function)
    bounds = zip(UNCERTAIN, evaluator.bounds, strict=True)
    made.uncertainties = [RealParameter(plain(name), low, high) for name, (low, high) in bounds]
    made.outcomes = [ScalarOutcome(plain(name)) for name in OUTCOMES]
    return made


def main(study="toy/study", policy="information", scenarios=20, seeds=4):
    """Experiments, a row each, and outcomes by name, an array each."""
    made = model(amparo.Study.load(study), policy, list(range(1, seeds + 1)))
    return perform_experiments(made, scenarios=scenarios)


if __name__ == "__main__":
    experiments, found = main()
    change = found[plain("change.newly_exploited_per_year")]
    print(experiments[[plain(name) for name in UNCERTAIN]].assign(change=change).sort_values("change").to_string(index=False))

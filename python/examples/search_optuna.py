"""How is a budget best shared between two interventions? A search with Optuna.

The search sees some seeds; what it found is judged on others, or the luckiest share would be taken for the best.

    pip install optuna
    python search_optuna.py
"""

import amparo
import optuna

OUTCOME = "change.newly_exploited_per_year"


def policy(scenario, share, budget):
    """A campaign with `share` of the budget, training with the rest."""
    parts = [("information", share), ("cct-training", 1 - share)]
    interventions = [{"kind": kind, "share_of_budget": part} for kind, part in parts if part > 0]
    return scenario.policy({"name": "shared", "intervention": interventions}, budget_soles_per_year=budget, funded_years=2)


def averted(scenario, share, budget, seeds):
    """Girls per year whom it keeps from being drawn in, a mean over seeds."""
    evaluator = scenario.evaluator(policy=policy(scenario, share, budget), outcomes=OUTCOME)
    return -evaluator.evaluate(seeds=seeds)[OUTCOME]


def main(scenario="toy/baseline", budget=60_000, trials=15, seeds=8, seed=1):
    """The best share that was found, and what it averts in worlds that the search has not seen."""
    scenario = amparo.Scenario.load(scenario)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    search = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    seen, unseen = range(1, seeds + 1), range(1_001, 1_001 + seeds)
    search.optimize(lambda trial: averted(scenario, trial.suggest_float("share", 0, 1, step=0.05), budget, seen), n_trials=trials)
    best = search.best_params["share"]
    return best, search.best_value, averted(scenario, best, budget, unseen)


if __name__ == "__main__":
    share, seen, unseen = main()
    print(f"{share:.0%} for the campaign: {seen:.2f} girls per year averted in the worlds searched, {unseen:.2f} in others")

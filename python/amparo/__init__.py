"""Which protective measures reduce the number of girls drawn into sexual exploitation: the simulation amparo from Python.

    import amparo

    scenario = amparo.Scenario.load("toy/baseline")
    policy = scenario.policy(
        {"intervention": [{"kind": "information", "share_of_budget": 1}]}, budget_soles_per_year=60_000, funded_years=2
    )
    world = scenario.simulate(seed=1)
    without, campaign = world.fork().step(104), world.fork().apply(policy).step(104)
    print(without.outcomes()["victims"], campaign.outcomes()["victims"])

`Scenario` is a region, `Simulation` one world of it, `Policy` what is done there. `Study` compares policies (`compare`), `Results` is what
was found, `Evaluator` outcomes as a function of parameters. Tables are Arrow: pandas, polars, DuckDB, and pyarrow read them.

Everyone simulated is synthetic. Numbers are the same to the bit as those of the command line for the same inputs.
"""

from ._amparo import (
    Chart,
    Evaluator,
    InputError,
    InputWarning,
    Policy,
    Results,
    RunError,
    Scenario,
    Simulation,
    Study,
    Table,
    __version__,
    compare,
    outcomes,
)

__all__ = [
    "Chart",
    "Evaluator",
    "InputError",
    "InputWarning",
    "Policy",
    "Results",
    "RunError",
    "Scenario",
    "Simulation",
    "Study",
    "Table",
    "__version__",
    "compare",
    "outcomes",
]

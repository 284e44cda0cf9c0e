"""Worked examples: each runs as it is written, only smaller. One whose library is not installed is skipped."""

import importlib
import sys
from pathlib import Path

import amparo
import pytest

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture
def example(monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))

    def load(name, library):
        pytest.importorskip(library)
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    return load


def test_salib_screens_and_decomposes_and_tells_chance_apart(example):
    salib = example("sensitivity_salib", "SALib")
    parameters = ["decision.theta", "info.cost_contact", "decision.stigma"]
    screened, left, decomposed = salib.main(parameters=parameters, trajectories=3, samples=8, seeds=3, most=2)
    assert len(screened) == len(decomposed) == 3, "two policies and which of them is better"
    for effects, by_chance in screened.values():
        assert set(effects) == set(parameters) and by_chance > 0
    assert 1 <= len(left) <= 2 and set(left) <= set(parameters)
    for indices, share in decomposed.values():
        assert set(indices) == set(left) and 0 <= share <= 1


def test_salib_finds_what_moves_an_outcome(example):
    """An outcome that hangs on one parameter alone, known beforehand, and on chance."""
    salib = example("sensitivity_salib", "SALib")
    import numpy as np

    study = amparo.Study.load("toy/study")
    names = ["decision.theta", "decision.loss"]
    ((low, high), _) = study.scenario.bounds(names)

    def known(study, parameters, vectors, seeds, jobs):
        chance = np.random.default_rng(1).normal(0, 0.1, (len(vectors), len(seeds)))
        return {"known": ((np.asarray(vectors)[:, 0] - low) / (high - low))[:, None] * 10 + chance}

    salib.outcomes = known
    screened = salib.screen(study, names, 10, [1, 2, 3], None, 1)
    effects, by_chance = screened["known"]
    assert abs(effects["decision.theta"] - 10) < 0.5 and effects["decision.loss"] < 3 * by_chance
    assert salib.survivors(screened, names, 1) == ["decision.theta"]
    indices, share = salib.decompose(study, names, 64, [1, 2, 3], None, 1)["known"]
    assert abs(indices["decision.theta"][1] - 1) < 0.15 and abs(indices["decision.loss"][1]) < 0.1 and share < 0.01


def test_the_workbench_runs_experiments(example):
    ema = example("exploration_ema", "ema_workbench")
    experiments, found = ema.main(scenarios=4, seeds=2)
    assert len(experiments) == 4
    row = experiments.iloc[2]
    values = {name: row[ema.plain(name)] for name in ema.UNCERTAIN}
    evaluator = amparo.Study.load("toy/study").evaluator(policy="information", outcomes=ema.OUTCOMES)
    for name, value in evaluator.evaluate(values, seeds=[1, 2]).items():
        assert found[ema.plain(name)][2] == value


def test_optuna_searches_and_is_judged_in_worlds_it_has_not_seen(example):
    search = example("search_optuna", "optuna")
    share, seen, unseen = search.main(trials=4, seeds=2)
    assert 0 <= share <= 1 and seen != unseen
    assert search.averted(amparo.Scenario.load("toy/baseline"), share, 60_000, range(1, 3)) == seen


def test_pyabc_narrows_a_parameter_to_what_was_observed(example):
    abc = example("calibration_pyabc", "pyabc")
    values, weights = abc.main(population=8, generations=2, seeds=1)
    ((low, high),) = amparo.Scenario.load("toy/baseline").bounds(abc.PARAMETER)
    assert all(low <= value <= high for value in values) and abs(sum(weights) - 1) < 1e-9

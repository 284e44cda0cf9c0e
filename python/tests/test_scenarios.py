"""Scenarios: read, changed, refused."""

import warnings

import amparo
import pytest


def test_a_scenario_has_the_values_of_its_file_and_of_the_register(toy):
    scenario = amparo.Scenario.load(toy / "baseline.toml")
    assert (scenario.name, scenario.title, scenario.calibrated) == ("toy", "Toy world", True)
    assert scenario.parameters["decision.theta"] == 11
    register = scenario.register
    at = register["name"].index("decision.theta")
    assert register["value"][at] == 11
    assert scenario.bounds(["decision.theta"]) == [(register["low"][at], register["high"][at])]


def test_one_that_ships_is_found_by_its_name_wherever_python_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert amparo.Scenario.load("toy/baseline").name == "toy"
    assert amparo.Study.load("toy/study").name == "toy-study"


def test_setting_a_value_leaves_the_scenario_as_it_was_and_its_copy_uncalibrated(toy):
    scenario = amparo.Scenario.load(toy / "baseline.toml")
    changed = scenario.set(**{"decision.theta": 9})
    assert (scenario.parameters["decision.theta"], changed.parameters["decision.theta"]) == (11, 9)
    assert (scenario.calibrated, changed.calibrated) == (True, False)
    assert changed.register.metadata["calibrated"] == "false"
    again = changed.set({"decision.theta": 11})
    assert again.calibrated, "what its file has is no change"
    assert changed.set({"info.cost_contact": 9}).parameters["decision.theta"] == 9, "values that were set stay"


def test_an_unknown_parameter_is_refused_with_the_nearest(toy):
    scenario = amparo.Scenario.load(toy / "baseline.toml")
    for ask in (lambda: scenario.set({"decision.teta": 1}), lambda: scenario.bounds("decision.teta")):
        with pytest.raises(amparo.InputError) as refused:
            ask()
        assert refused.value.nearest == "decision.theta"


@pytest.mark.parametrize("value", ["nine", None, float("nan"), [1]])
def test_a_value_that_is_no_number_is_refused(toy, value):
    with pytest.raises(amparo.InputError, match="decision.theta"):
        amparo.Scenario.load(toy / "baseline.toml").set({"decision.theta": value})


def test_errors_are_those_of_the_command_line_with_file_line_and_nearest_name(tmp_path, toy, amparo_program):
    for name in ("departments.csv", "towns.csv"):
        (tmp_path / name).write_bytes((toy / name).read_bytes())
    text = (toy / "baseline.toml").read_text().replace("../madre-de-dios", str(toy.parent / "madre-de-dios"))
    file = tmp_path / "wrong.toml"
    file.write_text(text.replace("victims = 40", "victim = 40") + "\nnonsense.theta = 1\n")
    printed = amparo_program("run", file, "--out", tmp_path / "out", code=3).stderr
    with pytest.raises(amparo.InputError) as refused:
        amparo.Scenario.load(file)
    error = refused.value
    assert "error: " + str(error) == printed.strip()
    line = next(at for at, line in enumerate(file.read_text().splitlines(), 1) if line.startswith("victim "))
    assert (error.file, error.line, error.column, error.nearest) == (str(file), line, 1, "victims")
    assert "unknown key" in error.message and error.expected
    assert len(error.problems) == printed.count("error: ") > 1
    assert {type(one) for one in error.problems} == {amparo.InputError}


def test_a_missing_file_is_an_input_error_and_no_traceback_of_another_kind(tmp_path):
    with pytest.raises(amparo.InputError, match="no such file"):
        amparo.Scenario.load(tmp_path / "none.toml")
    assert issubclass(amparo.InputError, ValueError) and issubclass(amparo.RunError, RuntimeError)


def test_what_is_worth_knowing_is_warned_of(toy):
    small = {
        "name": "small",
        "scenario": toy / "baseline.toml",
        "budget_soles_per_year": 1,
        "policy": [{"name": "information", "intervention": [{"kind": "information", "share_of_budget": 1}]}],
    }
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        study = amparo.Study(small)
    told = [str(one.message) for one in heard if one.category is amparo.InputWarning]
    assert told and told == study.warnings

"""Worlds: the bits of the command line, forks, policies, and what may be seen of girls."""

import csv
import json

import amparo
import pytest

CAMPAIGN = {"intervention": [{"kind": "information", "share_of_budget": 1, "ramp_weeks": 13}]}


@pytest.fixture(scope="module")
def scenario(toy):
    return amparo.Scenario.load(toy / "baseline.toml")


@pytest.fixture(scope="module")
def campaign(scenario):
    return scenario.policy(CAMPAIGN, budget_soles_per_year=60_000, funded_years=2, following_years=1)


def test_a_world_is_that_of_the_command_line_to_the_bit(scenario, toy, tmp_path, amparo_program):
    out = tmp_path / "run"
    printed = amparo_program("run", toy / "baseline.toml", "--seed", 7, "--out", out, "--format", "json", "-q").stdout
    figures = json.loads(printed)
    world = scenario.simulate(7, threads=2).step(5 * 52)
    assert world.state_hash == figures["state_hash"]
    assert world.burn_in_years == figures["burn_in_years"]
    for table, name in ((world.weekly, "weekly"), (world.communities, "communities"), (world.towns, "towns")):
        with open(out / "series" / f"{name}.csv", newline="") as file:
            rows = list(csv.reader(file))
        assert table.columns == rows[0], name
        assert len(table) == len(rows) - 1
        for at, column in enumerate(table.columns):
            written = [row[at] for row in rows[1:]]
            for ours, theirs in zip(table[column], written, strict=True):
                assert (ours is None and theirs == "") or ours == type(ours)(theirs), (name, column)
    for name, value in world.outcomes().items():
        assert value == figures["baseline"][name], name


def test_a_world_with_values_set_is_that_of_the_command_line(scenario, toy, tmp_path, amparo_program):
    arguments = ["--set", "decision.theta=9.5", "--seed", 2, "--out", tmp_path / "run", "--format", "json", "-q"]
    figures = json.loads(amparo_program("run", toy / "baseline.toml", *arguments).stdout)
    world = scenario.set({"decision.theta": 9.5}).simulate(2).step(260)
    assert world.state_hash == figures["state_hash"]
    assert not world.calibrated and world.weekly.metadata["calibrated"] == "false"


def test_forks_differ_in_what_is_done_to_them_alone(scenario, campaign):
    world = scenario.simulate(1)
    fork, other = world.fork(), world.fork()
    assert fork.state_hash == other.state_hash == world.state_hash
    fork.step(60)
    other.apply(campaign).step(60)
    assert world.week == 0 and fork.week == other.week == 60
    assert fork.state_hash != other.state_hash
    assert world.step(60).state_hash == fork.state_hash
    assert fork.fork().step(10).state_hash == fork.step(10).state_hash, "a fork in the middle goes on as the world does"


def test_a_policy_applied_before_the_first_step_is_that_of_compare(scenario, campaign, tmp_path, amparo_program, toy):
    amparo_program("compare", toy / "study.toml", "--replicates", 1, "--seed", 3, "--out", tmp_path / "out", "-q")
    effects = amparo.Results.load(tmp_path / "out")["effects"]
    world = scenario.simulate(3)
    without, campaign_world = world.fork().step(104), world.fork().apply(campaign).step(104)
    baseline, under = without.outcomes(), campaign_world.outcomes()
    rows = zip(*(effects[name] for name in ("policy", "window", "outcome", "baseline", "difference", "adaptation")), strict=True)
    seen = 0
    for policy, window, outcome, level, difference, adaptation in rows:
        if (policy, window, adaptation) == ("information", "funded", "after adaptation"):
            assert level == baseline[outcome]
            assert difference == under[outcome] - baseline[outcome]
            seen += 1
    assert seen == len(baseline)


def test_a_policy_that_is_applied_later_starts_then(scenario, campaign):
    world = scenario.simulate(1).step(20)
    late = world.fork().apply(campaign)
    assert late.state_hash != "" and late.step(20).week == 40
    spent = late.weekly["spending_soles"]
    assert spent[:20] == [0] * 20 and spent[20] < spent[35], "it grows from the week in which it was applied"


def test_a_second_policy_and_one_of_another_scenario_are_refused(scenario, campaign, toy):
    with pytest.raises(amparo.InputError, match="under way"):
        scenario.simulate(1).apply(campaign).apply(campaign)
    with pytest.raises(amparo.InputError, match="made for"):
        amparo.Scenario.load(toy / "crowded.toml").simulate(1).apply(campaign)


def test_a_policy_is_checked_as_a_file_is(scenario):
    with pytest.raises(amparo.InputError) as refused:
        scenario.policy({"intervention": [{"kind": "informaton", "share_of_budget": 1}]}, budget_soles_per_year=1e5)
    assert refused.value.nearest == "information" and refused.value.line
    with pytest.raises(amparo.InputError):
        scenario.policy(CAMPAIGN, budget_soles_per_year=-1)


def test_a_policy_file_is_that_of_a_study_that_names_it(scenario, toy):
    budget = {"budget_soles_per_year": 200_000, "funded_years": 2, "following_years": 0}
    policy = scenario.policy(toy / "policies" / "stipend.toml", **budget)
    assert (policy.name, policy.title, policy.kinds) == ("stipend", "A household stipend with talks", ["stipend"])
    named = {"name": "stipend", "file": "policies/stipend.toml"}
    study = amparo.Study({"name": "one", "scenario": scenario, **budget, "policy": [named]})
    assert scenario.evaluator(policy=policy).evaluate(seeds=3) == study.evaluator(policy="stipend").evaluate(seeds=3)


def test_a_sample_of_girls_says_nothing_of_places_and_marks_every_row(scenario):
    world = scenario.simulate(1)
    girls = world.sample(200)
    assert len(girls) == 200 and set(girls["synthetic"]) == {True}
    assert girls.metadata["synthetic"] == "true"
    for column in girls.columns:
        assert not any(word in column for word in ("community", "recruiter", "brothel", "town", "department")), column
    assert all(12 <= age < 25 for age in girls["age_years"])
    assert set(girls["schooling"]) == {"in school", "left", "completed"}
    assert world.sample(200).to_dict() == girls.to_dict() != world.sample(200, seed=1).to_dict()
    for n in (0, 10_000_000):
        with pytest.raises(amparo.InputError, match="`n`"):
            world.sample(n)


def test_counts_of_places_with_fewer_than_five_persons_are_missing(scenario):
    counts = scenario.simulate(1).step(52).communities["newly_exploited"]
    assert None in counts and all(count is None or count >= 5 for count in counts)


def test_outcomes_before_a_whole_year_are_refused(scenario):
    world = scenario.simulate(1).step(51)
    with pytest.raises(amparo.RunError, match="52 weeks"):
        world.outcomes()
    assert set(world.step(1).outcomes()) <= set(amparo.outcomes()["name"])

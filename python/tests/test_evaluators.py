"""Evaluators: the numbers of compare, at one vector and at many."""

import array
import signal
import threading
import time

import amparo
import pytest

NAMES = ["decision.theta", "info.cost_contact"]


@pytest.fixture(scope="module")
def study(toy):
    return amparo.Study.load(toy / "study.toml")


def test_an_evaluation_is_compare_with_the_same_values_seed_and_one_replicate(study, toy, tmp_path, amparo_program):
    amparo_program(
        "compare", toy / "study.toml", "--replicates", 1, "--seed", 5, "--set", "decision.theta=9.5",
        "--set", "info.cost_contact=12", "--out", tmp_path / "out", "-q",
    )  # fmt: skip
    effects = amparo.Results.load(tmp_path / "out")["effects"]
    names = ("policy", "window", "outcome", "baseline", "difference", "adaptation")
    rows = list(zip(*(effects[name] for name in names), strict=True))
    for policy in study.policies:
        for window in ("funded", "following"):
            wanted = [row for row in rows if (row[0], row[1], row[5]) == (policy, window, "after adaptation")]
            outcomes = [f"baseline.{row[2]}" for row in wanted] + [f"change.{row[2]}" for row in wanted]
            evaluator = study.evaluator(policy=policy, outcomes=outcomes, window=window)
            found = evaluator.evaluate({"decision.theta": 9.5, "info.cost_contact": 12}, seeds=5)
            assert wanted
            for row in wanted:
                assert found[f"baseline.{row[2]}"] == row[3], (policy, window, row[2])
                assert found[f"change.{row[2]}"] == row[4], (policy, window, row[2])


def test_without_a_policy_it_is_the_world_of_simulate(toy):
    scenario = amparo.Scenario.load(toy / "baseline.toml")
    found = scenario.evaluator(years=2).evaluate({"decision.theta": 10}, seeds=4)
    assert found == scenario.set({"decision.theta": 10}).simulate(4).step(104).outcomes()


def test_many_vectors_are_each_evaluated_as_by_itself_on_any_number_of_jobs(study):
    vectors = [[9.0, 10.0], [10.0, 12.0], [11.0, 14.0]]
    asked = ["victims", "change.victims", "spending_soles_per_year"]
    one = study.evaluator(NAMES, policy="information", outcomes=asked)
    alone = [one(dict(zip(NAMES, row, strict=True)), seeds=[1, 2, 3]) for row in vectors]
    for jobs in (1, 2, 5):
        many = study.evaluator(NAMES, policy="information", outcomes=asked, jobs=jobs)
        table = many.evaluate_many(vectors, seeds=[1, 2, 3])
        assert table.columns == [*asked, "settled"] and table["settled"] == [3, 3, 3]
        for name in asked:
            assert table[name] == [found[name] for found in alone], (jobs, name)
    assert table.metadata["calibrated"] == "false"


def test_an_array_a_list_and_mappings_are_the_same_vectors(study):
    evaluator = study.evaluator(NAMES, policy="information", outcomes="victims")
    rows = [[9.0, 10.0], [10.0, 12.0]]
    flat = array.array("d", [value for row in rows for value in row])
    buffer = memoryview(flat).cast("B").cast("d", [2, 2])
    mappings = [dict(zip(reversed(NAMES), reversed(row), strict=True)) for row in rows]
    expected = evaluator.evaluate_many(rows).to_dict()
    assert evaluator.evaluate_many(buffer).to_dict() == expected
    assert evaluator.evaluate_many(mappings).to_dict() == expected


def test_each_seed_has_a_row_of_its_own_whose_mean_is_the_vectors(study):
    evaluator = study.evaluator(NAMES, policy="information", outcomes="change.victims")
    rows = [[9.0, 10.0], [10.0, 12.0]]
    each = evaluator.evaluate_many(rows, seeds=[1, 2], each_seed=True)
    assert each["vector"] == [0, 0, 1, 1] and each["seed"] == [1, 2, 1, 2] and set(each["settled"]) == {True}
    values = each["change.victims"]
    means = [(values[0] + values[1]) / 2, (values[2] + values[3]) / 2]
    assert evaluator.evaluate_many(rows, seeds=[1, 2])["change.victims"] == means


def test_nothing_is_run_where_one_of_the_vectors_is_wrong(study):
    evaluator = study.evaluator(NAMES, policy="information", outcomes="victims")
    for vectors, said in (
        ([[9.0, 10.0], [9.0, -1.0]], "info.cost_contact"),
        ([[9.0]], "1 values"),
        ([{"decision.theta": 9}], "no value of"),
        ([[float("nan"), 1.0]], "not finite"),
        (7, "no|array"),
    ):
        with pytest.raises(amparo.InputError, match=said):
            evaluator.evaluate_many(vectors)


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [({"outcomes": "victms"}, "victims"), ({"parameters": ["decision.teta"]}, "decision.theta"), ({"policy": "informaton"}, "information")],
)
def test_unknown_names_are_refused_with_the_nearest(study, asked, nearest):
    with pytest.raises(amparo.InputError) as refused:
        study.evaluator(**asked)
    assert refused.value.nearest == nearest


def test_other_threads_of_python_go_on_while_worlds_are_simulated(study):
    evaluator = study.evaluator(NAMES, policy="information", outcomes="victims", jobs=1)
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1
            time.sleep(0.001)

    other = threading.Thread(target=count)
    other.start()
    evaluator.evaluate_many([[9.0, 10.0]] * 20)
    done.set()
    other.join()
    assert counted[0] > 10


def test_an_interrupt_ends_long_work_soon(study):
    evaluator = study.evaluator(NAMES, policy="information", outcomes="victims", jobs=1)
    # A process begun in the background ignores interrupts until it says otherwise.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGINT])
    began = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        evaluator.evaluate_many([[9.0, 10.0]] * 20_000)
    assert time.monotonic() - began < 10


def test_a_listener_hears_how_far_it_has_come_and_what_it_raises_ends_the_work(study):
    evaluator = study.evaluator(NAMES, policy="information", outcomes="victims")
    heard = []
    evaluator.evaluate_many([[9.0, 10.0]] * 3, progress=lambda *told: heard.append(told))
    assert heard and heard[-1][1] > 0

    def tired(*_):
        raise OSError("enough")

    with pytest.raises(OSError, match="enough"):
        evaluator.evaluate_many([[9.0, 10.0]] * 2_000, progress=tired)

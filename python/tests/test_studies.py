"""Studies: from files and from Python, compared as the command line does."""

import filecmp
import io
from pathlib import Path

import amparo
import pytest
from amparo._progress import Bar

DOCUMENT = {
    "name": "mine",
    "title": "Two policies",
    "replicates": 2,
    "budget_soles_per_year": 60_000,
    "funded_years": 2,
    "following_years": 1,
    "policy": [
        {"name": "information", "intervention": [{"kind": "information", "share_of_budget": 1, "ramp_weeks": 13}]},
        {
            "name": "both",
            "title": "Both",
            "intervention": [
                {"kind": "information", "share_of_budget": 0.5, "parameters": {"info.cost_contact": 10}},
                {"kind": "cct-training", "share_of_budget": 0.5},
            ],
        },
    ],
}


def results(folder):
    """Files of results that say nothing of when and how long."""
    told = {"manifest.json", "report.html", "report.xlsx", "README.txt"}
    files = (path.relative_to(folder) for path in Path(folder).rglob("*") if path.is_file())
    return sorted(path for path in files if path.name not in told and not path.name.startswith("."))


def test_a_comparison_writes_what_the_command_line_writes_byte_for_byte(toy, tmp_path, amparo_program):
    amparo_program("compare", toy / "study.toml", "--replicates", 2, "--out", tmp_path / "cli", "-q")
    study = amparo.Study.load(toy / "study.toml")
    found = amparo.compare(study, jobs=2, out=tmp_path / "python", replicates=2)
    files = results(tmp_path / "cli")
    assert len(files) > 40 and files == results(tmp_path / "python")
    same, different, unread = filecmp.cmpfiles(tmp_path / "cli", tmp_path / "python", files, shallow=False)
    assert not different and not unread and len(same) == len(files)
    assert found.title == study.title and found.finding and found.calibrated
    assert found.report == tmp_path / "python" / "report.html"


def test_results_are_tables_charts_and_a_report(toy, tmp_path):
    amparo.compare(amparo.Study.load(toy / "study.toml"), out=tmp_path / "out", replicates=1)
    found = amparo.Results.load(tmp_path / "out")
    assert {"effects", "summary", "decision"} <= set(found.tables)
    effects = found["effects"]
    assert set(effects["policy"]) == {"information", "cct-training", "both"}
    assert all(isinstance(value, float) for value in effects["difference"])
    chart = found.charts["victims_over_time"]
    assert chart._repr_svg_().lstrip().startswith("<svg") and chart.path.is_file()
    with pytest.raises(amparo.InputError) as refused:
        found["efects"]
    assert refused.value.nearest == "effects"


def test_a_study_made_in_python_is_the_file_that_it_stands_for(toy, tmp_path, amparo_program, monkeypatch):
    study = amparo.Study({"scenario": toy / "baseline.toml", **DOCUMENT})
    amparo.compare(study, out=tmp_path / "python")
    # Saved beside its scenario it is a study like any other.
    for file in toy.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    register = str(toy.parent / "madre-de-dios" / "parameters.csv")
    text = (toy / "baseline.toml").read_text().replace("../madre-de-dios/parameters.csv", register)
    (tmp_path / "baseline.toml").write_text(text)
    (tmp_path / "mine.toml").write_text(study.document)
    amparo_program("compare", tmp_path / "mine.toml", "--out", tmp_path / "cli", "-q")
    files = results(tmp_path / "cli")
    assert files == results(tmp_path / "python")
    tables = [file for file in files if file.suffix == ".csv"]
    same, different, unread = filecmp.cmpfiles(tmp_path / "cli", tmp_path / "python", tables, shallow=False)
    assert not different and not unread and same


def test_a_report_of_a_study_made_in_python_can_be_repeated_by_the_command_line(toy, tmp_path, amparo_program):
    found = amparo.compare(amparo.Study({"scenario": toy / "baseline.toml", **DOCUMENT}), out=tmp_path / "out")
    printed = amparo_program("rerun", found.report, "--out", tmp_path / "again")
    assert "same" in printed.stdout + printed.stderr


def test_a_study_may_stand_on_a_scenario_with_values_set_and_then_says_it_is_not_calibrated(toy, tmp_path):
    scenario = amparo.Scenario.load(toy / "baseline.toml").set({"decision.theta": 9})
    study = amparo.Study({"scenario": scenario, **DOCUMENT})
    assert study.scenario.parameters["decision.theta"] == 9
    found = amparo.compare(study, out=tmp_path / "out", replicates=1)
    assert not found.calibrated and found["effects"].metadata["calibrated"] == "false"


def test_one_that_ships_can_be_stood_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study = amparo.Study({"scenario": "toy/baseline", **DOCUMENT})
    assert list(study.policies) == ["information", "both"]
    assert "cct-training" in study.policies["both"].kinds


def test_a_document_is_refused_as_the_file_would_be(toy):
    wrong = {**DOCUMENT, "scenario": toy / "baseline.toml", "replicate": 3}
    with pytest.raises(amparo.InputError) as refused:
        amparo.Study(wrong)
    error = refused.value
    assert error.nearest == "replicates" and "from Python" in error.file
    assert "replicate = 3" in str(error) and error.line
    with pytest.raises(amparo.InputError, match="`name`|name"):
        amparo.Study({"scenario": toy / "baseline.toml"})
    for document in (3, "text", {1: 2}, {"name": object()}, {"name": None}):
        with pytest.raises(amparo.InputError):
            amparo.Study(document)
    endless = []
    endless.append(endless)
    with pytest.raises(amparo.InputError, match="without end"):
        amparo.Study({"name": endless})


def test_results_that_are_none_or_not_complete_are_refused(tmp_path):
    for text, said in ((None, "no results"), ("{", "cannot be read"), ('{"program": "other"}', "no results"), ('{"program": "amparo", "state": "under way"}', "not complete")):
        if text is not None:
            (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(amparo.InputError, match=said):
            amparo.Results.load(tmp_path)


def test_another_studys_directory_is_refused_and_stays_as_it_was(toy, tmp_path):
    study = amparo.Study.load(toy / "study.toml")
    amparo.compare(study, out=tmp_path / "out", replicates=1)
    before = (tmp_path / "out" / "manifest.json").read_bytes()
    other = amparo.Study({"scenario": toy / "baseline.toml", **DOCUMENT})
    with pytest.raises(amparo.InputError):
        amparo.compare(other, out=tmp_path / "out")
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before


def test_progress_is_a_line_or_a_function(toy, tmp_path, capfd):
    study = amparo.Study.load(toy / "study.toml")
    heard = []
    amparo.compare(study, out=tmp_path / "one", replicates=1, progress=lambda *told: heard.append(told))
    assert heard[-1][0] == "charts and report"
    amparo.compare(study, out=tmp_path / "two", replicates=1, progress=True)
    assert "charts and report" in capfd.readouterr().err
    with pytest.raises(amparo.InputError, match="progress"):
        amparo.compare(study, out=tmp_path / "three", progress=3)


def test_the_bar_fills_and_writes_over_itself():
    stream = io.StringIO()
    bar = Bar(stream)
    bar("a long first stage", 0, 0)
    bar("cells", 1, 4)
    bar("cells", 4, 4)
    bar.close()
    lines = stream.getvalue().split("\n")
    assert lines[0] == "\ra long first stage"
    assert lines[1].split("\r")[1].count("#") == 8 and lines[1].endswith("100 %")

//! Whom, where, and interventions of one's own.

use super::fixture::*;

/// The fixture's study with other lines in place of the intervention's, which begin at line 10.
fn of(kind: &str) -> Inputs {
    let inputs = Inputs::new();
    inputs.with("study.toml", "kind = \"information\"\ncoverage = 0.5\n", kind);
    inputs
}

#[track_caller]
fn refused(lines: &str, parts: &[&str]) {
    says(&of(lines).error(), parts);
}

#[track_caller]
fn accepted(lines: &str) {
    assert_eq!(of(lines).error_or_ok(), "ok", "{lines}");
}

#[test]
fn where_names_what_there_is_and_bounds_that_can_be_met() {
    let with = |limits: &str| format!("kind = \"information\"\ncoverage = 0.5\nwhere = {{ {limits} }}\n");
    for limits in [
        "departments = [\"Highlands\"]",
        "departments = [\"Highlands\"], communities = [\"Lowlands 2\"], hours_at_most = 40",
        "poverty_at_least = 0.1, poverty_at_most = 0.3",
        "exposure_rank_at_most = 2",
    ] {
        accepted(&with(limits));
    }
    for (limits, parts) in [
        (
            "departments = [\"Higlands\"]",
            &[
                "`Higlands` is not a department",
                "study.toml:12:26",
                "one of: Highlands, Lowlands",
                "nearest: Highlands",
            ][..],
        ),
        ("communities = [\"Lowlands 3\"]", &["`Lowlands 3` is not a community", "nearest: Lowlands"]),
        ("departments = [\"Highlands\", \"Highlands\"]", &["listed twice"]),
        ("departments = []", &["`departments` names none"]),
        ("departments = [7]", &["this is not the name of a department"]),
        ("", &["`where` says nothing", "one of: departments, communities"]),
        ("poverty_at_least = 1.2", &["`poverty_at_least` is 1.2, out of range", "from 0 to 1"]),
        ("poverty_at_lest = 0.2", &["unknown key `poverty_at_lest`", "nearest: poverty_at_least"]),
        ("hours_at_least = 20, hours_at_most = 10", &["no community can be like this", "study.toml:12", "at least 20"]),
        ("exposure_rank_at_most = 0", &["`exposure_rank_at_most` is 0, out of range"]),
        ("girls_at_least = 5.000", &["is 5.000: is 5000 meant?"]),
    ] {
        refused(&with(limits), parts);
    }
}

#[test]
fn whom_says_what_there_is_and_what_a_mechanism_can_tell() {
    let with = |kind: &str, limits: &str| format!("kind = \"{kind}\"\ncoverage = 0.001\nwhom = {{ {limits} }}\n");
    accepted(&with("information", "ages = [14, 17], schooling = \"out\", poor = true"));
    accepted(&with("cct-training", "ages = [14, 17], poor = true"));
    for (limits, parts) in [
        ("", &["`whom` says nothing", "one of: ages, schooling, poor"][..]),
        ("ages = [17, 14]", &["`ages` is [17, 14]", "the youngest and the oldest age", "study.toml:12:17"]),
        ("ages = [14]", &["`ages` is [14]"]),
        ("ages = [11, 17]", &["`ages` is [11, 17]", "12 to 24"]),
        ("ages = [14.5, 17]", &["`ages` is [14.5, 17]"]),
        ("ages = 14", &["`ages` is a number"]),
        ("schooling = \"inn\"", &["unknown schooling `inn`", "nearest: in"]),
        ("poor = false", &["no intervention can be limited to girls who are not poor"]),
        ("poor = \"yes\"", &["`poor` is a text", "true or false"]),
        ("age = [14, 17]", &["unknown key `age`", "nearest: ages"]),
    ] {
        refused(&with("information", limits), parts);
    }
    for (kind, limits, parts) in [
        (
            "app",
            "ages = [14, 17]",
            &["`app` cannot be limited to girls by age", "`adoption`", "study.toml:12", "limit it with `where`"][..],
        ),
        ("community-development", "poor = true", &["cannot be limited to girls by poverty", "`earnings`"]),
        ("aftercare", "schooling = \"in\"", &["by schooling", "can tell ages only"]),
        ("cct-training", "schooling = \"in\"", &["is for girls out of school already", "\"in\""]),
        ("cct-school", "schooling = \"out\"", &["is for girls who attend school already"]),
    ] {
        refused(&with(kind, limits), parts);
    }
    refused(
        "kind = \"cct-training\"\ncoverage = 0.001\nwhom = { ages = [14, 17] }\nparameters = { \"cct.min_age\" = 16 }\n",
        &["ages are said twice", "`cct.min_age`", "study.toml:12"],
    );
}

#[test]
fn girls_are_a_number_of_girls_and_one_of_the_ways_to_say_how_much() {
    accepted("kind = \"cct-school\"\ngirls = 20\n");
    for (lines, parts) in [
        (
            "kind = \"cct-school\"\ngirls = 20\ncoverage = 0.1\n",
            &["both `coverage` and `girls` are given", "exactly one of"][..],
        ),
        ("kind = \"cct-school\"\ngirls = 20.5\n", &["`girls` is 20.5, not a whole number"]),
        ("kind = \"cct-school\"\ngirls = -1\n", &["`girls` is -1, out of range"]),
        ("kind = \"cct-school\"\ngirls = 3.000\n", &["`girls` is 3.000: is 3000 meant?"]),
        ("kind = \"information\"\ngirls = 20\n", &["`information` is given to whole communities", "study.toml:11"]),
    ] {
        refused(lines, parts);
    }
}

#[test]
fn a_rule_decides_where_and_whom_in_a_menu() {
    for key in ["where = { departments = [\"Highlands\"] }", "whom = { poor = true }", "girls = 5"] {
        let name = key.split(' ').next().unwrap_or("");
        let lines = format!(
            "kind = \"information\"\n{key}\n[policy.matching]\nrule = \"predicted-effect\"\nsurvey = \"perfect\"\n"
        );
        refused(&lines, &[&format!("`{name}` is given, but the policy's matching decides it")]);
    }
    refused(
        &format!(
            "{}[policy.matching]\nrule = \"predicted-effect\"\nsurvey = \"perfect\"\n",
            OWN.replace("coverage = 0.5\n", "")
        ),
        &["what `hotline` does to a surveyed girl cannot be forecast"],
    );
}

/// An intervention of one's own; its lines are 10 to 21 of the study.
const OWN: &str = "kind = \"custom\"
name = \"hotline\"
unit_of_coverage = \"girl\"
coverage = 0.5
[[policy.intervention.act]]
mechanism = \"warning\"
dose = 0.2
shift = 1
[[policy.intervention.cost]]
per = \"girl\"
soles = 5
";

#[test]
fn an_own_intervention_says_all_that_it_must_and_nothing_that_harms() {
    accepted(OWN);
    for (old, new, parts) in [
        ("name = \"hotline\"\n", "", &["missing key `name`", "a name of its own"][..]),
        ("\"hotline\"", "\"app\"", &["cannot be named `app`", "another name than information"]),
        ("\"hotline\"", "\"Survey\"", &["cannot be named `Survey`"]),
        ("\"hotline\"", "\"hot line\"", &["is `hot line`, not a name"]),
        ("unit_of_coverage = \"girl\"\n", "", &["missing key `unit_of_coverage`", "girl, community"]),
        (
            "unit_of_coverage = \"girl\"",
            "unit_of_coverage = \"girls\"",
            &["unknown unit of coverage `girls`", "nearest: girl"],
        ),
        ("kind = \"custom\"", "kind = \"customs\"", &["unknown intervention `customs`", "custom"]),
        (
            "kind = \"custom\"",
            "kind = \"information\"",
            &["`name` is for interventions of one's own", "kind = \"custom\""],
        ),
        ("coverage = 0.5\n", "coverage = 0.5\nintensity = 2\n", &["`intensity` has no meaning", "study.toml:14"]),
        ("coverage = 0.5\n", "coverage = 0.5\nparameters = { \"info.rate\" = 2 }\n", &["`parameters` has no meaning"]),
        ("mechanism = \"warning\"\n", "", &["missing key `mechanism`", "contacts, taboo"]),
        ("\"warning\"", "\"warnings\"", &["unknown mechanism `warnings`", "study.toml:15:13", "nearest: warning"]),
        ("dose = 0.2\n", "", &["it is not said how much this mechanism does"]),
        ("dose = 0.2", "dose = -0.2", &["`dose` is -0.2, out of range", "study.toml:16:8", "from 0 to 1"]),
        ("dose = 0.2", "dose = 1.2", &["`dose` is 1.2, out of range"]),
        ("dose = 0.2", "dos = 0.2", &["unknown key `dos`", "nearest: dose"]),
        ("shift = 1\n", "", &["missing key `shift`"]),
        ("shift = 1", "shift = -1", &["`shift` is -1, out of range"]),
        ("shift = 1", "shift = 1\ncap = 2", &["`cap` is 2, out of range"]),
        ("shift = 1", "shift = 1\nfading_half_life_weeks = 0", &["`fading_half_life_weeks` is 0, out of range"]),
        ("per = \"girl\"", "per = \"girls\"", &["unknown count `girls`", "nearest: girl"]),
        ("per = \"girl\"", "per = \"contact\"", &["counted by `contact`, but the intervention has no `contacts`"]),
        ("soles = 5", "soles = -5", &["`soles` is -5, out of range"]),
        (
            "soles = 5\n",
            "soles = 5\n[[policy.intervention.cost]]\nper = \"girl\"\nsoles = 1\n",
            &["two costs are counted by `girl`"],
        ),
        (
            "shift = 1\n",
            "shift = 1\n[[policy.intervention.act]]\nmechanism = \"warning\"\ndose = 0.1\nshift = 1\n",
            &["the mechanism `warning` is given twice"],
        ),
    ] {
        assert_eq!(OWN.matches(old).count(), 1, "`{old}`");
        refused(&OWN.replace(old, new), parts);
    }
    let without = |from: &str, to: &str| {
        let (a, b) = (OWN.find(from).expect("it is there"), to);
        let end = if b.is_empty() { OWN.len() } else { OWN.find(b).expect("it is there") };
        format!("{}{}", &OWN[..a], &OWN[end..])
    };
    refused(&without("[[policy.intervention.cost]]", ""), &["missing key `cost`"]);
    refused(&without("[[policy.intervention.act]]", "[[policy.intervention.cost]]"), &["missing key `act`"]);
}

#[test]
fn every_problem_of_an_own_intervention_is_told_at_once() {
    let spoilt = OWN.replace("0.2", "2").replace("shift = 1", "shift = -1").replace("soles = 5", "soles = -5");
    says(&of(&spoilt).error(), &["`dose` is 2", "`shift` is -1", "`soles` is -5"]);
}

#[test]
fn an_own_intervention_can_be_limited_as_far_as_its_mechanisms_can_tell() {
    accepted(&OWN.replace("coverage = 0.5", "coverage = 0.5\nwhom = { ages = [12, 15], schooling = \"in\" }"));
    let taboo = OWN.replace("\"warning\"\ndose = 0.2\nshift = 1", "\"taboo\"\ndose = 0.2");
    accepted(&taboo);
    refused(
        &taboo.replace("coverage = 0.5", "coverage = 0.5\nwhom = { ages = [12, 15] }"),
        &["`hotline` cannot be limited to girls by age", "`taboo`"],
    );
}

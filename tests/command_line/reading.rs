//! What is silent elsewhere is said here: overrides are shown or refused, money is the study's, names are nobody else's.

use crate::bench::*;
use serde_json::Value;

/// A study based on the toy study over draws, few of them.
const OVER_DRAWS: &str = "\
replicates = 1
budgets_soles_per_year = [60_000]
funded_years = 2
following_years = 1
[draws]
used = 8
[adaptation]
before = 0
split = 0
";

fn policy(name: &str, more: &str) -> String {
    format!(
        "[[policy]]\nname = \"{name}\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 1\n{more}"
    )
}

fn over_draws(desk: &Desk, file: &str, policies: &str) {
    let base = shipped("toy/decision.toml");
    desk.write(file, format!("name = \"mine\"\nbased_on = {base:?}\n{OVER_DRAWS}{policies}"));
}

/// The text of a page without pictures, styles and tags.
fn words(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let mut text = String::new();
    let mut rest = page.as_ref();
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = match rest {
            _ if rest.starts_with("<svg") => rest.find("</svg>").map(|at| at + "</svg>".len()),
            _ if rest.starts_with("<style") => rest.find("</style>").map(|at| at + "</style>".len()),
            _ => rest.find('>').map(|at| at + 1),
        };
        rest = end.map_or("", |end| &rest[end..]);
        text.push(' ');
    }
    text.push_str(rest);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_the_draws_hold_cannot_be_set_in_any_command_that_reads_them() {
    let desk = Desk::new();
    let study = shipped("toy/decision.toml");
    for (name, how) in [
        ("decision.mu=2", "`decision.mu` is drawn"),
        ("decision.accept0=0.05", "`decision.accept0` is drawn"),
        ("decision.theta=7", "`decision.theta` is solved for each draw's targets"),
    ] {
        for command in ["compare", "check", "optimise", "calibrate", "bench"] {
            let ran = desk.run(&[command, &study, "--set", name]);
            ran.ends(3, &[how, "--set would change nothing", &format!("--> --set {name}"), "draws.csv"]);
        }
    }
    assert_eq!(desk.files(""), Vec::<String>::new());
    // What they leave alone can be.
    desk.run(&["check", &study, "--set", "info.rate=1"]).ends(0, &[]);
}

#[test]
fn nothing_is_set_twice() {
    let desk = Desk::new();
    for (command, file) in [("run", world()), ("compare", study()), ("check", study()), ("diagnose", world())] {
        let ran = desk.run(&[command, &file, "--set", "demand.gold=1.1", "--set", "demand.gold=1.2"]);
        ran.ends(3, &["`demand.gold` is set twice, to 1.1 and to 1.2", "each parameter once"]);
    }
}

#[test]
fn what_is_set_stands_in_titles_reports_and_answers() {
    const SET: [&str; 4] = ["--set", "demand.gold=1.1", "--set", "knowledge.h_x=30"];
    const SHOWN: &str = "(--set demand.gold=1.1 --set knowledge.h_x=30)";
    let desk = Desk::new();
    let is_set =
        |answer: &Value| assert_eq!(answer["set"], serde_json::json!({"demand.gold": 1.1, "knowledge.h_x": 30.0}));
    let (study, world) = (study(), world());
    for (command, file, more) in [
        ("run", &world, &[][..]),
        ("diagnose", &world, &[][..]),
        ("compare", &study, &["--replicates", "2"][..]),
        ("optimise", &study, &["--evaluations", "60", "--training", "1", "--scoring", "2"][..]),
    ] {
        let plain = [&[command, file, "--out", "plain", "-q"], more].concat();
        let ran = desk.run(&plain);
        ran.ends(0, &[]);
        assert!(!ran.out.contains("--set"), "{}", ran.out);
        let with = [&[command, file, "--out", command, "-q"], more, &SET].concat();
        let ran = desk.run(&with);
        ran.ends(0, &[]);
        assert!(ran.out.lines().next().is_some_and(|title| title.contains(SHOWN)), "{command}: {}", ran.out);
        is_set(&desk.json(&[&[command, file, "--out", command], more, &SET].concat()));
        if matches!(command, "compare" | "diagnose") {
            let page = words(&desk.read(&format!("{command}/report.html")));
            assert!(page.contains(SHOWN), "{command}: {page}");
        }
        if matches!(command, "compare" | "optimise") {
            let stored = desk.read(&format!("{command}/result.json"));
            is_set(&serde_json::from_slice(&stored).expect("JSON"));
        }
        std::fs::remove_dir_all(desk.dir.join("plain")).expect("a directory of results");
    }
}

#[test]
fn a_name_of_ours_is_no_policys() {
    let desk = Desk::new();
    for name in ["status-quo", "Status-Quo", "best-single", "best-uniform", "baseline", "best-found"] {
        over_draws(&desk, "mine.toml", &policy(name, ""));
        for command in ["compare", "check", "optimise"] {
            let says = format!("a policy cannot be named `{name}`");
            desk.run(&[command, "mine.toml", "--out", "out"]).ends(3, &[&says, "mine.toml:13:8"]);
        }
    }
    assert_eq!(desk.files("out"), Vec::<String>::new());
}

#[test]
fn money_in_other_years_is_said_and_counted_over_the_horizon() {
    let desk = Desk::new();
    let policies =
        [policy("now", ""), policy("late", "start_week = 104\nend_week = 156\n"), policy("long", "end_week = 156\n")];
    over_draws(&desk, "mine.toml", &policies.concat());
    let late = "policy `late` has money in weeks 104 to 156 (1 year), while the study funds weeks 0 to 104 (2 years)";
    let checked = desk.run(&["check", "mine.toml"]);
    checked.ends(0, &[]);
    assert!(checked.err.contains(late) && checked.err.contains("policy `long`"), "{}", checked.err);
    assert!(!checked.err.contains("policy `now`"), "{}", checked.err);
    let compared = desk.run(&["compare", "mine.toml", "--out", "out"]);
    compared.ends(0, &[]);
    assert!(compared.err.contains(late), "{}", compared.err);
    let told = compared.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains(&format!("Warning: {late}")), "{}", compared.out);

    let answer: Value = serde_json::from_slice(&desk.read("out/result.json")).expect("JSON");
    let of = |name: &str| {
        let all = answer["policies"].as_array().expect("policies");
        let one = all.iter().find(|p| p["name"] == name).expect("a policy");
        ["spend_soles_per_year", "following_spend_soles_per_year", "years_of_money", "unspent_soles_per_year"]
            .map(|key| one[key].as_f64().unwrap_or(f64::NAN))
    };
    let (now, late, long) = (of("now"), of("late"), of("long"));
    assert!(now[0] > 0.0 && now[1] == 0.0 && now[2] == 2.0, "{now:?}");
    assert!((now[3] - (60_000.0 - now[0])).abs() < 1e-6, "{now:?}");
    // The same campaign a year: in the third year alone, and in all three.
    assert!(late[0] == 0.0 && (late[1] - now[0]).abs() < 1e-6 && late[2] == 1.0, "{late:?}");
    assert!((long[1] - now[0]).abs() < 1e-6 && long[2] == 3.0, "{long:?}");
    for one in [late, long] {
        assert!((one[3] - now[3]).abs() < 1e-6, "what is left a year of money is the same: {one:?} {now:?}");
    }
    assert_eq!(answer["warnings"].as_array().map(Vec::len), Some(2));

    let page = words(&desk.read("out/report.html"));
    for says in ["Warning: policy `late` has money in weeks 104 to 156", "Spent per following year"] {
        assert!(page.contains(says), "`{says}` is not in: {page}");
    }
    assert!(!page.contains("late spends S/ 0"), "{page}");
    // Where all are funded alike, none of that is said.
    over_draws(&desk, "usual.toml", &policies[0]);
    let usual = desk.run(&["compare", "usual.toml", "--out", "usual"]);
    usual.ends(0, &[]);
    assert!(!usual.out.contains("Warning") && !usual.err.contains("warning"), "{}{}", usual.out, usual.err);
    assert!(!words(&desk.read("usual/report.html")).contains("Spent per following year"));
}

#[test]
fn a_coverage_dearer_than_the_budget_is_refused_at_its_line() {
    let desk = Desk::new();
    let base = study();
    let mine = |kind: &str, coverage: f64, more: &str| {
        let extent = format!("kind = {kind:?}\ncoverage = {coverage}\n");
        let policy = format!("[[policy]]\nname = \"much\"\n[[policy.intervention]]\n{extent}");
        desk.write("mine.toml", format!("name = \"mine\"\nbased_on = {base:?}\n{more}{policy}"));
    };
    for kind in ["information", "app", "community-development", "cct-training", "aftercare"] {
        mine(kind, 1.0, "");
        for command in ["check", "compare", "optimise"] {
            let says = format!("this coverage of `{kind}` can cost S/ ");
            let more = "more than the S/ 60000 that policy `much` may spend";
            desk.run(&[command, "mine.toml", "--out", "out"])
                .ends(3, &[&says, more, "mine.toml:7:12", "share_of_budget"]);
        }
    }
    assert_eq!(desk.files("out"), Vec::<String>::new());
    // No coverage costs nothing, however small the budget; a large budget pays for all of it.
    let is_valid = || desk.run(&["check", "mine.toml"]).ends(0, &[]);
    mine("app", 0.0, "budget_soles_per_year = 0\n");
    is_valid();
    mine("information", 1.0, "budget_soles_per_year = 200_000\n");
    is_valid();
    // What is offered in its place can be paid.
    mine("information", 1.0, "");
    let refused = desk.run(&["check", "mine.toml"]);
    let offered = refused.err.split("(at most ").nth(1).and_then(|rest| rest.split(')').next()).expect("an offer");
    mine("information", offered.parse().expect("a number"), "");
    is_valid();
}

#[test]
fn a_crackdown_is_said_to_be_no_success_before_it_is_run() {
    let desk = Desk::new();
    let base = world();
    let crackdown = "parameters.\"crackdown.relocate\" = 0\n\
                     [[crackdown]]\ntown = \"Upper Camp\"\nstart_week = 0\nend_week = 26\n";
    desk.write("struck.toml", format!("name = \"struck\"\nbased_on = {base:?}\n{crackdown}"));
    desk.write("study.toml", format!("name = \"s\"\nbased_on = {:?}\nscenario = \"struck.toml\"\n", study()));
    let says = "the crackdown on Upper Camp expels 70 % of the miners there, who go to no other town";
    for arguments in [
        &["check", "struck.toml"][..],
        &["check", "study.toml"],
        &["run", "struck.toml", "--out", "run"],
        &["compare", "study.toml", "--replicates", "2", "--out", "out"],
    ] {
        let ran = desk.run(arguments);
        ran.ends(0, &[]);
        assert!(ran.err.contains(says) && ran.err.contains("no success"), "{arguments:?}: {}", ran.err);
    }
    assert!(words(&desk.read("out/report.html")).contains(says));
}

#[test]
fn a_budget_that_buys_nothing_is_said() {
    let desk = Desk::new();
    let base = study();
    let policies = "[[policy]]\nname = \"app\"\nintervention = [{ kind = \"app\", share_of_budget = 1 }]\n\
                    [[policy]]\nname = \"little\"\nintervention = [{ kind = \"information\", budget_soles_per_year = 100 }]\n";
    desk.write("mine.toml", format!("name = \"mine\"\nbased_on = {base:?}\n{policies}"));
    let ran = desk.run(&["check", "mine.toml"]);
    ran.ends(0, &[]);
    for says in [
        "policy `app`: S/ 60000 per year do not pay the S/ 1500000 that `app` costs at all",
        "policy `little`: S/ 100 per year buy `information` for no community",
    ] {
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
    }
}

#[test]
fn a_scenario_with_departments_of_its_own_drops_the_attractions_it_inherits() {
    let desk = Desk::new();
    let base = world();
    desk.write(
        "mine.csv",
        "name,population,districts,poverty_rate,taboo,violence_share,adult_earnings,phone_share,hours_to_gateway,in_school_at_12,origin_share,fitted\n\
         Apurímac,5500,3,0.35,0.55,0.4,1.9,0.45,9,0.97,0.5,yes\n",
    );
    let mine = |more: &str| {
        desk.write("mine.toml", format!("name = \"mine\"\nbased_on = {base:?}\ndepartments = \"mine.csv\"\n{more}"));
        desk.run(&["check", "mine.toml"])
    };
    mine("").ends(3, &["unknown department `Highlands`", "drop = [\"attraction\"] in mine.toml"]);
    mine("drop = [\"atraction\"]\n").ends(3, &["has no `atraction`", "mine.toml:4:9", "nearest: attraction"]);
    mine("drop = [\"attraction\"]\n").ends(0, &[]);
}

#[test]
fn a_file_of_another_kind_is_named_as_what_it_is() {
    let desk = Desk::new();
    let policy = shipped("madre-de-dios/policies/app.toml");
    for command in ["compare", "check", "run", "diagnose", "optimise"] {
        // A policy file is checked by itself; every other command needs a study around it.
        match command {
            "check" => desk.run(&[command, &policy]).ends(0, &[]),
            _ => desk.run(&[command, &policy]).ends(3, &["a policy file is given where a", "in a study"]),
        };
        desk.run(&[command, &shipped("madre-de-dios/parameters.csv")]).ends(3, &["a register of parameters is given"]);
        desk.run(&[command, &shipped("toy/draws.csv")]).ends(3, &["a table of draws is given"]);
        // Of a folder `compare` takes every study.
        match command {
            "compare" => {
                desk.run(&[command, &shipped("madre-de-dios/policies")]).ends(3, &["the folder holds no study"])
            }
            _ => {
                desk.run(&[command, &shipped("toy")]).ends(3, &["it is a directory", "in this directory are baseline"])
            }
        }
    }
}

#[test]
fn a_policy_file_is_checked_by_itself() {
    let desk = Desk::new();
    let (app, menu) = (shipped("madre-de-dios/policies/app.toml"), shipped("madre-de-dios/policies/four.toml"));
    let both = desk.run(&["check", &app, &menu]);
    both.ends(0, &[]);
    for says in
        ["app.toml: a valid policy file, app (its parameters", "four.toml: a valid policy file", "a menu to match from"]
    {
        assert!(both.out.contains(says), "{says}: {}", both.out);
    }
    let json = desk.run(&["check", &app, "--format", "json"]);
    json.ends(0, &[]);
    let said: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&said[0]["kind"], &said[0]["valid"]), (&"policy".into(), &true.into()), "{said}");
    assert!(said[0]["warnings"].is_array() && said[0]["problems"].as_array().is_some_and(Vec::is_empty), "{said}");
    desk.write("mine.toml", "[[intervention]]\nkind = \"apps\"\ncoverage = 5\nintensty = 2\n");
    let wrong =
        ["unknown intervention `apps`", "mine.toml:2:8", "nearest: app", "`coverage` is 5", "unknown key `intensty`"];
    desk.run(&["check", "mine.toml"]).ends(3, &wrong);
    desk.write("mine.toml", "[[intervention]]\nkind = \"app\"\nshare_of_budget = 0.7\n[[intervention]]\nkind = \"information\"\nshare_of_budget = 0.7\n");
    desk.run(&["check", "mine.toml"]).ends(3, &["shares of the budget sum to 1.4", "mine.toml:6:19"]);
}

/// Rows of a table among the results, each by the names of its columns.
fn table(desk: &Desk, file: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let bytes = desk.read(file);
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    reader.deserialize().map(|row| row.unwrap_or_else(|e| panic!("{file}: {e}"))).collect()
}

fn number(row: &std::collections::BTreeMap<String, String>, column: &str) -> Option<f64> {
    row.get(column).unwrap_or_else(|| panic!("no column `{column}`: {row:?}")).parse().ok()
}

#[test]
fn money_is_told_of_every_year_of_the_horizon_whenever_it_is_spent() {
    let desk = Desk::new();
    let policies = [policy("now", ""), policy("late", "start_week = 104\nend_week = 156\n")];
    over_draws(&desk, "mine.toml", &policies.concat());
    desk.run(&["compare", "mine.toml", "--out", "out", "-q"]).ends(0, &[]);
    let rows = table(&desk, "out/money.csv");
    let of = |name: &str| -> Vec<(String, f64)> {
        let mine = rows.iter().filter(|row| row["policy"] == name);
        mine.map(|row| (row["window"].clone(), number(row, "spent_soles").expect("soles"))).collect()
    };
    let (now, late) = (of("now"), of("late"));
    assert_eq!(now.iter().map(|year| year.0.as_str()).collect::<Vec<_>>(), ["funded", "funded", "following"]);
    assert!(now[0].1 > 0.0 && now[1].1 > 0.0 && now[2].1 == 0.0, "{now:?}");
    assert!(late[0].1 == 0.0 && late[1].1 == 0.0 && late[2].1 > 40_000.0, "{late:?}");
    // The years add up to what the order of policies counts as spent, and to the mean of the funded ones.
    let by_girls = table(&desk, "out/by_girls.csv");
    for (name, years) in [("now", &now), ("late", &late)] {
        let all: f64 = years.iter().map(|year| year.1).sum();
        let spent = by_girls.iter().find(|row| row["policy"] == name).and_then(|row| number(row, "spent_soles"));
        assert!((all - spent.expect("soles")).abs() < 1e-6 * all, "{name}: {all} {spent:?}");
        let summary = table(&desk, "out/summary.csv");
        let arm = summary.iter().find(|row| row["arm"] == name).expect("an arm");
        assert!((number(arm, "spend_soles_per_year").expect("soles") - (years[0].1 + years[1].1) / 2.0).abs() < 1e-6);
    }
    assert!(words(&desk.read("out/report.html")).contains("Spent in all years"));
    assert!(words(&desk.read("out/report.html")).contains("year by year: 0; 0; "), "the years of the late one");
}

#[test]
fn a_budget_that_buys_nothing_has_no_cost_per_case_and_none_is_negative_or_beyond_measure() {
    let desk = Desk::new();
    let base = shipped("toy/decision.toml");
    let small = "[[policy]]\nname = \"small\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 0.2067\nramp_weeks = 12\n";
    let study = OVER_DRAWS.replace("replicates = 1", "replicates = 3").replace("used = 8", "used = 8\nrepeated = 2");
    desk.write("tiny.toml", format!("name = \"tiny\"\nbased_on = {base:?}\n{study}{small}"));
    desk.run(&["compare", "tiny.toml", "--out", "out", "-q"]).ends(0, &[]);
    for row in table(&desk, "out/decision.csv").iter().filter(|row| row["policy"] == "small") {
        let (low, high) = (
            number(row, "discounted_soles_per_spell_averted_low"),
            number(row, "discounted_soles_per_spell_averted_high"),
        );
        let told = number(row, "spells_averted_mean_low").is_some_and(|low| low > 0.0);
        assert!(told || high.is_none(), "where there may be none averted there is no upper end: {row:?}");
        for end in [low, high, number(row, "discounted_soles_per_spell_averted")].into_iter().flatten() {
            assert!(end > 0.0 && end < 1e9, "{row:?}");
        }
    }
    // Zeros are zeros: what no draw changes has a mean of exactly 0, and nothing below it.
    for row in table(&desk, "out/effects.csv") {
        let (mean, below) = (number(&row, "difference"), number(&row, "below_zero"));
        if let (Some(high), Some(below)) = (number(&row, "draws_high"), below) {
            assert!(high > 0.0 || below > 0.0 || high == 0.0, "{row:?}");
            assert!(below < 1.0 || high < 0.0, "all are below 0 only if the largest is: {row:?}");
        }
        assert!(mean.is_none_or(|mean| mean == 0.0 || mean.abs() > 1e-9), "rounding is no effect: {row:?}");
    }
}

#[test]
fn two_replicates_that_agree_are_no_certainty_and_no_cost_is_negative() {
    let desk = Desk::new();
    let scenario = shipped("toy/crowded.toml");
    desk.write(
        "zero-noise.toml",
        format!(
            "name = \"zero-noise\"\nscenario = {scenario:?}\nreplicates = 2\nseed = 3\nbudget_soles_per_year = 300_000\n\
             funded_years = 2\nfollowing_years = 1\n[adaptation]\nbefore = 0\n\
             [[policy]]\nname = \"ramp\"\n[[policy.intervention]]\nkind = \"information\"\ncoverage = 1\nend_week = 104\nramp_weeks = 104\n\
             [[policy]]\nname = \"care\"\n[[policy.intervention]]\nkind = \"aftercare\"\ncoverage = 1\n"
        ),
    );
    desk.run(&["compare", "zero-noise.toml", "--out", "out", "-q"]).ends(0, &[]);
    let rows = table(&desk, "out/effects.csv");
    let agree = rows.iter().filter(|row| number(row, "se").is_none()).count();
    assert!(
        rows.iter().all(|row| number(row, "se") != Some(0.0) || number(row, "difference") == Some(0.0)),
        "{rows:?}"
    );
    for row in rows.iter().filter(|row| number(row, "se").is_none()) {
        assert!(row["verdict"] == "noise unknown" && number(row, "mean_low").is_none(), "{row:?}");
    }
    for row in table(&desk, "out/decision.csv") {
        for end in ["", "_low", "_high"] {
            let cost = number(&row, &format!("discounted_soles_per_spell_averted{end}"));
            assert!(cost.is_none_or(|cost| cost >= 0.0), "{row:?}");
        }
        let told = number(&row, "spells_averted_mean_low").is_some_and(|low| low > 0.0);
        assert!(told || number(&row, "discounted_soles_per_spell_averted_high").is_none(), "{row:?}");
    }
    let page = words(&desk.read("out/report.html"));
    assert!(agree == 0 || !page.contains("± 0 "), "{page}");
}

#[test]
fn a_row_of_the_decision_has_the_cost_per_case_of_its_own_view() {
    let desk = Desk::new();
    let base = shipped("toy/decision.toml");
    let transfer = "[[policy]]\nname = \"both\"\n[[policy.intervention]]\nkind = \"information\"\nshare_of_budget = 0.5\n\
         [[policy.intervention]]\nkind = \"cct-training\"\nshare_of_budget = 0.5\n";
    desk.write("views.toml", format!("name = \"views\"\nbased_on = {base:?}\n{OVER_DRAWS}{transfer}"));
    desk.run(&["compare", "views.toml", "--out", "out", "-q"]).ends(0, &[]);
    let rows = table(&desk, "out/decision.csv");
    let mut seen = 0;
    for row in rows.iter().filter(|row| row["policy"] == "both") {
        let cost = if row["view"] == "societal" { "societal_cost_soles" } else { "cost_soles" };
        let (cost, averted) = (number(row, cost).expect("soles"), number(row, "spells_averted").expect("cases"));
        match number(row, "discounted_soles_per_spell_averted") {
            Some(case) => {
                assert!((case - cost / averted).abs() < 1e-6 * case, "{row:?}");
                // With one policy the frontier's step is from nothing: both columns say the same.
                let icer = number(row, "icer_soles_per_spell").expect("on the frontier");
                assert!((case - icer).abs() < 1e-6 * case, "{row:?}");
                seen += 1;
            }
            None => assert!(averted <= 0.0, "{row:?}"),
        }
    }
    let by_view = |view: &str| {
        rows.iter()
            .find(|row| row["policy"] == "both" && row["view"] == view)
            .and_then(|row| number(row, "discounted_soles_per_spell_averted"))
    };
    assert!(seen == 0 || by_view("societal") < by_view("budget"), "transfers are left out");
    assert!(!table(&desk, "out/summary.csv").iter().any(|row| row.keys().any(|column| column.contains("per_spell"))));
}

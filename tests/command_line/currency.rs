//! Money is the scenario's: nothing that a reader of another region sees speaks of soles.

use crate::bench::*;

/// Soles in a text, but for names of keys and columns, which are the same everywhere.
fn soles(text: &str) -> Vec<&str> {
    let lines = text.split(['\n', '>', '<', '\r']);
    let said = |line: &&str| {
        // A font in a chart is no text, and names are the same everywhere.
        if line.contains("base64,") || line.trim_start().starts_with("\"soles\":") {
            return false;
        }
        line.contains("S/")
            || line.split(|c: char| c.is_whitespace() || c == '\u{a0}').any(|word| {
                ["sol", "soles", "Soles"]
                    .contains(&word.trim_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '/'))
            })
    };
    lines.filter(said).collect()
}

/// Asserts it of everything that a command said and of every page and chart it wrote.
#[track_caller]
fn speaks_of_none(desk: &Desk, ran: &Ran, out: &str, wanted: &str) {
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for said in [&ran.out, &ran.err] {
        assert_eq!(soles(said), Vec::<&str>::new());
    }
    let mut seen = ran.out.contains(wanted);
    for file in desk.files(out) {
        if [".html", ".svg", ".txt", ".csv", ".json", "policies/x.toml"].iter().any(|end| file.ends_with(end)) {
            let text = String::from_utf8(desk.read(&file)).expect("UTF-8");
            assert_eq!(soles(&text), Vec::<&str>::new(), "{file}");
            seen |= text.contains(wanted);
        }
    }
    assert!(seen, "money is written as {wanted}");
}

#[test]
fn no_page_chart_table_or_message_of_a_region_with_another_currency_speaks_of_soles() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "mine"]).code, Some(0));
    // Several budgets, the worth of a case, and matching have words of their own.
    let study = String::from_utf8(desk.read("mine/study.toml")).expect("UTF-8");
    let study = study.replace(
        "budget_soles_per_year = 60_000",
        "budgets_soles_per_year = [30_000, 60_000]\nworth_of_a_case_soles = [1000, 5000]",
    );
    let menu = "\n[[policy]]\nname = \"matched\"\nmatching = { rule = \"predicted-effect\" }\n[[policy.intervention]]\nkind = \"information\"\n[[policy.intervention]]\nkind = \"cct-training\"\n";
    desk.write("mine/study.toml", format!("{study}{menu}"));
    let ran = desk.run(&["compare", "mine/study.toml", "--out", "compared", "--details"]);
    speaks_of_none(&desk, &ran, "compared", "Tk\u{a0}60,000");
    let ran = desk.run(&["compare", "mine/study.toml", "--out", "compared"]);
    speaks_of_none(&desk, &ran, "compared", "Tk\u{a0}60,000");
    let ran = desk.run(&["diagnose", "mine/scenario.toml", "--out", "diagnosed", "--budget", "40000"]);
    speaks_of_none(&desk, &ran, "diagnosed", "Tk\u{a0}40,000");
    let search = ["--evaluations", "10", "--training", "2", "--scoring", "2", "--out", "found", "--budget", "60000"];
    let ran = desk.run(&[&["optimise", "mine/study.toml", "--write", "found.toml"], &search[..]].concat());
    speaks_of_none(&desk, &ran, "found", "Tk");
    let found = String::from_utf8(desk.read("found.toml")).expect("UTF-8");
    assert!(soles(&found).is_empty() && found.contains("Tk 60 k"), "{found}");
}

#[test]
fn errors_about_money_speak_of_the_regions_own() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "mine"]).code, Some(0));
    let study = String::from_utf8(desk.read("mine/study.toml")).expect("UTF-8");
    for (file, from, to, said) in [
        ("policies/campaign.toml", "share_of_budget = 1 ", "coverage = 1 ", "Tk"),
        ("policies/campaign.toml", "share_of_budget = 1 ", "budget_soles_per_year = 70_000 ", "60000"),
        ("study.toml", "budget_soles_per_year = 60_000", "budget_soles_per_year = 100", "Tk"),
        ("study.toml", "budget_soles_per_year = 60_000", "budget_soles_per_year = \"much\"", "money per year"),
    ] {
        let path = format!("mine/{file}");
        let before = String::from_utf8(desk.read(&path)).expect("UTF-8");
        assert!(before.contains(from), "{file}: {from}");
        desk.write(&path, before.replace(from, to));
        let ran = desk.run(&["check", "mine/study.toml"]);
        desk.write(&path, before);
        // The line of the file that an error shows is the user's.
        let told: Vec<&str> = ran.err.lines().filter(|line| !line.contains(" | ")).collect();
        assert!(told.iter().any(|line| line.contains(said)), "{to}: {}", ran.err);
        assert_eq!(soles(&told.join("\n")), Vec::<&str>::new(), "{to}");
    }
    assert!(study.contains("budget_soles_per_year"));
}

#[test]
fn a_currency_says_all_of_itself_and_its_sign_can_stand_before_a_sum() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "mine"]).code, Some(0));
    let world = String::from_utf8(desk.read("mine/scenario.toml")).expect("UTF-8");
    let own = "currency = { symbol = \"Tk\", name = \"tok\", plural = \"toks\" }";
    assert!(world.contains(own));
    for (other, says) in [
        ("currency = { symbol = \"Tk\", name = \"tok\" }", &["missing key `plural`"][..]),
        ("currency = { symbol = \"T1\", name = \"tok\", plural = \"toks\" }", &["`T1` cannot stand before a sum"]),
        ("currency = { symbol = \"a long symbol\", name = \"tok\", plural = \"toks\" }", &["at most 8 characters"]),
        (
            "currency = { symbol = \"Tk\", name = \"tok\", plurals = \"toks\" }",
            &["unknown key `plurals`", "nearest: plural"],
        ),
        ("currency = \"Tk\"", &["scenario.toml:"]),
    ] {
        desk.write("mine/scenario.toml", world.replace(own, other));
        desk.run(&["check", "mine/scenario.toml"]).ends(3, says);
    }
    // Another word for money is another record of what was run, and the same numbers.
    desk.write("mine/scenario.toml", world.replace(own, ""));
    let state = |out: &str| {
        let ran = desk.run(&["run", "mine/scenario.toml", "--out", out]);
        let state = ran.out.lines().find_map(|line| line.split("state ").nth(1)).map(str::to_owned);
        state.unwrap_or_else(|| panic!("{}", ran.err))
    };
    let soles = state("soles");
    desk.write("mine/scenario.toml", world);
    assert_eq!(state("toks"), soles);
}

#[test]
fn money_may_be_worth_a_thousandth() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["init", "mine"]).code, Some(0));
    let register = String::from_utf8(desk.read("mine/parameters.csv")).expect("UTF-8");
    // A hyphenated row stays as it is but for its numbers: default, low, and high of everything in money.
    let thousandfold = |line: &str| -> String {
        let cells: Vec<&str> = line.split(',').collect();
        if cells.len() < 7 || !cells[6].starts_with("S/") {
            return line.to_owned();
        }
        let numbers = cells[2..5].iter().map(|cell| (cell.parse::<f64>().expect("a number") * 2000.0).to_string());
        let numbers: Vec<String> = numbers.collect();
        [&cells[..2], &numbers.iter().map(String::as_str).collect::<Vec<_>>(), &cells[5..]].concat().join(",")
    };
    let lines: Vec<String> = register.lines().map(thousandfold).collect();
    assert!(lines.iter().zip(register.lines()).filter(|(new, old)| new != old).count() > 12);
    desk.write("mine/parameters.csv", lines.join("\n") + "\n");
    let ran = desk.run(&["check", "mine/scenario.toml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
}

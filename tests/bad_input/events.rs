//! Events and school terms.

use super::fixture::*;
use amparo::files::load_scenario;
use amparo::scenario::EventKind;

#[test]
fn a_crackdown_is_an_event_whichever_way_it_is_written() {
    let inputs = Inputs::new();
    let weeks = "town = \"Lower Camp\"\nstart_week = 5\nend_week = 30\n";
    let load = |text: &str| {
        inputs.write("mine.toml", format!("name = \"mine\"\nbased_on = \"world.toml\"\n{text}"));
        load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]).expect("a valid scenario")
    };
    let [one, other] = [format!("[[crackdown]]\n{weeks}"), format!("[[event]]\nkind = \"crackdown\"\n{weeks}")]
        .map(|text| load(&text));
    assert_eq!(one.events, other.events);
    assert_eq!(one.events[0].kind, EventKind::Crackdown { town: 1 });
    assert_eq!(one.crackdowns().collect::<Vec<_>>(), [(1, 5, 30)]);
}

#[test]
fn either_list_replaces_both_of_the_file_it_is_based_on() {
    let inputs = Inputs::new();
    let weeks = |from: u32| format!("town = \"Lower Camp\"\nstart_week = {from}\nend_week = {}\n", from + 1);
    inputs.write(
        "first.toml",
        format!(
            "name = \"first\"\nbased_on = \"world.toml\"\n[[crackdown]]\n{}[[event]]\nkind = \"crackdown\"\n{}",
            weeks(1),
            weeks(3)
        ),
    );
    let starts = |text: String| {
        inputs.write("mine.toml", format!("name = \"mine\"\nbased_on = \"first.toml\"\n{text}"));
        let mine = load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]).expect("a valid scenario");
        mine.events.iter().map(|event| event.start_week).collect::<Vec<_>>()
    };
    assert_eq!(starts(String::new()), [1, 3]);
    assert_eq!(starts(format!("[[crackdown]]\n{}", weeks(7))), [7]);
    assert_eq!(starts(format!("[[event]]\nkind = \"crackdown\"\n{}", weeks(9))), [9]);
    assert_eq!(starts("drop = [\"event\"]\n".into()), [1]);
    assert_eq!(starts("drop = [\"crackdown\", \"event\"]\n".into()), [] as [u32; 0]);
}

#[test]
fn events_are_refused_by_line() {
    const BOTH: &str = "start_week = 5\nend_week = 30\n";
    for (event, parts) in [
        (
            "kind = \"flood\"\n",
            &["unknown kind of event `flood`", "world.toml:5:8", "crackdown, gold, movement, reporting"] as &[&str],
        ),
        ("kind = \"goId\"\n", &["unknown kind of event `goId`", "nearest: gold"]),
        ("", &["missing key `kind`", "world.toml:4:1"]),
        ("kind = \"crackdown\"\n", &["missing key `town`", "world.toml:4:1", "the name of a town"]),
        (
            "kind = \"crackdown\"\ntown = \"Lower Kamp\"\n",
            &["unknown town `Lower Kamp`", "world.toml:6:8", "nearest: Lower Camp"],
        ),
        ("kind = \"gold\"\n", &["missing key `index`", "world.toml:4:1"]),
        ("kind = \"gold\"\nindex = 0\n", &["`index` is 0", "world.toml:6:9", "from 0.01"]),
        (
            "kind = \"gold\"\nindex = 2\ntown = \"Lower Camp\"\n",
            &["kind `gold` has no `town`", "world.toml:7:1", "kind `crackdown` only"],
        ),
        ("kind = \"movement\"\n", &["nothing changes in how people move", "world.toml:4:1", "approaches"]),
        ("kind = \"movement\"\napproaches = -1\n", &["`approaches` is -1", "world.toml:6:14", "from 0"]),
        ("kind = \"movement\"\ntravel = 0\n", &["`travel` is 0", "world.toml:6:10", "from 0.01"]),
        ("kind = \"reporting\"\n", &["missing key `factor`", "world.toml:4:1"]),
        ("kind = \"reporting\"\nfactor = -0.5\n", &["`factor` is -0.5", "world.toml:6:10", "from 0"]),
        (
            "kind = \"reporting\"\nfactor = 2\nramp_weeks = 26\n",
            &["a ramp of 26 weeks is longer", "world.toml:7:14", "at most 25"],
        ),
    ] {
        let inputs = Inputs::new();
        inputs.write("rest.toml", WORLD);
        inputs.write("world.toml", format!("name = \"small\"\nbased_on = \"rest.toml\"\n\n[[event]]\n{event}{BOTH}"));
        says(&inputs.error(), parts);
    }
}

#[test]
fn weeks_of_events_are_refused_by_line() {
    let inputs = Inputs::new();
    let error = |text: &str| {
        inputs.write("mine.toml", format!("name = \"mine\"\nbased_on = \"world.toml\"\n{text}"));
        let read = load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]);
        shown(read.map(|_| ()), &inputs.dir)
    };
    let one = |town: &str, from: u32, to: u32| {
        format!("[[event]]\nkind = \"crackdown\"\ntown = \"{town}\"\nstart_week = {from}\nend_week = {to}\n")
    };
    says(
        &error(&one("Lower Camp", 9, 9)),
        &["the crackdown ends in week 9, before or when it starts", "mine.toml:7:12", "above 9"],
    );
    says(&error(&one("Lower Camp", 9, 5201)), &["`end_week` is 5201", "mine.toml:7:12", "to 5200"]);
    let twice = [one("Lower Camp", 0, 10), one("Lower Camp", 9, 12)].concat();
    says(&error(&twice), &["this crackdown on Lower Camp overlaps with another, in weeks 0 to 10", "mine.toml:11:14"]);
    let mixed =
        format!("[[crackdown]]\ntown = \"Lower Camp\"\nstart_week = 0\nend_week = 10\n{}", one("Lower Camp", 9, 12));
    says(&error(&mixed), &["overlaps with another", "mine.toml:10:14", "one after the other"]);
    let gold = "[[event]]\nkind = \"gold\"\nindex = 2\nstart_week = 0\nend_week = 10\n";
    says(&error(&[gold, gold].concat()), &["this gold overlaps", "mine.toml:11:14"]);
    // Another town, or one after the other.
    inputs.write(
        "mine.toml",
        format!(
            "name = \"mine\"\nbased_on = \"world.toml\"\n{}",
            [one("Lower Camp", 0, 10), one("Upper Camp", 0, 10), one("Lower Camp", 10, 12)].concat()
        ),
    );
    assert_eq!(
        load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]).expect("a valid scenario").events.len(),
        3
    );
}

#[test]
fn school_terms_are_refused_by_line() {
    for (terms, parts) in [
        ("[]", &["there is no term", "mine.toml:3:16", "all year"] as &[&str]),
        ("[[10, 30], [32, 53]]", &["week 53 is beyond the year", "mine.toml:3:32", "from 0 to 52"]),
        ("[[-1, 30]]", &["week -1 is beyond the year", "mine.toml:3:18", "from 0 to 51"]),
        ("[[30, 10]]", &["the term ends with week 10", "mine.toml:3:22", "from 31 to 52"]),
        ("[[10, 10]]", &["the term ends with week 10", "mine.toml:3:22", "from 11 to 52"]),
        ("[[10, 30], [29, 50]]", &["before the one before it ends", "mine.toml:3:28", "from week 30 on"]),
        ("[[10, 30, 40]]", &["this is not a term", "mine.toml:3:17", "[[10, 30], [32, 50]]"]),
        ("[10, 30]", &["this is not a term", "mine.toml:3:17"]),
        ("[[10, 30.5]]", &["this is not a week", "mine.toml:3:22"]),
        ("\"summer\"", &["`school_terms` is a text", "mine.toml:3:16", "a list"]),
    ] {
        let inputs = Inputs::new();
        inputs.write("mine.toml", format!("name = \"mine\"\nbased_on = \"world.toml\"\nschool_terms = {terms}\n"));
        let read = load_scenario(&inputs.dir.join("mine.toml"), &VOCABULARY, &[]);
        says(&shown(read.map(|_| ()), &inputs.dir), parts);
    }
}

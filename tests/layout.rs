//! The shape the program relies on: row = slot, one archetype a kind, imports one way, steps in the model's order.

mod common;
#[path = "../build/model_hash.rs"]
#[allow(dead_code, reason = "the graph of files needs its tokens alone")]
mod model_hash;
mod source;

use amparo::engine::{STEPS, printed};
use amparo::world::{Brothel, Community, Girl, Household, Levers, MiningTown, Recruiter, Setting};
use bevy_ecs::prelude::{Component, Entity, World};
use common::{Forked, all_kinds, run, toy};
use source::{Program, ours, root};
use std::collections::{BTreeMap, BTreeSet};

fn entities<C: Component>(world: &mut World) -> Vec<Entity> {
    world.query_filtered::<Entity, bevy_ecs::prelude::With<C>>().iter(world).collect()
}

/// Entities of every kind, row by row.
fn every_kind(world: &mut World) -> Vec<(&'static str, Vec<Entity>)> {
    vec![
        ("girls", entities::<Girl>(world)),
        ("households", entities::<Household>(world)),
        ("communities", entities::<Community>(world)),
        ("recruiters", entities::<Recruiter>(world)),
        ("mining towns", entities::<MiningTown>(world)),
        ("brothels", entities::<Brothel>(world)),
    ]
}

#[test]
fn rows_are_in_the_order_of_spawning_after_running_and_restoring_for_every_kind() {
    let mut forked = Forked::new(toy(), 1);
    let spawned = every_kind(&mut forked.sim.world);
    for (kind, rows) in &spawned {
        assert!(!rows.is_empty(), "no {kind}");
        assert!(rows.windows(2).all(|pair| pair[0].index_u32() < pair[1].index_u32()), "{kind}");
    }
    let interventions = all_kinds(&forked.scenario, 1.0);
    run(forked.begin(&interventions), 120);
    assert_eq!(every_kind(&mut forked.sim.world), spawned);
    forked.sim.restore(&forked.at_fork);
    assert_eq!(every_kind(&mut forked.sim.world), spawned);
    forked.sim.reseed(77);
    assert_eq!(every_kind(&mut forked.sim.world), spawned);
}

#[test]
fn each_kind_lives_in_one_archetype_and_is_never_moved() {
    fn archetypes<C: Component>(world: &mut World) -> usize {
        let rows = entities::<C>(world);
        let seen: BTreeSet<usize> = rows.iter().map(|entity| world.entity(*entity).archetype().id().index()).collect();
        seen.len()
    }
    let mut forked = Forked::new(toy(), 1);
    let interventions = all_kinds(&forked.scenario, 1.0);
    for weeks in [0, 1, 150] {
        run(forked.begin(&interventions), weeks);
        let world = &mut forked.sim.world;
        let counts = [
            archetypes::<Girl>(world),
            archetypes::<Household>(world),
            archetypes::<Community>(world),
            archetypes::<Levers>(world),
            archetypes::<Recruiter>(world),
            archetypes::<MiningTown>(world),
            archetypes::<Brothel>(world),
        ];
        assert_eq!(counts, [1; 7], "after {weeks} weeks");
    }
}

#[test]
fn a_girls_row_is_her_slot_and_lies_in_her_household_and_community() {
    let mut forked = Forked::new(toy(), 1);
    run(&mut forked.sim, 100);
    let (girls, households): (Vec<Girl>, Vec<Household>) = (forked.sim.column(), forked.sim.column());
    let communities: Vec<Community> = forked.sim.column();
    assert_eq!(communities, forked.sim.world.resource::<Setting>().region.communities);
    let (mut first_girl, mut first_household) = (0, 0);
    for (i, c) in communities.iter().enumerate() {
        assert_eq!((c.first_girl, c.first_household), (first_girl, first_household));
        for slot in c.first_girl..c.first_girl + c.girls {
            let household = girls[slot as usize].household;
            assert!((c.first_household..c.first_household + c.households).contains(&household), "slot {slot}");
        }
        for row in c.first_household..c.first_household + c.households {
            assert_eq!(usize::from(households[row as usize].community), i);
        }
        (first_girl, first_household) = (first_girl + c.girls, first_household + c.households);
    }
    assert_eq!((first_girl as usize, first_household as usize), (girls.len(), households.len()));
}

/// The names that a front door lists, `* [`name`]`, in order.
fn listed(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(root().join(file)).expect("a front door");
    let listed = |line: &str| Some(line.strip_prefix("//! * [`")?.split_once('`')?.0.to_owned());
    text.lines().filter_map(listed).collect()
}

/// Rooms from the ground up: the crates as the front door lists them, with the model's modules in the place of the model. Each
/// imports only from itself and those before it.
fn order() -> Vec<String> {
    let crates = listed("src/lib.rs");
    let rooms = |name: String| if name == "model" { listed("src/model/lib.rs") } else { vec![name] };
    crates.into_iter().flat_map(rooms).collect()
}

/// The room that a file of `src/` belongs to; `None` for front doors and what only builds.
fn room(file: &str) -> Option<&str> {
    let inside = file.strip_prefix("model/").unwrap_or(file);
    let first = inside.split('/').next().unwrap_or(inside);
    let name = first.strip_suffix(".rs").unwrap_or(first);
    // What ships belongs to the front door of all.
    (!matches!(name, "lib" | "main" | "shipped") && !file.ends_with("/build.rs")).then_some(name)
}

#[test]
fn the_front_doors_list_every_room_once_in_the_order_of_the_science() {
    let names = |file: &str, before: &str| -> BTreeSet<String> {
        let text = std::fs::read_to_string(root().join(file)).expect("a front door");
        text.lines().filter_map(|line| Some(line.strip_prefix(before)?.trim_end_matches(';').to_owned())).collect()
    };
    let once = |all: Vec<String>| {
        let set: BTreeSet<String> = all.iter().cloned().collect();
        assert_eq!(set.len(), all.len(), "listed twice: {all:?}");
        set
    };
    assert_eq!(once(listed("src/model/lib.rs")), names("src/model/lib.rs", "pub mod "));
    assert_eq!(once(listed("src/lib.rs")), members());
    // Whatever comes between, these stand in this order.
    let fixed = [
        "text", "math", "draws", "register", "scenario", "world", "process", "policy", "diagnose", "observe", "engine",
        "files", "decide", "report", "study", "jobs", "cli",
    ];
    let kept: Vec<String> = order().into_iter().filter(|room| fixed.contains(&room.as_str())).collect();
    assert_eq!(kept, fixed);
}

/// The folders of `src/` that are crates.
fn members() -> BTreeSet<String> {
    let folders = std::fs::read_dir(root().join("src")).expect("the sources");
    let crates = folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.join("Cargo.toml").exists());
    crates.map(|path| path.file_name().expect("a name").to_string_lossy().into_owned()).collect()
}

#[test]
fn every_crate_below_src_is_a_member_and_tested_by_default() {
    let manifest: toml::Table =
        std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest").parse().expect("TOML");
    let listed = |key: &str| -> BTreeSet<String> {
        let all = manifest["workspace"][key].as_array().expect("a list");
        all.iter().map(|one| one.as_str().expect("a path").to_owned()).collect()
    };
    let mut wanted: BTreeSet<String> = members().iter().map(|name| format!("src/{name}")).collect();
    assert!(wanted.len() > 5, "{wanted:?}");
    // The Python package is a member, for lints and one lock file, and no default one: who has no Python needs none.
    let all: BTreeSet<String> = wanted.iter().cloned().chain(["python".to_owned()]).collect();
    assert_eq!(listed("members"), all);
    wanted.insert(".".to_owned());
    assert_eq!(listed("default-members"), wanted, "`cargo test` skips what is missing here");
}

#[test]
fn the_model_needs_no_file_format_no_command_line_and_no_charts() {
    let text = std::fs::read_to_string(root().join("src/model/Cargo.toml")).expect("its manifest");
    let manifest: toml::Table = text.parse().expect("TOML");
    for name in manifest["dependencies"].as_table().expect("a table").keys() {
        assert!(!["toml", "toml_edit", "clap", "plotters", "png", "indicatif"].contains(&name.as_str()), "{name}");
        assert!(!name.starts_with("amparo-") || name == "amparo-text", "{name}");
    }
}

/// An import: the file it stands in, its line, the path as written, and the file where that ends.
struct Import {
    file: String,
    line: usize,
    path: String,
    end: String,
}

fn imports(program: &Program) -> Vec<Import> {
    let mut all = Vec::new();
    for (file, paths) in &program.written {
        for one in paths {
            for end in program.ends(file, &one.names, 0) {
                if end != file {
                    all.push(Import {
                        file: file.clone(),
                        line: one.line,
                        path: one.names.join("::"),
                        end: end.clone(),
                    });
                }
            }
        }
    }
    all
}

/// Imports that point upwards or nowhere.
fn upward(order: &[String], imports: &[Import]) -> Vec<String> {
    let rank = |room: &str| order.iter().position(|r| *r == room);
    let mut wrong = Vec::new();
    for Import { file, line, path, end } in imports {
        let (Some(own), Some(other)) = (room(file), room(end)) else { continue };
        match (rank(own), rank(other)) {
            (Some(own), Some(other)) if other <= own => {}
            _ => wrong.push(format!("src/{file}:{line}: `{own}` imports {path}, and `{other}` is not before it")),
        }
    }
    wrong
}

#[test]
fn imports_go_one_way() {
    let imports = imports(&Program::new(&ours()));
    assert!(imports.len() > 1000, "only {} imports found", imports.len());
    let wrong = upward(&order(), &imports);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_upward_import_would_be_found_with_file_and_line() {
    let mut sources = ours();
    let text = sources.get_mut("model/process/income.rs").expect("a file of the model");
    let line = text.lines().count() + 1;
    text.push_str(
        "use crate::{\n    math::num as n,\n    policy::plan::Facts as f,\n};\nfn g() { amparo_study::cell::go() }",
    );
    let found = upward(&order(), &imports(&Program::new(&sources)));
    assert_eq!(found.len(), 2, "{found:?}");
    let one = format!("src/model/process/income.rs:{}: `process` imports crate::policy::plan::Facts", line + 2);
    let other = format!("src/model/process/income.rs:{}: `process` imports amparo_study::cell", line + 4);
    assert!(found[0].starts_with(&one), "{found:?}");
    assert!(found[1].starts_with(&other), "{found:?}");
}

/// Files that import each other in a loop: each loop's files.
fn circles(imports: &[Import]) -> Vec<BTreeSet<String>> {
    let mut to: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in imports {
        to.entry(&one.file).or_default().insert(&one.end);
    }
    let reach = |from: &str| -> BTreeSet<&str> {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(file) = open.pop() {
            for next in to.get(file).into_iter().flatten() {
                if seen.insert(*next) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = to.keys().map(|file| (*file, reach(file))).collect();
    let both = |a: &str, b: &str| reached[a].contains(b) && reached.get(b).is_some_and(|back| back.contains(a));
    let mut circles: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for file in reached.keys() {
        let circle: BTreeSet<String> =
            reached.keys().filter(|other| both(file, other)).map(|other| (*other).to_owned()).collect();
        if !circle.is_empty() {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let found = circles(&imports(&Program::new(&ours())));
    assert!(found.is_empty(), "{found:#?}");
    // One would be found.
    let mut sources = ours();
    let text = sources.get_mut("model/math/num.rs").expect("a file of the ground");
    text.push_str("\nuse super::normal::cdf as circular;\n");
    let found = circles(&imports(&Program::new(&sources)));
    assert!(found.iter().any(|one| one.contains("model/math/num.rs")), "{found:?}");
}

/// Where a file takes something from the list it is listed in: from its folder's `mod.rs` or `lib.rs`, or one further up.
fn back_to_the_list(program: &Program) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, paths) in &program.written {
        for one in paths {
            if let Some(list) = program.list_used(file, &one.names) {
                wrong.push(format!("src/{file}:{}: {} is taken from src/{list}", one.line, one.names.join("::")));
            }
        }
    }
    wrong
}

#[test]
fn no_file_points_back_to_the_list_it_is_listed_in() {
    let wrong = back_to_the_list(&Program::new(&ours()));
    assert!(wrong.is_empty(), "name the file that defines it:\n{}", wrong.join("\n"));
    let mut sources = ours();
    sources.get_mut("model/observe/series.rs").expect("a file of a list").push_str("\nuse super::Window as w;\n");
    let wrong = back_to_the_list(&Program::new(&sources));
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].contains("super::Window is taken from src/model/observe/mod.rs"), "{wrong:?}");
}

#[test]
fn neither_world_nor_process_mentions_policy() {
    for (file, text) in ours() {
        if matches!(room(&file), Some("world" | "process")) && file.starts_with("model/") {
            for (i, line) in code(&text).lines().enumerate() {
                let line = line.to_lowercase();
                assert!(!line.contains("policy") && !line.contains("programmes::"), "src/{file}:{}: {line}", i + 1);
            }
        }
    }
}

/// The code of a source text: what follows `//` is left out, lines stay where they are.
fn code(text: &str) -> String {
    let without = |line: &str| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(without).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_source_file_uses_a_map_or_set_whose_order_differs_from_run_to_run() {
    for (file, text) in ours() {
        for (i, line) in code(&text).lines().enumerate() {
            assert!(!line.contains("HashMap") && !line.contains("HashSet"), "src/{file}:{}: {line}", i + 1);
        }
    }
}

#[test]
fn the_state_depends_on_no_clock_and_no_randomness_but_its_own() {
    for (file, text) in ours() {
        let code = code(&text);
        if matches!(room(&file), Some("math" | "draws" | "world" | "process" | "policy" | "observe")) {
            for forbidden in
                ["SystemTime", "Instant::", "thread_rng", "rand::rng", "from_os_rng", "available_parallelism"]
            {
                assert!(!code.contains(forbidden), "src/{file} uses {forbidden}");
            }
        }
    }
}

#[test]
fn the_printed_schedule_lists_all_steps_in_the_models_order() {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    let order = [
        "begin",
        "miners and brothels",
        "programmes",
        "knowledge",
        "recruiters",
        "approaches",
        "elsewhere",
        "exploited",
        "enforcement",
        "returned",
        "schooling and training",
        "demography",
        "observation",
    ];
    assert_eq!(names, order);
    let text = printed();
    assert_eq!(text.lines().count(), order.len());
    for ((i, line), step) in text.lines().enumerate().zip(STEPS) {
        let mut words = line.trim_start().splitn(2, "  ");
        assert_eq!(words.next(), Some(i.to_string().as_str()));
        let rest = words.next().expect("a name");
        assert!(rest.starts_with(step.name) && rest.ends_with(step.does), "{line}");
        assert!(!step.does.is_empty());
    }
}

/// Files of the report that hold no language: all but those of a language.
fn speechless(file: &str) -> bool {
    file.starts_with("report/") && !file.starts_with("report/words/en/") && file.ends_with(".rs")
}

/// Literals that no reader takes for a sentence, by file: what programs read, and what a picture is made of.
const NO_SENTENCES: [(&str, &[&str]); 8] = [
    ("report/lib.rs", &["charts carry no promise of bits"]),
    ("report/kit/font.rs", &["Amparo Sans"]),
    ("report/kit/paint.rs", &["no SVG was written", "<svg xmlns="]),
    ("report/kit/error.rs", &["cannot draw the chart: {}"]),
    ("report/pages/skeleton.rs", &["width=device-width, initial-scale=1"]),
    // The name of a file.
    ("report/said/files.rs", &["README.txt"]),
    // Names in CSV files.
    ("report/tables/effects.rs", &["Baseline", "not distinguishable from no effect", "one replicate", "noise unknown"]),
    ("report/words/adaptation.rs", &["before adaptation", "spatial shift", "after adaptation"]),
];

/// Whether a literal reads as language: two words, or one with a capital.
fn reads_as_language(literal: &str) -> bool {
    let words = literal.split([' ', '\u{a0}', '\n']).filter(|word| !word.contains(['{', '}']));
    let word = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let words: Vec<&str> = words.filter(word).collect();
    let capital = |word: &&str| word.starts_with(|c: char| c.is_uppercase()) && word.contains(char::is_lowercase);
    words.len() > 1 || words.iter().any(capital)
}

/// What puts a text before a reader: even one small word there is language.
const SHOWN_BY: [&str; 9] =
    ["text", "people", "labelled", "brief", "unit", "noted", "missing", "captioned", "interval"];

/// English ways to write sums and persons, which a language says by itself.
const NUMBERS_IN_WORDS: [&str; 5] = ["soles", "soles_bare", "soles_brief", "persons_in_words", "spent"];

/// Literals in these tokens that read as language, or that are shown although they are no more than a word.
fn untold(file: &str, tokens: proc_macro2::TokenStream, shown: bool, found: &mut Vec<String>) {
    use proc_macro2::{Delimiter, TokenTree};
    let allowed =
        |text: &str| NO_SENTENCES.iter().any(|(of, all)| *of == file && all.iter().any(|a| text.starts_with(a)));
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
        let named = |back: usize| match before(back) {
            Some(TokenTree::Ident(name)) => name.to_string(),
            _ => String::new(),
        };
        match token {
            TokenTree::Group(group) => {
                let called = group.delimiter() == Delimiter::Parenthesis;
                let method = matches!(before(2), Some(TokenTree::Punct(p)) if p.as_char() == '.');
                if called && !method && named(2) != "fn" && NUMBERS_IN_WORDS.contains(&named(1).as_str()) {
                    found.push(format!("src/{file} writes {}(…)", named(1)));
                }
                let shows = called && SHOWN_BY.contains(&named(1).as_str()) && named(2) != "fn";
                // What is looked up inside (`words.effects(…)`) is told.
                untold(file, group.stream(), shows || (shown && named(1).is_empty()), found);
            }
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let Some(text) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) else { continue };
                let letters = text.chars().any(char::is_alphabetic) && !text.contains('{');
                if (reads_as_language(text) || (shown && letters)) && !allowed(text) {
                    found.push(format!("src/{file}: “{text}”"));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// All that is said outside the files of a language.
fn said_elsewhere(sources: &source::Sources) -> Vec<String> {
    let mut found = Vec::new();
    for (file, text) in sources.iter().filter(|(file, _)| speechless(file)) {
        untold(file, model_hash::tokens(text).expect("Rust"), false, &mut found);
    }
    found
}

#[test]
fn every_sentence_of_a_report_stands_in_the_files_of_a_language() {
    assert_eq!(said_elsewhere(&ours()), Vec::<String>::new());
    // Crate-private parts: a sentence that a language lacks does not compile, and one that nobody asks for is dead code.
    let front = std::fs::read_to_string(root().join("src/report/lib.rs")).expect("a front door");
    assert!(front.contains("\nmod words;\n") && !front.contains("pub mod words"));
}

#[test]
fn a_sentence_a_label_and_a_sum_outside_the_files_of_a_language_are_found() {
    for (more, told) in [
        ("fn f() -> String { format!(\"{} girls are not counted\", 3) }", "“{} girls are not counted”"),
        ("fn f() -> &'static str { \"Averted\" }", "“Averted”"),
        ("fn f(s: &mut Scene) { s.text((1.0, 2.0), \"averted\", LABEL); }", "“averted”"),
        ("fn f() -> String { soles(3.0) }", "soles(…)"),
    ] {
        let mut sources = ours();
        sources.get_mut("report/charts/plane.rs").expect("a chart").push_str(more);
        let found = said_elsewhere(&sources);
        assert!(found.len() == 1 && found[0].ends_with(told), "{more}: {found:?}");
    }
    let mut sources = ours();
    sources
        .get_mut("report/words/en/choice.rs")
        .expect("a language")
        .push_str("fn f() -> &'static str { \"Averted by\" }");
    assert!(said_elsewhere(&sources).is_empty(), "a language says what it likes");
}

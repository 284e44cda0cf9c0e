//! The shape the program relies on: row = slot, one archetype a kind, imports one way, steps in the model's order.

mod common;

use amparo::engine::{STEPS, printed};
use amparo::world::{Brothel, Community, Girl, Household, Levers, MiningTown, Recruiter, Setting};
use bevy_ecs::prelude::{Component, Entity, World};
use common::{Forked, all_kinds, run, toy};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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

/// The modules in the order in which the front door lists them: each imports only from itself and those before it.
fn order() -> Vec<String> {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("the front door");
    let listed = |line: &str| Some(line.strip_prefix("//! * [`")?.split_once('`')?.0.to_owned());
    text.lines().filter_map(listed).collect()
}

#[test]
fn the_front_door_lists_every_module_once_in_the_order_of_the_science() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("the front door");
    let declared: BTreeSet<String> =
        text.lines().filter_map(|line| Some(line.strip_prefix("pub mod ")?.strip_suffix(';')?.to_owned())).collect();
    let order = order();
    assert_eq!(order.iter().cloned().collect::<BTreeSet<_>>(), declared);
    assert_eq!(order.len(), declared.len(), "a module is listed twice: {order:?}");
    // Whatever comes between, these stand in this order.
    let fixed = ["math", "draws", "register", "scenario", "world", "model", "policy", "observe", "engine"];
    let kept: Vec<&str> = order.iter().map(String::as_str).filter(|m| fixed.contains(m)).collect();
    assert_eq!(kept, fixed);
}

fn source_files(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("the sources") {
        let path = entry.expect("the sources").path();
        if path.is_dir() {
            source_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Every source file below a folder of `src/`: its path from there, and its text with comments blanked out.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&root, &mut files);
    files.sort();
    let from_root = |path: &Path| {
        let names = path.strip_prefix(&root).expect("a file of src").components();
        names.map(|c| c.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
    };
    files.iter().map(|path| (from_root(path), code(&std::fs::read_to_string(path).expect("a source file")))).collect()
}

/// The code of a source text: what follows `//` is left out, lines stay where they are.
fn code(text: &str) -> String {
    let without = |line: &str| match line.find("//") {
        Some(at) if !line[..at].ends_with(':') => line[..at].to_owned(),
        _ => line.to_owned(),
    };
    text.lines().map(without).collect::<Vec<_>>().join("\n")
}

/// The modules a text names after `crate::`, with their lines; of `crate::{a, b::{c}}` both a and b.
fn modules_named(code: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "crate::".len()..];
        let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        let Some(list) = rest.strip_prefix('{') else {
            named.push((line, name(rest)));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (i, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' | ',' if depth == 0 => {
                    let item = name(list[start..i].trim_start());
                    if !item.is_empty() {
                        named.push((line, item));
                    }
                    start = i + 1;
                    if c == '}' {
                        break;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    named
}

/// Imports of a file of module `own` that point upwards or nowhere.
fn upward(order: &[String], file: &str, own: &str, code: &str) -> Vec<String> {
    let rank = |module: &str| order.iter().position(|m| *m == module);
    let Some(own_rank) = rank(own) else { return vec![format!("{file}: `{own}` is not in the order of modules")] };
    modules_named(code)
        .into_iter()
        .filter(|(_, module)| rank(module).is_none_or(|r| r > own_rank))
        .map(|(line, module)| format!("{file}:{line}: `{own}` imports `{module}`, which is not before it"))
        .collect()
}

/// The top-level module a path below `src/` belongs to; `None` for the front door.
fn module(file: &str) -> Option<&str> {
    let first = file.split('/').next().unwrap_or(file);
    let name = first.strip_suffix(".rs").unwrap_or(first);
    (!matches!(name, "lib" | "main")).then_some(name)
}

#[test]
fn imports_go_one_way() {
    let order = order();
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (file, code) in sources() {
        if let Some(own) = module(&file) {
            seen += modules_named(&code).len();
            wrong.extend(upward(&order, &file, own, &code));
        }
    }
    assert!(seen > 100, "only {seen} imports found");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn an_upward_import_would_be_found_with_file_and_line() {
    let text = "// use crate::engine::X;\nuse crate::{\n    math::num,\n    policy::{self, KINDS},\n};\nfn f() { crate::study::go() }";
    let found = upward(&order(), "model/x.rs", "model", &code(text));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("model/x.rs:2: `model` imports `policy`"), "{found:?}");
    assert!(found[1].starts_with("model/x.rs:6: `model` imports `study`"), "{found:?}");
    assert!(upward(&order(), "policy/x.rs", "policy", "use crate::model::y;").is_empty());
}

#[test]
fn neither_world_nor_model_mentions_policy() {
    for (file, code) in sources() {
        if matches!(module(&file), Some("world" | "model")) {
            for (i, line) in code.lines().enumerate() {
                let line = line.to_lowercase();
                assert!(!line.contains("policy") && !line.contains("programmes::"), "src/{file}:{}: {line}", i + 1);
            }
        }
    }
}

#[test]
fn no_source_file_uses_a_map_or_set_whose_order_differs_from_run_to_run() {
    for (file, code) in sources() {
        for (i, line) in code.lines().enumerate() {
            assert!(!line.contains("HashMap") && !line.contains("HashSet"), "src/{file}:{}: {line}", i + 1);
        }
    }
}

#[test]
fn the_state_depends_on_no_clock_and_no_randomness_but_its_own() {
    for (file, code) in sources() {
        if matches!(module(&file), Some("math" | "draws" | "world" | "model" | "policy" | "observe")) {
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

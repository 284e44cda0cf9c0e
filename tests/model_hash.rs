//! What names the model in every stored key covers whatever can decide a stored number, and nothing that cannot.

#[path = "../build/model_hash.rs"]
mod model_hash;
mod source;

use model_hash::{LEFT_OUT, left_out, libraries, tokens};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use source::{Program, Sources, defined, is, ours, root};
use std::collections::{BTreeMap, BTreeSet};

/// Files that make what is stored: cells, driver profiles, trials of a search, solved points, replayed runs.
const MAKE: [&str; 9] = [
    "study/unit.rs",
    "study/cell.rs",
    "study/plan.rs",
    "study/drivers.rs",
    "jobs/optimise/arena.rs",
    "jobs/solve/point.rs",
    "model/engine/schedule.rs",
    "model/world/replay.rs",
    "files/resolved.rs",
];

fn lock() -> String {
    std::fs::read_to_string(root().join("Cargo.lock")).expect("the project's lock file")
}

fn hash(sources: &Sources) -> String {
    model_hash::model_hash(sources, Some(&lock()))
}

/// Every file that is reached from some, with the file and line that first led there; files that are left out are not
/// followed further.
fn reached(program: &Program, from: &[&str]) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> =
        from.iter().map(|file| ((*file).to_owned(), "it makes what is stored".to_owned())).collect();
    let mut open: Vec<String> = found.keys().cloned().collect();
    while let Some(file) = open.pop() {
        for one in &program.written[&file] {
            for end in program.ends(&file, &one.names, 0) {
                if !found.contains_key(end) {
                    found.insert(end.clone(), format!("src/{file}:{}: {}", one.line, one.names.join("::")));
                    if left_out(end).is_none() {
                        open.push(end.clone());
                    }
                }
            }
        }
    }
    found
}

/// Where what makes stored numbers reaches files that are not hashed, without a word about it.
fn astray(sources: &Sources) -> Vec<String> {
    let reached = reached(&Program::new(sources), &MAKE);
    let strays = reached.iter().filter(|(file, _)| left_out(file).is_some_and(|one| !one.reached));
    strays.map(|(file, from)| format!("{from} reaches src/{file}, which is not hashed")).collect()
}

#[test]
fn everything_that_makes_a_stored_number_is_hashed_or_said_why_not() {
    let sources = ours();
    let strays = astray(&sources);
    assert!(strays.is_empty(), "hash them, or say in build/model_hash.rs why not:\n{}", strays.join("\n"));
    let reached = reached(&Program::new(&sources), &MAKE);
    // The walk is no short one: the model's processes, its mathematics and what reads its parameters.
    for file in [
        "model/process/approach.rs",
        "model/math/utility.rs",
        "model/math/ranks.rs",
        "model/register/parameters.rs",
        "model/diagnose/forecast.rs",
    ] {
        assert!(reached.contains_key(file), "{file} is not reached");
    }
    for step in sources.keys().filter(|file| file.starts_with("model/process/")) {
        assert!(step.ends_with("mod.rs") || reached.contains_key(step), "{step} is not reached");
    }
    // What is said to be reached is.
    for one in LEFT_OUT.iter().filter(|one| one.reached) {
        assert!(reached.contains_key(one.path), "{} is not reached any more", one.path);
    }
    assert!(LEFT_OUT.iter().all(|one| root().join("src").join(one.path).exists() && !one.why.is_empty()));
}

/// Every `fn NAME` of a stream, at any depth.
fn functions(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for pair in tokens.windows(2) {
        if let [TokenTree::Ident(word), TokenTree::Ident(name)] = pair
            && word == "fn"
        {
            names.insert(name.to_string());
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            functions(group.stream(), names);
        }
    }
}

/// Methods that a file gives to types it does not define: no path leads from a call to them.
fn methods_of_others(tokens: TokenStream) -> BTreeSet<String> {
    let own = defined(tokens.clone());
    let mut names = BTreeSet::new();
    let mut of_another = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "impl" => of_another = true,
            TokenTree::Ident(ident) if own.contains(&ident.to_string()) => of_another = false,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if of_another {
                    functions(group.stream(), &mut names);
                }
                of_another = false;
            }
            _ => {}
        }
    }
    names
}

/// Every `.NAME(` of a stream with its line.
fn called(tokens: TokenStream, calls: &mut Vec<(String, usize)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for three in tokens.windows(3) {
        if let [dot, TokenTree::Ident(name), TokenTree::Group(_)] = three
            && is(dot, '.')
        {
            calls.push((name.to_string(), name.span().start().line));
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            called(group.stream(), calls);
        }
    }
}

/// Calls in hashed files of methods that only files which are left out define.
fn calls_astray(sources: &Sources) -> Vec<String> {
    let (mut hashed, mut others) = (BTreeSet::new(), BTreeMap::new());
    for (file, text) in sources {
        let tokens = tokens(text).expect("Rust");
        match left_out(file) {
            None => functions(tokens, &mut hashed),
            Some(one) if !one.reached => {
                others.extend(methods_of_others(tokens).into_iter().map(|name| (name, file)));
            }
            Some(_) => {}
        }
    }
    let mut strays = Vec::new();
    for (file, text) in sources.iter().filter(|(file, _)| left_out(file).is_none()) {
        let mut calls = Vec::new();
        called(tokens(text).expect("Rust"), &mut calls);
        for (name, line) in calls.iter().filter(|(name, _)| !hashed.contains(name)) {
            if let Some(other) = others.get(name) {
                strays.push(format!("src/{file}:{line}: .{name}() of src/{other}, which is not hashed"));
            }
        }
    }
    strays
}

#[test]
fn no_method_that_makes_a_stored_number_is_given_to_a_type_where_nothing_is_hashed() {
    let mut sources = ours();
    assert_eq!(calls_astray(&sources), Vec::<String>::new());
    sources
        .get_mut("files/load.rs")
        .expect("a reader")
        .push_str("impl Scenario { pub fn gilded(&self) -> f64 { 2.0 } }");
    let text = sources.get_mut("model/world/spawn.rs").expect("a file of the world");
    let line = text.lines().count() + 1;
    text.push_str("fn f(s: &Scenario) -> f64 { s.gilded() }");
    let told = format!("src/model/world/spawn.rs:{line}: .gilded() of src/files/load.rs, which is not hashed");
    assert_eq!(calls_astray(&sources), [told]);
}

#[test]
fn a_path_to_a_file_that_is_not_hashed_is_named_with_file_and_line() {
    let mut sources = ours();
    let text = sources.get_mut("model/process/income.rs").expect("a file of the model");
    let line = text.lines().count() + 2;
    text.push_str("\nfn shown() -> String { amparo_report::format::upper_first(\"a\") }\n");
    let strays = astray(&sources);
    let told = format!(
        "src/model/process/income.rs:{line}: amparo_report::format::upper_first reaches src/report/kit/format.rs"
    );
    assert!(strays.iter().any(|stray| stray.starts_with(&told)), "{strays:?}");
    // Through a list of names and another name, too.
    let mut sources = ours();
    let text = sources.get_mut("model/world/bounds.rs").expect("a file of the world");
    text.push_str(
        "\nuse amparo_decide as chooses;\nfn f() { chooses::icer::nothing(); crate::math::ranks::nothing(); }\n",
    );
    assert!(astray(&sources).iter().any(|stray| stray.contains("decide/icer.rs")), "{:?}", astray(&sources));
}

#[test]
fn nothing_hashed_takes_in_a_file_that_is_not() {
    let takes_in = |tokens: TokenStream| -> bool {
        fn any(tokens: TokenStream) -> bool {
            tokens.into_iter().any(|token| match token {
                TokenTree::Ident(ident) => ident.to_string().starts_with("include"),
                TokenTree::Group(group) => any(group.stream()),
                _ => false,
            })
        }
        any(tokens)
    };
    for (file, text) in ours().iter().filter(|(file, _)| left_out(file).is_none()) {
        assert!(!takes_in(tokens(text).expect("Rust")), "{file} includes a file whose text is not hashed");
    }
}

#[test]
fn other_words_spaces_and_tests_leave_the_hash_as_it_is() {
    let sources = ours();
    let before = hash(&sources);
    let with = |change: &dyn Fn(&str) -> String| {
        let changed: Sources = sources.iter().map(|(file, text)| (file.clone(), change(text))).collect();
        assert_ne!(changed, sources, "nothing was changed");
        hash(&changed)
    };
    let reworded = |text: &str| -> String {
        let other = |line: &str| match ["///", "//!", "//"].iter().find(|mark| line.trim_start().starts_with(**mark)) {
            Some(mark) => format!("{mark} other words\n"),
            None => format!("{line}\n"),
        };
        text.lines().map(other).collect()
    };
    assert_eq!(with(&reworded), before, "other words in comments");
    assert_eq!(with(&|text| text.replace('\n', "\r\n")), before, "other line ends");
    assert_eq!(with(&|text| format!("\u{feff}{text}")), before, "a byte-order mark");
    assert_eq!(
        with(&|text| text.replace(") {\n", ")\n\n\t{\n").replace("\nuse crate::", "\n\tuse crate :: ")),
        before,
        "other white space"
    );
    let tested = |text: &str| {
        format!(
            "{text}\n#[cfg(test)]\nuse std::fmt::{{self, Write}};\n#[cfg(test)]\n#[allow(dead_code)]\npub(crate) const fn more() -> [u8; 2] {{ [1; 2] }}\n#[cfg(test)]\nmod more {{ fn f() {{}} }}\n"
        )
    };
    assert_eq!(with(&tested), before, "more tests");
    let told = |text: &str| {
        text.replace("pub fn ", "/** more\n words */\npub fn ")
            .replace("pub struct", "#[doc(alias = \"x\")]\npub struct")
    };
    assert_eq!(with(&told), before, "more documentation");
}

#[test]
fn another_utility_is_another_model() {
    let sources = ours();
    let before = hash(&sources);
    let mut doubled = sources.clone();
    let text = doubled.get_mut("model/math/utility.rs").expect("the utility");
    *text = text.replace("ln(", "2.0 * ln(");
    assert_ne!(doubled, sources, "the utility has no logarithm any more");
    assert_ne!(hash(&doubled), before);
}

#[test]
fn any_code_counts_in_every_file_but_those_left_out() {
    let sources = ours();
    let before = hash(&sources);
    for (file, text) in &sources {
        let of = |text: String| hash(&Sources::from([(file.clone(), text)]));
        let changed = of(format!("{text}\nconst MORE: u8 = 1;\n"));
        assert_eq!(changed == of(text.clone()), left_out(file).is_some(), "{file}");
    }
    // A new file counts without being listed anywhere; a renamed one too.
    let mut more = sources.clone();
    more.insert("model/process/weather.rs".into(), "pub fn rain() {}".into());
    assert_ne!(hash(&more), before);
    let mut renamed = sources.clone();
    let text = renamed.remove("model/process/income.rs").expect("a file of the model");
    renamed.insert("model/process/incomes.rs".into(), text);
    assert_ne!(hash(&renamed), before);
}

#[test]
fn signs_that_white_space_parts_are_other_signs() {
    let of = |text: &str| hash(&Sources::from([("x.rs".to_owned(), text.to_owned())]));
    assert_eq!(of("fn f() { a = -b; }"), of("fn f(){a=-b;}"));
    assert_ne!(of("fn f() { a & & b }"), of("fn f() { a && b }"));
    assert_ne!(of("fn f() { a . . b }"), of("fn f() { a .. b }"));
    assert_ne!(of("fn f() { ab }"), of("fn f() { a b }"));
    assert_ne!(of("const A: &str = \"a b\";"), of("const A: &str = \"a  b\";"));
    // What only looks like a test's is kept.
    assert_ne!(of("struct A { #[cfg(test)] b: u8, c: u8 }"), of("struct A { c: u8 }"));
    assert_ne!(of("#[cfg(not(test))] mod a {}"), of(""));
    assert_eq!(of("#[cfg(test)] const A: B = B { c: 1 }; fn f() {}"), of("fn f() {}"));
}

#[test]
fn another_locked_library_is_another_model() {
    let (sources, lock) = (ours(), lock());
    let before = hash(&sources);
    let counted = libraries(&lock);
    for name in
        ["libm", "rand_chacha", "rand_core", "statrs", "sobol_burley", "postcard", "flate2", "miniz_oxide", "bevy_ecs"]
    {
        let line = counted.iter().find(|line| line.starts_with(&format!("{name} ")));
        let line = line.unwrap_or_else(|| panic!("{name} is not counted"));
        let mut words = line.split(' ').skip(1);
        let (version, checksum) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        assert_eq!(checksum.len(), 64, "{line}");
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"");
        let newer = lock.replace(&entry, &format!("name = \"{name}\"\nversion = \"{version}9\""));
        assert_ne!(newer, lock, "{name}");
        assert_ne!(model_hash::model_hash(&sources, Some(&newer)), before, "{name}");
        let other = lock.replace(checksum, &"0".repeat(64));
        assert_ne!(model_hash::model_hash(&sources, Some(&other)), before, "{name}");
    }
    // The release's own number, and what shows or reads.
    for (old, new) in [
        ("name = \"amparo\"\nversion = \"", "name = \"amparo\"\nversion = \"9"),
        ("name = \"plotters\"\nversion = \"", "name = \"plotters\"\nversion = \"9"),
    ] {
        assert_ne!(lock.replace(old, new), lock);
        assert_eq!(model_hash::model_hash(&sources, Some(&lock.replace(old, new))), before);
    }
    assert_eq!(model_hash::model_hash(&sources, Some(&lock.replace('\n', "\r\n"))), before);
    // Where no lock says what libraries there are, nothing is shared with builds where one does.
    assert_ne!(model_hash::model_hash(&sources, None), before);
}

#[test]
fn every_library_is_counted_or_said_why_not() {
    let counted = libraries(&lock());
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let needs: BTreeSet<&str> = manifest
        .lines()
        .skip_while(|line| *line != "[workspace.dependencies]")
        .take_while(|line| *line != "[package]")
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .filter(|name| !name.starts_with("amparo-"))
        .collect();
    assert!(needs.len() > 15, "{needs:?}");
    for name in needs {
        let left_out = model_hash::LIBRARIES_LEFT_OUT.iter().any(|(one, why)| *one == name && !why.is_empty());
        assert_ne!(left_out, counted.iter().any(|line| line.starts_with(&format!("{name} "))), "{name}");
    }
}

//! The hash that names the model: of the tokens of every source file that can decide a stored number, and of the locked
//! libraries beneath them. Stored cells, trials and solved points carry it in their keys.
//!
//! Files are hashed unless they stand in [`LEFT_OUT`], so that a new file counts by itself; `tests/model_hash.rs` follows the
//! paths from what makes a cell and fails where they lead to a file that is left out without a word about it. Shared by
//! `build.rs` and that test.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A file or folder under `src` that is not hashed.
pub struct LeftOut {
    pub path: &'static str,
    /// Why no stored number depends on it.
    pub why: &'static str,
    /// Whether what makes a stored number uses something of it all the same, as `why` says.
    pub reached: bool,
}

const fn out(path: &'static str, why: &'static str) -> LeftOut {
    LeftOut { path, why, reached: false }
}

const fn reached(path: &'static str, why: &'static str) -> LeftOut {
    LeftOut { path, why, reached: true }
}

/// What is not hashed.
pub const LEFT_OUT: &[LeftOut] = &[
    out("main.rs", "calls the command line"),
    out("lib.rs", "names the crates"),
    out("shipped.rs", "hands on the files that ship; what they say stands in the resolved text"),
    out("cli", "reads arguments and prints"),
    out("report", "shows what is stored"),
    reached("decide/result.rs", "shapes of what is shown; driver profiles stored in another shape are made again"),
    out("decide", "computes answers anew from what is stored"),
    reached("text/diagnostic.rs", "words of errors, after which nothing is stored"),
    reached(
        "model/observe/outcomes.rs",
        "names what is read from stored cells, and how; no stored number is made by it",
    ),
    reached("text/money.rs", "what money is called; decides no number"),
    reached("text/rows.rs", "reads tables; what they say stands in the resolved text"),
    reached("text/written.rs", "refuses numbers as they are written; what is read stands in the resolved text"),
    out("text", "reads and shows text"),
    out("model/scenario/trials.rs", "what field trials found, which no stored number is made of"),
    reached("model/register/names.rs", "names of parameters for the reader; their values stand in the resolved text"),
    reached("model/register/shipped.rs", "the register that ships, by which others are refused"),
    reached("model/register/widest.rs", "refuses registers; what is read of others stands in the resolved text"),
    reached("model/policy/at_most.rs", "refuses what may cost more than there is; changes no number"),
    out("files/lib.rs", "names the modules"),
    reached("files/declared.rs", "declares keys; what files say under them stands in the resolved text"),
    reached("files/keys.rs", "declares keys; what files say under them stands in the resolved text"),
    out("files/page.rs", "shows declared keys"),
    out("files/schema.rs", "shows declared keys"),
    out("files/problems.rs", "keeps errors, after which nothing is stored"),
    out("files/reading.rs", "reads files; what they say stands in the resolved text"),
    reached("files/columns.rs", "declares columns; what tables say under them stands in the resolved text"),
    out("files/dropped.rs", "reads `drop`; what is left stands in the resolved text"),
    out("files/edit.rs", "writes numbers into a scenario file"),
    out("files/funding.rs", "warns"),
    out("files/input.rs", "finds files; what they say stands in the resolved text"),
    out("files/source.rs", "reads files; what they say stands in the resolved text"),
    out("files/facts.rs", "reads sources for readers; no number is made of them"),
    out("files/names.rs", "refuses names that policies may not have"),
    out("files/nonsense.rs", "warns"),
    out("files/recognise.rs", "says what a file is, in errors"),
    out("files/budgets.rs", "reads a study file; what it says stands in the resolved text"),
    out("files/document.rs", "reads TOML; what it says stands in the resolved text"),
    out("files/draws.rs", "reads a table of draws; each draw's values stand in the resolved text"),
    out("files/acts.rs", "reads a policy; what it says stands in the resolved text"),
    out("files/aim.rs", "reads a policy; what it says stands in the resolved text"),
    out("files/explained.rs", "shows declared keys"),
    reached("files/mechanisms.rs", "declares keys; what files say under them stands in the resolved text"),
    out("files/events.rs", "reads a scenario; what it says stands in the resolved text"),
    out("files/limits.rs", "refuses worlds that are too large"),
    out("files/line.rs", "reads tables; what they say stands in the resolved text"),
    out("files/routes.rs", "reads hours of travel; what they say stands in the resolved text"),
    out("files/files.rs", "reads files; what they say stands in the resolved text"),
    out("files/intervention.rs", "reads a policy; what it says stands in the resolved text"),
    out("files/load.rs", "reads a scenario; what it says stands in the resolved text"),
    out("files/matching.rs", "reads a policy; what it says stands in the resolved text"),
    out("files/overrides.rs", "reads --set; the values stand in the resolved text"),
    out("files/regions.rs", "reads the region's tables; what they say stands in the resolved text"),
    out("files/shipped.rs", "files built into the program; what they say stands in the resolved text"),
    out("files/study.rs", "reads a study; what it says stands in the resolved text"),
    out("files/sweep.rs", "writes policies out; what they say stands in the resolved text"),
    out("files/survey.rs", "reads a survey for `amparo diagnose`, which stores nothing to come back to"),
    out("files/trials.rs", "reads published effects for `amparo trials`, which stores nothing to come back to"),
    out("tables", "writes tables"),
    out("study/lib.rs", "names the modules"),
    out("study/build.rs", "names the model by this hash"),
    reached("study/error.rs", "words of errors, after which nothing is stored"),
    reached("study/progress.rs", "shows how far a run is"),
    out("study/directory.rs", "owns a directory of results; a changed seal has another first line"),
    out("study/claim.rs", "refuses directories; changes no number"),
    out("study/lock.rs", "locks a directory; changes no number"),
    out("study/manifest.rs", "says what a directory of results holds"),
    out("study/seal.rs", "tells whole bytes from damaged ones; a changed seal has another first line"),
    out("study/pack.rs", "keeps bytes with their checksums; a changed format has another first line"),
    out("study/packs.rs", "finds stored bytes again by what names them"),
    out("study/shards.rs", "deals work out, which changes no number"),
    out("study/differences.rs", "says what differs, in errors"),
    out("study/write.rs", "writes bytes whole"),
    out("study/writing.rs", "waits for files under way"),
    out("study/target.rs", "checks where a single file may be written"),
    reached("study/store.rs", "keeps bytes with their checksum; a changed format has another first line"),
    out("study/answers", "computes answers anew from what is stored"),
    out("study/rows.rs", "reads what is stored"),
    out("study/tables.rs", "computes tables anew from what is stored"),
    out("study/matching.rs", "computes answers anew from what is stored"),
    out("study/learn.rs", "computes answers anew from what is stored"),
    out("study/cpu.rs", "measures time and memory"),
    out("study/files.rs", "writes tables of one run"),
    out("jobs/lib.rs", "names the modules"),
    out("jobs/bench", "measures speed; stores nothing to come back to"),
    out("jobs/calibrate.rs", "finds values for a scenario file, in whose resolved text they then stand"),
    out("jobs/check.rs", "estimates how long a study takes"),
    out("jobs/complete.rs", "lists the files of finished results"),
    out("jobs/compare", "hands out work and gathers what was stored; the work is in study/unit.rs"),
    out("jobs/diff", "compares what is stored"),
    out("jobs/diagnose.rs", "answers `amparo diagnose`, which stores nothing to come back to"),
    out("jobs/export_results.rs", "copies tables into other formats"),
    out("jobs/export.rs", "copies what is stored into other formats"),
    out("jobs/pool.rs", "starts threads, whose number changes no number"),
    out("jobs/explain.rs", "describes parameters and more in words"),
    out("jobs/init", "writes a project; stores nothing to come back to"),
    out("jobs/money.rs", "refuses and warns; changes no number"),
    out("jobs/publish.rs", "shows what is stored"),
    out("jobs/rerun", "repeats reports; what is run stands in other files"),
    out("jobs/runs.rs", "lists results"),
    out("jobs/run.rs", "answers `amparo run`, which stores nothing to come back to"),
    out("jobs/optimise/mod.rs", "names the modules"),
    out("jobs/optimise/study.rs", "chooses what to try; what a trial comes to is in arena.rs"),
    out("jobs/optimise/options.rs", "says how much is tried"),
    out("jobs/optimise/output.rs", "writes what was found"),
    out("jobs/optimise/rule.rs", "turns rules into interventions, which stand in each trial's key"),
    out("jobs/optimise/search.rs", "chooses what to try; what a trial comes to is in arena.rs"),
    out("jobs/solve/mod.rs", "names the modules"),
    out("jobs/solve/study.rs", "hands out points and gathers them; a point is solved in point.rs"),
    out("jobs/solve/keeping.rs", "chooses which solved points stand in a table"),
    out("jobs/solve/posterior.rs", "compares solved points with their priors"),
    out("jobs/solve/predictive.rs", "compares solved points with their targets"),
    out("jobs/solve/table.rs", "writes solved points down"),
    out("jobs/solve/verify.rs", "compares points solved anew with a table"),
    out("jobs/solve/record.rs", "says what a table was solved for"),
    out("jobs/solve/behaviour.rs", "looks at what the model does"),
];

/// Files of folders that are left out which are hashed all the same.
pub const KEPT: &[&str] = &["decide/discount.rs"];

/// Locked libraries that are not hashed: they decide no stored number. What they alone depend on is not hashed either.
pub const LIBRARIES_LEFT_OUT: &[(&str, &str)] = &[
    ("base64", "packs what reports hold"),
    ("clap", "reads arguments"),
    ("clap_complete", "writes what shells complete"),
    ("clap_mangen", "writes manual pages"),
    ("criterion", "measures benches"),
    ("csv", "reads and writes tables"),
    ("ctrlc", "hears interrupts"),
    ("humantime", "says when results were finished"),
    ("indicatif", "shows progress"),
    ("parquet", "writes exports"),
    ("plotters", "draws charts"),
    ("proc-macro2", "reads source to hash it"),
    ("rayon", "shares work; the model gives the same bits on any number of threads"),
    ("rust_xlsxwriter", "writes workbooks"),
    ("rustix", "measures time"),
    ("strsim", "suggests the nearest name"),
    ("toml", "reads files and writes them"),
    ("toml_edit", "reads files and writes them"),
];

/// Libraries that are hashed themselves but not with what they depend on, which holds data and computes nothing.
pub const LIBRARIES_ALONE: &[&str] = &["bevy_ecs", "blake3", "serde"];

/// The entry of [`LEFT_OUT`] that leaves a file out; `None`: it is hashed.
pub fn left_out(file: &str) -> Option<&'static LeftOut> {
    if KEPT.contains(&file) {
        return None;
    }
    LEFT_OUT
        .iter()
        .find(|one| file.strip_prefix(one.path).is_some_and(|rest| rest.is_empty() || (rest.starts_with('/'))))
}

/// Every Rust file under a folder: its path there, with `/`, and its text.
///
/// # Errors
/// A folder or file that cannot be read.
pub fn sources(folder: &Path) -> std::io::Result<BTreeMap<String, String>> {
    fn walk(folder: &Path, under: &str, files: &mut BTreeMap<String, String>) -> std::io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            // Examples are programs of their own, and no part of this one.
            if path.is_dir() && name == "examples" {
                continue;
            }
            if path.is_dir() {
                walk(&path, &format!("{under}{name}/"), files)?;
            } else if name.ends_with(".rs") {
                files.insert(format!("{under}{name}"), fs::read_to_string(&path)?);
            }
        }
        Ok(())
    }
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files)?;
    Ok(files)
}

/// The hash, 16 hex digits: of the tokens of those sources that are not left out, and of the libraries as `lock`
/// (the text of a Cargo.lock) says; without one the hash says so and is that of no locked build.
pub fn model_hash(sources: &BTreeMap<String, String>, lock: Option<&str>) -> String {
    let mut hash = Hash::new();
    for (file, text) in sources.iter().filter(|(file, _)| left_out(file).is_none()) {
        hash.word(file);
        match tokens(text) {
            Some(tokens) => hash.tokens(tokens),
            // The compiler will say what is wrong with it.
            None => hash.word(text),
        }
    }
    match lock {
        Some(lock) => libraries(lock).iter().for_each(|line| hash.word(line)),
        None => hash.word("no lock"),
    }
    format!("{:016x}", hash.0)
}

/// FNV-1a, 64 bits: enough to notice a change.
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    /// A text and its end.
    fn word(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.byte(byte));
        self.byte(0xff);
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => ("", ""),
                    };
                    self.word(open);
                    self.tokens(group.stream());
                    self.word(close);
                }
                TokenTree::Ident(ident) => self.word(&ident.to_string()),
                TokenTree::Literal(literal) => self.word(&literal.to_string()),
                TokenTree::Punct(punct) => {
                    self.byte(punct.as_char() as u8);
                    // White space between two signs counts only where without it they would be one.
                    let joined = match tokens.peek() {
                        Some(TokenTree::Punct(next)) if punct.spacing() == Spacing::Joint => {
                            let pair: String = [punct.as_char(), next.as_char()].iter().collect();
                            SIGNS.iter().any(|sign| sign.contains(&pair))
                        }
                        Some(TokenTree::Ident(_)) => punct.as_char() == '\'',
                        _ => false,
                    };
                    if !joined {
                        self.byte(0xff);
                    }
                }
            }
        }
    }
}

/// Signs of more than one character.
const SIGNS: [&str; 21] = [
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "*=", "/=", "%=",
    "^=", "&=", "|=",
];

/// The tokens of a source without documentation and without what is compiled for tests alone; `None` where it is not Rust.
pub fn tokens(text: &str) -> Option<TokenStream> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    text.parse::<TokenStream>().ok().map(stripped)
}

fn stripped(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if let Some((attribute, after)) = attribute(&tokens, at) {
            if names(&attribute, "doc") {
                at = after;
                continue;
            }
            if attribute.to_string().replace(' ', "") == "cfg(test)"
                && let Some(end) = end_of_item(&tokens, after)
            {
                // Its other attributes and documentation stand behind this one or were harmless before it.
                at = end;
                continue;
            }
        }
        kept.push(match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), stripped(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other.clone(),
        });
        at += 1;
    }
    kept.into_iter().collect()
}

/// The content of the attribute that begins at a token, and where what follows it begins.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<(TokenStream, usize)> {
    let sign = |at: usize, sign: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == sign);
    if !sign(at, '#') {
        return None;
    }
    let at = if sign(at + 1, '!') { at + 2 } else { at + 1 };
    match tokens.get(at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => Some((group.stream(), at + 1)),
        _ => None,
    }
}

fn names(attribute: &TokenStream, name: &str) -> bool {
    matches!(attribute.clone().into_iter().next(), Some(TokenTree::Ident(ident)) if ident == name)
}

/// Where the item ends that begins at a token, other attributes first; `None` where it is no item (a field, an arm, a statement):
/// that is kept, which is the safe side.
fn end_of_item(tokens: &[TokenTree], mut at: usize) -> Option<usize> {
    const TO_BRACES: [&str; 9] = ["fn", "mod", "impl", "struct", "enum", "union", "trait", "macro_rules", "extern"];
    const TO_SEMICOLON: [&str; 4] = ["use", "static", "type", "const"];
    const BEFORE: [&str; 4] = ["pub", "unsafe", "async", "default"];
    while let Some((_, after)) = attribute(tokens, at) {
        at = after;
    }
    let word = |at: usize| match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => ident.to_string(),
        _ => String::new(),
    };
    let braces_end_it = loop {
        let here = word(at);
        if BEFORE.contains(&here.as_str()) {
            at += 1;
            // `pub(crate)`.
            if matches!(tokens.get(at), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis) {
                at += 1;
            }
        } else if here == "const" && ["fn", "unsafe", "async", "extern"].contains(&word(at + 1).as_str()) {
            at += 1;
        } else if TO_BRACES.contains(&here.as_str()) {
            break true;
        } else if TO_SEMICOLON.contains(&here.as_str()) {
            break false;
        } else {
            return None;
        }
    };
    while let Some(token) = tokens.get(at) {
        at += 1;
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => return Some(at),
            TokenTree::Group(group) if braces_end_it && group.delimiter() == Delimiter::Brace => return Some(at),
            _ => {}
        }
    }
    None
}

/// The locked libraries that count, one line each: name, version and checksum.
pub fn libraries(lock: &str) -> BTreeSet<String> {
    struct Package<'a> {
        name: &'a str,
        version: &'a str,
        checksum: &'a str,
        needs: Vec<&'a str>,
    }
    let mut packages: Vec<Package> = Vec::new();
    // A lock file is written by a program, a value a line, its lists a line an item.
    for line in lock.lines().map(str::trim) {
        let text = |key: &str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"');
        if line == "[[package]]" {
            packages.push(Package { name: "", version: "", checksum: "", needs: Vec::new() });
        }
        let Some(package) = packages.last_mut() else { continue };
        if let Some(name) = text("name") {
            package.name = name;
        } else if let Some(version) = text("version") {
            package.version = version;
        } else if let Some(checksum) = text("checksum") {
            package.checksum = checksum;
        } else if let Some(need) = line.strip_prefix('"') {
            package.needs.push(need.trim_end_matches(['"', ',']));
        }
    }
    // `name`, or `name version` where there are several of that name.
    let find = |need: &str| {
        let mut words = need.split(' ');
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        packages.iter().find(|p| p.name == name && version.is_none_or(|version| p.version == version))
    };
    let counts = |need: &str| {
        let name = need.split(' ').next().unwrap_or_default();
        LIBRARIES_LEFT_OUT.iter().all(|(left_out, _)| *left_out != name)
    };
    let (mut lines, mut own) = (BTreeSet::new(), BTreeSet::new());
    let mut open: Vec<&str> = find("amparo").map_or(Vec::new(), |root| root.needs.clone());
    while let Some(need) = open.pop() {
        if !counts(need) {
            continue;
        }
        let Some(package) = find(need) else { continue };
        // The program's own crates have no checksum: their source is hashed, and their version is the release's number.
        let new = if package.checksum.is_empty() {
            own.insert(package.name)
        } else {
            lines.insert(format!("{} {} {}", package.name, package.version, package.checksum))
        };
        if new && !LIBRARIES_ALONE.contains(&package.name) {
            open.extend(&package.needs);
        }
    }
    lines
}

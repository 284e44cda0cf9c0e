//! The program's own source as a graph: which file each path written in a file leads to.
#![allow(dead_code, reason = "each test file uses its own part")]

use crate::model_hash::{sources, tokens};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub type Sources = BTreeMap<String, String>;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of `src`: its path there and its text.
pub fn ours() -> Sources {
    sources(&root().join("src")).expect("the program's own source")
}

/// A path as a file writes it, with its line.
#[derive(Clone, Debug)]
pub struct Written {
    pub names: Vec<String>,
    pub line: usize,
    /// What the file calls it: the last name, or the one after `as`; `*` brings every name.
    pub here: String,
    /// Whether a `use` brings it.
    pub used: bool,
}

/// Every path that a file writes, in `use` and elsewhere.
pub fn written(tokens: TokenStream, paths: &mut Vec<Written>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token {
            TokenTree::Ident(ident) if ident == "use" => {
                let end = (at..tokens.len()).find(|i| is(&tokens[*i], ';')).unwrap_or(tokens.len());
                in_use(&tokens[at + 1..end], &[], paths);
                at = end;
            }
            // A module within the file: its `super` is the file.
            TokenTree::Ident(ident) if ident == "mod" && matches!(tokens.get(at + 2), Some(TokenTree::Group(_))) => {
                let Some(TokenTree::Group(body)) = tokens.get(at + 2) else { continue };
                let mut inside = Vec::new();
                written(body.stream(), &mut inside);
                for mut one in inside {
                    if one.names.first().is_some_and(|first| first == "super") {
                        one.names[0] = "self".to_owned();
                        if one.names.get(1).is_some_and(|next| next == "super") {
                            one.names.remove(0);
                        }
                    }
                    paths.push(one);
                }
                at += 2;
            }
            TokenTree::Ident(first) => {
                let mut names = vec![first.to_string()];
                let line = first.span().start().line;
                while let (Some(a), Some(b), Some(TokenTree::Ident(next))) =
                    (tokens.get(at + 1), tokens.get(at + 2), tokens.get(at + 3))
                    && is(a, ':')
                    && is(b, ':')
                {
                    names.push(next.to_string());
                    at += 3;
                }
                let here = names.last().cloned().unwrap_or_default();
                if names.len() > 1 {
                    paths.push(Written { names, line, here, used: false });
                }
            }
            TokenTree::Group(group) => written(group.stream(), paths),
            _ => {}
        }
        at += 1;
    }
}

pub fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

/// What a `use` brings, one path a name.
pub fn in_use(tokens: &[TokenTree], before: &[String], paths: &mut Vec<Written>) {
    for one in tokens.split(|token| is(token, ',')) {
        let mut names = before.to_vec();
        let (mut line, mut here, mut open) = (0, None, true);
        for (at, token) in one.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) if ident == "as" => {
                    here = one.get(at + 1).map(ToString::to_string);
                    break;
                }
                TokenTree::Ident(ident) => {
                    line = ident.span().start().line;
                    names.push(ident.to_string());
                }
                TokenTree::Group(group) => {
                    in_use(&group.stream().into_iter().collect::<Vec<_>>(), &names, paths);
                    open = false;
                }
                token if is(token, '*') => {
                    line = token.span().start().line;
                    names.push("*".to_owned());
                }
                _ => {}
            }
        }
        if names.last().is_some_and(|last| last == "self") && names.len() > 1 {
            names.pop();
        }
        if open && names.len() > before.len() {
            let here = here.or_else(|| names.last().cloned()).unwrap_or_default();
            paths.push(Written { names, line, here, used: true });
        }
    }
}

/// Names of what is defined at the top of a file.
pub fn defined(tokens: TokenStream) -> BTreeSet<String> {
    const KINDS: [&str; 9] = ["fn", "struct", "enum", "union", "trait", "type", "const", "static", "mod"];
    let words: Vec<Option<String>> = tokens
        .into_iter()
        .map(|token| if let TokenTree::Ident(ident) = token { Some(ident.to_string()) } else { None })
        .collect();
    let pairs = words.windows(2).filter_map(|pair| Some((pair[0].as_deref()?, pair[1].clone()?)));
    pairs.filter(|(kind, _)| KINDS.contains(kind)).map(|(_, name)| name).collect()
}

/// The program's modules and what each file writes.
pub struct Program {
    /// Module path → file.
    pub modules: BTreeMap<Vec<String>, String>,
    /// Names that each file gives to something itself.
    pub defines: BTreeMap<String, BTreeSet<String>>,
    pub written: BTreeMap<String, Vec<Written>>,
}

/// The module that a file is.
pub fn module(file: &str) -> Vec<String> {
    let names = file.trim_end_matches(".rs").trim_end_matches("/mod");
    names.split('/').filter(|name| *name != "lib").map(str::to_owned).collect()
}

impl Program {
    pub fn new(sources: &Sources) -> Program {
        let modules = sources.keys().map(|file| (module(file), file.clone())).collect();
        let mut program = Program { modules, defines: BTreeMap::new(), written: BTreeMap::new() };
        for (file, text) in sources {
            let tokens = tokens(text).unwrap_or_else(|| panic!("{file} is not Rust"));
            program.defines.insert(file.clone(), defined(tokens.clone()));
            written(tokens, program.written.entry(file.clone()).or_default());
        }
        program
    }

    /// The files where a path written in a file ends: several where a `*` hides which; none outside the program.
    pub fn ends(&self, file: &str, path: &[String], depth: usize) -> Vec<&String> {
        if depth > 8 {
            return Vec::new();
        }
        let own = module(file);
        let mut names = path.iter().peekable();
        let mut at: Vec<String> = match path.first().map(String::as_str) {
            Some("crate") => own[..own.len().min(1)].to_vec(),
            Some(first) if first.starts_with("amparo_") => vec![first["amparo_".len()..].to_owned()],
            Some("self") => own.clone(),
            Some("super") => own[..own.len() - 1].to_vec(),
            Some(first) => {
                let child = [own.clone(), vec![first.to_owned()]].concat();
                let brought = self.written[file].iter().find(|one| one.used && one.here == first);
                match brought {
                    _ if self.modules.contains_key(&child) => child,
                    // A name that a `use` brought: go on from where that leads.
                    Some(one) if path.len() > 1 && one.names != path => {
                        return self.ends(file, &[&one.names[..], &path[1..]].concat(), depth + 1);
                    }
                    _ => return Vec::new(),
                }
            }
            None => return Vec::new(),
        };
        names.next();
        while names.peek().is_some_and(|name| *name == "super") {
            names.next();
            at.pop();
        }
        while let Some(name) = names.next() {
            let child = [at.clone(), vec![name.clone()]].concat();
            if self.modules.contains_key(&child) {
                at = child;
                continue;
            }
            let Some(here) = self.modules.get(&at) else { return Vec::new() };
            let rest: Vec<String> = names.cloned().collect();
            let brings = self.written[here].iter().filter(|one| one.used && here.as_str() != file);
            if name == "*" {
                return brings.flat_map(|one| self.ends(here, &one.names, depth + 1)).chain([here]).collect();
            }
            if let Some(one) = brings.clone().find(|one| one.here == *name) {
                return self.ends(here, &[&one.names[..], &rest[..]].concat(), depth + 1);
            }
            if self.defines[here].contains(name) {
                return vec![here];
            }
            let hidden = brings.filter(|one| one.here == "*").flat_map(|one| {
                let names = &one.names[..one.names.len() - 1];
                self.ends(here, &[names, std::slice::from_ref(name), &rest[..]].concat(), depth + 1)
            });
            let hidden: Vec<&String> = hidden.collect();
            return if hidden.is_empty() { vec![here] } else { hidden };
        }
        self.modules.get(&at).into_iter().collect()
    }

    /// The list that a path takes a name from and in which the file itself is listed: the `mod.rs` or `lib.rs` of its own
    /// folder or of one further up. `None` where the path goes through modules alone.
    pub fn list_used(&self, file: &str, path: &[String]) -> Option<&String> {
        let own = module(file);
        let is_list = |file: &str| file.ends_with("/mod.rs") || file.ends_with("/lib.rs");
        let (mut at, mut rest) = match path.first().map(String::as_str) {
            Some("crate") => (own[..own.len().min(1)].to_vec(), &path[1..]),
            Some("super") => (own[..own.len().saturating_sub(1)].to_vec(), &path[1..]),
            _ => return None,
        };
        while rest.first().is_some_and(|name| name == "super") {
            at.pop();
            rest = &rest[1..];
        }
        for name in rest {
            let child = [at.clone(), vec![name.clone()]].concat();
            if !self.modules.contains_key(&child) {
                break;
            }
            at = child;
        }
        let list = self.modules.get(&at)?;
        let whole_module = at.last() == path.last();
        (is_list(list) && list != file && own.starts_with(&at) && !whole_module).then_some(list)
    }
}

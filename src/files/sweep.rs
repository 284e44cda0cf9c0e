//! `[[sweep]]` of a study: variants of one policy, each written out as a policy of its own before anything else is done with it.

use super::budgets::{budget_name, budget_title};
use super::declared::{INTERVENTION, MATCHING, MOST_VARIANTS, POLICY_FILE, RANGE};
use super::document::{Entry, Node, Place, Table, Value};
use super::files::Files;
use super::keys::{Key, Keys, Takes};
use super::names;
use super::overrides;
use super::problems::Problems;
use super::reading::Reading;
use super::recognise::Wanted;
use amparo_model::policy::{Kind, Vocabulary};
use amparo_model::register::Register;
use amparo_text::{Currency, Diagnostic, nearest_name, one_of};
use std::collections::BTreeMap;

/// What a study's policies were made from by one sweep at one budget: the axes, and which policy stands for which values.
///
/// Nothing that is run depends on it: policies are run as if they were written by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// Name of the policy that is varied, or of its file.
    pub policy: String,
    /// As people read it.
    pub title: String,
    /// The budget, S/ per year.
    pub budget_soles_per_year: f64,
    /// Whether each value of an axis meets each of the others; else values stand side by side.
    pub crossed: bool,
    /// What is varied, in the order of the file.
    pub axes: Vec<SweptAxis>,
    /// Policies in the order of their values, those of the last axis first.
    pub variants: Vec<Variant>,
}

/// What is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct SweptAxis {
    /// As the file names it.
    pub key: String,
    /// As titles say it.
    pub label: String,
    /// What its numbers are.
    pub unit: SweptUnit,
    /// Whether at 0 the policy is off, so that doing nothing is its first value.
    pub off_at_zero: bool,
    /// Its values, in the order of the file.
    pub values: Vec<SweptValue>,
}

/// What the numbers of an axis are.
#[derive(Clone, Debug, PartialEq)]
pub enum SweptUnit {
    /// Shares, shown as percentages.
    Share,
    /// S/ per year.
    SolesPerYear,
    /// Numbers in this unit, which may be empty.
    In(String),
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum SweptValue {
    /// A number.
    Number(f64),
    /// One of the words that a key takes.
    Word(String),
}

/// One variant of the policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Name of the policy in the study.
    pub policy: String,
    /// Its value on each axis.
    pub values: Vec<SweptValue>,
}

/// What a sweep varies, as it is written.
pub(super) struct Base<'a> {
    /// Its name in the names of variants.
    pub name: String,
    title: String,
    /// A policy with its interventions in it, whatever file they came from.
    table: Table,
    vocabulary: &'a Vocabulary,
    register: &'a Register,
}

/// One axis with the places of its values.
pub(super) struct Axis {
    pub told: SweptAxis,
    entry: Entry,
    at: Target,
    nodes: Vec<Node>,
}

/// What of a policy an axis sets.
enum Target {
    /// A key of the intervention at this place of the list, or of a table in it.
    Intervention(usize, Vec<String>),
    /// A key of its matching.
    Matching(String),
}

/// One variant, written out.
pub(super) struct WrittenOut {
    /// The table that a [[policy]] of the study would be.
    pub table: Table,
    pub name: Entry,
    pub values: Vec<SweptValue>,
}

/// Ways to say how much of an intervention there is: setting one replaces the others.
const EXTENTS: [&str; 3] = ["coverage", "budget_soles_per_year", "share_of_budget"];

impl<'a> Base<'a> {
    /// The policy or the policy file that a sweep varies.
    pub fn read(
        of: &Reading<'_>,
        policies: &[Reading<'_>],
        files: &mut Files,
        (vocabulary, register): (&'a Vocabulary, &'a Register),
    ) -> Option<Base<'a>> {
        const EXPECTED: &str = "either policy = \"…\", a [[policy]] of the study, or file = \"…\", a policy file";
        match (of.entry("policy"), of.entry("file")) {
            (Some(_), Some(both)) => {
                of.wrong(both.key_place.error("the sweep has a `policy` and a `file`").expected(EXPECTED))
            }
            (None, None) if of.misspelt("policy") || of.misspelt("file") => None,
            (None, None) => of.wrong(of.table.error("it is not said what is varied").expected(EXPECTED)),
            (Some(entry), None) => {
                let wanted = of.keep(entry.text())?;
                let named = |one: &&Reading<'_>| one.entry("name").is_some_and(|name| name.text().ok() == Some(wanted));
                let Some(found) = policies.iter().find(named) else {
                    let names = || policies.iter().filter_map(|one| one.entry("name")?.text().ok());
                    let known = if names().next().is_none() { EXPECTED.to_owned() } else { one_of(names()) };
                    return of.wrong(
                        entry
                            .error(format!("the study has no policy `{wanted}`"))
                            .expected(known)
                            .nearest(nearest_name(wanted, names())),
                    );
                };
                let mut table = found.table.clone();
                let own_title = found.entry("title").and_then(|title| title.title().ok()).map(str::to_owned);
                let mut of_file = None;
                if let Some(file) = table.get("file").cloned() {
                    let (title, list) = read_file(&file, files, of.problems)?;
                    of_file = title;
                    table.entries.retain(|entry| entry.key != "file");
                    table.entries.push(list);
                }
                let title = own_title.or(of_file).unwrap_or_else(|| wanted.to_owned());
                Some(Base { name: wanted.to_owned(), title, table, vocabulary, register })
            }
            (None, Some(entry)) => {
                let (title, list) = read_file(entry, files, of.problems)?;
                let path = of.keep(entry.text())?;
                let name = std::path::Path::new(path).file_stem()?.to_string_lossy().into_owned();
                let table = Table { entries: vec![list], place: of.table.place.clone() };
                Some(Base { title: title.unwrap_or_else(|| name.clone()), name, table, vocabulary, register })
            }
        }
    }

    /// Its interventions as they are written.
    fn interventions(&self) -> Vec<&Table> {
        self.table.get("intervention").and_then(|list| list.tables().ok()).unwrap_or_default()
    }

    /// Kinds of its interventions, those that nobody knows left out.
    fn kinds(&self) -> Vec<(usize, &'static Kind)> {
        let all = self.vocabulary.kinds();
        let kind = |table: &Table| {
            let name = table.get("kind")?.text().ok()?;
            all.iter().find(|kind| kind.name == name).copied()
        };
        self.interventions().into_iter().enumerate().filter_map(|(i, table)| Some((i, kind(table)?))).collect()
    }

    /// Where an axis acts, by the name that the file gives it.
    fn target(&self, entry: &Entry) -> Result<(Target, &'static Key), Diagnostic> {
        let path = entry.key.as_str();
        let kinds = self.kinds();
        if let Some(name) = path.strip_prefix("matching.") {
            let of_matching = || MATCHING.names().filter(|name| *name != "map");
            let key = MATCHING.get(name).filter(|_| name != "map" && self.table.get("matching").is_some());
            return key.map(|key| (Target::Matching(name.to_owned()), key)).ok_or_else(|| {
                let expected = match self.table.get("matching") {
                    Some(_) => of_matching().map(|name| format!("matching.{name}")).collect::<Vec<_>>().join(", "),
                    None => "a key of its interventions: the policy matches nothing".to_owned(),
                };
                let near = nearest_name(name, of_matching()).map(|name| format!("matching.{name}"));
                entry
                    .key_place
                    .error(format!("there is no `{path}` to vary"))
                    .expected(expected)
                    .nearest(near.as_deref())
            });
        }
        let first = path.split('.').next().unwrap_or(path);
        let (which, rest) = match self.vocabulary.kinds().iter().find(|kind| kind.name == first) {
            Some(kind) => {
                let here: Vec<usize> = kinds.iter().filter(|(_, one)| one.name == kind.name).map(|(i, _)| *i).collect();
                let which = match here.as_slice() {
                    [one] => *one,
                    [] => {
                        let names = || kinds.iter().map(|(_, kind)| kind.name);
                        return Err(entry
                            .key_place
                            .error(format!("the policy has no intervention `{first}`"))
                            .expected(one_of(names()))
                            .nearest(nearest_name(first, names())));
                    }
                    _ => {
                        return Err(entry
                            .key_place
                            .error(format!("the policy has `{first}` more than once"))
                            .expected("a policy that has it once: which one is varied must be plain"));
                    }
                };
                (Some(which), path[first.len()..].trim_start_matches('.'))
            }
            None => (None, path),
        };
        let (inner, key) = self.key(entry, rest, &kinds, which)?;
        let which = match (which, kinds.as_slice()) {
            (Some(which), _) => which,
            (None, [(only, _)]) => *only,
            // A parameter belongs to one kind.
            (None, _) if inner[0] == "parameters" => {
                let group = inner[1].split('.').next().unwrap_or("");
                let here: Vec<usize> = kinds.iter().filter(|(_, kind)| kind.group == group).map(|(i, _)| *i).collect();
                match here.as_slice() {
                    [one] => *one,
                    _ => return Err(self.which(entry, rest)),
                }
            }
            (None, _) => return Err(self.which(entry, rest)),
        };
        Ok((Target::Intervention(which, inner), key))
    }

    /// That it is not plain which intervention is meant.
    fn which(&self, entry: &Entry, rest: &str) -> Diagnostic {
        let named: Vec<String> = self.kinds().iter().map(|(_, kind)| format!("{}.{rest}", kind.name)).collect();
        let error = entry.key_place.error(format!("the policy has several interventions: whose `{rest}` is varied?"));
        error.expected(one_of(named.iter().map(String::as_str)))
    }

    /// A key of interventions, with the table that it stands in, and its declaration.
    fn key(
        &self,
        entry: &Entry,
        rest: &str,
        kinds: &[(usize, &'static Kind)],
        which: Option<usize>,
    ) -> Result<(Vec<String>, &'static Key), Diagnostic> {
        let declared = |keys: &'static Keys, name: &str| keys.get(name);
        if let (Some(weight), Some(Takes::Table(index))) =
            (rest.strip_prefix("index."), INTERVENTION.get("index").map(|key| key.takes))
            && let Some(key) = declared(index, weight)
        {
            return Ok((vec!["index".into(), weight.into()], key));
        }
        let parameter = rest.strip_prefix("parameters.").unwrap_or(rest);
        if let Some(key) = declared(&INTERVENTION, rest)
            && !matches!(key.takes, Takes::Table(_) | Takes::Parameters)
        {
            return Ok((vec![rest.into()], key));
        }
        let here = || kinds.iter().filter(|(i, _)| which.is_none_or(|which| which == *i)).map(|(_, kind)| *kind);
        let own = |name: &str| {
            here().any(|kind| {
                let of_group = name.split_once('.').is_some_and(|(group, _)| group == kind.group);
                of_group && !kind.of_girls.contains(&name)
            })
        };
        if let Some(known) = self.register.get(parameter) {
            return match (own(parameter), INTERVENTION.get("parameters")) {
                (true, Some(key)) => Ok((vec!["parameters".into(), known.name.clone()], key)),
                _ => Err(entry
                    .key_place
                    .error(format!(
                        "`{parameter}` is no parameter of the policy's interventions: it changes the baseline too, which all policies of a \
                         study are compared with"
                    ))
                    .expected(format!(
                        "a parameter that only these interventions read ({}); or one study per value, each at a scenario with its own \
                         [parameters], and `amparo compare` of them all",
                        one_of(here().map(|kind| kind.group))
                    ))),
            };
        }
        let of_kinds = self.register.entries.iter().map(|known| known.name.as_str()).filter(|name| own(name));
        let keys = || INTERVENTION.keys.iter().filter(|key| !matches!(key.takes, Takes::Table(_) | Takes::Parameters));
        let near: Vec<&str> = keys().map(|key| key.name).chain(of_kinds).chain(here().map(|kind| kind.name)).collect();
        Err(entry
            .key_place
            .error(format!("there is no `{rest}` to vary"))
            .expected(format!(
                "a key of interventions, {}; or a parameter of its own, such as \"{}.…\"",
                one_of(keys().map(|key| key.name)),
                here().next().map_or("info", |kind| kind.group)
            ))
            .nearest(nearest_name(rest, near)))
    }
}

/// The sweep of a policy at one budget, still without variants.
pub(super) fn of_budget(base: &Base<'_>, axes: &[Axis], crossed: bool, budget: f64) -> Sweep {
    Sweep {
        policy: base.name.clone(),
        title: base.title.clone(),
        budget_soles_per_year: budget,
        crossed,
        axes: axes.iter().map(|axis| axis.told.clone()).collect(),
        variants: Vec::new(),
    }
}

/// The title, if it has one, and the interventions of a policy file, its keys looked through.
fn read_file(entry: &Entry, files: &mut Files, problems: &Problems) -> Option<(Option<String>, Entry)> {
    let path = problems.keep(entry.text())?;
    if path.contains("{budget}") {
        let error = entry.error(
            "the policy has another file at each budget, so that its variants would differ in more than what is varied",
        );
        problems.push(error.expected("a policy that is the same at every budget"));
        return None;
    }
    let source = problems.keep(files.read_named(entry))?;
    let own = Problems::default();
    let read = own.keep(super::document::parse(&source)).and_then(|table| {
        let of = Reading::new(&table, &POLICY_FILE, &own);
        Some((of.text("title").map(str::to_owned), of.needed("intervention")?.clone()))
    });
    let read = own.unless_any(read).map_err(|error| files.explained(&source.file, Wanted::Policy, error));
    problems.keep(read)
}

/// What is varied, each with its values.
pub(super) fn axes(of: &Reading<'_>, base: &Base<'_>) -> Option<Vec<Axis>> {
    let entry = of.needed("vary")?;
    let table = of.keep(entry.table())?;
    let mut flat = Vec::new();
    flatten(table, "", &mut flat);
    if flat.is_empty() {
        return of.wrong(entry.error("nothing is varied").expected("vary = { intensity = [0.5, 1, 2] }"));
    }
    let read: Vec<Option<Axis>> = flat.into_iter().map(|entry| axis(of, base, entry)).collect();
    let axes: Vec<Axis> = read.into_iter().collect::<Option<_>>()?;
    for (i, axis) in axes.iter().enumerate() {
        let same = |other: &&Axis| match (&other.at, &axis.at) {
            (Target::Matching(a), Target::Matching(b)) => a == b,
            (Target::Intervention(i, a), Target::Intervention(j, b)) => {
                let extents = [a, b].map(|path| EXTENTS.contains(&path[0].as_str()));
                i == j && (a == b || extents == [true; 2])
            }
            _ => false,
        };
        if let Some(other) = axes[..i].iter().find(same) {
            let (one, two) = (&other.entry.key, &axis.entry.key);
            let error = axis.entry.key_place.error(format!("`{one}` and `{two}` set the same thing"));
            return of.wrong(error.expected("each of what is varied once; coverage, budget, or share of the budget"));
        }
    }
    together(of, &axes)?;
    Some(axes)
}

/// Looks at the lengths of lists that stand side by side, and at the number of variants.
fn together(of: &Reading<'_>, axes: &[Axis]) -> Option<()> {
    let lengths = || axes.iter().map(|axis| axis.nodes.len());
    if crossed(of)? {
        let all = lengths().try_fold(1usize, usize::checked_mul);
        if all.is_none_or(|all| all > MOST_VARIANTS) {
            let factors = lengths().map(|n| n.to_string()).collect::<Vec<_>>().join(" × ");
            let all = all.map_or("too many".to_owned(), |all| all.to_string());
            let entry = of.entry("vary")?;
            let error = entry.key_place.error(format!("the sweep makes {all} policies ({factors} values)"));
            return of
                .wrong(error.expected(format!("at most {MOST_VARIANTS}: fewer values, or less varied at a time")));
        }
    } else if let Some(other) = axes.iter().find(|axis| axis.nodes.len() != axes[0].nodes.len()) {
        let (n, first) = (other.nodes.len(), axes[0].nodes.len());
        let error =
            other.entry.error(format!("`{}` has {n} values, and `{}` has {first}", other.entry.key, axes[0].entry.key));
        return of.wrong(error.expected("as many values of each: with `together` they stand side by side"));
    }
    Some(())
}

/// Whether each value meets each of the others.
pub(super) fn crossed(of: &Reading<'_>) -> Option<bool> {
    match of.entry("together") {
        Some(_) => of.flag("together").map(|together| !together),
        None => Some(true),
    }
}

/// Entries of a table and of the tables in it that are lists or ranges, under their whole names.
fn flatten(table: &Table, before: &str, flat: &mut Vec<Entry>) {
    for entry in &table.entries {
        let key = format!("{before}{}", entry.key);
        match &entry.node.value {
            Value::Table(inner)
                if inner.entries.iter().all(|one| RANGE.get(&one.key).is_none()) && !inner.entries.is_empty() =>
            {
                flatten(inner, &format!("{key}."), flat);
            }
            _ => flat.push(Entry { key, ..entry.clone() }),
        }
    }
}

fn axis(of: &Reading<'_>, base: &Base<'_>, entry: Entry) -> Option<Axis> {
    let (at, key) = of.keep(base.target(&entry))?;
    let nodes = match &entry.node.value {
        Value::List(items) => of.keep(listed(&entry, items)),
        Value::Table(range) => values_of_range(range, &entry, of.problems),
        _ => of.wrong(
            entry
                .error(format!("`{}` is {}", entry.key, entry.node.value.kind()))
                .expected("a list of values, [0.5, 1, 2], or a range, { from = 0.5, to = 2, values = 4 }"),
        ),
    }?;
    let parameter = match &at {
        Target::Intervention(_, path) if path[0] == "parameters" => base.register.get(&path[1]),
        _ => None,
    };
    let unit = match (key.name, parameter) {
        ("coverage" | "share_of_budget", _) => SweptUnit::Share,
        ("budget_soles_per_year", _) => SweptUnit::SolesPerYear,
        (_, Some(parameter)) => SweptUnit::In(parameter.unit.clone()),
        _ => SweptUnit::In(key.unit.to_owned()),
    };
    let told = SweptAxis {
        label: label(&entry.key),
        key: entry.key.clone(),
        off_at_zero: EXTENTS.contains(&key.name) && base.interventions().len() == 1,
        unit,
        values: nodes.iter().map(value).collect(),
    };
    Some(Axis { told, entry, at, nodes })
}

/// What titles call an axis: its name in the file without units and marks.
fn label(key: &str) -> String {
    let bare = key.strip_prefix("parameters.").unwrap_or(key);
    // A parameter keeps its name.
    let last = bare.rsplit('.').next().unwrap_or(bare);
    if INTERVENTION.get(last).is_none() && MATCHING.get(last).is_none() {
        return bare.to_owned();
    }
    bare.replace("_soles_per_year", "").replace(['_', '.'], " ")
}

fn value(node: &Node) -> SweptValue {
    match &node.value {
        Value::Number(number) => SweptValue::Number(*number),
        Value::Whole(whole) => SweptValue::Number(*whole as f64),
        Value::Text(text) => SweptValue::Word(text.clone()),
        // Others are refused where lists are read.
        other => SweptValue::Word(other.kind().to_owned()),
    }
}

/// The values of a list: all numbers or all words, each once.
fn listed(entry: &Entry, items: &[Node]) -> Result<Vec<Node>, Diagnostic> {
    let number = |node: &Node| matches!(node.value, Value::Number(_) | Value::Whole(_));
    let word = |node: &Node| matches!(node.value, Value::Text(_));
    if items.is_empty() {
        return Err(entry.error(format!("`{}` has no value", entry.key)).expected("at least one value"));
    }
    if items.len() > MOST_VARIANTS {
        let message = format!("`{}` has {} values", entry.key, items.len());
        return Err(entry.error(message).expected(format!("at most {MOST_VARIANTS}")));
    }
    let alike = |node: &&Node| if number(&items[0]) { !number(node) } else { !word(node) };
    if let Some(other) = items.iter().find(alike) {
        let message = format!("a value of `{}` is {}", entry.key, other.value.kind());
        return Err(other.place.error(message).expected("numbers, or words in quotes"));
    }
    for (i, node) in items.iter().enumerate() {
        if items[..i].iter().any(|before| value(before) == value(node)) {
            let message = format!("`{}` has the value {} twice", entry.key, node.place.written());
            return Err(node.place.error(message).expected("each value once"));
        }
    }
    Ok(items.to_vec())
}

/// The values of a range.
fn values_of_range(range: &Table, entry: &Entry, problems: &Problems) -> Option<Vec<Node>> {
    let of = Reading::new(range, &RANGE, problems);
    let figure = |name: &str| of.needed(name).and_then(|entry| problems.keep(entry.number("a number")));
    let (from, to) = (figure("from"), figure("to"));
    let (count, scale) = (of.whole("values"), of.word("scale"));
    let (from, to, count, log) = (from?, to?, count?, scale? == "log");
    if to <= from {
        let message = format!("`to` is {to}, and `from` is {from}");
        return of.wrong(of.entry("to")?.error(message).expected("an end above the beginning"));
    }
    if log && from <= 0.0 {
        let message = format!("a range with equal ratios begins at {from}");
        return of.wrong(of.entry("from")?.error(message).expected("a beginning above 0, or scale = \"linear\""));
    }
    let numbers = spaced(from, to, usize::try_from(count).unwrap_or(2), log);
    if numbers.windows(2).any(|pair| pair[1] <= pair[0]) {
        let error = entry.error(format!("{count} values from {from} to {to} are not told apart by three digits"));
        return of.wrong(error.expected("fewer values, or a list of them"));
    }
    let node = |number: f64| {
        let whole = number.fract() == 0.0 && number.abs() < 1e15;
        let value = if whole { Value::Whole(number as i64) } else { Value::Number(number) };
        Node { value, place: range.place.clone() }
    };
    Some(numbers.into_iter().map(node).collect())
}

/// Numbers from one to the other, those between rounded to three digits.
fn spaced(from: f64, to: f64, count: usize, log: bool) -> Vec<f64> {
    use amparo_model::math::num;
    let last = count.max(2) - 1;
    let at = |i: usize| {
        let share = i as f64 / last as f64;
        let between = if log { from * num::exp(share * num::ln(to / from)) } else { from + share * (to - from) };
        match i {
            0 => from,
            i if i == last => to,
            // Written out and read back: a decimal number of three digits.
            _ => format!("{between:.2e}").parse().unwrap_or(between),
        }
    };
    (0..=last).map(at).collect()
}

/// Every variant of the policy, written out.
pub(super) fn variants(
    of: &Reading<'_>,
    base: &Base<'_>,
    axes: &[Axis],
    currency: &Currency,
) -> Option<Vec<WrittenOut>> {
    let crossed = crossed(of)?;
    let template = match of.entry("name") {
        Some(entry) => Some((entry, of.keep(entry.text())?)),
        None => None,
    };
    let count = match crossed {
        true => axes.iter().map(|axis| axis.nodes.len()).product(),
        false => axes.first().map_or(0, |axis| axis.nodes.len()),
    };
    let mut variants: Vec<WrittenOut> = Vec::new();
    for number in 0..count {
        let places = places(axes, number, crossed);
        let nodes: Vec<&Node> = axes.iter().zip(&places).map(|(axis, at)| &axis.nodes[*at]).collect();
        let values: Vec<SweptValue> = nodes.iter().map(|node| value(node)).collect();
        let (place, text) = match template {
            Some((entry, text)) => (entry.node.place.clone(), of.keep(filled(entry, text, base, axes, &values))?),
            None => {
                let parts = axes.iter().zip(&values).map(|(axis, value)| value_name(&axis.told.unit, value));
                let all: Vec<String> = [base.name.clone()].into_iter().chain(parts).collect();
                (of.entry("vary")?.key_place.clone(), all.join("-"))
            }
        };
        let title = titled(&base.title, axes, &values, currency);
        let name = text_entry("name", text, &place);
        if let Some(other) = variants.iter().find(|variant| variant.name.text().ok() == name.text().ok()) {
            let missing = axes.iter().zip(&other.values).zip(&values).find(|((_, a), b)| a != b);
            let key = missing.map_or("", |((axis, _), _)| axis.entry.key.as_str());
            let error =
                place.error(format!("two variants of the sweep are both named `{}`", name.text().unwrap_or("")));
            return of.wrong(error.expected(format!("a name with {{{key}}}, so that each variant has its own")));
        }
        let title = text_entry("title", title, &place);
        let table = of.keep(written(base, axes, &nodes, [name.clone(), title]))?;
        variants.push(WrittenOut { table, name, values });
    }
    Some(variants)
}

/// Which value of each axis a variant has; the last axis goes first.
fn places(axes: &[Axis], number: usize, crossed: bool) -> Vec<usize> {
    if !crossed {
        return vec![number; axes.len()];
    }
    let mut rest = number;
    let mut places: Vec<usize> = axes
        .iter()
        .rev()
        .map(|axis| {
            let at = rest % axis.nodes.len();
            rest /= axis.nodes.len();
            at
        })
        .collect();
    places.reverse();
    places
}

fn text_entry(key: &str, text: String, place: &Place) -> Entry {
    let node = Node { value: Value::Text(text), place: place.clone() };
    Entry { key: key.to_owned(), key_place: place.clone(), node }
}

/// The policy with these values, named and titled.
fn written(base: &Base<'_>, axes: &[Axis], nodes: &[&Node], called: [Entry; 2]) -> Result<Table, Diagnostic> {
    let mut table = base.table.clone();
    table.entries.retain(|entry| !["name", "title"].contains(&entry.key.as_str()));
    table.entries.extend(called);
    for (axis, node) in axes.iter().zip(nodes) {
        let within = |table: &mut Table, key: &str| set(table, key, &axis.entry, node);
        match &axis.at {
            Target::Matching(key) => {
                if let Some(Value::Table(matching)) =
                    table.entries.iter_mut().find(|e| e.key == "matching").map(|e| &mut e.node.value)
                {
                    within(matching, key);
                }
            }
            Target::Intervention(which, path) => {
                let list = table.entries.iter_mut().find(|entry| entry.key == "intervention");
                let Some(Value::List(items)) = list.map(|entry| &mut entry.node.value) else { continue };
                let Some(Value::Table(one)) = items.get_mut(*which).map(|item| &mut item.value) else { continue };
                match path.as_slice() {
                    [key] => {
                        let rival = |other: &str| {
                            EXTENTS.contains(&key.as_str()) && EXTENTS.contains(&other)
                                || key == "targeting"
                                    && other == "index"
                                    && matches!(&node.value, Value::Text(way) if way != "index")
                        };
                        one.entries.retain(|entry| !rival(&entry.key));
                        within(one, key);
                    }
                    [outer, key, ..] => {
                        if one.get(outer).is_none() {
                            let node = Node {
                                value: Value::Table(Table { entries: Vec::new(), place: node.place.clone() }),
                                place: node.place.clone(),
                            };
                            one.entries.push(Entry {
                                key: outer.clone(),
                                key_place: axis.entry.key_place.clone(),
                                node,
                            });
                        }
                        let inner = one.entries.iter_mut().find(|entry| entry.key == *outer);
                        if let Some(Value::Table(inner)) = inner.map(|entry| &mut entry.node.value) {
                            if outer == "parameters" {
                                // However it is written, the value is replaced. What is given twice is told of the policy itself.
                                overrides::flatten(inner, &Problems::default());
                            }
                            within(inner, key);
                        }
                    }
                    [] => {}
                }
            }
        }
    }
    Ok(table)
}

/// Sets a key, whatever it was.
fn set(table: &mut Table, key: &str, axis: &Entry, node: &Node) {
    table.entries.retain(|entry| entry.key != key);
    table.entries.push(Entry { key: key.to_owned(), key_place: axis.key_place.clone(), node: node.clone() });
}

/// The name that a template makes.
fn filled(
    entry: &Entry,
    template: &str,
    base: &Base<'_>,
    axes: &[Axis],
    values: &[SweptValue],
) -> Result<String, Diagnostic> {
    let mut parts: BTreeMap<&str, String> = BTreeMap::from([("policy", base.name.clone())]);
    for (axis, value) in axes.iter().zip(values) {
        let named = value_name(&axis.told.unit, value);
        let key = axis.entry.key.as_str();
        if let Some((_, last)) = key.rsplit_once('.') {
            parts.entry(last).or_insert_with(|| named.clone());
        }
        parts.insert(key, named);
    }
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((key, behind)) = after.split_once('}') else {
            return Err(entry.error("a { has no }").expected("\"{policy}-{intensity}\""));
        };
        let Some(part) = parts.get(key) else {
            let names = || parts.keys().copied();
            return Err(entry
                .error(format!("the sweep has no `{{{key}}}`"))
                .expected(one_of(
                    names().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().iter().map(String::as_str),
                ))
                .nearest(nearest_name(key, names())));
        };
        out.push_str(part);
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// A value as part of a name: letters, digits and hyphens. Shares are percentages; a point is a `p`, a minus an `m`.
fn value_name(unit: &SweptUnit, value: &SweptValue) -> String {
    match (unit, value) {
        (_, SweptValue::Word(word)) => word.clone(),
        (SweptUnit::Share, SweptValue::Number(share)) => plain(100.0 * share).replace('.', "p").replace('-', "m"),
        (SweptUnit::SolesPerYear, SweptValue::Number(soles)) => budget_name(*soles),
        (SweptUnit::In(_), SweptValue::Number(number)) => plain(*number).replace('.', "p").replace('-', "m"),
    }
}

/// A value as titles write it.
fn value_title(unit: &SweptUnit, value: &SweptValue, currency: &Currency) -> String {
    match (unit, value) {
        (_, SweptValue::Word(word)) => word.clone(),
        (SweptUnit::Share, SweptValue::Number(share)) => format!("{} %", plain(100.0 * share)),
        (SweptUnit::SolesPerYear, SweptValue::Number(soles)) => budget_title(currency, *soles),
        (SweptUnit::In(_), SweptValue::Number(number)) => plain(*number),
    }
}

/// A number without the traces of binary fractions: 100 × 0.07 is 7.
fn plain(number: f64) -> String {
    format!("{number:.12e}").parse().unwrap_or(number).to_string()
}

fn titled(base: &str, axes: &[Axis], values: &[SweptValue], currency: &Currency) -> String {
    // A word says of what it is, where no other axis has words.
    let of_words = values.iter().filter(|value| matches!(value, SweptValue::Word(_))).count();
    let parts = axes.iter().zip(values).map(|(axis, value)| match value {
        SweptValue::Word(word) if of_words == 1 => word.clone(),
        _ => format!("{} {}", axis.told.label, value_title(&axis.told.unit, value, currency)),
    });
    let all: Vec<String> = [base.to_owned()].into_iter().chain(parts).collect();
    all.join(", ")
}

/// Refuses a variant whose name another policy of other content has.
pub(super) fn not_taken<'a>(name: &Entry, text: &str, others: impl Iterator<Item = &'a str>) -> Result<(), Diagnostic> {
    names::not_taken(
        name,
        text,
        others,
        "a `name` for the sweep that makes others, such as \"{policy}-intensity-{intensity}\"",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_hold_both_ends_and_round_numbers_between() {
        assert_eq!(spaced(0.1, 0.7, 7, false), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
        assert_eq!(spaced(2e6, 20e6, 4, true), [2e6, 4.31e6, 9.28e6, 20e6]);
        assert_eq!(spaced(-1.0, 1.0, 3, false), [-1.0, 0.0, 1.0]);
    }

    #[test]
    fn values_are_named_in_letters_digits_and_hyphens_and_titled_as_one_reads_them() {
        let (share, soles, other) = (SweptUnit::Share, SweptUnit::SolesPerYear, SweptUnit::In(String::new()));
        let of = |unit: &SweptUnit, number: f64| {
            let value = SweptValue::Number(number);
            [value_name(unit, &value), value_title(unit, &value, &Currency::default())]
        };
        assert_eq!(of(&share, 0.07), ["7", "7 %"]);
        assert_eq!(of(&share, 0.125), ["12p5", "12.5 %"]);
        assert_eq!(of(&soles, 2.5e6), ["2500k", "S/ 2.5 M"]);
        assert_eq!(of(&other, 0.5), ["0p5", "0.5"]);
        assert_eq!(of(&other, -1.0), ["m1", "-1"]);
    }
}

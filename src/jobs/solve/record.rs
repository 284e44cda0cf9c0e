//! What a table of draws was solved for, kept beside it as `NAME.solved.toml`, and whether that is what a study asks of it.
//!
//! The record holds what solving reads of a scenario, by name, and what the program did then ([`behaviour`]). It does not hold where
//! the search for each draw starts (the scenario's own values of parameters that are drawn or solved): from another start
//! another value within the tolerance is found, which meets the same targets.

use super::behaviour::{Behaviour, behaviour};
use super::study::SolvedDraws;
use amparo_files::record_file;
use amparo_model::policy::VOCABULARY;
use amparo_model::scenario::{Draw, DrawPlan, DrawRecord, RANGE_TARGETS, SOLVED, Scenario, Study};
use amparo_study::error::StudyError;
use amparo_study::progress::Progress;
use amparo_study::write::write_whole;
use amparo_text::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use toml::{Table, Value};

/// Version of the record's format.
const FORMAT: i64 = 1;
/// First words of a record.
pub const BEGINS: &str = "# What the draws in";
/// Table of the record that says how candidates became draws.
const KEEPING: &str = "keeping";
/// Differences shown where a table is refused.
const SHOWN: usize = 8;

/// Groups of parameters that no world without a programme reads, besides those of interventions: `programmes` limits them,
/// `survey` and `targeting` are the planner's, `study` weighs what is found.
const READ_WITH_POLICIES_ALONE: [&str; 4] = ["programmes", "survey", "targeting", "study"];

/// Whether solving reads a parameter of the scenario; what is drawn or solved is each draw's own.
pub(super) fn solving_reads(name: &str, plan: &DrawPlan) -> bool {
    let group = name.split('.').next().unwrap_or_default();
    let of_policies = READ_WITH_POLICIES_ALONE.contains(&group) || VOCABULARY.of_group(group).is_some();
    !of_policies && !each_draws_own(plan).any(|own| own == name)
}

/// Parameters of which every draw has a value of its own.
fn each_draws_own(plan: &DrawPlan) -> impl Iterator<Item = &str> {
    plan.sample.parameters.iter().map(String::as_str).chain(RANGE_TARGETS).chain(SOLVED)
}

/// The record of a study's draws as they are: what solving them now would read and do.
fn of_now(study: &Study, plan: &DrawPlan, rows: &[Draw], does: &Behaviour) -> Table {
    let scenario = &study.scenario;
    let mut record = place(scenario);
    let text = |text: String| Value::String(text);
    record.insert("format".into(), Value::Integer(FORMAT));
    record.insert(
        "table".into(),
        Value::Table(Table::from_iter([
            ("draws".to_owned(), Value::Integer(rows.len() as i64)),
            ("values".to_owned(), text(values_hash(rows))),
        ])),
    );
    record.insert(
        "behaviour".into(),
        Value::Table(Table::from_iter([
            ("worlds".to_owned(), text(does.worlds.clone())),
            ("solving".to_owned(), text(does.solving.clone())),
        ])),
    );
    let drawn = plan.sample.parameters.iter().map(|name| text(name.clone())).collect();
    record.insert(
        "sample".into(),
        Value::Table(Table::from_iter([
            ("seed".to_owned(), Value::Integer(i64::try_from(plan.sample.seed).unwrap_or(i64::MAX))),
            ("parameters".to_owned(), Value::Array(drawn)),
        ])),
    );
    let prior = |name: &str| {
        let entry = scenario.register.get(name)?;
        Some((name.to_owned(), text(format!("{} {:?} to {:?}", entry.prior, entry.low, entry.high))))
    };
    record.insert("priors".into(), Value::Table(each_draws_own(plan).filter_map(prior).collect()));
    let read = scenario.parameters.values().into_iter().filter(|(name, _)| solving_reads(name, plan));
    record.insert("parameters".into(), Value::Table(read.map(|(name, value)| (name, Value::Float(value))).collect()));
    record
}

/// Targets, burn-in, region and crackdowns, as far as solving reads them.
fn place(scenario: &Scenario) -> Table {
    let mut text = String::new();
    amparo_files::write_baseline(scenario, &mut text);
    amparo_files::write_place(scenario, &mut text);
    let mut place: Table = match toml::from_str(&text) {
        Ok(place) => place,
        Err(error) => unreachable!("what this program writes is TOML: {error}"),
    };
    // Targets of calibrating a scenario, which no draw is solved for.
    if let Some(Value::Table(baseline)) = place.get_mut("baseline") {
        baseline.remove("minors_share");
    }
    for department in place.get_mut("department").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::Table(department) = department {
            department.remove("origin_share");
            department.remove("fitted");
        }
    }
    place
}

/// 32 hex digits of a table's numbers, weights and values, as they are read: neither line ends nor how a number is written count.
fn values_hash(rows: &[Draw]) -> String {
    let mut hasher = blake3::Hasher::new();
    for row in rows {
        hasher.update(&(row.number as u64).to_le_bytes());
        hasher.update(&row.weight.to_bits().to_le_bytes());
        for (name, value) in &row.values {
            hasher.update(name.as_bytes()).update(&[0]).update(&value.to_bits().to_le_bytes());
        }
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// How candidates became draws, for the record.
pub fn keeping(solved: &SolvedDraws) -> Table {
    let weights = solved.weights();
    let whole = |n: usize| Value::Integer(i64::try_from(n).unwrap_or(i64::MAX));
    Table::from_iter([
        ("first".to_owned(), whole(solved.keeping.first)),
        ("mean_weight".to_owned(), Value::Float(solved.keeping.mean_weight)),
        ("factor".to_owned(), Value::Float(solved.keeping.factor)),
        ("candidates".to_owned(), whole(weights.len())),
        ("unsolved".to_owned(), whole(weights.len() - solved.solved().count())),
        ("weight_lost".to_owned(), Value::Float(solved.keeping.lost(&weights))),
        ("largest_weight".to_owned(), Value::Float(solved.keeping.largest(&weights))),
    ])
}

/// What the record at hand says of how candidates became draws, if anything.
pub fn recorded_keeping(plan: &DrawPlan) -> Option<Table> {
    let record: Table = toml::from_str(&plan.record.as_ref()?.text).ok()?;
    record.get(KEEPING)?.as_table().cloned()
}

/// c·w̄ as the record at hand has it, if it does.
pub(super) fn recorded_bound(plan: &DrawPlan) -> Option<f64> {
    let keeping = recorded_keeping(plan)?;
    let number = |key: &str| keeping.get(key).and_then(Value::as_float);
    Some(number("mean_weight")? * number("factor")?)
}

/// Writes beside a study's table what its draws were solved for, and how they were kept where that is known.
///
/// # Errors
/// A failed write.
pub fn write_record(
    study: &Study,
    plan: &DrawPlan,
    rows: &[Draw],
    worlds: usize,
    keeping: Option<Table>,
) -> Result<PathBuf, StudyError> {
    let mut record = of_now(study, plan, rows, behaviour()?);
    if let Some(keeping) = keeping {
        record.insert(KEEPING.into(), Value::Table(keeping));
    }
    // For whoever solves them again: it decides how exactly, not for what.
    record.insert("worlds".into(), Value::Integer(i64::try_from(worlds).unwrap_or(i64::MAX)));
    let body = toml::to_string(&record).map_err(|e| StudyError::Failed(e.to_string()))?;
    let file = record_file(&plan.table);
    let name = plan.table.file_name().unwrap_or_default().to_string_lossy();
    let text = format!(
        "{BEGINS} {name} were solved for, written by `amparo calibrate` and compared whenever a study uses them.\n{body}"
    );
    write_whole(&file, text.as_bytes())?;
    Ok(file)
}

/// Worlds per step that a table's draws were solved with, where its record says so.
pub fn recorded_worlds(plan: &DrawPlan) -> Option<usize> {
    let record: Table = toml::from_str(&plan.record.as_ref()?.text).ok()?;
    usize::try_from(record.get("worlds")?.as_integer()?).ok()
}

/// Reason why a study's draws are not those its table was solved as; `None`: they are.
enum Unlike {
    NoRecord,
    Unreadable(String),
    /// One line per value, `name: there → here`.
    Differs(Vec<String>),
}

fn unlike(study: &Study, plan: &DrawPlan) -> Result<Option<Unlike>, Diagnostic> {
    let Some(DrawRecord { text, .. }) = &plan.record else { return Ok(Some(Unlike::NoRecord)) };
    let there: Table = match toml::from_str(text) {
        Ok(there) => there,
        Err(error) => return Ok(Some(Unlike::Unreadable(error.message().to_owned()))),
    };
    if there.get("format") != Some(&Value::Integer(FORMAT)) {
        return Ok(Some(Unlike::Unreadable("its format is that of another version of the program".into())));
    }
    let lines = differences(&there, &of_now(study, plan, &plan.rows, behaviour()?));
    Ok((!lines.is_empty()).then_some(Unlike::Differs(lines)))
}

/// Differences between two records, one line per value.
fn differences(there: &Table, here: &Table) -> Vec<String> {
    let (there, here) = (flat(there), flat(here));
    let names: BTreeSet<&String> = there.keys().chain(here.keys()).collect();
    let shown = |value: Option<&String>| value.cloned().unwrap_or_else(|| "nothing".to_owned());
    names
        .into_iter()
        .filter(|name| there.get(*name) != here.get(*name))
        .map(|name| match name.as_str() {
            "behaviour.worlds" => "how worlds behave: another version of the model".to_owned(),
            "behaviour.solving" => "how draws are solved: another version of the program".to_owned(),
            "table.values" => "the table itself: changed since".to_owned(),
            _ => format!("{name}: {} → {}", shown(there.get(name)), shown(here.get(name))),
        })
        .collect()
}

/// Every value by its dotted name, tables of a list by their own names.
fn flat(record: &Table) -> BTreeMap<String, String> {
    fn walk(prefix: &str, table: &Table, out: &mut BTreeMap<String, String>) {
        for (key, value) in table {
            let name = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            match value {
                Value::Table(table) => walk(&name, table, out),
                Value::Array(list) if list.iter().any(Value::is_table) => {
                    for (i, one) in list.iter().enumerate() {
                        let Value::Table(table) = one else { continue };
                        // Two departments may each have a community of one name.
                        let own = |key: &str| table.get(key).and_then(Value::as_str).map(str::to_owned);
                        let own = [own("department"), own("name")].into_iter().flatten().collect::<Vec<_>>().join(".");
                        let own = if own.is_empty() { i.to_string() } else { own };
                        walk(&format!("{name}.{own}"), table, out);
                    }
                }
                value => {
                    out.insert(name, value.to_string());
                }
            }
        }
    }
    let mut out = BTreeMap::new();
    walk("", record, &mut out);
    // How exactly they were solved and how they were kept, not for what.
    out.remove("worlds");
    out.retain(|name, _| !name.starts_with("keeping."));
    out
}

/// Makes sure that the draws of a study are those its table was solved as, wherever its report will say that they meet their
/// targets; a table that is taken as given is told to `progress` instead.
///
/// # Errors
/// Names what differs, at the study's line that names the table.
pub fn solved_for_this(study: &Study, progress: &dyn Progress) -> Result<(), StudyError> {
    let Some(plan) = study.draws.as_ref().filter(|plan| !plan.rows.is_empty()) else { return Ok(()) };
    let Some(unlike) = unlike(study, plan)? else { return Ok(()) };
    let (table, record) = (plan.table.display(), record_file(&plan.table));
    let message = match unlike {
        Unlike::NoRecord => {
            format!("nothing says what the draws in {table} were solved for: there is no {}", record.display())
        }
        Unlike::Unreadable(why) => {
            format!("what the draws in {table} were solved for cannot be read from {}: {why}", record.display())
        }
        Unlike::Differs(lines) => {
            let shown: Vec<String> = lines.iter().take(SHOWN).map(|line| format!("\n    {line}")).collect();
            let more = lines.len().saturating_sub(SHOWN);
            let more = if more > 0 { format!("\n    and {more} more") } else { String::new() };
            format!(
                "the draws in {table} were not solved for {} as it is here; what differs (solved for → here):{}{more}",
                study.scenario.file.display(),
                shown.concat()
            )
        }
    };
    if plan.as_given {
        progress.note(&format!("warning: {message}"));
        return Ok(());
    }
    let solve = format!("`amparo calibrate {} --write` (and the same --set, if any)", study.file.display());
    Err(Diagnostic { message, ..plan.named.clone() }
        .expected(format!(
            "draws solved for these inputs, made with {solve}; or as_given = true in [draws], with which nothing says that draws meet their targets"
        ))
        .into())
}

//! From a study file to a checked [`Study`].

use super::document::{self, Table};
use super::files::Files;
use super::intervention::{self, Context, StudyLimits};
use super::load;
use super::tree::{Adaptation, Intervention, Policy, Study, Vocabulary};
use crate::register::Diagnostic;
use std::path::Path;

const KEYS: [&str; 9] = [
    "name",
    "title",
    "scenario",
    "replicates",
    "seed",
    "funded_years",
    "following_years",
    "budget_soles_per_year",
    "policy",
];

const WEEKS_PER_YEAR: u32 = 52;

/// Reads and checks a study, its scenario and every file they name; nothing is written.
///
/// `vocabulary` says which interventions exist; `set` holds the values of `--set`, which come after the
/// scenario's.
///
/// # Errors
/// The first thing wrong, with its place: see [`Diagnostic`].
pub fn load_study(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    let mut files = Files::default();
    let table = document::parse(&files.read(path)?)?;
    table.only(&KEYS)?;
    let name = table.need("name", "a name")?.name()?.to_owned();
    let title = match table.get("title") {
        Some(entry) => entry.text()?.to_owned(),
        None => name.clone(),
    };
    let whole = |key: &str, default: i64, low: i64, high: i64| match table.get(key) {
        Some(entry) => entry.whole_in(low..=high),
        None => Ok(default),
    };
    let replicates = whole("replicates", 20, 1, 100_000)?;
    let seed = whole("seed", 1, 0, i64::MAX)?;
    let funded = years(whole("funded_years", 5, 1, 50)?);
    let following = years(whole("following_years", 5, 0, 50)?);
    let budget_soles_per_year = table.need("budget_soles_per_year", "soles a year")?.number_in(0.0..=1e12)?;
    let entry = table.need("scenario", "a path, such as \"baseline.toml\"")?;
    let mut scenario = load::load_named(&mut files, entry, vocabulary, set)?;
    if !scenario.interventions.is_empty() {
        scenario.warnings.push(format!(
            "the interventions in {} are left out: a study has its own policies",
            scenario.file.display()
        ));
    }
    let context = Context {
        vocabulary,
        register: &scenario.register,
        overrides: &scenario.overrides,
        end_week: funded * WEEKS_PER_YEAR,
        study: Some(StudyLimits { budget_soles_per_year, horizon_weeks: (funded + following) * WEEKS_PER_YEAR }),
    };
    let policies = read_policies(&table, &mut files, &context, budget_soles_per_year)?;
    Ok(Study {
        name,
        title,
        file: path.to_path_buf(),
        policies,
        replicates: usize::try_from(replicates).unwrap_or(1),
        seed: seed.unsigned_abs(),
        funded_years: funded as usize,
        following_years: following as usize,
        budgets_soles_per_year: vec![budget_soles_per_year],
        draws: None,
        adaptation: Adaptation { before: 1, split: 1 },
        precision: None,
        also: Vec::new(),
        scenario,
        inputs: files.inputs,
    })
}

/// Years already checked to be few.
fn years(years: i64) -> u32 {
    u32::try_from(years).unwrap_or(0)
}

fn read_policies(
    table: &Table,
    files: &mut Files,
    context: &Context<'_>,
    budget_soles_per_year: f64,
) -> Result<Vec<Policy>, Diagnostic> {
    const EXPECTED: &str = "at least one policy, [[policy]]";
    let list = table.need("policy", EXPECTED)?;
    let tables = list.tables()?;
    if tables.is_empty() {
        return Err(list.error("the study has no policy").expected(EXPECTED));
    }
    let mut policies: Vec<Policy> = Vec::new();
    for table in tables {
        table.only(&["name", "title", "file", "intervention"])?;
        let entry = table.need("name", "a name")?;
        let name = entry.name()?.to_owned();
        if name == "baseline" {
            return Err(entry
                .error("a policy cannot be named `baseline`")
                .expected("another name: the baseline is always part of a study"));
        }
        if policies.iter().any(|p| p.name == name) {
            return Err(entry.error(format!("two policies are named `{name}`")).expected("a name no other policy has"));
        }
        let (own_title, interventions) = read_interventions(table, files, context)?;
        let title = match table.get("title") {
            Some(entry) => entry.text()?.to_owned(),
            None => own_title.unwrap_or_else(|| name.clone()),
        };
        policies.push(Policy { group: name.clone(), name, title, budget_soles_per_year, interventions });
    }
    Ok(policies)
}

/// A policy's interventions, from the study itself or from the policy's own file (which may bring a title).
fn read_interventions(
    table: &Table,
    files: &mut Files,
    context: &Context<'_>,
) -> Result<(Option<String>, Vec<Intervention>), Diagnostic> {
    const EXPECTED: &str = "either `file` or [[policy.intervention]]";
    match (table.get("file"), table.get("intervention")) {
        (Some(_), Some(both)) => {
            Err(both.key_place.error("the policy has a `file` and interventions here").expected(EXPECTED))
        }
        (None, None) => Err(table.error("the policy has no intervention").expected(EXPECTED)),
        (None, Some(list)) => Ok((None, intervention::read_all(list, context)?)),
        (Some(file), None) => {
            let own = document::parse(&files.read_named(file)?)?;
            own.only(&["title", "intervention"])?;
            let title = match own.get("title") {
                Some(entry) => Some(entry.text()?.to_owned()),
                None => None,
            };
            let list = own.need("intervention", "at least one, [[intervention]]")?;
            Ok((title, intervention::read_all(list, context)?))
        }
    }
}

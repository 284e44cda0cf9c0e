//! From a study file to a checked [`Study`].

use super::budgets::{self, budget_name, budget_title};
use super::document::{self, Entry, Table};
use super::drawing::{self, Tables};
use super::files::{Files, Texts};
use super::intervention::{self, Context, StudyLimits};
use super::load;
use super::matching;
use super::names;
use super::nonsense;
use super::overrides;
use super::recognise::{self, Wanted};
use super::regions::one_of;
use super::shipped;
use amparo_model::observe::OUTCOMES;
use amparo_model::scenario::{
    Adaptation, Intervention, Policy, Precision, Scenario, Study, Vocabulary, Written, WrittenAt,
};
use amparo_text::{Diagnostic, SourceText, nearest_name};
use std::path::Path;

const KEYS: [&str; 16] = [
    "name",
    "title",
    "based_on",
    "drop",
    "scenario",
    "replicates",
    "seed",
    "funded_years",
    "following_years",
    "budget_soles_per_year",
    "budgets_soles_per_year",
    "draws",
    "adaptation",
    "precision",
    "also",
    "policy",
];

const WEEKS_PER_YEAR: u32 = 52;

/// Reads and checks a study, its scenario and every file they name; nothing is written.
///
/// `vocabulary` says which interventions exist; `set` holds the values of `--set`, which come after the
/// scenario's.
///
/// # Errors
/// The first thing wrong, with its place: see [`Diagnostic`]. A table of draws that is still to be made is one.
pub fn load_study(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    load_from_disk(path, vocabulary, set, Tables::Needed)
}

/// The same, every file held in memory.
///
/// # Errors
/// As [`load_study`].
pub fn load_study_from(
    texts: &Texts,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Study, Diagnostic> {
    load(Files::of(texts), path, vocabulary, set, Tables::Needed)
}

/// The standard study that speed is measured on, from what is built into the program: nothing is read from disk.
///
/// # Errors
/// As [`load_study`], for `set`.
pub fn standard_study(vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    load(Files::built_in(), Path::new(shipped::STANDARD), vocabulary, set, Tables::Needed)
}

/// The toy world in which the model's behavior is looked at, from what is built into the program.
///
/// # Errors
/// As [`load_scenario`](super::load_scenario); a test reads it.
pub fn behaviour_world(vocabulary: &Vocabulary) -> Result<Scenario, Diagnostic> {
    load::load_built_in(Path::new(shipped::BEHAVIOUR), vocabulary)
}

/// As [`load_study`] for solving the study's draws: their tables are not read, and their rows are empty.
///
/// # Errors
/// As [`load_study`], but for tables of draws.
pub fn load_study_to_solve(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    load_from_disk(path, vocabulary, set, Tables::MayBeMissing)
}

fn load_from_disk(
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
    tables: Tables,
) -> Result<Study, Diagnostic> {
    load(Files::default(), path, vocabulary, set, tables)
        .map_err(|error| recognise::explained(path, Wanted::Study, error))
}

fn load(
    mut files: Files,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
    tables: Tables,
) -> Result<Study, Diagnostic> {
    let table = files.read_inheriting(path, &|table| table.only(&KEYS))?;
    let name = table.need("name", "a name")?.name()?.to_owned();
    let title = match table.get("title") {
        Some(entry) => entry.title()?.to_owned(),
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
    let budgets = budgets::read(&table)?;
    let entry = table.need("scenario", "a path, such as \"baseline.toml\"")?;
    let scenario = load_scenario_of(entry, &mut files, vocabulary, set)?;
    let horizon_weeks = (funded + following) * WEEKS_PER_YEAR;
    let weeks = (funded * WEEKS_PER_YEAR, horizon_weeks);
    let (policies, written_at) = read_policies(&table, &mut files, &scenario, vocabulary, weeks, &budgets)?;
    let draws = match table.get("draws") {
        Some(entry) => Some(drawing::read(entry, &table.place, &mut files, &scenario.register, tables)?),
        None => None,
    };
    if let Some(plan) = &draws {
        overrides::none_is_drawn(set, plan)?;
    }
    let precision = match table.get("precision") {
        Some(entry) => Some(read_precision(entry, draws.is_some())?),
        None => None,
    };
    let mut study = Study {
        name,
        title,
        file: path.to_path_buf(),
        policies,
        written_at,
        replicates: usize::try_from(replicates).unwrap_or(1),
        seed: seed.unsigned_abs(),
        funded_years: funded as usize,
        following_years: following as usize,
        budgets_soles_per_year: budgets,
        draws,
        adaptation: Adaptation { before: 0, split: 0 },
        precision,
        also: Vec::new(),
        scenario,
        inputs: Vec::new(),
    };
    study.adaptation = read_adaptation(table.get("adaptation"), study.draw_count())?;
    within_most_cells(&study, &table)?;
    for other in table.get("also").map(Entry::tables).transpose()?.unwrap_or_default() {
        let also = read_also(other, &table, &study, &mut files, vocabulary, set, tables)?;
        study.also.push(also);
    }
    let of_policies = nonsense::of_study(&study, vocabulary);
    study.scenario.warnings.extend(of_policies);
    for also in &mut study.also {
        also.inputs.clone_from(&files.inputs);
        let of_policies = nonsense::of_study(also, vocabulary);
        also.scenario.warnings.extend(of_policies);
    }
    study.inputs = files.inputs;
    Ok(study)
}

/// Cells of a study at most: so many worlds, each with its baseline and policies.
const MOST_CELLS: usize = 10_000_000;

fn within_most_cells(study: &Study, table: &Table) -> Result<(), Diagnostic> {
    let repeated = study.draws.as_ref().map_or(1, |plan| plan.repeated);
    let replicates = study.precision.as_ref().map_or(study.replicates, |precision| precision.most);
    let worlds = repeated * replicates + study.draw_count() - repeated.min(study.draw_count());
    let cells = worlds.saturating_mul(1 + study.policies.len());
    if cells <= MOST_CELLS {
        return Ok(());
    }
    let message =
        format!("the study has {worlds} worlds, each with the baseline and {} policies", study.policies.len());
    let error = match table.get("replicates") {
        Some(entry) => entry.error(message),
        None => table.error(message),
    };
    Err(error.expected(format!("at most {MOST_CELLS} runs in all: fewer replicates, draws, or policies")))
}

fn load_scenario_of(
    entry: &Entry,
    files: &mut Files,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Scenario, Diagnostic> {
    let mut scenario = load::load_named(files, entry, vocabulary, set)?;
    if !scenario.interventions.is_empty() {
        scenario.warnings.push(format!(
            "the interventions in {} are left out: a study has its own policies",
            scenario.file.display()
        ));
    }
    Ok(scenario)
}

/// The study at another baseline: its own scenario and draws, all else as it is.
fn read_also(
    other: &Table,
    table: &Table,
    study: &Study,
    files: &mut Files,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
    tables: Tables,
) -> Result<Study, Diagnostic> {
    other.only(&["scenario", "draws"])?;
    let named = other.need("scenario", "a path, such as \"baseline-1600.toml\"")?;
    let scenario = load_scenario_of(named, files, vocabulary, set)?;
    let same = |one: &Study| one.scenario.name.eq_ignore_ascii_case(&scenario.name);
    if let Some(one) = [study].into_iter().chain(&study.also).find(|one| same(one)) {
        return Err(named
            .error(format!("the study is at the baseline `{}` already", one.scenario.name))
            .expected("another scenario, with another name (in whatever case: names become file names)"));
    }
    let weeks = (study.funded_years as u32 * WEEKS_PER_YEAR, study.horizon_weeks());
    let budgets = &study.budgets_soles_per_year;
    let (policies, written_at) = read_policies(table, files, &scenario, vocabulary, weeks, budgets)?;
    let draws = match (&study.draws, other.get("draws")) {
        (Some(plan), Some(entry)) => {
            Some(drawing::at_another_baseline(entry, &table.place, files, &scenario.register, plan, tables)?)
        }
        (Some(_), None) => {
            return Err(other
                .error("this baseline has no draws")
                .expected("draws.table = a path: draws are solved for one baseline"));
        }
        (None, Some(entry)) => {
            return Err(entry.key_place.error("the study has no draws").expected("[draws] in the study first"));
        }
        (None, None) => None,
    };
    Ok(Study {
        name: format!("{}-{}", study.name, scenario.name),
        title: format!("{} ({})", study.title, scenario.title),
        policies,
        written_at,
        draws,
        scenario,
        also: Vec::new(),
        ..study.clone()
    })
}

/// Years already checked to be few.
fn years(years: i64) -> u32 {
    u32::try_from(years).unwrap_or(0)
}

/// `[adaptation]`: before on all draws and split on none unless it says otherwise.
fn read_adaptation(entry: Option<&Entry>, draws: usize) -> Result<Adaptation, Diagnostic> {
    let mut adaptation = Adaptation { before: draws, split: 0 };
    let Some(entry) = entry else { return Ok(adaptation) };
    let table = entry.table()?;
    table.only(&["before", "split"])?;
    let most = i64::try_from(draws).unwrap_or(i64::MAX);
    if let Some(before) = table.get("before") {
        adaptation.before = match before.text() {
            Ok("all") => draws,
            Ok(other) => {
                return Err(before
                    .error(format!("`before` is `{other}`"))
                    .expected(format!("\"all\" or a whole number from 0 to {most}")));
            }
            Err(_) => usize::try_from(before.whole_in(0..=most)?).unwrap_or(draws),
        };
    }
    if let Some(split) = table.get("split") {
        let most = i64::try_from(adaptation.before).unwrap_or(i64::MAX);
        let count = split.whole_in(0..=most).map_err(|error| match error.expected {
            Some(expected) => {
                Diagnostic { expected: Some(format!("{expected}, as many as `before` at most")), ..error }
            }
            None => error,
        })?;
        adaptation.split = usize::try_from(count).unwrap_or(0);
    }
    Ok(adaptation)
}

fn read_precision(entry: &Entry, draws: bool) -> Result<Precision, Diagnostic> {
    if draws {
        return Err(entry
            .key_place
            .error("`precision` and `draws` are both given")
            .expected("one of them: more replicates narrow simulation noise, not uncertainty over draws"));
    }
    let table = entry.table()?;
    table.only(&["outcome", "half_width", "relative", "block", "most"])?;
    let named = table.need("outcome", "the name of an outcome, such as \"victims\"")?;
    let outcome = named.text()?;
    let names = OUTCOMES.iter().map(|known| known.name);
    if !names.clone().any(|known| known == outcome) {
        return Err(named
            .error(format!("unknown outcome `{outcome}`"))
            .expected(one_of(names.clone()))
            .nearest(nearest_name(outcome, names)));
    }
    let above_zero = |key: &str| match table.get(key) {
        Some(entry) => match entry.number("a number above 0")? {
            width if width > 0.0 => Ok(Some(width)),
            width => Err(entry.error(format!("`{key}` is {width}")).expected("a number above 0")),
        },
        None => Ok(None),
    };
    let (half_width, relative) = (above_zero("half_width")?, above_zero("relative")?);
    if half_width.is_some() == relative.is_some() {
        let message = if half_width.is_some() { "both widths are given" } else { "no width is given" };
        return Err(table.error(message).expected("exactly one of: half_width, relative"));
    }
    let whole = |key: &str, default: i64, low: i64| match table.get(key) {
        Some(entry) => entry.whole_in(low..=100_000),
        None => Ok(default),
    };
    // The t-quantile of a first look at fewer than twenty pairs is too wide to stop by.
    let block = whole("block", 20, 20)?;
    let most = whole("most", block.max(200), block)?;
    Ok(Precision {
        outcome: outcome.to_owned(),
        half_width,
        relative,
        block: usize::try_from(block).unwrap_or(20),
        most: usize::try_from(most).unwrap_or(200),
    })
}

/// Policies of a study at most, each counted once a budget.
const MOST_POLICIES: usize = 2_000;

/// The policies of a study, each once a budget; `weeks` are those funded and all.
fn read_policies(
    table: &Table,
    files: &mut Files,
    scenario: &Scenario,
    vocabulary: &Vocabulary,
    (funded_weeks, horizon_weeks): (u32, u32),
    budgets: &[f64],
) -> Result<(Vec<Policy>, Vec<WrittenAt>), Diagnostic> {
    const EXPECTED: &str = "at least one policy, [[policy]]";
    let list = table.need("policy", EXPECTED)?;
    let tables = list.tables()?;
    if tables.is_empty() {
        return Err(list.error("the study has no policy").expected(EXPECTED));
    }
    let mut policies: Vec<Policy> = Vec::new();
    let mut written_at: Vec<WrittenAt> = Vec::new();
    for table in tables {
        table.only(&["name", "title", "file", "intervention", "matching", "budgets_soles_per_year"])?;
        let entry = table.need("name", "a name")?;
        let group = entry.name()?;
        let named_so_far = policies.iter().map(|p| p.group.as_str());
        names::not_taken(entry, group, named_so_far, "a name no other policy has")?;
        let own = match table.get("budgets_soles_per_year") {
            Some(entry) => budgets::some_of(entry, budgets)?,
            None => budgets.to_vec(),
        };
        if policies.len() + own.len() > MOST_POLICIES {
            return Err(entry
                .error("the study has too many policies")
                .expected(format!("at most {MOST_POLICIES}, each counted once a budget")));
        }
        for budget in &own {
            let context = Context {
                vocabulary,
                register: &scenario.register,
                overrides: &scenario.overrides,
                end_week: funded_weeks,
                study: Some(StudyLimits { budget_soles_per_year: *budget, horizon_weeks }),
                matched: table.get("matching").is_some(),
            };
            let Given { title: own_title, interventions, coverages } = read_interventions(table, files, &context)?;
            let mut title = match table.get("title") {
                Some(entry) => entry.title()?.to_owned(),
                None => own_title.unwrap_or_else(|| group.to_owned()),
            };
            let mut name = group.to_owned();
            if budgets.len() > 1 {
                name = format!("{group}-{}", budget_name(*budget));
                title = format!("{title}, {}", budget_title(*budget));
            }
            names::not_reserved(entry, group, &name)?;
            let with_budgets = policies.iter().map(|p| p.name.as_str());
            names::not_taken(entry, &name, with_budgets, "names that stay apart when the budget is added")?;
            written_at.extend(coverages.into_iter().map(|(intervention, place)| WrittenAt {
                policy: name.clone(),
                part: Written::Coverage(intervention),
                place: Box::new(place),
            }));
            written_at.extend(table.get("matching").map(|entry| WrittenAt {
                policy: name.clone(),
                part: Written::Matching,
                place: Box::new(entry.key_place.error("")),
            }));
            policies.push(Policy {
                name,
                title,
                group: group.to_owned(),
                budget_soles_per_year: *budget,
                matching: match table.get("matching") {
                    Some(entry) => Some(matching::read(entry, &interventions)?),
                    None => None,
                },
                interventions,
            });
        }
    }
    Ok((policies, written_at))
}

/// What a policy consists of.
struct Given {
    /// Of its own file.
    title: Option<String>,
    interventions: Vec<Intervention>,
    /// Where coverage is written, by intervention.
    coverages: Vec<(usize, Diagnostic)>,
}

impl Given {
    fn read(title: Option<String>, list: &Entry, context: &Context<'_>) -> Result<Given, Diagnostic> {
        let written = |(i, table): (usize, &Table)| Some((i, table.get("coverage")?.error("")));
        Ok(Given {
            title,
            interventions: intervention::read_all(list, context)?,
            coverages: list.tables()?.into_iter().enumerate().filter_map(written).collect(),
        })
    }
}

/// A policy's interventions, from the study itself or from the policy's own file (which may bring a title).
fn read_interventions(table: &Table, files: &mut Files, context: &Context<'_>) -> Result<Given, Diagnostic> {
    const EXPECTED: &str = "either `file` or [[policy.intervention]]";
    match (table.get("file"), table.get("intervention")) {
        (Some(_), Some(both)) => {
            Err(both.key_place.error("the policy has a `file` and interventions here").expected(EXPECTED))
        }
        (None, None) => Err(table.error("the policy has no intervention").expected(EXPECTED)),
        (None, Some(list)) => Given::read(None, list, context),
        (Some(file), None) => {
            let source = read_policy_file(file, files, context)?;
            read_own_file(&source, context).map_err(|error| files.explained(&source.file, Wanted::Policy, error))
        }
    }
}

/// The title, if it has one, and the interventions of a policy file.
fn read_own_file(source: &SourceText, context: &Context<'_>) -> Result<Given, Diagnostic> {
    let own = document::parse(source)?;
    own.only(&["title", "intervention"])?;
    let title = match own.get("title") {
        Some(entry) => Some(entry.title()?.to_owned()),
        None => None,
    };
    Given::read(title, own.need("intervention", "at least one, [[intervention]]")?, context)
}

/// What stands for a budget's name in the path of a policy file.
const BUDGET: &str = "{budget}";

/// The policy file that `file` names; with `{budget}` in its path another one at each budget.
fn read_policy_file(file: &Entry, files: &mut Files, context: &Context<'_>) -> Result<SourceText, Diagnostic> {
    let path = file.text()?;
    match context.study {
        Some(StudyLimits { budget_soles_per_year, .. }) if path.contains(BUDGET) => {
            files.read_meant(file, &path.replace(BUDGET, &budget_name(budget_soles_per_year)))
        }
        _ => files.read_named(file),
    }
}

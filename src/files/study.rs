//! From a study file to a checked [`Study`].

use super::aim::Named;
use super::budgets::{self, budget_name, budget_title};
use super::declared::{LAST_WEEK, POLICY, POLICY_FILE, STUDY};
use super::document::{self, Entry, Table};
use super::draws as drawing;
use super::draws::Tables;
use super::files::Files;
use super::intervention::{self, Context, StudyLimits};
use super::load;
use super::matching;
use super::names;
use super::nonsense;
use super::overrides;
use super::problems::Problems;
use super::reading::{Reading, unknown};
use super::recognise::{self, Wanted};
use super::shipped;
use super::source::{Source, Texts};
use super::sweep::{self, Sweep, Variant};
use amparo_model::policy::Vocabulary;
use amparo_model::register::Register;
use amparo_model::scenario::{Adaptation, Intervention, Policy, Precision, Scenario, Study, Written, WrittenAt};
use amparo_text::{Diagnostic, SourceText};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

const WEEKS_PER_YEAR: u32 = 52;

/// Reads and checks a study, its scenario and every file they name; nothing is written.
///
/// `vocabulary` says which interventions exist; `set` holds the values of `--set`, which come after the
/// scenario's.
///
/// # Errors
/// Everything wrong, each problem with its place: see [`Diagnostic`]. A table of draws that is still to be made is one.
pub fn load_study(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    load_study_in(Source::Disk, path, vocabulary, set, Tables::Needed).map(|(study, _)| study)
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
    load_study_in(Source::Memory(Arc::new(texts.clone())), path, vocabulary, set, Tables::Needed)
        .map(|(study, _)| study)
}

/// The standard study that speed is measured on, from what is built into the program: nothing is read from disk.
///
/// # Errors
/// As [`load_study`], for `set`.
pub fn standard_study(vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    load(Files::built_in(), Path::new(shipped::STANDARD), vocabulary, set, Tables::Needed).map(|(study, _)| study)
}

/// The toy world in which the model's behavior is looked at, from what is built into the program.
///
/// # Errors
/// As [`load_scenario`](crate::load::load_scenario); a test reads it.
pub fn behaviour_world(vocabulary: &Vocabulary) -> Result<Scenario, Diagnostic> {
    load::load_built_in(Path::new(shipped::BEHAVIOUR), vocabulary)
}

/// As [`load_study`] for solving the study's draws: their tables are not read, and their rows are empty.
///
/// # Errors
/// As [`load_study`], but for tables of draws.
pub fn load_study_to_solve(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Study, Diagnostic> {
    load_study_in(Source::Disk, path, vocabulary, set, Tables::MayBeMissing).map(|(study, _)| study)
}

/// The same wherever files come from.
pub(super) fn load_study_in(
    source: Source,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
    tables: Tables,
) -> Result<(Study, Vec<Sweep>), Diagnostic> {
    load(Files::from(source.clone()), path, vocabulary, set, tables)
        .map_err(|error| recognise::explained(&source, path, Wanted::Study, error))
}

fn load(
    mut files: Files,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
    tables: Tables,
) -> Result<(Study, Vec<Sweep>), Diagnostic> {
    let problems = Problems::default();
    let table = problems.keep(files.read_inheriting(path, &|table| unknown(table, &STUDY, &problems)));
    let study = table.and_then(|table| {
        let of = Reading::checked(&table, &STUDY, &problems);
        build(path, &of, &mut files, &Terms { vocabulary, set, tables })
    });
    let (mut study, sweeps) = problems.unless_any(study)?;
    let of_policies = nonsense::of_study(&study, vocabulary);
    study.scenario.warnings.extend(of_policies);
    for also in &mut study.also {
        also.inputs.clone_from(&files.inputs);
        let of_policies = nonsense::of_study(also, vocabulary);
        also.scenario.warnings.extend(of_policies);
    }
    study.inputs = files.inputs;
    Ok((study, sweeps))
}

/// What files are read under.
struct Terms<'a> {
    vocabulary: &'a Vocabulary,
    set: &'a [(String, f64)],
    tables: Tables,
}

fn build(path: &Path, of: &Reading<'_>, files: &mut Files, terms: &Terms<'_>) -> Option<(Study, Vec<Sweep>)> {
    let problems = of.problems;
    let (name, own_title) = (of.text("name"), of.text("title"));
    let replicates = of.whole("replicates");
    let seed = of.whole("seed");
    let (funded, following) = (of.whole("funded_years").map(years), of.whole("following_years").map(years));
    let budgets = budgets::read(of);
    let worths = budgets::worths(of);
    let scenario = load_scenario_of(of, files, terms);
    let weeks = funded.zip(following);
    let weeks = weeks.map(|(funded, following)| (funded * WEEKS_PER_YEAR, (funded + following) * WEEKS_PER_YEAR));
    let policies = match &scenario {
        Some(scenario) => {
            // Where these are wrong, policies are looked through all the same, within limits that refuse nothing.
            let weeks = weeks.unwrap_or((LAST_WEEK as u32, LAST_WEEK as u32));
            let budgets = budgets.as_deref().unwrap_or(&[f64::MAX]);
            read_policies(of, files, scenario, terms.vocabulary, weeks, budgets)
        }
        None => {
            keys_of_policies(of);
            None
        }
    };
    let draws = match (of.entry("draws"), &scenario) {
        (Some(_), Some(scenario)) => {
            Some(drawing::read(&of.table("draws")?, &of.table.place, files, &scenario.register, terms.tables))
        }
        _ => None,
    };
    if let Some(Some(plan)) = &draws {
        problems.keep(overrides::none_is_drawn(terms.set, plan));
    }
    let precision = of.entry("precision").map(|entry| read_precision(of, entry));
    let also: Option<Vec<(Reading<'_>, Option<Scenario>)>> = of
        .tables("also")
        .map(|list| list.into_iter().map(|other| (other, load_scenario_of(&other, files, terms))).collect());
    let scenario = scenario?;
    let draws = match draws {
        Some(plan) => Some(plan?),
        None => None,
    };
    let most = draws.as_ref().map_or(1, |plan| plan.used);
    let adaptation = match of.entry("adaptation") {
        Some(_) => read_adaptation(&of.table("adaptation")?, most)?,
        None => Adaptation { before: most, split: 0 },
    };
    let Policies { policies, written_at, sweeps } = policies?;
    let mut study = Study {
        name: name?.to_owned(),
        title: own_title.or(name)?.to_owned(),
        file: path.to_path_buf(),
        policies,
        written_at,
        replicates: usize::try_from(replicates?).unwrap_or(1),
        seed: seed?.unsigned_abs(),
        funded_years: funded? as usize,
        following_years: following? as usize,
        budgets_soles_per_year: budgets?,
        worths_of_a_case_soles: worths?,
        draws,
        adaptation,
        precision: match precision {
            Some(precision) => Some(precision?),
            None => None,
        },
        also: Vec::new(),
        scenario,
        inputs: Vec::new(),
    };
    problems.keep(within_most_cells(&study, of.table))?;
    for (other, scenario) in also? {
        if let Some(also) = scenario.and_then(|scenario| read_also(&other, scenario, of, &study, files, terms)) {
            study.also.push(also);
        }
    }
    Some((study, sweeps))
}

/// Looks through the keys of policies and their interventions, whose values cannot be read without a scenario.
fn keys_of_policies(of: &Reading<'_>) {
    for policy in of.tables("policy").into_iter().flatten() {
        policy.text("name");
        policy.tables("intervention");
    }
    of.tables("sweep");
}

/// Cells of a study at most: the worlds, each with its baseline and policies.
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

/// The scenario that a study, or its `[[also]]`, names.
fn load_scenario_of(of: &Reading<'_>, files: &mut Files, terms: &Terms<'_>) -> Option<Scenario> {
    let entry = of.needed("scenario")?;
    let mut scenario = of.keep(load::load_named(files, entry, terms.vocabulary, terms.set))?;
    if !scenario.interventions.is_empty() {
        scenario.warnings.push(format!(
            "the interventions in {} are left out: a study has its own policies",
            scenario.file.display()
        ));
    }
    Some(scenario)
}

/// The study at another baseline: its own scenario and draws, all else as it is.
fn read_also(
    other: &Reading<'_>,
    scenario: Scenario,
    of: &Reading<'_>,
    study: &Study,
    files: &mut Files,
    terms: &Terms<'_>,
) -> Option<Study> {
    let same = |one: &Study| one.scenario.name.eq_ignore_ascii_case(&scenario.name);
    if let Some(one) = [study].into_iter().chain(&study.also).find(|one| same(one)) {
        return other.wrong(
            other
                .entry("scenario")?
                .error(format!("the study is at the baseline `{}` already", one.scenario.name))
                .expected("another scenario, with another name (in whatever case: names become file names)"),
        );
    }
    let weeks = (study.funded_years as u32 * WEEKS_PER_YEAR, study.horizon_weeks());
    let budgets = &study.budgets_soles_per_year;
    let policies = read_policies(of, files, &scenario, terms.vocabulary, weeks, budgets);
    let draws = match (&study.draws, other.entry("draws")) {
        (Some(plan), Some(_)) => Some(drawing::at_another_baseline(
            &other.table("draws")?,
            &of.table.place,
            files,
            &scenario.register,
            plan,
            terms.tables,
        )?),
        (Some(_), None) => {
            return other.wrong(
                other
                    .table
                    .error("this baseline has no draws")
                    .expected("draws.table = a path: draws are solved for one baseline"),
            );
        }
        (None, Some(entry)) => {
            return other.wrong(entry.key_place.error("the study has no draws").expected("[draws] in the study first"));
        }
        (None, None) => None,
    };
    let Policies { policies, written_at, .. } = policies?;
    Some(Study {
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
fn read_adaptation(of: &Reading<'_>, draws: usize) -> Option<Adaptation> {
    let most = i64::try_from(draws).unwrap_or(i64::MAX);
    let before = match of.entry("before").map(|entry| (entry, entry.text())) {
        None | Some((_, Ok("all"))) => draws,
        Some((entry, Ok(other))) => {
            return of.wrong(
                entry
                    .error(format!("`before` is `{other}`"))
                    .expected(format!("\"all\" or a whole number from 0 to {most}")),
            );
        }
        Some((_, Err(_))) => usize::try_from(of.whole_in("before", 0..=most)?).unwrap_or(draws),
    };
    let most = i64::try_from(before).unwrap_or(i64::MAX);
    let split = match of.entry("split") {
        Some(entry) => of.keep(entry.whole_in(0..=most).map_err(|error| match error.expected {
            Some(expected) => {
                Diagnostic { expected: Some(format!("{expected}, as many as `before` at most")), ..error }
            }
            None => error,
        }))?,
        None => 0,
    };
    Some(Adaptation { before, split: usize::try_from(split).unwrap_or(0) })
}

fn read_precision(of_study: &Reading<'_>, entry: &Entry) -> Option<Precision> {
    if of_study.entry("draws").is_some() {
        return of_study.wrong(
            entry
                .key_place
                .error("`precision` and `draws` are both given")
                .expected("one of them: more replicates narrow simulation noise, not uncertainty over draws"),
        );
    }
    let of = of_study.table("precision")?;
    let outcome = of.word("outcome");
    let widths = ["half_width", "relative"].map(|key| of.entry(key).map(|_| of.number(key)));
    if widths[0].is_some() == widths[1].is_some() {
        let message = if widths[0].is_some() { "both widths are given" } else { "no width is given" };
        of.problems.push(of.table.error(message).expected("exactly one of: half_width, relative"));
    }
    // The t-quantile of a first look at fewer than twenty pairs is too wide to stop by.
    let block = of.whole("block")?;
    let most = match of.entry("most") {
        Some(_) => of.whole_in("most", block..=100_000)?,
        None => block.max(200),
    };
    let [half_width, relative] = widths;
    Some(Precision {
        outcome: outcome?.to_owned(),
        half_width: half_width.flatten(),
        relative: relative.flatten(),
        block: usize::try_from(block).unwrap_or(20),
        most: usize::try_from(most).unwrap_or(200),
    })
}

/// Policies of a study at most, each counted once per budget.
const MOST_POLICIES: usize = 2_000;

/// The policies of a study, and the sweeps that some were made by.
struct Policies {
    policies: Vec<Policy>,
    written_at: Vec<WrittenAt>,
    sweeps: Vec<Sweep>,
}

/// The policies of a study, each once per budget, those of its sweeps last; `weeks` are those funded and all.
fn read_policies(
    of: &Reading<'_>,
    files: &mut Files,
    scenario: &Scenario,
    vocabulary: &Vocabulary,
    weeks: (u32, u32),
    budgets: &[f64],
) -> Option<Policies> {
    let sweeps = of.tables("sweep");
    if of.entry("sweep").is_none() {
        of.needed_as("policy", &of.key("policy")?.wanted())?;
    }
    let list = of.tables("policy")?;
    let of_sweeps = sweeps?;
    if let (true, true, Some(entry)) = (list.is_empty(), of_sweeps.is_empty(), of.entry("policy").or(of.entry("sweep")))
    {
        return of.wrong(entry.error("the study has no policy").expected("at least one policy, [[policy]]"));
    }
    let mut found = Found::default();
    let mut whole = true;
    for one in &list {
        if found.policies.len() > MOST_POLICIES || of.problems.full() {
            return None;
        }
        whole &= read_policy(one, files, scenario, vocabulary, weeks, budgets, &mut found).is_some();
    }
    let mut made = Vec::new();
    for one in &of_sweeps {
        if of.problems.full() {
            return None;
        }
        match read_sweep(one, &list, files, scenario, vocabulary, weeks, budgets, &mut found) {
            Some(sweeps) => made.extend(sweeps),
            None => whole = false,
        }
    }
    whole.then_some(Policies { policies: found.policies, written_at: found.written_at, sweeps: made })
}

/// The variants of one policy: at each budget a sweep. A variant that says what another policy of the study says is that policy.
#[allow(clippy::too_many_arguments, reason = "what policies are read with, and what is read")]
fn read_sweep(
    of: &Reading<'_>,
    policies: &[Reading<'_>],
    files: &mut Files,
    scenario: &Scenario,
    vocabulary: &Vocabulary,
    weeks: (u32, u32),
    budgets: &[f64],
    found: &mut Found,
) -> Option<Vec<Sweep>> {
    let base = sweep::Base::read(of, policies, files, (vocabulary, &scenario.register));
    let crossed = sweep::crossed(of);
    let base = base?;
    let axes = sweep::axes(of, &base)?;
    let mut sweeps: Vec<Sweep> = Vec::new();
    let mut made: BTreeSet<String> = BTreeSet::new();
    for one in sweep::variants(of, &base, &axes, &scenario.currency)? {
        if of.problems.full() {
            return None;
        }
        let mut own = Found::default();
        let table = Reading::new(&one.table, &POLICY, of.problems);
        read_policy(&table, files, scenario, vocabulary, weeks, budgets, &mut own)?;
        for policy in own.policies {
            let known =
                found.policies.iter().find(|other| says_the_same(other, &policy)).map(|other| other.name.clone());
            let name = known.clone().unwrap_or_else(|| policy.name.clone());
            let (budget, group) = (policy.budget_soles_per_year, policy.group.clone());
            if known.is_none() {
                // At another budget its name is its own.
                let others = found.policies.iter().filter(|other| !made.contains(&other.group));
                of.keep(sweep::not_taken(&one.name, &group, others.clone().map(|other| other.group.as_str())))?;
                of.keep(sweep::not_taken(&one.name, &name, others.map(|other| other.name.as_str())))?;
                if found.policies.len() == MOST_POLICIES {
                    let error = of.table.error("the study has too many policies");
                    return of.wrong(error.expected(format!("at most {MOST_POLICIES}, each counted once per budget")));
                }
                found.written_at.extend(own.written_at.iter().filter(|at| at.policy == name).cloned());
                found.policies.push(policy);
                made.insert(group);
            }
            let at = match sweeps.iter().position(|one| one.budget_soles_per_year == budget) {
                Some(at) => at,
                None => {
                    sweeps.push(sweep::of_budget(&base, &axes, crossed?, budget));
                    sweeps.len() - 1
                }
            };
            sweeps[at].variants.push(Variant { policy: name, values: one.values.clone() });
        }
    }
    Some(sweeps)
}

/// Whether two policies are one, but for what they are called.
fn says_the_same(a: &Policy, b: &Policy) -> bool {
    let same = |a: &Intervention, b: &Intervention| {
        let terms = |one: &Intervention| (one.start_week, one.end_week, one.ramp_weeks, one.extent, one.targeting);
        a.kind == b.kind && terms(a) == terms(b) && a.intensity == b.intensity && a.overrides == b.overrides
    };
    a.budget_soles_per_year == b.budget_soles_per_year
        && a.matching == b.matching
        && a.interventions.len() == b.interventions.len()
        && a.interventions.iter().zip(&b.interventions).all(|(a, b)| same(a, b))
}

/// The policies read so far.
#[derive(Default)]
struct Found {
    policies: Vec<Policy>,
    written_at: Vec<WrittenAt>,
    /// Names in the file, those of policies with problems too.
    groups: Vec<String>,
}

/// One policy, once per budget.
fn read_policy(
    of: &Reading<'_>,
    files: &mut Files,
    scenario: &Scenario,
    vocabulary: &Vocabulary,
    (funded_weeks, horizon_weeks): (u32, u32),
    budgets: &[f64],
    found: &mut Found,
) -> Option<()> {
    let name = of.text("name").zip(of.entry("name"));
    let own = match of.entry("budgets_soles_per_year") {
        Some(entry) => of.keep(budgets::some_of(entry, budgets)),
        None => Some(budgets.to_vec()),
    };
    let own_title = of.text("title");
    if let Some((group, entry)) = name {
        let named_so_far = found.groups.iter().map(String::as_str);
        of.keep(names::not_taken(entry, group, named_so_far, "a name no other policy has"))?;
        found.groups.push(group.to_owned());
    }
    let own = own?;
    if found.policies.len() + own.len() > MOST_POLICIES {
        let error = match of.entry("name") {
            Some(entry) => entry.error("the study has too many policies"),
            None => of.table.error("the study has too many policies"),
        };
        return of.wrong(error.expected(format!("at most {MOST_POLICIES}, each counted once per budget")));
    }
    let mut whole = name.is_some();
    for budget in &own {
        let context = Context {
            vocabulary,
            register: &scenario.register,
            overrides: &scenario.overrides,
            end_week: funded_weeks,
            study: Some(StudyLimits { budget_soles_per_year: *budget, horizon_weeks }),
            matched: of.entry("matching").is_some(),
            places: Some(Named { departments: &scenario.departments, communities: scenario.communities.as_deref() }),
        };
        let given = read_interventions(of, files, &context);
        let matching = match of.entry("matching") {
            Some(_) => of
                .table("matching")
                .zip(given.as_ref())
                .and_then(|(of, given)| matching::read(&of, &given.interventions))
                .map(Some),
            None => Some(None),
        };
        let (Some(given), Some(matching), Some((group, entry))) = (given, matching, name) else {
            whole = false;
            continue;
        };
        let mut title = own_title.map(str::to_owned).or(given.title).unwrap_or_else(|| group.to_owned());
        let mut name = group.to_owned();
        if budgets.len() > 1 {
            name = format!("{group}-{}", budget_name(*budget));
            title = format!("{title}, {}", budget_title(&scenario.currency, *budget));
        }
        of.keep(names::not_reserved(entry, group, &name))?;
        let with_budgets = found.policies.iter().map(|p| p.name.as_str());
        of.keep(names::not_taken(entry, &name, with_budgets, "names that stay apart when the budget is added"))?;
        found.written_at.extend(given.coverages.into_iter().map(|(intervention, place)| WrittenAt {
            policy: name.clone(),
            part: Written::Coverage(intervention),
            place: Box::new(place),
        }));
        found.written_at.extend(of.entry("matching").map(|entry| WrittenAt {
            policy: name.clone(),
            part: Written::Matching,
            place: Box::new(entry.key_place.error("")),
        }));
        found.policies.push(Policy {
            name,
            title,
            group: group.to_owned(),
            budget_soles_per_year: *budget,
            matching,
            interventions: given.interventions,
        });
    }
    whole.then_some(())
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
    fn read(title: Option<String>, list: &Entry, context: &Context<'_>, problems: &Problems) -> Option<Given> {
        let written =
            |(i, table): (usize, &Table)| Some((i, table.get("coverage").or_else(|| table.get("girls"))?.error("")));
        Some(Given {
            title,
            interventions: intervention::read_all(list, context, problems)?,
            coverages: list.tables().ok()?.into_iter().enumerate().filter_map(written).collect(),
        })
    }
}

/// A policy's interventions, from the study itself or from the policy's own file (which may bring a title).
fn read_interventions(of: &Reading<'_>, files: &mut Files, context: &Context<'_>) -> Option<Given> {
    const EXPECTED: &str = "either `file` or [[policy.intervention]]";
    match (of.entry("file"), of.entry("intervention")) {
        (Some(_), Some(both)) => {
            of.wrong(both.key_place.error("the policy has a `file` and interventions here").expected(EXPECTED))
        }
        (None, None) => of.wrong(of.table.error("the policy has no intervention").expected(EXPECTED)),
        (None, Some(list)) => Given::read(None, list, context, of.problems),
        (Some(file), None) => {
            let source = of.keep(read_policy_file(file, files, context))?;
            let problems = Problems::default();
            let given = read_own_file(&source, context, &problems);
            let given = problems.unless_any(given);
            of.keep(given.map_err(|error| files.explained(&source.file, Wanted::Policy, error)))
        }
    }
}

/// A policy file by itself: what can be said of it without the study that names it.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// What charts call it, if it says so.
    pub title: Option<String>,
    /// Its interventions, in the terms of the register that ships; shares are of the largest budget there can be.
    pub interventions: Vec<Intervention>,
    /// Whether they say neither how much nor where, as the menu of a policy that matches does.
    pub menu: bool,
}

/// Reads and checks a policy file by itself, against the register that ships and within the longest horizon; nothing is written.
/// Whether it fits a study's budget and horizon is for the study to tell.
///
/// # Errors
/// Everything wrong, each problem with its place.
pub fn load_policy(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<PolicyFile, Diagnostic> {
    load_policy_in(&Source::Disk, path, vocabulary, set)
}

/// The same wherever the file comes from.
pub(super) fn load_policy_in(
    from: &Source,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<PolicyFile, Diagnostic> {
    let problems = Problems::default();
    let read = || {
        let source = problems.keep(Files::from(from.clone()).read(path))?;
        let own = problems.keep(document::parse(&source))?;
        let register = Register::built_in().with(vocabulary.entries());
        let mut overrides = BTreeMap::new();
        overrides::apply_set(&register, &mut overrides, set, &problems);
        let menu = own.get("intervention").is_some_and(intervention::says_not_how_much);
        let context = Context {
            vocabulary,
            register: &register,
            overrides: &overrides,
            end_week: nonsense::RUN_WEEKS,
            study: Some(StudyLimits { budget_soles_per_year: budgets::MOST_SOLES, horizon_weeks: LAST_WEEK as u32 }),
            matched: menu,
            places: None,
        };
        let given = read_own_table(&own, &context, &problems)?;
        Some(PolicyFile { title: given.title, interventions: given.interventions, menu })
    };
    let policy = read();
    problems.unless_any(policy).map_err(|error| recognise::explained(from, path, Wanted::Policy, error))
}

/// The title, if it has one, and the interventions of a policy file.
fn read_own_file(source: &SourceText, context: &Context<'_>, problems: &Problems) -> Option<Given> {
    let own = problems.keep(document::parse(source))?;
    read_own_table(&own, context, problems)
}

fn read_own_table(own: &Table, context: &Context<'_>, problems: &Problems) -> Option<Given> {
    let of = Reading::new(own, &POLICY_FILE, problems);
    let title = of.text("title").map(str::to_owned);
    Given::read(title, of.needed("intervention")?, context, problems)
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

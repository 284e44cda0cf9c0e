//! From a scenario file to a checked [`Scenario`].

use super::declared::SCENARIO;
use super::document::{Entry, Table, Value};
use super::files::{Files, Texts};
use super::intervention::{self, Context};
use super::nonsense;
use super::overrides;
use super::problems::Problems;
use super::reading::{Reading, unknown};
use super::recognise::{self, Wanted};
use super::regions;
use amparo_model::policy::Vocabulary;
use amparo_model::register::{Parameters, Register};
use amparo_model::scenario::{Baseline, BurnIn, CommunityRow, Department, Event, Scenario, SetValues, Town};
use amparo_text::{Diagnostic, SourceText, nearest_name, one_of};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads and checks a scenario and every file it names; nothing is written.
///
/// `vocabulary` says which interventions exist; `set` holds the values of `--set`, which come after the file's.
///
/// # Errors
/// Everything wrong, each problem with its place: see [`Diagnostic`].
pub fn load_scenario(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Scenario, Diagnostic> {
    let read = read(Files::default(), path, vocabulary, set);
    let mut scenario = read.map_err(|error| recognise::explained(path, Wanted::Scenario, error))?;
    scenario.warnings.extend(nonsense::of_run(&scenario));
    Ok(scenario)
}

/// The same, every file held in memory.
///
/// # Errors
/// As [`load_scenario`].
pub fn load_scenario_from(
    texts: &Texts,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Scenario, Diagnostic> {
    read(Files::of(texts), path, vocabulary, set)
}

/// The same for a scenario that is built into the program.
pub(super) fn load_built_in(path: &Path, vocabulary: &Vocabulary) -> Result<Scenario, Diagnostic> {
    read(Files::built_in(), path, vocabulary, &[])
}

/// The same for a scenario that a study names.
pub(super) fn load_named(
    files: &mut Files,
    entry: &Entry,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Scenario, Diagnostic> {
    let path = entry.node.place.beside(entry.text()?);
    // Read here first, so that a missing file is shown where it is named.
    files.read_named(entry)?;
    let read = read(files.afresh(), &path, vocabulary, set);
    let scenario = read.map_err(|error| files.explained(&path, Wanted::Scenario, error))?;
    for input in &scenario.inputs {
        if !files.inputs.contains(input) {
            files.inputs.push(input.clone());
        }
    }
    Ok(scenario)
}

fn read(mut files: Files, path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Scenario, Diagnostic> {
    let problems = Problems::default();
    let table = problems.keep(files.read_inheriting(path, &|table| check_keys(table, &problems)));
    let scenario = table.and_then(|table| build(path, &table, files, vocabulary, set, &problems));
    problems.unless_any(scenario)
}

/// Looks through the keys of one file, before they are merged with those of the file it is based on.
fn check_keys(table: &mut Table, problems: &Problems) {
    unknown(table, &SCENARIO, problems);
    for entry in &mut table.entries {
        if let ("parameters", Value::Table(parameters)) = (entry.key.as_str(), &mut entry.node.value) {
            overrides::flatten(parameters, problems);
        }
    }
}

fn build(
    path: &Path,
    table: &Table,
    mut files: Files,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
    problems: &Problems,
) -> Option<Scenario> {
    let of = Reading::checked(table, &SCENARIO, problems);
    let (name, own_title) = (of.text("name"), of.text("title"));
    let mut text_of = |key: &str| of.needed(key).and_then(|entry| problems.keep(files.read_named(entry)));
    let (register, departments, towns) = (text_of("register"), text_of("departments"), text_of("towns"));
    let given = of.entry("communities").map(|_| text_of("communities"));
    let register = register.and_then(|source| problems.keep(Register::from_csv(&source.text, &source.file)));
    let baseline = of.table("baseline").and_then(|of| read_baseline(&of));
    let burn_in = of.table("burn_in").and_then(|of| read_burn_in(&of));
    // Everything else is read in the register's terms.
    let register = register?;
    let overrides = read_parameters(&of, &register, set);
    let parameters = register.parameters(&overrides);
    let region = Region::read(&of, path, (&register, &parameters), departments, towns, given);
    let context = Context {
        vocabulary,
        register: &register,
        overrides: &overrides,
        end_week: nonsense::RUN_WEEKS,
        study: None,
        matched: false,
    };
    let interventions = match of.entry("intervention") {
        Some(list) => intervention::read_all(list, &context, problems),
        None => Some(Vec::new()),
    };
    let crackdowns = read_crackdowns(&of, region.towns.as_deref());
    let mut scenario = Scenario {
        name: name?.to_owned(),
        title: own_title.or(name)?.to_owned(),
        file: path.to_path_buf(),
        parameters,
        baseline: baseline?,
        burn_in: burn_in?,
        departments: region.departments?,
        towns: region.towns?,
        communities: region.communities?,
        destinations: Vec::new(),
        school_terms: Vec::new(),
        events: crackdowns?,
        interventions: interventions?,
        register,
        overrides,
        set: SetValues(set.to_vec()),
        inputs: files.inputs,
        warnings: Vec::new(),
    };
    scenario.warnings = nonsense::of_scenario(&scenario);
    Some(scenario)
}

/// The scenario's values that differ from the register's, `--set` included.
fn read_parameters(of: &Reading<'_>, register: &Register, set: &[(String, f64)]) -> BTreeMap<String, f64> {
    let table = of.entry("parameters").and_then(|entry| of.keep(entry.table()));
    let mut overrides = table.map(|table| overrides::read(register, table, of.problems)).unwrap_or_default();
    overrides::apply_set(register, &mut overrides, set, of.problems);
    overrides::differing(register, overrides)
}

/// The region, as far as it could be read.
struct Region {
    departments: Option<Vec<Department>>,
    towns: Option<Vec<Town>>,
    /// `Some(None)`: synthetic ones.
    communities: Option<Option<Vec<CommunityRow>>>,
}

impl Region {
    /// From the texts of its tables; `communities` is `None` where the scenario names no such table.
    fn read(
        of: &Reading<'_>,
        path: &Path,
        (register, parameters): (&Register, &Parameters),
        departments: Option<SourceText>,
        towns: Option<SourceText>,
        communities: Option<Option<SourceText>>,
    ) -> Region {
        let problems = of.problems;
        let mut scale = regions::Scale::new(register, parameters, communities.is_none());
        let mut departments = departments.and_then(|source| regions::departments(source, &mut scale, problems));
        let all = of.word("fit") == Some("all");
        departments.iter_mut().flatten().filter(|_| all).for_each(|d| d.fitted = true);
        if let (Some(entry), Some(departments)) = (of.entry("attraction"), &mut departments)
            && let Some(table) = of.keep(entry.table())
        {
            read_attraction(table, departments, path, problems);
        }
        let towns = towns.and_then(|source| regions::towns(source, &scale, problems));
        let communities = match communities {
            None => Some(None),
            Some(source) => match (source, &departments, &towns) {
                (Some(source), Some(departments), Some(towns)) => {
                    regions::communities(source, departments, towns, &mut scale, problems).map(Some)
                }
                _ => None,
            },
        };
        Region { departments, towns, communities }
    }
}

fn read_baseline(of: &Reading<'_>) -> Option<Baseline> {
    let [victims, brothels, registered_per_100k, rescued_per_year, minors_share, residents] =
        ["victims", "brothels", "registered_per_100k", "rescued_per_year", "minors_share", "residents"]
            .map(|key| of.number(key));
    Some(Baseline {
        victims: victims?,
        brothels: brothels?,
        registered_per_100k: registered_per_100k?,
        rescued_per_year: rescued_per_year?,
        minors_share: minors_share?,
        residents: residents?,
    })
}

fn read_burn_in(of: &Reading<'_>) -> Option<BurnIn> {
    let [least, most, drift] = ["years", "max_years", "drift_years"].map(|key| of.whole(key));
    let drift_per_year = of.number("drift_per_year");
    let least = least?;
    if let (Some(most), Some(entry)) = (most, of.entry("max_years"))
        && most < least
    {
        of.problems
            .push(entry.error(format!("`max_years` is {most}, below `years`")).expected(format!("at least {least}")));
    }
    if let (Some(drift), Some(entry)) = (drift, of.entry("drift_years"))
        && drift > least
    {
        of.problems
            .push(entry.error(format!("`drift_years` is {drift}, above `years`")).expected(format!("at most {least}")));
    }
    let years = |years: i64| usize::try_from(years).unwrap_or(usize::MAX);
    Some(BurnIn {
        years: years(least),
        max_years: years(most?),
        drift_years: years(drift?),
        drift_per_year: drift_per_year?,
    })
}

fn read_attraction(table: &Table, departments: &mut [Department], own: &Path, problems: &Problems) {
    let places: BTreeMap<String, usize> = departments.iter().enumerate().map(|(i, d)| (d.name.clone(), i)).collect();
    for entry in &table.entries {
        let attraction = problems.keep(entry.number_in(-10.0..=10.0));
        let names = || departments.iter().map(|d| d.name.as_str());
        let Some(&index) = places.get(&entry.key) else {
            // Inherited with the table, the department is not misspelt but gone.
            let inherited = entry.key_place.file() != own;
            let expected = match inherited {
                true => format!("{}; or drop = [\"attraction\"] in {}", one_of(names()), own.display()),
                false => one_of(names()),
            };
            problems.push(
                entry
                    .key_place
                    .error(format!("unknown department `{}`", entry.key))
                    .expected(expected)
                    .nearest(nearest_name(&entry.key, names())),
            );
            if problems.full() {
                return;
            }
            continue;
        };
        if let Some(attraction) = attraction {
            departments[index].attraction = attraction;
        }
    }
}

/// Crackdowns; without the towns only what does not name one is looked at.
fn read_crackdowns(of: &Reading<'_>, towns: Option<&[Town]>) -> Option<Vec<Event>> {
    let names = || towns.iter().flat_map(|towns| towns.iter()).map(|t| t.name.as_str());
    let places: BTreeMap<&str, usize> = names().enumerate().map(|(i, name)| (name, i)).collect();
    let mut crackdowns = Some(Vec::new());
    for one in of.tables("crackdown")? {
        let named = one.text("town").zip(one.entry("town")).filter(|_| towns.is_some());
        let town = named.and_then(|(name, entry)| {
            places.get(name).copied().or_else(|| {
                one.wrong(
                    entry
                        .error(format!("unknown town `{name}`"))
                        .expected(one_of(names()))
                        .nearest(nearest_name(name, names())),
                )
            })
        });
        let (start, end) = (one.week("start_week"), one.week("end_week"));
        if let (Some(start_week), Some(end_week), Some(entry)) = (start, end, one.entry("end_week"))
            && end_week <= start_week
        {
            one.problems.push(
                entry
                    .error(format!("the crackdown ends in week {end_week}, before or when it starts"))
                    .expected(format!("an end_week above {start_week}")),
            );
        }
        match (town, start, end, &mut crackdowns) {
            (Some(town), Some(start_week), Some(end_week), Some(all)) => {
                all.push(Event::crackdown(town, start_week, end_week));
            }
            _ => crackdowns = None,
        }
    }
    crackdowns
}

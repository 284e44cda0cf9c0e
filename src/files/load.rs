//! From a scenario file to a checked [`Scenario`].

use super::aim::Named;
use super::declared::{SCENARIO, SOURCES};
use super::document::{Entry, Table, Value};
use super::events;
use super::files::Files;
use super::intervention::{self, Context};
use super::keys::Key;
use super::nonsense;
use super::overrides;
use super::problems::Problems;
use super::reading::{Reading, unknown};
use super::recognise::{self, Wanted};
use super::regions::{self, Listed, Rival};
use super::routes::{self, Places};
use super::source::{Source, Texts as Held};
use amparo_model::policy::Vocabulary;
use amparo_model::register::{Parameters, Register};
use amparo_model::scenario::{
    Baseline, BurnIn, CommunityRow, Department, Destination, Scenario, SetValues, Town, Travel,
};
use amparo_text::{Currency, Diagnostic, SourceText, nearest_name, one_of};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Reads and checks a scenario and every file it names; nothing is written.
///
/// `vocabulary` says which interventions exist; `set` holds the values of `--set`, which come after the file's.
///
/// # Errors
/// Everything wrong, each problem with its place: see [`Diagnostic`].
pub fn load_scenario(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Scenario, Diagnostic> {
    load_scenario_in(Source::Disk, path, vocabulary, set)
}

/// The same, every file held in memory.
///
/// # Errors
/// As [`load_scenario`].
pub fn load_scenario_from(
    texts: &Held,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Scenario, Diagnostic> {
    load_scenario_in(Source::Memory(Arc::new(texts.clone())), path, vocabulary, set)
}

/// The same wherever files come from.
pub(super) fn load_scenario_in(
    source: Source,
    path: &Path,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Scenario, Diagnostic> {
    let read = read(Files::from(source.clone()), path, vocabulary, set);
    let mut scenario = read.map_err(|error| recognise::explained(&source, path, Wanted::Scenario, error))?;
    scenario.warnings.extend(nonsense::of_run(&scenario));
    Ok(scenario)
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
    let mut if_named = |key: &str| of.entry(key).map(|_| text_of(key));
    let (communities, travel, destinations) = (if_named("communities"), if_named("travel"), if_named("destinations"));
    let texts = Texts { departments, towns, communities, travel, destinations };
    let register = register.and_then(|source| problems.keep(Register::from_csv(&source.text, &source.file)));
    let register = register.map(|register| register.with(vocabulary.entries()));
    let baseline = of.table("baseline").and_then(|of| read_baseline(&of));
    let sources = of.table("sources").map(|of| {
        let said = |key: &Key| Some((key.name.to_owned(), of.text(key.name)?.to_owned()));
        SOURCES.keys.iter().filter_map(said).collect()
    });
    let currency = match of.entry("currency") {
        Some(_) => of.table("currency").and_then(|of| read_currency(&of)),
        None => Some(Currency::default()),
    };
    let burn_in = of.table("burn_in").and_then(|of| read_burn_in(&of));
    // Everything else is read in the register's terms.
    let mut register = register?;
    if let Some(currency) = &currency {
        in_currency(&mut register, currency);
    }
    let overrides = read_parameters(&of, &register, set);
    let parameters = register.parameters(&overrides);
    let region = Region::read(&of, &files.shown(path), (&register, &parameters), texts);
    let context = Context {
        vocabulary,
        register: &register,
        overrides: &overrides,
        end_week: nonsense::RUN_WEEKS,
        study: None,
        matched: false,
        places: match (&region.departments, &region.communities) {
            (Some(departments), Some(communities)) => Some(Named { departments, communities: communities.as_deref() }),
            _ => None,
        },
    };
    let interventions = match of.entry("intervention") {
        Some(list) => intervention::read_all(list, &context, problems),
        None => Some(Vec::new()),
    };
    let events = events::read(&of, region.towns.as_deref());
    let school_terms = events::terms(&of);
    let mut scenario = Scenario {
        name: name?.to_owned(),
        title: own_title.or(name)?.to_owned(),
        file: path.to_path_buf(),
        parameters,
        baseline: baseline?,
        sources: sources.unwrap_or_default(),
        currency: currency?,
        burn_in: burn_in?,
        departments: region.departments?,
        towns: region.towns?,
        communities: region.communities?,
        travel: region.travel,
        destinations: region.destinations,
        events: events?,
        school_terms: school_terms?,
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

/// The texts of a region's tables. The outer `None`: the scenario names no such table; the inner: it could not be read.
struct Texts {
    departments: Option<SourceText>,
    towns: Option<SourceText>,
    communities: Option<Option<SourceText>>,
    travel: Option<Option<SourceText>>,
    destinations: Option<Option<SourceText>>,
}

/// The region, as far as it could be read.
struct Region {
    departments: Option<Vec<Department>>,
    towns: Option<Vec<Town>>,
    /// `Some(None)`: synthetic ones.
    communities: Option<Option<Vec<CommunityRow>>>,
    travel: Option<Travel>,
    destinations: Vec<Destination>,
}

impl Region {
    fn read(of: &Reading<'_>, path: &Path, (register, parameters): (&Register, &Parameters), texts: Texts) -> Region {
        let problems = of.problems;
        let mut scale = regions::Scale::new(register, parameters, texts.communities.is_none());
        let mut departments = texts.departments.and_then(|source| regions::departments(source, &mut scale, problems));
        let all = of.word("fit") == Some("all");
        departments.iter_mut().flat_map(|all| &mut all.items).filter(|_| all).for_each(|d| d.fitted = true);
        if let (Some(entry), Some(departments)) = (of.entry("attraction"), &mut departments)
            && let Some(table) = of.keep(entry.table())
        {
            read_attraction(table, &mut departments.items, path, problems);
        }
        let towns = texts.towns.and_then(|source| regions::towns(source, &scale, problems));
        let communities = texts.communities.map(|source| match (source, &departments, &towns) {
            (Some(source), Some(departments), Some(towns)) => {
                regions::communities(source, &departments.items, &towns.items, &mut scale, problems)
            }
            _ => None,
        });
        let origins = match &communities {
            Some(communities) => communities.as_ref().map(|all| all.items.len()),
            None => departments.as_ref().map(|all| all.items.len()),
        };
        let destinations = texts.destinations.map(|source| match (source, &towns, origins) {
            (Some(source), Some(towns), Some(origins)) => {
                regions::destinations(source, &towns.items, origins, problems)
            }
            _ => None,
        });
        let (travel, destinations) =
            read_routes(&departments, &towns, &communities, &destinations, texts.travel, problems).unwrap_or_default();
        let mut region = Region {
            departments: departments.map(|all| all.items),
            towns: towns.map(|all| all.items),
            communities: match communities {
                Some(communities) => communities.map(|all| Some(all.items)),
                None => Some(None),
            },
            travel,
            destinations,
        };
        region.sort();
        region
    }

    /// Brings communities into the order of their departments, and routes with them.
    fn sort(&mut self) {
        let Some(Some(communities)) = &mut self.communities else { return };
        let mut order: Vec<usize> = (0..communities.len()).collect();
        order.sort_by_key(|i| communities[*i].department);
        *communities = order.iter().map(|i| communities[*i].clone()).collect();
        if let Some(routes) = self.travel.as_mut().and_then(|travel| travel.to_towns.as_mut()) {
            *routes = order.iter().map(|i| routes[*i].clone()).collect();
        }
        for destination in &mut self.destinations {
            destination.hours = order.iter().map(|i| destination.hours[*i]).collect();
        }
    }
}

/// Hours of travel, once all places are known; what a table of routes says can't be judged without them.
fn read_routes(
    departments: &Option<Listed<Department>>,
    towns: &Option<Listed<Town>>,
    communities: &Option<Option<Listed<CommunityRow>>>,
    destinations: &Option<Option<Listed<Rival>>>,
    travel: Option<Option<SourceText>>,
    problems: &Problems,
) -> Option<(Option<Travel>, Vec<Destination>)> {
    let places = Places {
        departments: departments.as_ref()?,
        towns: towns.as_ref()?,
        communities: communities.as_ref().map(Option::as_ref).map_or(Some(None), |all| all.map(Some))?,
        destinations: destinations.as_ref().map(Option::as_ref).map_or(Some(None), |all| all.map(Some))?,
    };
    let source = travel.map_or(Some(None), |source| source.map(Some))?;
    routes::read(source, &places, problems)
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

/// Money in the register, which it writes as `S/`, in the scenario's currency: units, and those of phrases.
fn in_currency(register: &mut Register, currency: &Currency) {
    for entry in &mut register.entries {
        if let Some(rest) = entry.unit.strip_prefix(MONEY) {
            entry.unit = format!("{}{rest}", currency.symbol);
        }
        entry.phrase = entry.phrase.replace(&format!("[{MONEY}"), &format!("[{}", currency.symbol));
    }
}

/// How registers write money.
const MONEY: &str = "S/";

/// Characters of a symbol at most.
const LONGEST_SYMBOL: usize = 8;

fn read_currency(of: &Reading<'_>) -> Option<Currency> {
    let [symbol, name, plural] = ["symbol", "name", "plural"].map(|key| of.text(key).map(str::to_owned));
    let symbol = symbol?;
    if symbol.chars().count() > LONGEST_SYMBOL || symbol.contains(|c: char| c.is_ascii_digit()) {
        let error = of.entry("symbol")?.error(format!("`{symbol}` cannot stand before a sum"));
        return of.wrong(error.expected(format!("at most {LONGEST_SYMBOL} characters and no digit, such as \"Bs\"")));
    }
    Some(Currency { symbol, name: name?, plural: plural? })
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

//! From a scenario file to a checked [`Scenario`].

use super::document::{Entry, Table};
use super::files::{Files, Texts};
use super::intervention::{self, Context, read_week};
use super::nonsense;
use super::overrides;
use super::recognise::{self, Wanted};
use super::regions::{self, one_of};
use amparo_model::register::Register;
use amparo_model::scenario::SetValues;
use amparo_model::scenario::{Baseline, BurnIn, CrackdownEvent, Department, Scenario, Town, Vocabulary};
use amparo_text::{Diagnostic, nearest_name};
use std::collections::BTreeMap;
use std::path::Path;

const KEYS: [&str; 15] = [
    "name",
    "title",
    "based_on",
    "drop",
    "register",
    "departments",
    "towns",
    "communities",
    "baseline",
    "burn_in",
    "fit",
    "attraction",
    "parameters",
    "crackdown",
    "intervention",
];

/// Reads and checks a scenario and every file it names; nothing is written.
///
/// `vocabulary` says which interventions exist; `set` holds the values of `--set`, which come after the file's.
///
/// # Errors
/// The first thing wrong, with its place: see [`Diagnostic`].
pub fn load_scenario(path: &Path, vocabulary: &Vocabulary, set: &[(String, f64)]) -> Result<Scenario, Diagnostic> {
    let mut files = Files::default();
    let read = files.read_inheriting(path, &check_keys).and_then(|table| build(path, &table, files, vocabulary, set));
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
    let mut files = Files::of(texts);
    let table = files.read_inheriting(path, &check_keys)?;
    build(path, &table, files, vocabulary, set)
}

/// The same for a scenario that is built into the program.
pub(super) fn load_built_in(path: &Path, vocabulary: &Vocabulary) -> Result<Scenario, Diagnostic> {
    let mut files = Files::built_in();
    let table = files.read_inheriting(path, &check_keys)?;
    build(path, &table, files, vocabulary, &[])
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
    let mut own = files.afresh();
    let read = own.read_inheriting(&path, &check_keys).and_then(|table| build(&path, &table, own, vocabulary, set));
    let scenario = read.map_err(|error| files.explained(&path, Wanted::Scenario, error))?;
    for input in &scenario.inputs {
        if !files.inputs.contains(input) {
            files.inputs.push(input.clone());
        }
    }
    Ok(scenario)
}

fn check_keys(table: &mut Table) -> Result<(), Diagnostic> {
    table.only(&KEYS)?;
    for entry in &mut table.entries {
        if entry.key == "parameters" {
            entry.table()?;
            if let super::document::Value::Table(parameters) = &mut entry.node.value {
                overrides::flatten(parameters)?;
            }
        }
    }
    Ok(())
}

fn build(
    path: &Path,
    table: &Table,
    mut files: Files,
    vocabulary: &Vocabulary,
    set: &[(String, f64)],
) -> Result<Scenario, Diagnostic> {
    let name = table.need("name", "a name")?.name()?.to_owned();
    let title = match table.get("title") {
        Some(entry) => entry.title()?.to_owned(),
        None => name.clone(),
    };
    let source = files.read_named(table.need("register", "a path, such as \"parameters.csv\"")?)?;
    let register = Register::from_csv(&source.text, &source.file)?;
    let mut overrides = match table.get("parameters") {
        Some(entry) => overrides::read(&register, entry.table()?)?,
        None => Default::default(),
    };
    overrides::apply_set(&register, &mut overrides, set)?;
    let overrides = overrides::differing(&register, overrides);

    let source = files.read_named(table.need("departments", "a path, such as \"departments.csv\"")?)?;
    let parameters = register.parameters(&overrides);
    let mut scale = regions::Scale::new(&register, &parameters, table.get("communities").is_none());
    let mut departments = regions::departments(source, &mut scale)?;
    if let Some(entry) = table.get("fit") {
        read_fit(entry, &mut departments)?;
    }
    if let Some(entry) = table.get("attraction") {
        read_attraction(entry.table()?, &mut departments, path)?;
    }
    let source = files.read_named(table.need("towns", "a path, such as \"towns.csv\"")?)?;
    let towns = regions::towns(source, &scale)?;
    let communities = match table.get("communities") {
        Some(entry) => Some(regions::communities(files.read_named(entry)?, &departments, &towns, &mut scale)?),
        None => None,
    };
    let context = Context {
        vocabulary,
        register: &register,
        overrides: &overrides,
        end_week: nonsense::RUN_WEEKS,
        study: None,
        matched: false,
    };
    let interventions = match table.get("intervention") {
        Some(entry) => intervention::read_all(entry, &context)?,
        None => Vec::new(),
    };
    let crackdowns = match table.get("crackdown") {
        Some(entry) => read_crackdowns(entry, &towns)?,
        None => Vec::new(),
    };
    let mut scenario = Scenario {
        name,
        title,
        file: path.to_path_buf(),
        parameters,
        baseline: read_baseline(table.need("baseline", "a table, [baseline]")?.table()?)?,
        burn_in: read_burn_in(table.need("burn_in", "a table, [burn_in]")?.table()?)?,
        register,
        overrides,
        set: SetValues(set.to_vec()),
        departments,
        towns,
        communities,
        crackdowns,
        interventions,
        inputs: files.inputs,
        warnings: Vec::new(),
    };
    scenario.warnings = nonsense::of_scenario(&scenario);
    Ok(scenario)
}

fn read_baseline(table: &Table) -> Result<Baseline, Diagnostic> {
    table.only(&["victims", "brothels", "registered_per_100k", "rescued_per_year", "minors_share", "residents"])?;
    let need = |key: &str| table.need(key, "a number");
    Ok(Baseline {
        victims: need("victims")?.persons_in(0.0..=regions::MOST_VICTIMS)?,
        brothels: need("brothels")?.persons_in(0.0..=regions::MOST_BROTHELS)?,
        registered_per_100k: need("registered_per_100k")?.amount_in(0.0..=1e5)?,
        rescued_per_year: need("rescued_per_year")?.amount_in(0.0..=1e9)?,
        minors_share: need("minors_share")?.number_in(0.0..=1.0)?,
        residents: need("residents")?.persons_in(1.0..=1e9)?,
    })
}

fn read_burn_in(table: &Table) -> Result<BurnIn, Diagnostic> {
    table.only(&["years", "max_years", "drift_years", "drift_per_year"])?;
    let years = |key: &str| -> Result<(usize, &Entry), Diagnostic> {
        let entry = table.need(key, "a whole number of years")?;
        let years = entry.whole_in(1..=1000)?;
        Ok((usize::try_from(years).unwrap_or(usize::MAX), entry))
    };
    let (least, _) = years("years")?;
    let (most, max_years) = years("max_years")?;
    if most < least {
        return Err(max_years
            .error(format!("`max_years` is {most}, below `years`"))
            .expected(format!("at least {least}")));
    }
    let (drift, drift_years) = years("drift_years")?;
    if drift > least {
        return Err(drift_years
            .error(format!("`drift_years` is {drift}, above `years`"))
            .expected(format!("at most {least}")));
    }
    Ok(BurnIn {
        years: least,
        max_years: most,
        drift_years: drift,
        drift_per_year: table.need("drift_per_year", "a number")?.number_in(0.0..=1000.0)?,
    })
}

/// Which departments calibration fits: those the table marks, or all (for decisions, docs/odd.md §6).
fn read_fit(entry: &Entry, departments: &mut [Department]) -> Result<(), Diagnostic> {
    const WAYS: [&str; 2] = ["marked", "all"];
    match entry.text()? {
        "marked" => {}
        "all" => departments.iter_mut().for_each(|d| d.fitted = true),
        other => {
            return Err(entry
                .error(format!("unknown way to fit `{other}`"))
                .expected(one_of(WAYS.into_iter()))
                .nearest(nearest_name(other, WAYS)));
        }
    }
    Ok(())
}

fn read_attraction(table: &Table, departments: &mut [Department], own: &Path) -> Result<(), Diagnostic> {
    let places: BTreeMap<String, usize> = departments.iter().enumerate().map(|(i, d)| (d.name.clone(), i)).collect();
    for entry in &table.entries {
        let attraction = entry.number_in(-10.0..=10.0)?;
        let names = || departments.iter().map(|d| d.name.as_str());
        let Some(&index) = places.get(&entry.key) else {
            // Inherited with the table, the department is not misspelt but gone.
            let inherited = entry.key_place.file() != own;
            let expected = match inherited {
                true => format!("{}; or drop = [\"attraction\"] in {}", one_of(names()), own.display()),
                false => one_of(names()),
            };
            return Err(entry
                .key_place
                .error(format!("unknown department `{}`", entry.key))
                .expected(expected)
                .nearest(nearest_name(&entry.key, names())));
        };
        departments[index].attraction = attraction;
    }
    Ok(())
}

fn read_crackdowns(list: &Entry, towns: &[Town]) -> Result<Vec<CrackdownEvent>, Diagnostic> {
    let names = || towns.iter().map(|t| t.name.as_str());
    let places: BTreeMap<&str, usize> = names().enumerate().map(|(i, name)| (name, i)).collect();
    let mut crackdowns = Vec::new();
    for table in list.tables()? {
        table.only(&["town", "start_week", "end_week"])?;
        let entry = table.need("town", "the name of a town")?;
        let name = entry.text()?;
        let Some(&town) = places.get(name) else {
            return Err(entry
                .error(format!("unknown town `{name}`"))
                .expected(one_of(names()))
                .nearest(nearest_name(name, names())));
        };
        let start_week = read_week(table.need("start_week", "a week")?)?;
        let end = table.need("end_week", "a week")?;
        let end_week = read_week(end)?;
        if end_week <= start_week {
            return Err(end
                .error(format!("the crackdown ends in week {end_week}, before or when it starts"))
                .expected(format!("an end_week above {start_week}")));
        }
        crackdowns.push(CrackdownEvent { town, start_week, end_week });
    }
    Ok(crackdowns)
}

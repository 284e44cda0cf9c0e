//! Two finished studies, number by number: levels of the baseline and effects of the policies that both have.

use super::inputs::{Change, changes};
use amparo_decide::difference::{Difference, Said, World, holm, paired, unpaired};
use amparo_decide::result::Years;
use amparo_model::observe::outcomes::Outcome;
use amparo_model::scenario::BASELINE;
use amparo_model::world::Channels;
use amparo_study::differences::named_values;
use amparo_study::error::StudyError;
use amparo_study::manifest::{Manifest, RESOLVED, State, read_manifest, spare};
use amparo_study::rows::levels;
use amparo_study::store::Store;
use amparo_tables::{Column, Format, Table, cells};
use amparo_text::Diagnostic;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// One result as it is told.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Its directory.
    pub directory: String,
    /// Name of the study.
    pub name: String,
    /// When it was completed, UTC.
    pub finished: Option<String>,
    /// Version of the program.
    pub version: String,
    /// Hash of the model's source.
    pub model: String,
    /// Hash of the resolved inputs.
    pub inputs_hash: String,
    /// Draws in use.
    pub draws: usize,
    /// Worlds in use.
    pub worlds: usize,
}

/// A number that both have.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The policy; `None`: a level of the baseline.
    pub policy: Option<String>,
    /// Years over which it is a mean.
    pub window: Years,
    /// What is counted.
    pub outcome: &'static Outcome,
    /// Mean in the first.
    pub first: f64,
    /// Mean in the second.
    pub second: f64,
    /// Second less first.
    #[serde(flatten)]
    pub difference: Difference,
    /// What is said of it.
    pub verdict: Said,
}

/// Two results compared.
#[derive(Clone, Debug, Serialize)]
pub struct Compared {
    /// The first.
    pub first: Side,
    /// The second.
    pub second: Side,
    /// Whether the same build of the model made both.
    pub same_build: bool,
    /// Inputs that differ, but for draws.
    pub inputs: Vec<Change>,
    /// Draws whose values differ, or that one alone has.
    pub draws_that_differ: usize,
    /// Whether worlds are compared pair by pair.
    pub paired: bool,
    /// Why they are not; empty where they are.
    pub not_paired: &'static str,
    /// Worlds that both have.
    pub shared_worlds: usize,
    /// Policies that the first alone has.
    pub only_first: Vec<String>,
    /// Policies that the second alone has.
    pub only_second: Vec<String>,
    /// The numbers, the most telling first.
    pub rows: Vec<Row>,
}

/// What is read of a directory.
struct Read {
    side: Side,
    resolved: String,
    values: BTreeMap<String, String>,
    /// By arm, window and outcome, the level in every world.
    levels: BTreeMap<(String, Years, &'static str), (&'static Outcome, Vec<World>)>,
}

fn read(root: &Path) -> Result<Read, StudyError> {
    let refused = |what: String| {
        let expected = "the directory of a finished study, as `amparo compare` writes it";
        StudyError::from(Diagnostic::new(what).in_file(root.display().to_string()).expected(expected))
    };
    let Some(manifest) = read_manifest(root) else {
        return Err(refused(format!("{} holds no results", root.display())));
    };
    let Manifest { command, state, .. } = &manifest;
    if command != "compare" {
        return Err(refused(format!("{} holds results of `amparo {command}`", root.display())));
    }
    if *state != State::Complete {
        return Err(refused(format!("{} is not finished", root.display())));
    }
    let resolved = fs::read_to_string(root.join(RESOLVED)).map_err(|e| StudyError::file("read", root, &e))?;
    let values = named_values(&resolved).map_err(|error| refused(format!("{RESOLVED} is damaged: {error}")))?;
    let number = |key: &str| values.get(key).and_then(|value| value.parse::<usize>().ok());
    let funded = number("study.funded_years").ok_or_else(|| refused(format!("{RESOLVED} says no funded years")))?;
    let store = Store::look(root);
    let left_out = spare(root);
    let mut found: BTreeMap<(String, Years, &'static str), (&'static Outcome, Vec<World>)> = BTreeMap::new();
    let (mut draws, mut worlds) = (BTreeSet::new(), BTreeSet::new());
    for file in store.cell_files().into_iter().filter(|file| !left_out.contains(&format!("cells/{file}"))) {
        let cell = store.read_cell(&file).map_err(|damage| StudyError::Failed(damage.to_string()))?;
        if cell.id.run != Channels::ALL || !cell.settled {
            continue;
        }
        let (draw, replicate) = (cell.id.draw, cell.id.replicate);
        draws.insert(draw);
        worlds.insert((draw, replicate));
        let weight = values.get(&format!("draw.{draw}.weight")).and_then(|w| w.parse().ok()).unwrap_or(1.0);
        for (window, outcome, value) in levels(&cell, funded) {
            let key = (cell.id.arm.clone(), window, outcome.name);
            let world = World { draw, replicate, weight, value };
            found.entry(key).or_insert((outcome, Vec::new())).1.push(world);
        }
    }
    if worlds.is_empty() {
        return Err(refused(format!("{} holds no cells", root.display())));
    }
    let side = Side {
        directory: root.display().to_string(),
        name: manifest.name,
        finished: manifest.finished,
        version: manifest.version,
        model: manifest.model,
        inputs_hash: manifest.inputs_hash,
        draws: draws.len(),
        worlds: worlds.len(),
    };
    Ok(Read { side, resolved, values, levels: found })
}

/// The values of each draw, by its number.
fn draws(values: &BTreeMap<String, String>) -> BTreeMap<&str, Vec<(&str, &str)>> {
    let mut out: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (key, value) in values {
        if let Some((number, name)) = key.strip_prefix("draw.").and_then(|rest| rest.split_once('.')) {
            out.entry(number).or_default().push((name, value));
        }
    }
    out
}

/// Worlds of an arm less those of the baseline.
fn effects(arm: &[World], baseline: &[World]) -> Vec<World> {
    let known: BTreeMap<(usize, usize), f64> = baseline.iter().map(|w| ((w.draw, w.replicate), w.value)).collect();
    arm.iter().filter_map(|w| Some(World { value: w.value - known.get(&(w.draw, w.replicate))?, ..*w })).collect()
}

/// Weighted mean over draws of draw means.
fn mean(worlds: &[World]) -> f64 {
    let mut draws: BTreeMap<usize, (f64, f64, f64)> = BTreeMap::new();
    for world in worlds {
        let of = draws.entry(world.draw).or_insert((world.weight, 0.0, 0.0));
        (of.1, of.2) = (of.1 + world.value, of.2 + 1.0);
    }
    let all: f64 = draws.values().map(|d| d.0).sum();
    draws.values().map(|(weight, sum, n)| weight * sum / n).sum::<f64>() / all
}

/// Compares two finished studies.
///
/// # Errors
/// A directory that is none of a finished study, or damaged.
pub fn compare(first: &Path, second: &Path) -> Result<Compared, StudyError> {
    let (a, b) = (read(first)?, read(second)?);
    let (of_a, of_b) = (draws(&a.values), draws(&b.values));
    let numbers: BTreeSet<&&str> = of_a.keys().chain(of_b.keys()).collect();
    let other = numbers.iter().filter(|n| of_a.get(**n) != of_b.get(**n)).count();
    let conflicting = numbers.iter().any(|n| matches!((of_a.get(**n), of_b.get(**n)), (Some(x), Some(y)) if x != y));
    let seed = |of: &Read| of.values.get("study.seed").cloned();
    let not_paired = if seed(&a) != seed(&b) {
        "their seeds differ"
    } else if conflicting || of_a.is_empty() != of_b.is_empty() {
        "their draws differ"
    } else {
        ""
    };
    let worlds = |of: &Read| -> BTreeSet<(usize, usize)> {
        of.levels.values().flat_map(|(_, worlds)| worlds.iter().map(|w| (w.draw, w.replicate))).collect()
    };
    let shared = worlds(&a).intersection(&worlds(&b)).count();
    let not_paired = if not_paired.is_empty() && shared == 0 { "they share no world" } else { not_paired };
    let pairs = not_paired.is_empty();
    let mut rows = Vec::new();
    for ((arm, window, name), (outcome, here)) in &a.levels {
        let Some((_, there)) = b.levels.get(&(arm.clone(), *window, *name)) else { continue };
        let of_baseline = (BASELINE.to_owned(), *window, *name);
        let (here, there) = if arm == BASELINE {
            (here.clone(), there.clone())
        } else {
            let level = |of: &Read| of.levels.get(&of_baseline).map_or(Vec::new(), |(_, worlds)| worlds.clone());
            (effects(here, &level(&a)), effects(there, &level(&b)))
        };
        let found = if pairs { paired(&here, &there) } else { unpaired(&here, &there) };
        let Some(difference) = found else { continue };
        rows.push(Row {
            policy: (arm != BASELINE).then(|| arm.clone()),
            window: *window,
            outcome,
            first: mean(&here),
            second: mean(&there),
            difference,
            verdict: Said::NoError,
        });
    }
    holm(rows.iter_mut().map(|row| &mut row.difference));
    rows.iter_mut().for_each(|row| row.verdict = row.difference.said());
    let size = |row: &Row| row.difference.standard_errors.map_or(-1.0, f64::abs);
    rows.sort_by(|x, y| size(y).total_cmp(&size(x)));
    let arms = |of: &Read| -> BTreeSet<String> { of.levels.keys().map(|(arm, ..)| arm.clone()).collect() };
    let (in_a, in_b) = (arms(&a), arms(&b));
    let inputs = changes(&a.resolved, &b.resolved)?;
    Ok(Compared {
        same_build: a.side.model == b.side.model,
        inputs: inputs.into_iter().filter(|change| !change.key.starts_with("draw.")).collect(),
        draws_that_differ: other,
        paired: pairs,
        not_paired,
        shared_worlds: shared,
        only_first: in_a.difference(&in_b).cloned().collect(),
        only_second: in_b.difference(&in_a).cloned().collect(),
        rows,
        first: a.side,
        second: b.side,
    })
}

/// The numbers as a table.
pub fn table(compared: &Compared) -> Table {
    let columns = [
        Column::fact("policy").labelled("effect of"),
        Column::fact("outcome"),
        Column::fact("window"),
        Column::program("unit"),
        Column::fact("first").format(Format::Short),
        Column::fact("second").format(Format::Short),
        Column::fact("difference").format(Format::Signed),
        Column::program("se"),
        Column::fact("standard_errors").labelled("in standard errors").format(Format::Decimals(1)),
        Column::program("p"),
        Column::fact("p_holm").labelled("p (Holm)").format(Format::Decimals(3)),
        Column::fact("verdict"),
    ];
    let mut table = Table::new("differences", columns);
    for row in &compared.rows {
        let d = &row.difference;
        table.row(cells![
            row.policy.as_deref().unwrap_or(BASELINE),
            row.outcome.name,
            row.window.name(),
            row.outcome.unit,
            row.first,
            row.second,
            d.mean,
            d.se,
            d.standard_errors,
            d.p,
            d.p_holm,
            row.verdict.name(),
        ]);
    }
    table
}

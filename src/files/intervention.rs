//! `[[intervention]]` tables, in a scenario, a study or a policy's own file.

use super::document::{Entry, Table};
use super::names;
use super::overrides;
use super::regions::one_of;
use amparo_model::register::Register;
use amparo_model::scenario::{Extent, Index, Intervention, Targeting, Vocabulary};
use amparo_text::{Diagnostic, nearest_name};
use std::collections::BTreeMap;

const KEYS: [&str; 11] = [
    "kind",
    "coverage",
    "budget_soles_per_year",
    "share_of_budget",
    "targeting",
    "index",
    "start_week",
    "end_week",
    "ramp_weeks",
    "intensity",
    "parameters",
];

/// The latest week a file may name: a century.
pub(super) const LAST_WEEK: i64 = 5200;

/// Interventions of one policy or scenario at most.
const MOST_TOGETHER: usize = 100;

/// What an intervention's defaults and limits depend on.
pub(super) struct Context<'a> {
    pub vocabulary: &'a Vocabulary,
    pub register: &'a Register,
    /// The scenario's values that differ from the register's, `--set` included.
    pub overrides: &'a BTreeMap<String, f64>,
    /// Where an intervention ends unless it says otherwise.
    pub end_week: u32,
    /// The study it is part of, if any.
    pub study: Option<StudyLimits>,
    /// Whether a matching rule decides where and how much.
    pub matched: bool,
}

/// What a study allows its policies.
#[derive(Clone, Copy)]
pub(super) struct StudyLimits {
    pub budget_soles_per_year: f64,
    pub horizon_weeks: u32,
}

/// Reads the interventions of a list and checks that together they stay within the study's budget.
pub(super) fn read_all(list: &Entry, context: &Context<'_>) -> Result<Vec<Intervention>, Diagnostic> {
    let tables = list.tables()?;
    if tables.len() > MOST_TOGETHER {
        let message = format!("{} interventions are given together", tables.len());
        return Err(list.error(message).expected(format!("at most {MOST_TOGETHER}")));
    }
    let mut interventions = Vec::new();
    for table in &tables {
        let one = read(table, context)?;
        (context.vocabulary.check)(&one, context.matched).map_err(|(key, why)| at(table, &[key, "kind"], why))?;
        interventions.push(one);
    }
    one_of_a_kind(&tables, &interventions)?;
    if let Some(limits) = context.study.filter(|_| !context.matched) {
        within_budget(&tables, &interventions, limits)?;
    }
    Ok(interventions)
}

fn read(table: &Table, context: &Context<'_>) -> Result<Intervention, Diagnostic> {
    table.only(&KEYS)?;
    if context.matched {
        decided_by_rule(table)?;
    }
    let (kind, group) = read_kind(table, context.vocabulary)?;
    let (start_week, end_week, ramp_weeks) = read_weeks(table, context)?;
    let own = match table.get("parameters") {
        Some(entry) => read_own(entry, group, context.register)?,
        None => BTreeMap::new(),
    };
    let mut all = context.overrides.clone();
    all.extend(own.iter().map(|(name, value)| (name.clone(), *value)));
    Ok(Intervention {
        kind: kind.to_owned(),
        start_week,
        end_week,
        ramp_weeks,
        extent: read_extent(table, context)?,
        targeting: read_targeting(table)?,
        intensity: match table.get("intensity") {
            Some(entry) => entry.number_in(0.0..=4.0)?,
            None => 1.0,
        },
        parameters: Box::new(context.register.parameters(&all)),
        overrides: own,
    })
}

fn read_kind(table: &Table, vocabulary: &Vocabulary) -> Result<(&'static str, &'static str), Diagnostic> {
    let kinds = || vocabulary.interventions.iter().map(|(kind, _)| *kind);
    let entry = table.need("kind", &one_of(kinds()))?;
    let text = entry.text()?;
    match vocabulary.interventions.iter().find(|(kind, _)| *kind == text) {
        Some(known) => Ok(*known),
        None => Err(entry
            .error(format!("unknown intervention `{text}`"))
            .expected(one_of(kinds()))
            .nearest(names::nearest_kind(text, vocabulary.interventions))),
    }
}

fn read_weeks(table: &Table, context: &Context<'_>) -> Result<(u32, u32, u32), Diagnostic> {
    let start = match table.get("start_week") {
        Some(entry) => read_week(entry)?,
        None => 0,
    };
    let end = match table.get("end_week") {
        Some(entry) => read_week(entry)?,
        None => context.end_week,
    };
    if end <= start {
        let message = format!("the intervention ends in week {end}, before or when it starts ({start})");
        return Err(at(table, &["end_week", "start_week"], message).expected(format!("an end_week above {start}")));
    }
    if let Some(limits) = context.study
        && end > limits.horizon_weeks
    {
        let message = format!("the intervention ends in week {end}, beyond the study's horizon");
        return Err(
            at(table, &["end_week"], message).expected(format!("an end_week of at most {}", limits.horizon_weeks))
        );
    }
    let ramp = match table.get("ramp_weeks") {
        Some(entry) => read_week(entry)?,
        None => 0,
    };
    if ramp > end - start {
        let message = format!("a ramp of {ramp} weeks is longer than the programme");
        return Err(at(table, &["ramp_weeks"], message).expected(format!("at most {} weeks", end - start)));
    }
    Ok((start, end, ramp))
}

/// A week after the end of the burn-in.
pub(super) fn read_week(entry: &Entry) -> Result<u32, Diagnostic> {
    let week = entry.whole_in(0..=LAST_WEEK)?;
    Ok(u32::try_from(week).unwrap_or(u32::MAX))
}

/// What a matching rule decides is not said in the menu.
fn decided_by_rule(table: &Table) -> Result<(), Diagnostic> {
    const DECIDED: [&str; 6] =
        ["coverage", "budget_soles_per_year", "share_of_budget", "targeting", "index", "intensity"];
    match DECIDED.iter().find_map(|key| table.get(key)) {
        Some(entry) => Err(entry
            .key_place
            .error(format!("`{}` is given, but the policy's matching decides it", entry.key))
            .expected("kind, weeks and parameters only: what may be chosen from")),
        None => Ok(()),
    }
}

fn read_extent(table: &Table, context: &Context<'_>) -> Result<Extent, Diagnostic> {
    if let Some(limits) = context.study.filter(|_| context.matched) {
        return Ok(Extent::BudgetSolesPerYear(limits.budget_soles_per_year));
    }
    const WAYS: [&str; 3] = ["coverage", "budget_soles_per_year", "share_of_budget"];
    let in_study = context.study.is_some();
    let expected = if in_study {
        "exactly one of: coverage, budget_soles_per_year, share_of_budget"
    } else {
        "exactly one of: coverage, budget_soles_per_year"
    };
    let mut given = WAYS.iter().filter_map(|key| table.get(key));
    let Some(entry) = given.next() else {
        return Err(table.error("it is not said how much of the intervention there is").expected(expected));
    };
    if let Some(second) = given.next() {
        return Err(second
            .key_place
            .error(format!("both `{}` and `{}` are given", entry.key, second.key))
            .expected(expected));
    }
    match (entry.key.as_str(), context.study) {
        ("coverage", _) => Ok(Extent::Coverage(entry.number_in(0.0..=1.0)?)),
        ("share_of_budget", Some(limits)) => {
            Ok(Extent::BudgetSolesPerYear(entry.number_in(0.0..=1.0)? * limits.budget_soles_per_year))
        }
        ("share_of_budget", None) => {
            Err(entry.key_place.error("`share_of_budget` has no meaning outside a study").expected(expected))
        }
        _ => Ok(Extent::BudgetSolesPerYear(entry.amount_in(0.0..=1e12)?)),
    }
}

fn read_targeting(table: &Table) -> Result<Targeting, Diagnostic> {
    const WAYS: [&str; 3] = ["uniform", "by-exposure", "index"];
    let way = match table.get("targeting") {
        Some(entry) => Some((entry, entry.text()?)),
        None => None,
    };
    match (way, table.get("index")) {
        (Some((_, "index")), Some(weights)) => Ok(Targeting::Index(read_index(weights)?)),
        (Some((entry, "index")), None) => Err(entry
            .error("the index has no weights")
            .expected("a table beside it, such as index = { exposure = 1, cost = -1 }")),
        (_, Some(weights)) => Err(weights
            .key_place
            .error("weights of an index are given, but communities are not chosen by one")
            .expected("targeting = \"index\" beside it")),
        (None | Some((_, "uniform")), None) => Ok(Targeting::Uniform),
        (Some((_, "by-exposure")), None) => Ok(Targeting::ByExposure),
        (Some((entry, other)), None) => Err(entry
            .error(format!("unknown targeting `{other}`"))
            .expected(one_of(WAYS.into_iter()))
            .nearest(nearest_name(other, WAYS))),
    }
}

/// Weights left out are 0; at least one is not.
fn read_index(entry: &Entry) -> Result<Index, Diagnostic> {
    let table = entry.table()?;
    table.only(&Index::NAMES)?;
    let mut weights = [0.0; Index::NAMES.len()];
    for (weight, name) in weights.iter_mut().zip(Index::NAMES) {
        if let Some(entry) = table.get(name) {
            *weight = entry.number_in(-10.0..=10.0)?;
        }
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(entry
            .error("the index weighs nothing")
            .expected(format!("a weight other than 0 for {}", one_of(Index::NAMES.into_iter()))));
    }
    Ok(Index::from_weights(weights))
}

/// Parameters that stand beside an intervention's own in the register but hold whoever runs it.
pub(super) const OF_GIRLS: [&str; 1] = ["info.x_max"];

/// An intervention's own values: only of its own group, so that no policy changes the world it is compared in.
fn read_own(entry: &Entry, group: &str, register: &Register) -> Result<BTreeMap<String, f64>, Diagnostic> {
    let mut table = entry.table()?.clone();
    overrides::flatten(&mut table)?;
    let own = overrides::read(register, &table)?;
    for field in &table.entries {
        if OF_GIRLS.contains(&field.key.as_str()) {
            return Err(field
                .key_place
                .error(format!("`{}` describes girls, not a campaign", field.key))
                .expected("it in the scenario's [parameters], the same for every policy"));
        }
        if field.key.split_once('.').is_none_or(|(g, _)| g != group) {
            let names = register.entries.iter().filter(|e| e.group() == group);
            return Err(field
                .key_place
                .error(format!("`{}` is not this intervention's own parameter", field.key))
                .expected(one_of(names.map(|e| e.name.as_str()))));
        }
    }
    Ok(own)
}

/// Two interventions of one kind that run at the same time would contradict each other's terms.
fn one_of_a_kind(tables: &[&Table], interventions: &[Intervention]) -> Result<(), Diagnostic> {
    for (i, (table, later)) in tables.iter().zip(interventions).enumerate() {
        let overlaps = |earlier: &&Intervention| {
            earlier.kind == later.kind && earlier.start_week < later.end_week && later.start_week < earlier.end_week
        };
        if interventions[..i].iter().any(|earlier| overlaps(&earlier)) {
            let message = format!("`{}` runs twice at the same time", later.kind);
            return Err(at(table, &["kind"], message).expected("one after the other, or one with a larger extent"));
        }
    }
    Ok(())
}

/// In no week may the interventions running then cost more a year than the study has.
fn within_budget(tables: &[&Table], interventions: &[Intervention], limits: StudyLimits) -> Result<(), Diagnostic> {
    let budget = limits.budget_soles_per_year;
    let money = |i: &Intervention| match i.extent {
        Extent::BudgetSolesPerYear(soles) => soles,
        Extent::Coverage(_) => 0.0,
    };
    for week in interventions.iter().map(|i| i.start_week) {
        let mut sum = 0.0;
        for (table, intervention) in tables.iter().zip(interventions) {
            if !(intervention.start_week..intervention.end_week).contains(&week) {
                continue;
            }
            sum += money(intervention);
            if sum > budget * (1.0 + 1e-9) {
                let message = match table.get("share_of_budget") {
                    Some(_) => format!("shares of the budget sum to {} in week {week}", sum / budget),
                    None => format!("budgets sum to {sum} soles a year in week {week}"),
                };
                let expected = match table.get("share_of_budget") {
                    Some(_) => "shares that sum to at most 1".to_owned(),
                    None => format!("at most the study's {budget} soles a year"),
                };
                return Err(at(table, &["share_of_budget", "budget_soles_per_year"], message).expected(expected));
            }
        }
    }
    Ok(())
}

/// An error at the first of these keys that is there, else at the table.
fn at(table: &Table, keys: &[&str], message: String) -> Diagnostic {
    match keys.iter().find_map(|key| table.get(key)) {
        Some(entry) => entry.error(message),
        None => table.error(message),
    }
}

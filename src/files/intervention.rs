//! `[[intervention]]` tables, in a scenario, a study or a policy's own file.

use super::acts::{read_custom, refuse_own_keys};
use super::aim::{Named, read_where, read_whom};
use super::declared::{CUSTOM, DECIDED, INDEX, INTERVENTION};
use super::document::{Entry, Table};
use super::names;
use super::overrides;
use super::problems::Problems;
use super::reading::Reading;
use amparo_model::policy::{Kind, SURVEY, Vocabulary};
use amparo_model::register::Register;
use amparo_model::scenario::{Custom, Extent, Index, Intervention, Targeting, Whom};
use amparo_text::{Diagnostic, nearest_name, one_of};
use std::collections::BTreeMap;

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
    /// What `where` may name; `None`: that is for the scenario to tell.
    pub places: Option<Named<'a>>,
}

/// What a study allows its policies.
#[derive(Clone, Copy)]
pub(super) struct StudyLimits {
    pub budget_soles_per_year: f64,
    pub horizon_weeks: u32,
}

/// Reads the interventions of a list and checks that together they stay within the study's budget.
pub(super) fn read_all(list: &Entry, context: &Context<'_>, problems: &Problems) -> Option<Vec<Intervention>> {
    let tables = problems.keep(list.tables())?;
    if tables.len() > MOST_TOGETHER {
        let message = format!("{} interventions are given together", tables.len());
        problems.push(list.error(message).expected(format!("at most {MOST_TOGETHER}")));
        return None;
    }
    let one = |table: &&Table| {
        let one = read(&Reading::new(table, &INTERVENTION, problems), context)?;
        let checked = context.vocabulary.check(&one, context.matched);
        problems.keep(checked.map_err(|wrong| at(table, &[wrong.key, "kind"], wrong.why)))?;
        Some(one)
    };
    let read: Vec<Option<Intervention>> = tables.iter().map(one).collect();
    let interventions: Vec<Intervention> = read.into_iter().collect::<Option<_>>()?;
    one_of_a_kind(&tables, &interventions, problems);
    if let Err((row, wrong)) = context.vocabulary.check_together(&interventions) {
        problems.push(at(tables[row], &[wrong.key, "kind"], wrong.why));
    }
    if let Some(limits) = context.study.filter(|_| !context.matched) {
        problems.keep(within_budget(&tables, &interventions, limits))?;
    }
    Some(interventions)
}

fn read(of: &Reading<'_>, context: &Context<'_>) -> Option<Intervention> {
    if context.matched {
        decided_by_rule(of);
    }
    let what = read_kind(of, context.vocabulary);
    let kind = match &what {
        Some(What::Kind(kind)) => Some(*kind),
        _ => None,
    };
    let weeks = read_weeks(of, context);
    let own = what.as_ref().map(|_| match (kind, of.entry("parameters")) {
        (Some(kind), Some(entry)) => read_own(entry, kind, context.register, of.problems),
        _ => BTreeMap::new(),
    });
    let (extent, targeting, intensity) = (read_extent(of, context), read_targeting(of), of.number("intensity"));
    let (within, whom) = (read_where(of, context.places), read_whom(of));
    ages_once(of, kind, own.as_ref(), whom.as_ref())?;
    let (own, (start_week, end_week, ramp_weeks)) = (own?, weeks?);
    let mut all = context.overrides.clone();
    all.extend(own.iter().map(|(name, value)| (name.clone(), *value)));
    let (kind, custom) = match what? {
        What::Kind(kind) => (kind.name.to_owned(), None),
        What::Own(name, custom) => (name, Some(Box::new(custom))),
    };
    Some(Intervention {
        kind,
        custom,
        start_week,
        end_week,
        ramp_weeks,
        extent: extent?,
        targeting: targeting?,
        within: within?,
        whom: whom?,
        intensity: intensity?,
        parameters: Box::new(context.register.parameters(&all)),
        overrides: own,
    })
}

/// Ages are said by `whom` or by the intervention's own parameters, not by both.
fn ages_once(
    of: &Reading<'_>,
    kind: Option<&Kind>,
    own: Option<&BTreeMap<String, f64>>,
    whom: Option<&Whom>,
) -> Option<()> {
    let (Some(kind), Some(own), Some(whom)) = (kind, own, whom) else { return Some(()) };
    match kind.ages.iter().find(|name| own.contains_key(**name)).filter(|_| whom.limits_ages()) {
        Some(name) => {
            let message = format!("ages are said twice: by `whom` and by `{name}`");
            of.wrong(at(of.table, &["whom"], message).expected("one of the two"))
        }
        None => Some(()),
    }
}

/// What an intervention is.
enum What {
    Kind(&'static Kind),
    /// One's own, with its name.
    Own(String, Custom),
}

fn read_kind(of: &Reading<'_>, vocabulary: &Vocabulary) -> Option<What> {
    let kinds = vocabulary.kinds();
    let names = || one_of(kinds.iter().map(|kind| kind.name).chain([CUSTOM]));
    let entry = of.needed_as("kind", &names())?;
    let text = of.keep(entry.text())?;
    if text == CUSTOM {
        let taken: Vec<&str> = kinds.iter().map(|kind| kind.name).chain([CUSTOM, SURVEY]).collect();
        let (name, custom) = read_custom(of, &taken)?;
        return Some(What::Own(name, custom));
    }
    refuse_own_keys(of);
    let found = kinds.iter().find(|kind| kind.name == text).copied().or_else(|| {
        of.wrong(
            entry
                .error(format!("unknown intervention `{text}`"))
                .expected(names())
                .nearest(names::nearest_kind(text, &kinds)),
        )
    });
    found.map(What::Kind)
}

fn read_weeks(of: &Reading<'_>, context: &Context<'_>) -> Option<(u32, u32, u32)> {
    let start = of.week("start_week");
    let end = match of.entry("end_week") {
        Some(_) => of.week("end_week"),
        None => Some(context.end_week),
    };
    let ramp = of.week("ramp_weeks");
    let (start, end) = (start?, end?);
    if end <= start {
        let message = format!("the intervention ends in week {end}, before or when it starts ({start})");
        return of
            .wrong(at(of.table, &["end_week", "start_week"], message).expected(format!("an end_week above {start}")));
    }
    if let Some(limits) = context.study
        && end > limits.horizon_weeks
    {
        let message = format!("the intervention ends in week {end}, beyond the study's horizon");
        return of.wrong(
            at(of.table, &["end_week"], message).expected(format!("an end_week of at most {}", limits.horizon_weeks)),
        );
    }
    let ramp = ramp?;
    if ramp > end - start {
        let message = format!("a ramp of {ramp} weeks is longer than the programme");
        return of.wrong(at(of.table, &["ramp_weeks"], message).expected(format!("at most {} weeks", end - start)));
    }
    Some((start, end, ramp))
}

/// What a matching rule decides is not said in the menu.
fn decided_by_rule(of: &Reading<'_>) {
    for entry in DECIDED.iter().filter_map(|key| of.entry(key)) {
        of.problems.push(
            entry
                .key_place
                .error(format!("`{}` is given, but the policy's matching decides it", entry.key))
                .expected("kind, weeks and parameters only: what may be chosen from"),
        );
    }
}

/// Ways to say how much of an intervention there is.
const WAYS: [&str; 4] = ["coverage", "budget_soles_per_year", "girls", "share_of_budget"];

/// Whether none of the interventions of a list says how much of it there is: that of a menu is left to a rule.
pub(super) fn says_not_how_much(list: &Entry) -> bool {
    let Ok(tables) = list.tables() else { return false };
    !tables.is_empty() && tables.iter().all(|one| WAYS.iter().all(|key| one.get(key).is_none()))
}

fn read_extent(of: &Reading<'_>, context: &Context<'_>) -> Option<Extent> {
    if let Some(limits) = context.study.filter(|_| context.matched) {
        return Some(Extent::BudgetSolesPerYear(limits.budget_soles_per_year));
    }
    let in_study = context.study.is_some();
    let expected = if in_study {
        "exactly one of: coverage, budget_soles_per_year, girls, share_of_budget"
    } else {
        "exactly one of: coverage, budget_soles_per_year, girls"
    };
    let mut given = WAYS.iter().filter_map(|key| of.entry(key));
    let Some(entry) = given.next() else {
        if WAYS.iter().any(|key| of.misspelt(key)) {
            return None;
        }
        return of.wrong(of.table.error("it is not said how much of the intervention there is").expected(expected));
    };
    if let Some(second) = given.next() {
        return of.wrong(
            second.key_place.error(format!("both `{}` and `{}` are given", entry.key, second.key)).expected(expected),
        );
    }
    match (entry.key.as_str(), context.study) {
        ("coverage", _) => of.number("coverage").map(Extent::Coverage),
        ("girls", _) => of.number("girls").map(Extent::Girls),
        ("share_of_budget", Some(limits)) => {
            Some(Extent::BudgetSolesPerYear(of.number("share_of_budget")? * limits.budget_soles_per_year))
        }
        ("share_of_budget", None) => {
            of.wrong(entry.key_place.error("`share_of_budget` has no meaning outside a study").expected(expected))
        }
        _ => of.number("budget_soles_per_year").map(Extent::BudgetSolesPerYear),
    }
}

fn read_targeting(of: &Reading<'_>) -> Option<Targeting> {
    let way = of.word("targeting")?;
    match (way, of.entry("index")) {
        ("index", Some(entry)) => read_index(entry, &of.table("index")?).map(Targeting::Index),
        ("index", None) => {
            let entry = of.entry("targeting")?;
            of.wrong(
                entry
                    .error("the index has no weights")
                    .expected("a table beside it, such as index = { exposure = 1, cost = -1 }"),
            )
        }
        (_, Some(weights)) => of.wrong(
            weights
                .key_place
                .error("weights of an index are given, but communities are not chosen by one")
                .expected("targeting = \"index\" beside it"),
        ),
        ("by-exposure", None) => Some(Targeting::ByExposure),
        (_, None) => Some(Targeting::Uniform),
    }
}

/// Weights left out are 0; at least one is not.
fn read_index(entry: &Entry, of: &Reading<'_>) -> Option<Index> {
    let mut weights = [Some(0.0); Index::NAMES.len()];
    for (weight, name) in weights.iter_mut().zip(Index::NAMES) {
        *weight = of.number(name);
    }
    if weights.iter().all(|weight| *weight == Some(0.0)) {
        return of.wrong(
            entry
                .error("the index weighs nothing")
                .expected(format!("a weight other than 0 for {}", one_of(INDEX.names()))),
        );
    }
    let [a, b, c, d, e, f] = weights;
    Some(Index::from_weights([a?, b?, c?, d?, e?, f?]))
}

/// An intervention's own values: only of its own group, so that no policy changes the world it is compared in.
fn read_own(entry: &Entry, kind: &Kind, register: &Register, problems: &Problems) -> BTreeMap<String, f64> {
    let Some(table) = problems.keep(entry.table()) else { return BTreeMap::new() };
    let mut table = table.clone();
    overrides::flatten(&mut table, problems);
    if !kind.parameters.is_empty() {
        table.entries.retain(|field| {
            kind.parameters.iter().any(|own| own.name == field.key) || unknown_of(kind, field, problems)
        });
    }
    let own = |field: &Entry| field.key.split_once('.').is_some_and(|(group, _)| group == kind.group);
    // What is not its own is refused as such, but where no such parameter exists at all that is said.
    let read = overrides::read(register, &table, problems);
    for field in table.entries.iter().filter(|field| register.get(&field.key).is_some()) {
        if kind.of_girls.contains(&field.key.as_str()) {
            problems.push(
                field
                    .key_place
                    .error(format!("`{}` describes girls, not a programme", field.key))
                    .expected("the parameter in the scenario's [parameters], the same for every policy"),
            );
        } else if !own(field) {
            let names = register.entries.iter().filter(|e| e.group() == kind.group);
            problems.push(
                field
                    .key_place
                    .error(format!("`{}` is not this intervention's own parameter", field.key))
                    .expected(one_of(names.map(|e| e.name.as_str()))),
            );
        }
    }
    read
}

/// Adds that a kind which brings its own parameters has no such one; `false`, for there is nothing to keep.
fn unknown_of(kind: &Kind, field: &Entry, problems: &Problems) -> bool {
    let names = || kind.parameters.iter().map(|own| own.name);
    problems.push(
        field
            .key_place
            .error(format!("unknown parameter `{}`", field.key))
            .expected(format!("a parameter of `{}`, {}", kind.name, one_of(names())))
            .nearest(nearest_name(&field.key, names())),
    );
    false
}

/// Two interventions of one kind that run at the same time would contradict each other's terms.
fn one_of_a_kind(tables: &[&Table], interventions: &[Intervention], problems: &Problems) {
    for (i, (table, later)) in tables.iter().zip(interventions).enumerate() {
        let overlaps = |earlier: &&Intervention| {
            earlier.kind == later.kind && earlier.start_week < later.end_week && later.start_week < earlier.end_week
        };
        if interventions[..i].iter().any(|earlier| overlaps(&earlier)) {
            let message = format!("`{}` runs twice at the same time", later.kind);
            problems.push(at(table, &["kind"], message).expected("one after the other, or one with a larger extent"));
        }
    }
}

/// In no week may the interventions running then cost more per year than the study has.
fn within_budget(tables: &[&Table], interventions: &[Intervention], limits: StudyLimits) -> Result<(), Diagnostic> {
    let budget = limits.budget_soles_per_year;
    let money = |i: &Intervention| match i.extent {
        Extent::BudgetSolesPerYear(soles) => soles,
        Extent::Coverage(_) | Extent::Girls(_) => 0.0,
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
                    None => format!("budgets sum to {sum} per year in week {week}"),
                };
                let expected = match table.get("share_of_budget") {
                    Some(_) => "shares that sum to at most 1".to_owned(),
                    None => format!("at most the study's {budget} per year"),
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

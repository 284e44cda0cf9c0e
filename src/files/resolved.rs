//! The resolved copy: everything that affects results, in one self-describing TOML text, and its hash.
//!
//! It is a record, not an input: paths, comments and the way a value was given are gone, so two inputs that
//! mean the same have the same text and the same hash.

use super::columns::{COMMUNITIES, DEPARTMENTS, DESTINATIONS, TOWNS};
use super::declared::{
    ADAPTATION, BASELINE, BURN_IN, CURRENCY, CUSTOM, DRAWS, EVENT, INDEX, INTERVENTION, MAP, MATCHING, POLICY,
    PRECISION, SAMPLE, SCENARIO, SOURCES, STUDY, WHERE, WHOM,
};
use super::mechanisms::{COST, MECHANISM, MECHANISMS};
use super::recorded::{Said, line, list, number, quoted, write, write_keys};
use amparo_model::policy::named;
use amparo_model::scenario::{
    Act, Condition, Cost, Course, Custom, DRIVERS, Event, EventKind, Extent, FIRST_CANDIDATES, Feature,
    HouseholdTransfer, Index, Intervention, Matching, Policy, Scenario, SchoolTransfer, Strengths, Study, Targeting,
    Where, Whom,
};
use amparo_text::Currency;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What has a resolved copy.
pub trait Resolved {
    /// Everything that affects results as one TOML text, every value filled in, each parameter with unit, grade, prior and range.
    fn resolved_toml(&self) -> String;

    /// The 64-hex blake3 hash of [`Resolved::resolved_toml`].
    fn inputs_hash(&self) -> String {
        hash(&self.resolved_toml())
    }
}

impl Resolved for Scenario {
    fn resolved_toml(&self) -> String {
        scenario_toml(self)
    }
}

impl Resolved for Study {
    fn resolved_toml(&self) -> String {
        study_toml(self)
    }
}

/// The scenario as one TOML text, every value filled in, each parameter with unit, grade, prior and range.
fn scenario_toml(scenario: &Scenario) -> String {
    let mut text = String::from("# Resolved scenario: a record of what was run, not an input file.\n");
    write_titles(scenario, &mut text);
    write_world(scenario, &mut text);
    for intervention in &scenario.interventions {
        text.push_str("\n[[intervention]]\n");
        write_intervention(&mut text, intervention);
    }
    text
}

/// The 64-hex hash of what a run of the scenario's own interventions depends on besides its seed: no titles, no words.
pub fn numbers_hash(scenario: &Scenario) -> String {
    let mut text = String::new();
    write_numbers(scenario, &mut text);
    for intervention in &scenario.interventions {
        text.push_str("\n[[intervention]]\n");
        write_intervention(&mut text, intervention);
    }
    hash(&text)
}

fn write_titles(scenario: &Scenario, text: &mut String) {
    write(text, "[scenario]", &SCENARIO, |key| {
        Some(match key {
            "name" => Said::text(&scenario.name),
            "title" => Said::text(&scenario.title),
            // Paths, or in tables of their own.
            _ => Said::Nothing,
        })
    });
    if !scenario.sources.is_empty() {
        let said = |key: &str| scenario.sources.get(key).map_or(Said::Nothing, |source| Said::text(source));
        write(text, "[sources]", &SOURCES, |key| Some(said(key)));
    }
    // The currency of the case that ships goes without saying.
    if scenario.currency != Currency::default() {
        write(text, "[currency]", &CURRENCY, |key| {
            Some(match key {
                "symbol" => Said::text(&scenario.currency.symbol),
                "name" => Said::text(&scenario.currency.name),
                "plural" => Said::text(&scenario.currency.plural),
                _ => return None,
            })
        });
    }
}

fn write_world(scenario: &Scenario, text: &mut String) {
    write_baseline(scenario, text);
    write_parameters(scenario, text);
    write_place(scenario, text);
}

/// What a world's bits depend on: as [`write_world`], but of parameters the values alone, without units, grades
/// and ranges.
fn write_numbers(scenario: &Scenario, text: &mut String) {
    write_baseline(scenario, text);
    write_values(scenario, text);
    write_place(scenario, text);
}

/// Region, events and school terms.
pub fn write_place(scenario: &Scenario, text: &mut String) {
    if !scenario.school_terms.is_empty() {
        write(text, "[school]", &SCENARIO, |key| {
            Some(if key == "school_terms" { Said::Terms(scenario.school_terms.clone()) } else { Said::Nothing })
        });
    }
    write_region(scenario, text);
    for event in &scenario.events {
        write(text, "[[event]]", &EVENT, |key| said_of_event(scenario, event, key));
    }
}

fn said_of_event(scenario: &Scenario, event: &Event, key: &str) -> Option<Said> {
    let town = event.kind.town().and_then(|town| scenario.towns.get(town));
    Some(match (key, event.kind) {
        ("kind", kind) => Said::text(kind.name()),
        ("start_week", _) => Said::Whole(event.start_week.into()),
        ("end_week", _) => Said::Whole(event.end_week.into()),
        ("ramp_weeks", _) => Said::Whole(event.ramp_weeks.into()),
        ("town", _) => town.map_or(Said::Nothing, |town| Said::text(&town.name)),
        ("index", EventKind::Gold { index }) => Said::Number(index),
        ("approaches", EventKind::Movement { approaches, .. }) => Said::Number(approaches),
        ("travel", EventKind::Movement { travel, .. }) => Said::Number(travel),
        ("factor", EventKind::Reporting { factor }) => Said::Number(factor),
        ("index" | "approaches" | "travel" | "factor", _) => Said::Nothing,
        _ => return None,
    })
}

/// Writes what a world starts from, and how long it burns in.
pub fn write_baseline(scenario: &Scenario, text: &mut String) {
    let b = &scenario.baseline;
    write(text, "[baseline]", &BASELINE, |key| {
        Some(Said::Number(match key {
            "victims" => b.victims,
            "brothels" => b.brothels,
            "registered_per_100k" => b.registered_per_100k,
            "rescued_per_year" => b.rescued_per_year,
            "minors_share" => b.minors_share,
            "residents" => b.residents,
            _ => return None,
        }))
    });
    let b = &scenario.burn_in;
    write(text, "[burn_in]", &BURN_IN, |key| {
        Some(match key {
            "years" => Said::Whole(b.years as u64),
            "max_years" => Said::Whole(b.max_years as u64),
            "drift_years" => Said::Whole(b.drift_years as u64),
            "drift_per_year" => Said::Number(b.drift_per_year),
            _ => return None,
        })
    });
}

fn write_parameters(scenario: &Scenario, text: &mut String) {
    text.push_str("\n[parameters]  # value, then unit; grade; prior and range\n");
    let values = scenario.parameters.values();
    for e in &scenario.register.entries {
        let own = &scenario.parameters.own;
        let value = values.get(&e.name).or_else(|| own.get(&e.name)).copied().unwrap_or(e.default);
        let _ = writeln!(
            text,
            "{} = {}  # {}; {}; {} {} to {}",
            quoted(&e.name),
            number(value),
            plain(&e.unit),
            e.grade,
            e.prior,
            e.low,
            e.high
        );
    }
}

/// Values alone. Of what interventions from outside brought only what is not their default: without it another kind would change
/// the key of every cell, and each intervention says its own.
fn write_values(scenario: &Scenario, text: &mut String) {
    text.push_str("\n[parameters]\n");
    let differs = |(name, value): &(&String, &f64)| scenario.register.get(name).is_none_or(|e| e.default != **value);
    let own = scenario.parameters.own.iter().filter(differs).map(|(name, value)| (name.clone(), *value));
    for (name, value) in scenario.parameters.values().into_iter().chain(own) {
        line(text, &quoted(&name), &number(value));
    }
}

fn write_region(scenario: &Scenario, text: &mut String) {
    for (origin, d) in scenario.departments.iter().enumerate() {
        write(text, "[[department]]", &DEPARTMENTS, |column| {
            Some(match column {
                "name" => Said::text(&d.name),
                "population" => Said::Number(d.population),
                "districts" => Said::Whole(d.districts as u64),
                "poverty_rate" => Said::Number(d.poverty_rate),
                "taboo" => Said::Number(d.taboo),
                "violence_share" => Said::Number(d.violence_share),
                "adult_earnings" => Said::Number(d.adult_earnings),
                "phone_share" => Said::Number(d.phone_share),
                "hours_to_gateway" => Said::if_given(d.hours_to_gateway),
                "in_school_at_12" => Said::Number(d.in_school_at_12),
                "origin_share" => Said::Number(d.origin_share),
                "origin_grade" => Said::text(&d.origin_grade.to_string()),
                "fitted" => Said::Flag(d.fitted),
                _ => return None,
            })
        });
        line(text, "attraction", &number(d.attraction));
        if scenario.communities.is_none() {
            write_routes(scenario, origin, text);
        }
    }
    for (i, t) in scenario.towns.iter().enumerate() {
        write(text, "[[town]]", &TOWNS, |column| {
            Some(match column {
                "name" => Said::text(&t.name),
                "miners" => Said::Number(t.miners),
                "hours_beyond_gateway" => Said::if_given(t.hours_beyond_gateway),
                _ => return None,
            })
        });
        if let Some(between) = scenario.travel.as_ref().and_then(|travel| travel.between_towns.as_ref()) {
            line(text, "hours_to_towns", &list(&between[i]));
        }
    }
    for (origin, c) in scenario.communities.iter().flatten().enumerate() {
        write(text, "[[community]]", &COMMUNITIES, |column| {
            Some(match column {
                "name" => Said::text(&c.name),
                "department" => Said::text(scenario.departments.get(c.department).map_or("", |d| &d.name)),
                "girls" => Said::Number(c.girls),
                "poverty_rate" => Said::Number(c.poverty_rate),
                "taboo" => Said::Number(c.taboo),
                "violence_share" => Said::Number(c.violence_share),
                "adult_earnings" => Said::Number(c.adult_earnings),
                "phone_share" => Said::Number(c.phone_share),
                "belief" => Said::Number(c.belief),
                "hours_to_gateway" => Said::if_given(c.hours_to_gateway),
                _ => return None,
            })
        });
        write_routes(scenario, origin, text);
    }
    for one in &scenario.destinations {
        write(text, "[[destination]]", &DESTINATIONS, |column| {
            Some(match column {
                "name" => Said::text(&one.name),
                "mass" => Said::Number(one.mass),
                _ => return None,
            })
        });
    }
}

/// Stated hours from an origin, to towns and destinations in their order.
fn write_routes(scenario: &Scenario, origin: usize, text: &mut String) {
    if let Some(routes) = scenario.travel.as_ref().and_then(|travel| travel.to_towns.as_ref()) {
        line(text, "hours_to_towns", &list(&routes[origin]));
    }
    if !scenario.destinations.is_empty() {
        let hours: Vec<f64> = scenario.destinations.iter().map(|one| one.hours[origin]).collect();
        line(text, "hours_to_destinations", &list(&hours));
    }
}

/// The study as one TOML text: its own keys, the world of its scenario, and its policies.
fn study_toml(study: &Study) -> String {
    let mut text = String::from("# Resolved study: a record of what was run, not an input file.\n");
    write(&mut text, "[study]", &STUDY, |key| {
        Some(match key {
            "name" => Said::text(&study.name),
            "title" => Said::text(&study.title),
            "replicates" => Said::Whole(study.replicates as u64),
            "seed" => Said::Whole(study.seed),
            "funded_years" => Said::Whole(study.funded_years as u64),
            "following_years" => Said::Whole(study.following_years as u64),
            "budgets_soles_per_year" => Said::Numbers(study.budgets_soles_per_year.clone()),
            "worth_of_a_case_soles" if study.worths_of_a_case_soles.is_empty() => Said::Nothing,
            "worth_of_a_case_soles" => Said::Numbers(study.worths_of_a_case_soles.clone()),
            // One budget is a list of one; paths, or in tables of their own.
            "budget_soles_per_year" | "based_on" | "drop" | "scenario" => Said::Nothing,
            "draws" | "adaptation" | "precision" | "also" | "policy" => Said::Nothing,
            _ => return None,
        })
    });
    write_plan(study, &mut text);
    write_titles(&study.scenario, &mut text);
    write_world(&study.scenario, &mut text);
    for policy in &study.policies {
        write(&mut text, "[[policy]]", &POLICY, |key| {
            Some(match key {
                "name" => Said::text(&policy.name),
                "title" => Said::text(&policy.title),
                "file" | "intervention" | "matching" | "budgets_soles_per_year" => Said::Nothing,
                _ => return None,
            })
        });
        line(&mut text, "group", &quoted(&policy.group));
        line(&mut text, "budget_soles_per_year", &number(policy.budget_soles_per_year));
        if let Some(matching) = &policy.matching {
            text.push_str("\n[policy.matching]\n");
            write_matching(&mut text, matching);
        }
        for intervention in &policy.interventions {
            text.push_str("\n[[policy.intervention]]\n");
            write_intervention(&mut text, intervention);
        }
    }
    for also in &study.also {
        text.push_str("\n[[also]]\n");
        let resolved = also.resolved_toml();
        line(&mut text, "inputs", &quoted(&hash(&resolved)));
        text.push_str(&commented(&resolved));
    }
    text
}

/// Draws, adaptation and precision.
fn write_plan(study: &Study, text: &mut String) {
    write(text, "[adaptation]", &ADAPTATION, |key| {
        Some(Said::Whole(match key {
            "before" => study.adaptation.before as u64,
            "split" => study.adaptation.split as u64,
            _ => return None,
        }))
    });
    if let Some(precision) = &study.precision {
        write(text, "[precision]", &PRECISION, |key| {
            Some(match key {
                "outcome" => Said::text(&precision.outcome),
                "half_width" => Said::if_given(precision.half_width),
                "relative" => Said::if_given(precision.relative),
                "block" => Said::Whole(precision.block as u64),
                "most" => Said::Whole(precision.most as u64),
                _ => return None,
            })
        });
    }
    let Some(plan) = &study.draws else { return };
    write(text, "[draws]", &DRAWS, |key| {
        Some(match key {
            "used" => Said::Whole(plan.used as u64),
            "repeated" => Said::Whole(plan.repeated as u64),
            "as_given" if plan.as_given => Said::Flag(true),
            "as_given" | "table" | "sample" => Said::Nothing,
            _ => return None,
        })
    });
    line(text, "rejected", &plan.rejected.to_string());
    write(text, "[draws.sample]", &SAMPLE, |key| {
        Some(match key {
            "seed" => Said::Whole(plan.sample.seed),
            "count" => Said::Whole(plan.sample.count as u64),
            // What results depend on are the draws below: a study that leaves this as it is keeps its hash.
            "first" if plan.sample.first == FIRST_CANDIDATES => Said::Nothing,
            "first" => Said::Whole(plan.sample.first as u64),
            "parameters" => Said::Texts(plan.sample.parameters.clone()),
            _ => return None,
        })
    });
    for draw in plan.rows.iter().take(plan.used) {
        text.push_str("\n[[draw]]\n");
        line(text, "number", &draw.number.to_string());
        line(text, "weight", &number(draw.weight));
        for (name, value) in &draw.values {
            line(text, &quoted(name), &number(*value));
        }
    }
}

/// The 64-hex hashes of what the cells of one draw (by position) depend on, the baseline's first, then every policy's: the
/// world at the draw's own values, the seed, the horizon and the policy's interventions, but no titles, weights, other
/// draws or policies, or number of replicates; so a study can grow without its finished cells losing their worth.
pub fn cell_hashes(study: &Study, draw: usize) -> Vec<String> {
    let mut text = String::new();
    line(&mut text, "seed", &study.seed.to_string());
    line(&mut text, "funded_years", &study.funded_years.to_string());
    line(&mut text, "following_years", &study.following_years.to_string());
    let (scenario, policies) = study.at_draw(draw);
    write_numbers(&scenario, &mut text);
    let of = |policy: Option<&Policy>| {
        let mut text = text.clone();
        if let Some(matching) = policy.and_then(|p| p.matching.as_ref()) {
            text.push_str("\n[matching]\n");
            write_matching(&mut text, matching);
            // What is spent is decided by matching.
            line(&mut text, "budget_soles_per_year", &number(policy.map_or(0.0, |p| p.budget_soles_per_year)));
            if matching.strengths == Strengths::Scenario {
                write_values(&study.scenario, &mut text);
            }
        }
        for intervention in policy.iter().flat_map(|p| &p.interventions) {
            text.push_str("\n[[intervention]]\n");
            write_intervention(&mut text, intervention);
        }
        hash(&text)
    };
    std::iter::once(None).chain(policies.iter().map(Some)).map(of).collect()
}

fn write_matching(text: &mut String, matching: &Matching) {
    write_keys(text, &MATCHING, |key| {
        Some(match key {
            "rule" => Said::text(matching.rule.name()),
            "survey" => Said::text(if matching.perfect_survey { "perfect" } else { "sampled" }),
            "households" => matching.households.map_or(Said::Nothing, |households| Said::Whole(households.into())),
            "intensities" => Said::Numbers(matching.intensities.clone()),
            "map" => Said::inline(&MAP, |driver| {
                let at = DRIVERS.iter().position(|name| *name == driver)?;
                Some(matching.map.get(at).map_or(Said::Nothing, |kind| Said::text(kind)))
            }),
            "strengths" => Said::text(match matching.strengths {
                Strengths::World => "world",
                Strengths::Scenario => "scenario",
            }),
            _ => return None,
        })
    });
}

fn write_intervention(text: &mut String, one: &Intervention) {
    let kind = named(&one.kind);
    write_keys(text, &INTERVENTION, |key| {
        Some(match (key, one.extent, one.targeting) {
            ("kind", ..) => Said::text(if one.custom.is_some() { CUSTOM } else { &one.kind }),
            ("name" | "unit_of_coverage" | "act" | "cost", ..) => {
                one.custom.as_ref().map_or(Said::Nothing, |custom| said_of_own(key, &one.kind, custom))
            }
            // Words decide no result.
            ("label", ..) => Said::Nothing,
            ("coverage", Extent::Coverage(share), _) => Said::Number(share),
            ("girls", Extent::Girls(girls), _) => Said::Number(girls),
            ("where", ..) => said_where(&one.within),
            ("whom", ..) => said_whom(&one.whom),
            ("budget_soles_per_year", Extent::BudgetSolesPerYear(soles), _) => Said::Number(soles),
            ("targeting", _, Targeting::Uniform) => Said::text("uniform"),
            ("targeting", _, Targeting::ByExposure) => Said::text("by-exposure"),
            ("targeting", _, Targeting::Index(_)) => Said::text("index"),
            ("index", _, Targeting::Index(index)) => Said::inline(&INDEX, |name| {
                let at = Index::NAMES.iter().position(|known| *known == name)?;
                Some(Said::Number(index.weights()[at]))
            }),
            ("start_week", ..) => Said::Whole(one.start_week.into()),
            ("end_week", ..) => Said::Whole(one.end_week.into()),
            ("ramp_weeks", ..) => Said::Whole(one.ramp_weeks.into()),
            ("intensity", ..) => Said::Number(one.intensity),
            ("parameters", ..) => {
                // What a kind brought along is all said, defaults too: another default is another key.
                let brought = kind.map_or(&[] as &[_], |kind| kind.parameters).iter();
                let brought =
                    brought.map(|own| (own.name.to_owned(), kind.map_or(0.0, |kind| kind.value(one, own.name))));
                let mut all: BTreeMap<String, f64> = one.overrides.clone();
                all.extend(brought);
                Said::Inline(all.into_iter().map(|(name, value)| (quoted(&name), number(value))).collect())
            }
            // A share is of the budget it comes to.
            ("coverage" | "budget_soles_per_year" | "girls" | "share_of_budget" | "index", ..) => Said::Nothing,
            _ => return None,
        })
    });
    // A kind that is built in is of the model's version.
    if let Some(kind) = kind.filter(|kind| !kind.version.is_empty()) {
        line(text, "version", &quoted(kind.version));
    }
}

/// Of an intervention of one's own, what only such a one says.
fn said_of_own(key: &str, name: &str, custom: &Custom) -> Said {
    match key {
        "name" => Said::text(name),
        "unit_of_coverage" => Said::text(if custom.to_communities { "community" } else { "girl" }),
        "act" => Said::Tables(custom.acts.iter().map(said_of_act).collect()),
        _ => Said::Tables(custom.costs.iter().map(said_of_cost).collect()),
    }
}

fn said_of_cost(cost: &Cost) -> Said {
    Said::inline(&COST, |key| {
        Some(match key {
            "per" => Said::text(cost.per.name()),
            "soles" => Said::Number(cost.soles),
            "overhead" => Said::Number(cost.overhead),
            _ => return None,
        })
    })
}

fn said_of_act(act: &Act) -> Said {
    let Some(keys) = MECHANISMS.iter().find(|keys| keys.name == act.name()) else { return Said::Nothing };
    Said::inline(keys, |key| {
        if key == MECHANISM {
            return Some(Said::text(act.name()));
        }
        match act {
            Act::Taboo(course) | Act::Violence(course) | Act::Earnings(course) => said_of_course(course, key),
            Act::Contacts(one) => number_of(key, &[("per_year", one.per_year), ("gain", one.gain)]),
            Act::Adoption(one) => number_of(
                key,
                &[
                    ("innovation_per_week", one.innovation_per_week),
                    ("imitation_per_week", one.imitation_per_week),
                    ("market", one.market),
                    ("drop_per_year", one.drop_per_year),
                    ("warning", one.warning),
                    ("shift", one.shift),
                    ("report", one.report),
                    ("complaint_ratio", one.complaint_ratio),
                ],
            ),
            Act::Warning(one) if key == "phone" => Some(Said::Flag(one.phone)),
            Act::Warning(one) => number_of(key, &[("shift", one.shift), ("report", one.report)])
                .or_else(|| said_of_course(&one.asks, key)),
            Act::Training(one) => number_of(
                key,
                &[
                    ("soles_per_month", one.soles_per_month),
                    ("effort", one.effort),
                    ("spread", one.spread),
                    ("min_age", one.min_age),
                    ("max_age", one.max_age),
                    ("course_weeks", one.course_weeks),
                    ("dropout_per_year", one.dropout_per_year),
                    ("targeting_error", one.targeting_error),
                    ("poor_cutoff", one.poor_cutoff),
                    ("offers_per_year", one.offers_per_year),
                    ("oversubscription", one.oversubscription),
                ],
            ),
            Act::SchoolTransfer(SchoolTransfer { soles_per_month, targeting_error, take_up, .. })
            | Act::HouseholdTransfer(HouseholdTransfer { soles_per_month, targeting_error, take_up }) => number_of(
                key,
                &[("soles_per_month", *soles_per_month), ("targeting_error", *targeting_error), ("take_up", *take_up)],
            ),
            Act::Schooling(one) => number_of(key, &[("fall", one.fall)]),
            Act::Support(one) => number_of(key, &[("effect", one.effect), ("speed", one.speed)]),
        }
    })
}

fn said_of_course(course: &Course, key: &str) -> Option<Said> {
    if key == "fading_half_life_weeks" && course.fading_half_life_weeks.is_infinite() {
        return Some(Said::Nothing);
    }
    number_of(
        key,
        &[
            ("dose", course.dose),
            ("growth_per_year", course.growth_per_year),
            ("delay_weeks", course.delay_weeks),
            ("cap", course.cap),
            ("fading_half_life_weeks", course.fading_half_life_weeks),
        ],
    )
}

/// The number under this key.
fn number_of(key: &str, all: &[(&str, f64)]) -> Option<Said> {
    all.iter().find(|(name, _)| *name == key).map(|(_, number)| Said::Number(*number))
}

/// The keys that limit an intervention to some communities and girls, as files write them; empty where it is limited to none.
pub fn limits_toml(one: &Intervention) -> String {
    let mut text = String::new();
    write_keys(&mut text, &INTERVENTION, |key| {
        Some(match key {
            "where" => said_where(&one.within),
            "whom" => said_whom(&one.whom),
            _ => Said::Nothing,
        })
    });
    text
}

fn said_where(within: &Where) -> Said {
    let names = |names: &[String]| if names.is_empty() { Said::Nothing } else { Said::Texts(names.to_vec()) };
    Said::inline(&WHERE, |key| {
        Some(match key {
            "departments" => names(&within.departments),
            "communities" => names(&within.communities),
            _ => {
                let (_, feature, at_least) = Condition::KEYS.iter().find(|(name, ..)| *name == key)?;
                let is = |one: &&Condition| one.feature == *feature && one.at_least == *at_least;
                match within.conditions.iter().find(is) {
                    Some(one) if one.feature == Feature::ExposureRank => Said::Whole(one.bound as u64),
                    one => Said::if_given(one.map(|one| one.bound)),
                }
            }
        })
    })
}

fn said_whom(whom: &Whom) -> Said {
    Said::inline(&WHOM, |key| {
        Some(match key {
            "ages" if whom.limits_ages() => Said::Wholes(vec![whom.youngest.into(), whom.oldest.into()]),
            "schooling" => whom.schooling.map_or(Said::Nothing, |schooling| Said::text(schooling.name())),
            "poor" if whom.poor => Said::Flag(true),
            "ages" | "poor" => Said::Nothing,
            _ => return None,
        })
    })
}

/// A text in comments, so that tables of another study stay apart from this one's.
fn commented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "#\n".to_owned() } else { format!("# {line}\n") }).collect()
}

/// A text that cannot end a comment.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

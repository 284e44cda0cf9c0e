//! The resolved copy: everything that affects results, in one self-describing TOML text, and its hash.
//!
//! It is a record, not an input: paths, comments and the way a value was given are gone, so two inputs that
//! mean the same have the same text and the same hash.

use amparo_model::policy::named;
use amparo_model::scenario::{
    DRIVERS, EventKind, Extent, FIRST_CANDIDATES, Index, Intervention, Matching, Policy, Scenario, Strengths, Study,
    Targeting,
};
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
    text.push_str("\n[scenario]\n");
    line(text, "name", &quoted(&scenario.name));
    line(text, "title", &quoted(&scenario.title));
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
        let terms: Vec<String> = scenario.school_terms.iter().map(|(from, to)| format!("[{from}, {to}]")).collect();
        text.push_str("\n[school]\n");
        line(text, "school_terms", &format!("[{}]", terms.join(", ")));
    }
    write_region(scenario, text);
    for event in &scenario.events {
        text.push_str("\n[[event]]\n");
        line(text, "kind", &quoted(event.kind.name()));
        match event.kind {
            EventKind::Crackdown { town } => {
                line(text, "town", &quoted(scenario.towns.get(town).map_or("", |t| &t.name)));
            }
            EventKind::Gold { index } => line(text, "index", &number(index)),
            EventKind::Movement { approaches, travel } => {
                line(text, "approaches", &number(approaches));
                line(text, "travel", &number(travel));
            }
            EventKind::Reporting { factor } => line(text, "factor", &number(factor)),
        }
        line(text, "start_week", &event.start_week.to_string());
        line(text, "end_week", &event.end_week.to_string());
        line(text, "ramp_weeks", &event.ramp_weeks.to_string());
    }
}

/// Writes what a world starts from, and how long it burns in.
pub fn write_baseline(scenario: &Scenario, text: &mut String) {
    let b = &scenario.baseline;
    text.push_str("\n[baseline]\n");
    line(text, "victims", &number(b.victims));
    line(text, "brothels", &number(b.brothels));
    line(text, "registered_per_100k", &number(b.registered_per_100k));
    line(text, "rescued_per_year", &number(b.rescued_per_year));
    line(text, "minors_share", &number(b.minors_share));
    line(text, "residents", &number(b.residents));
    let b = &scenario.burn_in;
    text.push_str("\n[burn_in]\n");
    line(text, "years", &b.years.to_string());
    line(text, "max_years", &b.max_years.to_string());
    line(text, "drift_years", &b.drift_years.to_string());
    line(text, "drift_per_year", &number(b.drift_per_year));
}

fn write_parameters(scenario: &Scenario, text: &mut String) {
    text.push_str("\n[parameters]  # value, then unit; grade; prior and range\n");
    let values = scenario.parameters.values();
    for e in &scenario.register.entries {
        let value = values.get(&e.name).copied().unwrap_or(e.default);
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

fn write_values(scenario: &Scenario, text: &mut String) {
    text.push_str("\n[parameters]\n");
    for (name, value) in scenario.parameters.values() {
        line(text, &quoted(&name), &number(value));
    }
}

fn write_region(scenario: &Scenario, text: &mut String) {
    for (origin, d) in scenario.departments.iter().enumerate() {
        text.push_str("\n[[department]]\n");
        line(text, "name", &quoted(&d.name));
        line(text, "population", &number(d.population));
        line(text, "districts", &d.districts.to_string());
        line(text, "poverty_rate", &number(d.poverty_rate));
        line(text, "taboo", &number(d.taboo));
        line(text, "violence_share", &number(d.violence_share));
        line(text, "adult_earnings", &number(d.adult_earnings));
        line(text, "phone_share", &number(d.phone_share));
        if let Some(hours) = d.hours_to_gateway {
            line(text, "hours_to_gateway", &number(hours));
        }
        if scenario.communities.is_none() {
            write_routes(scenario, origin, text);
        }
        line(text, "in_school_at_12", &number(d.in_school_at_12));
        line(text, "origin_share", &number(d.origin_share));
        line(text, "fitted", &d.fitted.to_string());
        line(text, "attraction", &number(d.attraction));
    }
    for (i, t) in scenario.towns.iter().enumerate() {
        text.push_str("\n[[town]]\n");
        line(text, "name", &quoted(&t.name));
        line(text, "miners", &number(t.miners));
        if let Some(hours) = t.hours_beyond_gateway {
            line(text, "hours_beyond_gateway", &number(hours));
        }
        if let Some(between) = scenario.travel.as_ref().and_then(|travel| travel.between_towns.as_ref()) {
            line(text, "hours_to_towns", &list(&between[i]));
        }
    }
    for (origin, c) in scenario.communities.iter().flatten().enumerate() {
        text.push_str("\n[[community]]\n");
        let department = scenario.departments.get(c.department).map_or("", |d| &d.name);
        line(text, "name", &quoted(&c.name));
        line(text, "department", &quoted(department));
        line(text, "girls", &number(c.girls));
        line(text, "poverty_rate", &number(c.poverty_rate));
        line(text, "taboo", &number(c.taboo));
        line(text, "violence_share", &number(c.violence_share));
        line(text, "adult_earnings", &number(c.adult_earnings));
        line(text, "phone_share", &number(c.phone_share));
        line(text, "belief", &number(c.belief));
        if let Some(hours) = c.hours_to_gateway {
            line(text, "hours_to_gateway", &number(hours));
        }
        write_routes(scenario, origin, text);
    }
    for one in &scenario.destinations {
        text.push_str("\n[[destination]]\n");
        line(text, "name", &quoted(&one.name));
        line(text, "mass", &number(one.mass));
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
    text.push_str("\n[study]\n");
    line(&mut text, "name", &quoted(&study.name));
    line(&mut text, "title", &quoted(&study.title));
    line(&mut text, "replicates", &study.replicates.to_string());
    line(&mut text, "seed", &study.seed.to_string());
    line(&mut text, "funded_years", &study.funded_years.to_string());
    line(&mut text, "following_years", &study.following_years.to_string());
    let budgets: Vec<String> = study.budgets_soles_per_year.iter().map(|soles| number(*soles)).collect();
    line(&mut text, "budgets_soles_per_year", &format!("[{}]", budgets.join(", ")));
    write_plan(study, &mut text);
    write_titles(&study.scenario, &mut text);
    write_world(&study.scenario, &mut text);
    for policy in &study.policies {
        text.push_str("\n[[policy]]\n");
        line(&mut text, "name", &quoted(&policy.name));
        line(&mut text, "title", &quoted(&policy.title));
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
    text.push_str("\n[adaptation]\n");
    line(text, "before", &study.adaptation.before.to_string());
    line(text, "split", &study.adaptation.split.to_string());
    if let Some(precision) = &study.precision {
        text.push_str("\n[precision]\n");
        line(text, "outcome", &quoted(&precision.outcome));
        for (key, width) in [("half_width", precision.half_width), ("relative", precision.relative)] {
            if let Some(width) = width {
                line(text, key, &number(width));
            }
        }
        line(text, "block", &precision.block.to_string());
        line(text, "most", &precision.most.to_string());
    }
    let Some(plan) = &study.draws else { return };
    text.push_str("\n[draws]\n");
    line(text, "used", &plan.used.to_string());
    line(text, "repeated", &plan.repeated.to_string());
    line(text, "rejected", &plan.rejected.to_string());
    if plan.as_given {
        line(text, "as_given", "true");
    }
    text.push_str("\n[draws.sample]\n");
    line(text, "seed", &plan.sample.seed.to_string());
    line(text, "count", &plan.sample.count.to_string());
    // What results depend on are the draws below: a study that leaves this as it is keeps its hash.
    if plan.sample.first != FIRST_CANDIDATES {
        line(text, "first", &plan.sample.first.to_string());
    }
    let names: Vec<String> = plan.sample.parameters.iter().map(|name| quoted(name)).collect();
    line(text, "parameters", &format!("[{}]", names.join(", ")));
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
    write_numbers(&study.at_draw(draw).0, &mut text);
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
    std::iter::once(None).chain(study.policies.iter().map(Some)).map(of).collect()
}

fn write_matching(text: &mut String, matching: &Matching) {
    line(text, "rule", &quoted(matching.rule.name()));
    line(text, "survey", &quoted(if matching.perfect_survey { "perfect" } else { "sampled" }));
    if let Some(households) = matching.households {
        line(text, "households", &households.to_string());
    }
    let intensities: Vec<String> = matching.intensities.iter().map(|one| number(*one)).collect();
    line(text, "intensities", &format!("[{}]", intensities.join(", ")));
    if !matching.map.is_empty() {
        let map: Vec<String> =
            DRIVERS.iter().zip(&matching.map).map(|(driver, kind)| format!("{driver} = {}", quoted(kind))).collect();
        line(text, "map", &format!("{{ {} }}", map.join(", ")));
    }
    let strengths = match matching.strengths {
        Strengths::World => "world",
        Strengths::Scenario => "scenario",
    };
    line(text, "strengths", &quoted(strengths));
}

fn write_intervention(text: &mut String, intervention: &Intervention) {
    line(text, "kind", &quoted(&intervention.kind));
    // A kind that is built in is of the model's version.
    if let Some(kind) = named(&intervention.kind).filter(|kind| !kind.version.is_empty()) {
        line(text, "version", &quoted(kind.version));
    }
    match intervention.extent {
        Extent::Coverage(share) => line(text, "coverage", &number(share)),
        Extent::BudgetSolesPerYear(soles) => line(text, "budget_soles_per_year", &number(soles)),
    }
    let targeting = match intervention.targeting {
        Targeting::Uniform => "uniform",
        Targeting::ByExposure => "by-exposure",
        Targeting::Index(_) => "index",
    };
    line(text, "targeting", &quoted(targeting));
    if let Targeting::Index(index) = intervention.targeting {
        let weights = Index::NAMES.iter().zip(index.weights());
        let weights: Vec<String> = weights.map(|(name, weight)| format!("{name} = {}", number(weight))).collect();
        line(text, "index", &format!("{{ {} }}", weights.join(", ")));
    }
    line(text, "start_week", &intervention.start_week.to_string());
    line(text, "end_week", &intervention.end_week.to_string());
    line(text, "ramp_weeks", &intervention.ramp_weeks.to_string());
    line(text, "intensity", &number(intervention.intensity));
    if intervention.overrides.is_empty() {
        return;
    }
    let own: Vec<String> =
        intervention.overrides.iter().map(|(name, value)| format!("{} = {}", quoted(name), number(*value))).collect();
    line(text, "parameters", &format!("{{ {} }}", own.join(", ")));
}

/// A text in comments, so that tables of another study stay apart from this one's.
fn commented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "#\n".to_owned() } else { format!("# {line}\n") }).collect()
}

fn line(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Numbers as TOML writes a list of them.
fn list(numbers: &[f64]) -> String {
    format!("[{}]", numbers.iter().copied().map(number).collect::<Vec<_>>().join(", "))
}

/// A number in the fewest digits that give it back, always with a fraction or exponent.
fn number(value: f64) -> String {
    format!("{value:?}")
}

/// A text that cannot end a comment.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

//! What is allowed but makes no sense, or would be misread in results: one sentence each, shown before anything is run and in
//! the report.

use super::funding;
use amparo_model::policy::{Vocabulary, delay_weeks};
use amparo_model::scenario::{Extent, FEWEST_GIRLS, Intervention, Scenario, SetValues, Study};

/// Weeks an intervention of a scenario runs unless it says otherwise: five years.
pub(super) const RUN_WEEKS: u32 = 260;

/// Largest number of rescues, or of registered victims, per year and victim that can be the target of a world.
const TIMES_THE_VICTIMS: f64 = 100.0;

/// Of a scenario by itself.
pub(super) fn of_scenario(scenario: &Scenario) -> Vec<String> {
    let mut warnings = Vec::new();
    scale(scenario, &mut warnings);
    baseline(scenario, &mut warnings);
    nobody(scenario, &mut warnings);
    crackdowns(scenario, &mut warnings);
    warnings
}

/// Of the interventions of a scenario, which a single run has and a study leaves out.
pub(super) fn of_run(scenario: &Scenario) -> Vec<String> {
    let mut warnings = Vec::new();
    for one in scenario.interventions.iter().filter(|one| one.start_week >= RUN_WEEKS) {
        warnings.push(format!(
            "`{}` starts in week {}: a run ends after week {RUN_WEEKS} and never sees it",
            one.kind, one.start_week
        ));
    }
    warnings.extend(
        scenario
            .interventions
            .iter()
            .filter(|one| !one.has_any())
            .map(|one| format!("`{}` reaches nobody: its {} is 0", one.kind, extent(one))),
    );
    warnings.extend(too_late(&scenario.interventions, RUN_WEEKS, "a run"));
    warnings
}

/// What says how much of an intervention there is.
fn extent(one: &Intervention) -> &'static str {
    match one.extent {
        Extent::Girls(_) => "number of girls",
        _ => "coverage or budget",
    }
}

fn scale(scenario: &Scenario, warnings: &mut Vec<String>) {
    let population = &scenario.parameters.population;
    let scale = population.scale;
    if scale > 5.0 {
        warnings.push(format!(
            "population.scale is {scale}: above 5 the small world is biased; use it to try things out only"
        ));
    }
    let alone = |girls: f64| girls / scale + 0.5 < 1.0;
    match &scenario.communities {
        Some(given) => {
            let emptied = given.iter().filter(|c| alone(c.girls)).count();
            if emptied > 0 {
                warnings.push(format!(
                    "at population.scale = {scale} {emptied} of {} communities have less than one simulated girl; each gets one, who \
                     stands for {scale} persons",
                    given.len()
                ));
            }
        }
        None => {
            for d in &scenario.departments {
                let girls = d.population * population.girl_share / scale;
                let least = FEWEST_GIRLS * d.districts as f64;
                if girls < least {
                    warnings.push(format!(
                        "department `{}` has {:.0} girls of 12 to 24 for {} communities, which is less than {FEWEST_GIRLS} simulated \
                         girls each; all get {FEWEST_GIRLS}, who stand for {:.0} persons",
                        d.name,
                        girls * scale,
                        d.districts,
                        least * scale
                    ));
                }
            }
        }
    }
}

fn baseline(scenario: &Scenario, warnings: &mut Vec<String>) {
    let (b, p) = (&scenario.baseline, &scenario.parameters);
    let places = b.brothels * p.demand.places * p.demand.places_scale;
    if b.victims > places {
        warnings.push(format!(
            "baseline.victims is {}, more than the {places:.0} places of {} brothels",
            b.victims, b.brothels
        ));
    }
    if b.victims == 0.0 {
        warnings.push("baseline.victims is 0: no effect can be given as a share of what there is".into());
    }
    if b.brothels == 0.0 {
        warnings.push("baseline.brothels is 0: the world starts without a place where anyone is exploited".into());
    }
    let most = TIMES_THE_VICTIMS * b.victims;
    // A hazard per victim and year; visits of a raid are independent.
    let e = &p.enforcement;
    let expected = e.raids * e.raid_share * e.p_rescue * b.victims;
    for (what, a_year) in [
        ("baseline.rescued_per_year", b.rescued_per_year),
        ("baseline.registered_per_100k", b.registered_per_100k * b.residents / 1e5),
        ("enforcement.raids × raid_share × p_rescue", expected),
    ] {
        if a_year > most {
            warnings.push(format!(
                "{what} comes to {a_year:.0} persons per year, more than a hundred times the {} victims: no world can be like that",
                b.victims
            ));
        }
    }
}

/// Where one of those without whom nothing happens is missing.
fn nobody(scenario: &Scenario, warnings: &mut Vec<String>) {
    let miners: f64 = scenario.towns.iter().map(|town| town.miners).sum();
    if miners <= 0.0 {
        warnings.push("no town has a miner: brothels close, none opens, and exploitation ends by itself".into());
    }
}

/// Victims fall where miners vanish, and no policy has done it.
fn crackdowns(scenario: &Scenario, warnings: &mut Vec<String>) {
    let p = &scenario.parameters.crackdown;
    if p.miners_expelled <= 0.0 || p.relocate > 0.0 || scenario.crackdowns().next().is_none() {
        return;
    }
    let mut towns: Vec<&str> = Vec::new();
    for (town, ..) in scenario.crackdowns() {
        let name = scenario.towns.get(town).map_or("", |town| town.name.as_str());
        if !towns.contains(&name) {
            towns.push(name);
        }
    }
    warnings.push(format!(
        "the crackdown on {} expels {} % of the miners there, who go to no other town (`crackdown.relocate` is 0): victims fall because miners \
         vanish, which is no success",
        towns.join(" and "),
        100.0 * p.miners_expelled
    ));
}

/// Interventions whose effect begins after the end of what is simulated.
fn too_late(interventions: &[Intervention], weeks: u32, of: &str) -> Vec<String> {
    let late = |one: &&Intervention| {
        let delay = delay_weeks(one);
        delay > 0.0 && one.start_week < weeks && f64::from(one.start_week) + delay >= f64::from(weeks)
    };
    let told = |one: &Intervention| {
        format!(
            "`{}` acts {} weeks after its start in week {}, beyond the end of {of} after week {weeks}: it costs money and does nothing",
            one.kind,
            delay_weeks(one),
            one.start_week
        )
    };
    interventions.iter().filter(late).map(told).collect()
}

/// Of a study's policies.
pub(super) fn of_study(study: &Study, vocabulary: &Vocabulary) -> Vec<String> {
    let mut warnings = funding::warnings(study);
    let horizon = study.horizon_weeks();
    for event in study.scenario.events.iter().filter(|event| event.start_week >= horizon) {
        let town = event.kind.town().and_then(|town| study.scenario.towns.get(town));
        let what = match town {
            Some(town) => format!("the {} on {}", event.kind.name(), town.name),
            None => format!("the event of kind {}", event.kind.name()),
        };
        warnings.push(format!(
            "{what} starts in week {}, after the study's last week {horizon}: it never happens",
            event.start_week
        ));
    }
    let mut push = |warning: String| {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    };
    for policy in &study.policies {
        let empty = policy.interventions.iter().filter(|one| !one.has_any());
        for one in empty {
            push(format!("policy `{}`: `{}` reaches nobody, its {} is 0", policy.group, one.kind, extent(one)));
        }
        for late in too_late(&policy.interventions, horizon, "the study") {
            push(format!("policy `{}`: {late}", policy.group));
        }
    }
    set_in_vain(study, vocabulary).into_iter().for_each(&mut push);
    warnings
}

/// Values of `--set` that no policy reads: there is no such intervention, or it has its own value.
fn set_in_vain(study: &Study, vocabulary: &Vocabulary) -> Vec<String> {
    let policies = study.policies.iter().map(|policy| (policy.group.as_str(), policy.interventions.as_slice()));
    unread(&study.scenario.set, &policies.collect::<Vec<_>>(), "no policy has", vocabulary)
}

/// Values of `--set` that a single run does not read: it has no such intervention, or one with its own value.
pub fn set_in_vain_in_run(scenario: &Scenario, vocabulary: &Vocabulary) -> Vec<String> {
    let own = (scenario.name.as_str(), scenario.interventions.as_slice());
    unread(&scenario.set, &[own], "the scenario does not have", vocabulary)
}

/// The same, of named sets of interventions.
fn unread(
    set: &SetValues,
    policies: &[(&str, &[Intervention])],
    nobody_has: &str,
    vocabulary: &Vocabulary,
) -> Vec<String> {
    let mut warnings = Vec::new();
    for (name, _) in &set.0 {
        let group = name.split('.').next().unwrap_or("");
        let Some(kind) = vocabulary.of_group(group) else { continue };
        // These describe girls, whatever interventions there are.
        if kind.of_girls.contains(&name.as_str()) {
            continue;
        }
        let of_kind = |all: &[Intervention], own: bool| {
            all.iter().any(|one| one.kind == kind.name && (!own || one.overrides.contains_key(name)))
        };
        if !policies.iter().any(|(_, all)| of_kind(all, false)) {
            warnings.push(format!("--set {name} changes nothing: {nobody_has} an intervention `{}`", kind.name));
            continue;
        }
        let mut deaf: Vec<&str> =
            policies.iter().filter(|(_, all)| of_kind(all, true)).map(|(name, _)| *name).collect();
        deaf.dedup();
        if !deaf.is_empty() {
            warnings.push(format!(
                "--set {name} does not reach `{}`, whose own `parameters` come after it",
                deaf.join("`, `")
            ));
        }
    }
    warnings
}

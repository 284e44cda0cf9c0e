//! Index rules: a budget's allocation in at most ten numbers, as a point of the unit cube, as interventions, as a policy file.

use crate::math::cma::onto_simplex;
use crate::math::num::{exp, ln};
use crate::policy::{Grain, KINDS, given_to};
use crate::scenario::{Draw, Extent, Index, Intervention, Study, Targeting};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Kinds whose intensity is searched. That of the app is not: it scales promotion and its cost alike.
const INTENSITIES: [&str; 4] = ["information", "community-development", "cct-training", "aftercare"];
/// Intensities searched lie between 1/`WIDEST` and `WIDEST`, evenly on a log scale, 1 in the middle.
const WIDEST: f64 = 4.0;
/// The largest weight of exposure that is searched; 1 is exposure per sol.
const STEEPEST: f64 = 2.0;
/// Shares are whole multiples of 1/`PARTS`.
const PARTS: u32 = 1000;

/// Numbers a rule consists of: free shares, intensities, two weights.
pub const DIMENSIONS: usize = KINDS.len() - 1 + INTENSITIES.len() + 2;

// More would fit the training worlds' luck: with another kind of intervention, fewer intensities are searched.
const _: () = assert!(DIMENSIONS <= 10);

/// A rule's numbers, rounded to what its file says. Each kind of intervention is given as its grain allows: whole communities in
/// the order of exposure^a per sol, coverage per girl in proportion to (exposure per sol)^b, support to persons alike everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Default)]
pub struct Rule {
    /// Share of the budget in thousandths, in the order of [`KINDS`]; together 1000.
    pub thousandths: Vec<u32>,
    /// Intensity, in the order of [`KINDS`].
    pub intensities: Vec<f64>,
    /// a: weight of ln exposure a girl against ln cost a girl in the order of communities.
    pub order: f64,
    /// b: how steeply coverage follows exposure per sol; 0 is the same everywhere.
    pub spread: f64,
}

/// Under which terms each kind of intervention runs in a study: those of the first policy that has it.
#[derive(Clone, Debug)]
pub struct Terms {
    /// In the order of [`KINDS`].
    kinds: Vec<Intervention>,
    /// The largest intensity of each at which the model can follow, in any of the study's draws.
    most: Vec<f64>,
}

impl Terms {
    /// The terms of every kind; a kind that no policy of the study has runs over the funded years, at once, as the register
    /// says.
    pub fn of(study: &Study) -> Terms {
        let known = || study.policies.iter().flat_map(|policy| &policy.interventions);
        let end_week = study.funded_years as u32 * crate::world::WEEKS_PER_YEAR;
        let kinds: Vec<Intervention> = KINDS
            .iter()
            .map(|kind| match known().find(|one| one.kind == kind.name) {
                Some(one) => one.clone(),
                None => Intervention {
                    kind: kind.name.into(),
                    start_week: 0,
                    end_week,
                    ramp_weeks: 0,
                    extent: Extent::BudgetSolesPerYear(0.0),
                    targeting: Targeting::Uniform,
                    intensity: 1.0,
                    parameters: Box::new(study.scenario.parameters.clone()),
                    overrides: BTreeMap::new(),
                },
            })
            .collect();
        let rows = study.draws.iter().flat_map(|plan| &plan.rows).map(Some);
        let draws: Vec<Option<&Draw>> = std::iter::once(None).chain(rows).collect();
        let most = |one: &Intervention| {
            // No more campaign contacts than can be made: see `policy::check`.
            if one.kind != "information" {
                return WIDEST;
            }
            let at = |draw: &Option<&Draw>| {
                let drawn = |name: &str, own: f64| {
                    let drawn =
                        draw.and_then(|draw| draw.values.get(name)).filter(|_| !one.overrides.contains_key(name));
                    drawn.copied().unwrap_or(own)
                };
                let contacts = drawn("knowledge.max_contacts", one.parameters.knowledge.max_contacts);
                contacts / drawn("info.rate", one.parameters.info.rate)
            };
            draws.iter().map(at).fold(WIDEST, f64::min)
        };
        Terms { most: kinds.iter().map(most).collect(), kinds }
    }
}

impl Rule {
    /// The rule at a point of the unit cube: logits of shares (the last kind's is 0), intensities, weights.
    pub fn at(point: &[f64], terms: &Terms) -> Rule {
        let (shares, rest) = point.split_at(KINDS.len() - 1);
        let (intensities, weights) = rest.split_at(INTENSITIES.len());
        let logits: Vec<f64> = shares.iter().map(|u| 3.0 * u - 1.5).chain([0.0]).collect();
        let mut all = vec![1.0; KINDS.len()];
        for (name, u) in INTENSITIES.iter().zip(intensities) {
            if let Some(kind) = KINDS.iter().position(|kind| kind.name == *name) {
                let most = (terms.most[kind] * 100.0).floor() / 100.0;
                all[kind] = hundredths(exp(ln(WIDEST) * (2.0 * u - 1.0))).min(most);
            }
        }
        Rule {
            thousandths: apportioned(&onto_simplex(&logits)),
            intensities: all,
            order: hundredths(STEEPEST * weights[0]),
            spread: hundredths(STEEPEST * weights[1]),
        }
    }

    /// Points worth trying first: each kind alone, at the intensity of its register, where coverage is per girl both alike
    /// everywhere and by exposure per sol; all in equal shares, both ways; and every two in equal shares, by exposure per sol.
    pub fn starts(terms: &Terms) -> Vec<Vec<f64>> {
        let point = |shares: Vec<f64>, spread: f64| {
            let one = 0.5; // intensity 1
            let weights = [1.0 / STEEPEST, spread / STEEPEST];
            shares.into_iter().chain([one; INTENSITIES.len()]).chain(weights).collect::<Vec<f64>>()
        };
        let coordinate = |logit: f64| (logit + 1.5) / 3.0;
        let last = KINDS.len() - 1;
        let mut starts = Vec::new();
        for kind in 0..KINDS.len() {
            // The edge of the corner in which this kind has everything.
            let others = coordinate(if kind == last { -1.0 } else { 0.0 });
            let shares: Vec<f64> = (0..last).map(|k| if k == kind { coordinate(1.0) } else { others }).collect();
            starts.push(point(shares.clone(), 0.0));
            if matches!(given_to(&terms.kinds[kind]), Some((Grain::Girl, false))) {
                starts.push(point(shares, 1.0));
            }
        }
        for spread in [0.0, 1.0] {
            starts.push(point(vec![coordinate(0.0); last], spread));
        }
        for (one, other) in (0..KINDS.len()).flat_map(|one| (0..one).map(move |other| (one, other))) {
            // Beside the last kind, whose logit is 0, the others lie so low that nothing is left for them.
            let (high, low) = if one == last { (0.0, -1.0) } else { (1.0, 0.0) };
            let logit = |k: usize| if k == one || k == other { high } else { low };
            starts.push(point((0..last).map(|k| coordinate(logit(k))).collect(), 1.0));
        }
        starts
    }

    /// The policy it stands for, at a yearly budget in S/; kinds without a share are left out.
    pub fn interventions(&self, terms: &Terms, budget_soles_per_year: f64) -> Vec<Intervention> {
        let given =
            self.thousandths.iter().zip(&self.intensities).zip(&terms.kinds).filter(|((share, _), _)| **share > 0);
        given
            .map(|((share, intensity), one)| Intervention {
                extent: Extent::BudgetSolesPerYear(self::share(*share) * budget_soles_per_year),
                targeting: self.targeting(one),
                intensity: *intensity,
                ..one.clone()
            })
            .collect()
    }

    fn targeting(&self, one: &Intervention) -> Targeting {
        let by = |exposure: f64, cost: f64| Targeting::Index(Index { exposure, cost, ..Index::default() });
        match given_to(one) {
            Some((Grain::Community, _)) => by(self.order, -1.0),
            Some((Grain::Girl, false)) if self.spread > 0.0 => by(self.spread, -self.spread),
            _ => Targeting::Uniform,
        }
    }

    /// As a policy file: what a study's `[[policy]]` can name.
    pub fn policy_toml(&self, terms: &Terms, title: &str, comment: &str) -> String {
        let mut text = String::new();
        for line in comment.lines() {
            let _ = writeln!(text, "# {line}");
        }
        let _ = writeln!(text, "title = {}", toml::Value::String(title.into()));
        for one in self.interventions(terms, 1.0) {
            let Extent::BudgetSolesPerYear(share) = one.extent else { continue };
            let _ = writeln!(text, "\n[[intervention]]\nkind = {:?}\nshare_of_budget = {share}", one.kind);
            match one.targeting {
                Targeting::Index(index) => {
                    let weights: Vec<String> = Index::NAMES
                        .iter()
                        .zip(index.weights())
                        .filter(|(_, weight)| *weight != 0.0)
                        .map(|(name, weight)| format!("{name} = {weight}"))
                        .collect();
                    let _ = writeln!(text, "targeting = \"index\"\nindex = {{ {} }}", weights.join(", "));
                }
                _ => text.push_str("targeting = \"uniform\"\n"),
            }
            let _ = writeln!(text, "start_week = {}\nend_week = {}", one.start_week, one.end_week);
            let _ = writeln!(text, "ramp_weeks = {}\nintensity = {}", one.ramp_weeks, one.intensity);
            if !one.overrides.is_empty() {
                let own: Vec<String> =
                    one.overrides.iter().map(|(name, value)| format!("{name:?} = {value:?}")).collect();
                let _ = writeln!(text, "parameters = {{ {} }}", own.join(", "));
            }
        }
        text
    }

    /// In words, largest share first.
    pub fn words(&self, terms: &Terms) -> String {
        let mut order: Vec<usize> = (0..KINDS.len()).filter(|kind| self.thousandths[*kind] > 0).collect();
        order.sort_by_key(|kind| std::cmp::Reverse(self.thousandths[*kind]));
        let parts: Vec<String> = order
            .into_iter()
            .map(|kind| {
                let share = f64::from(self.thousandths[kind]) / 10.0;
                let mut how = match self.targeting(&terms.kinds[kind]) {
                    Targeting::Index(_) => match given_to(&terms.kinds[kind]) {
                        Some((Grain::Community, _)) => format!("communities by exposure^{} per sol", self.order),
                        _ => format!("coverage by (exposure per sol)^{}", self.spread),
                    },
                    _ => "alike everywhere".into(),
                };
                if self.intensities[kind] != 1.0 {
                    let _ = write!(how, ", intensity {}", self.intensities[kind]);
                }
                format!("{} {share} % ({how})", KINDS[kind].name)
            })
            .collect();
        parts.join(", ")
    }
}

fn share(thousandths: u32) -> f64 {
    f64::from(thousandths) / f64::from(PARTS)
}

fn hundredths(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// Shares as whole parts that add up, by largest remainders (Hamilton's method); of equals the first.
fn apportioned(shares: &[f64]) -> Vec<u32> {
    let wanted: Vec<f64> = shares.iter().map(|s| s * f64::from(PARTS)).collect();
    let mut parts: Vec<u32> = wanted.iter().map(|w| w.floor() as u32).collect();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order
        .sort_by(|a, b| (wanted[*b] - wanted[*b].floor()).total_cmp(&(wanted[*a] - wanted[*a].floor())).then(a.cmp(b)));
    let missing = PARTS.saturating_sub(parts.iter().sum());
    for i in order.into_iter().take(missing as usize) {
        parts[i] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::VOCABULARY;
    use crate::scenario::load_study;
    use std::path::{Path, PathBuf};

    fn toy() -> Study {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy/study.toml");
        load_study(&path, &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn shares_add_up_whatever_the_point_and_every_kind_can_have_all() {
        let terms = Terms::of(&toy());
        for i in 0..500 {
            let point: Vec<f64> = (0..DIMENSIONS as u32).map(|d| f64::from(sobol_burley::sample(i, d, 3))).collect();
            let rule = Rule::at(&point, &terms);
            assert_eq!(rule.thousandths.iter().sum::<u32>(), PARTS);
            assert!(rule.intensities.iter().all(|x| (0.25..=4.0).contains(x)), "{rule:?}");
        }
        let mut alone = vec![0; KINDS.len()];
        let mut pairs = std::collections::BTreeSet::new();
        for start in Rule::starts(&terms) {
            let rule = Rule::at(&start, &terms);
            assert!(rule.intensities.iter().all(|x| *x == 1.0) && rule.order == 1.0, "{rule:?}");
            if let Some(kind) = rule.thousandths.iter().position(|share| *share == PARTS) {
                alone[kind] += 1;
            } else if let [one, other] =
                (0..KINDS.len()).filter(|kind| rule.thousandths[*kind] == PARTS / 2).collect::<Vec<_>>()[..]
            {
                pairs.insert((one, other));
            } else {
                assert!(rule.thousandths.iter().all(|share| *share == PARTS / KINDS.len() as u32), "{rule:?}");
            }
        }
        assert!(alone.iter().all(|count| *count >= 1), "{alone:?}");
        assert_eq!(pairs.len(), KINDS.len() * (KINDS.len() - 1) / 2);
    }

    #[test]
    fn no_rule_makes_more_contacts_than_there_can_be() {
        let study = toy();
        let terms = Terms::of(&study);
        let mut point = vec![0.9; DIMENSIONS];
        point[..KINDS.len() - 1].fill(0.5);
        point[KINDS.len() - 1..DIMENSIONS - 2].fill(1.0);
        let rule = Rule::at(&point, &terms);
        let policy =
            crate::scenario::Policy { interventions: rule.interventions(&terms, 1e6), ..study.policies[0].clone() };
        crate::policy::check(&policy).unwrap();
        let contacts = rule.intensities[0] * study.scenario.parameters.info.rate;
        assert!(
            contacts
                > 0.9 * study.scenario.parameters.knowledge.max_contacts.min(4.0 * study.scenario.parameters.info.rate)
        );
    }

    #[test]
    fn the_draw_with_the_most_contacts_limits_the_intensity_of_all() {
        let mut study = toy();
        let rate = study.scenario.parameters.info.rate;
        let most = study.scenario.parameters.knowledge.max_contacts;
        let row = |rate: f64| Draw { number: 0, weight: 1.0, values: [("info.rate".to_string(), rate)].into() };
        study.draws = Some(crate::scenario::DrawPlan {
            table: PathBuf::new(),
            rows: vec![row(rate), row(most / 1.5)],
            rejected: 0,
            used: 2,
            repeated: 0,
            sample: crate::scenario::DrawSample { seed: 1, count: 2, parameters: Vec::new() },
        });
        assert!((Terms::of(&study).most[0] - 1.5).abs() < 1e-12);
        study.policies[0].interventions[0].overrides.insert("info.rate".into(), rate);
        assert!((Terms::of(&study).most[0] - (most / rate).min(WIDEST)).abs() < 1e-12, "its own rate is not drawn");
    }

    #[test]
    fn a_rule_written_as_a_policy_file_is_read_back_as_the_same_interventions() {
        let mut study = toy();
        study.policies[0].interventions[0].overrides.insert("info.cost_contact".into(), 10.5);
        let terms = Terms::of(&study);
        let dir: PathBuf = std::env::temp_dir().join(format!("amparo-rule-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy/baseline.toml");
        let points =
            (0..20u32).map(|i| (0..DIMENSIONS as u32).map(|d| f64::from(sobol_burley::sample(i, d, 8))).collect());
        for point in points.chain(Rule::starts(&terms)) {
            let rule = Rule::at(&point, &terms);
            std::fs::write(dir.join("found.toml"), rule.policy_toml(&terms, "Found \"here\"", "two\nlines")).unwrap();
            let text = format!(
                "name = \"around\"\nscenario = '{}'\nbudget_soles_per_year = 60_000\nfunded_years = 2\nfollowing_years = 1\n\
                 [[policy]]\nname = \"found\"\nfile = \"found.toml\"\n",
                shipped.display()
            );
            std::fs::write(dir.join("around.toml"), text).unwrap();
            let read = load_study(&dir.join("around.toml"), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"));
            let wanted = rule.interventions(&terms, 60_000.0);
            let by_index = wanted.iter().filter(|one| matches!(one.targeting, Targeting::Index(_))).count();
            assert_eq!(read.resolved_toml().matches("\nindex = { exposure = ").count(), by_index);
            let found = &read.policies[0].interventions;
            assert_eq!(found.len(), wanted.len());
            assert_eq!(read.policies[0].title, "Found \"here\"");
            for (a, b) in found.iter().zip(&wanted) {
                assert_eq!(
                    (&a.kind, a.extent, a.targeting, a.intensity),
                    (&b.kind, b.extent, b.targeting, b.intensity)
                );
                assert_eq!((a.start_week, a.end_week, a.ramp_weeks), (b.start_week, b.end_week, b.ramp_weeks));
                assert_eq!(a.overrides, b.overrides);
            }
        }
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn parts_go_to_the_largest_remainders() {
        assert_eq!(apportioned(&[1.0 / 3.0; 3]), vec![334, 333, 333]);
        assert_eq!(apportioned(&[0.1234, 0.8766]), vec![123, 877]);
        assert_eq!(apportioned(&[1.0, 0.0]), vec![1000, 0]);
    }
}

//! Index rules: a budget's allocation in at most ten numbers, as a point of the unit cube, as interventions, as a policy file.

use amparo_decide::search::Rule;
use amparo_files::limits_toml;
use amparo_model::math::cma::onto_simplex;
use amparo_model::math::num::{exp, ln};
use amparo_model::policy::{Grain, KINDS, Kind, given_to, kinds, most_intensity};
use amparo_model::scenario::{Draw, Extent, Index, Intervention, Study, Targeting};
use amparo_text::money;
use std::fmt::Write;

/// Intensities searched lie between 1/`WIDEST` and `WIDEST`, evenly on a log scale, 1 in the middle: further from the register's own
/// strength and cost nothing is assumed for.
pub const WIDEST: f64 = 2.0;
/// The largest weight of exposure that is searched; 1 is exposure per sol.
pub const STEEPEST: f64 = 2.0;
/// Shares are whole multiples of 1/`PARTS`.
const PARTS: u32 = 1000;

/// Numbers a rule consists of at most: more would fit the training worlds' luck.
const MOST_DIMENSIONS: usize = 10;

// Free shares and two weights fit; intensities are searched as far as there is room.
const _: () = assert!(KINDS.len() - 1 + 2 <= MOST_DIMENSIONS);

/// The kinds of intervention that are searched over, and under which terms each runs: those that a policy of the study has, as
/// the first one has it. What no policy has is no option: the rule found would beat them by another menu, not by a better choice.
#[derive(Clone, Debug)]
pub struct Terms(Vec<Term>);

/// The terms of one kind.
#[derive(Clone, Debug)]
struct Term {
    /// Position in the list of all kinds.
    kind: usize,
    named: &'static Kind,
    under: Intervention,
    /// The largest intensity at which the model can follow, in any of the study's draws.
    most: f64,
}

impl Terms {
    /// The terms of the kinds the study's policies have, in the order of all kinds.
    pub fn of(study: &Study) -> Terms {
        let known = || study.policies.iter().flat_map(|policy| &policy.interventions);
        let scenario = &study.scenario;
        let rows = || study.draws.iter().flat_map(|plan| &plan.rows);
        // No stronger than the mechanism allows, in any draw: see `policy::check`.
        let most = |one: &Intervention| {
            let at = |draw: &Draw| {
                let mut values = scenario.overrides.clone();
                values.extend(draw.values.iter().chain(&one.overrides).map(|(name, value)| (name.clone(), *value)));
                let parameters = Box::new(scenario.register.parameters(&values));
                most_intensity(&Intervention { parameters, ..one.clone() })
            };
            rows().map(at).chain([most_intensity(one)]).fold(WIDEST, f64::min)
        };
        let term = |(kind, named): (usize, &'static Kind)| {
            let under = known().find(|one| one.kind == named.name)?.clone();
            Some(Term { kind, named, most: most(&under), under })
        };
        Terms(kinds().into_iter().enumerate().filter_map(term).collect())
    }

    /// The terms of one kind alone; `None` of a kind that no policy of the study has.
    pub fn only(&self, kind: &str) -> Option<Terms> {
        self.0.iter().find(|term| term.named.name == kind).map(|term| Terms(vec![term.clone()]))
    }

    /// The kinds, in the order of all kinds.
    pub fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        self.0.iter().map(|term| term.named)
    }

    /// Numbers a rule consists of: free shares, intensities, and the weights that any of its kinds has.
    pub fn dimensions(&self) -> usize {
        self.free_shares() + self.intensities() + usize::from(self.has_order()) + usize::from(self.has_spread())
    }

    /// Whether a kind comes to whole communities, in an order.
    fn has_order(&self) -> bool {
        self.0.iter().any(|term| matches!(given_to(&term.under), Some((Grain::Community, _))))
    }

    /// Whether a kind's coverage can differ between communities.
    fn has_spread(&self) -> bool {
        self.0.iter().any(|term| matches!(given_to(&term.under), Some((Grain::Girl, false))))
    }

    fn free_shares(&self) -> usize {
        self.0.len().saturating_sub(1)
    }

    /// How many intensities are searched.
    fn intensities(&self) -> usize {
        self.with_intensity().count()
    }

    /// The kinds whose intensity is searched, the first of them where all would be too many numbers.
    fn with_intensity(&self) -> impl Iterator<Item = &Term> {
        let room = MOST_DIMENSIONS.saturating_sub(2 + self.free_shares());
        self.0.iter().filter(|term| term.named.intensity_searched).take(room)
    }
}

impl Terms {
    /// The rule at a point of the unit cube: logits of shares (the last kind's is 0), intensities, weights.
    pub fn rule_at(&self, point: &[f64]) -> Rule {
        let (shares, rest) = point.split_at(self.free_shares());
        let (intensities, weights) = rest.split_at(self.intensities());
        let mut weights = weights.iter().map(|u| hundredths(STEEPEST * u));
        let logits: Vec<f64> = shares.iter().map(|u| 3.0 * u - 1.5).chain([0.0]).collect();
        let mut thousandths = vec![0; kinds().len()];
        for (term, share) in self.0.iter().zip(apportioned(&onto_simplex(&logits))) {
            thousandths[term.kind] = share;
        }
        let mut all = vec![1.0; kinds().len()];
        for (term, u) in self.with_intensity().zip(intensities) {
            let most = (term.most * 100.0).floor() / 100.0;
            all[term.kind] = hundredths(exp(ln(WIDEST) * (2.0 * u - 1.0))).min(most);
        }
        Rule {
            thousandths,
            intensities: all,
            order: if self.has_order() { weights.next().unwrap_or(1.0) } else { 1.0 },
            spread: if self.has_spread() { weights.next().unwrap_or(0.0) } else { 0.0 },
        }
    }

    /// Points worth trying first: each kind alone, at the intensity of its register, where coverage is per girl both alike
    /// everywhere and by exposure per sol; all in equal shares, both ways; and every two in equal shares, by exposure per sol.
    pub fn starts(&self) -> Vec<Vec<f64>> {
        let point = |shares: Vec<f64>, spread: f64| {
            let one = 0.5; // intensity 1
            let order = self.has_order().then_some(1.0 / STEEPEST);
            let spread = self.has_spread().then_some(spread / STEEPEST);
            shares.into_iter().chain(vec![one; self.intensities()]).chain(order).chain(spread).collect::<Vec<f64>>()
        };
        let coordinate = |logit: f64| (logit + 1.5) / 3.0;
        let last = self.free_shares();
        let mut starts = Vec::new();
        for (kind, term) in self.0.iter().enumerate() {
            // The edge of the corner in which this kind has everything.
            let others = coordinate(if kind == last { -1.0 } else { 0.0 });
            let shares: Vec<f64> = (0..last).map(|k| if k == kind { coordinate(1.0) } else { others }).collect();
            starts.push(point(shares.clone(), 0.0));
            if matches!(given_to(&term.under), Some((Grain::Girl, false))) {
                starts.push(point(shares, 1.0));
            }
        }
        for spread in [0.0, 1.0] {
            starts.push(point(vec![coordinate(0.0); last], spread));
        }
        for (one, other) in (0..=last).flat_map(|one| (0..one).map(move |other| (one, other))) {
            // Beside the last kind, whose logit is 0, the others lie so low that nothing is left for them.
            let (high, low) = if one == last { (0.0, -1.0) } else { (1.0, 0.0) };
            let logit = |k: usize| if k == one || k == other { high } else { low };
            starts.push(point((0..last).map(|k| coordinate(logit(k))).collect(), 1.0));
        }
        // Two kinds in equal shares are all in equal shares, where there are two.
        let mut once: Vec<Vec<f64>> = Vec::new();
        for start in starts {
            if !once.contains(&start) {
                once.push(start);
            }
        }
        once
    }

    /// Each kind with the whole budget at the register's intensity, everywhere alike.
    pub fn everywhere(&self, budget_soles_per_year: f64) -> Vec<Intervention> {
        self.at(budget_soles_per_year, Targeting::Uniform)
    }

    /// The same where most are exposed per sol; `None` if a kind is given to persons wherever they are.
    pub fn by_exposure(&self, budget_soles_per_year: f64) -> Option<Vec<Intervention>> {
        let to_places = |term: &Term| matches!(given_to(&term.under), Some((_, false)));
        self.0.iter().all(to_places).then(|| self.at(budget_soles_per_year, Targeting::ByExposure))
    }

    fn at(&self, budget_soles_per_year: f64, targeting: Targeting) -> Vec<Intervention> {
        let extent = Extent::BudgetSolesPerYear(budget_soles_per_year);
        self.0.iter().map(|term| Intervention { extent, targeting, intensity: 1.0, ..term.under.clone() }).collect()
    }

    /// The policy it stands for, at a yearly budget in S/; kinds without a share are left out.
    pub fn interventions(&self, rule: &Rule, budget_soles_per_year: f64) -> Vec<Intervention> {
        let given = self.0.iter().filter(|term| rule.thousandths[term.kind] > 0);
        given
            .map(|term| Intervention {
                extent: Extent::BudgetSolesPerYear(share(rule.thousandths[term.kind]) * budget_soles_per_year),
                targeting: Self::targeting(rule, &term.under),
                intensity: rule.intensities[term.kind],
                ..term.under.clone()
            })
            .collect()
    }

    fn targeting(rule: &Rule, one: &Intervention) -> Targeting {
        let by = |exposure: f64, cost: f64| Targeting::Index(Index { exposure, cost, ..Index::default() });
        match given_to(one) {
            Some((Grain::Community, _)) => by(rule.order, -1.0),
            Some((Grain::Girl, false)) if rule.spread > 0.0 => by(rule.spread, -rule.spread),
            _ => Targeting::Uniform,
        }
    }

    /// In words, largest share first.
    pub fn words(&self, rule: &Rule) -> String {
        let mut given: Vec<&Term> = self.0.iter().filter(|term| rule.thousandths[term.kind] > 0).collect();
        given.sort_by_key(|term| std::cmp::Reverse(rule.thousandths[term.kind]));
        let parts: Vec<String> = given
            .into_iter()
            .map(|Term { kind, named, under, .. }| {
                let kind = *kind;
                let share = f64::from(rule.thousandths[kind]) / 10.0;
                let mut how = match Self::targeting(rule, under) {
                    Targeting::Index(_) => match given_to(under) {
                        Some((Grain::Community, _)) => {
                            format!("communities by exposure^{} per {}", rule.order, money::shown().name)
                        }
                        _ => format!("coverage by (exposure per {})^{}", money::shown().name, rule.spread),
                    },
                    _ => "alike everywhere".into(),
                };
                if rule.intensities[kind] != 1.0 {
                    let _ = write!(how, ", intensity {}", rule.intensities[kind]);
                }
                format!("{} {share} % ({how})", named.name)
            })
            .collect();
        parts.join(", ")
    }
}

/// Interventions at a budget of one sol a year as a policy file: what a study's `[[policy]]` can name.
pub fn policy_toml(at_one_sol: &[Intervention], title: &str, comment: &str) -> String {
    let mut text = String::new();
    for line in comment.lines() {
        let _ = writeln!(text, "# {line}");
    }
    let _ = writeln!(text, "title = {}", toml::Value::String(title.into()));
    for one in at_one_sol {
        let Extent::BudgetSolesPerYear(share) = one.extent else { continue };
        let _ = writeln!(text, "\n[[intervention]]\nkind = {:?}\nshare_of_budget = {share}", one.kind);
        text.push_str(&limits_toml(one));
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
            Targeting::ByExposure => text.push_str("targeting = \"by-exposure\"\n"),
            Targeting::Uniform => text.push_str("targeting = \"uniform\"\n"),
        }
        let _ = writeln!(text, "start_week = {}\nend_week = {}", one.start_week, one.end_week);
        let _ = writeln!(text, "ramp_weeks = {}\nintensity = {}", one.ramp_weeks, one.intensity);
        if !one.overrides.is_empty() {
            let own: Vec<String> = one.overrides.iter().map(|(name, value)| format!("{name:?} = {value:?}")).collect();
            let _ = writeln!(text, "parameters = {{ {} }}", own.join(", "));
        }
    }
    text
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
    use amparo_files::Resolved;
    use amparo_files::load_study;
    use amparo_model::policy::VOCABULARY;
    use amparo_model::scenario::{Attending, Condition, Feature, Whom};
    use std::path::{Path, PathBuf};

    fn toy() -> Study {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/study.toml");
        load_study(&path, &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The toy study with one more policy, of all kinds there are.
    fn of_all_kinds() -> Study {
        let mut study = toy();
        let mut policy = study.policies[0].clone();
        let own = policy.interventions[0].clone();
        let of_kind = |kind: &&Kind| Intervention {
            kind: kind.name.into(),
            start_week: 0,
            ramp_weeks: 0,
            targeting: Targeting::Uniform,
            ..own.clone()
        };
        policy.interventions = KINDS.iter().map(of_kind).collect();
        study.policies.push(policy);
        study
    }

    fn points(terms: &Terms, count: u32, seed: u32) -> Vec<Vec<f64>> {
        let dimensions = terms.dimensions() as u32;
        (0..count).map(|i| (0..dimensions).map(|d| f64::from(sobol_burley::sample(i, d, seed))).collect()).collect()
    }

    #[test]
    fn a_rule_has_at_most_ten_numbers_and_gives_nothing_to_what_no_policy_of_the_study_has() {
        assert_eq!(Terms::of(&of_all_kinds()).dimensions(), MOST_DIMENSIONS);
        // Information and training: one free share, two intensities, two weights.
        let two = Terms::of(&toy());
        assert_eq!(two.dimensions(), 5);
        let has = |kind: &str| ["information", "cct-training"].contains(&kind);
        for point in points(&two, 200, 5).into_iter().chain(two.starts()) {
            let rule = two.rule_at(&point);
            assert_eq!(rule.thousandths.iter().sum::<u32>(), PARTS);
            for (kind, share) in KINDS.iter().zip(&rule.thousandths) {
                assert!(*share == 0 || has(kind.name), "{rule:?}");
            }
            assert!(two.interventions(&rule, 1e6).iter().all(|one| has(&one.kind)));
        }
        let others = {
            let mut study = of_all_kinds();
            study.policies.iter_mut().for_each(|policy| policy.interventions.retain(|one| one.kind != "aftercare"));
            Terms::of(&study)
        };
        assert_eq!(others.dimensions(), MOST_DIMENSIONS);
        assert!(points(&others, 200, 5).iter().all(|point| others.rule_at(point).thousandths[4] == 0));
        let one = {
            let mut study = toy();
            study.policies.truncate(1);
            Terms::of(&study)
        };
        assert_eq!(one.rule_at(&points(&one, 1, 5)[0]).thousandths[0], PARTS);
        // Of one kind alone the numbers that it has: how intense, and in which order or how steeply by exposure.
        let numbers = |kind: &str| Terms::of(&of_all_kinds()).only(kind).map(|terms| terms.dimensions());
        assert_eq!(
            ["information", "app", "community-development", "cct-training", "aftercare"].map(numbers),
            [2, 1, 2, 2, 1].map(Some)
        );
        assert!(two.only("aftercare").is_none() && numbers("none").is_none());
        for terms in [&one, &two, &others] {
            let starts = terms.starts();
            assert!(starts.iter().all(|start| start.len() == terms.dimensions()));
            assert!((0..starts.len()).all(|i| !starts[..i].contains(&starts[i])), "none is tried twice");
        }
    }

    #[test]
    fn shares_add_up_whatever_the_point_and_every_kind_can_have_all() {
        let terms = Terms::of(&of_all_kinds());
        for point in points(&terms, 500, 3) {
            let rule = terms.rule_at(&point);
            assert_eq!(rule.thousandths.iter().sum::<u32>(), PARTS);
            assert!(rule.intensities.iter().all(|x| (0.5..=2.0).contains(x)), "{rule:?}");
        }
        let mut alone = vec![0; KINDS.len()];
        let mut pairs = std::collections::BTreeSet::new();
        for start in terms.starts() {
            let rule = terms.rule_at(&start);
            assert!(rule.intensities.iter().all(|x| *x == 1.0) && rule.order == 1.0, "{rule:?}");
            if let Some(kind) = rule.thousandths.iter().position(|share| *share == PARTS) {
                alone[kind] += 1;
            } else if let [one, other] =
                (0..KINDS.len()).filter(|kind| rule.thousandths[*kind] == PARTS / 2).collect::<Vec<_>>()[..]
            {
                pairs.insert((one, other));
            } else {
                let even = PARTS / KINDS.len() as u32;
                assert!(rule.thousandths.iter().all(|share| share.abs_diff(even) <= 1), "{rule:?}");
            }
        }
        assert!(alone.iter().all(|count| *count >= 1), "{alone:?}");
        assert_eq!(pairs.len(), KINDS.len() * (KINDS.len() - 1) / 2);
    }

    #[test]
    fn a_kind_alone_is_given_everywhere_and_where_most_are_exposed_unless_it_is_given_to_persons() {
        for kind in ["information", "app", "aftercare"] {
            let terms = Terms::of(&of_all_kinds()).only(kind).unwrap();
            let [everywhere] = &terms.everywhere(1e6)[..] else { panic!("one intervention") };
            assert_eq!((everywhere.targeting, everywhere.intensity), (Targeting::Uniform, 1.0));
            assert_eq!((&*everywhere.kind, everywhere.extent), (kind, Extent::BudgetSolesPerYear(1e6)));
            let by_exposure = terms.by_exposure(1e6);
            assert_eq!(by_exposure.is_some(), kind != "aftercare");
            assert!(by_exposure.iter().flatten().all(|one| one.targeting == Targeting::ByExposure));
            for point in points(&terms, 50, 2) {
                let rule = terms.rule_at(&point);
                assert_eq!(terms.interventions(&rule, 1e6)[0].extent, everywhere.extent, "all the money is its own");
            }
        }
    }

    #[test]
    fn no_rule_makes_more_contacts_than_there_can_be() {
        let study = of_all_kinds();
        let terms = Terms::of(&study);
        let mut point = vec![0.9; MOST_DIMENSIONS];
        point[..KINDS.len() - 1].fill(0.5);
        point[KINDS.len() - 1..MOST_DIMENSIONS - 2].fill(1.0);
        let rule = terms.rule_at(&point);
        let policy = amparo_model::scenario::Policy {
            interventions: terms.interventions(&rule, 1e6),
            ..study.policies[0].clone()
        };
        amparo_model::policy::check(&policy).unwrap();
        let contacts = rule.intensities[0] * study.scenario.parameters.info.rate;
        assert!(
            contacts
                > 0.9
                    * study
                        .scenario
                        .parameters
                        .knowledge
                        .max_contacts
                        .min(WIDEST * study.scenario.parameters.info.rate)
        );
    }

    #[test]
    fn the_draw_with_the_most_contacts_limits_the_intensity_of_all() {
        let mut study = toy();
        let rate = study.scenario.parameters.info.rate;
        let most = study.scenario.parameters.knowledge.max_contacts;
        let row =
            |rate: f64| Draw { number: 0, unsolved: 0, weight: 1.0, values: [("info.rate".to_string(), rate)].into() };
        study.draws = Some(amparo_model::scenario::DrawPlan {
            table: PathBuf::new(),
            rows: vec![row(rate), row(most / 1.5)],
            rejected: 0,
            used: 2,
            repeated: 0,
            sample: amparo_model::scenario::DrawSample { seed: 1, count: 2, first: 256, parameters: Vec::new() },
            record: None,
            as_given: true,
            named: amparo_text::Diagnostic::new(""),
        });
        assert!((Terms::of(&study).0[0].most - 1.5).abs() < 1e-12);
        study.policies[0].interventions[0].overrides.insert("info.rate".into(), rate);
        assert!((Terms::of(&study).0[0].most - (most / rate).min(WIDEST)).abs() < 1e-12, "its own rate is not drawn");
    }

    #[test]
    fn a_rule_written_as_a_policy_file_is_read_back_as_the_same_interventions() {
        let mut study = of_all_kinds();
        let first = &mut study.policies[0].interventions[0];
        first.overrides.insert("info.cost_contact".into(), 10.5);
        first.whom = Whom { youngest: 14, schooling: Some(Attending::In), ..Whom::EVERYONE };
        first.within.departments = vec!["Lowlands".into()];
        for (feature, at_least, bound) in [(Feature::Taboo, true, 0.1), (Feature::ExposureRank, false, 5.0)] {
            first.within.conditions.push(Condition { feature, at_least, bound });
        }
        let terms = Terms::of(&study);
        let dir: PathBuf = std::env::temp_dir().join(format!("amparo-rule-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/toy/baseline.toml");
        for point in points(&terms, 20, 8).into_iter().chain(terms.starts()) {
            let rule = terms.rule_at(&point);
            let file = policy_toml(&terms.interventions(&rule, 1.0), "Found \"here\"", "two\nlines");
            std::fs::write(dir.join("found.toml"), file).unwrap();
            let text = format!(
                "name = \"around\"\nscenario = '{}'\nbudget_soles_per_year = 60_000\nfunded_years = 2\nfollowing_years = 1\n\
                 [[policy]]\nname = \"found\"\nfile = \"found.toml\"\n",
                shipped.display()
            );
            std::fs::write(dir.join("around.toml"), text).unwrap();
            let read = load_study(&dir.join("around.toml"), &VOCABULARY, &[]).unwrap_or_else(|error| panic!("{error}"));
            let wanted = terms.interventions(&rule, 60_000.0);
            let by_index = wanted.iter().filter(|one| matches!(one.targeting, Targeting::Index(_))).count();
            assert_eq!(read.resolved_toml().matches("\nindex = { exposure = ").count(), by_index);
            let found = &read.policies[0].interventions;
            assert_eq!(found.len(), wanted.len());
            assert_eq!(read.policies[0].title, "Found \"here\"");
            for (a, b) in found.iter().zip(&wanted) {
                assert_eq!(
                    (&a.kind, a.extent, a.targeting, a.intensity, &a.within, a.whom),
                    (&b.kind, b.extent, b.targeting, b.intensity, &b.within, b.whom)
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

//! The rows that a study keeps of its cells, and how they are read by draw and replicate.
//!
//! Cells are read once, in order, and of each only a few numbers are kept, so that memory does not grow with what cells hold.

use super::cell::Cell;
use super::error::StudyError;
use super::plan::{Unit, replayed};
use amparo_decide::discount::present_value;
use amparo_decide::effects::by_draw;
use amparo_decide::result::Years;
use amparo_model::diagnose::MatchFacts;
use amparo_model::math::moments::Moments;
use amparo_model::observe::outcomes::Seen;
use amparo_model::observe::{FunnelYear, OUTCOMES, Outcome, TownYear, Week, Window};
use amparo_model::scenario::BASELINE;
use amparo_model::scenario::Study;
use amparo_model::world::{
    AGE_BANDS, ByWay, Channels, Community, Group, POVERTY_TERCILES, Reach, WEEKS_PER_YEAR, synthetic,
};
use std::ops::Range;

/// Numbers kept of one cell.
#[derive(Clone, Debug)]
pub struct Row {
    /// Position of the unit among those added.
    pub unit: usize,
    /// Position of the draw.
    pub draw: usize,
    /// Outcomes over the funded years, in the order of [`Collector::outcomes`].
    pub funded: Vec<f64>,
    /// Outcomes over the following years, in the same order; empty if there are none.
    pub following: Vec<f64>,
    /// S/ per year over the funded years.
    pub spending: f64,
    /// Spending of the dearest funded year, S/.
    pub most_spent: f64,
    /// Totals over the horizon.
    pub totals: Totals,
    /// First spells that begin in communities that have a programme, here and in the baseline, then in those that have none; over the
    /// horizon. `None` where all or none have.
    pub by_treatment: Option<[(f64, f64); 2]>,
    /// What programmes bought and whom they kept from being drawn in; of policies, in runs A.
    pub funnel: Option<Box<FunnelTotals>>,
}

/// Counts of a funnel over the horizon, not discounted.
#[derive(Clone, Debug, Default)]
pub struct FunnelTotals {
    /// Sums over all years.
    pub sums: FunnelYear,
    /// Girls reached, by way, mean over the funded years; support: persons taken in, all years together.
    pub reached: ByWay<f64>,
}

/// Totals over the horizon, discounted to the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Spells of exploitation that began.
    pub spells_begun: f64,
    /// First spells that began.
    pub newly: f64,
    /// First spells that began, not discounted.
    pub newly_undiscounted: f64,
    /// All spells that began, not discounted.
    pub spells_undiscounted: f64,
    /// Years lived in exploitation, not discounted.
    pub victim_years_undiscounted: f64,
    /// S/, not discounted.
    pub cost_undiscounted: f64,
    /// Years lived in exploitation.
    pub victim_years: f64,
    /// S/.
    pub cost: f64,
    /// S/ thereof that households receive.
    pub transfers: f64,
    /// First spells of girls of the poorest third, not discounted.
    pub newly_poorest: f64,
    /// First spells of girls under 15, not discounted.
    pub newly_under_15: f64,
    /// Women moved on out of the region, not discounted.
    pub moved_on: f64,
    /// Girls drawn in elsewhere, not discounted.
    pub elsewhere: f64,
}

/// Rows of one arm in one run, in the order of units.
#[derive(Clone, Debug)]
pub struct Rows {
    /// 0: the baseline; else 1 + position of the policy.
    pub arm: usize,
    /// Responses of the trade that are live.
    pub run: Channels,
    /// Its rows, by unit.
    pub rows: Vec<Row>,
}

/// Sums of one arm after adaptation.
pub(super) struct ArmSums {
    pub(super) funded: Window,
    pub(super) following: Window,
    /// Victims by week: the level for the baseline, the paired difference for policies.
    pub(super) victims: Vec<Moments>,
    pub(super) level: Vec<f64>,
    pub(super) newly: Vec<f64>,
    pub(super) spells: Vec<f64>,
    /// `[year][column of Week]`, sums over weeks.
    pub(super) years: Vec<Vec<f64>>,
    /// `[year][community]`, persons.
    pub(super) communities: Vec<Vec<f64>>,
    /// `[year][town]`.
    pub(super) towns: Vec<Vec<TownYear>>,
}

/// Newly exploited among groups of girls, and in treated and untreated places, by unit.
pub struct Groups {
    /// 0: the baseline; else 1 + position of the policy.
    pub arm: usize,
    /// Responses of the trade that are live.
    pub run: Channels,
    /// Position of the draw.
    pub draw: usize,
    /// Newly exploited per year over the funded years as [`by_group`] orders them; empty for replayed runs.
    pub newly: Vec<f64>,
    /// In communities that have a programme, policy and baseline, per year; `None` where all or none have.
    pub treated: Option<(f64, f64)>,
    /// In the others (without those from outside), policy and baseline.
    pub untreated: Option<(f64, f64)>,
}

/// Takes in units one after another and makes tables of them.
pub struct Collector<'a> {
    /// The study.
    pub study: &'a Study,
    /// Outcomes that are compared.
    pub outcomes: Vec<&'static Outcome>,
    pub(super) places: Vec<Community>,
    pub(super) arms: Vec<ArmSums>,
    /// Rows of every arm and run.
    pub table: Vec<Rows>,
    /// Counts by groups of girls and of places.
    pub groups: Vec<Groups>,
    /// Results of matching.
    pub matched: Vec<MatchedRow>,
    /// Weight summed over the units added.
    pub(super) weight: f64,
    /// Units added.
    pub units: usize,
    /// Units left out, whose burn-in never settled.
    pub rejected: usize,
    /// Largest drift of a baseline at the end of its burn-in, share per year.
    pub largest_drift: f64,
}

impl<'a> Collector<'a> {
    /// Takes in units of a study and compares every outcome of the list.
    pub fn new(study: &'a Study) -> Self {
        Collector::of(study, OUTCOMES.iter().filter(|outcome| (outcome.counted)(&study.scenario)).collect())
    }

    /// Takes in units of a study and compares these outcomes only.
    pub fn of(study: &'a Study, outcomes: Vec<&'static Outcome>) -> Self {
        let arms = (0..=study.policies.len())
            .map(|_| ArmSums {
                funded: Window::default(),
                following: Window::default(),
                victims: Vec::new(),
                level: Vec::new(),
                newly: Vec::new(),
                spells: Vec::new(),
                years: Vec::new(),
                communities: Vec::new(),
                towns: Vec::new(),
            })
            .collect();
        Collector {
            study,
            outcomes,
            places: synthetic::communities(&study.scenario),
            arms,
            table: Vec::new(),
            groups: Vec::new(),
            matched: Vec::new(),
            weight: 0.0,
            units: 0,
            rejected: 0,
            largest_drift: 0.0,
        }
    }

    /// Weight of a draw, the same for all its replicates together.
    pub fn draw_weight(&self, draw: usize) -> f64 {
        self.study.draws.as_ref().and_then(|plan| plan.rows.get(draw)).map_or(1.0, |row| row.weight)
    }

    /// Adds one unit's cells, the baseline first. A unit that never settled is counted and left out.
    ///
    /// # Errors
    /// A cell of an arm that the study has not.
    pub fn add(&mut self, unit: Unit, cells: &[Cell]) -> Result<(), StudyError> {
        let arm_of = |cell: &Cell| {
            let unknown = || StudyError::Failed(format!("cell {} is of no policy of this study", cell.id.file_name()));
            self.arm(&cell.id.arm).ok_or_else(unknown)
        };
        let arms = cells.iter().map(arm_of).collect::<Result<Vec<usize>, StudyError>>()?;
        if cells.iter().any(|c| !c.settled) {
            self.rejected += 1;
            return Ok(());
        }
        let weight = self.draw_weight(unit.draw) / self.study.replicates_of(unit.draw) as f64;
        self.weight += weight;
        let at = self.units;
        self.units += 1;
        let baseline = &cells[0];
        self.largest_drift = self.largest_drift.max(baseline.drift);
        for (cell, arm) in cells.iter().zip(arms) {
            self.keep_row(arm, (cell, baseline), at, unit.draw);
            self.keep_groups(arm, cell, baseline, unit.draw);
            if let (Some(facts), Channels::ALL) = (&cell.matched, cell.id.run) {
                self.matched.push(MatchedRow { arm, draw: unit.draw, facts: facts.clone() });
            }
            if !replayed(cell.id.run) {
                self.add_sums(arm, cell, baseline, weight);
            }
        }
        Ok(())
    }

    /// Communities of the study's world.
    pub fn communities(&self) -> usize {
        self.places.len()
    }

    /// Position of an arm: 0 the baseline, else 1 + that of the policy; `None` where the study has none of that name.
    fn arm(&self, name: &str) -> Option<usize> {
        let arms = [BASELINE].into_iter().chain(self.study.policies.iter().map(|p| &*p.name));
        arms.into_iter().position(|arm| arm == name)
    }

    /// The outcomes of a cell in a window of years.
    fn outcomes_of(&self, cell: &Cell, window: &Window, years: Range<usize>) -> Vec<f64> {
        let seen = Seen { window, week: mean_week(&cell.years[years]) };
        self.outcomes.iter().map(|outcome| (outcome.read)(&seen)).collect()
    }

    fn keep_row(&mut self, arm: usize, (cell, baseline): (&Cell, &Cell), unit: usize, draw: usize) {
        let rate = self.study.scenario.parameters.study.discount_rate;
        let (funded, all) = (self.study.funded_years.min(cell.years.len()), cell.years.len());
        let weeks = f64::from(WEEKS_PER_YEAR);
        let victim_years: Vec<f64> = cell.yearly("victims").iter().map(|sum| sum / weeks).collect();
        let total = |column: &str| present_value(&cell.yearly(column), rate);
        let count = |column: &str| cell.yearly(column).iter().sum::<f64>();
        let departments = self.study.scenario.departments.len();
        let windows = [(Some(&cell.funded), funded), (cell.following.as_ref(), all - funded)];
        let of_group = |wanted: fn(&Group) -> bool| -> f64 {
            let per_year = |window: &Window| -> f64 {
                let groups = Group::all(departments).zip(&window.newly_by_group);
                groups.filter(|(group, _)| wanted(group)).map(|(_, count)| count).sum()
            };
            windows.iter().filter_map(|(window, years)| Some(per_year(window.as_ref()?) * *years as f64)).sum()
        };
        let row = Row {
            unit,
            draw,
            funded: self.outcomes_of(cell, &cell.funded, 0..funded),
            following: cell.following.as_ref().map_or_else(Vec::new, |w| self.outcomes_of(cell, w, funded..all)),
            spending: cell.funded.spending_per_year,
            most_spent: cell.yearly("spending_soles").into_iter().take(self.study.funded_years).fold(0.0, f64::max),
            totals: Totals {
                spells_begun: total("spells_begun"),
                newly: total("newly_exploited"),
                victim_years_undiscounted: victim_years.iter().sum(),
                cost_undiscounted: count("spending_soles"),
                newly_undiscounted: count("newly_exploited"),
                spells_undiscounted: count("spells_begun"),
                newly_poorest: of_group(|group| group.department_and_tercile.is_some_and(|(_, tercile)| tercile == 0)),
                newly_under_15: of_group(|group| group.age == 0),
                moved_on: count("moved_on"),
                elsewhere: count("elsewhere"),
                victim_years: present_value(&victim_years, rate),
                cost: total("spending_soles"),
                transfers: total("transfers_soles"),
            },
            by_treatment: self.by_treatment(cell, baseline, all),
            funnel: (!cell.funnel.is_empty()).then(|| Box::new(funnel_totals(&cell.funnel, funded))),
        };
        match self.table.iter_mut().find(|rows| rows.arm == arm && rows.run == cell.id.run) {
            Some(rows) => rows.rows.push(row),
            None => self.table.push(Rows { arm, run: cell.id.run, rows: vec![row] }),
        }
    }

    fn keep_groups(&mut self, arm: usize, cell: &Cell, baseline: &Cell, draw: usize) {
        if !matches!(cell.id.run, Channels::ALL | Channels::NONE) {
            return;
        }
        let funded = self.study.funded_years;
        let per_year = |(here, there): (f64, f64)| (here / funded as f64, there / funded as f64);
        let split = self.by_treatment(cell, baseline, funded);
        let (treated, untreated) = (split.map(|both| per_year(both[0])), split.map(|both| per_year(both[1])));
        let newly = if cell.id.run == Channels::ALL {
            by_group(&cell.funded, self.study.scenario.departments.len())
        } else {
            Vec::new()
        };
        self.groups.push(Groups { arm, run: cell.id.run, draw, newly, treated, untreated });
    }

    /// First spells of the first `years` in communities that have a programme in `cell`, there and in the baseline, then in the others
    /// (without those from outside).
    fn by_treatment(&self, cell: &Cell, baseline: &Cell, years: usize) -> Option<[(f64, f64); 2]> {
        let scale = self.study.scenario.parameters.population.scale;
        let covered = (0..self.places.len()).filter(|c| cell.is_treated(*c)).count();
        let sum = |of: &Cell, wanted: bool| -> f64 {
            let counts = of.newly_by_community.iter().take(years).flat_map(|year| {
                year.iter().take(self.places.len()).enumerate().filter(|(c, _)| cell.is_treated(*c) == wanted)
            });
            counts.map(|(_, n)| f64::from(*n)).sum::<f64>() * scale
        };
        let both = |wanted: bool| (sum(cell, wanted), sum(baseline, wanted));
        (covered > 0 && covered < self.places.len()).then(|| [both(true), both(false)])
    }

    fn add_sums(&mut self, arm: usize, cell: &Cell, baseline: &Cell, weight: f64) {
        let scale = self.study.scenario.parameters.population.scale;
        let sums = &mut self.arms[arm];
        sums.funded.add(&cell.funded, weight);
        if let Some(following) = &cell.following {
            sums.following.add(following, weight);
        }
        let levels: Vec<f64> = cell.weekly.victims().map(|v| f64::from(v) * scale).collect();
        let against: Vec<f64> = baseline.weekly.victims().map(|v| f64::from(v) * scale).collect();
        sums.victims.resize(levels.len(), Moments::default());
        for ((moments, level), base) in sums.victims.iter_mut().zip(&levels).zip(&against) {
            moments.add(if arm == 0 { *level } else { level - base }, weight);
        }
        add(&mut sums.level, &levels, weight);
        let persons = |counts: &[u32]| counts.iter().map(|n| f64::from(*n) * scale).collect::<Vec<_>>();
        add(&mut sums.newly, &persons(&cell.weekly.newly_exploited), weight);
        add(&mut sums.spells, &persons(&cell.weekly.spells_begun), weight);
        sums.years.resize(cell.years.len(), Vec::new());
        for (sum, year) in sums.years.iter_mut().zip(&cell.years) {
            add(sum, year, weight);
        }
        sums.towns.resize(cell.towns.len(), Vec::new());
        for (sums, year) in sums.towns.iter_mut().zip(&cell.towns) {
            sums.resize(year.len(), TownYear::default());
            sums.iter_mut().zip(year).for_each(|(sum, town)| sum.add(town, weight));
        }
        sums.communities.resize(cell.newly_by_community.len(), Vec::new());
        for (sum, year) in sums.communities.iter_mut().zip(&cell.newly_by_community) {
            add(sum, &persons(year), weight);
        }
    }

    /// Rows of an arm in a run; none if it was not run.
    pub fn rows(&self, arm: usize, run: Channels) -> &[Row] {
        self.table.iter().find(|rows| rows.arm == arm && rows.run == run).map_or(&[], |rows| &rows.rows)
    }

    /// One outcome over the funded years after adaptation: differences of every policy against the baseline, `[policy][unit]`,
    /// and the baseline's own. What precision on demand looks at.
    /// `None` where it is not compared.
    pub fn differences(&self, outcome: &str) -> Option<(Vec<Vec<f64>>, Vec<f64>)> {
        let at = self.outcomes.iter().position(|known| known.name == outcome)?;
        let of = |arm: usize| self.rows(arm, Channels::ALL).iter().map(|row| row.funded[at]).collect::<Vec<_>>();
        let base = of(0);
        let against = |arm| of(arm).iter().zip(&base).map(|(policy, base)| policy - base).collect();
        Some(((1..=self.study.policies.len()).map(against).collect(), base))
    }

    /// Position of an outcome among those compared.
    pub fn place(&self, outcome: &Outcome) -> Option<usize> {
        self.outcomes.iter().position(|known| *known == outcome)
    }
}

/// Counts over all years; reached is a mean over the funded ones.
fn funnel_totals(years: &[FunnelYear], funded: usize) -> FunnelTotals {
    let mut sums = FunnelYear::default();
    years.iter().for_each(|year| sums.sum(year, 1.0));
    let mut of_funded = FunnelYear::default();
    years[..funded].iter().for_each(|year| of_funded.sum(year, 1.0 / funded.max(1) as f64));
    let mut reached = of_funded.reached;
    reached[Reach::Support.row()] = sums.reached[Reach::Support.row()];
    FunnelTotals { sums, reached }
}

/// Adds a weighted list to sums, which grow as needed.
fn add(sums: &mut Vec<f64>, values: &[f64], weight: f64) {
    if sums.len() < values.len() {
        sums.resize(values.len(), 0.0);
    }
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += weight * value;
    }
}

/// What a cell says of each outcome, over the funded and the following years. One whose level rests on assumptions alone is left out.
pub fn levels(cell: &Cell, funded_years: usize) -> Vec<(Years, &'static Outcome, f64)> {
    let funded = funded_years.min(cell.years.len());
    let mut out = Vec::new();
    for (years, window, range) in [
        (Years::Funded, Some(&cell.funded), 0..funded),
        (Years::Following, cell.following.as_ref(), funded..cell.years.len()),
    ] {
        let Some(window) = window else { continue };
        let seen = Seen { window, week: mean_week(&cell.years[range]) };
        let told = OUTCOMES.iter().filter(|outcome| !outcome.index);
        out.extend(told.map(|outcome| (years, outcome, (outcome.read)(&seen))));
    }
    out
}

/// The mean week of some years, from their sums over weeks; a week of nothing where there are none.
pub fn mean_week(years: &[Vec<f64>]) -> Week {
    let weeks = f64::from(WEEKS_PER_YEAR) * years.len().max(1) as f64;
    let mut sums = vec![0.0; Week::COLUMNS.len()];
    years.iter().for_each(|year| add(&mut sums, year, 1.0));
    sums.iter_mut().for_each(|sum| *sum /= weeks);
    Week::from_values(&sums)
}

/// Results of matching in one cell of a policy.
pub struct MatchedRow {
    /// 0: the baseline; else 1 + position of the policy.
    pub arm: usize,
    /// Position of the draw.
    pub draw: usize,
    /// Results of matching.
    pub facts: MatchFacts,
}

/// Reads rows as `[draw][replicate]`.
pub struct Values<'a> {
    /// The rows.
    pub c: &'a Collector<'a>,
}

impl Values<'_> {
    /// The study.
    pub fn study(&self) -> &Study {
        self.c.study
    }

    /// `[draw][replicate]` of one arm in one run, on the draws that have it.
    pub fn of(&self, arm: usize, run: Channels, value: impl Fn(&Row) -> f64) -> Vec<Vec<f64>> {
        by_draw(self.c.rows(arm, run).iter().map(|row| (row.draw, value(row))))
    }

    /// The baseline on the units that an arm's run has.
    pub fn baseline_of(&self, arm: usize, run: Channels, value: impl Fn(&Row) -> f64) -> Vec<Vec<f64>> {
        let base = self.c.rows(0, Channels::ALL);
        by_draw(self.c.rows(arm, run).iter().filter_map(|row| {
            let at = base.binary_search_by_key(&row.unit, |b| b.unit).ok()?;
            Some((row.draw, value(&base[at])))
        }))
    }

    /// Runs of another kind on the units that `run` has.
    pub fn beside(&self, arm: usize, run: Channels, other: Channels, value: impl Fn(&Row) -> f64) -> Vec<Vec<f64>> {
        let rows = self.c.rows(arm, other);
        by_draw(self.c.rows(arm, run).iter().filter_map(|row| {
            let at = rows.binary_search_by_key(&row.unit, |b| b.unit).ok()?;
            Some((row.draw, value(&rows[at])))
        }))
    }

    /// Weights of the draws that an arm's run has.
    pub fn weights(&self, arm: usize, run: Channels) -> Vec<f64> {
        let mut draws: Vec<usize> = self.c.rows(arm, run).iter().map(|row| row.draw).collect();
        draws.dedup();
        draws.into_iter().map(|draw| self.c.draw_weight(draw)).collect()
    }

    /// Positions of the draws in use.
    pub fn draws(&self) -> Vec<usize> {
        let mut draws: Vec<usize> = self.c.rows(0, Channels::ALL).iter().map(|row| row.draw).collect();
        draws.dedup();
        draws
    }
}

/// Newly exploited per year by group of girls: departments, outside, terciles of poverty, bands of age.
pub fn by_group(window: &Window, departments: usize) -> Vec<f64> {
    let (terciles, ages) = (POVERTY_TERCILES.len(), AGE_BANDS.len());
    let mut sums = vec![0.0; departments + 1 + terciles + ages];
    for (group, count) in Group::all(departments).zip(&window.newly_by_group) {
        match group.department_and_tercile {
            Some((department, tercile)) => {
                sums[department] += count;
                sums[departments + 1 + tercile] += count;
            }
            None => sums[departments] += count,
        }
        sums[departments + 1 + terciles + group.age] += count;
    }
    sums
}

//! Victims over time: the level from 0, and what each policy changes, magnified, with its noise.

use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, spread, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, BASELINE, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, INK, SHADE, Scene};
use crate::said::effects::{Victims, victims};
use crate::said::runs;
use crate::told::Told;
use crate::words::effects::{Bands, OfEffects};
use amparo_decide::result::ArmSeries;
use amparo_model::math::statistics::mean;
use amparo_tables::numbers::number;

/// Weeks of a model year.
const WEEKS: usize = 52;
/// End of the sample of a line beside its label, right of the panel.
const SAMPLE: f64 = 46.0;
/// Leading of end labels.
const LINE: f64 = 15.5;
/// Weeks averaged into one point of a line.
const QUARTER: usize = 13;

/// Victims of the baseline (`arms[0]`) and of each policy by year; `planned` is how many replicates the study asks for,
/// so that a first picture after one replicate says so.
pub fn victims_over_time(told: &Told, arms: &[ArmSeries], planned: Option<usize>) -> Chart {
    let (result, words) = (told.result, told.words);
    let finding = victims(result, arms, planned);
    let title = words.victims_title(&finding);
    let banded = arms.iter().any(|arm| arm.victims_half_width.iter().any(|h| *h > 0.0));
    let so_far = planned.filter(|p| *p > result.replicates).map(|p| (result.replicates, p));
    let funded_years = if result.policies.is_empty() { 0 } else { result.funded_years };
    let years = (funded_years > 0).then_some((funded_years, result.following_years));
    let ran = runs::of_study(result, told.answers);
    let (mut scene, top) = frame::page(&title, &words.victims_subtitle(&ran, so_far, years));
    let all = arms;
    let names: Vec<&str> = all.iter().skip(1).map(|arm| arm.name.as_str()).collect();
    // The one that the title names whatever its rank.
    let of_title = match &finding {
        Victims::Fall(_, effect, ..) => names.iter().position(|name| *name == effect.policy),
        Victims::FirstLook(..) | Victims::Level(..) => None,
    };
    let drawn = told.drawn(&names, of_title.as_slice());
    let some = words.drawn(drawn.len(), names.len());
    let arms: Vec<&ArmSeries> = all.first().into_iter().chain(drawn.iter().map(|at| &all[at + 1])).collect();
    let mut bottom = top + 40.0;
    if let Some((baseline, policies)) = arms.split_first() {
        let baseline = *baseline;
        let weeks = arms.iter().map(|a| a.victims.len()).min().unwrap_or(0);
        let years = weeks as f64 / WEEKS as f64;
        let (left, right) = (MARGIN + 52.0, WIDTH - MARGIN - 232.0);
        let x = Scale::linear(0.0, years.max(1.0), (left, right));
        let levels = Panel { told, x, left, right, funded: funded_years as f64 };
        bottom = if policies.is_empty() {
            levels.levels(&mut scene, &arms, baseline, top, top + 330.0, banded)
        } else {
            let below = levels.levels(&mut scene, &arms, baseline, top, top + 150.0, banded);
            let height = (60.0 + 50.0 * policies.len() as f64).clamp(250.0, 460.0);
            levels.differences(&mut scene, baseline, policies, below + 26.0, below + 26.0 + height, banded)
        };
    } else {
        scene.text((MARGIN, top + 20.0), words.effects(OfEffects::NoSeries), LABEL);
    }
    let bands = match (told.one(), banded, result.policies.is_empty()) {
        (false, ..) => Bands::OverDraws(runs::draws(told.answers), banded),
        (true, true, true) => Bands::Level,
        (true, true, false) => Bands::Differences,
        (true, false, true) => Bands::World,
        (true, false, false) => Bands::OneReplicate,
    };
    let intervals = if told.one() { words.intervals(&runs::noise(result)) } else { String::new() };
    let conditional = if result.policies.is_empty() { "" } else { words.conditional() };
    frame::close(&mut scene, bottom + 12.0, &[&some, &words.victims_bands(bands), &intervals, conditional], told);
    let last = |arm: &ArmSeries| quarters(&arm.victims).last().map_or(0.0, |p| p.1);
    let ends: Vec<(&str, f64)> = arms.iter().map(|arm| (answered::arm_name(arm), last(arm))).collect();
    let alt = words.victims_alt(&title, told.horizon(), &ends);
    Chart { name: "victims_over_time", title, alt, scene }
}

/// (year of the middle, mean) by quarter.
fn quarters(weekly: &[f64]) -> Vec<(f64, f64)> {
    let middle = |i: usize, n: usize| ((i * QUARTER) as f64 + n as f64 / 2.0) / WEEKS as f64;
    weekly
        .chunks(QUARTER)
        .enumerate()
        .map(|(i, c)| (middle(i, c.len()), c.iter().sum::<f64>() / c.len() as f64))
        .collect()
}

/// What the two panels share: the years.
struct Panel<'a> {
    told: &'a Told<'a>,
    x: Scale,
    left: f64,
    right: f64,
    funded: f64,
}

impl Panel<'_> {
    fn years(&self, scene: &mut Scene, top: f64, bottom: f64, labelled: bool) {
        if self.funded > 0.0 {
            scene.rect((self.left, top), (self.x.at(self.funded), bottom), SHADE);
        }
        let ticks = self.x.ticks(10);
        if labelled {
            let ticks: Vec<f64> = ticks.into_iter().filter(|t| t.fract() == 0.0).collect();
            for tick in &ticks {
                scene.text((self.x.at(*tick), bottom + 17.0), number(*tick, 0), SMALL.middle());
            }
            let since = if self.funded > 0.0 { OfEffects::YearsSinceFunding } else { OfEffects::YearsSinceBurnIn };
            let since = self.told.words.effects(since);
            scene.text(((self.left + self.right) / 2.0, bottom + 35.0), since, SMALL.middle());
        }
    }

    /// Notes the points of a line, with the band around it where one is drawn.
    fn note(
        &self,
        scene: &mut Scene,
        panel: OfEffects,
        arm: &ArmSeries,
        centre: &[(f64, f64)],
        half: Option<&[(f64, f64)]>,
    ) {
        let words = self.told.words;
        let since = if self.funded > 0.0 { OfEffects::YearsSinceFunding } else { OfEffects::YearsSinceBurnIn };
        for (i, (year, value)) in centre.iter().enumerate() {
            let band = half.and_then(|half| half.get(i)).map(|(_, h)| (value - h, value + h));
            let one = Plotted::new(words.effects(panel), answered::arm_name(arm), words.effects(panel), *value);
            scene.plots(one.at(*year, words.effects(since)).within(band, None));
        }
    }

    fn band(
        &self,
        scene: &mut Scene,
        centre: &[(f64, f64)],
        half: &[(f64, f64)],
        y: &Scale,
        fill: crate::kit::scene::Colour,
    ) {
        let edge = |sign: f64| centre.iter().zip(half).map(move |(c, h)| (c.0, c.1 + sign * h.1));
        let mut points: Vec<_> = edge(1.0).map(|(t, v)| (self.x.at(t), y.at(v))).collect();
        let mut lower: Vec<_> = edge(-1.0).map(|(t, v)| (self.x.at(t), y.at(v))).collect();
        lower.reverse();
        points.extend(lower);
        scene.area(points, fill);
    }

    /// Levels from 0; returns the y below the panel.
    fn levels(
        &self,
        scene: &mut Scene,
        arms: &[&ArmSeries],
        baseline: &ArmSeries,
        top: f64,
        bottom: f64,
        banded: bool,
    ) -> f64 {
        let top = top + 28.0;
        scene.text((MARGIN, top - 13.0), self.told.words.effects(OfEffects::VictimsLevel), LABEL.bold());
        let level = quarters(&baseline.victims);
        let half = quarters(&baseline.victims_half_width);
        let banded_to = level.iter().zip(&half).filter(|_| banded).map(|(v, h)| v.1 + h.1);
        let highest = arms.iter().flat_map(|a| a.victims.iter().copied()).chain(banded_to).fold(0.0, f64::max);
        let (low, high) = nice_range([highest * 1.02], 3);
        let y = Scale::linear(low.max(0.0), high, (bottom, top));
        self.years(scene, top, bottom, arms.len() == 1);
        let ticks = y.ticks(3);
        frame::horizontal_grid(scene, &ticks, &tick_labels(&ticks), |v| y.at(v), self.left, self.right);
        let line = |arm: &ArmSeries| -> Vec<(f64, f64)> {
            quarters(&arm.victims).iter().map(|(t, v)| (self.x.at(*t), y.at(*v))).collect()
        };
        for arm in arms {
            let halves = quarters(&arm.victims_half_width);
            let own = banded && arm.name == baseline.name;
            self.note(scene, OfEffects::VictimsLevel, arm, &quarters(&arm.victims), own.then_some(&halves[..]));
        }
        if banded {
            self.band(scene, &level, &half, &y, INK.alpha(0.16));
        }
        for arm in arms.iter().skip(1) {
            let (colour, dash, _) = self.told.style(&arm.name);
            scene.line(line(arm), colour, 1.6, dash);
        }
        scene.line(line(baseline), BASELINE.0, BASELINE.1, DASHES[0]);
        if self.funded > 0.0 {
            scene.text((self.left + 8.0, bottom - 9.0), self.told.words.effects(OfEffects::FundedYears), SMALL);
        }
        if let Some((_, v)) = level.last() {
            let name = LABEL.bold().wrap(answered::arm_name(baseline), 210.0, 2);
            let y0 = y.at(*v).clamp(top + 10.0, bottom - 20.0 - LINE * (name.len() as f64 - 1.0));
            let below = scene.lines((self.right + 10.0, y0 + 3.0), &name, LABEL.bold(), LINE);
            scene.text((self.right + 10.0, below + 0.5), self.told.words.victims_level(*v), SMALL);
        }
        if arms.len() == 1 { bottom + 40.0 } else { bottom }
    }

    /// Differences from the baseline with direct labels; returns the y below the panel.
    fn differences(
        &self,
        scene: &mut Scene,
        baseline: &ArmSeries,
        policies: &[&ArmSeries],
        top: f64,
        bottom: f64,
        banded: bool,
    ) -> f64 {
        let top = top + 24.0;
        scene.text((MARGIN, top - 13.0), self.told.words.effects(OfEffects::VictimsDifference), LABEL.bold());
        let paired: Vec<Vec<(f64, f64)>> = policies
            .iter()
            .map(|arm| {
                let weekly: Vec<f64> = arm.victims.iter().zip(&baseline.victims).map(|(p, b)| p - b).collect();
                quarters(&weekly)
            })
            .collect();
        let halves: Vec<_> = policies.iter().map(|arm| quarters(&arm.victims_half_width)).collect();
        let extremes = paired.iter().zip(&halves).flat_map(|(centre, half)| {
            centre.iter().enumerate().flat_map(move |(i, (_, v))| {
                let h = if banded { half.get(i).map_or(0.0, |h| h.1) } else { 0.0 };
                [v - h, v + h]
            })
        });
        let (low, high) = nice_range(extremes, 5);
        let y = Scale::linear(low, high, (bottom, top));
        self.years(scene, top, bottom, true);
        let ticks = y.ticks(6);
        let labels: Vec<String> =
            ticks.iter().zip(tick_labels(&ticks)).map(|(t, l)| if *t > 0.0 { format!("+{l}") } else { l }).collect();
        frame::horizontal_grid(scene, &ticks, &labels, |v| y.at(v), self.left, self.right);
        if banded {
            for (arm, (centre, half)) in policies.iter().zip(paired.iter().zip(&halves)) {
                self.band(scene, centre, half, &y, self.told.style(&arm.name).0.alpha(0.12));
            }
        }
        scene.line(vec![(self.left, y.at(0.0)), (self.right, y.at(0.0))], BASELINE.0, BASELINE.1, DASHES[0]);
        for (arm, (centre, half)) in policies.iter().zip(paired.iter().zip(&halves)) {
            self.note(scene, OfEffects::VictimsDifference, arm, centre, banded.then_some(&half[..]));
        }
        for (arm, centre) in policies.iter().zip(&paired) {
            let (colour, dash, shape) = self.told.style(&arm.name);
            scene.line(centre.iter().map(|(t, v)| (self.x.at(*t), y.at(*v))).collect(), colour, 2.2, dash);
            // Where lines are furthest apart, as a rule: the last quarter with funding.
            if let Some((t, v)) = centre.iter().rfind(|p| p.0 < self.funded).or(centre.last()) {
                scene.point((self.x.at(*t), y.at(*v)), shape, 4.4, colour, false);
            }
        }
        self.end_labels(scene, policies, &paired, &y, top, bottom);
        bottom + 40.0
    }

    fn end_labels(
        &self,
        scene: &mut Scene,
        policies: &[&ArmSeries],
        paired: &[Vec<(f64, f64)>],
        y: &Scale,
        top: f64,
        bottom: f64,
    ) {
        let room = WIDTH - MARGIN - self.right - SAMPLE - 7.0;
        let space = bottom - top + 40.0;
        // Two lines a name where there is room; one where many policies share the panel.
        let named = |most: usize| -> (Vec<Vec<String>>, Vec<f64>) {
            let wrap = |name: &str| LABEL.wrap(name, room, most);
            let name = |arm: &&ArmSeries| wrap(&self.told.apart(answered::arm_name(arm), wrap));
            let texts: Vec<_> = policies.iter().map(name).collect();
            let heights = texts.iter().map(|t| LINE * (t.len() as f64 + 1.0) + 5.0).collect();
            (texts, heights)
        };
        let (texts, heights) =
            Some(named(2)).filter(|(_, h)| h.iter().sum::<f64>() <= space).unwrap_or_else(|| named(1));
        // Many policies and no room for a second line of figures: the names alone.
        let figures = heights.iter().sum::<f64>() <= space;
        let heights = if figures { heights } else { vec![LINE + 2.0; policies.len()] };
        let wanted: Vec<f64> = paired.iter().map(|c| y.at(c.last().map_or(0.0, |p| p.1))).collect();
        let places = spread(&wanted, &heights, top - 20.0, bottom + 20.0);
        for (i, (lines, place)) in texts.iter().zip(&places).enumerate() {
            let (colour, dash, shape) = self.told.style(&policies[i].name);
            let from = paired[i].last().map_or(self.right, |p| self.x.at(p.0));
            scene.line(vec![(from + 6.0, wanted[i]), (self.right + 16.0, *place)], colour, 1.2, DASHES[0]);
            scene.line(vec![(self.right + 16.0, *place), (self.right + SAMPLE, *place)], colour, 2.2, dash);
            scene.point((self.right + (16.0 + SAMPLE) / 2.0, *place), shape, 4.4, colour, false);
            let rows = lines.len() + usize::from(figures);
            let first = place + 4.5 - LINE / 2.0 * (rows as f64 - 1.0);
            let below = scene.lines((self.right + SAMPLE + 7.0, first), lines, LABEL, LINE);
            if figures {
                let end = paired[i].last().map_or(0.0, |p| p.1);
                let funded: Vec<f64> = paired[i].iter().filter(|p| p.0 < self.funded).map(|p| p.1).collect();
                let text = self.told.words.victims_differences(mean(&funded), end);
                scene.text((self.right + SAMPLE + 7.0, below), SMALL.fit(&text, room), SMALL);
            }
        }
    }
}

//! How the trade lies between the mining towns, year by year: miners, brothels, victims and newly exploited.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, Scene, style};
use crate::said::runs;
use crate::said::towns::{OverYears, over_years, shift};
use crate::told::Told;
use crate::words::towns::OfTowns;
use amparo_decide::result::{ArmSeries, Flows, SUPPRESS_BELOW};
use amparo_model::observe::TownYear;

/// Size of a panel with the space below it.
const PANEL: (f64, f64) = (372.0, 200.0);
const GAP: (f64, f64) = (70.0, 74.0);

/// Heading of a panel, what it shows of a year, and whether that counts persons.
type Panel = (OfTowns, fn(&TownYear) -> f64, bool);

/// Towns of the baseline over the years after the burn-in; `None` where there are none.
pub fn by_town(told: &Told, flows: &Flows, arms: &[ArmSeries]) -> Option<Chart> {
    let arm = arms.first()?;
    let towns = over_years(&flows.towns, arm);
    if towns.is_empty() {
        return None;
    }
    let words = told.words;
    let title = words.towns_title(runs::world(told.result), &shift(&flows.towns, arm));
    let ran = runs::of_study(told.result, told.answers);
    let (mut scene, top) = frame::page(&title, &words.towns_subtitle(told.result.policies.is_empty(), &ran));
    let panels: [Panel; 4] = [
        (OfTowns::Miners, |year| year.miners, false),
        (OfTowns::Brothels, |year| year.brothels, false),
        (OfTowns::Victims, |year| year.victims, true),
        (OfTowns::NewlyExploited, |year| year.newly_exploited, true),
    ];
    let first = legend(&mut scene, told, &towns, top + 12.0) + 46.0;
    for (i, (head, of, persons)) in panels.into_iter().enumerate() {
        let left = MARGIN + 56.0 + (PANEL.0 + GAP.0) * (i % 2) as f64;
        let upper = first + (PANEL.1 + GAP.1) * (i / 2) as f64;
        scene.text((left, upper - 12.0), words.towns(head), LABEL.bold());
        panel(&mut scene, &towns, (of, persons), (left, upper));
        note(&mut scene, told, &towns, (head, of, persons));
        let middle = left + PANEL.0 / 2.0;
        scene.text((middle, upper + PANEL.1 + 34.0), words.towns(OfTowns::AxisYear), SMALL.middle());
    }
    let bottom = first + 2.0 * PANEL.1 + GAP.1 + 52.0;
    frame::close(&mut scene, bottom, &[words.towns(OfTowns::Reading), words.origins_assumed(told.one())], told);
    let alt = words.towns_alt(&title, &towns);
    Some(Chart { name: "by_town", title, alt, scene })
}

/// Samples of the lines with their names, in rows; returns the y of the last.
fn legend(scene: &mut Scene, told: &Told, towns: &[OverYears], top: f64) -> f64 {
    let (mut x, mut y) = (MARGIN, top);
    for (i, town) in towns.iter().enumerate() {
        let (colour, dash, shape) = style(i);
        let name = LABEL.fit(&told.words.town(town.name), 200.0);
        let width = 46.0 + LABEL.width(&name) + 22.0;
        if x > MARGIN && x + width > WIDTH - MARGIN {
            (x, y) = (MARGIN, y + 22.0);
        }
        scene.line(vec![(x, y - 4.0), (x + 36.0, y - 4.0)], colour, 2.0, dash);
        scene.point((x + 18.0, y - 4.0), shape, 4.0, colour, false);
        scene.text((x + 44.0, y), name, LABEL);
        x += width;
    }
    y
}

/// Notes the numbers that [`panel`] draws.
fn note(scene: &mut Scene, told: &Told, towns: &[OverYears], (head, of, persons): Panel) {
    let words = told.words;
    for town in towns {
        for (year, counts) in town.years.iter().enumerate() {
            let value = of(counts);
            if !persons || value >= SUPPRESS_BELOW {
                let one = Plotted::new(words.towns(head), words.town(town.name), words.towns(head), value);
                scene.plots(one.at(year as f64 + 1.0, words.towns(OfTowns::AxisYear)));
            }
        }
    }
}

/// One quantity of all towns; counts of persons below five are not drawn.
fn panel(
    scene: &mut Scene,
    towns: &[OverYears],
    (of, persons): (fn(&TownYear) -> f64, bool),
    (left, upper): (f64, f64),
) {
    let (right, lower) = (left + PANEL.0, upper + PANEL.1);
    let shown = |year: &TownYear| Some(of(year)).filter(|value| !persons || *value >= SUPPRESS_BELOW);
    let values = towns.iter().flat_map(|town| town.years.iter().filter_map(shown));
    let (_, high) = nice_range(values.chain([0.0]), 5);
    let years = towns.iter().map(|town| town.years.len()).max().unwrap_or(1);
    let y = Scale::linear(0.0, high, (lower, upper));
    let x = Scale::linear(0.5, years as f64 + 0.5, (left, right));
    let ticks = y.ticks(5);
    frame::horizontal_grid(scene, &ticks, &tick_labels(&ticks), |v| y.at(v), left, right);
    let step = years.div_ceil(10).max(1);
    for year in (1..=years).step_by(step) {
        scene.text((x.at(year as f64), lower + 16.0), year.to_string(), SMALL.middle());
    }
    frame::rule(scene, (left, lower), (right, lower));
    for (i, town) in towns.iter().enumerate() {
        let (colour, dash, shape) = style(i);
        let points: Vec<Option<(f64, f64)>> =
            town.years.iter().enumerate().map(|(year, of)| Some((x.at(year as f64 + 1.0), y.at(shown(of)?)))).collect();
        for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
            scene.line(run.iter().copied().flatten().collect(), colour.alpha(0.85), 1.8, dash);
        }
        for at in points.into_iter().flatten() {
            scene.point(at, shape, 3.4, colour, false);
        }
    }
    scene.line(vec![(left, upper), (left, lower)], crate::kit::scene::RULE, 1.0, DASHES[0]);
}

//! Communities in driver space: how much of why girls accept is money, how much not knowing, and what is left.

use super::drivers::{COLOURS, part};
use crate::kit::axis::Scale;
use crate::kit::chart::{Chart, VERSION};
use crate::kit::format::upper_first;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::scene::{Colour, DASHES, GRID, INK, RULE, SHADE, Scene, Shape, WHITE};
use amparo_decide::diagnosis::{Diagnosis, Place, Seen, Z95};
use amparo_decide::result::DRIVERS;
use amparo_tables::numbers::{number, percent};

/// Side of the square that holds the triangle of possible shares.
const SIDE: f64 = 520.0;
const LEFT: f64 = MARGIN + 62.0;
/// Radius of the community with the largest exposure.
const LARGEST: f64 = 15.0;
/// Radius of the least exposed ones: still to be seen.
const SMALLEST: f64 = 2.2;

/// A community that is drawn.
struct Dot<'a> {
    place: &'a Place,
    seen: &'a Seen,
    /// Index of its dominant driver.
    driver: usize,
}

/// Every community as surveyed, against the first set of protected levels.
pub fn driver_space(diagnosis: &Diagnosis) -> Chart {
    let set = &diagnosis.level_sets[0];
    let dots: Vec<Dot> = diagnosis
        .by_exposure()
        .into_iter()
        .filter_map(|c| {
            let seen = set.estimated.communities[c].as_ref()?;
            let driver = DRIVERS.iter().position(|d| *d == seen.dominant)?;
            Some(Dot { place: &diagnosis.communities[c], seen, driver })
        })
        .collect();
    let title = title(&dots);
    let survey = &diagnosis.survey;
    let asked = match &survey.file {
        None => format!("{} households surveyed in each", survey.households),
        Some(_) => format!("{} answers in {} of them", number(survey.interviews as f64, 0), survey.communities),
    };
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Each circle is a community ({asked}): shares of what makes girls accept a deceptive offer (Shapley shares of ln P), against the \
             protected levels “{}”; all synthetic",
            set.levels.name()
        ),
    );
    let (upper, lower) = (top + 14.0, top + 14.0 + SIDE);
    let x = Scale::linear(0.0, 1.0, (LEFT, LEFT + SIDE));
    let y = Scale::linear(0.0, 1.0, (lower, upper));
    triangle(&mut scene, &x, &y);
    let most = dots.first().map_or(0.0, |d| d.place.exposure);
    let radius = |exposure: f64| if most > 0.0 { (LARGEST * (exposure / most).sqrt()).max(SMALLEST) } else { SMALLEST };
    // The least exposed last, so that none hides behind a larger one.
    for dot in &dots {
        let at = (x.at(dot.seen.economic[0]), y.at(dot.seen.unaware[0]));
        let r = radius(dot.place.exposure);
        scene.point(at, Shape::Circle, r + 0.8, WHITE, false);
        scene.point(at, Shape::Circle, r, COLOURS[dot.driver].0.alpha(0.85), false);
    }
    reference(&mut scene, &x, &y);
    let end = key(&mut scene, &dots, (upper, lower), &radius, |share| x.at(share) - x.at(0.0));
    let hidden = diagnosis.communities.len() - dots.len();
    let left_out = match hidden {
        0 => String::new(),
        n => format!(" {n} not shown: fewer than 5 girls, nobody asked, or no driver that matters."),
    };
    let clear = dots.iter().filter(|d| d.seen.clear).count();
    frame::close_with(
        &mut scene,
        end.max(lower + 58.0) + 10.0,
        &[
            &format!(
                "How to read: at the lower right corner money is all of the reason, at the upper left one not knowing is, at the lower \
                 left one neither. Girls in whom protecting one driver removes 80 % or more: {}; in whom every driver has at least 10 %: {} (as \
                 surveyed, weighted by P).{left_out}",
                part(set.estimated.one_alone),
                part(set.estimated.all_act),
            ),
            &format!(
                "Uncertainty: the cross is the 95 % interval, from who was asked, of the community with the median width; in {clear} of {} \
                 communities the largest driver is ahead of the others by more than that. Response errors (violence is under-reported) come \
                 on top. Other protected levels give other shares.",
                dots.len()
            ),
        ],
        &source(diagnosis),
    );
    let words: Vec<String> =
        counts(&dots).iter().map(|(driver, n)| format!("{} in {n} communities", DRIVERS[*driver])).collect();
    Chart { name: "driver_space", alt: format!("{title}. Largest driver: {}.", words.join(", ")), title, scene }
}

/// "amparo 0.1.0, one world (seed 1) of …, surveyed".
pub fn source(diagnosis: &Diagnosis) -> String {
    let answers = match &diagnosis.survey.file {
        None => format!("one world (seed {}) of {}, surveyed within the model", diagnosis.seed, diagnosis.title),
        Some(_) => format!("answers given to it for {}", diagnosis.title),
    };
    format!(
        "Source: amparo {VERSION}, {answers}; shares describe the model's decision; no real person is described and nothing is a forecast."
    )
}

/// Communities by their largest driver, most first.
fn counts(dots: &[Dot]) -> Vec<(usize, usize)> {
    let mut counts: Vec<(usize, usize)> =
        (0..DRIVERS.len()).map(|k| (k, dots.iter().filter(|d| d.driver == k).count())).filter(|c| c.1 > 0).collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    counts
}

/// The finding in a sentence.
fn title(dots: &[Dot]) -> String {
    let n = dots.len();
    let clear = dots.iter().filter(|d| d.seen.clear).count();
    let hedge = if 2 * clear < n { "; in most, sampling error leaves the order open" } else { "" };
    match counts(dots)[..] {
        [] => "No community has a driver profile that can be shown".into(),
        [(driver, _)] if n == 1 => format!("{} weighs most in {}", upper_first(DRIVERS[driver]), dots[0].place.name),
        [(driver, _)] => format!("{} weighs most in all {n} communities{hedge}", upper_first(DRIVERS[driver])),
        [(one, first), (other, second), ..] if 3 * first >= 2 * n => format!(
            "{} weighs most in {first} of {n} communities, {} in {second}{hedge}",
            upper_first(DRIVERS[one]),
            DRIVERS[other]
        ),
        [(one, first), (other, second), ..] => format!(
            "What weighs most differs: {} in {first} of {n} communities, {} in {second}{hedge}",
            DRIVERS[one], DRIVERS[other]
        ),
    }
}

/// The triangle of possible shares with its axes and what its corners mean.
fn triangle(scene: &mut Scene, x: &Scale, y: &Scale) {
    let corner = |a: f64, b: f64| (x.at(a), y.at(b));
    scene.area(vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0)], SHADE.alpha(0.7));
    for step in 1..5 {
        let share = f64::from(step) / 5.0;
        scene.line(vec![corner(share, 0.0), corner(share, 1.0 - share)], GRID, 1.0, DASHES[0]);
        scene.line(vec![corner(0.0, share), corner(1.0 - share, share)], GRID, 1.0, DASHES[0]);
    }
    for step in 0..=5 {
        let (share, label) = (f64::from(step) / 5.0, number(20.0 * f64::from(step), 0));
        scene.text((x.at(share), y.at(0.0) + 17.0), label.as_str(), SMALL.middle());
        scene.text((x.at(0.0) - 9.0, y.at(share) + 4.3), label, SMALL.end());
    }
    scene.line(vec![corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0), corner(0.0, 0.0)], RULE, 1.2, DASHES[0]);
    scene.text((x.at(0.0), y.at(0.0) + 38.0), "share of extreme poverty and lack of opportunity, %", LABEL);
    scene.text((x.at(0.0) + 34.0, y.at(1.0) + 4.0), "Here not knowing is the reason", LABEL.bold());
    scene.text((x.at(0.0) + 34.0, y.at(1.0) + 20.0), "share of lack of information and taboo, %", SMALL);
    scene.text((x.at(1.0) + 14.0, y.at(0.0) - 18.0), "Here money is the reason", LABEL.bold());
    scene.text((x.at(1.0) + 14.0, y.at(0.0) - 2.0), "← poverty, no opportunity", SMALL);
    scene.text((x.at(0.0) + 10.0, y.at(0.0) - 24.0), "Here violence or", LABEL.bold());
    scene.text((x.at(0.0) + 10.0, y.at(0.0) - 9.0), "hope for more is", LABEL.bold());
}

/// Where a community would be in which all six drivers weigh alike.
fn reference(scene: &mut Scene, x: &Scale, y: &Scale) {
    let (at, r) = ((x.at(1.0 / 3.0), y.at(1.0 / 3.0)), 7.0);
    scene.line(vec![(at.0 - r, at.1 - r), (at.0 + r, at.1 + r)], INK, 2.0, DASHES[0]);
    scene.line(vec![(at.0 - r, at.1 + r), (at.0 + r, at.1 - r)], INK, 2.0, DASHES[0]);
}

/// The column beside the triangle: drivers and their communities, sizes, the interval; returns the y below it.
fn key(
    scene: &mut Scene,
    dots: &[Dot],
    (upper, lower): (f64, f64),
    radius: &impl Fn(f64) -> f64,
    width: impl Fn(f64) -> f64,
) -> f64 {
    let (left, right) = (LEFT + SIDE + 78.0, WIDTH - MARGIN);
    let mut y = upper + 4.0;
    scene.text((left, y), "Largest driver", LABEL.bold());
    scene.text((right, y), "communities", SMALL.end());
    for (driver, n) in counts(dots) {
        y += 24.0;
        scene.point((left + 8.0, y - 4.5), Shape::Circle, 7.0, COLOURS[driver].0, false);
        scene.text((left + 24.0, y), upper_first(DRIVERS[driver]), LABEL);
        scene.text((right, y), number(n as f64, 0), LABEL.end());
    }
    y += 40.0;
    scene.text((left, y), "Size: estimated exposure", LABEL.bold());
    scene.text((left, y + 16.0), "share of the region's, from victims registered", SMALL);
    let most = dots.first().map_or(0.0, |d| d.place.exposure);
    y += 44.0;
    let mut at = left + LARGEST;
    for exposure in [most, most / 4.0] {
        let r = radius(exposure);
        scene.point((at, y - 4.5), Shape::Circle, r, RULE, false);
        let label = percent(exposure);
        scene.text((at + r + 7.0, y), label.as_str(), LABEL);
        at += r + LABEL.width(&label) + 44.0;
    }
    y += 44.0;
    scene.text((left, y), "Cross: how sure", LABEL.bold());
    scene.text((left, y + 16.0), "95 % interval of a community, median width", SMALL);
    y += 16.0;
    if let Some((a, b)) = median_half_widths(dots) {
        let (a, b) = (width(a), width(b));
        let centre = (left + a.max(24.0), y + 18.0 + b);
        interval(scene, centre, a, b);
        y = centre.1 + b;
    } else {
        scene.text((left, y + 20.0), "Too few answers to tell.", SMALL);
        y += 24.0;
    }
    y += 34.0;
    let r = 6.0;
    scene.line(vec![(left + 2.0, y - 4.5 - r), (left + 2.0 + 2.0 * r, y - 4.5 + r)], INK, 2.0, DASHES[0]);
    scene.line(vec![(left + 2.0, y - 4.5 + r), (left + 2.0 + 2.0 * r, y - 4.5 - r)], INK, 2.0, DASHES[0]);
    scene.text((left + 24.0, y), "all six drivers weigh alike", LABEL);
    y.max(lower)
}

fn interval(scene: &mut Scene, at: (f64, f64), a: f64, b: f64) {
    const COLOUR: Colour = INK;
    scene.line(vec![(at.0 - a, at.1), (at.0 + a, at.1)], COLOUR, 1.6, DASHES[0]);
    scene.line(vec![(at.0, at.1 - b), (at.0, at.1 + b)], COLOUR, 1.6, DASHES[0]);
    for side in [-1.0, 1.0] {
        scene.line(vec![(at.0 + side * a, at.1 - 4.0), (at.0 + side * a, at.1 + 4.0)], COLOUR, 1.6, DASHES[0]);
        scene.line(vec![(at.0 - 4.0, at.1 + side * b), (at.0 + 4.0, at.1 + side * b)], COLOUR, 1.6, DASHES[0]);
    }
}

/// Half widths of the 95 % intervals of both shares, each the median over communities.
fn median_half_widths(dots: &[Dot]) -> Option<(f64, f64)> {
    let median = |of: fn(&Seen) -> f64| {
        let mut all: Vec<f64> = dots.iter().map(|d| Z95 * of(d.seen)).filter(|v| v.is_finite()).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Some((median(|s| s.economic[1])?, median(|s| s.unaware[1])?))
}

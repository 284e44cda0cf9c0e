//! Why girls are drawn in: Shapley shares by department, and how far communities differ.

use crate::kit::chart::Chart;
use crate::kit::format::upper_first;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::runs;
use crate::kit::scene::{Colour, DASHES, Face, GRID, INK, Scene, WHITE};
use amparo_decide::answers::Answers;
use amparo_decide::result::SUPPRESS_BELOW;
use amparo_decide::result::{DRIVERS, DriverProfile, Drivers, StudyResult};
use amparo_tables::numbers::{number, percent};

const ROW: f64 = 32.0;

/// One colour a driver, light and dark by turns so that neighbours differ in greyscale, with the text colour on it.
pub(crate) const COLOURS: [(Colour, Colour); 6] = [
    (Colour(0x00, 0x5a, 0x8f, 1.0), WHITE),
    (Colour(0x8f, 0xcd, 0xf0, 1.0), INK),
    (Colour(0x00, 0x7d, 0x5b, 1.0), WHITE),
    (Colour(0xf0, 0xc2, 0x5a, 1.0), INK),
    (Colour(0xb3, 0x4d, 0x00, 1.0), WHITE),
    (Colour(0xe2, 0xb4, 0xcd, 1.0), INK),
];

/// Shares of the six drivers by department (bars) and over communities (ranges), baseline.
pub fn drivers(result: &StudyResult, drivers: &Drivers, answers: &Answers) -> Chart {
    let shown: Vec<&DriverProfile> = drivers.departments.iter().filter(|d| d.girls >= SUPPRESS_BELOW).collect();
    let hidden = drivers.departments.len() - shown.len();
    let title = title(&shown);
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Shapley share of each driver in ln P(being drawn in when approached), %, {}; {} sampled girls, all synthetic",
            runs::shown_world(result).trim_start_matches("the "),
            number(drivers.sampled_girls as f64, 0)
        ),
    );
    let first = key(&mut scene, top) + 30.0;
    let end = bars(&mut scene, &shown, first);
    let right = spread_panel(&mut scene, drivers, first);
    let largest = shown.iter().flat_map(|d| d.se).fold(0.0, f64::max);
    let suppressed = match hidden {
        0 => String::new(),
        n => format!(" {} with fewer than 5 girls not shown.", crate::kit::format::count(n, "department")),
    };
    frame::close(
        &mut scene,
        end.max(right) + 16.0,
        &[
            &format!(
                "Bars: communities pooled; standard error from sampling girls at most {} points (each share's in the report's table).{suppressed} Ranges: communities with at \
                 least 5 girls; box half of them, line nine in ten, tick the median. In {} of the girls \
                 protecting one driver removes 80 % or more; in {} every driver has at least 10 % (both weighted by P).",
                number(100.0 * largest, 1),
                part(drivers.one_alone),
                part(drivers.all_act),
            ),
            "Shares depend on the chosen protected levels: each driver is compared with a level counted as protected, which is a \
             choice, not a measurement. They describe the model's decision, not any person.",
        ],
        result,
        answers,
    );
    let words: Vec<String> = shown
        .iter()
        .map(|d| {
            let shares: Vec<String> =
                DRIVERS.iter().zip(d.shares).map(|(name, s)| format!("{name} {}", percent(s))).collect();
            format!("{}: {}", d.place, shares.join(", "))
        })
        .collect();
    Chart { name: "drivers", alt: format!("{title}. {}.", words.join(". ")), title, scene }
}

/// A part of the girls in words where a number would be all zeros.
pub fn part(share: f64) -> String {
    match share {
        s if s <= 0.0 => "none".into(),
        s if s < 0.0005 => "almost none".into(),
        s if s > 0.9995 => "almost all".into(),
        s => percent(s),
    }
}

/// Index of the largest share.
fn largest(profile: &DriverProfile) -> usize {
    (0..6).max_by(|a, b| profile.shares[*a].total_cmp(&profile.shares[*b])).unwrap_or(0)
}

fn title(shown: &[&DriverProfile]) -> String {
    if shown.is_empty() {
        return "No department has a driver profile that can be shown".into();
    }
    let mut counts = [0; 6];
    for profile in shown {
        counts[largest(profile)] += 1;
    }
    let top = (0..6).max_by_key(|k| counts[*k]).unwrap_or(0);
    // Whether the first and second driver can be told apart, given the sampling of girls.
    let close = shown.iter().any(|p| {
        let first = largest(p);
        (0..6).any(|k| k != first && p.shares[first] - p.shares[k] < 2.0 * p.se[first].hypot(p.se[k]))
    });
    let hedge = if close { "; where two are close, sampling error leaves the order open" } else { "" };
    let name = upper_first(DRIVERS[top]);
    match shown.len() {
        1 => format!("{name} weighs most in {}{hedge}", shown[0].place),
        n if counts[top] == n => format!("{name} weighs most in every department{hedge}"),
        n => format!("{name} weighs most in {} of {n} departments{hedge}", counts[top]),
    }
}

/// Names of the drivers in the bars' order; returns the y of their row.
fn key(scene: &mut Scene, top: f64) -> f64 {
    let y = top + 12.0;
    let mut x = MARGIN;
    for (name, (colour, _)) in DRIVERS.iter().zip(COLOURS) {
        scene.rect((x, y - 11.0), (x + 14.0, y + 2.0), colour);
        scene.text((x + 20.0, y), *name, LABEL);
        x += 20.0 + LABEL.width(name) + 24.0;
    }
    y
}

fn bars(scene: &mut Scene, shown: &[&DriverProfile], first: f64) -> f64 {
    let (left, right) = (MARGIN + 118.0, 524.0);
    scene.text((MARGIN, first), "By department", LABEL.bold());
    scene.text((right + 60.0, first), "effective drivers", SMALL.end());
    let mut y = first + 12.0;
    for profile in shown {
        scene.text((left - 10.0, y + ROW / 2.0 + 4.5), LABEL.fit(&profile.place, 108.0), LABEL.end());
        let mut x = left;
        for (share, (colour, ink)) in profile.shares.iter().zip(COLOURS) {
            // Shares below 0 (a driver that protects here) have no length in a stack; their number is in the report's table.
            let width = share.max(0.0) * (right - left);
            let face: Face = Face::new(12.0).colour(ink).middle();
            let text = number(100.0 * share, 0);
            let to = (x + width).min(right);
            scene.rect((x, y + 4.0), (to, y + ROW - 4.0), colour);
            if x > left {
                scene.line(vec![(x, y + 4.0), (x, y + ROW - 4.0)], WHITE, 1.4, DASHES[0]);
            }
            if to - x > face.width(&text) + 8.0 {
                scene.text(((x + to) / 2.0, y + ROW / 2.0 + 4.2), text, face);
            }
            x = to;
        }
        scene.text((right + 34.0, y + ROW / 2.0 + 4.5), number(profile.effective_drivers, 1), LABEL.end());
        y += ROW;
    }
    y
}

/// The value below which a share `q` of the sorted values lies, interpolated.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let at = q * (sorted.len() - 1) as f64;
    let (i, part) = (at.floor() as usize, at.fract());
    let next = sorted[(i + 1).min(sorted.len() - 1)];
    sorted[i] + part * (next - sorted[i])
}

/// From 0, or from the lowest whisker where one lies below, to a round number above the highest.
fn reach(ends: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let (_, high) = crate::kit::axis::nice_range(ends.clone().map(|v| v.max(0.0)), 4);
    let low = ends.fold(0.0, f64::min);
    (if low < 0.0 { low.min(-0.02 * high) } else { 0.0 }, high)
}

fn spread_panel(scene: &mut Scene, drivers: &Drivers, first: f64) -> f64 {
    let (left, right) = (754.0, WIDTH - MARGIN - 8.0);
    let names = 622.0;
    let places: Vec<&DriverProfile> = drivers.communities.iter().filter(|c| c.girls >= SUPPRESS_BELOW).collect();
    let heading = format!(
        "How far {} differ",
        crate::kit::format::count(places.len(), "community").replace("communitys", "communities")
    );
    scene.text((names, first), heading, LABEL.bold());
    if places.len() < 2 {
        scene.text((names, first + 28.0), "Too few communities to show a spread.", SMALL);
        return first + 40.0;
    }
    let columns: Vec<Vec<f64>> = (0..6)
        .map(|k| {
            let mut column: Vec<f64> = places.iter().map(|p| 100.0 * p.shares[k]).collect();
            column.sort_by(f64::total_cmp);
            column
        })
        .collect();
    let ends = columns.iter().flat_map(|c| [quantile(c, 0.05), quantile(c, 0.95)]);
    // Whole steps below 0 only where a whisker is there: half a point of one would cost a fifth of the panel.
    let (low, high) = reach(ends);
    let x = crate::kit::axis::Scale::linear(low, high, (left, right));
    let bottom = first + 12.0 + ROW * 6.0;
    let ticks = x.ticks((4.0 * (high - low) / high.max(1.0)).ceil() as usize);
    frame::vertical_grid(scene, &ticks, &crate::kit::axis::tick_labels(&ticks), |v| x.at(v), first + 12.0, bottom);
    for (k, column) in columns.iter().enumerate() {
        let colour = COLOURS[k].0;
        let (mid, at) = (first + 12.0 + ROW * (k as f64 + 0.5), |q: f64| x.at(quantile(column, q)));
        scene.text((left - 10.0, mid + 4.5), DRIVERS[k], LABEL.end());
        scene.line(vec![(at(0.05), mid), (at(0.95), mid)], INK, 1.4, DASHES[0]);
        scene.rect((at(0.25), mid - 5.0), (at(0.75), mid + 5.0), colour);
        scene.line(vec![(at(0.5), mid - 7.5), (at(0.5), mid + 7.5)], INK, 2.6, DASHES[0]);
    }
    scene.line(vec![(left, bottom), (right, bottom)], GRID, 1.0, DASHES[0]);
    scene.text(((left + right) / 2.0, bottom + 34.0), "share of the driver, %", SMALL.middle());
    bottom + 40.0
}

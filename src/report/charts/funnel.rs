//! Where money stops working: what it buys, whom that reaches, who of them would be drawn in, and what becomes of it.

use crate::kit::axis::Scale;
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{PALETTE, QUIET, Scene};
use crate::said::funnel::{Ends, ends, finding, rows};
use crate::said::runs;
use crate::told::Told;
use crate::words::funnel::OfFunnel;
use amparo_decide::funnel::{Bought, Funnel, Spells};
use amparo_tables::numbers::persons;

/// Room for names on the left.
const NAMES: f64 = 300.0;
/// Space between columns.
const GAP: f64 = 18.0;
const ROW: f64 = 66.0;
const BAR: f64 = 12.0;
/// Rows at most: those that avert most.
const MOST: usize = 16;

/// Four columns of bars, a row per policy at the largest budget and kind of spell; `None` where nothing was bought.
pub fn funnel(told: &Told) -> Option<Chart> {
    let words = told.words;
    let here = told.answers.funnels.iter().filter(|funnel| told.at_largest(&funnel.policy));
    let all = rows(here);
    let rows = &all[..all.len().min(MOST)];
    let (first, _) = rows.first()?;
    let title = words.funnel_title(finding(told, &all).as_ref());
    let ran = runs::of_study(told.result, told.answers);
    let (mut scene, top) = frame::page(&title, &words.funnel_subtitle(first.horizon_years, first.funded_years, &ran));
    let of = |ends: &Ends| [ends.reached, ends.at_risk, ends.prevented, ends.averted];
    let most = rows.iter().flat_map(|(funnel, steps)| of(&ends(told, funnel, steps))).fold(10.0, f64::max);
    let width = (WIDTH - 2.0 * MARGIN - NAMES) / 4.0 - GAP;
    let left = |column: usize| MARGIN + NAMES + (width + GAP) * column as f64;
    let heads = [OfFunnel::Reached, OfFunnel::AtRisk, OfFunnel::Prevented, OfFunnel::Averted];
    for (column, head) in heads.into_iter().enumerate() {
        scene.text((left(column), top + 14.0), words.funnel(head), LABEL.bold());
    }
    let mut told_alt = Vec::new();
    for (row, (funnel, steps)) in rows.iter().enumerate() {
        let upper = top + 28.0 + ROW * row as f64;
        frame::stripe(&mut scene, row, upper, upper + ROW);
        let name = told.of(&funnel.policy);
        names(&mut scene, told, funnel, (&name, steps.of), upper);
        let found = ends(told, funnel, steps);
        let values = of(&found);
        for (column, value) in values.into_iter().enumerate() {
            let at = (left(column), upper + 14.0);
            let hollow = column == 3 && !found.told;
            let series = format!("{name} · {}", steps.of.name());
            scene.plots(Plotted::new(words.funnel(heads[column]), series, words.funnel(heads[column]), value));
            bar(&mut scene, (value, most), at, width, hollow);
            let below = match column {
                0 => String::new(),
                3 => words.funnel_averted(&found),
                _ => words.funnel_share(value, values[column - 1]),
            };
            scene.text((at.0, at.1 + 39.0), SMALL.fit(&below, width), SMALL);
        }
        told_alt.push(words.funnel_alt(&name, steps.of, values));
    }
    let bottom = top + 40.0 + ROW * rows.len() as f64;
    let some = words.drawn(rows.len(), all.len());
    frame::close(&mut scene, bottom, &[&some, words.funnel(OfFunnel::Reading)], told);
    let alt = format!("{title}. {}.", told_alt.join("; "));
    Some(Chart { name: "funnel", title, alt, scene })
}

/// Name of a row, and below it what is bought.
fn names(scene: &mut Scene, told: &Told, funnel: &Funnel, (name, of): (&str, Spells), upper: f64) {
    let room = NAMES - 16.0;
    let wrap = |name: &str| LABEL.bold().wrap(name, room, 2);
    let called = wrap(&told.apart(name, wrap));
    let below =
        scene.lines((MARGIN + 8.0, upper + if called.len() > 1 { 15.0 } else { 19.0 }), &called, LABEL.bold(), 15.0);
    let bought: Vec<&Bought> = funnel.bought.iter().filter(|one| one.of == of).collect();
    let spending = bought.iter().map(|one| one.spending).sum();
    let mut lines = SMALL.wrap(&told.words.buys(spending, &bought), room, 2);
    if of == Spells::Repeated && lines.len() < 2 {
        lines.push(SMALL.fit(told.words.funnel(OfFunnel::GoingBack), room));
    }
    scene.lines((MARGIN + 8.0, below + 1.0), &lines, SMALL, 14.0);
}

/// A number with its bar below; what is not above 1 has none.
fn bar(scene: &mut Scene, (value, most): (f64, f64), (left, y): (f64, f64), width: f64, hollow: bool) {
    scene.text((left, y + 4.0), persons(value), LABEL);
    let at = Scale::log(1.0, most, (left, left + width));
    if value > 1.0 {
        let (right, upper, lower) = (at.at(value), y + 12.0, y + 12.0 + BAR);
        if hollow {
            let corners = vec![(left, upper), (right, upper), (right, lower), (left, lower), (left, upper)];
            scene.line(corners, QUIET, 1.4, &[]);
        } else {
            scene.rect((left, upper), (right, lower), PALETTE[0].alpha(0.75));
        }
    }
    scene.line(vec![(left, y + 12.0), (left, y + 12.0 + BAR)], crate::kit::scene::RULE, 1.0, &[]);
}

//! The answer in one picture: girls that each policy averts at the largest budget, with what it spends.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, PALETTE, QUIET, Scene, Shape};
use crate::said::by_girls as said;
use crate::said::columns::Unit;
use crate::told::Told;
use crate::words::by_girls::OfGirls;
use amparo_decide::by_girls::Ranked;

const ROW: f64 = 40.0;
/// Right ends of the columns beside the plot.
const COLUMNS: [f64; 5] = [578.0, 692.0, 788.0, 868.0, WIDTH - MARGIN - 8.0];
/// Rows at most: those that avert most.
const MOST: usize = 24;

/// Girls averted over the horizon by each policy, repeated spells and victim-years beside; `None` without policies.
pub fn by_girls(told: &Told) -> Option<Chart> {
    let found = said::main(told)?;
    let words = told.words;
    let title = words.girls_title(&said::answer(told), said::certainty(told).as_ref());
    let subtitle = words.girls_subtitle(found.horizon_years, found.budget_soles_per_year, found.draws);
    let (mut scene, top) = frame::page(&title, &subtitle);
    let rows = &found.rows[..found.rows.len().min(MOST)];
    let (left, right) = (MARGIN + 226.0, 470.0);
    let head = top + 14.0;
    let heads = [OfGirls::Averted, OfGirls::Spells, OfGirls::VictimYears, OfGirls::Spent, OfGirls::Most];
    for (heading, x) in heads.into_iter().zip(COLUMNS) {
        scene.text((x, head), words.girls(heading), LABEL.bold().end());
    }
    let (first, last) = (head + 10.0, head + 10.0 + ROW * rows.len() as f64);
    for row in 0..rows.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let ends = |row: &Ranked| {
        let range = row.assumed.map_or([row.girls_undiscounted.mean; 2], |range| [range.low, range.high]);
        let bar = row.girls_undiscounted.interval().map_or(range, |(low, high)| [low, high]);
        [range[0], range[1], bar[0], bar[1]]
    };
    let (low, high) = nice_range(rows.iter().flat_map(ends).chain([0.0]), 6);
    let x = Scale::linear(low, high, (left, right));
    let ticks = x.ticks(4);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
    scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
    scene.text(((left + right) / 2.0, last + 34.0), words.girls(OfGirls::Axis), SMALL.middle());
    let mut alt = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let name = told.of(&row.policy);
        draw_row(&mut scene, told, row, &name, &x, first + ROW * (place as f64 + 0.5));
        alt.push(words.girls_alt(&name, &row.girls_undiscounted));
    }
    if rows.is_empty() {
        scene.text((MARGIN + 8.0, first + 24.0), words.girls(OfGirls::None), LABEL);
    }
    let range = rows.iter().find_map(|row| row.assumed);
    let key = words.girls_key(found.draws, range.as_ref());
    let some = words.drawn(rows.len(), found.rows.len());
    frame::close(&mut scene, last + 48.0, &[&some, &key], told);
    let alt = format!("{title}. {}.", alt.join("; "));
    Some(Chart { name: "girls_averted", title, alt, scene })
}

fn draw_row(scene: &mut Scene, told: &Told, row: &Ranked, name: &str, x: &Scale, y: f64) {
    let words = told.words;
    frame::row_name(scene, told, (MARGIN + 8.0, y), name, 208.0, 2);
    let girls = &row.girls_undiscounted;
    let (colour, hollow) = match girls.sign() {
        Some(sign) if sign > 0.0 => (PALETTE[0], false),
        Some(_) => (PALETTE[1], false),
        None => (QUIET, true),
    };
    if let Some(range) = row.assumed {
        scene.line(vec![(x.at(range.low), y), (x.at(range.high), y)], colour, 1.5, DASHES[0]);
        for end in [range.low, range.high].map(|end| x.at(end)) {
            scene.line(vec![(end, y - 3.5), (end, y + 3.5)], colour, 1.5, DASHES[0]);
        }
    }
    if let Some((low, high)) = girls.interval() {
        scene.line(vec![(x.at(low), y), (x.at(high), y)], colour.alpha(0.45), 8.0, DASHES[0]);
    }
    let one = Plotted::new(words.girls(OfGirls::Averted), name, words.girls(OfGirls::Axis), girls.mean);
    scene.plots(one.within(girls.interval(), row.assumed.map(|range| (range.low, range.high))));
    for (head, of) in
        [(OfGirls::Spells, &row.repeated_undiscounted), (OfGirls::VictimYears, &row.victim_years_undiscounted)]
    {
        scene.plots(Plotted::new(words.girls(head), name, words.girls(head), of.mean).within(of.interval(), None));
    }
    scene.plots(Plotted::new(words.girls(OfGirls::Spent), name, words.unit_of(Unit::Money), row.spent));
    scene.point((x.at(girls.mean), y), Shape::Circle, 4.2, colour, hollow);
    let face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    scene.text((COLUMNS[0], y + 4.5), words.with_bar_brief(girls), face.end());
    scene.text((COLUMNS[1], y + 4.5), words.with_bar_brief(&row.repeated_undiscounted), LABEL.end());
    scene.text((COLUMNS[2], y + 4.5), words.with_bar_brief(&row.victim_years_undiscounted), LABEL.end());
    scene.text((COLUMNS[3], y - 2.0), words.spent_brief(row.spent), LABEL.end());
    scene.text((COLUMNS[3], y + 13.0), words.share(row.spent_share), SMALL.end());
    let harm = words.harm(row.harm.averts, row.harm.adds);
    scene.text((COLUMNS[4], y + 4.5), harm, LABEL.end());
}

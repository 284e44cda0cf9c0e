//! Where newly exploited girls come from, and where victims are held: two panels of bars.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{DASHES, INK, PALETTE, RULE, Scene, Shape};
use crate::said::baseline::{Origin, from, largest_town, origins, towns};
use crate::said::runs;
use crate::told::Told;
use crate::words::baseline::OfBaseline;
use amparo_decide::result::Flows;

const ROW: f64 = 34.0;

/// Origins of the newly exploited against the data, and victims by mining town, in the baseline.
pub fn origins_and_destinations(told: &Told, flows: &Flows) -> Chart {
    let origins = origins(flows);
    let towns = towns(flows);
    let words = told.words;
    let world = runs::world(told.result);
    let title = words.origins_title(world, &from(&origins), largest_town(&towns));
    let ran = runs::of_study(told.result, told.answers);
    let (mut scene, top) = frame::page(&title, &words.origins_subtitle(told.result.policies.is_empty(), &ran));
    let first = top + 30.0;
    scene.text((MARGIN, top + 12.0), words.baseline(OfBaseline::Homes), LABEL.bold());
    let middle = 560.0;
    scene.text((middle, top + 12.0), words.baseline(OfBaseline::Towns), LABEL.bold());

    let left = MARGIN + 132.0;
    let highest = origins.iter().flat_map(|r| [r.share, r.target]).flatten();
    let (_, high) = nice_range(highest.map(|v| 100.0 * v), 4);
    let x = Scale::linear(0.0, high, (left, 420.0));
    let bottom = first + ROW * origins.len().max(towns.len()).max(1) as f64;
    let end = first + ROW * origins.len() as f64;
    let ticks = x.ticks(4);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, end);
    scene.text(((left + 420.0) / 2.0, end + 34.0), words.baseline(OfBaseline::AxisOrigins), SMALL.middle());
    for (i, row) in origins.iter().enumerate() {
        origin_row(&mut scene, told, row, &x, first + ROW * (i as f64 + 0.5), left);
    }
    frame::rule(&mut scene, (left, first), (left, end));

    let left = middle + 118.0;
    let (_, high) = nice_range(towns.iter().filter_map(|t| t.1), 4);
    let right = WIDTH - MARGIN - 96.0;
    let x = Scale::linear(0.0, high, (left, right));
    let end = first + ROW * towns.len() as f64;
    let ticks = x.ticks(4);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, end);
    scene.text(((left + right) / 2.0, end + 34.0), words.baseline(OfBaseline::AxisVictims), SMALL.middle());
    let all: f64 = flows.victims_by_town.iter().sum();
    for (i, (town, victims)) in towns.iter().enumerate() {
        let y = first + ROW * (i as f64 + 0.5);
        scene.text((left - 10.0, y + 4.5), LABEL.fit(town, 108.0), LABEL.end());
        match victims {
            Some(v) => {
                let unit = words.baseline(OfBaseline::AxisVictims);
                scene.plots(Plotted::new(words.baseline(OfBaseline::Towns), *town, unit, *v));
                scene.rect((left, y - 9.0), (x.at(*v), y + 9.0), PALETTE[1]);
                let text = words.town_number(*v, v / all.max(1.0));
                scene.text((x.at(*v) + 8.0, y + 4.5), text, SMALL);
            }
            None => scene.text((left + 8.0, y + 4.5), words.baseline(OfBaseline::Under5), SMALL),
        }
    }
    frame::rule(&mut scene, (left, first), (left, end));

    let notes = [words.baseline(OfBaseline::Diamonds), words.origins_assumed(told.one())];
    frame::close(&mut scene, bottom + 48.0, &notes, told);
    let alt = words.origins_alt(&title, &origins, &towns);
    Chart { name: "origins_and_destinations", alt, title, scene }
}

fn origin_row(scene: &mut Scene, told: &Told, row: &Origin, x: &Scale, y: f64, left: f64) {
    scene.text((left - 10.0, y + 4.5), LABEL.fit(&told.words.home(row.name), 122.0), LABEL.end());
    let (words, home) = (told.words, told.words.home(row.name));
    let unit = words.baseline(OfBaseline::AxisOrigins);
    if let Some(target) = row.target {
        scene.plots(Plotted::new(words.baseline(OfBaseline::Diamonds), &home, unit, 100.0 * target));
    }
    let mut end = left;
    if let Some(share) = row.share {
        scene.plots(Plotted::new(words.baseline(OfBaseline::Homes), &home, unit, 100.0 * share));
        end = x.at(100.0 * share);
        scene.rect((left, y - 9.0), (end, y + 9.0), PALETTE[0]);
    }
    if let Some(target) = row.target {
        let at = x.at(100.0 * target);
        scene.line(vec![(at, y - 12.0), (at, y + 12.0)], INK, 1.2, DASHES[0]);
        scene.point((at, y), if row.assumed { Shape::Wedge } else { Shape::Diamond }, 4.6, INK, false);
        end = end.max(at + 4.0);
    }
    let text = match (row.share, row.girls) {
        (Some(share), Some(girls)) => told.words.origins_number(share, girls),
        _ => told.words.baseline(OfBaseline::Under5).to_owned(),
    };
    scene.line(vec![(left, y + ROW / 2.0), (left - 6.0, y + ROW / 2.0)], RULE, 0.6, DASHES[0]);
    scene.text((end + 10.0, y + 4.5), text, SMALL);
}

//! Published effects and what the model says of the same trials, row by row.

use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::{Chart, VERSION};
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::plotted::Plotted;
use crate::kit::scene::{Colour, DASHES, INK, PALETTE, QUIET, Scene, Shape};
use crate::said::columns::Unit;
use crate::words::language::Language;
use crate::words::trials::OfTrials;
use crate::words::voice::Words;
use amparo_decide::trials::{Compared, Replayed, TrialsAnswer, Verdict};

const LABELS: f64 = 270.0;
const VERDICTS: f64 = 150.0;
const ROW: f64 = 52.0;

/// The colour of a verdict.
fn colour(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Agrees => PALETTE[2],
        Verdict::Differs => PALETTE[1],
        Verdict::Inconclusive | Verdict::NotExpressed => QUIET,
    }
}

/// One row per trial that was replayed.
pub fn trials(answer: &TrialsAnswer, language: Language) -> Chart {
    let words = language.words();
    let rows: Vec<(&Compared, &Replayed)> =
        answer.trials.iter().filter_map(|one| Some((one, one.model.as_ref()?))).collect();
    let title = words.trials_finding(answer);
    let (mut scene, top) = frame::page(&title, &words.trials_chart_subtitle(answer));
    let (first, last) = (top + 14.0, top + 14.0 + ROW * rows.len().max(1) as f64);
    for row in 0..rows.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let (left, right) = (MARGIN + LABELS, WIDTH - MARGIN - VERDICTS);
    let ends = rows.iter().flat_map(|(one, model)| {
        let published = one.published.confidence().map_or([value(one); 2], |(low, high)| [low, high]);
        [model.change.low, model.change.high, value(one), published[0], published[1]]
    });
    let (low, high) = nice_range(ends, 8);
    let x = Scale::linear(low, high, (left, right));
    let ticks = x.ticks(8);
    let labels = tick_labels(&ticks.iter().map(|tick| 100.0 * tick).collect::<Vec<f64>>());
    frame::vertical_grid(&mut scene, &ticks, &labels, |v| x.at(v), first, last);
    scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
    scene.text(((left + right) / 2.0, last + 36.0), words.trials(OfTrials::Axis), SMALL.middle());
    for (place, (one, model)) in rows.iter().enumerate() {
        row(&mut scene, words, one, model, &x, first + ROW * place as f64, right + 14.0);
    }
    if rows.is_empty() {
        scene.text((MARGIN + 8.0, first + 30.0), words.trials(OfTrials::Nothing), LABEL);
    }
    let notes = words.trials_chart_notes(answer);
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    frame::close_with(&mut scene, last + 52.0, &notes, &words.trials_source(answer, VERSION));
    let said: Vec<String> = rows.iter().map(|(one, model)| words.trials_row(one, model)).collect();
    let alt = if said.is_empty() { format!("{title}.") } else { format!("{title}. {}.", said.join(". ")) };
    Chart { name: "trials", title, alt, scene }
}

fn value(one: &Compared) -> f64 {
    one.published.value.as_ref().map_or(0.0, |v| v.value)
}

fn row(scene: &mut Scene, words: &dyn Words, one: &Compared, model: &Replayed, x: &Scale, top: f64, verdicts: f64) {
    let y = top + ROW / 2.0;
    frame::row_label_of(scene, MARGIN + 8.0, y, &words.trials_label(&one.published), LABELS - 26.0, 3);
    let (label, share) = (words.trials_label(&one.published), words.unit_of(Unit::Share));
    let drawn = Plotted::new(words.trials(OfTrials::ModelHead), &label, share.clone(), model.change.mean);
    scene.plots(drawn.within(None, Some((model.change.low, model.change.high))));
    let published = Plotted::new(words.trials(OfTrials::PublishedHead), &label, share, value(one));
    scene.plots(published.within(one.published.confidence(), None));
    let (low, high) = (x.at(model.change.low), x.at(model.change.high));
    scene.rect((low, y + 4.0), (high.max(low + 2.0), y + 14.0), PALETTE[0].alpha(0.55));
    let mean = x.at(model.change.mean);
    scene.line(vec![(mean, y + 1.0), (mean, y + 17.0)], INK, 2.0, DASHES[0]);
    let interval = one.published.confidence();
    if let Some((low, high)) = interval {
        scene.line(vec![(x.at(low), y - 9.0), (x.at(high), y - 9.0)], INK, 1.6, DASHES[0]);
    }
    scene.point((x.at(value(one)), y - 9.0), Shape::Diamond, 6.0, INK, interval.is_none());
    let face = LABEL.bold().colour(colour(one.verdict));
    scene.text((verdicts, y + 4.0), words.trials_verdict_alone(one.verdict), face);
}

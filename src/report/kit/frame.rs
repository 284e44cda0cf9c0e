//! What every chart has around its picture: a title that says the finding, what is shown, notes, labels and source.

use super::chart::VERSION;
use super::format::count;
use super::scene::{Colour, DASHES, Face, INK, PALETTE, QUIET, RULE, SHADE, Scene, Shape, WHITE};
use amparo_decide::answers::Answers;
use amparo_decide::over_draws::DRAWS_FOR_AN_INTERVAL;
use amparo_decide::result::StudyResult;

/// Page width of every chart, in units.
pub const WIDTH: f64 = 1000.0;
/// Space left and right.
pub const MARGIN: f64 = 28.0;

/// Text sizes in ems.
pub const TITLE: Face = Face::new(21.0).bold();
pub const SUBTITLE: Face = Face::new(14.0).colour(QUIET);
pub const LABEL: Face = Face::new(13.0);
pub const SMALL: Face = Face::new(12.0).colour(QUIET);
/// For names that fit no other way.
const FINE: Face = Face::new(11.0);

/// Says what the intervals are; on every chart with one.
pub const NOISE: &str = "Intervals show simulation noise only (95 %, over replicates, at one parameter vector), not how \
                         uncertain the parameters are.";
/// What to say of noise where there is one replicate.
const NO_NOISE: &str = "One replicate gives no interval of simulation noise, and how uncertain the parameters are is not \
                        shown either.";
/// The same where there is nothing to compare either.
const ONE_WORLD: &str = "One world gives no interval of simulation noise: with another seed the line would move. How uncertain \
                         the parameters are is not shown either.";

/// The label every chart with effects carries: of a study at one parameter vector, or over draws.
pub fn limits(result: &StudyResult, answers: Option<&Answers>) -> String {
    crate::kit::answered::of_draws(answers).map_or_else(|| noise(result).to_owned(), two_intervals)
}

/// Says what the two intervals of a study over draws are, or why there are none.
pub fn two_intervals(answers: &Answers) -> String {
    two_intervals_over(answers.draws.used, &crate::kit::answered::draws_in_words(answers))
}

/// The same of so many draws, in words, where not all are shown.
pub fn two_intervals_over(draws: usize, in_words: &str) -> String {
    if draws < DRAWS_FOR_AN_INTERVAL {
        return format!(
            "{} of what is assumed {} too few for an interval of uncertainty: none is given, and how uncertain the effects are is \
             not shown. Simulation noise (95 %) is what other random numbers would give.",
            count(draws, "draw"),
            if draws == 1 { "is" } else { "are" },
        );
    }
    format!(
        "Uncertainty: 95 % interval over {in_words}, that is, other values of what is assumed. Simulation noise (95 %): other random numbers, \
         the same assumptions; more replicates narrow it, and the point hides it where it is narrower. Neither tells of what the model leaves out."
    )
}

/// "the 5 funded years", "the following year".
pub fn years(n: usize, which: &str) -> String {
    if n == 1 { format!("the {which} year") } else { format!("the {n} {which} years") }
}

/// The label of simulation noise at one parameter vector.
pub fn noise(result: &StudyResult) -> &'static str {
    match result.replicates {
        0 | 1 if result.policies.is_empty() => ONE_WORLD,
        0 | 1 => NO_NOISE,
        _ => NOISE,
    }
}

/// Says on what the effects hang; on every chart with one.
pub const CONDITIONAL: &str = "Effects are after adaptation: conditional on the assumed response of the trade.";

/// Says on what the effects hang, where there are effects.
pub fn conditional(result: &StudyResult) -> &'static str {
    if result.policies.is_empty() { "" } else { CONDITIONAL }
}

/// What charts of levels show: the baseline of a study, or a world run by itself.
pub fn shown_world(result: &StudyResult) -> &'static str {
    match (result.policies.is_empty(), result.replicates) {
        (false, _) => "the baseline",
        (true, 0 | 1) => "this world",
        (true, _) => "these worlds",
    }
}

/// "20 replicates"; "one world (seed 3)" where one was run by itself.
pub fn runs(result: &StudyResult) -> String {
    match result.replicates {
        1 if result.policies.is_empty() => format!("one world (seed {})", result.seed),
        1 => "one replicate".into(),
        n if result.policies.is_empty() => count(n, "world"),
        n => count(n, "replicate"),
    }
}

/// "means of 20 replicates"; with one there is no mean to speak of.
pub fn means_of(result: &StudyResult) -> String {
    if result.replicates == 1 { runs(result) } else { format!("means of {}", runs(result)) }
}

/// Starts a page; returns it with the y below its heading.
pub fn page(title: &str, subtitle: &str) -> (Scene, f64) {
    let mut scene = Scene::new(WIDTH);
    let room = WIDTH - 2.0 * MARGIN;
    let mut y = 40.0;
    y = scene.lines((MARGIN, y), &TITLE.wrap(title, room, 3), TITLE, 28.0);
    y = scene.lines((MARGIN, y - 2.0), &SUBTITLE.wrap(subtitle, room, 3), SUBTITLE, 19.0);
    (scene, y + 2.0)
}

/// Ends a page below `y` with notes and the source line, and sets its height.
pub fn close(scene: &mut Scene, y: f64, notes: &[&str], result: &StudyResult) {
    close_with(scene, y, notes, &source(result));
}

/// The same for a chart over draws: the source names them.
pub fn close_over_draws(scene: &mut Scene, y: f64, notes: &[&str], result: &StudyResult, answers: &Answers) {
    close_with(scene, y, notes, &source_over_draws(result, answers));
}

/// Closes a page with these notes and this source.
pub fn close_with(scene: &mut Scene, y: f64, notes: &[&str], source: &str) {
    let room = WIDTH - 2.0 * MARGIN;
    scene.line(vec![(MARGIN, y), (WIDTH - MARGIN, y)], crate::kit::scene::GRID, 1.0, DASHES[0]);
    let mut y = y + 19.0;
    for note in notes.iter().copied().filter(|n| !n.is_empty()).chain([source]) {
        y = scene.lines((MARGIN, y), &SMALL.wrap(note, room, 4), SMALL, 16.5);
    }
    scene.height = (y + 4.0).ceil();
}

/// "amparo 0.1.0, study …, 20 replicates, synthetic population", or "one world (seed 3) of …" without policies.
pub fn source(result: &StudyResult) -> String {
    let rejected = match result.rejected {
        0 => String::new(),
        n => format!(" ({n} more left out: their start never settled)"),
    };
    let run = if result.policies.is_empty() {
        format!("{} of {}", runs(result), result.study)
    } else {
        format!("study {}, {}", result.study, count(result.replicates, "replicate"))
    };
    format!(
        "Source: amparo {VERSION}, {run}{rejected}, synthetic population; no real person is described and nothing is a forecast."
    )
}

/// The same over draws: "amparo 0.1.0, study …, 128 draws, synthetic population".
pub fn source_over_draws(result: &StudyResult, answers: &Answers) -> String {
    let rejected = match crate::kit::answered::rejected(answers) {
        Some(words) => format!(" ({words})"),
        None => String::new(),
    };
    format!(
        "Source: amparo {VERSION}, study {}, {}{rejected}, synthetic population; no real person is described and nothing is a forecast.",
        result.study,
        crate::kit::answered::draws_in_words(answers),
    )
}

/// How policy `index` is drawn: colour, dash and point differ, so that any one of them is enough.
pub fn style(index: usize) -> (Colour, &'static [f64], Shape) {
    const SHAPES: [Shape; 4] = [Shape::Circle, Shape::Square, Shape::Diamond, Shape::Triangle];
    (PALETTE[index % PALETTE.len()], DASHES[index % DASHES.len()], SHAPES[index % SHAPES.len()])
}

/// The baseline's line.
pub const BASELINE: (Colour, f64) = (INK, 2.4);

/// A vertical grid with labels below, for horizontal values.
pub fn vertical_grid(
    scene: &mut Scene,
    ticks: &[f64],
    labels: &[String],
    at: impl Fn(f64) -> f64,
    top: f64,
    bottom: f64,
) {
    for (tick, label) in ticks.iter().zip(labels) {
        let x = at(*tick);
        scene.line(vec![(x, top), (x, bottom)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        scene.text((x, bottom + 16.0), label, SMALL.middle());
    }
}

/// The same for one of several panels side by side: a label that would stand out by more than `room` is left out, so that it
/// cannot run into the next panel's.
pub fn vertical_grid_within(
    scene: &mut Scene,
    ticks: &[f64],
    at: impl Fn(f64) -> f64,
    (top, bottom): (f64, f64),
    (left, right): (f64, f64),
    room: f64,
) {
    let mut end = f64::NEG_INFINITY;
    for (tick, label) in ticks.iter().zip(crate::kit::axis::tick_labels(ticks)) {
        let (x, half) = (at(*tick), SMALL.width(&label) / 2.0);
        scene.line(vec![(x, top), (x, bottom)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        if x - half >= left - room && x + half <= right + room && x - half > end + 4.0 {
            scene.text((x, bottom + 16.0), label, SMALL.middle());
            end = x + half;
        }
    }
}

/// A horizontal grid with labels left, for vertical values.
pub fn horizontal_grid(
    scene: &mut Scene,
    ticks: &[f64],
    labels: &[String],
    at: impl Fn(f64) -> f64,
    left: f64,
    right: f64,
) {
    for (tick, label) in ticks.iter().zip(labels) {
        let y = at(*tick);
        scene.line(vec![(left, y), (right, y)], crate::kit::scene::GRID, 1.0, DASHES[0]);
        scene.text((left - 8.0, y + 4.3), label, SMALL.end());
    }
}

/// An axis line.
pub fn rule(scene: &mut Scene, from: (f64, f64), to: (f64, f64)) {
    scene.line(vec![from, to], RULE, 1.2, DASHES[0]);
}

/// A stripe behind every second row of a table-like chart.
pub fn stripe(scene: &mut Scene, row: usize, top: f64, bottom: f64) {
    scene.rect((MARGIN, top), (WIDTH - MARGIN, bottom), row_colour(row));
}

/// Leading of names at the end of lines.
pub const NAME_LINE: f64 = 14.0;

/// Names for the ends of lines: in two lines where `space` holds them all, in one otherwise; with the room each needs.
pub fn end_names(names: &[String], room: f64, space: f64) -> (Vec<Vec<String>>, Vec<f64>) {
    let wrapped = |most: usize| {
        let texts: Vec<Vec<String>> = names.iter().map(|n| LABEL.wrap(n, room, most)).collect();
        let heights: Vec<f64> = texts.iter().map(|t| NAME_LINE * t.len() as f64 + 4.0).collect();
        (texts, heights)
    };
    Some(wrapped(2)).filter(|(_, h)| h.iter().sum::<f64>() <= space).unwrap_or_else(|| wrapped(1))
}

/// The stripe's colour.
pub fn row_colour(row: usize) -> Colour {
    if row.is_multiple_of(2) { SHADE } else { WHITE }
}

/// A label of up to three lines, centred on `y`, from `x`.
pub fn row_label(scene: &mut Scene, x: f64, y: f64, text: &str, room: f64) {
    row_label_of(scene, x, y, text, room, 3);
}

/// The same with up to `most` lines.
pub fn row_label_of(scene: &mut Scene, x: f64, y: f64, text: &str, room: f64, most: usize) {
    let whole = |face: Face, most: usize| {
        let lines = face.wrap(text, room, most);
        (!lines.iter().any(|line| line.ends_with('…'))).then_some(lines)
    };
    let (lines, face, leading) = match (whole(LABEL, most), whole(FINE, most + 1)) {
        // One more line of smaller letters rather than a name cut short.
        (None, Some(lines)) => (lines, FINE, 12.4),
        (lines, _) => (lines.unwrap_or_else(|| LABEL.wrap(text, room, most)), LABEL, 15.5),
    };
    let first = y + 0.35 * face.size - leading / 2.0 * (lines.len() as f64 - 1.0);
    scene.lines((x, first), &lines, face, leading);
}

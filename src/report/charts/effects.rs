//! Effects over the funded years: spells begun, newly exploited and victims side by side, never one alone.

use crate::findings::{self, TRIPLE, Verdict, verdict};
use crate::kit::answered;
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::format::{number, signed_percent, soles};
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::scene::{Colour, DASHES, Face, QUIET, Scene};
use crate::words;
use amparo_decide::answers::{Answers, EffectOverDraws, Estimate};
use amparo_decide::result::{Effect, PolicyResult, StudyResult};

const ROW: f64 = 52.0;
const LABELS: f64 = 232.0;
const GAP: f64 = 36.0;

/// Change against the baseline over the funded years (%), with 95 % simulation noise.
///
/// With `answers` the interval over draws (uncertainty) is the thin line and simulation noise the thick one.
pub fn effects(result: &StudyResult, answers: Option<&Answers>) -> Chart {
    let title = answers.map_or_else(|| findings::effects_title(result), |a| words::effects_title(result, a));
    let means = answers.map_or_else(
        || frame::means_of(result),
        |a| {
            format!(
                "means over {}, with up to {} a year",
                answered::draws_in_words(a),
                soles(result.budget_soles_per_year)
            )
        },
    );
    let subtitle = format!(
        "Change against the baseline, % of its mean, over {}; {means}, paired; most spells averted first",
        frame::years(result.funded_years, "funded"),
    );
    let (mut scene, top) = frame::page(&title, &subtitle);
    let mut ranked = findings::by_spells_averted(result);
    let over_draws = |policy: &str, outcome: &str| answered::effect(answers?, policy, outcome, "funded");
    if answers.is_some() {
        let mean = |p: &PolicyResult| over_draws(&p.name, TRIPLE[0].0).map_or(f64::INFINITY, |e| e.change.mean);
        ranked.sort_by(|a, b| mean(a).total_cmp(&mean(b)));
    }
    let bases = TRIPLE.map(|(outcome, _)| {
        let own = ranked.first().and_then(|p| over_draws(&p.name, outcome)).map(|e| e.baseline);
        own.or_else(|| findings::baseline_mean(result, outcome))
    });
    let ends = ranked
        .iter()
        .filter_map(|p| findings::triple(p))
        .flat_map(|t| (0..3).filter_map(move |k| relative(t[k], bases[k])))
        .flat_map(|r| [r.0, r.1.unwrap_or(r.0), r.2.unwrap_or(r.0)])
        .map(|v| 100.0 * v);
    let wider = ranked.iter().flat_map(|p| (0..3).filter_map(move |k| in_percent(answers?, &p.name, k, None)));
    let range = nice_range(ends.chain(wider.flat_map(|e| answered::reach(&e).collect::<Vec<_>>())), 4);

    let top = if answers.is_some() {
        answered::interval_key(&mut scene, top + 6.0, over_draws_of(answers).map(|e| &e.change));
        top + 20.0
    } else {
        top
    };
    let (first, last) = (top + 34.0, top + 34.0 + ROW * ranked.len().max(1) as f64);
    for row in 0..ranked.len() {
        let y = first + ROW * row as f64;
        frame::stripe(&mut scene, row, y, y + ROW);
    }
    let width = (WIDTH - 2.0 * MARGIN - LABELS - 2.0 * GAP - 8.0) / 3.0;
    let mut words = Vec::new();
    for (k, (_, heading)) in TRIPLE.iter().enumerate() {
        let left = MARGIN + LABELS + (width + GAP) * k as f64;
        let x = Scale::linear(range.0, range.1, (left, left + width));
        let unit = ["a year", "girls a year", "persons at a time"][k];
        scene.text((left, top + 10.0), *heading, LABEL.bold());
        let base = bases[k].map_or_else(|| unit.to_owned(), |b| format!("baseline {} {unit}", number(b, 0)));
        scene.text((left, top + 26.0), SMALL.fit(&base, width), SMALL);
        let ticks = x.ticks(4);
        frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
        scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
        scene.text((left + width / 2.0, last + 34.0), "change, %", SMALL.middle());
        for (row, policy) in ranked.iter().enumerate() {
            let y = first + ROW * (row as f64 + 0.5);
            if let Some(triple) = findings::triple(policy) {
                let paper = frame::row_colour(row);
                let panel = (left, left + width);
                match answers.and_then(|a| in_percent(a, &policy.name, k, Some((triple[k], bases[k])))) {
                    Some(e) => dot_over_draws(&mut scene, &e, &x, y, panel, paper),
                    None => dot(&mut scene, triple[k], bases[k], &x, y, panel, paper),
                }
            }
        }
    }
    for (row, policy) in ranked.iter().enumerate() {
        let y = first + ROW * (row as f64 + 0.5);
        frame::row_label(&mut scene, MARGIN + 8.0, y, findings::name(policy), LABELS - 26.0);
        let over = answers.and_then(|a| words::triple(a, &policy.name));
        let draws = answers.map_or(1, |a| a.draws.used);
        match findings::triple(policy) {
            Some(_) if over.is_some() => words.extend(over.map(|[spells, newly, victims]| {
                let three =
                    [(spells, "spells begun a year"), (newly, "girls newly exploited a year"), (victims, "victims")];
                format!("{}: {}", findings::name(policy), words::changes_in_words(&three, draws))
            })),
            Some(t) => words.push(format!(
                "{}: {}; {}; {}",
                findings::name(policy),
                findings::sentence(result, t[0], "spells begun a year"),
                findings::sentence(result, t[1], "girls newly exploited a year"),
                findings::sentence(result, t[2], "victims")
            )),
            None => scene.text(
                (MARGIN + LABELS + 8.0, y + 4.5),
                "not shown: spells begun, newly exploited and victims are only shown together",
                SMALL,
            ),
        }
    }
    if ranked.is_empty() {
        scene.text((MARGIN + 8.0, first + 28.0), "No policy to compare yet.", LABEL);
    }
    let key = if answers.is_some() {
        "Filled: the interval over draws leaves 0 out. Hollow: can't be told apart from no effect over the draws (or has no interval). Newly exploited alone can mislead: \
         who was exploited before and is drawn in again counts only as a spell begun."
    } else if result.replicates > 1 {
        "Filled: beyond simulation noise. Hollow: can't be told apart from no effect (the whisker reaches 0). ±: half the \
         95 % interval, in points of %, as the whisker shows it. Newly exploited alone can mislead: who was exploited before and is drawn in again counts only as a spell begun."
    } else {
        "One replicate has no interval: hollow dots without whiskers. Newly exploited alone can mislead: who was exploited \
         before and is drawn in again counts only as a spell begun."
    };
    let notes = [key, &frame::limits(result, answers), frame::conditional(result)];
    match answers {
        Some(a) => frame::close_over_draws(&mut scene, last + 48.0, &notes, result, a),
        None => frame::close(&mut scene, last + 48.0, &notes, result),
    }
    Chart { name: "effects", alt: format!("{title}. {}.", words.join(". ")), title, scene }
}

/// The change of an outcome of [`TRIPLE`] over draws in % of the baseline's mean; where the answers lack it, of what
/// `otherwise` knows (its noise alone).
fn in_percent(
    answers: &Answers,
    policy: &str,
    k: usize,
    otherwise: Option<(&Effect, Option<f64>)>,
) -> Option<Estimate> {
    let (change, base) = match answered::effect(answers, policy, TRIPLE[k].0, "funded") {
        Some(e) => (e.change, e.baseline),
        None => {
            let (e, base) = otherwise?;
            (
                Estimate {
                    mean: e.difference,
                    mc_se: e.mc_se,
                    mc_half: e.low.zip(e.high).map(|(low, high)| (high - low) / 2.0),
                    ..Estimate::default()
                },
                base?,
            )
        }
    };
    let part = |v: f64| 100.0 * v / base;
    (base > 0.0).then(|| Estimate {
        mean: part(change.mean),
        mc_se: change.mc_se.map(part),
        mc_half: change.mc_half.map(part),
        low: change.low.map(part),
        high: change.high.map(part),
        below_zero: change.below_zero,
    })
}

fn dot_over_draws(scene: &mut Scene, e: &Estimate, x: &Scale, y: f64, panel: (f64, f64), paper: Colour) {
    let y = y + 9.0;
    let (colour, hollow) = match answered::verdict(e) {
        Verdict::More => (crate::kit::scene::PALETTE[1], false),
        Verdict::Fewer => (crate::kit::scene::PALETTE[0], false),
        _ => (QUIET, true),
    };
    answered::draw_estimate(scene, e, x, y, colour, crate::kit::scene::Shape::Circle, hollow);
    let face: Face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    let text = signed_percent(e.mean / 100.0);
    let half = face.width(&text) / 2.0;
    let middle = x.at(e.mean).clamp(panel.0 + half, panel.1 - half);
    scene.rect((middle - half - 2.0, y - 23.0), (middle + half + 2.0, y - 8.5), paper);
    scene.text((middle, y - 11.5), text, face.middle());
}

/// Every effect over the funded years.
fn over_draws_of(answers: Option<&Answers>) -> impl Iterator<Item = &EffectOverDraws> {
    answers.into_iter().flat_map(|a| a.effects.iter().filter(|e| e.window == "funded"))
}

/// Relative change with its ends, as fractions of the baseline's mean.
fn relative(e: &Effect, base: Option<f64>) -> Option<(f64, Option<f64>, Option<f64>)> {
    let base = base?;
    Some((e.difference / base, e.low.map(|v| v / base), e.high.map(|v| v / base)))
}

fn dot(scene: &mut Scene, e: &Effect, base: Option<f64>, x: &Scale, y: f64, panel: (f64, f64), paper: Colour) {
    let Some((centre, low, high)) = relative(e, base) else {
        scene.text(((panel.0 + panel.1) / 2.0, y + 4.5), "baseline is 0", SMALL.middle());
        return;
    };
    let y = y + 9.0;
    let clear = matches!(verdict(e), Verdict::Fewer | Verdict::More);
    let colour = match verdict(e) {
        Verdict::More => crate::kit::scene::PALETTE[1],
        Verdict::Fewer => crate::kit::scene::PALETTE[0],
        _ => QUIET,
    };
    if let (Some(low), Some(high)) = (low, high) {
        let (a, b) = (x.at(100.0 * low), x.at(100.0 * high));
        scene.line(vec![(a, y), (b, y)], colour, 2.4, DASHES[0]);
        for end in [a, b] {
            scene.line(vec![(end, y - 4.5), (end, y + 4.5)], colour, 1.6, DASHES[0]);
        }
    }
    let at = x.at(100.0 * centre);
    scene.point((at, y), crate::kit::scene::Shape::Circle, 5.4, colour, !clear);
    let face: Face = if clear { LABEL.bold() } else { LABEL.quiet() };
    // Noise is often narrower than the dot: its half-width is written beside the estimate.
    let text = match (low, high) {
        (Some(low), Some(high)) => {
            let half = 50.0 * (high - low);
            format!("{} ± {}", signed_percent(centre), number(half, if half < 0.095 { 2 } else { 1 }))
        }
        _ => signed_percent(centre),
    };
    let half = face.width(&text) / 2.0;
    // Beside the line of no effect where the effect is; across it, on a patch of paper, where that is open.
    let zero = x.at(0.0);
    let (low, high) = match verdict(e) {
        Verdict::Fewer if zero - 5.0 - 2.0 * half > panel.0 => (panel.0, zero - 5.0),
        Verdict::More if zero + 5.0 + 2.0 * half < panel.1 => (zero + 5.0, panel.1),
        _ => panel,
    };
    let middle = at.clamp(low + half, high - half);
    if (middle - zero).abs() < half + 4.0 {
        scene.rect((middle - half - 2.0, y - 23.0), (middle + half + 2.0, y - 8.5), paper);
    }
    scene.text((middle, y - 11.5), text, face.middle());
}

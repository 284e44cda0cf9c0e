//! The decision in one picture: what each policy averts at the largest budget, what that costs, and how often it is best.

use crate::kit::answered::Verdict;
use crate::kit::answered::{self, Names};
use crate::kit::axis::{Scale, nice_range, tick_labels};
use crate::kit::chart::Chart;
use crate::kit::frame::{self, LABEL, MARGIN, SMALL, WIDTH};
use crate::kit::runs;
use crate::kit::scene::{DASHES, Face, PALETTE, QUIET, Scene};
use crate::words;
use amparo_decide::answers::{Answers, Decision, PerCase};
use amparo_decide::result::StudyResult;
use amparo_tables::Format;
use amparo_tables::numbers::{persons, share, soles, soles_bare};

const ROW: f64 = 36.0;
/// Right ends of the columns beside the plot.
const COLUMNS: [f64; 4] = [672.0, 768.0, 898.0, WIDTH - MARGIN - 8.0];

/// Cases averted over the horizon by each policy, with cost, cost per case and probability of being best.
pub fn decision(result: &StudyResult, answers: &Answers) -> Option<Chart> {
    let decision = answered::main_decision(answers)?;
    let names = Names::new(result, answers);
    let title = words::decision_title(&names, decision);
    let asked = !decision.willingness.is_empty();
    let worth = if asked {
        format!("; a case averted being worth {}", soles(decision.reference_willingness))
    } else {
        String::new()
    };
    let (mut scene, top) = frame::page(
        &title,
        &format!(
            "Spells begun that are averted over {} years (discounted), after adaptation; {} per year for each policy{worth}",
            result.funded_years + result.following_years,
            soles(decision.budget_soles_per_year),
        ),
    );
    let rows = answered::ranked(decision);
    let nothing = answered::probability_best(decision, 0).map_or("an unknown share".into(), share);
    let (left, right) = (MARGIN + 214.0, 560.0);
    answered::interval_key(&mut scene, top + 6.0, rows.iter().map(|r| &decision.strategies[*r].averted));
    let head = top + 30.0;
    let columns = ["averted", "cost", "S/ per case", "best in"];
    for (heading, x) in columns.iter().zip(COLUMNS).take(if asked { 4 } else { 3 }) {
        scene.text((x, head), *heading, LABEL.bold().end());
    }
    let (first, last) = (head + 10.0, head + 10.0 + ROW * rows.len().max(1) as f64);
    for row in 0..rows.len() {
        frame::stripe(&mut scene, row, first + ROW * row as f64, first + ROW * (row as f64 + 1.0));
    }
    let (low, high) = nice_range(rows.iter().flat_map(|r| answered::reach(&decision.strategies[*r].averted)), 10);
    let x = Scale::linear(low, high, (left, right));
    let ticks = x.ticks(5);
    frame::vertical_grid(&mut scene, &ticks, &tick_labels(&ticks), |v| x.at(v), first, last);
    scene.line(vec![(x.at(0.0), first), (x.at(0.0), last)], QUIET, 1.4, DASHES[0]);
    scene.text(((left + right) / 2.0, last + 34.0), "spells averted", SMALL.middle());
    let mut words = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let y = first + ROW * (place as f64 + 0.5);
        words.push(draw_row(&mut scene, &names, decision, *row, &x, y));
    }
    if rows.is_empty() {
        scene.text((MARGIN + 8.0, first + 24.0), "No policy to compare yet.", LABEL);
    }
    let best = if asked {
        format!(
            " Best in: share of the draws in which it has the highest net benefit; doing nothing further has it in {nothing}."
        )
    } else {
        String::new()
    };
    frame::close(
        &mut scene,
        last + 48.0,
        &[
            &format!(
                "Hollow: can't be told apart from no effect{} (or has no interval). S/ per case: ratio of means over {} years, discounted, \
                 below it the interval {}.{best} {}",
                runs::over_the_draws(answers),
                result.funded_years + result.following_years,
                if runs::at_one_vector(answers) { "of simulation noise" } else { "over draws" },
                runs::CONDITIONAL
            ),
            &runs::intervals(result, answers),
        ],
        result,
        answers,
    );
    let alt = format!("{title}. {}.", words.join(". "));
    Some(Chart { name: "decision", title, alt, scene })
}

fn draw_row(scene: &mut Scene, names: &Names, decision: &Decision, row: usize, x: &Scale, y: f64) -> String {
    let s = &decision.strategies[row];
    let name = names.of(&s.policy);
    frame::row_label_of(scene, MARGIN + 8.0, y, &name, 196.0, 2);
    // Averted: above 0 is what is wanted.
    let verdict = answered::verdict(&s.averted);
    let (colour, hollow) = match verdict {
        Verdict::More => (PALETTE[0], false),
        Verdict::Fewer => (PALETTE[1], false),
        _ => (QUIET, true),
    };
    answered::draw_estimate(scene, &s.averted, x, y, colour, crate::kit::scene::Shape::Circle, hollow);
    let face: Face = if hollow { LABEL.quiet() } else { LABEL.bold() };
    scene.text((COLUMNS[0], y - 2.0), persons(s.averted.mean), face.end());
    scene.text((COLUMNS[0], y + 13.0), answered::ends(&s.averted, Format::Persons), SMALL.end());
    scene.text((COLUMNS[1], y - 2.0), soles(s.cost.mean).replace("million", "m").replace("billion", "bn"), LABEL.end());
    let case = s.per_case;
    scene.text((COLUMNS[2], y - 2.0), case.value.map_or("none averted".into(), short_soles), LABEL.end());
    scene.text((COLUMNS[2], y + 13.0), case_ends(&case), SMALL.end());
    let best = answered::probability_best(decision, row);
    if let Some(best) = best {
        scene.text((COLUMNS[3], y + 4.5), share(best), LABEL.end());
    }
    format!(
        "{name}: {} ({}{}), {}{}",
        words::shared::averted(&s.averted),
        answered::ends(&s.averted, Format::Words),
        answered::of_what(&s.averted),
        words::shared::per_case_in_words(&case, decision.draws),
        best.map_or(String::new(), |p| format!(", best in {} of the draws", share(p)))
    )
}

fn short_soles(x: f64) -> String {
    soles_bare(x).replace("million", "m").replace("billion", "bn")
}

/// "12,000 to 75,000", "≥ 12,000" where there is no upper end.
pub fn case_ends(case: &PerCase) -> String {
    match case.interval() {
        Some([Some(low), Some(high)]) => format!("{} to {}", short_soles(low), short_soles(high)),
        Some([Some(low), None]) => format!("≥ {}, no end", short_soles(low)),
        Some([None, _]) => "no bound".into(),
        None => "no interval".into(),
    }
}

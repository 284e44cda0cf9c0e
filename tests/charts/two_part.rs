//! The chapter's charts, tables and files: everything the answers hold, nothing they do not.

use super::csv_answers;
use super::over_draws::{chart, plain, rows, text_of};
use super::samples::two_part::{UNTOLD, WHERE, WINS, all, around, awkward, bare, two_part};
use super::words;
use amparo::decide::discovery::results::Said;
use amparo::decide::matching::results::TwoPart;
use amparo::report::scene::{Mark, Shape};
use amparo::report::{Language, Told, charts, html, text_table};

const CHARTS: [&str; 6] =
    ["two_part_steps", "two_part_strategies", "survey_size", "forecast_calibration", "how_different", "discovery"];

fn full() -> TwoPart {
    two_part(WINS, &[2e6, 8e6, 20e6], 128, 102.0)
}

#[test]
fn every_chart_of_the_chapter_says_its_finding_its_unit_both_intervals_and_its_source() {
    let sample = around("full", full());
    let units = [
        "further cases averted",
        "cases averted",
        "further cases averted",
        "forecast, cases averted",
        "% of the baseline",
        "log-odds",
    ];
    for (name, unit) in CHARTS.into_iter().zip(units) {
        let chart = chart(&sample, name);
        let said = words(&chart);
        assert!(said.starts_with(&plain(&chart.title)), "{name}: {said}");
        assert!(said.contains(unit), "{name}: {said}");
        assert!(
            said.contains("study four-interventions, 128 draws") && said.contains("synthetic population"),
            "{name}"
        );
        assert!(said.contains("conditional on the assumed response of the trade"), "{name}");
        assert!(chart.alt.starts_with(&chart.title), "{name}");
        if !["forecast_calibration", "discovery"].contains(&name) {
            assert!(said.contains("what is assumed: draws") && said.contains("error of the mean: 95 %"), "{name}");
            assert!(said.contains("other values of what is assumed") && said.contains("noise included"), "{name}");
        }
    }
}

#[test]
fn each_step_starts_where_the_one_before_ended() {
    let mut one = two_part(WINS, &[20e6], 128, 102.0);
    one.budgets[0].gains.retain(|g| ["where", "which", "how-much", "together"].contains(&g.question.as_str()));
    let gains: Vec<f64> = one.budgets[0].gains.iter().map(|g| g.averted.mean).collect();
    let chart = chart(&around("one", one), "two_part_steps");
    let bars: Vec<(f64, f64)> = chart
        .scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Box { from, to, .. } if (to.1 - from.1 - 12.0).abs() < 1e-9 => Some((from.0, to.0)),
            _ => None,
        })
        .collect();
    assert_eq!(bars.len(), 4, "{bars:?}");
    for (k, pair) in bars.windows(2).enumerate() {
        assert!((pair[0].1 - pair[1].0).abs() < 1e-6, "step {k}: {bars:?}");
    }
    let scale = (bars[0].1 - bars[0].0) / gains[0];
    for (bar, gain) in bars.iter().zip(&gains) {
        assert!((bar.1 - bar.0 - scale * gain).abs() < 1e-6, "{bars:?} {gains:?}");
    }
}

#[test]
fn a_gain_within_noise_is_drawn_hollow_and_grey() {
    let points = |steps| {
        let mut one = two_part(steps, &[20e6], 128, 102.0);
        one.budgets[0].gains.retain(|g| g.question == "where");
        let chart = chart(&around("one", one), "two_part_steps");
        chart.scene.marks.iter().filter(|m| matches!(m, Mark::Point { hollow: true, .. })).count()
    };
    assert_eq!((points(UNTOLD), points(WHERE)), (1, 0));
}

#[test]
fn forecasts_at_or_below_0_have_their_place_and_the_line_runs_from_corner_to_corner() {
    let mut odd = two_part(WINS, &[20e6], 64, 51.0);
    for f in &mut odd.forecasts {
        (f.forecast, f.simulated) = match f.draw {
            0 => (0.0, 0.0),
            1 => (-500.0, 500.0),
            2 => (500.0, -500.0),
            _ => (f.forecast, f.forecast),
        };
    }
    odd.forecasts.retain(|f| f.policy == "predicted-effect");
    let chart = chart(&around("odd", odd), "forecast_calibration");
    let points: Vec<(f64, f64)> = chart
        .scene
        .marks
        .iter()
        .filter_map(|m| match m {
            // Points of draws are see-through.
            Mark::Point { at, colour, .. } if colour.3 < 1.0 => Some(*at),
            _ => None,
        })
        .collect();
    assert_eq!(points.len(), 64);
    let (zero, left, right) = (points[0], points[1], points[2]);
    assert!(left.0 < zero.0 && left.1 < zero.1, "forecast below 0, simulated above: left and up");
    assert!(right.0 > zero.0 && right.1 > zero.1);
    let line = chart.scene.marks.iter().find_map(|m| match m {
        Mark::Line { points, dash, .. } if !dash.is_empty() && points.len() == 2 => Some((points[0], points[1])),
        _ => None,
    });
    let (a, b) = line.unwrap();
    let slope = (b.1 - a.1) / (b.0 - a.0);
    for p in [zero].iter().chain(&points[3..]) {
        assert!((p.1 - a.1 - slope * (p.0 - a.0)).abs() < 1e-6, "right forecasts lie on the line: {p:?}");
    }
}

#[test]
fn the_box_of_the_discovery_holds_the_draws_within_its_limits() {
    let sample = around("full", full());
    let discovery = &sample.answers.two_part.as_ref().unwrap().discoveries[0];
    let chart = chart(&sample, "discovery");
    let shaded: Vec<(f64, f64, f64, f64)> = chart
        .scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Box { from, to, fill } if fill.3 < 1.0 => Some((from.0, from.1, to.0, to.1)),
            _ => None,
        })
        .collect();
    assert_eq!(shaded.len(), 1, "only the first question has a box");
    let inside = |at: &(f64, f64)| {
        let b = shaded[0];
        at.0 >= b.0 - 1e-6 && at.0 <= b.2 + 1e-6 && at.1 >= b.1 - 1e-6 && at.1 <= b.3 + 1e-6
    };
    for (said, shape) in [(Said::Yes, Shape::Circle), (Said::No, Shape::Square), (Said::Noise, Shape::Diamond)] {
        let wanted = discovery
            .telling
            .as_ref()
            .unwrap()
            .draws
            .iter()
            .filter(|p| p.2 == said && p.0 <= 0.5 && p.1 >= 0.3)
            .count();
        let found = chart.scene.marks.iter().filter(|m| match m {
            Mark::Point { at, shape: s, .. } => *s == shape && inside(at),
            _ => false,
        });
        assert_eq!(found.count(), wanted, "{said:?}");
    }
}

#[test]
fn charts_are_left_out_where_there_is_nothing_to_draw() {
    let names = |two_part: TwoPart| -> Vec<&'static str> {
        let sample = around("some", two_part);
        charts(&sample.inputs()).into_iter().map(|c| c.name).filter(|n| CHARTS.contains(n)).collect()
    };
    assert_eq!(names(full()), CHARTS);
    assert_eq!(names(bare()), ["two_part_steps", "two_part_strategies"]);
    assert!(names(TwoPart::default()).is_empty());
}

#[test]
fn the_chapter_is_there_only_where_the_study_matches_and_its_finding_stands_first() {
    let sample = around("full", full());
    let page = text_of(&html(&sample.inputs()));
    let at = page.find("One intervention or four?").unwrap();
    assert!(page[..at].contains("The decision in numbers") && page[at..].contains("Before and after adaptation"));
    let first = page[at..].trim_start_matches("One intervention or four?").trim_start();
    assert!(first.starts_with("Yes, diagnosing communities pays under what is assumed here"), "{}", &first[..200]);
    let mut without = sample;
    without.answers.two_part = None;
    let page = text_of(&html(&without.inputs()));
    assert!(!page.contains("One intervention or four?"));
    assert!(!text_table(&without.told()).contains("One intervention or four?"));
    assert_eq!(csv_answers(&without.answers).len(), 11);
}

#[test]
fn names_and_questions_are_escaped_on_the_page() {
    let page = html(&around("awkward", awkward()).inputs());
    assert!(!page.contains("<with>") && !page.contains("<and>") && !page.contains("<&>"));
    assert!(page.contains("says &lt;&amp;&gt; &quot;quoted&quot;") || page.contains("says &lt;&amp;&gt; \"quoted\""));
}

#[test]
fn the_other_baseline_gives_its_own_finding() {
    let mut sample = around("full", full());
    let other = around("other", two_part(UNTOLD, &[20e6], 128, 102.0));
    sample.also = vec![("baseline-1600".into(), other.result, other.answers)];
    let page = text_of(&html(&sample.inputs()));
    assert!(
        page.contains("At the other baseline (baseline-1600): Whether diagnosing communities pays cannot be told"),
        "{page}"
    );
}

#[test]
fn the_files_of_the_chapter_hold_every_fact_once_with_every_digit() {
    let sample = around("full", full());
    let answers = &sample.answers;
    let found = answers.two_part.as_ref().unwrap();
    let files = csv_answers(answers);
    let file = |name: &str| rows(&files.iter().find(|f| f.0 == name).unwrap_or_else(|| panic!("{name}")).1);
    let two = file("two_part.csv");
    assert_eq!(two.len(), found.budgets.iter().map(|b| b.strategies.len() + b.gains.len()).sum::<usize>());
    let gain = two.iter().find(|r| &r[4] == "gain" && &r[5] == "which" && &r[0] == "20000000").unwrap();
    let wanted = found.budgets[2].gains.iter().find(|g| g.question == "which").unwrap();
    assert_eq!(gain[10].parse::<f64>().unwrap(), wanted.averted.mean);
    assert_eq!(gain[14].parse::<f64>().unwrap(), wanted.averted.of_mean().unwrap().1);
    assert_eq!(gain[16].parse::<f64>().unwrap(), wanted.averted.draws_high.unwrap());
    assert_eq!(gain[19].parse::<f64>().unwrap(), wanted.share_of_baseline.mean);
    assert_eq!(file("forecasts.csv").len(), found.forecasts.len());
    assert!(file("forecasts.csv").iter().any(|r| r[7].is_empty()), "not held in every draw");
    assert_eq!(file("forecast_skill.csv").len(), found.skill.len());
    assert_eq!(file("survey_sizes.csv").len(), found.budgets.iter().map(|b| b.surveys.len()).sum::<usize>());
    assert_eq!(file("how_different.csv").len(), found.how_different.iter().map(|h| h.gains.len()).sum::<usize>());
    let discovery = file("discovery.csv");
    assert_eq!(discovery.len(), 3 + 1, "limits of the boxes, and a row for the question without one");
    assert_eq!((&discovery[0][7], &discovery[0][8], &discovery[0][11]), ("1", "info.d_info", "0.5"));
    assert_eq!(&discovery[3][7], "0");
    assert!(discovery[2][19].is_empty(), "an empty box has no density");
    assert_eq!(file("discovery_draws.csv").len(), 2 * 128);
}

#[test]
fn every_column_of_the_chapters_files_is_documented() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/files.md")).unwrap();
    let sample = around("full", full());
    let known: Vec<&str> = page.split(|c: char| !(c.is_alphanumeric() || "_.-".contains(c))).collect();
    let parts = [
        "noise_se",
        "se",
        "mean_low",
        "mean_high",
        "draws_low",
        "draws_high",
        "reliability",
        "below_zero",
        "low",
        "high",
    ];
    for (name, text) in csv_answers(&sample.answers).iter().skip(8) {
        assert!(page.contains(&format!("| `{name}` |")), "{name} has no row");
        for column in text.lines().next().unwrap().split(',') {
            // Parts of an estimate are explained once for all.
            let stem = parts.iter().find_map(|p| column.strip_suffix(&format!("_{p}"))).unwrap_or(column);
            assert!(known.contains(&column) || known.contains(&stem), "{name}: {column}");
        }
    }
}

#[test]
fn the_terminal_gives_the_finding_and_marks_what_cannot_be_told() {
    for sample in all() {
        let text = text_table(&sample.told());
        assert_eq!(text.contains("One intervention or four?"), sample.label != "match-empty", "{}", sample.label);
    }
    let sample = around("where", two_part(WHERE, &[20e6], 128, 102.0));
    let text = {
        let answers = amparo::decide::answers::Answers { two_part: None, ..sample.answers.clone() };
        text_table(&Told::new(&sample.result, &answers, Language::English))
    };
    assert!(!text.contains("One intervention or four?"), "{text}");
    let sample = around("where", two_part(WHERE, &[20e6], 128, 102.0));
    let text = text_table(&sample.told());
    let line = |start: &str| text.lines().find(|l| l.trim_start().starts_with(start)).unwrap().to_owned();
    assert!(line("choosing which").contains('~') && !line("choosing where").contains('~'), "{text}");
}

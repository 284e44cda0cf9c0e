//! What the chapter says: the finding whichever way it falls, never more than the numbers carry.

use super::over_draws::plain;
use super::samples::Sample;
use super::samples::two_part::{LOSES, Steps, UNTOLD, WHERE, WINS, all, around, bare, estimate, two_part};
use amparo::decide::estimate::Estimate;
use amparo::decide::matching::results::{HowDifferent, TwoPart};
use amparo::report::{Said, charts, two_part_brief, two_part_said};

fn at_20(steps: Steps) -> TwoPart {
    two_part(steps, &[20e6], 128, 102.0)
}

fn headline(two_part: TwoPart) -> String {
    let sample = around("one", two_part);
    let found = sample.answers.two_part.as_ref().unwrap();
    plain(&two_part_brief(&sample.told(), found).answer[0])
}

fn said(two_part: TwoPart) -> Vec<Said> {
    let sample = around("one", two_part);
    two_part_said(&sample.told(), sample.answers.two_part.as_ref().unwrap())
}

fn answer(two_part: TwoPart, about: &str) -> String {
    plain(&said(two_part).into_iter().find(|s| s.about == about).unwrap_or_else(|| panic!("{about}")).answer)
}

/// Every sentence of a sample's chapter.
fn sentences(sample: &Sample) -> Vec<String> {
    let found = sample.answers.two_part.as_ref().unwrap();
    let brief = two_part_brief(&sample.told(), found);
    let mut out: Vec<String> = [brief.answer, brief.size, brief.certainty, brief.rests_on].concat();
    out.extend(two_part_said(&sample.told(), found).into_iter().flat_map(|s| [s.answer, s.rests_on]));
    let own = ["two_part_steps", "two_part_strategies", "survey_size", "forecast_calibration", "how_different"];
    out.extend(charts(&sample.inputs()).into_iter().filter(|c| own.contains(&c.name)).map(|c| c.title));
    out.iter().map(|s| plain(s)).collect()
}

#[test]
fn the_first_sentence_is_the_finding_whichever_way_it_falls() {
    let wins = headline(at_20(WINS));
    assert!(
        wins.starts_with("Yes, diagnosing communities pays under what is assumed here: with S/ 20 million per year"),
        "{wins}"
    );
    let loses = headline(at_20(LOSES));
    assert!(loses.starts_with("No, matching loses under what is assumed here"), "{loses}");
    assert!(loses.contains(" fewer cases over 15 years than the best single intervention everywhere"), "{loses}");
    let untold = headline(at_20(UNTOLD));
    assert!(untold.starts_with("Whether diagnosing communities pays cannot be told"), "{untold}");
    assert!(untold.contains("its gain cannot be told from zero"), "{untold}");
    let few = headline(two_part(WINS, &[20e6], 16, 11.0));
    assert!(
        few.starts_with("Too few draws to decide whether diagnosing communities pays (11 effective draws of 16"),
        "{few}"
    );
    assert!(!few.contains("Yes"), "{few}");
}

#[test]
fn a_mean_told_from_nothing_whose_interval_over_draws_holds_0_is_a_finding_on_average_only() {
    for (sign, start) in [
        (1.0, "On average diagnosing communities pays, but not under every assumption"),
        (-1.0, "On average matching loses, though not under every assumption"),
    ] {
        let mut open = at_20(WINS);
        open.budgets[0].gains[0].averted = Estimate { below_zero: Some(0.37), ..estimate(sign * 200.0, 450.0, 15.0) };
        let said = headline(open);
        assert!(said.starts_with(start), "{said}");
        assert!(said.contains("in 37 % of the draws it is below zero"), "{said}");
    }
}

#[test]
fn the_error_of_the_mean_decides_what_cannot_be_told_from_zero_even_where_all_draws_agree() {
    let mut noisy = at_20(WINS);
    noisy.budgets[0].gains[0].averted = estimate(50.0, 30.0, 51.0);
    assert!(headline(noisy.clone()).contains("cannot be told from zero"));
    noisy.budgets[0].gains[0].averted = estimate(50.0, 30.0, 49.0);
    assert!(headline(noisy.clone()).starts_with("Yes"));
    noisy.budgets[0].gains[0].averted.bar = None;
    let unknown = headline(noisy);
    assert!(
        unknown.contains("cannot be told from zero") && unknown.contains("error of the mean not known"),
        "{unknown}"
    );
}

#[test]
fn what_draws_give_and_the_error_of_their_mean_each_have_their_own_name() {
    for sample in all() {
        for s in sentences(&sample) {
            assert!(!s.contains("interval of the mean: +"), "{s}");
            let (interval, noise) =
                (s.matches("in 95 % of the draws").count(), s.matches("interval of the mean: ±").count());
            let without = s.matches("no interval").count()
                + s.matches("noise hides").count()
                + s.matches("too few draws for").count();
            let unknown = s.matches("error of the mean not known").count();
            assert!(interval + without >= noise, "an interval beside every noise: {s}");
            assert!(noise + unknown >= interval, "noise beside every interval: {s}");
        }
    }
}

#[test]
fn where_alone_gains_the_reader_is_told_that_it_is_not_the_matching() {
    let sample = around("where", at_20(WHERE));
    let found = sample.answers.two_part.as_ref().unwrap();
    let brief = two_part_brief(&sample.told(), found);
    let first = plain(&brief.answer[0]);
    assert!(
        first.starts_with("What pays is where the money goes; whether matching adds to that cannot be told: with"),
        "{first}"
    );
    assert!(first.contains("cases than the best single intervention by exposure, which needs no survey ("), "{first}");
    assert_eq!(brief.answer.len(), 1, "said once");
    let mut worse = at_20(WHERE);
    worse.budgets[0].gains.iter_mut().find(|g| g.question == "matching").unwrap().averted = estimate(-90.0, 50.0, 9.0);
    assert!(headline(worse).starts_with("What pays is where the money goes; matching on top of that loses: "));
    let mut through_intensity = at_20(WHERE);
    through_intensity.budgets[0].gains.iter_mut().find(|g| g.question == "matching").unwrap().averted =
        estimate(90.0, 50.0, 9.0);
    let sample = around("intensity", through_intensity);
    let found = sample.answers.two_part.as_ref().unwrap();
    let brief = two_part_brief(&sample.told(), found);
    assert!(brief.answer[0].starts_with("Yes"), "{:?}", brief.answer);
    assert!(
        brief.answer[1].contains("whether choosing which intervention by survey adds to that cannot be told from zero")
    );
    let mut mostly_where = at_20(WINS);
    let mut beyond = mostly_where.budgets[0].gains.iter().find(|g| g.question == "matching").unwrap().clone();
    beyond.question = "matching-intensity".into();
    beyond.averted = estimate(20.0, 9.0, 2.0);
    mostly_where.budgets[0].gains.push(beyond);
    let said = headline(mostly_where);
    assert!(
        said.starts_with(
            "What pays is mostly where the money goes and how intensely it is spent; diagnosing adds the smaller part"
        ),
        "{said}"
    );
    let wins = around("wins", at_20(WINS));
    let found = wins.answers.two_part.as_ref().unwrap();
    assert_eq!(two_part_brief(&wins.told(), found).answer.len(), 1, "nothing to add where each step gains");
}

#[test]
fn every_answer_names_the_assumptions_it_rests_on() {
    for sample in all() {
        let found = sample.answers.two_part.as_ref().unwrap();
        for s in two_part_said(&sample.told(), found) {
            assert_eq!(s.rests_on.is_empty(), s.answer == "Not in this study.", "{}: {s:?}", sample.label);
        }
    }
    let of = |about: &str| said(at_20(WINS)).into_iter().find(|s| s.about == about).unwrap().rests_on;
    assert!(
        of("which").contains("the planner knows these strengths")
            && of("which").contains("what a training place costs (assumed)")
    );
    assert!(of("where").contains("no survey is needed") && !of("where").contains("planner"));
    assert!(of("not-knowing").contains("one planner knows these strengths, the other plans with the scenario's own"));
    assert!(of("best-found").contains("a lower bound of the best"));
    assert!(of("how-different").contains("put in, not found"));
    let mut blind = at_20(WINS);
    blind.budgets[0].strategies.iter_mut().for_each(|s| s.knows_parameters = false);
    let which = said(blind).into_iter().find(|s| s.about == "which").unwrap().rests_on;
    assert!(which.contains("the planner plans with the scenario's own strengths, not those of the draw"), "{which}");
}

#[test]
fn what_a_study_does_not_hold_is_said_instead_of_guessed() {
    for about in
        ["perfect-survey", "true-profile", "best-found", "driver-map", "not-knowing", "how-different", "forecasts"]
    {
        assert_eq!(answer(bare(), about), "Not in this study.", "{about}");
    }
    let size = answer(bare(), "survey-size");
    assert!(size.contains("only one size was tried: 10 households per community"), "{size}");
    let mut none = bare();
    none.budgets[0].surveys.clear();
    assert_eq!(answer(none, "survey-size"), "Not in this study.");
    let turns = answer(bare(), "discovery");
    assert!(turns.contains("No box of at most three parameters tells more than that share"), "{turns}");
    assert!(turns.contains("left out, their answers lost in simulation noise"), "{turns}");
}

#[test]
fn a_box_is_quoted_in_its_own_words_with_its_score_on_draws_held_out() {
    let turns = answer(at_20(WINS), "discovery");
    assert!(turns.contains("“Matching beats the best single intervention by more than 2 % of the baseline when what info.d_info says is less than 0.5"), "{turns}");
    assert!(turns.contains("on draws held out 86 % inside say yes, and 79 % of all yes lie inside"), "{turns}");
    assert!(turns.contains("no draw held out lies inside, so this was not checked"), "{turns}");
    let mut few = at_20(WINS);
    (few.discoveries[0].training_draws, few.discoveries[0].held_out_draws) = (9, 8);
    let turns = answer(few, "discovery");
    assert!(turns.contains("too few draws to decide when") && !turns.contains('“'), "{turns}");
}

#[test]
fn a_map_is_called_enough_only_as_far_as_it_is_not_told_apart_from_forecasts() {
    let with = |e: Estimate| {
        let mut some = at_20(WINS);
        some.budgets[0].gains.iter_mut().find(|g| g.question == "driver-map").unwrap().averted = e;
        answer(some, "driver-map")
    };
    assert!(with(estimate(-300.0, 100.0, 20.0)).contains("The map is not enough here."));
    assert!(with(estimate(-10.0, 100.0, 20.0)).contains("Nothing here shows that the map is not enough."));
    assert!(with(estimate(300.0, 100.0, 20.0)).contains("the map is enough here"));
    assert!(!with(estimate(-300.0, 400.0, 20.0)).contains("enough"), "open over draws");
}

#[test]
fn the_size_of_survey_that_pays_is_the_one_clear_of_noise() {
    let pays = answer(at_20(WINS), "survey-size");
    assert!(pays.contains("a larger survey pays for itself: 60 households"), "{pays}");
    let untold = answer(at_20(UNTOLD), "survey-size");
    assert!(
        untold.contains("no larger survey can be told to pay for itself beyond 10 households per community"),
        "{untold}"
    );
    let loses = answer(at_20(LOSES), "survey-size");
    assert!(loses.contains("no larger survey pays for itself"), "{loses}");
}

#[test]
fn how_different_causes_must_be_is_read_off_those_baselines_that_differ_in_nothing_else() {
    let of = |change: &dyn Fn(&mut HowDifferent)| {
        let mut some = at_20(WINS);
        some.how_different.iter_mut().for_each(change);
        answer(some, "how-different")
    };
    let from = of(&|_| {});
    assert!(
        from.starts_with("Matching gains on average from a heterogeneity of 0.5 on, of those tried (0, 0.5, 1 and 2)"),
        "{from}"
    );
    let set = |h: &mut HowDifferent, mean: f64| {
        h.gains.iter_mut().for_each(|g| g.share_of_baseline = estimate(mean, 0.004, 0.001));
    };
    assert!(of(&|h| set(h, 0.01)).starts_with("Matching gains at every heterogeneity tried"));
    assert!(of(&|h| set(h, -0.01)).starts_with("Matching gains at no heterogeneity tried"));
    let mixed = of(&|h| set(h, if h.heterogeneity == 0.5 { 0.01 } else { -0.01 }));
    assert!(mixed.starts_with("No heterogeneity divides"), "{mixed}");
    // Another correlation is no part of the line.
    let apart = of(&|h| set(h, if h.driver_correlation > 0.5 { 0.01 } else { -0.01 }));
    assert!(apart.starts_with("Matching gains at no heterogeneity tried"), "{apart}");
    assert!(of(&|h| h.draws = 12).starts_with("Too few draws to decide how different causes must be"));
}

#[test]
fn forecasts_that_promise_too_much_are_called_so() {
    let promised = answer(at_20(WINS), "forecasts");
    assert!(
        promised.starts_with("Forecasts promise more than the simulation gives under every rule: 0.47 to 0.83"),
        "{promised}"
    );
    let mut low = at_20(WINS);
    low.skill.iter_mut().for_each(|s| s.ratio = 1.3);
    assert!(answer(low.clone(), "forecasts").starts_with("Forecasts promise less"));
    low.skill[0].ratio = 0.4;
    assert!(answer(low, "forecasts").starts_with("Forecasts err both ways"));
}

#[test]
fn the_headline_speaks_of_the_largest_budget_with_draws_enough() {
    let mut some = two_part(WINS, &[2e6, 20e6], 128, 102.0);
    some.budgets[1].effective_draws = 12.0;
    let said = headline(some);
    assert!(said.contains("with S/ 2 million per year") && said.starts_with("Yes"), "{said}");
}

#[test]
fn a_gain_is_given_no_more_exactly_than_its_interval_allows() {
    let mut one = at_20(WINS);
    one.budgets[0].gains[0].averted = estimate(-2.653, 25.0, 19.0);
    assert!(headline(one.clone()).contains("averts 3 fewer cases"), "{}", headline(one.clone()));
    one.budgets[0].gains[0].averted = estimate(-0.653, 0.25, 0.19);
    assert!(headline(one.clone()).contains("averts 0.65 fewer cases"), "{}", headline(one));
}

#[test]
fn no_sentence_speaks_of_proof() {
    for sample in all() {
        for s in sentences(&sample) {
            let words = s.to_lowercase();
            for claimed in ["prove", "proof", "shows that matching", "certainly", "significant", "will avert"] {
                assert!(!words.contains(claimed), "{}: {s}", sample.label);
            }
        }
    }
}

/// Every number of a JSON value, and those written in its texts.
fn numbers(value: &serde_json::Value, out: &mut Vec<f64>) {
    match value {
        serde_json::Value::Number(n) => out.extend(n.as_f64()),
        serde_json::Value::String(s) => out.extend(written(s).into_iter().map(|(v, _)| v)),
        serde_json::Value::Array(all) => all.iter().for_each(|v| numbers(v, out)),
        serde_json::Value::Object(all) => {
            all.values().for_each(|v| numbers(v, out));
            // ± is half of the interval of the mean, both ends of which are in the data.
            if let (Some(low), Some(high)) =
                (all.get("mean_low").and_then(|v| v.as_f64()), all.get("mean_high").and_then(|v| v.as_f64()))
            {
                out.push((high - low) / 2.0);
            }
        }
        _ => {}
    }
}

/// Numbers as written, with the size of their last digit.
fn written(text: &str) -> Vec<(f64, f64)> {
    let number = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    text.split(|c: char| !number(c))
        .map(|w| w.trim_matches([',', '.']).replace(',', ""))
        .filter_map(|w| {
            let decimals = w.split_once('.').map_or(0, |(_, d)| d.len());
            Some((w.parse::<f64>().ok()?, 10f64.powi(-(decimals as i32))))
        })
        .collect()
}

#[test]
fn no_number_in_a_sentence_is_absent_from_the_data() {
    for sample in all() {
        let found = sample.answers.two_part.as_ref().unwrap();
        let mut few = found.clone();
        // Single draws are in no sentence.
        few.forecasts.clear();
        few.discoveries.iter_mut().for_each(|d| d.telling = None);
        let mut known = Vec::new();
        numbers(&serde_json::to_value(&few).unwrap(), &mut known);
        // Draws that were used, the horizon, the level of intervals, and what a decision needs.
        known.extend(few.discoveries.iter().map(|d| (d.training_draws + d.held_out_draws) as f64));
        known.extend([15.0, 95.0, 30.0]);
        for s in sentences(&sample) {
            for (value, unit) in written(&s) {
                let near = |x: f64| {
                    (x.abs() - value).abs() <= (0.5 * unit + 1e-9).max(0.0051 * value * f64::from(value >= 100.0))
                };
                let held = known.iter().any(|k| [1.0, 100.0, 1e-3, 1e-6].iter().any(|by| near(k * by)));
                assert!(held, "{}: {value} is nowhere in the data: {s}", sample.label);
            }
        }
    }
    // The test can fail.
    assert_eq!(written("1,257 more (4.0 %; ±19)"), [(1257.0, 1.0), (4.0, 0.1), (19.0, 1.0)]);
}

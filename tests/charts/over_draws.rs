//! Charts, words and tables of studies over draws: noise and uncertainty apart, nothing claimed that an interval leaves open.

use super::samples::answers::{EIGHT, Shape, answers, eight, named, over_draws};
use super::samples::{SIX, Sample, all, at_one_vector};
use super::{has_no_number, words};
use amparo::decide::answers::{Answers, BreakEven, Estimate, Worth};
use amparo::report::scene::Mark;
use amparo::report::{
    Chart, before_after, break_evens, by_treatment, charts, csv_answers, decision, effects, effects_over_draws, html,
    text_table, value_of_information, who_benefits,
};

const USUAL: Shape = Shape { made: &SIX, budgets: &[20e6], draws: 64, size: 1.0, spread: 0.8, left: 0.45 };

fn samples_over_draws() -> Vec<Sample> {
    all().into_iter().filter(|s| s.answers.is_some()).collect()
}

fn chart(sample: &Sample, name: &str) -> Chart {
    charts(&sample.inputs()).into_iter().find(|c| c.name == name).unwrap_or_else(|| panic!("{}: {name}", sample.label))
}

fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// The page as text: no markup, no style, no pictures.
fn text_of(page: &str) -> String {
    let body = page.split("</style>").last().unwrap();
    let mut out = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    plain(&out).replace("&#39;", "'").replace("&amp;", "&")
}

fn rows(csv_text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv_text.as_bytes()).records().map(Result::unwrap).collect()
}

fn table(answers: &Answers, name: &str) -> String {
    csv_answers(answers).into_iter().find(|(n, _)| *n == name).unwrap().1
}

#[test]
fn a_study_over_draws_has_every_chart_with_its_finding_unit_intervals_and_source() {
    let eight = eight();
    let units = [
        ("decision", "spells averted"),
        ("effects", "change, %"),
        ("before_after", "change in spells begun a year"),
        ("by_treatment", "change, girls a year"),
        ("effects_over_draws", "spells averted"),
        ("break_evens", "log-odds"),
        ("plane", "cost (S/)"),
        ("acceptability", "worth of a case averted, S/"),
        ("budget_frontier", "budget, S/ a year"),
        ("value_of_information", "expected value, S/"),
        ("who_benefits", "change, girls a year"),
    ];
    for (name, unit) in units {
        let chart = chart(&eight, name);
        let words = words(&chart);
        assert!(words.starts_with(&plain(&chart.title)), "{name}: {} / {words}", chart.title);
        assert!(words.contains(unit), "{name}: {words}");
        assert!(words.contains("study four-interventions, 128 draws (effective number 102)"), "{name}: {words}");
        assert!(words.contains("synthetic population"), "{name}");
        assert!(chart.alt.starts_with(&chart.title), "{name}");
        if [
            "decision",
            "effects",
            "before_after",
            "by_treatment",
            "effects_over_draws",
            "budget_frontier",
            "who_benefits",
        ]
        .contains(&name)
        {
            assert!(
                words.contains("uncertainty: 95 % over draws") && words.contains("simulation noise: 95 %"),
                "{name}"
            );
            assert!(
                words.contains("other values of what is assumed") && words.contains("other random numbers"),
                "{name}"
            );
        }
        if !["before_after", "by_treatment", "value_of_information"].contains(&name) {
            assert!(words.contains("conditional on the assumed response of the trade"), "{name}: {words}");
        }
    }
}

#[test]
fn words_of_draws_and_of_one_vector_never_mix() {
    for sample in samples_over_draws() {
        let page = text_of(&html(&sample.inputs()));
        let text = text_table(&sample.result, sample.answers.as_ref());
        for said in [&page, &text] {
            assert!(!said.contains("ne parameter vector"), "{}: {said}", sample.label);
            assert!(!said.contains("Not in this report yet"), "{}", sample.label);
        }
        for chart in &charts(&sample.inputs()) {
            let words = words(chart);
            assert!(!words.contains("ne parameter vector"), "{}, {}: {words}", sample.label, chart.name);
            assert!(!words.contains("replicates, at"), "{}, {}", sample.label, chart.name);
        }
    }
    for sample in at_one_vector() {
        let page = text_of(&html(&sample.inputs()));
        for absent in ["over the draws", "interval over draws", "other values of what is assumed"] {
            assert!(!page.contains(absent), "{}: {absent}", sample.label);
        }
    }
}

#[test]
fn a_policy_whose_interval_over_draws_holds_0_is_never_called_a_finding() {
    let none = [("Posters", [-0.004, -0.004, -0.003], 0.0001, 1e6)];
    let sample = over_draws("none", &Shape { made: &none, ..USUAL });
    let answers = sample.answers.as_ref().unwrap();
    let e = answers.decisions[0].strategies[1].averted;
    assert!(e.low.unwrap() < 0.0 && e.high.unwrap() > 0.0 && e.mc_se.unwrap() > 0.0);
    for name in ["effects", "effects_over_draws"] {
        assert!(chart(&sample, name).title.contains("can be told apart from no"), "{}", chart(&sample, name).title);
    }
    assert!(chart(&sample, "before_after").title.contains("what is left can't be told apart from no effect"));
    let page = text_of(&html(&sample.inputs()));
    assert!(page.contains("which can't be told apart from no effect"));
    assert!(!page.contains("fewer spells begun"));
    assert!(page.contains("no policy's cases averted can be told apart from none"), "{page}");
    let points = |c: &Chart| c.scene.marks.iter().filter(|m| matches!(m, Mark::Point { hollow: true, .. })).count();
    assert_eq!(points(&chart(&sample, "decision")), 1, "its point is hollow");
}

#[test]
fn the_thin_line_is_uncertainty_and_the_thick_one_noise() {
    let sample = over_draws("one", &Shape { made: &SIX[..1], ..USUAL });
    let e = sample.answers.as_ref().unwrap().decisions[0].strategies[1].averted;
    let chart = chart(&sample, "decision");
    let level = |width: f64| -> Vec<f64> {
        let lines = chart.scene.marks.iter().filter_map(|m| match m {
            Mark::Line { points, width: w, .. } if *w == width && points.len() == 2 => Some((points[0], points[1])),
            _ => None,
        });
        // Below the key, which shows a sample of both.
        let key = chart.scene.text_boxes().iter().find(|(t, _)| t.starts_with("uncertainty: 95")).unwrap().1[3];
        lines.filter(|(a, b)| a.1 == b.1 && a.1 > key).map(|(a, b)| b.0 - a.0).collect()
    };
    let (thin, thick) = (level(1.5), level(8.0));
    assert_eq!((thin.len(), thick.len()), (1, 1), "{thin:?} {thick:?}");
    let wanted = (e.high.unwrap() - e.low.unwrap()) / (2.0 * 1.96 * e.mc_se.unwrap());
    assert!((thin[0] / thick[0] - wanted).abs() < 1e-6 * wanted, "{} against {wanted}", thin[0] / thick[0]);
    let few = over_draws("few", &Shape { made: &SIX[..1], draws: 3, ..USUAL });
    let few = super::over_draws::chart(&few, "decision");
    let (few_title, words) = (plain(&few.title), words(&few));
    assert!(few_title.contains("3 draws are too few to say how surely"), "{few_title}");
    assert!(words.contains("no interval") && words.contains("3 draws of what is assumed are too few"), "{words}");
}

#[test]
fn the_steps_of_a_waterfall_join_and_end_where_the_effect_does() {
    let sample = over_draws("one", &Shape { made: &SIX[..1], ..USUAL });
    let answers = sample.answers.as_ref().unwrap();
    let w = answers.waterfalls.iter().find(|w| w.outcome == "spells_begun_per_year").unwrap();
    assert!((w.before.mean + w.spatial.mean + w.refilling.mean - w.after.mean).abs() < 1e-9, "the sample adds up");
    let chart = before_after(&sample.result, answers).unwrap();
    // Bars are 11 units high; the row's stripe is higher.
    let bars: Vec<(f64, f64)> = chart
        .scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Box { from, to, .. } if (to.1 - from.1 - 11.0).abs() < 1e-9 => Some((from.0, to.0)),
            _ => None,
        })
        .collect();
    let [before, spatial, refilling, after] = bars[..] else { panic!("{bars:?}") };
    // Fewer spells begun: bars run left from 0, what is undone runs back.
    assert!((before.0 - spatial.0).abs() < 1e-6 && (spatial.1 - refilling.0).abs() < 1e-6, "{bars:?}");
    assert!((refilling.1 - after.0).abs() < 1e-6 && (before.1 - after.1).abs() < 1e-6, "{bars:?}");
    let undone = 100.0 * (w.after.mean - w.before.mean) / -w.before.mean;
    assert!(plain(&chart.title).contains(&format!("the trade undoes {undone:.0} % of it")), "{}", chart.title);
    let words = words(&chart);
    assert!(words.contains("Newly exploited") && words.contains("Victims"), "never spells and first spells alone");
    assert!(words.contains("forward") && words.contains("reversed"), "both orders of the further split");
}

#[test]
fn newly_exploited_is_not_shown_by_itself_over_draws() {
    let mut sample = over_draws("alone", &Shape { made: &SIX[..3], ..USUAL });
    let answers = sample.answers.as_mut().unwrap();
    answers.effects.retain(|e| e.outcome != "victims");
    answers.waterfalls.retain(|w| w.outcome != "victims");
    let answers = sample.answers.as_ref().unwrap();
    assert!(who_benefits(&sample.result, answers).is_none());
    assert!(by_treatment(&sample.result, answers).is_none());
    let newly = answers.waterfalls.iter().find(|w| w.outcome == "newly_exploited_per_year").unwrap();
    let figure = amparo::report::format::persons_change(newly.before.mean);
    assert!(!words(&before_after(&sample.result, answers).unwrap()).contains(&format!("{figure} (")));
    assert!(text_table(&sample.result, sample.answers.as_ref()).contains("not shown"));
}

#[test]
fn a_threshold_reads_as_a_sentence_and_its_preferred_side_is_coloured() {
    let mut sample = over_draws("one", &Shape { made: &SIX[..2], ..USUAL });
    let (policy, other) = (named(&USUAL, 0, 20e6).0, named(&USUAL, 1, 20e6).0);
    let one = BreakEven {
        policy,
        against: "status-quo".into(),
        budget_soles_per_year: 20e6,
        quantity: "info.cost_contact".into(),
        words: "the cost of a campaign contact (S/)".into(),
        unit: "S/".into(),
        low: 2.0,
        high: 20.0,
        threshold: Some(9.5),
        threshold_low: Some(7.0),
        threshold_high: Some(13.0),
        preferred_above: false,
        share_preferred: 0.62,
    };
    let rival = BreakEven { against: other, preferred_above: true, share_preferred: 0.9, ..one.clone() };
    let firm =
        BreakEven { threshold: None, threshold_low: None, threshold_high: None, preferred_above: true, ..one.clone() };
    sample.answers.as_mut().unwrap().break_evens = vec![rival, firm, one];
    let chart = break_evens(&sample.result, sample.answers.as_ref().unwrap()).unwrap();
    assert_eq!(
        plain(&chart.title),
        "Information campaign, everywhere stops being worth its cost when the cost of a campaign contact is above S/ 9.50 (7.00 to 13.0); \
         1 further threshold beside it"
    );
    let said = words(&chart);
    assert!(
        said.contains("stops being preferred to Mobile application with warnings when the cost of a campaign contact is below S/ 9.50"),
        "{said}"
    );
    assert!(said.contains(
        "preferred to doing nothing further over the whole range examined of the cost of a campaign contact"
    ));
    // Bars are 10 units high: first row left preferred, second row right.
    let blue = |m: &&Mark| matches!(m, Mark::Box { from, to, fill } if (to.1 - from.1 - 10.0).abs() < 1e-9 && fill.2 == 0xb2 && from.0 > 400.0);
    let bars: Vec<(f64, f64)> = chart
        .scene
        .marks
        .iter()
        .filter(blue)
        .filter_map(|m| if let Mark::Box { from, to, .. } = m { Some((from.0, to.0)) } else { None })
        .collect();
    assert_eq!(bars.len(), 2, "{bars:?}");
    assert!((bars[0].1 - bars[1].0).abs() < 1e-6 && bars[0].0 < bars[1].0, "one threshold, two sides: {bars:?}");
}

#[test]
fn an_unknown_whose_worth_covers_0_is_shown_as_0() {
    let mut sample = over_draws("six", &USUAL);
    let answers = sample.answers.as_ref().unwrap();
    let said = words(&value_of_information(&sample.result, answers).unwrap());
    assert_eq!(said.matches("can't be told apart from 0").count(), 3, "two groups and the title: {said}");
    assert!(said.contains("Most worth learning: how strongly the trade refills freed places"));
    for d in &mut sample.answers.as_mut().unwrap().decisions {
        d.evpi.iter_mut().chain(d.evppi.iter_mut().flat_map(|g| &mut g.worth)).for_each(|w| *w = Worth::default());
    }
    let chart = value_of_information(&sample.result, sample.answers.as_ref().unwrap()).unwrap();
    assert!(chart.title.contains("worth nothing that can be told apart from 0"), "{}", chart.title);
    let bars = chart.scene.marks.iter().filter(|m| matches!(m, Mark::Box { fill, .. } if fill.2 == 0xb2)).count();
    assert_eq!(bars, 0);
}

#[test]
fn groups_under_five_persons_are_shown_nowhere() {
    let sample = over_draws("six", &USUAL);
    let mut answers = sample.answers.clone().unwrap();
    // A table that forgot to suppress: the chart and the file do it all the same.
    for b in answers.benefits.iter_mut().filter(|b| b.group == "Huancavelica") {
        b.baseline = Some(2.9);
        b.change = Some(Estimate { mean: -1.234567, ..Estimate::default() });
    }
    for t in &mut answers.by_treatment {
        t.treated_baseline = 3.0;
    }
    let chart = who_benefits(&sample.result, &answers).unwrap();
    assert!(words(&chart).contains("fewer than five, not shown"));
    assert!(!words(&chart).contains("of 3 a year") && !chart.alt.contains("Huancavelica"), "{}", chart.alt);
    assert!(by_treatment(&sample.result, &answers).is_none());
    let file = table(&answers, "who_benefits.csv");
    assert!(!file.contains("1.234567") && !file.contains("2.9,"));
    let hidden = rows(&file).into_iter().filter(|r| &r[2] == "Huancavelica");
    assert!(hidden.clone().count() > 0 && hidden.clone().all(|r| r[5].is_empty() && r[6].is_empty()));
    let treated = rows(&table(&answers, "by_treatment.csv"));
    assert!(treated.iter().filter(|r| &r[2] == "treated").all(|r| r[5].is_empty() && r[6].is_empty()));
    assert!(treated.iter().filter(|r| &r[2] == "untreated").all(|r| !r[5].is_empty() && !r[6].is_empty()));
}

#[test]
fn the_first_page_says_finding_size_certainty_cost_and_what_it_rests_on_and_whether_it_holds_elsewhere() {
    let mut eight = eight();
    let page = text_of(&html(&eight.inputs()));
    let mut from = 0;
    for heading in ["Finding", "Size", "Certainty", "Cost", "Rests on", "The decision in numbers"] {
        let at = page[from..].find(heading).unwrap_or_else(|| panic!("{heading}"));
        from += at;
    }
    let first = &page[..from];
    let d = eight.answers.as_ref().unwrap().decisions.iter().rfind(|d| d.view == "budget").unwrap().clone();
    let at = d.willingness.iter().position(|w| *w == d.reference_willingness).unwrap();
    let best = &d.strategies[d.best[at]];
    let share = 100.0 * d.probability_best[d.best[at]][at];
    let title = best.title.split(", S/").next().unwrap();
    assert!(
        first.contains(&format!("With up to S/ 20 million a year {title} has the highest expected net benefit")),
        "{first}"
    );
    assert!(first.contains(&format!("{share:.0} % of the assumptions examined")), "{share}: {first}");
    assert!(first.contains("Before the trade adapts") && first.contains("the trade undoes"), "{first}");
    assert!(
        first.contains("Simulation noise (other random numbers)") && first.contains("uncertainty (other assumptions)")
    );
    assert!(first.contains("At the other baseline (baseline-1600) the conclusion does not hold throughout"), "{first}");
    assert_eq!(html(&eight.inputs()).matches("<small>at baseline-1600</small>").count(), 3, "its columns in the table");
    // The same answers there: it holds.
    eight.also[0].2 = eight.answers.clone().unwrap();
    let same = text_of(&html(&eight.inputs()));
    assert!(
        same.contains("At the other baseline (baseline-1600) the same choice has the highest expected net benefit")
    );
}

#[test]
fn policies_keep_their_name_and_lose_their_budget_where_a_chart_says_it_once() {
    let eight = eight();
    for c in charts(&eight.inputs()).iter().filter(|c| c.name != "budget_frontier") {
        let said = words(c);
        assert!(!said.contains(", S/ 20 M") && !said.contains(", S/ 2 M"), "{}: {said}", c.name);
    }
    let shown = words(&effects(&eight.result, eight.answers.as_ref()));
    assert!(shown.contains("Matched by survey"), "called alone it shows every policy it is given");
    // One row a policy, not one a policy and budget.
    let rows = words(&chart(&eight, "effects")).matches("Support after return").count();
    assert_eq!(rows, 1);
    let columns = words(&effects_over_draws(&eight.result, eight.answers.as_ref().unwrap()).unwrap());
    for budget in ["S/ 2 million a year", "S/ 8 million a year", "S/ 20 million a year"] {
        assert!(columns.contains(budget), "{columns}");
    }
}

#[test]
fn the_decision_table_at_the_terminal_has_effect_interval_noise_cost_and_both_sides_of_adaptation() {
    let sample = over_draws("one", &Shape { made: &SIX[..1], budgets: &[2e6, 20e6], ..USUAL });
    let text = text_table(&sample.result, sample.answers.as_ref());
    assert_eq!(text.matches("With up to S/ 2 million a year: spells averted").count(), 1, "{text}");
    let answers = sample.answers.as_ref().unwrap();
    let e = answers.decisions[0].strategies[1].averted;
    let p = amparo::report::format::persons_change;
    let bare = |v: f64| p(v).trim_start_matches('+').to_owned();
    let noise = format!("±{}", bare(1.96 * e.mc_se.unwrap()));
    let wanted = format!("{} ({} to {})", bare(e.mean), bare(e.low.unwrap()), bare(e.high.unwrap()));
    assert!(text.contains(&wanted) && text.contains(&noise), "{wanted} {noise}\n{text}");
    for heading in ["before", "spatial", "refilling", "after (draws)", "S/ a case (draws)", "best in"] {
        assert!(text.contains(heading), "{heading}");
    }
}

#[test]
fn csv_tables_of_answers_hold_every_fact_once_with_every_digit() {
    let shape = Shape { made: &EIGHT, budgets: &[2e6, 8e6, 20e6], draws: 32, ..USUAL };
    let a = answers(&shape);
    let files = csv_answers(&a);
    let names: Vec<&str> = files.iter().map(|f| f.0).collect();
    for wanted in [
        "decision.csv",
        "waterfall.csv",
        "break_evens.csv",
        "value_of_information.csv",
        "who_benefits.csv",
        "by_treatment.csv",
        "pairing.csv",
    ] {
        assert!(names.contains(&wanted), "{wanted}");
    }
    let decision = rows(&table(&a, "decision.csv"));
    assert_eq!(decision.len(), 2 * 3 * 9, "views × budgets × strategies");
    assert_eq!(decision[1][6].parse::<f64>().unwrap(), a.decisions[0].strategies[1].cost.mean);
    let best = decision.iter().filter(|r| &r[r.len() - 2] == "true").count();
    assert_eq!(best, 6, "one best a view and budget");
    let waterfall = rows(&table(&a, "waterfall.csv"));
    let split: usize = a.waterfalls.iter().map(|w| w.split.len()).sum();
    assert_eq!(waterfall.len(), 4 * a.waterfalls.len() + split);
    assert_eq!(waterfall[2][8].parse::<f64>().unwrap(), a.waterfalls[0].refilling.mean);
    assert_eq!(rows(&table(&a, "break_evens.csv")).len(), a.break_evens.len());
    assert_eq!(rows(&table(&a, "who_benefits.csv")).len(), a.benefits.len());
    assert_eq!(rows(&table(&a, "by_treatment.csv")).len(), 2 * a.by_treatment.len());
    assert_eq!(rows(&table(&a, "pairing.csv")).len(), a.pairing.len());
    assert_eq!(rows(&table(&a, "effects_over_draws.csv")).len(), a.effects.len());
    let d = &a.decisions[0];
    let worth = rows(&table(&a, "value_of_information.csv"));
    assert_eq!(worth.len(), 6 * d.willingness.len() * (1 + d.evppi.len()));
    assert_eq!(rows(&table(&a, "acceptability.csv")).len(), 6 * d.willingness.len() * 9);
    for (name, text) in &files {
        assert!(!has_no_number(text), "{name}");
    }
    for (name, text) in csv_answers(&Answers::default()) {
        assert_eq!(text.lines().count(), 1, "{name}: its header alone");
    }
}

#[test]
fn an_answer_that_is_empty_draws_what_it_can_and_claims_nothing() {
    let bare = all().into_iter().find(|s| s.label == "draws-bare").unwrap();
    assert!(decision(&bare.result, bare.answers.as_ref().unwrap()).is_none());
    let page = text_of(&html(&bare.inputs()));
    assert!(page.contains("No decision can be told from these draws yet."), "{page}");
    assert!(page.contains("Not in this study: the trade's response was not held"));
    let names: Vec<&str> = charts(&bare.inputs()).iter().map(|c| c.name).collect();
    assert_eq!(names, ["effects", "victims_over_time", "origins_and_destinations", "drivers"]);
}

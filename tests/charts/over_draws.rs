//! Charts, words and tables of studies over draws: noise and uncertainty apart, nothing claimed that an interval leaves open.

use super::samples::answers::{EIGHT, Shape, answers, eight, named, over_draws};
use super::samples::{SIX, Sample, all, at_one_vector};
use super::{csv_answers, csv_effects, csv_summary, has_no_number, words};
use amparo::decide::answers::{Adaptation, Answers, BreakEven, Doubt, Worth};
use amparo::decide::estimate::Estimate;
use amparo::decide::result::Years;
use amparo::observe::outcomes::{NEWLY_EXPLOITED, OUTCOMES, SPELLS_BEGUN, VICTIMS};
use amparo::report::scene::Mark;
use amparo::report::{
    Chart, Language, Told, before_after, break_evens, by_treatment, charts, decision, effects, effects_over_draws,
    html, text_table, value_of_information, who_benefits,
};

const USUAL: Shape = Shape { made: &SIX, budgets: &[20e6], draws: 64, size: 1.0, spread: 0.8, left: 0.45 };

pub fn samples_over_draws() -> Vec<Sample> {
    all().into_iter().filter(|s| s.answers.draws.used != 1).collect()
}

pub fn chart(sample: &Sample, name: &str) -> Chart {
    charts(&sample.inputs()).into_iter().find(|c| c.name == name).unwrap_or_else(|| panic!("{}: {name}", sample.label))
}

pub fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}

/// The page as text: no markup, no style, no pictures.
pub fn text_of(page: &str) -> String {
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

pub fn rows(csv_text: &str) -> Vec<csv::StringRecord> {
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
        ("before_after", "change in spells begun per year"),
        ("by_treatment", "change, girls per year"),
        ("effects_over_draws", "spells averted"),
        ("break_evens", "log-odds"),
        ("plane", "cost (S/)"),
        ("acceptability", "worth of a case averted, S/"),
        ("budget_frontier", "budget, S/ per year"),
        ("value_of_information", "expected value, S/"),
        ("who_benefits", "change, girls per year"),
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
            assert!(words.contains("what is assumed: draws") && words.contains("error of the mean: 95 %"), "{name}");
            assert!(words.contains("other values of what is assumed") && words.contains("noise included"), "{name}");
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
        let text = text_table(&sample.told());
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
        for absent in ["over the draws", "interval over draws", "of the draws", "other values of what is assumed"] {
            assert!(!page.contains(absent), "{}: {absent}", sample.label);
        }
    }
}

#[test]
fn a_policy_whose_mean_is_not_told_from_nothing_is_never_called_a_finding() {
    let none = [("Posters", [-0.004, -0.004, -0.003], 0.0001, 1e6)];
    let sample = over_draws("none", &Shape { made: &none, ..USUAL });
    let answers = &sample.answers;
    let e = answers.decisions[0].strategies[1].averted;
    assert!(e.sign().is_none() && e.mc_se.unwrap() > 0.0, "{e:?}");
    for name in ["effects", "effects_over_draws"] {
        assert!(chart(&sample, name).title.contains("can be told apart from no"), "{}", chart(&sample, name).title);
    }
    assert!(chart(&sample, "before_after").title.contains("what is left can't be told apart from no effect"));
    let page = text_of(&html(&sample.inputs()));
    assert!(page.contains("which can't be told apart from no effect"));
    assert!(!page.contains("fewer spells begun"));
    assert!(page.contains("no policy's spells averted over 15 years can be told apart from none on average"), "{page}");
    let points = |c: &Chart| c.scene.marks.iter().filter(|m| matches!(m, Mark::Point { hollow: true, .. })).count();
    assert_eq!(points(&chart(&sample, "decision")), 1, "its point is hollow");
}

#[test]
fn the_thin_line_is_what_draws_give_and_the_thick_one_the_error_of_their_mean() {
    let sample = over_draws("one", &Shape { made: &SIX[..1], ..USUAL });
    let e = sample.answers.decisions[0].strategies[1].averted;
    let chart = chart(&sample, "decision");
    let level = |width: f64| -> Vec<f64> {
        let lines = chart.scene.marks.iter().filter_map(|m| match m {
            Mark::Line { points, width: w, .. } if *w == width && points.len() == 2 => Some((points[0], points[1])),
            _ => None,
        });
        // Below the key, which shows a sample of both.
        let key = chart.scene.text_boxes().iter().find(|(t, _)| t.starts_with("what is assumed: draws")).unwrap().1[3];
        lines.filter(|(a, b)| a.1 == b.1 && a.1 > key).map(|(a, b)| b.0 - a.0).collect()
    };
    let (thin, thick) = (level(1.5), level(8.0));
    assert_eq!((thin.len(), thick.len()), (1, 1), "{thin:?} {thick:?}");
    let wanted = (e.draws_high.unwrap() - e.draws_low.unwrap()) / (2.0 * e.bar.unwrap());
    assert!((thin[0] / thick[0] - wanted).abs() < 1e-6 * wanted, "{} against {wanted}", thin[0] / thick[0]);
    let few = over_draws("few", &Shape { made: &SIX[..1], draws: 3, ..USUAL });
    let few = super::over_draws::chart(&few, "decision");
    let (few_title, words) = (plain(&few.title), words(&few));
    assert!(few_title.starts_with("Too few draws to decide (2 effective draws): "), "{few_title}");
    assert!(words.contains("no interval") && words.contains("3 draws of what is assumed are too few"), "{words}");
}

#[test]
fn the_steps_of_a_waterfall_join_and_end_where_the_effect_does() {
    let sample = over_draws("one", &Shape { made: &SIX[..1], ..USUAL });
    let answers = &sample.answers;
    let w = answers.waterfalls.iter().find(|w| w.outcome == SPELLS_BEGUN).unwrap();
    assert!((w.before.mean + w.spatial.mean + w.refilling.mean - w.after.mean).abs() < 1e-9, "the sample adds up");
    let chart = before_after(&sample.told()).unwrap();
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
    sample.result.effects.retain(|e| e.outcome != VICTIMS);
    let answers = &mut sample.answers;
    answers.waterfalls.retain(|w| w.outcome != VICTIMS);
    let answers = &sample.answers;
    assert!(who_benefits(&sample.told()).is_none());
    assert!(by_treatment(&sample.told()).is_none());
    let newly = answers.waterfalls.iter().find(|w| w.outcome == NEWLY_EXPLOITED).unwrap();
    let figure = amparo::tables::numbers::persons_change(newly.before.mean);
    assert!(!words(&before_after(&sample.told()).unwrap()).contains(&format!("{figure} (")));
    assert!(text_table(&sample.told()).contains("not shown"));
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
        doubt: None,
    };
    let rival = BreakEven { against: other, preferred_above: true, share_preferred: 0.9, ..one.clone() };
    let firm =
        BreakEven { threshold: None, threshold_low: None, threshold_high: None, preferred_above: true, ..one.clone() };
    sample.answers.break_evens = vec![rival, firm, one];
    let chart = break_evens(&sample.told()).unwrap();
    assert_eq!(
        plain(&chart.title),
        "“Information campaign, everywhere” stops being worth its cost when the cost of a campaign contact is above S/ 9.50 (7.0 to 13.0); \
         1 further threshold beside it"
    );
    let said = words(&chart);
    assert!(
        said.contains("stops being preferred to Mobile application with warnings when the cost of a campaign contact is below S/ 9.50"),
        "{said}"
    );
    assert!(said.contains("preferred to doing nothing further whatever value the cost of a campaign contact takes"));
    assert!(said.contains("62 % of draws lie on that side") && !said.contains("prefer it"), "{said}");
    let page = text_of(&html(&sample.inputs()));
    assert!(page.contains("Of draws lie on the preferred side") && !page.contains("raws that prefer it"), "{page}");
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
fn an_unknown_whose_worth_chance_gives_too_is_grey_and_never_0() {
    let mut sample = over_draws("six", &USUAL);
    let said = words(&value_of_information(&sample.told()).unwrap());
    assert_eq!(said.matches("not told from").count(), 3, "two groups and the title: {said}");
    assert!(said.contains("Most worth learning: how strongly the trade refills freed places"));
    for d in &mut sample.answers.decisions {
        d.evpi.iter_mut().chain(d.evppi.iter_mut().flat_map(|g| &mut g.worth)).for_each(|w| *w = Worth::default());
    }
    assert!(value_of_information(&sample.told()).is_none(), "nothing to draw");
    let page = text_of(&html(&sample.inputs()));
    assert!(page.contains("learning more would change nothing"), "one sentence: {page}");
}

#[test]
fn perfect_information_is_an_upper_bound_and_not_told_from_few_draws() {
    let mut sample = over_draws("six", &USUAL);
    for d in &mut sample.answers.decisions {
        d.evpi.iter_mut().for_each(|w| *w = Worth { value: 123_000.0, se: 90_000.0, p: None });
    }
    let said = words(&chart(&sample, "acceptability"));
    assert!(said.contains("what perfect information would be worth at most: S/ 123,000"), "{said}");
    let file = rows(&table(&sample.answers, "value_of_information.csv"));
    assert!(file.iter().any(|r| &r[3] == "everything" && &r[5] == "123000" && &r[6] == "90000" && r[7].is_empty()));
    let few = over_draws("few", &Shape { draws: 24, ..USUAL });
    let said = words(&chart(&few, "acceptability"));
    assert!(said.contains("19 effective draws are too few to say how much that is"), "{said}");
    assert!(value_of_information(&few.told()).is_none());
    let page = text_of(&html(&few.inputs()));
    assert!(
        page.contains("19 effective draws are too few to say what learning more before deciding is worth"),
        "{page}"
    );
    assert!(!page.contains("change nothing"), "{page}");
}

#[test]
fn a_threshold_too_uncertain_to_state_is_neither_finding_nor_coloured_but_kept_in_the_file() {
    let mut sample = over_draws("six", &USUAL);
    let mine = &mut sample.answers.break_evens;
    mine.retain(|b| b.quantity == "info.cost_contact");
    mine.iter_mut().for_each(|b| b.doubt = None);
    let all = mine.len();
    assert!(all > 2);
    let coloured = |sample: &Sample| {
        let chart = break_evens(&sample.told());
        chart.map_or(0, |c| {
            let bar = |m: &&Mark| matches!(m, Mark::Box { from, to, fill } if (to.1 - from.1 - 10.0).abs() < 1e-9 && fill.2 == 0xb2 && from.0 > 400.0);
            c.scene.marks.iter().filter(bar).count()
        })
    };
    assert_eq!(coloured(&sample), all);
    for (k, doubt) in [Doubt::Unbounded, Doubt::WrongSign].into_iter().enumerate() {
        let b = &mut sample.answers.break_evens[k];
        b.doubt = Some(doubt);
        // A value of its own to look for.
        b.threshold = Some(7.77);
    }
    assert_eq!(coloured(&sample), all - 2);
    let said = words(&chart(&sample, "break_evens"));
    assert!(said.contains("2 further thresholds are too uncertain to state: 1 with an interval that reaches an end of the range examined and 1 on a side"), "{said}");
    let page = text_of(&html(&sample.inputs()));
    assert!(!said.contains("7.77") && !page.contains("7.77"), "{page}");
    let file = rows(&table(&sample.answers, "break_evens.csv"));
    assert_eq!(file.len(), all);
    assert_eq!((&file[0][8], &file[0][13], &file[0][14]), ("7.77", "false", "unbounded"));
    assert_eq!((&file[1][13], &file[1][14]), ("false", "wrong-sign"));
    assert!(!file[0][9].is_empty() && !file[0][10].is_empty(), "with its interval");
    assert!(file[2..].iter().all(|r| &r[13] == "true" && r[14].is_empty()));
    // Few draws state none.
    let few = over_draws("few", &Shape { draws: 24, ..USUAL });
    assert!(break_evens(&few.told()).is_none());
    let page = text_of(&html(&few.inputs()));
    assert!(page.contains("Where preference turns is too uncertain to state: fewer than 30 effective draws"), "{page}");
    assert!(!page.contains(" stops being ") && !page.contains("turns which policy is preferred"), "{page}");
}

#[test]
fn rows_of_effects_say_what_each_interval_is_and_what_the_report_says() {
    let mut sample = over_draws("six", &USUAL);
    // The mean told from nothing, though draws differ in sign; then the other way round; then an error that is not known.
    let wide = Estimate {
        mean: -50.0,
        draws: 64,
        effective: 64.0,
        se: Some(1.0),
        mc_se: Some(0.5),
        bar: Some(1.96),
        reliability: Some(0.75),
        draws_low: Some(-90.0),
        draws_high: Some(10.0),
        below_zero: Some(0.9),
    };
    let noisy = Estimate { se: Some(40.0), bar: Some(78.4), draws_high: Some(-5.0), below_zero: Some(1.0), ..wide };
    let unknown = Estimate { se: None, mc_se: None, bar: None, reliability: None, ..noisy };
    let clear = Estimate { se: Some(1.0), bar: Some(1.96), ..noisy };
    for (e, change) in sample.result.effects.iter_mut().zip([wide, noisy, unknown, clear]) {
        e.change = change;
    }
    let text = csv_effects(&sample.result);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let at = |name: &str| head.iter().position(|h| h == name).unwrap_or_else(|| panic!("{name}: {head:?}"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    for (row, e) in rows.iter().zip([wide, noisy, unknown, clear]) {
        assert_eq!(row[at("draws_low")].parse::<f64>().unwrap(), e.draws_low.unwrap());
        assert_eq!(row[at("draws_high")].parse::<f64>().unwrap(), e.draws_high.unwrap());
        assert_eq!(row[at("se")].parse::<f64>().ok(), e.se);
        assert_eq!(row[at("noise_se")].parse::<f64>().ok(), e.mc_se);
        assert_eq!(row[at("reliability")].parse::<f64>().ok(), e.reliability);
        assert_eq!(row[at("below_zero")].parse::<f64>().unwrap(), e.below_zero.unwrap());
        assert_eq!(row[at("difference")].parse::<f64>().unwrap(), e.mean);
        match e.of_mean() {
            Some((low, high)) => {
                assert_eq!(row[at("mean_low")].parse::<f64>().unwrap(), low);
                assert_eq!(row[at("mean_high")].parse::<f64>().unwrap(), high);
            }
            None => assert!(row[at("mean_low")].is_empty() && row[at("mean_high")].is_empty()),
        }
    }
    let verdicts: Vec<&str> = rows[..4].iter().map(|r| &r[at("verdict")]).collect();
    let open = "not distinguishable from no effect";
    assert_eq!(verdicts, ["fewer", open, "noise unknown", "fewer"]);
    // At one vector nothing is said of draws.
    let one = super::samples::sample("six", &SIX, 1.0, 20);
    let text = csv_effects(&one.result);
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
    for row in rows {
        assert!(row[at("draws_low")].is_empty() && row[at("below_zero")].is_empty() && !row[at("mean_low")].is_empty());
    }
}

#[test]
fn what_the_error_of_the_mean_covers_is_unclear_and_what_noise_widens_says_so() {
    let mut sample = over_draws("six", &USUAL);
    let answers = &mut sample.answers;
    let policy = answers.decisions[0].strategies[1].policy.clone();
    let change = Estimate {
        mean: -50.0,
        draws: 64,
        effective: 64.0,
        se: Some(30.0),
        bar: Some(59.0),
        draws_low: Some(-90.0),
        draws_high: Some(-5.0),
        reliability: Some(0.6),
        below_zero: Some(1.0),
        ..Estimate::default()
    };
    let set = |sample: &mut Sample, change: Estimate| {
        for e in sample.result.effects.iter_mut().filter(|e| e.policy == policy && e.window == Years::Funded) {
            e.change = change;
        }
    };
    set(&mut sample, change);
    let page = text_of(&html(&sample.inputs()));
    assert_eq!(page.matches("unclear; widened by noise").count(), OUTCOMES.len(), "{page}");
    assert!(text_table(&sample.told()).contains("~−50 (−90 to −5)"));
    set(&mut sample, Estimate { se: Some(1.0), bar: Some(1.96), reliability: Some(0.95), ..change });
    assert!(text_table(&sample.told()).contains(" −50 (−90 to −5)"));
    let page = text_of(&html(&sample.inputs()));
    assert!(!page.contains("widened by noise"), "{page}");
}

#[test]
fn where_noise_hides_the_draws_their_number_is_not_blamed() {
    let drowned = all().into_iter().find(|s| s.label == "draws-drowned").unwrap();
    let page = text_of(&html(&drowned.inputs()));
    let text = text_table(&drowned.told());
    for said in [&page, &text] {
        assert!(!said.contains("too few draws") && !said.contains("Too few draws"), "{said}");
    }
    assert!(page.contains(", no end") && page.contains("no end where there may be none averted"), "{page}");
    let few = all().into_iter().find(|s| s.label == "draws-undecided").unwrap();
    assert!(!text_of(&html(&few.inputs())).contains("noise hides"));
}

#[test]
fn untreated_communities_are_said_to_see_more_only_beyond_the_error_of_the_mean_and_the_largest_is_not_passed_over() {
    let mut sample = over_draws("eight", &Shape { made: &EIGHT, ..USUAL });
    let set = |sample: &mut Sample, policy: usize, mean: f64, bar: f64| {
        let name = named(&Shape { made: &EIGHT, ..USUAL }, policy, 20e6).0;
        let rows = sample.answers.by_treatment.iter_mut();
        for b in rows.filter(|b| b.policy == name && b.adaptation == Adaptation::After) {
            b.untreated = Estimate {
                mean,
                draws: 64,
                effective: 64.0,
                se: Some(bar / 2.0),
                bar: Some(bar),
                ..Estimate::default()
            };
        }
    };
    for p in [2, 6, 7] {
        set(&mut sample, p, 5.0, 6.0);
    }
    let title = |s: &Sample| plain(&by_treatment(&s.told()).unwrap().title);
    assert!(
        title(&sample).contains("no rise in untreated ones can be told apart from no effect (most: "),
        "{}",
        title(&sample)
    );
    set(&mut sample, 2, 8.0, 4.0);
    set(&mut sample, 6, 20.0, 24.0);
    let said = title(&sample);
    let largest = EIGHT[6].0;
    assert!(
        said.contains(&format!("they rise in untreated ones under 1 (most, not clear: “{largest}”, +20 per year)")),
        "{said}"
    );
}

#[test]
fn a_study_at_one_vector_with_held_runs_shows_noise_and_both_sides_of_adaptation_and_no_draws() {
    for label in ["held", "held-once"] {
        let held = all().into_iter().find(|s| s.label == label).unwrap();
        let page = text_of(&html(&held.inputs()));
        let text = text_table(&held.told());
        let pictures: Vec<Chart> = charts(&held.inputs());
        let names: Vec<&str> = pictures.iter().map(|c| c.name).collect();
        assert!(
            names.contains(&"before_after") && names.contains(&"by_treatment") && names.contains(&"decision"),
            "{names:?}"
        );
        for absent in ["effects_over_draws", "acceptability", "break_evens", "value_of_information"] {
            assert!(!names.contains(&absent), "{absent}: {names:?}");
        }
        let shown = pictures.iter().map(words).collect::<Vec<_>>().join(" ");
        for absent in [
            "over the draws",
            "0 policies",
            "1 draw",
            "of 0 assumed",
            "No decision",
            "over draws, that is",
            "95 % over draws",
        ] {
            for said in [&page, &text, &shown] {
                assert!(!said.contains(absent), "{label}: {absent}: {said}");
            }
        }
        assert!(page.contains("at one parameter vector") && text.contains("at one parameter vector"), "{label}");
        assert!(text.contains("before and after adaptation"), "{text}");
        assert!(
            page.contains(
                "Spells begun per year over the 5 funded years, change against the baseline, before and after"
            ),
            "{page}"
        );
    }
    // Student's t over replicates: 2.093 standard errors with 20.
    let held = all().into_iter().find(|s| s.label == "held").unwrap();
    let text = text_table(&held.told());
    assert!(text.contains(" ±25") && text.contains(" ±23"), "12 and 11 × 2.093: {text}");
}

#[test]
fn a_handful_of_draws_is_called_too_few_and_the_words_still_fit() {
    let label = "draws-undecided";
    let few = all().into_iter().find(|s| s.label == label).unwrap();
    let page = text_of(&html(&few.inputs()));
    assert!(page.contains("Which of 3 policies keeps most girls"), "{page}");
    assert!(page.contains("for up to S/ 20 million a year for 5 years (smaller ones: tables)?"), "{page}");
    assert!(page.contains("too few worlds were run to say how often it is first"), "{page}");
    assert!(!page.contains("95 % interval over draws") && !page.contains("depending on what is not known"), "{page}");
    let text = text_table(&few.told()).replace('\n', " ");
    assert!(text.contains("No intervals over draws"), "{text}");
    for (title, ..) in &SIX[..3] {
        assert!(text.contains(title), "{text}");
    }
    assert!(!text.contains(", S/ 2 M"), "policies of the largest budget, named without it: {text}");
    let single = all().into_iter().find(|s| s.label == "draws-single").unwrap();
    let page = text_of(&html(&single.inputs()));
    assert!(page.contains("One set of assumptions was run"), "{page}");
    assert!(!page.contains("95 % interval over draws") && !page.contains("over the draws"), "{page}");
}

#[test]
fn a_headline_says_in_the_same_breath_what_is_left_open() {
    let mut sample = over_draws("six", &USUAL);
    let d = &mut sample.answers.decisions[0];
    let at = d.willingness.iter().position(|w| *w == d.reference_willingness).unwrap();
    let row = d.best[at];
    assert!(row > 0);
    let name = d.strategies[row].title.clone();
    d.strategies[row].averted = Estimate {
        mean: 900.0,
        draws: 64,
        effective: 64.0,
        se: Some(500.0),
        bar: Some(1000.0),
        draws_low: Some(-100.0),
        draws_high: Some(2000.0),
        below_zero: Some(0.1),
        ..Estimate::default()
    };
    d.probability_best[0][at] = 0.45;
    let left = "it can't be told apart from no effect; doing nothing further is best in 45 %";
    let title = plain(&chart(&sample, "decision").title);
    assert!(title.starts_with(&format!("{name} is best on average")) && title.ends_with(left), "{title}");
    let d = &mut sample.answers.decisions[0];
    d.probability_best[row][at] = 0.59;
    d.strategies[row].averted = Estimate { bar: Some(800.0), ..d.strategies[row].averted };
    d.probability_best[0][at] = 0.01;
    let title = plain(&chart(&sample, "decision").title);
    assert!(!title.contains("told apart") && !title.contains("doing nothing"), "{title}");
}

#[test]
fn what_is_counted_names_its_window_and_what_is_rejected_its_number() {
    let mut sample = over_draws("six", &USUAL);
    sample.result.precision = Some("every difference of victims is known to ±20 after 40 replicates".into());
    sample.answers.waterfalls.iter_mut().for_each(|w| w.draws = 16);
    let page = text_of(&html(&sample.inputs()));
    assert!(page.contains("per year over the 5 funded years (in the 16 draws run both ways)"), "{page}");
    assert!(page.contains("Rejected: 7 of 71 sampled points could not meet their targets."), "{page}");
    assert!(!page.contains("Status quo") && !page.contains("status quo"), "one name for doing nothing: {page}");
    let text = text_table(&sample.told());
    assert!(
        text.replace('\n', " ").contains("Precision: every difference of victims is known to ±20 after 40 replicates."),
        "{text}"
    );
    assert!(
        page.contains("Precisionevery difference of victims is known to ±20"),
        "among the facts of the run: {page}"
    );
    assert!(!page.contains("above the"), "no drift beyond the rule");
    sample.answers.draws.largest_drift = 0.031;
    assert!(text_of(&html(&sample.inputs())).contains("3.1 % per year, above the 2.0 % that the burn-in rule allows"));
    let mut one = super::samples::sample("six", &SIX, 1.0, 20);
    one.result.precision = sample.result.precision.clone();
    assert!(text_of(&html(&one.inputs())).contains("Precisionevery difference of victims"));
    assert!(text_table(&one.told()).contains("Precision: every difference of victims"));
}

#[test]
fn two_costs_of_a_case_never_share_a_name() {
    let sample = over_draws("six", &USUAL);
    let head = |text: &str| text.lines().next().unwrap().split(',').map(String::from).collect::<Vec<_>>();
    let (decision, summary) = (head(&table(&sample.answers, "decision.csv")), head(&csv_summary(&sample.result)));
    let cost =
        |names: &[String]| names.iter().filter(|n| n.contains("soles_per_spell_averted")).cloned().collect::<Vec<_>>();
    assert_eq!(cost(&decision)[0], "discounted_soles_per_spell_averted");
    assert!(cost(&summary).is_empty(), "one cost per case, in one file: {summary:?}");
    let page = text_of(&html(&sample.inputs()));
    assert!(!page.contains("Cost of a spell averted") && !page.contains("Fieller"), "one cost on the page: {page}");
    assert!(
        page.contains("what a case averted costs over the whole horizon, discounted, is in the table of the decision"),
        "{page}"
    );
    let one = super::samples::sample("six", &SIX, 1.0, 20);
    let page = text_of(&html(&one.inputs()));
    assert!(
        page.contains("S/ per case: ratio of means; no end where there may be none averted")
            && !page.contains("not discounted"),
        "{page}"
    );
}

#[test]
fn worlds_of_draws_are_not_called_replicates_in_json() {
    let draws = serde_json::to_value(&over_draws("six", &USUAL).result).unwrap();
    assert_eq!((draws["worlds"].as_u64(), draws.get("replicates")), (Some(2), None));
    let effect = &draws["effects"][0];
    assert!(effect["draws_low"].is_number() && effect["mean_low"].is_number() && draws["study"].is_string());
    let one = serde_json::to_value(&super::samples::sample("six", &SIX, 1.0, 20).result).unwrap();
    assert_eq!((one["worlds"].as_u64(), one["replicates"].as_u64()), (Some(20), Some(20)));
    assert!(one["effects"][0]["draws_low"].is_null() && one["effects"][0]["mean_low"].is_number());
}

#[test]
fn both_ends_of_an_interval_have_like_decimals_and_counts_agree_in_number() {
    use amparo::tables::numbers::{persons_like, signed_like};
    assert_eq!(persons_like(-6.9, 213.0), "−7");
    assert_eq!(signed_like(7.0, 13.0), "+7.0");
    let mut sample = over_draws("six", &USUAL);
    sample.result.following_years = 1;
    assert!(text_of(&html(&sample.inputs())).contains("over the following year"));
}

#[test]
fn the_strip_of_the_best_turns_where_the_frontier_and_the_title_say() {
    let sample = over_draws("six", &USUAL);
    let d = &sample.answers.decisions[0];
    let chart = chart(&sample, "acceptability");
    let most = *d.willingness.last().unwrap();
    let mut ratios: Vec<f64> = d.strategies.iter().filter_map(|s| s.icer).filter(|r| *r <= most).collect();
    ratios.sort_by(f64::total_cmp);
    assert!(!ratios.is_empty());
    let said = plain(&chart.title);
    for r in ratios.iter().take(2) {
        assert!(said.contains(&format!("from {} on", plain(&amparo::tables::numbers::soles(*r)))), "{r}: {said}");
    }
    // Edges of the strip, 18 units high, lie at the ratios: their distances are in proportion.
    let edges: Vec<f64> = chart
        .scene
        .marks
        .iter()
        .filter_map(|m| match m {
            Mark::Box { from, to, .. } if (to.1 - from.1 - 18.0).abs() < 1e-9 => Some([from.0, to.0]),
            _ => None,
        })
        .flatten()
        .collect();
    let (left, right) = (edges[0], *edges.last().unwrap());
    for (k, r) in ratios.iter().enumerate() {
        let at = left + (right - left) * r / most;
        assert!((edges[2 * k + 1] - at).abs() < 1e-6, "{edges:?} {ratios:?}");
    }
    let texts: Vec<String> = chart.scene.text_boxes().into_iter().map(|(t, _)| t).collect();
    assert!(!texts.iter().any(|t| t.starts_with("Doing") && t.ends_with('…')), "{texts:?}");
}

#[test]
fn groups_under_five_persons_are_shown_nowhere() {
    let sample = over_draws("six", &USUAL);
    let mut answers = sample.answers.clone();
    // A table that forgot to suppress: the chart and the file do it all the same.
    for b in answers.benefits.iter_mut().filter(|b| b.group == "Huancavelica") {
        b.baseline = Some(2.9);
        b.change = Some(Estimate { mean: -1.234567, ..Estimate::default() });
    }
    for t in &mut answers.by_treatment {
        t.treated_baseline = 3.0;
    }
    let chart = who_benefits(&Told::new(&sample.result, &answers, Language::English)).unwrap();
    assert!(words(&chart).contains("fewer than five, not shown"));
    assert!(!words(&chart).contains("of 3 per year") && !chart.alt.contains("Huancavelica"), "{}", chart.alt);
    assert!(by_treatment(&Told::new(&sample.result, &answers, Language::English)).is_none());
    let file = table(&answers, "who_benefits.csv");
    assert!(!file.contains("1.234567") && !file.contains("2.9,"));
    let hidden = rows(&file).into_iter().filter(|r| &r[2] == "Huancavelica");
    assert!(hidden.clone().count() > 0 && hidden.clone().all(|r| r[5].is_empty() && r[6].is_empty()));
    let treated = rows(&table(&answers, "by_treatment.csv"));
    assert!(treated.iter().filter(|r| &r[2] == "treated").all(|r| r[5].is_empty() && r[6].is_empty()));
    assert!(treated.iter().filter(|r| &r[2] == "untreated").all(|r| !r[5].is_empty() && !r[6].is_empty()));
}

#[test]
fn the_first_page_says_finding_certainty_cost_what_would_change_it_and_whether_it_holds_elsewhere() {
    let mut eight = eight();
    let page = text_of(&html(&eight.inputs()));
    let mut from = 0;
    for heading in ["Answer", "How sure", "Cost", "What would change it", "Rests on", "The decision in numbers"] {
        let at = page[from..].find(heading).unwrap_or_else(|| panic!("{heading}: {}", &page[..3000.min(page.len())]));
        from += at;
    }
    let first = &page[..from];
    let found = eight.answers.by_girls.last().unwrap();
    let leads = found.leads.as_ref().expect("one leads");
    let title = found.rows[0].title.split(", S/").next().unwrap();
    assert!(first.contains(&format!("{title} keeps most: ")) && first.contains(" girls out over 15 years"));
    let word = ["Clear", "Likely", "Open"][leads.word as usize];
    assert!(first.contains(&format!("{word}: ")), "{first}");
    assert!(first.contains("pays where a girl kept out is worth S/ "), "{first}");
    assert!(
        page[from..].contains(&format!("{word} means: ")) && page[from..].contains("noise leaves"),
        "at length below"
    );
    for absent in ["net benefit", "denoised", "willingness"] {
        assert!(!first.contains(absent), "{absent}: {first}");
    }
    assert_eq!(html(&eight.inputs()).matches("<small>at baseline-1600</small>").count(), 3, "its columns in the table");
    // The same answers there: it holds.
    eight.also[0].2 = eight.answers.clone();
    let same = text_of(&html(&eight.inputs()));
    assert!(same.contains("Other baseline (baseline-1600): the same policy ("), "{same}");
}

#[test]
fn policies_keep_their_name_and_lose_their_budget_where_a_chart_says_it_once() {
    let eight = eight();
    for c in charts(&eight.inputs()).iter().filter(|c| c.name != "budget_frontier") {
        let said = words(c);
        assert!(!said.contains(", S/ 20 M") && !said.contains(", S/ 2 M"), "{}: {said}", c.name);
    }
    let shown = words(&effects(&eight.told()));
    assert!(shown.contains("Matched by survey"), "called alone it shows every policy it is given");
    // One row a policy, not one a policy and budget.
    let rows = words(&chart(&eight, "effects")).matches("Support after return").count();
    assert_eq!(rows, 1);
    let columns = words(&effects_over_draws(&eight.told()).unwrap());
    for budget in ["S/ 2 million per year", "S/ 8 million per year", "S/ 20 million per year"] {
        assert!(columns.contains(budget), "{columns}");
    }
}

#[test]
fn the_decision_table_at_the_terminal_has_effect_interval_error_cost_and_both_sides_of_adaptation() {
    let sample = over_draws("one", &Shape { made: &SIX[..1], budgets: &[2e6, 20e6], ..USUAL });
    let text = text_table(&sample.told());
    assert_eq!(text.matches("With up to S/ 2 million per year; a case averted worth").count(), 1, "{text}");
    let answers = &sample.answers;
    let e = answers.decisions[0].strategies[1].averted;
    let p = amparo::tables::numbers::persons_change;
    let bare = |v: f64| p(v).trim_start_matches('+').to_owned();
    let noise = format!("±{}", bare(e.bar.unwrap()));
    let ends = amparo::tables::Format::Persons.range(e.draws_low.unwrap(), e.draws_high.unwrap());
    let wanted = format!("{} ({ends})", bare(e.mean));
    assert!(text.contains(&wanted) && text.contains(&noise), "{wanted} {noise}\n{text}");
    for heading in ["before", "spatial", "refilling", "after (draws)", "S/ per case (draws)", "best in"] {
        assert!(text.contains(heading), "{heading}");
    }
}

#[test]
fn csv_tables_of_answers_hold_every_fact_once_with_every_digit() {
    let shape = Shape { made: &EIGHT, budgets: &[2e6, 8e6, 20e6], draws: 32, ..USUAL };
    let a = answers(&shape);
    let files = csv_answers(&a);
    let names: Vec<&str> = files.iter().map(|f| f.0.as_str()).collect();
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
    assert!(decision(&bare.told()).is_none());
    let page = text_of(&html(&bare.inputs()));
    assert!(page.contains("Too little was run to tell any policy's effect from nothing."), "{page}");
    assert!(page.contains("Not in this study: the trade's response was not held"));
    let names: Vec<&str> = charts(&bare.inputs()).iter().map(|c| c.name).collect();
    assert_eq!(names, ["effects", "victims_over_time", "origins_and_destinations", "by_town", "drivers"]);
}

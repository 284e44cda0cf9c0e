//! What people see of field trials: every verdict in words, nothing cut short, nothing of a table obeyed.

use amparo::decide::pooling::{Estimated, pooled};
use amparo::decide::trials::{
    Compared, Missing, OverDraws, Pool, PoolRow, PriorRow, Replayed, TrialsAnswer, Verdict, beside, verdict,
};
use amparo::register::Grade;
use amparo::report::Language;
use amparo::report::charts::trials::trials;
use amparo::report::tables::trials as tables;
use amparo::report::trials_page;
use amparo::scenario::SetValues;
use amparo::scenario::trials::{EffectKind, Ends, Graded, Interval, Means, Scale, Trial};

const HOSTILE: &str = "<script>alert('a')</script> & \"b\"";

fn graded<T>(value: T) -> Option<Graded<T>> {
    Some(Graded { value, grade: Grade::Published })
}

fn trial(name: &str, value: Option<f64>, ends: Option<(f64, f64)>) -> Trial {
    Trial {
        name: name.into(),
        kind: EffectKind::Behaviour,
        means: Means::Messages,
        controlled: true,
        value: value.and_then(graded),
        interval: ends.map(|(low, high)| Interval { low, high, ends: Ends::Confidence, grade: Grade::Published }),
        scale: Scale::Relative,
        outcome: Graded {
            value: "leaving home for work that somebody whom nobody knows has promised".into(),
            grade: Grade::Published,
        },
        contacts: None,
        arms: graded(3.0),
        clusters: graded(391.0),
        size: graded(3641.0),
        follow_up_weeks: None,
        who: graded("young men".to_owned()),
        year: "2019".into(),
        place: "Somewhere with a long name".into(),
        source: "A study".into(),
        note: String::new(),
    }
}

fn replayed(value: f64, ends: Option<(f64, f64)>) -> Compared {
    let over = |mean: f64| OverDraws { mean, median: mean, low: mean - 0.04, high: mean + 0.03 };
    let change = over(-0.05);
    let range = (change.low, change.high);
    Compared {
        published: trial("a", Some(value), ends),
        model: Some(Replayed {
            contacts: 1.0,
            contacts_seen: false,
            weeks: 52,
            weeks_seen: false,
            change,
            by_formula: over(-0.06),
            of_draws: vec![-0.09, -0.05, -0.02],
            takes: (value > -0.5).then_some(1.0),
            shift: Some(1.1),
            shift_se: Some(0.9),
        }),
        missing: None,
        verdict: ends.map_or(Verdict::Inconclusive, |ends| verdict(ends, range)),
        beside: ends.is_none().then(|| beside(value, range)),
    }
}

fn missing(why: Missing) -> Compared {
    Compared {
        published: trial(HOSTILE, None, None),
        model: None,
        missing: Some(why),
        verdict: Verdict::NotExpressed,
        beside: None,
    }
}

fn answer(trials: Vec<Compared>) -> TrialsAnswer {
    let estimates = [-0.2, 1.4, 0.9].map(|effect| Estimated { effect, se: 0.4 });
    TrialsAnswer {
        scenario: "a".into(),
        title: HOSTILE.into(),
        set: SetValues::default(),
        table: "trials.csv".into(),
        seed: 1,
        settled: true,
        draws: 3,
        points: 5,
        drawn: vec!["decision.mu".into()],
        communities: (4, 3),
        assumed_se: 0.2,
        certainty: -0.53,
        trials,
        pools: vec![PoolRow {
            pool: Pool::Main,
            assumed_se: Some(0.2),
            half_life_weeks: 39.0,
            of: vec!["a".into(), "b".into(), "c".into()],
            pooled: pooled(&estimates, 0.95),
        }],
        priors: vec![PriorRow {
            parameter: "decision.mu".into(),
            register: (0.1, 0.5),
            proposed: Some((0.031, 3.1)),
            without_assumption: None,
        }],
    }
}

/// Every way in which a row can end.
fn all() -> TrialsAnswer {
    let whys = [
        Missing::NoEffect,
        Missing::NoResult,
        Missing::NoComparison,
        Missing::NoLevel,
        Missing::NoOutcome,
        Missing::PutIn,
        Missing::NoMeans,
    ];
    let mut rows = vec![
        replayed(-0.05, Some((-0.07, -0.03))),
        replayed(-0.7, Some((-0.8, -0.6))),
        replayed(-0.05, Some((-0.5, 0.6))),
        replayed(-0.05, None),
        replayed(-0.51, None),
        replayed(-0.01, None),
        replayed(0.0, None),
        replayed(0.3, None),
    ];
    rows.extend(whys.map(missing));
    answer(rows)
}

#[test]
fn every_verdict_is_said_with_its_reason() {
    let page = trials_page(&all(), Language::English).replace('\u{a0}', " ");
    for says in [
        "Of 15 published rows the model can replay 8: 1 agree, 1 differ, 6 are inconclusive",
        "the whole interval lies within the model's range",
        "interval and model's range have nothing in common",
        "the interval crosses an end of the model's range",
        "no interval was seen; the value lies within the model's range",
        "the same sign, but larger than all that the model allows",
        "the same sign, but smaller than all that the model allows",
        "no effect was found where the model always says one",
        "no interval was seen; the other sign",
        "never counted as agreement",
        "nothing was compared with, so that it shows no cause",
        "the model has no such outcome",
        "so that a replay would return what was put in",
        "1 contact and 52 weeks assumed",
        "no belief is enough",
        "even certainty of the danger changes acceptance by −53 %",
        "a standard error of 0.20 assumed",
        "0.031 to 3.1",
        "wrong in at most 2.5 % of trials",
        "No controlled study known to us",
    ] {
        assert!(page.contains(says), "{says}");
    }
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"), "texts of a table are shown, not obeyed");
}

#[test]
fn the_chart_shows_every_trial_that_was_replayed_and_no_text_is_cut_or_covered() {
    for (answer, rows) in [(all(), 8), (answer(vec![missing(Missing::NoResult)]), 0), (answer(Vec::new()), 0)] {
        let chart = trials(&answer, Language::English);
        let boxes = chart.scene.text_boxes();
        let said = ["agrees", "differs", "inconclusive"];
        assert_eq!(boxes.iter().filter(|(text, _)| said.contains(&text.as_str())).count(), rows);
        for (i, (text, a)) in boxes.iter().enumerate() {
            assert!(
                a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= chart.scene.width && a[3] <= chart.scene.height,
                "{text:?} leaves the page"
            );
            for (other, b) in &boxes[i + 1..] {
                let apart = a[0] >= b[2] - 0.5 || b[0] >= a[2] - 0.5 || a[1] >= b[3] - 0.5 || b[1] >= a[3] - 0.5;
                assert!(apart, "{text:?} overlaps {other:?}");
            }
        }
        assert!(chart.pictures().is_ok() && chart.alt.starts_with(&chart.title));
    }
}

#[test]
fn tables_for_programs_have_a_row_for_every_published_row_and_draw() {
    let answer = all();
    let lines = |text: String| text.lines().count();
    assert_eq!(lines(tables::comparison(&answer, Language::English).csv()), 1 + 15);
    assert_eq!(lines(tables::draws(&answer).csv()), 1 + 8 * 3);
    assert_eq!(lines(tables::pools(&answer, Language::English).csv()), 1 + 1);
    assert_eq!(lines(tables::priors(&answer, Language::English).csv()), 1 + 1);
    let csv = tables::comparison(&answer, Language::English).csv();
    let verdicts: Vec<&str> = ["agrees", "differs", "not-expressed", "larger", "no-level"].into();
    assert!(verdicts.iter().all(|word| csv.contains(&format!(",{word},"))), "{csv}");
}

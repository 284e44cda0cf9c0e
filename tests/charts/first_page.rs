//! The first page is short enough to be read aloud, and says what it must.

use super::over_draws::plain;
use super::samples::answers::{EIGHT, Shape, eight, over_draws};
use super::samples::{Made, SIX, Sample, all, sample};
use amparo::decide::ranking::Word;
use amparo::report::brief::{MOST_WORDS, words};
use amparo::report::{html, text_answer_within};

/// The first page down to its chart, without the title of the study and without notices.
fn counted(sample: &Sample) -> String {
    let page = html(&sample.inputs());
    let first = page.split("<section class=\"first brief\">").nth(1).expect("a first page");
    let first = first.split("</section>").next().unwrap().split("<figure").next().unwrap().to_owned();
    let mut out = String::new();
    for (at, part) in first.split("<p class=\"notice\">").enumerate() {
        out.push_str(if at == 0 { part } else { part.split_once("</p>").map_or("", |(_, rest)| rest) });
    }
    // Blocks part words; a no-break space does not.
    out.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect::<Vec<_>>().join(" ")
}

/// The same with plain spaces.
fn before_the_chart(sample: &Sample) -> String {
    plain(&counted(sample)).replace("&#39;", "'").replace("&amp;", "&")
}

fn terminal(sample: &Sample, columns: usize) -> String {
    let inputs = sample.inputs();
    text_answer_within(&sample.told(), &inputs.also, inputs.grades, columns)
}

/// `n` policies over draws, in which the first to the last avert from `most` to `least` of spells.
fn falling(label: &'static str, titles: &[&'static str], most: f64, least: f64, spread: f64, draws: usize) -> Sample {
    let n = titles.len().max(2) as f64 - 1.0;
    let of = |i: usize| most + (least - most) * i as f64 / n;
    let made: Vec<Made> = titles.iter().enumerate().map(|(i, t)| (*t, [-of(i); 3], 0.003, 2e6)).collect();
    over_draws(label, &Shape { made: &made, budgets: &[2.5e6], draws, size: 1.0, spread, left: 1.0 })
}

fn word(sample: &Sample) -> Option<Word> {
    Some(sample.answers.by_girls.last()?.leads.as_ref()?.word)
}

const TITLES: [&str; 7] = [
    "Campaign where most are exposed",
    "Support after return",
    "Cash for training",
    "Development",
    "Mobile application with warnings",
    "Support first, the rest to the campaign",
    "Campaign everywhere",
];

fn studies() -> Vec<Sample> {
    let long: Vec<&'static str> = (0..7)
        .map(|i| {
            &*format!(
                "A policy {i} whose title goes on and on, for longer than anybody would want to say aloud, or to read"
            )
            .leak()
        })
        .collect();
    let many: Vec<&'static str> = (0..60).map(|i| &*format!("Policy number {i} of sixty").leak()).collect();
    let mut out = vec![
        falling("clear", &TITLES, 0.09, 0.01, 0.01, 64),
        falling("open", &TITLES, 0.052, 0.05, 0.4, 64),
        falling("none", &TITLES, 0.0001, -0.0001, 0.6, 64),
        falling("one", &TITLES[..1], 0.05, 0.05, 0.3, 64),
        falling("long", &long, 0.06, 0.05, 0.3, 64),
        falling("many", &many, 0.06, 0.01, 0.3, 64),
        falling("few draws", &TITLES, 0.06, 0.01, 0.3, 6),
        falling("harm", &TITLES, 0.06, -0.06, 0.1, 64),
        eight(),
        sample("one vector", &SIX, 1.0, 20),
        sample("one replicate", &SIX, 1.0, 1),
    ];
    out.extend(all());
    out
}

#[test]
fn the_first_page_has_at_most_150_words_before_its_chart() {
    let mut longest = 0;
    for sample in studies() {
        let text = counted(&sample);
        let n = words(&text);
        assert!(n <= MOST_WORDS, "{}: {n} words: {text}", sample.label);
        longest = longest.max(n);
    }
    assert!(longest > 60, "{longest}: the page was found");
}

#[test]
fn the_terminal_says_the_same_in_24_lines_of_80_columns() {
    for sample in studies() {
        for columns in [80, 200] {
            let text = terminal(&sample, columns);
            // Two more are the way to the report.
            assert!(text.lines().count() <= 22, "{}: {text}", sample.label);
            assert!(text.lines().all(|line| amparo::text::width(line) <= 80), "{}: {text}", sample.label);
        }
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (page, text) = (flat(&before_the_chart(&sample)), flat(&terminal(&sample, 80)));
        for part in ["Answer", "How sure", "Cost", "Rests on"] {
            let Some(said) = page.split(&format!("{part} ")).nth(1).filter(|_| sample.answers.two_part.is_none())
            else {
                continue;
            };
            let begin: String = said.chars().take(20).collect();
            assert!(text.contains(begin.trim()), "{}: {part}: {begin} / {text}", sample.label);
        }
    }
}

#[test]
fn the_first_page_has_no_word_that_needs_a_glossary() {
    for sample in studies() {
        let text = before_the_chart(&sample).to_lowercase();
        for term in
            ["draw ", "draws", "net benefit", "denoised", "replicate", "dominated", "quantile", "parameter vector"]
        {
            let said = text.contains(term) && !(term == "draw " && text.contains("drawn"));
            assert!(!said, "{}: {term}: {text}", sample.label);
        }
    }
}

#[test]
fn the_one_word_is_used_and_defined() {
    for (label, titles, most, least, spread, wanted, says) in [
        ("clear", &TITLES[..], 0.09, 0.01, 0.01, Word::Clear, "Clear: ahead beyond chance, and first in "),
        ("open", &TITLES[..], 0.0505, 0.05, 0.4, Word::Open, "Open: chance, or what is not known, could put "),
    ] {
        let sample = falling(label, titles, most, least, spread, 64);
        assert_eq!(word(&sample), Some(wanted), "{label}");
        let text = before_the_chart(&sample);
        assert!(text.contains(says), "{label}: {text}");
        assert!(text.contains(" worlds that fit what is known"), "{label}: {text}");
    }
    // Of two, one ahead in most worlds of those that differ much.
    let likely = (1..40).map(|i| falling("likely", &TITLES[..2], 0.05 + 0.0006 * f64::from(i), 0.05, 0.4, 64));
    let likely = likely.into_iter().find(|sample| word(sample) == Some(Word::Likely)).expect("some lead is likely");
    let text = before_the_chart(&likely);
    assert!(text.contains("Likely: ") && !text.contains("Clear"), "{text}");
}

#[test]
fn every_policy_whose_effect_is_clear_is_named_or_counted_and_harm_is_told() {
    let sample = falling("harm", &TITLES, 0.06, -0.06, 0.02, 64);
    let text = before_the_chart(&sample);
    let found = sample.answers.by_girls.last().unwrap();
    let mut harmful = 0;
    for row in &found.rows {
        match row.sign() {
            Some(sign) => {
                assert!(text.contains(&row.title), "{}: {text}", row.title);
                harmful += usize::from(sign < 0.0);
            }
            None => continue,
        }
    }
    assert!(harmful > 1 && text.contains("More girls new to the trade: "), "{text}");
    let many: Vec<&'static str> = (0..60).map(|i| &*format!("Policy number {i} of sixty").leak()).collect();
    let text = before_the_chart(&falling("many", &many, 0.06, 0.05, 0.02, 64));
    assert!(
        text.contains("and 53 more") || text.contains("and 56 more") || text.contains("Also clear: 59 policies"),
        "{text}"
    );
}

#[test]
fn one_policy_is_compared_with_nothing_alone() {
    let text = before_the_chart(&falling("one", &TITLES[2..3], 0.05, 0.05, 0.1, 64));
    assert!(!text.contains("most") && !text.contains("beats"), "{text}");
    assert!(text.contains("Its effect is beyond chance: of 100 worlds"), "{text}");
}

#[test]
fn the_page_says_whether_the_other_baseline_agrees_only_where_it_was_run() {
    let with = before_the_chart(&eight());
    assert!(with.contains("Other baseline (baseline-1600): "), "{with}");
    let shape = Shape { made: &EIGHT, budgets: &[2e6], draws: 64, size: 1.0, spread: 0.2, left: 0.8 };
    let without = before_the_chart(&over_draws("alone", &shape));
    assert!(!without.contains("ther baseline") && !without.contains("1,600"), "{without}");
}

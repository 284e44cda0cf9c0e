//! Variants of one policy: what charts, page and terminal say of it.

use super::named;
use super::over_draws::plain;
use super::samples::swept::{axis, found, saturating, swept, variants};
use amparo::decide::dose::{Dose, Finding, Unit};
use amparo::report::brief::{MOST_WORDS, brief, question, words};
use amparo::report::{Language, Told, html, tables, text_answer_within, text_table};

fn text_of(sample: &super::Sample, chart: &str) -> String {
    super::words(&named(sample, chart))
}

#[test]
fn a_curve_says_from_which_value_on_returns_diminish() {
    let sample = swept();
    let first = &sample.answers.doses[0];
    let returns = first.returns.as_ref().expect("one axis of numbers");
    assert_eq!(returns.finding, Finding::Diminish);
    // 600(1 − e^(−4x)) for money in proportion: 49 and 33 girls per tenth at first, 21 a tenth from 0.2 to 0.4... below half of 198 from there.
    let step = returns.diminished().expect("a step");
    let chart = named(&sample, "dose_response");
    let said = plain(&chart.title);
    let from = format!("from {} %", (100.0 * step.from).round());
    assert!(said.contains(&from) && said.contains("averts less than half of what it averts at first"), "{said}");
    let words = text_of(&sample, "dose_response");
    for part in [
        "10 %",
        "100 %",
        "coverage",
        "half of the first step",
        "per further million that is spent",
        "mean and its 95 % interval",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    assert!(plain(&chart.alt).contains("coverage 40 %:"), "{}", chart.alt);
}

#[test]
fn a_map_prints_its_numbers_and_draws_lines_only_where_forms_are_told_apart() {
    let sample = swept();
    let words = text_of(&sample, "dose_response_2");
    assert!(
        words.contains("Lines join combinations") && words.contains("intensity") && words.matches('±').count() >= 20,
        "{words}"
    );
    // Where nothing is told from anything there is nothing to draw lines through.
    let axes = vec![
        axis("coverage", Unit::Share, &[0.1, 0.2, 0.3]),
        axis("intensity", Unit::In(String::new()), &[1.0, 2.0, 3.0]),
    ];
    let alike = variants(&axes, true, 16, 2, |_| (1.0, 1e6));
    let mut noise = swept();
    noise.answers.doses = vec![found("Noise", axes, true, &alike)];
    let words = text_of(&noise, "dose_response");
    assert!(words.contains("No lines of equal effect are drawn") && !words.contains("Lines join"), "{words}");
}

#[test]
fn three_axes_are_shown_each_by_itself_and_the_page_says_what_that_hides() {
    let sample = swept();
    let words = text_of(&sample, "dose_response_3");
    assert!(words.contains("Each panel averages over all values of the others"), "{words}");
    assert!(words.contains("start week, weeks after the burn-in"), "{words}");
    let told = sample.told();
    let csv = tables::all::answer_tables(&told)
        .into_iter()
        .find(|table| table.name == "sweep_axes")
        .expect("it has axes")
        .csv();
    assert_eq!(csv.lines().count(), 1 + (5 + 4) + (3 + 3 + 2), "{csv}");
}

#[test]
fn the_page_has_every_sweep_with_its_sentences_and_its_table() {
    let sample = swept();
    let page = plain(&html(&sample.inputs())).replace("&#39;", "'");
    let chapter =
        page.split("<h2>Dose and response</h2>").nth(1).expect("a chapter").split("</section>").next().unwrap();
    assert_eq!(chapter.matches("<figure").count(), 6, "a chart each");
    for part in [
        "Information campaign in 6 variants: coverage from 10 % to 100 %; up to S/ 20 million per year.",
        "On average coverage 100 % averts most",
        "Returns diminish: from",
        "targeting uniform and by-exposure",
        "side by side",
        "budget from S/ 1 million to S/ 50 million",
    ] {
        assert!(chapter.contains(part), "{part}");
    }
    let terminal = plain(&text_table(&sample.told()));
    assert!(
        terminal.contains("Information campaign by coverage, with up to S/ 20 million: girls averted over 10 years"),
        "{terminal}"
    );
}

#[test]
fn the_first_page_of_thirty_forms_stays_short_and_names_the_leader_and_how_many_it_does_not_beat() {
    let sample = swept();
    let inputs = sample.inputs();
    let told = sample.told();
    let parts = brief(&told, &inputs.also, inputs.grades);
    let all: Vec<String> = parts.iter().flat_map(|(_, sentences)| sentences.clone()).collect();
    let count = words(&question(&told)) + all.iter().map(|text| words(text)).sum::<usize>();
    assert!(count <= MOST_WORDS, "{count}: {all:?}");
    let found = sample.answers.by_girls.last().expect("an order");
    let (leader, leads) = (&found.rows[0], found.leads.as_ref().expect("a leader"));
    let said = plain(&all.join(" "));
    assert!(said.contains(&leader.title), "{said}");
    let rivals = leads.not_beaten.len();
    assert!(
        rivals > 3 && said.contains(&format!("any of {rivals} others")) || said.contains("any other"),
        "{rivals}: {said}"
    );
    assert!(text_answer_within(&told, &inputs.also, inputs.grades, 80).lines().count() <= 22);
    let terminal = plain(&text_answer_within(&told, &inputs.also, inputs.grades, 80)).replace('\n', " ");
    assert!(terminal.contains("Information campaign by coverage: from"), "{terminal}");
}

#[test]
fn sweep_csv_has_a_row_per_form_its_values_under_their_own_names_and_what_is_told_of_the_leader_in_its_row() {
    let sample = swept();
    let csv = tables::dose::sweep(&sample.answers).csv();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let heads = reader.headers().expect("a heading").clone();
    let at = |name: &str| {
        heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("no column {name}: {heads:?}"))
    };
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let doses: &[Dose] = &sample.answers.doses;
    assert_eq!(rows.len(), doses.iter().map(|dose| dose.points.len()).sum::<usize>());
    let first = &doses[0];
    for (row, point) in rows.iter().zip(&first.points) {
        assert_eq!(row[at("vary_coverage")].parse::<f64>().ok(), point.values[0].number());
        assert_eq!(&row[at("vary_intensity")], "", "the first sweep has no such axis");
        assert_eq!(row[at("girls_undiscounted")].parse::<f64>().ok(), Some(point.girls_undiscounted.mean));
        assert_eq!(row[at("spent_share")].parse::<f64>().ok(), Some(point.spent_share));
        let leads = first.most.as_ref().is_some_and(|most| most.policy == point.policy);
        assert_eq!(!row[at("word")].is_empty(), leads);
    }
    let steps: Vec<&str> = rows[..6].iter().map(|row| &row[at("diminished")]).collect();
    assert!(steps.iter().all(|said| ["true", "false"].contains(said)) && steps.contains(&"true"), "{steps:?}");
    // A study without sweeps has no such file.
    let without = super::samples::answers::eight();
    let names: Vec<_> = tables::all::answer_tables(&without.told()).into_iter().map(|table| table.name).collect();
    assert!(!names.iter().any(|name| name.starts_with("sweep")), "{names:?}");
}

#[test]
fn where_forms_are_many_the_page_shows_those_that_avert_most_and_says_so() {
    let mut sample = swept();
    let values: Vec<f64> = (1..=40).map(|i| f64::from(i) / 40.0).collect();
    let axes = vec![axis("coverage", Unit::Share, &values)];
    let many = variants(&axes, true, 16, 3, |at| saturating(at[0]));
    sample.answers.doses = vec![found("Many", axes, true, &many)];
    let told = Told::new(&sample.result, &sample.answers, Language::English);
    assert_eq!(tables::dose::told(&told)[0].2, 10);
    assert!(plain(&html(&sample.inputs())).contains("Those that avert most; 10 more are in sweep.csv."));
}

//! Every chart can be shown to people: readable, labelled, alone on a page, and nobody identifiable in it.

#![allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions")]

mod samples;

#[path = "charts/apart.rs"]
mod apart;
#[path = "charts/dose.rs"]
mod dose;
#[path = "charts/first_page.rs"]
mod first_page;
#[path = "charts/over_draws.rs"]
mod over_draws;
#[path = "charts/two_part.rs"]
mod two_part;
#[path = "charts/two_part_words.rs"]
mod two_part_words;

use amparo::decide::answers::Answers;
use amparo::decide::result::StudyResult;
use amparo::observe::outcomes::{OUTCOMES, SPELLS_BEGUN};
use amparo::report::axis::{log_tick_labels, spread, tick_labels, ticks};
use amparo::report::{
    Chart, Language, Told, Verdict, charts, drivers, effects, html, origins_and_destinations, tables, text_table,
    text_table_within, verdict, victims_over_time,
};
use amparo::tables::numbers;
use samples::{SIX, Sample, all, sample};

/// The files that the answers fill: name, content.
fn csv_answers(answers: &Answers) -> Vec<(String, String)> {
    let result = sample("of any study", &SIX, 1.0, 20).result;
    let told = Told::new(&result, answers, Language::English);
    tables::all::answer_tables(&told).iter().map(|table| (format!("{}.csv", table.name), table.csv())).collect()
}

fn csv_effects(result: &StudyResult) -> String {
    tables::effects::effects(result).csv()
}

fn csv_summary(result: &StudyResult) -> String {
    tables::effects::summary(result).csv()
}

/// A chart's texts in drawing order, wrapped lines joined, no-break spaces as spaces.
fn words(chart: &Chart) -> String {
    let texts: Vec<String> = chart.scene.text_boxes().into_iter().map(|(text, _)| text).collect();
    texts.join(" ").replace('\u{a0}', " ")
}

fn named(sample: &Sample, name: &str) -> Chart {
    charts(&sample.inputs()).into_iter().find(|c| c.name == name).unwrap()
}

/// Whether a text holds a number that is none, as a word of its own.
fn has_no_number(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|w| matches!(w, "NaN" | "inf" | "Infinity" | "infinity"))
}

#[test]
fn every_chart_says_its_finding_its_units_its_limits_and_its_source() {
    let units = [
        ("effects", "change, %"),
        ("victims_over_time", "(persons)"),
        ("decision", "S/ per case"),
        ("origins_and_destinations", "share of the newly exploited, %"),
        ("drivers", "share of the driver, %"),
    ];
    for sample in all().into_iter().filter(|s| ["six", "huge", "twelve"].contains(&s.label)) {
        for (name, unit) in units {
            let chart = named(&sample, name);
            let words = words(&chart);
            let title = chart.title.replace('\u{a0}', " ");
            assert!(words.starts_with(&title), "{name}: {title} / {words}");
            assert!(words.contains(unit), "{name}: {words}");
            assert!(words.contains("synthetic population") && words.contains("study four-interventions"), "{name}");
            if !["origins_and_destinations", "drivers"].contains(&name) {
                assert!(words.contains("simulation noise only (95 %"), "{name}");
                assert!(words.contains("conditional on the assumed response of the trade"), "{name}");
                assert!(words.contains("after adaptation"), "{name}");
            }
        }
    }
}

#[test]
fn an_svg_stands_alone_and_holds_no_broken_number() {
    for sample in all() {
        for chart in charts(&sample.inputs()) {
            let svg = chart.svg().unwrap();
            assert_eq!(svg.matches("font/ttf;base64,").count(), 2, "both weights of the font");
            assert!(
                !svg.contains("http")
                    || svg.matches("http").count() == svg.matches("http://www.w3.org/2000/svg").count()
            );
            assert!(svg.contains(&format!("<title id=\"{}-title\">", chart.name)));
            assert!(svg.trim_end().ends_with("</svg>"));
            let drawn = chart.inline_svg().unwrap();
            assert!(!drawn.contains("base64"));
            assert!(!has_no_number(&drawn), "{}: {}", sample.label, chart.name);
            assert!(!has_no_number(&words(&chart)), "{}: {}", sample.label, chart.name);
            assert_eq!(drawn.matches("<text").count(), drawn.matches("</text>").count());
            assert!(!drawn.contains("<with>"), "names are escaped");
        }
    }
}

#[test]
fn every_chart_is_painted_in_both_formats_and_its_numbers_are_written() {
    let sample = sample("six", &SIX, 1.0, 20);
    let pictures: Vec<_> = charts(&sample.inputs()).iter().flat_map(|chart| chart.pictures().unwrap()).collect();
    assert_eq!(pictures.len(), 3 * 7);
    for picture in &pictures {
        let bytes = &picture.bytes;
        if picture.name.ends_with(".svg") {
            assert!(bytes.starts_with(b"<svg "));
        } else if picture.name.ends_with(".csv") {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(text.starts_with("panel,series,at,at_unit,value,unit,"), "{}", picture.name);
            assert!(text.lines().count() > 3, "{}: {text}", picture.name);
        } else {
            assert!(bytes.starts_with(b"\x89PNG"));
            let width = u32::from_be_bytes([bytes[16], bytes[17], bytes[18], bytes[19]]);
            assert_eq!(width, 2000);
            assert!(bytes.len() > 50_000, "a picture, not a blank page");
        }
    }
}

#[test]
fn an_effect_whose_interval_holds_0_is_never_called_a_finding() {
    let none = sample("none", &[("Posters", [-0.004, -0.004, -0.003], 0.01, 1e6)], 1.0, 20);
    for effect in &none.result.effects {
        assert_eq!(verdict(&effect.change), Verdict::Unclear);
    }
    assert!(effects(&none.told()).title.contains("can be told apart from no effect"));
    assert!(victims_over_time(&none.told(), &none.arms, None).title.contains("can't be told apart from no effect"));
    assert!(named(&none, "decision").title.contains("no policy's cases averted can be told apart from none"));
    assert!(words(&named(&none, "decision")).contains("no end"), "a cost that has no upper bound");
    let page = html(&none.inputs());
    assert!(page.contains("no policy&#39;s cases averted can be told apart from none"), "{page}");
    assert!(page.contains("no clear change in spells begun per year"));
    assert!(!page.contains("fewer spells begun"));
}

#[test]
fn a_first_picture_says_how_many_replicates_are_still_to_come() {
    let first = sample("first", &SIX[..2], 1.0, 1);
    let chart = victims_over_time(&first.told(), &first.arms, Some(20));
    assert!(chart.title.contains("1 of 20 replicates so far"));
    let areas = |c: &Chart| {
        let area = |m: &&amparo::report::scene::Mark| matches!(m, amparo::report::scene::Mark::Area { .. });
        c.scene.marks.iter().filter(area).count()
    };
    assert_eq!(areas(&chart), 0, "no bands from one replicate");
    let many = sample("many", &SIX[..2], 1.0, 20);
    assert_eq!(areas(&victims_over_time(&many.told(), &many.arms, None)), 3, "baseline and two policies");
}

#[test]
fn charts_of_one_world_speak_of_no_effects_and_name_the_world() {
    let mut world = sample("world", &[], 1.0, 1);
    world.arms[0].title = "This world, with its interventions".into();
    for name in ["victims_over_time", "origins_and_destinations", "drivers"] {
        let chart = named(&world, name);
        let words = words(&chart);
        for absent in ["after adaptation", "Effects", "study ", "replicate", "baseline", "Baseline", "Without a policy"]
        {
            assert!(!words.contains(absent), "{name}: {absent}: {words}");
        }
        assert!(words.contains("one world (seed 20) of four-interventions"), "{name}: {words}");
    }
    let chart = named(&world, "victims_over_time");
    assert_eq!(chart.title, "This world, with its interventions: about 4,512 persons are exploited at a time");
    let label = words(&chart).matches("This world, with its interventions").count();
    assert_eq!(label, 2, "title and end of the line");
}

#[test]
fn the_range_panel_starts_at_0_unless_a_whisker_lies_below() {
    let panel = |chart: &Chart| -> Vec<String> {
        let boxes = chart.scene.text_boxes();
        boxes.into_iter().filter(|(_, b)| b[0] > 740.0).map(|(text, _)| text).collect()
    };
    let mut six = sample("six", &SIX, 1.0, 20);
    let chart = named(&six, "drivers");
    assert!(panel(&chart).contains(&"0".to_owned()) && !panel(&chart).iter().any(|t| t.starts_with('−')));
    let name = |chart: &Chart, name: &str| {
        let boxes = chart.scene.text_boxes();
        boxes.iter().filter(|(t, _)| t == name).map(|(_, b)| (b[1] + b[3]) / 2.0).fold(0.0, f64::max)
    };
    // Every driver's name stands level with its box.
    let level = chart.scene.marks.iter().any(|m| match m {
        amparo::report::scene::Mark::Box { from, to, .. } => {
            from.0 > 740.0 && ((from.1 + to.1) / 2.0 - name(&chart, "violence")).abs() < 3.0
        }
        _ => false,
    });
    assert!(level);
    for community in &mut six.drivers.communities {
        community.shares[3] -= 0.3;
        community.shares[4] += 0.3;
    }
    let below = panel(&named(&six, "drivers"));
    assert!(below.iter().any(|t| t.starts_with('−')), "{below:?}");
    six.drivers.all_act = 0.0001;
    assert!(words(&named(&six, "drivers")).contains("in almost none every driver has at least 10 %"));
}

#[test]
fn the_report_gives_every_driver_share_with_its_error_and_says_what_is_assumed() {
    let mut six = sample("six", &SIX, 1.0, 20);
    six.drivers.departments[0].shares[2] = -0.021;
    let page = html(&six.inputs()).replace('\u{a0}', " ");
    assert!(page.contains("<td>−2.1<br><small>± 0.6</small></td>"), "negative shares too");
    // Six drivers in eight departments; the ninth has fewer than five girls.
    assert_eq!(page.matches("<small>± 0.6</small>").count(), 48);
    assert!(page.contains("is assumed throughout: how strongly the trade refills freed places"));
    assert!(page.contains("Cells (stored ones included)"));
}

#[test]
fn newly_exploited_is_never_shown_without_spells_begun_and_victims() {
    let mut alone = sample("alone", &SIX[4..5], 1.0, 20);
    alone.result.effects.retain(|e| e.outcome != SPELLS_BEGUN);
    let words = words(&effects(&alone.told()));
    assert!(words.contains("only shown together") && !words.contains("+2.1 %"), "{words}");
    assert!(text_table(&alone.told()).contains("not shown"));
    assert!(!html(&alone.inputs()).contains("+44.1"));
}

#[test]
fn cells_under_five_persons_are_not_shown() {
    let sample = sample("six", &SIX, 1.0, 20);
    let chart = origins_and_destinations(&sample.told(), &sample.flows);
    let texts: Vec<String> = chart.scene.text_boxes().into_iter().map(|(t, _)| t).collect();
    // Huancavelica has 4.2 girls a year, Laberinto 2.25 victims.
    assert_eq!(texts.iter().filter(|t| *t == "under 5, not shown").count(), 2);
    assert!(!chart.alt.contains("Huancavelica") && !chart.alt.contains("Laberinto"), "{}", chart.alt);
    let chart = drivers(&sample.told(), &sample.drivers);
    assert!(!words(&chart).contains("Huancavelica") && !chart.alt.contains("Huancavelica"));
    assert!(words(&chart).contains("1 department with fewer than 5 girls not shown"));
}

#[test]
fn an_unbounded_cost_has_no_upper_end_in_picture_and_words() {
    let sample = sample("app", &SIX[1..2], 1.0, 20);
    let chart = named(&sample, "decision");
    assert!(words(&chart).contains("≥ ") && words(&chart).contains("no end"), "{}", words(&chart));
    let worse = samples::sample("worse", &[("Worse", [0.05, 0.04, 0.03], 0.004, 1e6)], 1.0, 20);
    assert!(words(&named(&worse, "decision")).contains("none averted"));
    let page = html(&worse.inputs()).replace('\u{a0}', " ");
    assert!(page.contains("<td>S/ 1.0 million<br>"), "{page}");
}

#[test]
fn labels_are_spread_without_overlap_in_their_order_and_within_bounds() {
    let wanted = [100.0, 101.0, 99.0, 180.0, 100.5];
    let heights = [20.0, 20.0, 36.0, 20.0, 20.0];
    let places = spread(&wanted, &heights, 0.0, 200.0);
    let mut order: Vec<usize> = (0..5).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    for pair in order.windows(2) {
        let gap = places[pair[1]] - places[pair[0]];
        assert!(gap >= (heights[pair[0]] + heights[pair[1]]) / 2.0 - 1e-9, "{places:?}");
    }
    for (place, height) in places.iter().zip(heights) {
        assert!(place - height / 2.0 >= -1e-9 && place + height / 2.0 <= 200.0 + 1e-9, "{places:?}");
    }
    assert_eq!(spread(&[50.0, 150.0], &[20.0, 20.0], 0.0, 200.0), [50.0, 150.0], "free labels stay put");
    let tight = spread(&[5.0; 4], &[20.0; 4], 0.0, 40.0);
    assert_eq!(tight, [5.0, 15.0, 25.0, 35.0], "too many share the room evenly");
}

#[test]
fn numbers_read_as_people_write_them() {
    assert_eq!(numbers::number(-1234567.0, 0), "−1,234,567");
    assert_eq!(numbers::number(-0.0004, 2), "0.00");
    assert_eq!(numbers::number(999.96, 1), "1,000.0");
    assert_eq!(numbers::number(f64::NAN, 1), "–");
    assert_eq!(numbers::signed_percent(-0.0431), "−4.3\u{a0}%");
    assert_eq!(numbers::signed_percent(0.0), "0.0\u{a0}%");
    assert_eq!(numbers::soles(10_513.0), "S/\u{a0}10,500");
    assert_eq!(numbers::soles(2.5e6), "S/\u{a0}2.5\u{a0}million");
    assert_eq!(numbers::soles(20e6), "S/\u{a0}20\u{a0}million", "no idle zeros in a budget");
    assert_eq!(numbers::soles(123e6), "S/\u{a0}123\u{a0}million");
    assert_eq!(numbers::soles(1.5e9), "S/\u{a0}1.5\u{a0}billion");
    assert_eq!(ticks(-4.2, 1.1, 6), [-4.0, -3.0, -2.0, -1.0, 0.0, 1.0]);
    assert_eq!(tick_labels(&[0.0, 0.5, 1.0]), ["0", "0.5", "1.0"]);
    assert_eq!(tick_labels(&[0.0, 1e6, 2e6]), ["0", "1 m", "2 m"]);
    assert_eq!(log_tick_labels(&[1e4, 1e5, 1e6]), ["10,000", "100,000", "1 m"]);
}

#[test]
fn the_terminal_table_fits_every_width_and_leaves_nothing_out() {
    // Where each row is a block its headings come again and again; signs stand at numbers only.
    let kept = |text: &str| ["±", "~", "−", "…"].map(|sign| text.matches(sign).count());
    for sample in all().iter().chain(&over_draws::samples_over_draws()) {
        let widest = text_table(&sample.told());
        for columns in (48..=100).step_by(4) {
            let table = text_table_within(&sample.told(), columns);
            let line = table.lines().find(|line| amparo::text::width(line) > columns);
            assert_eq!(line, None, "{} at {columns}", sample.label);
            assert_eq!(kept(&table), kept(&widest), "{} at {columns}: {table}", sample.label);
        }
        assert_eq!(text_table_within(&sample.told(), 200), widest, "{}", sample.label);
    }
}

#[test]
fn the_terminal_table_fits_a_hundred_columns_and_says_what_intervals_are() {
    for sample in all() {
        let table = text_table(&sample.told());
        for line in table.lines() {
            assert!(line.chars().count() <= 100, "{}: {line}", sample.label);
            assert_eq!(line, line.trim_end());
        }
        let table_words = table.replace('\n', " ");
        let said = ["simulation noise", "±: 95 % interval of the mean", "agree: no interval"];
        assert!(said.iter().any(|what| table_words.contains(what)), "{table}");
        assert!(table_words.contains("conditional on the assumed response"));
        assert!(!has_no_number(&table), "{}: {table}", sample.label);
    }
    let six = sample("six", &SIX, 1.0, 20);
    let table = text_table(&six.told());
    assert!(table.contains("−238 ±55 (−8.2 %)"), "{table}");
    assert!(table.contains("~−12 ±30 (−0.4 %)"), "{table}");
    // A title is never cut: where one does not fit beside its figures, each has a line of its own, in every table.
    assert!(!table.contains('…'), "{table}");
    for (title, ..) in &SIX {
        let own = format!("  {title}");
        assert_eq!(table.lines().filter(|l| *l == own).count(), 4, "{title}: {table}");
    }
}

#[test]
fn csv_tables_keep_every_digit_and_quote_names() {
    let long = all().into_iter().find(|s| s.label == "long").unwrap();
    let text = csv_effects(&long.result);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3 * 2 * OUTCOMES.len());
    assert_eq!(&rows[5][1], long.result.policies[0].title);
    assert_eq!(rows[0][6].parse::<f64>().unwrap(), long.result.effects[0].change.mean);
    let text = csv_summary(&long.result);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(&rows[0][0], "baseline");
    let gap = rows[1][4].parse::<f64>().unwrap() - rows[0][4].parse::<f64>().unwrap();
    assert!((gap - long.result.effects[2].change.mean).abs() < 1e-6);
    let one = sample("one", &SIX[..1], 1.0, 1);
    assert!(csv_effects(&one.result).contains(",one replicate,"));
}

#[test]
fn the_report_stands_alone_and_says_what_it_is_not() {
    for sample in all() {
        let page = html(&sample.inputs());
        assert_eq!(page.matches("<svg ").count(), charts(&sample.inputs()).len(), "{}", sample.label);
        let one = page.contains("Not in this study: every interval here is simulation noise at one parameter vector");
        assert_eq!(one, sample.answers.draws.used == 1, "{}", sample.label);
        assert!(page.contains("What is assumed"), "{}", sample.label);
        assert_eq!(page.matches("font/ttf;base64,").count(), 2, "the font is inside once");
        for outside in ["<script", "<link", "src=\"", "href=\"", "url(http"] {
            assert!(!page.contains(outside), "{outside}");
        }
        for words in [
            "Everyone simulated is synthetic",
            "It measures protection only",
            "It is no forecast",
            "no estimate of any real person&#39;s risk",
            "It is no evidence by itself",
            "Before and after adaptation",
            "67 of them (46\u{a0}%) are assumed or not yet verified",
            "3f9a1c0de5b7",
        ] {
            let words = words.replace("&#39;", "'");
            assert!(page.replace("&#39;", "'").contains(&words), "{}: {words}", sample.label);
        }
        let visible = page.split("</style>").last().unwrap();
        assert!(!has_no_number(visible), "{}", sample.label);
        assert!(!page.contains("<with>"), "names are escaped");
        assert!(page.contains("&amp; a match"));
        for tag in ["table", "tr", "td", "th", "section", "figure", "ul", "li", "p", "div", "svg", "text"] {
            let open = visible.matches(&format!("<{tag} ")).count() + visible.matches(&format!("<{tag}>")).count();
            assert_eq!(open, visible.matches(&format!("</{tag}>")).count(), "{}: <{tag}>", sample.label);
        }
        assert_eq!(visible.matches("<th>").count(), 0, "every header cell has a scope");
    }
}

#[test]
fn no_chart_has_overlapping_or_clipped_text() {
    for sample in all() {
        for chart in charts(&sample.inputs()) {
            let boxes = chart.scene.text_boxes();
            let mut wrong = Vec::new();
            for (i, (text, a)) in boxes.iter().enumerate() {
                if a[0] < 0.0 || a[1] < 0.0 || a[2] > chart.scene.width || a[3] > chart.scene.height {
                    wrong.push(format!("{text:?} leaves the page: {a:?}"));
                }
                for (other, b) in &boxes[i + 1..] {
                    if a[0] < b[2] - 0.5 && b[0] < a[2] - 0.5 && a[1] < b[3] - 0.5 && b[1] < a[3] - 0.5 {
                        wrong.push(format!("{text:?} overlaps {other:?}"));
                    }
                }
            }
            assert!(wrong.is_empty(), "{}, {}: {wrong:#?}", sample.label, chart.name);
        }
    }
}

/// Draws every sample for looking at: `cargo test --test charts -- --ignored`.
#[test]
#[ignore = "writes pictures to look at"]
fn draw_samples_to_look_at() {
    let out = std::env::temp_dir().join("amparo-charts");
    // Those whose label holds this alone, where it is set.
    let only = std::env::var("AMPARO_SAMPLES").unwrap_or_default();
    for sample in all().into_iter().filter(|s| s.label.contains(&only)) {
        let dir = out.join(sample.label);
        std::fs::create_dir_all(dir.join("charts")).unwrap();
        for picture in charts(&sample.inputs()).iter().flat_map(|chart| chart.pictures().unwrap()) {
            std::fs::write(dir.join(picture.name), picture.bytes).unwrap();
        }
        std::fs::write(dir.join("report.html"), html(&sample.inputs())).unwrap();
        std::fs::write(dir.join("table.txt"), text_table(&sample.told())).unwrap();
    }
    eprintln!("{}", out.display());
}

/// A chart that no page names is shown once, at the end of its section: one file and one line are enough.
#[test]
fn a_chart_more_of_the_list_is_shown_at_the_end_of_its_section() {
    use amparo::report::charts::{CHARTS, Section, made};
    use amparo::report::pages::skeleton::Figures;
    let sample = sample("six", &SIX, 1.0, 20);
    let more: (Section, amparo::report::charts::Make) =
        (Section::Effects, |s| Some(Chart { name: "one_more", ..effects(&s.told) }));
    let list: Vec<_> = CHARTS.iter().copied().chain([more]).collect();
    let inputs = sample.inputs();
    let figures = Figures::new(made(&inputs, &list), inputs.language);
    let placed = figures.place("effects").into_string() + &figures.place("victims_over_time").into_string();
    assert!(placed.contains("figcaption") && !placed.contains("one_more"));
    let rest = figures.rest(Section::Effects).into_string();
    assert_eq!(rest.matches("<figcaption>").count(), 1, "only what no page named");
    assert!(rest.contains("one_more"));
    assert!(figures.rest(Section::Effects).into_string().is_empty(), "and only once");
    // Today's pages name every chart: nothing of the report moved.
    assert_eq!(html(&inputs).matches("<figcaption>").count(), charts(&inputs).len());
}

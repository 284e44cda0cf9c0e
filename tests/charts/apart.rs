//! Policies are told apart in every chart: by colour and dash, by their names however long, and however many there are.

use super::samples::answers::{EIGHT, Shape, over_draws};
use super::samples::{Made, Sample, all, sample};
use super::words;
use amparo::report::scene::{Colour, DASHES, Mark, PALETTE, QUIET, STYLES, style};
use amparo::report::{Chart, charts};
use std::collections::BTreeSet;

/// Linear sRGB as seen without one kind of cones: Machado, Oliveira & Fernandes (2009), severity 1.
const SEEN: [(&str, [[f64; 3]; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    ("protan", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    ("deutan", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    ("tritan", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
];

/// CIELAB (D65) of a colour seen through a matrix.
fn lab(colour: Colour, seen: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = [colour.0, colour.1, colour.2].map(|c| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    let rgb = seen.map(|row| (row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2]).clamp(0.0, 1.0));
    let xyz = [
        (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047,
        0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2],
        (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883,
    ];
    let [x, y, z] = xyz.map(|t| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000 (Sharma, Wu & Dalal 2005).
fn distance(one: [f64; 3], two: [f64; 3]) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let mean_chroma = (one[1].hypot(one[2]) + two[1].hypot(two[2])) / 2.0;
    let stretch = 1.0 + 0.5 * (1.0 - seventh(mean_chroma));
    let polar = |[_, a, b]: [f64; 3]| {
        let a = a * stretch;
        (a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0))
    };
    let ((c1, h1), (c2, h2)) = (polar(one), polar(two));
    let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
    let (lightness, chroma) = (two[0] - one[0], c2 - c1);
    let hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = ((one[0] + two[0]) / 2.0, (c1 + c2) / 2.0);
    let h = (h1 + turn / 2.0).rem_euclid(360.0);
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0) - 0.2 * cos(4.0 * h - 63.0);
    let s_l = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (s_c, s_h) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let rotation = -(60.0 * (-((h - 275.0) / 25.0).powi(2)).exp()).to_radians().sin() * 2.0 * seventh(c);
    let (l, c, h) = (lightness / s_l, chroma / s_c, hue / s_h);
    (l * l + c * c + h * h + rotation * c * h).sqrt()
}

#[test]
fn the_distance_of_colours_is_the_published_one() {
    // The first pairs of Sharma, Wu & Dalal's table 1, and pair 17, far apart.
    let pairs = [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 3.1571, -77.2803], [50.0, 0.0, -82.7485], 2.8615),
        ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
    ];
    for (one, two, published) in pairs {
        assert!((distance(one, two) - published).abs() < 1e-4, "{}", distance(one, two));
    }
}

#[test]
fn policies_that_share_a_dash_differ_in_colour_to_everybody() {
    for (who, seen) in &SEEN {
        for a in 0..STYLES {
            for b in 0..a {
                let ((one, dash, point), (two, other, shape)) = (style(a), style(b));
                assert!(one != two || (dash != other && point != shape), "{a} and {b}");
                if dash == other {
                    let apart = distance(lab(one, seen), lab(two, seen));
                    assert!(apart >= 10.0, "{who}: {a} and {b} differ by {apart}");
                }
            }
        }
    }
}

/// `n` policies, the last of which avert most, with these titles.
fn many(n: usize, title: impl Fn(usize) -> String) -> Vec<Made> {
    let made = |i: usize| -> Made {
        let name: &'static str = Box::leak(title(i).into_boxed_str());
        (name, [-0.001 * (i + 1) as f64; 3], 0.003, 2e6)
    };
    (0..n).map(made).collect()
}

/// The same at one parameter vector, and over draws at two budgets.
fn both(made: &[Made]) -> [Sample; 2] {
    let budgets = [1e6, 2.5e6];
    let shape = Shape { made, budgets: &budgets, draws: 40, size: 1.0, spread: 0.2, left: 0.8 };
    [sample("at one vector", made, 1.0, 20), over_draws("over draws", &shape)]
}

fn named(sample: &Sample, name: &str) -> Option<Chart> {
    charts(&sample.inputs()).into_iter().find(|chart| chart.name == name)
}

/// Colour and dash of the sample of each line in a chart's key: what is 20 to 35 wide and lies at the right.
fn samples_of_lines(chart: &Chart) -> Vec<String> {
    let line = |mark: &Mark| match mark {
        Mark::Line { points, colour, dash, width } if points.len() == 2 && *width >= 2.0 => {
            let ((x0, y0), (x1, y1)) = (points[0], points[1]);
            let wide = (20.0..=35.0).contains(&(x1 - x0));
            (y0 == y1 && x0 > 650.0 && wide).then(|| format!("{colour:?} {dash:?}"))
        }
        _ => None,
    };
    chart.scene.marks.iter().filter_map(line).collect()
}

#[test]
fn no_two_policies_of_a_chart_share_colour_and_dash_and_what_is_left_out_is_counted() {
    for n in [1, 2, 7, 8, 12, 13, 14, 60] {
        for sample in both(&many(n, |i| format!("Policy {i} of them"))) {
            for name in ["victims_over_time", "acceptability", "budget_frontier"] {
                let Some(chart) = named(&sample, name) else { continue };
                let lines = samples_of_lines(&chart);
                assert!(lines.len() >= n.min(12), "{name}, {n}: {}", lines.len());
                // The chart of acceptability has two panels of the same policies, each with its key.
                let keys = if name == "acceptability" { 2 } else { 1 };
                let different: BTreeSet<&String> = lines.iter().collect();
                assert_eq!(different.len() * keys, lines.len(), "{name}, {n} policies: {lines:#?}");
                let counted = words(&chart).contains(&format!("12 of {n} policies are drawn"));
                assert_eq!(counted, n > 12, "{name}, {n}: {}", words(&chart));
            }
        }
    }
}

#[test]
fn sixty_policies_leave_every_chart_readable_with_those_that_avert_most() {
    for sample in both(&many(60, |i| format!("Policy number {i} with a moderately long title"))) {
        for chart in charts(&sample.inputs()) {
            overlapping(&sample, &chart);
            assert!(!chart.title.ends_with('…'));
        }
        let words = words(&named(&sample, "victims_over_time").unwrap());
        assert!(words.contains("Policy number 59") && !words.contains("Policy number 1 "), "{words}");
    }
}

/// Fails where two texts of a chart lie on each other or leave the page.
fn overlapping(sample: &Sample, chart: &Chart) {
    let boxes = chart.scene.text_boxes();
    for (i, (text, a)) in boxes.iter().enumerate() {
        let inside = a[0] >= 0.0 && a[1] >= 0.0 && a[2] <= chart.scene.width && a[3] <= chart.scene.height;
        assert!(inside, "{}, {}: {text:?} leaves the page", sample.label, chart.name);
        for (other, b) in &boxes[i + 1..] {
            let apart = a[0] >= b[2] - 0.5 || b[0] >= a[2] - 0.5 || a[1] >= b[3] - 0.5 || b[1] >= a[3] - 0.5;
            assert!(apart, "{}, {}: {text:?} overlaps {other:?}", sample.label, chart.name);
        }
    }
}

#[test]
fn long_names_that_begin_alike_stay_apart_in_every_chart() {
    let begin = "Information by radio and in schools along the rivers, through teachers who were trained for it by those who \
                 know the region and its people well, ";
    let ends = ["everywhere at once", "by lot", "where most are exposed", "where fewest are", "in turn"];
    let titles = |i: usize| format!("{begin}{}", ends[i]);
    for sample in both(&many(ends.len(), titles)) {
        let of_policies = [
            "girls_averted",
            "decision",
            "effects",
            "victims_over_time",
            "effects_over_draws",
            "plane",
            "acceptability",
            "budget_frontier",
        ];
        let mut seen = 0;
        for chart in charts(&sample.inputs()).iter().filter(|chart| of_policies.contains(&chart.name)) {
            seen += 1;
            let words = words(chart);
            for end in ends {
                assert!(words.contains(end), "{}: {end}: {words}", chart.name);
            }
            overlapping(&sample, chart);
        }
        assert!(seen >= 4, "{seen}");
    }
}

#[test]
fn names_that_nothing_fits_apart_are_numbered() {
    // The first two part from the third early, and from each other too late.
    let long = "Anunciémonosunacampañaeducativainterminablementelarga".repeat(4);
    let titles = |i: usize| format!("{long}{}{long}{i}", if i == 2 { "b" } else { "a" });
    for sample in both(&many(3, titles)) {
        let chart = named(&sample, "victims_over_time").unwrap();
        let words = words(&chart);
        for apart in ["(1)", "(2)", "…b"] {
            assert!(words.contains(apart), "{apart}: {words}");
        }
    }
}

#[test]
fn a_title_is_never_cut_off_before_its_end() {
    for sample in all().iter().chain(&both(&many(9, |i| format!("{} {i}", "a policy of many words".repeat(6))))) {
        for chart in charts(&sample.inputs()) {
            let words = words(&chart);
            // What no line holds is cut inside it, as an unbreakable name is.
            let last = chart.title.split_whitespace().last().unwrap();
            if last.chars().count() < 40 {
                let begin: String = words.chars().take(chart.title.chars().count() + 2).collect();
                assert!(begin.contains(last), "{}, {}: {} / {begin}", sample.label, chart.name, chart.title);
            }
        }
    }
}

#[test]
fn hollow_and_grey_points_mean_one_thing_in_every_chart() {
    let eight = [sample("eight", &EIGHT, 1.0, 20)];
    let mut hollow_seen = 0;
    for sample in all().iter().chain(&eight) {
        for chart in charts(&sample.inputs()) {
            let points = || {
                chart.scene.marks.iter().filter_map(|mark| match mark {
                    Mark::Point { colour, hollow, radius, .. } if *radius > 3.0 => Some((*colour, *hollow)),
                    _ => None,
                })
            };
            let grey = points().filter(|(colour, _)| *colour == QUIET);
            assert!(grey.clone().all(|(_, hollow)| hollow), "{}, {}: grey, not hollow", sample.label, chart.name);
            if points().any(|(_, hollow)| hollow) {
                hollow_seen += 1;
                let words = words(&chart).to_lowercase();
                let said =
                    words.contains("hollow: can't be told apart from") || words.contains("lost in simulation noise");
                assert!(said, "{}, {}: {words}", sample.label, chart.name);
            }
        }
    }
    assert!(hollow_seen > 20, "{hollow_seen}");
}

#[test]
fn every_picture_has_a_title_and_a_description_that_names_what_is_drawn() {
    for sample in all() {
        for chart in charts(&sample.inputs()) {
            let svg = chart.inline_svg().unwrap();
            for tag in ["title", "desc"] {
                let start = svg.find(&format!("<{tag} id=\"{}-{tag}\">", chart.name)).unwrap();
                let text = &svg[start..][svg[start..].find('>').unwrap() + 1..];
                assert!(text[..text.find("</").unwrap()].trim().len() > 20, "{}: {tag}", chart.name);
            }
            assert!(svg.contains(&format!("aria-labelledby=\"{0}-title {0}-desc\"", chart.name)));
            assert!(chart.alt.chars().count() >= chart.title.chars().count(), "{}: {}", chart.name, chart.alt);
        }
    }
}

#[test]
fn colours_and_dashes_are_as_many_as_the_rule_needs() {
    // Six and five share no divisor: thirty pairs before one comes again.
    assert_eq!((PALETTE.len(), DASHES.len(), STYLES), (6, 5, 30));
}

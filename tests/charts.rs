//! Every chart can be shown to people: readable, labelled, alone on a page, and nobody identifiable in it.

mod samples;

use amparo::report::axis::spread;
use amparo::report::{ChartFormat, charts, html, write_charts};
use samples::{Sample, all};

#[test]
fn no_chart_has_overlapping_or_clipped_text() {
    for sample in all() {
        for chart in charts(&sample.inputs()) {
            let boxes = chart.scene.text_boxes();
            let mut wrong = Vec::new();
            for (i, (text, a)) in boxes.iter().enumerate() {
                if a[0] < 0.0 || a[1] < 0.0 || a[2] > chart.scene.width || a[3] > chart.scene.height
                {
                    wrong.push(format!("{text:?} leaves the page: {a:?}"));
                }
                for (other, b) in &boxes[i + 1..] {
                    if a[0] < b[2] - 0.5
                        && b[0] < a[2] - 0.5
                        && a[1] < b[3] - 0.5
                        && b[1] < a[3] - 0.5
                    {
                        wrong.push(format!("{text:?} overlaps {other:?}"));
                    }
                }
            }
            assert!(
                wrong.is_empty(),
                "{}, {}: {wrong:#?}",
                sample.label,
                chart.name
            );
        }
    }
}

/// Draws every sample for looking at: `cargo test --test charts -- --ignored`.
#[test]
#[ignore = "writes pictures to look at"]
fn draw_samples_to_look_at() {
    let out = std::env::temp_dir().join("amparo-charts");
    for sample in all() {
        let dir = out.join(sample.label);
        write_charts(&dir, &sample.inputs()).unwrap();
        std::fs::write(dir.join("report.html"), html(&sample.inputs())).unwrap();
    }
    eprintln!("{}", out.display());
}

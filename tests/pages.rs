//! Whole pages as they are read: a change of any word, number or cell of three reports shows up here, beside the promises that other
//! tests hold one by one. Pictures are left out but for their titles and descriptions, and so is what a machine decides.
//!
//! After a change that is meant, write the pages anew with `INSTA_UPDATE=always cargo test --test pages` and read the difference.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A directory of its own that goes with the test.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Desk {
        let dir = std::env::temp_dir().join(format!("amparo-pages-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&dir).expect("a directory");
        Desk(dir)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The page that a command writes for a file of the toy world, as it is compared.
fn page(name: &str, command: &[&str], file: &str) -> String {
    let desk = Desk::new(name);
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy").join(file);
    let mut run = Command::new(env!("CARGO_BIN_EXE_amparo"));
    run.args(command).arg(input).args(["--out", "out", "--quiet"]).current_dir(&desk.0);
    let ran = run.output().expect("the program starts");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let page = std::fs::read_to_string(desk.0.join("out/report.html")).expect("a page");
    compared(&page)
}

/// A page with a line for every block: styles left out, pictures by their titles and descriptions, and a dash for what differs from
/// machine to machine or with every change of the model.
fn compared(page: &str) -> String {
    let page = replaced(page, "<style>", "</style>", |_| "<style/>".to_owned());
    // What repeats it is packed, and tested by repeating it.
    let page = replaced(&page, "<script type=\"application/json\"", "</script>\n", |_| String::new());
    let page = replaced(&page, "<svg ", "</svg>", |svg| {
        let part = |tag: &str| {
            let start = svg.find(&format!("<{tag} ")).unwrap_or_default();
            let text = svg[start..].split_once('>').and_then(|(_, rest)| rest.split_once("</"));
            text.map_or("", |(text, _)| text).trim().to_owned()
        };
        format!("<svg>{}\n{}</svg>", part("title"), part("desc"))
    });
    let mut page = page;
    for fact in ["amparo", "Threads", "Wall time", "Processor time", "Hash of inputs"] {
        let start = format!("<th scope=\"row\">{fact}</th><td class=\"code\">");
        page = replaced(&page, &start, "</td>", |_| format!("{start}–</td>"));
    }
    for block in
        ["<section", "<table", "<caption", "<tr", "<h1", "<h2", "<p", "<dt", "<dd", "<li", "<figure", "<footer"]
    {
        for end in [" ", ">"] {
            page = page.replace(&format!("{block}{end}"), &format!("\n{block}{end}"));
        }
    }
    let lines = page.lines().map(str::trim_end).filter(|line| !line.is_empty());
    // The version stands in the source under each chart and at the foot.
    let version = format!("amparo {}", env!("CARGO_PKG_VERSION"));
    lines.collect::<Vec<_>>().join("\n").replace(&version, "amparo –")
}

/// A text with every piece between these marks, the marks included, replaced.
fn replaced(text: &str, from: &str, to: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(from) {
        let end = rest[start + from.len()..].find(to).expect("a piece has an end") + start + from.len() + to.len();
        out.push_str(&rest[..start]);
        out.push_str(&with(&rest[start..end]));
        rest = &rest[end..];
    }
    out + rest
}

#[test]
fn the_report_of_a_study_over_draws_reads_as_it_did() {
    insta::assert_snapshot!("decision", page("decision", &["compare"], "decision.toml"));
}

#[test]
fn the_report_of_a_study_that_matches_reads_as_it_did() {
    insta::assert_snapshot!("two_part", page("two-part", &["compare"], "two-part.toml"));
}

#[test]
fn the_report_of_a_diagnosis_reads_as_it_did() {
    insta::assert_snapshot!("diagnosis", page("diagnosis", &["diagnose"], "surveyed.toml"));
}

/// What a real region's scenario names: departments, towns, sources of its targets, and the region itself.
fn real_names() -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/madre-de-dios");
    let read = |file: &str| std::fs::read_to_string(dir.join(file)).expect("a file of the scenario");
    let mut names: Vec<String> =
        ["Madre de Dios", "madre-de-dios", "Peru", "CHS", "Huarayo"].map(String::from).to_vec();
    for table in ["departments.csv", "towns.csv", "destinations.csv"] {
        let first = |line: &str| line.split(',').next().unwrap_or_default().trim().to_owned();
        names.extend(read(table).lines().skip(1).map(first).filter(|name| name.len() > 3));
    }
    for baseline in ["baseline.toml", "baseline-1600.toml"] {
        let scenario: toml::Table = read(baseline).parse().expect("TOML");
        let sources = scenario["sources"].as_table().expect("it names its sources");
        names.extend(sources.values().map(|source| source.as_str().expect("a text").to_owned()));
    }
    names
}

#[test]
fn an_invented_region_is_credited_to_nobody_real() {
    let names = real_names();
    assert!(names.len() > 25, "{names:?}");
    for (name, command, file) in [
        ("invented-study", "compare", "study.toml"),
        ("invented-decision", "compare", "decision.toml"),
        ("invented-diagnosis", "diagnose", "surveyed.toml"),
    ] {
        let desk = Desk::new(name);
        let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/toy").join(file);
        let mut run = Command::new(env!("CARGO_BIN_EXE_amparo"));
        run.arg(command).arg(input).args(["--out", "out", "--quiet"]).current_dir(&desk.0);
        let ran = run.output().expect("the program starts");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        let mut texts = vec![("the terminal".to_owned(), String::from_utf8_lossy(&ran.stdout).into_owned())];
        for dir in ["out", "out/charts"] {
            for entry in std::fs::read_dir(desk.0.join(dir)).expect("a directory").map(|entry| entry.expect("a file")) {
                let name = entry.file_name().to_string_lossy().into_owned();
                if ["html", "svg", "csv"].iter().any(|end| name.ends_with(&format!(".{end}"))) {
                    let text = std::fs::read_to_string(entry.path()).expect("text");
                    let text = replaced(&text, "<style>", "</style>", |_| String::new());
                    // The files that were read are named there as they lie on the disk.
                    texts.push((
                        name,
                        replaced(&text, "<script type=\"application/json\"", "</script>", |_| String::new()),
                    ));
                }
            }
        }
        assert!(texts.len() >= 5, "{name}: {}", texts.len());
        for (file, text) in &texts {
            for real in &names {
                assert!(!text.contains(real.as_str()), "{name}: {file} names {real}");
            }
        }
        let page = &texts.iter().find(|(file, _)| file == "report.html").expect("a page").1;
        assert_eq!(page.contains("the scenario, which names no source"), command == "compare", "{name}");
    }
}

#[test]
fn what_differs_from_machine_to_machine_is_left_out_and_nothing_else() {
    let page = "<p>a</p><style>x</style><svg a=\"b\"><title id=\"t\">T</title><desc id=\"d\">D</desc><path/></svg>\
                <th scope=\"row\">Wall time</th><td class=\"code\">3 s</td>";
    let wanted = "<p>a</p><style/><svg>T\nD</svg><th scope=\"row\">Wall time</th><td class=\"code\">–</td>";
    assert_eq!(compared(page), wanted);
}

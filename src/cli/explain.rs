//! `amparo explain NAME`

use super::output::{emit_json, emit_text, room};
use amparo_files::Shipped;
use amparo_jobs::explain::{Book, Explained};
use amparo_model::engine;
use amparo_model::policy::VOCABULARY;
use amparo_model::register::Register;
use amparo_study::StudyError;
use amparo_text::{SourceText, wrapped};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// What a parameter, an intervention, a step of a tick, an outcome, a key or column of a file is
#[derive(Args)]
pub struct Explain {
    /// A parameter (`recruiters.kappa_r`), a group (`recruiters`), an intervention (`app`), `custom`, one of its mechanisms
    /// (`contacts`), `where`, `whom`, a step (`approaches`), an outcome (`victims`), a key or column of a file (`poverty_rate`);
    /// `schedule`, `interventions`, or `outcomes` for all of these; nothing lists what there is
    what: Option<String>,
    /// Another register than the shipped one (CSV); sources are then those of a `facts.csv` beside it, if there is one
    #[arg(long, value_name = "FILE")]
    register: Option<PathBuf>,
    /// How it is written to standard output
    #[arg(long, value_enum, default_value_t = As::Text)]
    format: As,
}

/// How an explanation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum As {
    Text,
    Json,
}

/// The facts that sources of the shipped register name.
const FACTS: &str = "madre-de-dios/facts.csv";

/// Columns that labels take, the blanks before them included.
const LABELS: usize = 14;
/// Widest that a text is set.
const WIDEST: usize = 120;

/// Prints it.
///
/// # Errors
/// Invalid input: no such thing, with the nearest name.
pub fn explain(command: &Explain, shipped: &Shipped) -> Result<(), StudyError> {
    let book = book(command, shipped)?;
    let Some(what) = command.what.as_deref() else { return overview(command, &book) };
    if let Some(text) = amparo_files::explained(what) {
        return match command.format {
            As::Json => emit_json(&json!([{ "kind": "intervention of one's own", "name": what, "says": text }])),
            As::Text => emit_text(&text),
        };
    }
    let (before, found) = match what {
        "schedule" => (format!("One tick is one week. In this order:\n\n{}\n", engine::printed()), book.steps()),
        "interventions" => (String::new(), book.interventions()),
        "outcomes" => (String::new(), book.outcomes()),
        _ => (String::new(), book.find(what)?),
    };
    match command.format {
        As::Json => emit_json(&found.iter().map(as_json).collect::<Vec<_>>()),
        As::Text => emit_text(&(before + &found.iter().map(as_text).collect::<Vec<_>>().join("\n"))),
    }
}

/// The register asked about, with the facts beside it.
fn book(command: &Explain, shipped: &Shipped) -> Result<Book, StudyError> {
    let (register, facts) = match &command.register {
        Some(file) => {
            let (source, _) = SourceText::read(file)?;
            let facts = file.with_file_name("facts.csv");
            let facts = if facts.is_file() { Some(SourceText::read(&facts)?.0) } else { None };
            (Register::from_csv(&source.text, file)?, facts)
        }
        None => {
            let facts = shipped.texts().get(FACTS).map(|bytes| SourceText::from_bytes(Path::new(FACTS), bytes));
            (Register::built_in(), facts.transpose()?.map(|(source, _)| source))
        }
    };
    Ok(Book::new(register.with(VOCABULARY.entries()), facts)?)
}

fn as_text(one: &Explained) -> String {
    let columns = room().clamp(LABELS + 20, WIDEST) - LABELS;
    let mut text = format!("{} ({})\n", one.name, one.kind);
    for (label, said) in &one.says {
        let mut label = *label;
        for line in said.lines() {
            // What is laid out in columns keeps them.
            let lines = if line.contains("  ") { vec![line.to_owned()] } else { wrapped(line, columns) };
            for line in lines {
                text.push_str(format!("  {label:<width$}{line}", width = LABELS - 2).trim_end());
                text.push('\n');
                label = "";
            }
        }
    }
    text
}

fn as_json(one: &Explained) -> Value {
    let says: Map<String, Value> = one.says.iter().map(|(label, text)| ((*label).to_owned(), json!(text))).collect();
    json!({ "kind": one.kind, "name": one.name, "says": says })
}

/// Everything that can be explained.
fn overview(command: &Explain, book: &Book) -> Result<(), StudyError> {
    let names = |all: &[Explained]| all.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let (steps, kinds, outcomes, groups) = (book.steps(), book.interventions(), book.outcomes(), book.groups());
    if command.format == As::Json {
        let all: Vec<Value> = book.all().iter().map(|one| json!({ "kind": one.kind, "name": one.name })).collect();
        return emit_json(&all);
    }
    let mut text = String::from("amparo explain NAME; a name with blanks is written with hyphens\n");
    for (what, all) in [
        ("the tick, step by step (all: schedule)", steps),
        ("what programmes do (all: interventions)", kinds),
        ("what is compared (all: outcomes)", outcomes),
        ("groups of parameters; each lists its parameters", groups),
    ] {
        let names = names(&all).iter().map(|name| name.replace(' ', "-")).collect::<Vec<_>>().join(", ");
        text.push_str(&format!("\n{what}\n"));
        for line in wrapped(&names, room().clamp(40, WIDEST) - 2) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    text.push_str(
        "\ninterventions of one's own and their mechanisms: custom; communities and girls one is limited to: where, whom\n",
    );
    text.push_str(
        "\nand every parameter (decision.theta), key of a file (school_terms), column of a table (poverty_rate), and file or chart of results\n(funnel.csv, charts/funnel)\n",
    );
    emit_text(&text)
}

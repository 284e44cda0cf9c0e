//! The record of a measurement, and how it compares with the one shipped for reference.

use super::figures::{Kind, Piece, median, normalised, spread};
use super::sentinel::Beat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The record shipped for reference (the last of `benches/records.jsonl`), built into the program.
const REFERENCE: &str = include_str!("../../../benches/records.jsonl");

/// Version of the record's format.
pub const FORMAT: u32 = 2;

/// How figures are normalised, as every record states it: whoever reads one can repeat it from what the record holds.
const NORMALISATION: &str = "each piece is divided (a rate: multiplied) by the mean of the sentinel's runs just before and after it, \
                             numbers `after` and `after` + 1 from 0, on the figure's own clock; the figure is the median of these. \
                             Plain figures are not.";
/// A spread of the sentinel's processor time, slowest to fastest, above which a machine is too noisy to compare its figures.
const NOISY: f64 = 0.35;
/// A share of the time on the wall that the sentinel was given a processor, below which the same holds.
const CROWDED: f64 = 0.9;

/// Figures of one benchmark, where it ran, and how it compares; the names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BenchRecord {
    /// Version of this format.
    pub format: u32,
    /// When it was measured: seconds since 1970, UTC.
    pub unix_seconds: u64,
    /// Program and version.
    pub program: String,
    /// What it was built from, by what, and how.
    pub build: Build,
    /// Version and hash of the model's source.
    pub model: String,
    /// False: a build for development, whose figures tell nothing.
    pub optimised: bool,
    /// Where it was measured.
    pub machine: Machine,
    /// Name of the study whose time is estimated.
    pub study: String,
    /// Name of the scenario that was run.
    pub scenario: String,
    /// The values of `--set`, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, f64>,
    /// Simulated girls of a world.
    pub girls: usize,
    /// Communities of a world.
    pub communities: usize,
    /// Fewer and shorter pieces were timed.
    pub quick: bool,
    /// Worlds at a time that the study's time is for.
    pub jobs: usize,
    /// Threads inside a world.
    pub threads: usize,
    /// How figures are normalised by it.
    pub normalisation: String,
    /// A fixed piece of work that tells the machine's own speed.
    pub sentinel: Sentinel,
    /// Every figure, in the order of the tables.
    pub figures: Vec<Figure>,
}

/// Where it was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Machine {
    /// Operating system.
    pub system: String,
    /// Architecture of the processor.
    pub architecture: String,
    /// As the system calls it; `None` where it does not tell.
    pub processor: Option<String>,
    /// Cores this process may use.
    pub cores: usize,
}

/// What a program was built from, by what, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Build {
    /// Commit that was checked out; `None` where there was no repository.
    pub commit: Option<String>,
    /// Compiler and version.
    pub compiler: String,
    /// Flags that were set beside the profile's.
    pub flags: Vec<String>,
    /// Features of the processor that it was built for.
    pub processor_features: String,
}

/// Which clock a figure is read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Clocked {
    /// Time on the wall: what waiting takes is in it.
    Wall,
    /// Time of the processor.
    Cpu,
}

/// Runs of the loop that figures are normalised by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentinel {
    /// Seconds on the wall of each run, in order.
    pub wall: Vec<f64>,
    /// Seconds of the processor of each run; those on the wall where the system does not tell.
    pub cpu: Vec<f64>,
    /// Median, seconds of the processor.
    pub seconds: f64,
    /// How far the slowest run is above the fastest, processor time, as a share.
    pub spread: f64,
    /// Share of the time on the wall for which it was given a processor, median.
    pub given: f64,
    /// Work that two at a time do in the time of one, median; `None` where one core is all there is. Well below 2: another core is
    /// busy, or shares its parts.
    pub speed_up_2: Option<f64>,
}

/// Direction in which a figure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Higher is better, such as a rate.
    Higher,
    /// Lower is better, such as a time.
    Lower,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Name in files, unique in a record.
    pub name: String,
    /// Title with its unit, for people.
    pub title: String,
    /// Which way is better.
    pub better: Better,
    /// How it is normalised.
    pub kind: Kind,
    /// The clock it is read on.
    pub clock: Clocked,
    /// Estimated from other figures, not measured itself.
    pub estimate: bool,
    /// Median of the pieces; `None` where it cannot be measured.
    pub value: Option<f64>,
    /// Smallest piece.
    pub lowest: Option<f64>,
    /// Largest piece.
    pub highest: Option<f64>,
    /// Pieces that were timed, in order; none of what could not be, of an estimate, and of what is known without.
    pub pieces: Vec<Piece>,
    /// In units of the sentinel measured around each piece; of a speed-up, as a share of the sentinel's.
    pub normalised: Option<f64>,
    /// Value of the reference; `None` where it is of another world.
    #[serde(default)]
    pub reference: Option<f64>,
    /// How many times better than the reference, normalised: above 1 is better.
    #[serde(default)]
    pub relative: Option<f64>,
}

/// Names and kind of a figure.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// Name in files.
    pub name: &'static str,
    /// Title with its unit, for people.
    pub title: &'static str,
    /// Which way is better.
    pub better: Better,
    /// How it is normalised by the sentinel.
    pub kind: Kind,
}

impl Named {
    /// The figure from its pieces, on this clock.
    pub fn measured(self, pieces: &[Piece], sentinel: &Sentinel, clock: Clocked) -> Figure {
        let values: Vec<f64> = pieces.iter().map(|p| p.value).collect();
        let normalised = median(&normalised(pieces, self.kind, sentinel.on(clock)));
        Figure {
            lowest: values.iter().copied().reduce(f64::min),
            highest: values.iter().copied().reduce(f64::max),
            pieces: pieces.to_vec(),
            ..self.known(median(&values), normalised, clock, false)
        }
    }

    /// The figure from what is known of it.
    pub fn known(self, value: Option<f64>, normalised: Option<f64>, clock: Clocked, estimate: bool) -> Figure {
        Figure {
            name: self.name.into(),
            title: self.title.into(),
            better: self.better,
            kind: self.kind,
            clock,
            estimate,
            value,
            lowest: None,
            highest: None,
            pieces: Vec::new(),
            normalised,
            reference: None,
            relative: None,
        }
    }
}

impl Sentinel {
    /// The sentinel from its runs, and from what two at a time gained.
    pub fn of(beats: &[Beat], gains: &[f64]) -> Self {
        let wall: Vec<f64> = beats.iter().map(|beat| beat.wall).collect();
        let cpu: Vec<f64> = beats.iter().map(|beat| beat.cpu.unwrap_or(beat.wall)).collect();
        let given: Vec<f64> = wall.iter().zip(&cpu).map(|(wall, cpu)| (cpu / wall).min(1.0)).collect();
        Sentinel {
            seconds: median(&cpu).unwrap_or(0.0),
            spread: spread(&cpu),
            given: median(&given).unwrap_or(1.0),
            speed_up_2: median(gains),
            wall,
            cpu,
        }
    }

    /// Seconds of its runs on this clock.
    pub fn on(&self, clock: Clocked) -> &[f64] {
        match clock {
            Clocked::Wall => &self.wall,
            Clocked::Cpu => &self.cpu,
        }
    }

    /// What it tells of the machine, in words.
    pub fn told(&self) -> String {
        format!(
            "the sentinel took {:.1} ms of processor time, up to {:.0} % longer at times, and had a processor for {:.0} % of the time",
            self.seconds * 1e3,
            self.spread * 100.0,
            self.given * 100.0
        )
    }

    /// Whether the machine was too busy, or of too changing a speed, for its figures to be compared.
    pub fn noisy(&self) -> bool {
        self.spread > NOISY || self.given < CROWDED
    }
}

impl Machine {
    /// The machine this runs on, of which the process may use `cores` cores.
    pub fn here(cores: usize) -> Self {
        let table = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let named = table.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
        Machine {
            system: std::env::consts::OS.into(),
            architecture: std::env::consts::ARCH.into(),
            processor: named.map(|(_, name)| name.trim().to_owned()).filter(|name| !name.is_empty()),
            cores,
        }
    }
}

impl std::fmt::Display for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let processor = self.processor.as_deref().unwrap_or("a processor the system does not name");
        let s = if self.cores == 1 { "" } else { "s" };
        write!(f, "{processor}, {} core{s}, {} {}", self.cores, self.system, self.architecture)
    }
}

impl BenchRecord {
    /// The record shipped for reference; `None` if this program reads another format.
    pub fn reference() -> Option<BenchRecord> {
        REFERENCE
            .lines()
            .filter_map(|line| serde_json::from_str::<BenchRecord>(line).ok())
            .rfind(|r| r.format == FORMAT)
    }

    /// The figure of this name.
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// Whether both measured the same: a world of the same name, size, and values of `--set`, and the same study.
    pub fn comparable(&self, other: &BenchRecord) -> bool {
        (&self.study, &self.scenario, &self.set, self.girls, self.threads)
            == (&other.study, &other.scenario, &other.set, other.girls, other.threads)
    }

    /// Puts the reference's values, and how many times better these are, beside them; nothing where the two do not compare.
    #[must_use]
    pub fn beside(mut self, reference: &BenchRecord) -> BenchRecord {
        if self.comparable(reference) {
            for figure in &mut self.figures {
                if let Some(there) = reference.figure(&figure.name) {
                    figure.reference = there.value;
                    figure.relative = relative(figure.better, figure.normalised, there.normalised);
                }
            }
        }
        self
    }

    /// The record without a reference: the content of a file that may become a reference itself.
    #[must_use]
    pub fn alone(mut self) -> BenchRecord {
        for figure in &mut self.figures {
            (figure.reference, figure.relative) = (None, None);
        }
        self
    }

    /// The record as a line of a file of records.
    ///
    /// # Errors
    /// What cannot be written as JSON.
    pub fn to_line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self).map(|text| text + "\n")
    }

    /// How figures are normalised.
    pub const fn normalisation() -> &'static str {
        NORMALISATION
    }
}

/// How many times better `here` is than `there`; `None` unless both are known and above 0.
fn relative(better: Better, here: Option<f64>, there: Option<f64>) -> Option<f64> {
    let (here, there) = here.zip(there).filter(|(here, there)| *here > 0.0 && *there > 0.0)?;
    Some(match better {
        Better::Higher => here / there,
        Better::Lower => there / here,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Runs of the sentinel that took so long.
    fn sentinel(seconds: &[f64]) -> Sentinel {
        let beats: Vec<Beat> = seconds.iter().map(|s| Beat { wall: *s, cpu: Some(*s) }).collect();
        Sentinel::of(&beats, &[1.9])
    }

    pub fn measured(named: Named, values: &[f64], seconds: f64) -> Figure {
        named.measured(&pieces(values), &sentinel(&vec![seconds; values.len() + 1]), Clocked::Cpu)
    }

    pub fn record(figures: Vec<Figure>) -> BenchRecord {
        BenchRecord {
            format: FORMAT,
            unix_seconds: 0,
            program: "amparo 0".into(),
            build: Build::default(),
            model: "0".into(),
            optimised: true,
            machine: Machine { system: "s".into(), architecture: "a".into(), processor: None, cores: 1 },
            study: "standard".into(),
            scenario: "world".into(),
            set: BTreeMap::new(),
            girls: 100,
            communities: 3,
            quick: false,
            jobs: 2,
            threads: 1,
            normalisation: NORMALISATION.into(),
            sentinel: sentinel(&[1.0; 20]),
            figures,
        }
    }

    #[test]
    fn a_world_in_which_something_was_set_is_not_compared_with_one_in_which_nothing_was() {
        let (plain, mut other) = (record(Vec::new()), record(Vec::new()));
        assert!(plain.comparable(&other));
        other.set.insert("demand.gold".into(), 1.2);
        assert!(!plain.comparable(&other));
        assert!(!serde_json::to_string(&plain).expect("JSON").contains("\"set\""));
    }

    fn pieces(values: &[f64]) -> Vec<Piece> {
        values.iter().enumerate().map(|(after, value)| Piece { value: *value, after }).collect()
    }

    pub const TIME: Named = Named { name: "t", title: "t, s", better: Better::Lower, kind: Kind::Time };
    pub const RATE: Named = Named { name: "r", title: "r per second", better: Better::Higher, kind: Kind::Rate };

    #[test]
    fn the_same_program_on_a_machine_half_as_fast_compares_as_equal() {
        let fast = record(vec![measured(TIME, &[1.0, 2.0, 3.0], 0.5), measured(RATE, &[10.0, 20.0, 30.0], 0.5)]);
        let slow = record(vec![measured(TIME, &[2.0, 4.0, 6.0], 1.0), measured(RATE, &[5.0, 10.0, 15.0], 1.0)]);
        let compared = slow.beside(&fast);
        for figure in &compared.figures {
            assert_eq!(figure.relative, Some(1.0), "{figure:?}");
        }
        let time = compared.figure("t").expect("it was measured");
        assert_eq!((time.value, time.lowest, time.highest, time.pieces.len()), (Some(4.0), Some(2.0), Some(6.0), 3));
        assert_eq!(time.reference, Some(2.0));
        assert!(compared.alone().figures.iter().all(|f| f.reference.is_none() && f.relative.is_none()));
    }

    #[test]
    fn above_one_is_better_for_times_and_for_rates() {
        let there = record(vec![measured(TIME, &[2.0], 1.0), measured(RATE, &[2.0], 1.0)]);
        let here = record(vec![measured(TIME, &[1.0], 1.0), measured(RATE, &[4.0], 1.0)]);
        assert!(here.beside(&there).figures.iter().all(|f| f.relative == Some(2.0)));
    }

    #[test]
    fn another_world_or_a_figure_not_known_is_not_compared() {
        let there = record(vec![measured(TIME, &[2.0], 1.0)]);
        let mut here = record(vec![measured(TIME, &[2.0], 1.0)]);
        here.girls = 7;
        assert_eq!(here.beside(&there).figures[0].relative, None);
        let unknown = record(vec![measured(TIME, &[], 1.0)]).beside(&there);
        assert_eq!((unknown.figures[0].value, unknown.figures[0].relative), (None, None));
        assert_eq!(unknown.figures[0].reference, Some(2.0));
    }

    #[test]
    fn whoever_reads_a_record_can_repeat_its_normalisation() {
        let beats: Vec<Beat> = [1.0, 2.0, 4.0].map(|s| Beat { wall: 2.0 * s, cpu: Some(s) }).to_vec();
        let sentinel = Sentinel::of(&beats, &[]);
        for (clock, expected) in [(Clocked::Cpu, [9.0 / 1.5, 9.0 / 3.0]), (Clocked::Wall, [9.0 / 3.0, 9.0 / 6.0])] {
            let figure = TIME.measured(&pieces(&[9.0, 9.0]), &sentinel, clock);
            assert_eq!(figure.normalised, Some((expected[0] + expected[1]) / 2.0));
        }
        assert_eq!(sentinel.given, 0.5);
        assert!(sentinel.noisy(), "the loop had a processor for half of the time");
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let written = record(vec![measured(TIME, &[2.0, 1.5], 0.3)]);
        let read: BenchRecord = serde_json::from_str(&written.to_line().expect("JSON")).expect("a record");
        assert_eq!(read, written);
    }
}

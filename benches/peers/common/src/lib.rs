//! What the Rust peers share, so that a difference in time is never a difference in arithmetic: parameters, the levels of
//! communities, the decision, the command line, the weekly counts, the clock. `../README.md` states the model.

use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The file `parameters.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    pub roster: Roster,
    pub communities: Communities,
    pub girls: Girls,
    pub decision: Decision,
    pub trade: Trade,
    pub weekly: Weekly,
    pub start: Start,
}

/// How many girls a community has and how many weeks each stays.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    pub girls_per_community: u32,
    pub weeks: u32,
}

/// Means and spreads of what differs between communities.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Communities {
    pub log_income: f64,
    pub log_income_spread: f64,
    pub belief: f64,
    pub belief_spread: f64,
    pub weight_spread: f64,
}

/// What differs between girls.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Girls {
    pub sigma_permanent: f64,
    pub sigma_transient: f64,
    pub sigma_belief: f64,
    pub x_return: f64,
}

/// The decision when an offer comes.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub beta: f64,
    pub delta: f64,
    pub horizon: f64,
    pub c_min: f64,
    pub prospects: f64,
    pub w_star: f64,
    pub k0: f64,
    pub loss: f64,
    pub stigma: f64,
    pub mu: f64,
    pub theta: f64,
}

/// Approaches and places.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trade {
    pub approaches_per_girl: f64,
    pub v_ref: f64,
    pub places_per_girl: f64,
}

/// Probabilities of a week.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    pub gets_out: f64,
    pub reintegrates: f64,
}

/// The world at the start.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Start {
    pub exploited: f64,
}

/// Levels of one community.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Community {
    /// m: mean of log income.
    pub log_income: f64,
    /// ℓ: log-odds given to an offer ending in exploitation.
    pub belief: f64,
    /// Share of all approaches, summing to 1.
    pub share: f64,
}

/// Levels of `n` communities: u_c is the fractional part of (c + 1) times a fixed irrational per level.
pub fn communities(n: usize, p: &Communities) -> Vec<Community> {
    let level = |c: usize, step: f64| 2.0 * ((c + 1) as f64 * step).fract() - 1.0;
    let weight = |c| 1.0 + p.weight_spread * level(c, 0.569_840_290_998_053);
    let total: f64 = (0..n).map(weight).sum();
    let community = |c| Community {
        log_income: p.log_income + p.log_income_spread * level(c, 0.618_033_988_749_895),
        belief: p.belief + p.belief_spread * level(c, 0.754_877_666_246_693),
        share: weight(c) / total,
    };
    (0..n).map(community).collect()
}

/// `effort = v/(v + v_ref)` with v the share of places vacant, for `exploited` of `girls`.
pub fn effort(exploited: u64, girls: u32, p: &Trade) -> f64 {
    let vacancy = (1.0 - exploited as f64 / (p.places_per_girl * f64::from(girls))).max(0.0);
    vacancy / (vacancy + p.v_ref)
}

/// The decision with all that is the same for everyone worked out once.
#[derive(Clone, Copy, Debug)]
pub struct Acceptance {
    c_min: f64,
    prospects: f64,
    good: f64,
    loss: f64,
    stigma: f64,
    mu: f64,
    theta: f64,
    x_return: f64,
}

impl Acceptance {
    /// From the parameters.
    pub fn new(p: &Parameters) -> Self {
        let d = &p.decision;
        let years = d.beta * d.delta * (1.0 - d.delta.powf(d.horizon)) / (1.0 - d.delta);
        let u = |c: f64| c.max(d.c_min).ln();
        Acceptance {
            c_min: d.c_min,
            prospects: years * u(d.prospects),
            good: u(d.w_star * (1.0 - d.k0)) + years * u(d.w_star),
            loss: (1.0 + years) * d.loss,
            stigma: d.stigma,
            mu: d.mu,
            theta: d.theta,
            x_return: p.girls.x_return,
        }
    }

    /// P(accept) of a girl with this log income and these log-odds of belief, who came back or did not.
    #[inline]
    pub fn probability(&self, log_income: f64, belief: f64, returned: bool) -> f64 {
        let (more, stigma) = if returned { (self.x_return, self.stigma) } else { (0.0, 0.0) };
        let b = 1.0 / (1.0 + (-(belief + more)).exp());
        let home = log_income.exp().max(self.c_min).ln() + self.prospects - stigma;
        let gain = (1.0 - b) * (self.good - home) - b * self.loss;
        1.0 / (1.0 + (-(gain - self.theta) / self.mu).exp())
    }
}

/// What is recorded of a week, and the columns of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Week {
    pub week: u32,
    pub home: u64,
    pub exploited: u64,
    pub returned: u64,
    pub approaches: u64,
    pub offers: u64,
    pub drawn_in: u64,
    pub got_out: u64,
    pub reintegrated: u64,
    pub turned_25: u64,
    pub turned_25_exploited: u64,
}

/// First line of the file of weekly counts.
pub const COLUMNS: &str =
    "week,home,exploited,returned,approaches,offers,drawn_in,got_out,reintegrated,turned_25,turned_25_exploited";

/// Writes weekly counts.
pub fn write_weeks(path: &Path, weeks: &[Week]) {
    let mut text = format!("{COLUMNS}\n");
    for w in weeks {
        let row = [
            u64::from(w.week),
            w.home,
            w.exploited,
            w.returned,
            w.approaches,
            w.offers,
            w.drawn_in,
            w.got_out,
            w.reintegrated,
            w.turned_25,
            w.turned_25_exploited,
        ];
        text += &row.map(|n| n.to_string()).join(",");
        text.push('\n');
    }
    fs::write(path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// One run: what the command line asks for.
#[derive(Clone, Debug)]
pub struct Run {
    pub girls: u32,
    pub weeks: u32,
    pub seed: u64,
    pub parameters: Parameters,
    pub out: PathBuf,
}

impl Run {
    /// From `--girls N --weeks N --seed N --parameters FILE --out FILE`.
    ///
    /// # Panics
    /// If an option is missing, or `girls` is no multiple of the size of a community.
    pub fn from_command_line() -> Run {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let option = |name: &str| {
            let at = arguments.iter().position(|a| a == name).unwrap_or_else(|| panic!("missing {name}"));
            arguments.get(at + 1).unwrap_or_else(|| panic!("{name} needs a value")).clone()
        };
        let number = |name: &str| option(name).parse::<u64>().unwrap_or_else(|e| panic!("{name}: {e}"));
        let text = fs::read_to_string(option("--parameters")).expect("a readable parameter file");
        let run = Run {
            girls: number("--girls") as u32,
            weeks: number("--weeks") as u32,
            seed: number("--seed"),
            parameters: toml::from_str(&text).expect("valid parameters"),
            out: PathBuf::from(option("--out")),
        };
        assert_eq!(run.girls % run.parameters.roster.girls_per_community, 0, "whole communities only");
        run
    }

    /// The world run, untimed, before the one that counts: one community for 20 weeks, its counts beside the others'.
    pub fn warm_up(&self) -> Run {
        let name = self.out.file_name().expect("a file name").to_string_lossy();
        let out = self.out.with_file_name(format!("warm_up_{name}"));
        Run { girls: self.parameters.roster.girls_per_community, weeks: 20, out, ..self.clone() }
    }

    /// Levels of this run's communities.
    pub fn communities(&self) -> Vec<Community> {
        communities((self.girls / self.parameters.roster.girls_per_community) as usize, &self.parameters.communities)
    }
}

/// Wall and CPU seconds of set-up and of the ticks.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Timing {
    pub setup_wall: f64,
    pub ticks_wall: f64,
    pub ticks_cpu: f64,
}

fn cpu_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
}

/// Runs a peer as the rules say: the small world untimed, then set-up and ticks of the one asked for, each timed; prints the
/// times as one line of JSON. `finish` gets what the ticks left and is not timed.
pub fn measure<W>(set_up: impl Fn(&Run) -> W, ticks: impl Fn(&Run, &mut W), finish: impl Fn(&Run, W)) {
    let run = Run::from_command_line();
    let small = run.warm_up();
    let mut world = set_up(&small);
    ticks(&small, &mut world);
    drop(world);
    let start = Instant::now();
    let mut world = set_up(&run);
    let setup_wall = start.elapsed().as_secs_f64();
    let (start, cpu) = (Instant::now(), cpu_seconds());
    ticks(&run, &mut world);
    let timing = Timing { setup_wall, ticks_wall: start.elapsed().as_secs_f64(), ticks_cpu: cpu_seconds() - cpu };
    finish(&run, world);
    println!("{}", serde_json::to_string(&timing).expect("numbers"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> Parameters {
        toml::from_str(include_str!("../../parameters.toml")).expect("valid parameters")
    }

    #[test]
    fn shares_of_communities_sum_to_one_and_levels_stay_in_their_spread() {
        let p = parameters();
        let all = communities(100, &p.communities);
        assert!((all.iter().map(|c| c.share).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(all.iter().all(|c| (c.belief - p.communities.belief).abs() <= p.communities.belief_spread));
    }

    #[test]
    fn more_income_more_belief_and_having_come_back_with_knowledge_lower_acceptance() {
        let a = Acceptance::new(&parameters());
        let p = a.probability(0.0, -0.5, false);
        assert!(p > 0.0 && p < 1.0);
        assert!(a.probability(1.0, -0.5, false) < p);
        assert!(a.probability(0.0, 0.5, false) < p);
        assert!(a.probability(0.0, -0.5, true) < p);
    }

    #[test]
    fn a_full_trade_makes_no_effort() {
        let p = parameters();
        assert_eq!(effort(7, 1000, &p.trade), 0.0);
        assert!(effort(0, 1000, &p.trade) > effort(3, 1000, &p.trade));
    }
}

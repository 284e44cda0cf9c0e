//! How strategies are called, and how a difference between two of them reads.

use crate::kit::answered::{self, over_draws};
use crate::said::matching::budget::DrawsOf;
use crate::said::matching::called::{Called, Compared, Kind, Single};
use crate::said::matching::judged::Judged;
use crate::words::en::grammar::{over_what, over_years, title, why_none};
use amparo_decide::answers::DRAWS_TO_DECIDE;
use amparo_decide::estimate::Estimate;
use amparo_tables::Format;
use amparo_tables::numbers::{number, number_like, percent, share, short};

/// What all differences rest on.
pub const STRENGTHS: &str =
    "what each intervention does and costs, such as what a contact teaches and what a training place costs (assumed)";
/// And on this.
pub const RESPONSE: &str = "the trade's response as in the draws";

/// A strategy in a sentence.
pub fn called(called: &Called) -> String {
    let kind = |kind: &Kind| match kind {
        Kind::DriverMap => "the map from the dominant driver",
        Kind::Effect => "matching one intervention to each community",
        Kind::Intensity => "matching one intervention and its intensity",
        Kind::Bundle => "matching several interventions to each community",
        Kind::PerfectSurvey => "matching with a perfect survey",
        Kind::TrueProfile => "matching with true profiles and exposure",
        Kind::BestFound => "the best found by search",
    };
    match called {
        Called::Single(single) => match single {
            Single::Uniform => "the best single intervention everywhere",
            Single::ByExposure => "the best single intervention by exposure",
            Single::ByExposureIntensity => "the best single intervention by exposure, at its best intensity",
            Single::OfAll => "the best single intervention of all",
            Single::OverAll => "the best single intervention whatever is assumed",
        }
        .into(),
        Called::Kind(of, false) => kind(of).into(),
        Called::Kind(of, true) => format!("{}, planned with the scenario's own strengths", kind(of)),
        Called::Title(text) => title(text),
    }
}

/// "60 effective draws of 64".
pub fn effective(draws: &DrawsOf) -> String {
    format!("{} effective draws of {}", number(draws.effective, 0), number(draws.all as f64, 0))
}

/// "a decision needs at least 30".
pub fn to_decide() -> String {
    format!("a decision needs at least {}", number(DRAWS_TO_DECIDE, 0))
}

/// "too few draws to decide (12 effective draws of 16): ", or nothing.
pub fn few_lead(few: Option<&DrawsOf>) -> String {
    few.map_or(String::new(), |draws| format!("too few draws to decide ({}): ", effective(draws)))
}

/// Cases as exactly as their intervals allow: whole wherever those span ten or more.
pub fn cases(e: &Estimate) -> impl Fn(f64) -> String + use<> {
    let size = answered::reach(e).fold(e.mean.abs(), |m, v| m.max(v.abs()));
    move |x| if size >= 9.95 { number(x, 0) } else { number_like(x, size) }
}

/// "312 more cases".
pub fn amount(e: &Estimate) -> String {
    format!("{} {} cases", cases(e)(e.mean.abs()), if e.mean < 0.0 { "fewer" } else { "more" })
}

/// "+312".
pub fn signed_cases(e: &Estimate) -> String {
    let text = cases(e)(e.mean);
    if e.mean > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) { format!("+{text}") } else { text }
}

/// What draws give and the error of the mean, each under its name.
pub fn certainty(e: &Estimate) -> String {
    let mut parts = vec![match over_draws(e) {
        Some((low, high)) => format!("{} {}", Format::Words.range(low, high), over_what(e)),
        None => why_none(e).to_owned(),
    }];
    parts.push(match e.bar {
        Some(bar) => format!("95 % interval of the mean: ±{}", cases(e)(bar)),
        None => "error of the mean not known".to_owned(),
    });
    if let Some(p) = e.below_zero {
        parts.push(format!("in {} of the draws it is below zero", share(p)));
    }
    parts.join("; ")
}

/// The interval over draws alone, for figures in a row.
pub fn over(e: &Estimate, text: impl Fn(f64, f64) -> String) -> String {
    over_draws(e).map_or(String::new(), |(low, high)| format!(" ({} over draws)", text(low, high)))
}

/// "1.2 % to 3.4 %".
pub fn percents(low: f64, high: f64) -> String {
    format!("{} to {}", percent(low), percent(high))
}

/// Hedge behind a figure in a row of them.
pub fn hedge(judged: Judged) -> &'static str {
    match judged {
        Judged::Few | Judged::More | Judged::Fewer => "",
        Judged::Untold => ", which cannot be told from zero",
        Judged::MoreOnAverage | Judged::FewerOnAverage => ", not under every assumption",
    }
}

/// "choosing where gains" and its like.
pub fn verdict(subject: &str, e: &Estimate, judged: Judged) -> String {
    let hedge = if over_draws(e).is_some() { ", not under every assumption" } else { "; how surely is not known" };
    match judged {
        Judged::Few => format!("too few draws to decide what {subject} gains"),
        Judged::Untold => format!("what {subject} gains cannot be told from zero"),
        Judged::More => format!("{subject} gains"),
        Judged::Fewer => format!("{subject} loses"),
        Judged::MoreOnAverage => format!("{subject} gains on average{hedge}"),
        Judged::FewerOnAverage => format!("{subject} loses on average{hedge}"),
    }
}

/// "the bundle averts 312 more cases over 15 years than … (1.3 % of all that begin in the baseline; …)".
pub fn compared(c: &Compared) -> String {
    format!(
        "{} averts {} {} than {} ({} of all that begin in the baseline; {})",
        called(&c.policy),
        amount(&c.gain.averted),
        over_years(c.horizon),
        called(&c.against),
        percent(c.gain.share_of_baseline.mean.abs()),
        certainty(&c.gain.averted)
    )
}

/// About three digits, at least two of a small number, which a parameter may be, and no idle zeros.
pub fn fine(x: f64) -> String {
    let text = match x.abs() {
        v if v >= 0.1 || v == 0.0 => short(x),
        v => number(x, (1.0 - v.log10().floor()).clamp(0.0, 9.0) as usize),
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

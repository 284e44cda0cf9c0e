//! Tables in English.

use super::english::English;
use super::grammar::spent;
use crate::words::tables::{Blank, Head, IntervalOf, Label, RowName, Tables};
use amparo_decide::answers::Decision;
use amparo_tables::numbers::{number, share, short, soles};
use amparo_text::money;
use std::borrow::Cow;

const fn full(full: &'static str) -> Label {
    Label { full: Cow::Borrowed(full), brief: None, unit: "" }
}

const fn brief(full: &'static str, brief: &'static str) -> Label {
    Label { full: Cow::Borrowed(full), brief: Some(Cow::Borrowed(brief)), unit: "" }
}

const fn per_year(full: &'static str) -> Label {
    Label { full: Cow::Borrowed(full), brief: None, unit: "per year" }
}

impl Tables for English {
    fn head(&self, head: Head) -> Label {
        match head {
            Head::Policy => full("Policy"),
            Head::Cost => full("Cost"),
            Head::SpellsAverted => brief("Spells averted", "averted"),
            Head::PerCase(one) => {
                let per_case = format!("{} per case", money::sign());
                let brief = if one { per_case.clone() } else { format!("{per_case} (draws)") };
                Label { full: per_case.into(), brief: Some(brief.into()), unit: "discounted" }
            }
            Head::BestIn => brief("Best in", "best in"),
            Head::StepBefore => brief("Before", "before"),
            Head::StepSpatial => brief("Spatial shift", "spatial"),
            Head::StepRefilling => brief("Refilling", "refilling"),
            Head::StepAfter(one) => brief("After", if one { "after adaptation" } else { "after (draws)" }),
            Head::StepsOfRefilling => full("Refilling, step by step"),
            Head::Quantity => full("Quantity"),
            Head::Baseline => full("Baseline"),
            Head::Target => full("Target"),
            Head::OffBy => full("Off by"),
            Head::Source => full("Source"),
            Head::Mean => full("Mean"),
            Head::Department => full("Department"),
            Head::EffectiveDrivers => brief("Effective drivers", "effective"),
            Head::Threshold => full("Threshold"),
            Head::RangeExamined => full("Range examined"),
            Head::PreferredSide => full("Of draws lie on the preferred side"),
            Head::Region => full("Region"),
            Head::Estimated => full("estimated"),
            Head::True => full("true"),
            Head::Community => brief("Community", "community"),
            Head::Girls => full("Girls"),
            Head::Exposure => full("Exposure"),
            Head::LargestEstimated => brief("Largest driver, estimated", "largest driver, estimated"),
            Head::LargestTrue => brief("Largest driver, true", "true"),
            Head::Rule => full("rule"),
            Head::Communities => full("communities"),
            Head::Planned => Label { full: format!("{} planned", money::sign()).into(), brief: None, unit: "" },
            Head::Forecast => full("forecast averted"),
            Head::YesTo => full("Yes to"),
            Head::Where => full("Where"),
            Head::YesAmongAll => full("Yes among all"),
            Head::YesInside => full("Yes inside, where found"),
            Head::YesHeldOut => full("Yes inside, held out"),
            Head::Learned => full("What would be learned"),
            Head::Parameters => full("Parameters"),
            Head::Question => full("Question"),
            Head::Answer => full("Answer"),
            Head::RestsOn => full("This rests on"),
            Head::Strategy => full("Strategy"),
            Head::CasesAverted => brief("Cases averted", "cases averted"),
            Head::Spent => per_year("Spent"),
            Head::Survey => per_year("Survey"),
            Head::Unspent => per_year("Unspent"),
            Head::Does => full("Does"),
            Head::FurtherCases => full("further cases"),
            Head::BelowZero => full("below zero in"),
            Head::SpentPerYear => brief("Spent per year", "spent/year"),
            Head::SpentFunded => brief("Spent per funded year", "funded/year"),
            Head::SpentInAll => brief("Spent in all years", "in all"),
            Head::GirlsAverted => brief("Girls averted", "girls averted"),
            Head::Poorest => brief("Of the poorest third", "poorest third"),
            Head::Under15 => brief("Under 15", "under 15"),
            Head::InTreated => brief("Averted where there is a programme", "treated places"),
            Head::InUntreated => brief("Averted where there is none", "untreated places"),
            Head::LeftSight => brief("More women out of sight", "out of sight"),
            Head::Elsewhere => brief("Drawn in elsewhere, %", "elsewhere, %"),
            Head::SpentFollowing => brief("Spent per following year", "following/year"),
            Head::YearsOfMoney => full("Years of money"),
            Head::UnspentPerYear => brief("Unspent per year", "unspent/year"),
            Head::UnspentPerYearOfMoney => brief("Unspent per year of money", "unspent/year"),
            Head::Correlation => full("Correlation with the baseline"),
            Head::Unpaired => full("Unpaired replicates for one paired"),
            Head::Grade => full("Grade"),
            Head::Share => full("Share"),
            Head::Meaning => full("Meaning"),
            Head::Fact => full("Fact"),
            Head::Value => full("Value"),
            Head::RepeatedAverted => brief("Repeated spells averted", "repeated averted"),
            Head::InTraining => brief("In training", "in training"),
            Head::Optimism => brief("Optimism", "optimism"),
            Head::VictimYearsAverted => full("victim-years averted"),
            Head::SpentInSearch => full("spent per year"),
            Head::Study => full("Study"),
            Head::OfScenario => full("Scenario"),
            Head::Sure => full("How sure"),
            Head::AvertsMost => full("Averts most"),
            Head::Directory => full("Directory"),
            Head::Variant => full("Variant"),
            Head::Assumed => brief("By what is assumed", "assumed"),
            Head::SpentOver => full("Spent"),
            Head::PerGirl => {
                let per_girl = format!("{} per girl", money::sign());
                Label { full: per_girl.clone().into(), brief: Some(per_girl.into()), unit: "discounted" }
            }
            Head::TargetingWorth => brief("Girls averted more", "girls averted more"),
            Head::EverywhereSpent => brief("Spent everywhere alike", "spent alike"),
            Head::ByExposureSpent => brief("Spent where most are exposed", "spent where most"),
        }
    }

    fn row_name(&self, row: RowName) -> &'static str {
        match row {
            RowName::Minors => "Minors among the victims",
            RowName::RescuedMinors => "Minors among those rescued in raids",
            RowName::Reexploited => "Entries that are not a first spell",
            RowName::MeanTime => "Mean time exploited",
            RowName::OneAlone => "One driver alone is decisive, share of girls",
            RowName::AllAct => "All six drivers act, share of girls",
            RowName::EffectiveOfCommunity => "Effective number of drivers of a community",
            RowName::EffectiveOfGirl => "Effective number of drivers of a girl",
            RowName::Study => "Study",
            RowName::Scenario => "Scenario",
            RowName::Program => "amparo",
            RowName::Seed => "Seed",
            RowName::Worlds => "Worlds, over all draws",
            RowName::Replicates => "Replicates",
            RowName::Precision => "Precision",
            RowName::Cells => "Cells (stored ones included)",
            RowName::Threads => "Threads",
            RowName::WallTime => "Wall time",
            RowName::ProcessorTime => "Processor time",
            RowName::Hash => "Hash of inputs",
        }
    }

    fn blank(&self, blank: Blank) -> &'static str {
        match blank {
            Blank::Undefined => "undefined",
            Blank::NoneAverted => "none averted",
            Blank::NotShown => "not shown",
            Blank::NoSurvey => "none",
        }
    }

    fn interval_of(&self, of: IntervalOf) -> &'static str {
        match of {
            IntervalOf::Draws => "draws",
            IntervalOf::Scoring => "95 %",
        }
    }

    fn at_baseline(&self, name: &str) -> String {
        format!("at {name}")
    }

    fn budget_heading(&self, d: &Decision, asked: bool, others: &[(&str, f64)]) -> String {
        let worth = |x: f64| format!("a case averted worth {}", soles(x));
        let mut heading = format!("With up to {} per year", soles(d.budget_soles_per_year));
        if asked {
            heading.push_str(&format!("; {}", worth(d.reference_willingness)));
        }
        for (name, there) in others {
            heading.push_str(&format!("; at {name} {}", worth(*there)));
        }
        heading
    }

    fn years(&self, years: f64) -> String {
        format!("{} years", short(years))
    }

    fn time(&self, seconds: f64) -> String {
        if seconds >= 120.0 { format!("{} min", short(seconds / 60.0)) } else { format!("{} s", short(seconds)) }
    }

    fn replicates(&self, run: usize, left_out: usize) -> String {
        match left_out {
            0 => run.to_string(),
            n => format!("{run} ({n} left out: the burn-in never settled)"),
        }
    }

    fn grade(&self, grade: &str) -> &'static str {
        match grade {
            "published" => "a source states the number",
            "derived" => "worked out from sources",
            "unverified" => "a source is named, not yet checked",
            "assumed" => "no evidence was found: a judgement",
            "calibrated" => "fitted so that the baseline meets its targets",
            "design" => "chosen by the study, such as a policy's settings",
            _ => "",
        }
    }

    fn households(&self, per_community: f64) -> String {
        format!("{} households per community", number(per_community, 0))
    }

    fn most_in_a_year(&self, x: f64) -> String {
        format!("most in a year {}", spent(x))
    }

    fn chosen(&self, shares: &[(String, f64)]) -> String {
        let all: Vec<String> = shares.iter().map(|(strategy, p)| format!("{strategy} {}", share(*p))).collect();
        format!("chosen: {}", all.join("; "))
    }

    fn interventions_given(&self, shares: &[(&str, f64)]) -> String {
        shares.iter().map(|(label, p)| format!("{label} {}", share(*p))).collect::<Vec<_>>().join(", ")
    }

    fn years_paid(&self, soles: &[f64]) -> String {
        let years: Vec<String> = soles.iter().map(|x| number(*x, 0)).collect();
        format!("year by year: {}", years.join("; "))
    }

    fn interventions_paid(&self, paid: &[(&str, f64)]) -> String {
        paid.iter().map(|(label, x)| format!("{label} {}", spent(*x))).collect::<Vec<_>>().join("; ")
    }
}

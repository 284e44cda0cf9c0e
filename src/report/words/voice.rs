//! All that a language must say, part by part. A sentence that a language lacks does not compile; one that nobody asks for is dead code,
//! which the compiler names too.

use super::adaptation::Adaptation;
use super::baseline::Baseline;
use super::basics::Basics;
use super::break_evens::BreakEvens;
use super::by_girls::Girls;
use super::captions::Captions;
use super::choice::Choice;
use super::columns::ColumnsTold;
use super::diagnosis::Diagnosed;
use super::discovery::Discovered;
use super::dose::Doses;
use super::effects::Effects;
use super::files::FilesTold;
use super::first_page::FirstPage;
use super::funnel::Funnels;
use super::learning::Learning;
use super::matching::{Matching, MatchingCharts};
use super::overview::Overviews;
use super::pages::Pages;
use super::questions::Questions;
use super::runs::RunsTold;
use super::search::Search;
use super::speed::SpeedTold;
use super::tables::Tables;
use super::targeting::Targeted;
use super::terminal::Terminal;
use super::towns::Towns;
use super::trials::TrialsTold;

/// A language.
pub trait Words:
    Basics
    + RunsTold
    + FirstPage
    + Effects
    + Adaptation
    + Funnels
    + Girls
    + Choice
    + Doses
    + BreakEvens
    + Learning
    + Matching
    + MatchingCharts
    + Questions
    + Discovered
    + Baseline
    + Diagnosed
    + Search
    + SpeedTold
    + Targeted
    + Captions
    + Tables
    + Overviews
    + Pages
    + Terminal
    + Towns
    + TrialsTold
    + FilesTold
    + ColumnsTold
    + Sync
{
}

//! Tables become effects, intervals, cost-effectiveness and value of information: pure functions.
//!
//! Forms of one policy: [`dose`]. Over draws: [`mean`] and [`over_draws`] (one quantity), [`waterfall`] (before and after the trade adapts), [`pairing`],
//! [`discount`], [`precision`] (when to stop). Decisions: [`ranking`], [`learning`], put together by [`ordering`]; where a case has a
//! price [`net_benefit`], [`icer`], [`acceptability`], [`per_case`], [`break_even`], by [`decision`]. When an answer turns: [`discovery`], with
//! boxes from [`discovery::prim`]. Field trials: [`pooling`], [`trials`]. Whether two results differ:
//! [`difference`].

#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions"))]
#![deny(missing_docs)]

pub mod acceptability;
pub mod answers;
pub mod break_even;
pub mod by_girls;
pub mod decision;
pub mod diagnosis;
pub mod difference;
pub mod discount;
pub mod discovery;
pub mod dose;
pub mod effects;
pub mod estimate;
pub mod funnel;
pub mod icer;
pub mod learning;
pub mod matching;
pub mod mean;
mod named;
pub mod net_benefit;
pub mod ordering;
pub mod over_draws;
pub mod pairing;
pub mod per_case;
pub mod pooling;
pub mod precision;
pub mod ranking;
pub mod refilling;
pub mod resample;
pub mod result;
pub mod search;
pub mod targeting;
pub mod trials;
pub mod view;
pub mod waterfall;

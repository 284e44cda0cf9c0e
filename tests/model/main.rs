//! The model's promises: the same bits, nothing before a policy starts, conservation, pairing, and the laws beside closed forms.
//! One program, since each costs seconds to link.

#![allow(clippy::disallowed_methods, reason = "tests compare with the standard library's functions")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../../src/model/examples/one_world.rs"]
mod example;
#[path = "../../benches/twins/mod.rs"]
mod twin;

mod aimed;
mod conservation;
mod custom;
mod diagnose;
mod draws_pairing;
mod first_edition;
mod geography;
mod her_choice;
mod one_world;
mod own_weights;
mod policy_off;
mod recall;
mod register;
mod replay;
mod same_bits;
mod second_edition;
mod statistics;
mod twins;
mod who_benefits;

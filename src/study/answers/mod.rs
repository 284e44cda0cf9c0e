//! What a study answers, from the rows its cells left: calls the pure functions of [`amparo_decide`].

mod adaptation;
pub mod all;
mod benefits;
mod by_girls;
mod choice;
mod doses;
mod draws;
mod funnel;
mod pairing;
mod targeting;
#[cfg(test)]
mod tests;
mod turning;

//! Where a programme is in its time.

use crate::world::WEEKS_PER_YEAR;

/// Where a programme is in its time, in one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// Weeks since it started; this week is the first, 0.
    pub(super) weeks: u32,
    /// How long it runs.
    length: u32,
    ramp: u32,
    /// Share of its full strength this week: 0 after its end.
    pub strength: f64,
}

impl Timing {
    /// `None` before the start. All weeks since the fork, the end exclusive.
    pub fn new(since_fork: u32, start: u32, end: u32, ramp: u32) -> Option<Timing> {
        let weeks = since_fork.checked_sub(start)?;
        let length = end - start;
        let strength = if weeks >= length {
            0.0
        } else if weeks >= ramp {
            1.0
        } else {
            f64::from(weeks + 1) / f64::from(ramp)
        };
        Some(Timing { weeks, length, ramp, strength })
    }

    /// Share of its full strength `delay_weeks` ago: 0 before its start and after its end.
    pub fn strength_before(&self, delay_weeks: f64) -> f64 {
        match self.weeks.checked_sub(delay_weeks as u32) {
            Some(then) => Timing::new(then, 0, self.length, self.ramp).map_or(0.0, |t| t.strength),
            None => 0.0,
        }
    }

    /// Weeks since its end, as felt `delay_weeks` later; 0 while it runs.
    pub fn weeks_past_end(&self, delay_weeks: f64) -> f64 {
        f64::from(self.weeks.saturating_sub(delay_weeks as u32).saturating_sub(self.length))
    }

    /// Its full strength in its last week, `delay_weeks` later; 0 before its end.
    pub fn strength_at_end(&self, delay_weeks: f64) -> f64 {
        let ended = self.weeks.saturating_sub(delay_weeks as u32) >= self.length;
        if ended {
            Timing::new(self.length.saturating_sub(1), 0, self.length, self.ramp).map_or(0.0, |t| t.strength)
        } else {
            0.0
        }
    }

    /// Years at full strength it has run so far, this week included, leaving out the first `delay_weeks`: what lasting
    /// effects grow with.
    pub fn strength_years(&self, delay_weeks: f64) -> f64 {
        let run = f64::from((self.weeks + 1).min(self.length));
        let ramp = f64::from(self.ramp);
        // Σ_{i=1..n} min(1, i/ramp).
        let sum = |n: f64| {
            let rising = n.min(ramp);
            let risen = if ramp > 0.0 { rising * (rising + 1.0) / (2.0 * ramp) } else { 0.0 };
            risen + (n - ramp).max(0.0)
        };
        // What was done in the week w works from week w + delay on, whether or not the programme has ended since.
        let matured = (f64::from(self.weeks + 1) - delay_weeks).clamp(0.0, run);
        sum(matured.floor()) / f64::from(WEEKS_PER_YEAR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_rises_over_the_ramp_and_ends() {
        assert_eq!(Timing::new(9, 10, 20, 4), None);
        let at = |week| Timing::new(week, 10, 20, 4).unwrap().strength;
        assert_eq!([at(10), at(12), at(13), at(19), at(20)], [0.25, 0.75, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn strength_years_are_the_sum_of_weekly_strengths() {
        for ramp in [0, 1, 5] {
            let mut sum = 0.0;
            for week in 0..60 {
                let t = Timing::new(week, 3, 40, ramp);
                sum += t.map_or(0.0, |t| t.strength / 52.0);
                if let Some(t) = t {
                    assert!((t.strength_years(0.0) - sum).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_delay_moves_the_effect_not_its_size() {
        let t = |week| Timing::new(week, 0, 104, 0).unwrap();
        assert_eq!(t(51).strength_years(52.0), 0.0);
        assert_eq!(t(103).strength_years(52.0), 1.0);
        assert_eq!(t(155).strength_years(52.0), 2.0);
        assert_eq!(t(400).strength_years(52.0), 2.0);
    }
}

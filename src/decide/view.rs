//! Which money counts as cost.

use super::named::named;

named! {
    /// Which money counts as cost. Transfers to households leave a programme's budget, but not society.
    pub enum View {
        /// Everything that programmes spend.
        Budget = "budget",
        /// Transfers left out: what one pays another receives.
        Societal = "societal",
    }
}

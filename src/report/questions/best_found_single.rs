//! Does what a search found, which needs no survey, beat the best single intervention?

use super::asked::{Asked, Question};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked::new(Question::BestFoundSingle, Side::Of(Role::BestFound), Side::BestSingle);

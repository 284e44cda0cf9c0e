//! Does matching beat the best single intervention, wherever that is given?

use super::asked::{Asked, Question};
use amparo_decide::matching::contrast::Side;
use amparo_decide::matching::results::Role;

/// The question.
pub const ASKED: Asked = Asked::new(Question::BestSingle, Side::Of(Role::Bundle), Side::BestSingle);

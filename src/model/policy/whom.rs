//! Which girls mechanisms can tell apart.

use crate::scenario::{Act, Attending, Objection, Whom};

/// What of `whom` a mechanism can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tells {
    /// Ages.
    pub ages: bool,
    /// Whether she attends school; of some mechanisms one answer goes without saying.
    pub schooling: Schooled,
    /// Whether her household is poor.
    pub poor: bool,
}

/// What a mechanism can tell of schooling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schooled {
    /// Nothing.
    Nothing,
    /// Either answer.
    Either,
    /// It is given to these only, so that no other answer makes sense.
    Only(Attending),
}

impl Tells {
    const NOTHING: Tells = Tells { ages: false, schooling: Schooled::Nothing, poor: false };
    const ALL: Tells = Tells { ages: true, schooling: Schooled::Either, poor: true };

    /// What a mechanism can tell.
    pub const fn of(act: &Act) -> Tells {
        match act {
            Act::Contacts(_) | Act::Warning(_) | Act::HouseholdTransfer(_) => Tells::ALL,
            Act::Training(_) => Tells { schooling: Schooled::Only(Attending::Out), ..Tells::ALL },
            Act::SchoolTransfer(_) | Act::Schooling(_) => {
                Tells { schooling: Schooled::Only(Attending::In), ..Tells::ALL }
            }
            Act::Support(_) => Tells { ages: true, ..Tells::NOTHING },
            Act::Taboo(_) | Act::Violence(_) | Act::Earnings(_) | Act::Adoption(_) => Tells::NOTHING,
        }
    }
}

/// Objects to `whom` where an act cannot tell these girls from others. Taboo falls beside contacts, with the share of girls they are
/// made with.
pub(super) fn possible(name: &str, acts: &[Act], whom: &Whom) -> Result<(), Objection> {
    if whom.is_everyone() {
        return Ok(());
    }
    let contacts = acts.iter().any(|act| matches!(act, Act::Contacts(_)));
    for act in acts.iter().filter(|act| !(contacts && matches!(act, Act::Taboo(_)))) {
        let tells = Tells::of(act);
        let refuse = |what: &str| {
            let can = can_tell(&tells);
            let why = format!("`{name}` cannot be limited to girls by {what}: its mechanism `{}` {can}", act.name());
            Err(Objection { key: "whom", why })
        };
        if whom.limits_ages() && !tells.ages {
            return refuse("age");
        }
        if whom.poor && !tells.poor {
            return refuse("poverty");
        }
        match (whom.schooling, tells.schooling) {
            (None, _) | (Some(_), Schooled::Either) => {}
            (Some(_), Schooled::Nothing) => return refuse("schooling"),
            (Some(asked), Schooled::Only(only)) if asked == only => {}
            (Some(asked), Schooled::Only(only)) => {
                let whose = if only == Attending::In { "who attend school" } else { "out of school" };
                let why = format!(
                    "`{name}` is for girls {whose} already (its mechanism `{}`), but whom.schooling is \"{}\"",
                    act.name(),
                    asked.name()
                );
                return Err(Objection { key: "whom", why });
            }
        }
    }
    Ok(())
}

/// "can tell ages only", "is the same for every girl of a community".
fn can_tell(tells: &Tells) -> &'static str {
    match (tells.ages, tells.poor) {
        (true, false) => "can tell ages only",
        _ => "is the same for every girl of a community; limit it with `where`",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Contacts, Course, Schooling, Support};

    const CONTACTS: Act = Act::Contacts(Contacts { per_year: 1.0, gain: 0.1, scale: 1.0 });
    const YOUNG: Whom = Whom { oldest: 17, ..Whom::EVERYONE };

    #[test]
    fn what_a_mechanism_cannot_tell_is_refused_with_what_it_can() {
        let schooling = Act::Schooling(Schooling { fall: 0.1, scale: 1.0 });
        let support = Act::Support(Support { effect: 0.5, speed: 1.0, scale: 1.0 });
        let refused = |acts: &[Act], whom: &Whom| possible("x", acts, whom).expect_err("it cannot tell").why;
        assert!(possible("x", &[CONTACTS, Act::Taboo(Course::NONE)], &YOUNG).is_ok());
        assert!(refused(&[Act::Taboo(Course::NONE)], &YOUNG).contains("the same for every girl"));
        assert!(refused(&[CONTACTS, Act::Earnings(Course::NONE)], &YOUNG).contains("`earnings`"));
        assert!(possible("x", &[support], &YOUNG).is_ok());
        assert!(refused(&[support], &Whom { poor: true, ..YOUNG }).contains("ages only"));
        let out = Whom { schooling: Some(Attending::Out), ..Whom::EVERYONE };
        assert!(refused(&[schooling], &out).contains("for girls who attend school already"));
        assert!(possible("x", &[Act::Earnings(Course::NONE)], &Whom::EVERYONE).is_ok());
    }
}

//! The parameter that a misspelt name most likely means.

use super::entry::Entry;
use super::whole::Register;
use amparo_text::diagnostic::nearest_name;

/// Edits that leave a field of its own group recognisable.
const SLIPS: usize = 2;

/// Parameters that had another name: (then, now).
const RENAMED: [(&str, &str); 1] = [("crackdown.miners_return", "crackdown.r_wait")];

impl Register {
    /// The valid name nearest to `name`, if one is near enough to be worth offering: one of its own group first, then a right
    /// field under a wrong group, then whatever takes the fewest edits.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        if let Some((_, now)) = RENAMED.iter().find(|(then, _)| *then == name) {
            return self.get(now).map(|entry| entry.name.as_str());
        }
        let whole = || nearest_name(name, self.entries.iter().map(|e| e.name.as_str()));
        let lower = name.to_lowercase();
        let Some((group, field)) = lower.split_once('.') else { return whole() };
        let own: Vec<&Entry> = self.entries.iter().filter(|e| e.group() == group).collect();
        let near = nearest_name(field, own.iter().map(|e| e.field()));
        let of_own = |field: &str| own.iter().find(|e| e.field() == field).map(|e| e.name.as_str());
        if let Some(found) = near.filter(|near| strsim::damerau_levenshtein(field, near) <= SLIPS) {
            return of_own(found);
        }
        let elsewhere: Vec<&Entry> = self.entries.iter().filter(|e| e.field() == field).collect();
        let of_group = |group: &str| elsewhere.iter().find(|e| e.group() == group).map(|e| e.name.as_str());
        let nearest_group = || nearest_name(group, elsewhere.iter().map(|e| e.group())).and_then(of_group);
        match elsewhere.as_slice() {
            [only] => Some(only.name.as_str()),
            _ => nearest_group().or_else(|| near.and_then(of_own)).or_else(whole),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_parameter_is_looked_for_in_its_own_group_first() {
        let register = Register::built_in();
        for (said, meant) in [
            ("info.cost_contct", "info.cost_contact"),
            ("INFO.Cost_Contact", "info.cost_contact"),
            ("cct.transfr", "cct.transfer"),
            ("cct.transfers", "cct.transfer"),
            ("decision.tetha", "decision.theta"),
            ("theta", "decision.theta"),
            ("recruiters.kapa_r", "recruiters.kappa_r"),
            ("crackdown.miners_return", "crackdown.r_wait"),
        ] {
            assert_eq!(register.nearest(said), Some(meant), "{said}");
        }
    }

    #[test]
    fn a_right_field_under_a_wrong_group_suggests_the_right_group() {
        let register = Register::built_in();
        for (said, meant) in [
            ("campaign.cost_contact", "info.cost_contact"),
            ("info.transfer", "cct.transfer"),
            ("decisions.theta", "decision.theta"),
            ("training.transfer", "cct.transfer"),
        ] {
            assert_eq!(register.nearest(said), Some(meant), "{said}");
        }
    }

    #[test]
    fn what_resembles_nothing_suggests_nothing() {
        assert_eq!(Register::built_in().nearest("xyzzy.plugh"), None);
        assert_eq!(Register::built_in().nearest(""), None);
    }

    #[test]
    fn every_parameter_misspelt_by_one_letter_is_found_again() {
        let register = Register::built_in();
        for entry in register.entries.iter().filter(|e| e.field().len() > 4) {
            let misspelt = format!("{}x", entry.name);
            assert_eq!(register.nearest(&misspelt), Some(entry.name.as_str()), "{misspelt}");
        }
    }
}

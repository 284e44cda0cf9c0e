//! Interventions of one's own for terminals: the mechanisms there are, and the keys of each.

use super::declared::{CUSTOM, WHERE, WHOM};
use super::keys::{Given, Key, Keys};
use super::mechanisms::{COST, MECHANISM, MECHANISMS};
use super::page::{given, kind, said};
use super::schema::plain;
use std::fmt::Write;

/// What `amparo explain` says of an intervention of one's own (`custom`), of a mechanism by its name, or of `where` and `whom`; `None` of
/// anything else.
pub fn explained(what: &str) -> Option<String> {
    let limits = [("where", &WHERE), ("whom", &WHOM)];
    if what == CUSTOM {
        return Some(custom());
    }
    if let Some((name, keys)) = limits.into_iter().find(|(name, _)| *name == what) {
        return Some(format!("{name}: {}\n\n{}", keys.says, listed(keys)));
    }
    let keys = MECHANISMS.iter().find(|keys| keys.name == what)?;
    Some(format!("{MECHANISM} = \"{}\": {}\n\n{}", keys.name, plain(keys.says), listed(keys)))
}

fn custom() -> String {
    let mut text = format!(
        "kind = \"{CUSTOM}\": an intervention of one's own, composed of mechanisms. Such as:\n\n\
         [[intervention]]\n\
         kind = \"{CUSTOM}\"\n\
         name = \"hotline\"\n\
         unit_of_coverage = \"girl\"\n\
         coverage = 0.5\n\
         [[intervention.act]]\n\
         mechanism = \"warning\"\n\
         dose = 0.2\n\
         shift = 1\n\
         [[intervention.cost]]\n\
         per = \"region\"\n\
         soles = 200_000\n\n\
         Mechanisms, `amparo explain MECHANISM`:\n"
    );
    for keys in MECHANISMS {
        let _ = writeln!(text, "  {:<20}{}", keys.name, plain(keys.says));
    }
    let _ = write!(text, "\nCosts: {}\n{}", COST.says, listed(&COST));
    text
}

/// Keys, one a line.
fn listed(keys: &Keys) -> String {
    let shown = || keys.keys.iter().filter(|key| key.name != MECHANISM);
    let width = shown().map(|key| key.name.len()).max().unwrap_or(0) + 2;
    shown().fold(String::new(), |mut text, key| {
        let parts = [plain(&kind(key)), held(key), plain(&said(key))];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let _ = writeln!(text, "  {:<width$}{}", key.name, parts.join("; "));
        text
    })
}

fn held(key: &Key) -> String {
    match key.given {
        Given::Required => "required".into(),
        Given::Words("–") | Given::Optional => String::new(),
        _ => format!("else {}", plain(&given(key))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mechanism_and_every_key_of_it_is_explained() {
        let all = explained(CUSTOM).expect("an intervention of one's own");
        for keys in MECHANISMS {
            assert!(all.contains(&format!("\n  {}", keys.name)), "{}", keys.name);
            let one = explained(keys.name).expect("a mechanism");
            for key in &keys.keys[1..] {
                assert!(one.contains(&format!("\n  {} ", key.name)), "{}.{}", keys.name, key.name);
            }
        }
        assert!(explained("where").is_some_and(|text| text.contains("poverty_at_least")));
        assert_eq!(explained("nothing"), None);
    }
}

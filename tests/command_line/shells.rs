//! Completions and manual pages know every command and option there is.

use crate::bench::*;

/// Commands and options that the program's own help lists.
fn commands(desk: &Desk) -> Vec<(String, Vec<String>)> {
    let help = desk.run(&["--help"]).out;
    let listed = help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).expect("commands");
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names = names.filter(|name| !name.is_empty() && *name != "help");
    let options = |name: &str| {
        let help = desk.run(&[name, "--help"]).out;
        let words = help.split(|c: char| c.is_whitespace() || c == ',');
        words.filter(|word| word.starts_with("--") && word.len() > 2).map(str::to_owned).collect::<Vec<_>>()
    };
    names.map(|name| (name.to_owned(), options(name))).collect()
}

#[test]
fn completions_of_every_shell_know_every_command_and_option() {
    let desk = Desk::new();
    let all = commands(&desk);
    assert!(all.len() > 12, "{all:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = desk.run(&["completions", shell]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        for (command, options) in &all {
            assert!(ran.out.contains(command.as_str()), "{shell}: {command}");
            for option in options {
                // fish writes an option without its dashes.
                let bare = option.trim_start_matches('-');
                assert!(
                    ran.out.contains(option) || ran.out.contains(&format!("-l {bare}")),
                    "{shell}: {command} {option}"
                );
            }
        }
    }
    assert_eq!(desk.run(&["completions", "cmd"]).code, Some(2));
    assert_eq!(desk.files(""), Vec::<String>::new());
}

#[test]
fn every_command_has_a_manual_page_with_its_options() {
    let desk = Desk::new();
    let plain = |text: &str| text.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "").replace("\\fI", "");
    let all = commands(&desk);
    let whole = plain(&desk.run(&["man"]).out);
    for (command, options) in &all {
        assert!(whole.contains(&format!("amparo-{command}(1)")), "{command} is not in the page of the program");
        let ran = desk.run(&["man", command]);
        let page = plain(&ran.out);
        assert!(ran.code == Some(0) && page.contains(".TH amparo-"), "{page}");
        for option in options {
            assert!(page.contains(option.as_str()), "{command} {option}\n{page}");
        }
    }
    let wrong = desk.run(&["man", "compair"]);
    wrong.ends(3, &["no command `compair`", "nearest: compare"]);
}

#[test]
fn manual_pages_are_written_where_they_are_asked_for_and_replace_nothing_of_a_users() {
    let desk = Desk::new();
    let all = commands(&desk);
    for _ in 0..2 {
        let ran = desk.run(&["man", "--out", "pages"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(desk.files("pages").len(), all.len() + 1);
    }
    let own = "my notes";
    desk.write("pages/amparo-run.1", own);
    std::fs::remove_file(desk.dir.join("pages/amparo.1")).expect("a page");
    desk.run(&["man", "--out", "pages"]).ends(3, &["amparo-run.1", "another file"]);
    assert_eq!(desk.read("pages/amparo-run.1"), own.as_bytes());
    assert_eq!(desk.files("pages").len(), all.len(), "nothing is written where not everything can be");
    desk.run(&["man", "--out", "no/such"]).ends(1, &["no/such"]);
}

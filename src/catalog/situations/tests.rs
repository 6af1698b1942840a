//! The situations that a folder of playbooks gives.

use std::fs;
use std::path::Path;

use chrono::NaiveDate;

use super::*;
use crate::catalog::EMBEDDED;
use crate::document::{Client, Meeting};

const WEATHER: &str = include_str!("../../../tests/playbooks/choosers/weather.toml");
const TALK: &str = include_str!("../../../tests/playbooks/valid/minimal.toml");

/// The catalog with these in the user's folder, and no chooser that is built in.
fn catalog(files: &[(&str, &str)]) -> Catalog {
    let folder = tempfile::tempdir().unwrap();
    for (name, source) in files {
        fs::write(folder.path().join(name), source).unwrap();
    }
    for chooser in Catalog::load(Path::new("/there/is/none")).choosers() {
        let plain = TALK.replace("\"talk\"", &format!("\"{}\"", chooser.id));
        fs::write(folder.path().join("in-its-place.toml"), plain).unwrap();
    }
    Catalog::load(folder.path())
}

/// Each as a line: its chooser's question, the choices, and the playbook.
fn said(catalog: &Catalog) -> Vec<String> {
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let known = Known { client: &client, meeting: &Meeting::default(), advisor: None, today };
    let line = |s: Situation| {
        let question = s.through.as_ref().map_or("", |t| &t.question).to_owned();
        let groups: String = s.groups().iter().map(|g| format!("{} [{}] / ", g.words, g.question)).collect();
        format!("{question} {groups}{} -> {}", s.words, s.playbook.id)
    };
    catalog.situations(&known).into_iter().map(line).collect()
}

#[test]
fn ways_come_first_and_then_what_none_leads_to() {
    let situations = said(&catalog(&[("weather.toml", WEATHER)]));
    let (ways, others) = situations.split_at(3);
    assert_eq!(
        ways,
        [
            "What does Ada Byron see? Sun -> exit-interview",
            "What does Ada Byron see? Clouds, and more of them with every hour \
             [Clouds, and more of them with every hour. Is there wind?] / A storm -> farewell",
            "What does Ada Byron see? Nothing at all [Nothing at all. Is there wind?] / A storm -> farewell",
        ]
    );
    assert!(others.iter().any(|s| s.ends_with("-> shared-expectations")), "{others:?}");
    let led_to = |s: &String| s.ends_with("-> exit-interview") || s.ends_with("-> farewell");
    assert!(!others.iter().any(led_to), "{others:?}");
    assert!(!situations.iter().any(|s| s.ends_with("-> weather")), "a chooser is no situation");
}

#[test]
fn a_way_is_there_as_soon_as_its_playbook_is() {
    let talk = TALK;
    let with = said(&catalog(&[("weather.toml", WEATHER), ("talk.toml", talk)]));
    assert!(with.iter().any(|s| s.ends_with("/ Not a breath -> talk")), "{with:?}");
    let broken = talk.replace("format = 1", "format = 99");
    let without = said(&catalog(&[("weather.toml", WEATHER), ("talk.toml", &broken)]));
    assert!(!without.iter().any(|s| s.contains("-> talk")), "{without:?}");
}

#[test]
fn two_choosers_follow_each_other_and_lead_to_no_chooser() {
    let second = WEATHER
        .replace("\"weather\"", "\"sea\"")
        .replace("What does {client.name} see?", "And the sea?")
        .replace("\"farewell\"", "\"weather\"");
    let situations = said(&catalog(&[("a.toml", WEATHER), ("b.toml", &second)]));
    let of_second: Vec<_> = situations.iter().filter(|s| s.starts_with("And the sea?")).collect();
    assert_eq!(of_second, ["And the sea? Sun -> exit-interview"]);
    assert!(situations[3].starts_with("And the sea?"), "{situations:?}");
}

#[test]
fn without_a_chooser_every_playbook_says_what_it_fits() {
    let all = said(&catalog(&[]));
    assert!(all.iter().all(|s| s.starts_with(' ')), "{all:?}");
    // One whose playbooks are not there is of no use, and in nobody's way.
    let lost = WEATHER.replace("\"farewell\"", "\"gone\"").replace("\"exit-interview\"", "\"lost\"");
    assert_eq!(said(&catalog(&[("weather.toml", &lost)])), all);
}

#[test]
fn what_only_helps_to_choose_is_not_offered_at_the_end() {
    let catalog = catalog(&[("weather.toml", WEATHER)]);
    let weather = catalog.playbook("weather").unwrap();
    let to = |id: &str| HandOff { to: id.to_owned(), ..weather.hand_offs[0].clone() };
    assert!(!catalog.offers(&to("weather")));
    assert!(catalog.offers(&to("farewell")) && catalog.offers(&to("nowhere")));
    let led_to: Vec<_> = catalog.led_to(weather).into_iter().map(|p| p.id.as_str()).collect();
    assert_eq!(led_to, ["farewell", "exit-interview"]);
}

#[test]
fn the_one_that_is_built_in_leads_to_the_others_that_are() {
    let catalog = Catalog::load(Path::new("/there/is/none"));
    let choosers: Vec<_> = catalog.choosers().collect();
    let [chooser] = choosers[..] else { panic!("{} choosers", choosers.len()) };
    // All of them: nothing is left that stands below its ways.
    assert_eq!(catalog.led_to(chooser).len() + 1, EMBEDDED.len());
    let nobody = (Client::default(), Meeting::default());
    let known = Known { client: &nobody.0, meeting: &nobody.1, advisor: None, today: NaiveDate::MIN };
    let situations = catalog.situations(&known);
    assert!((1..10).contains(&situations.len()), "each has a number");
    assert!(situations.iter().all(|s| s.through.is_some()));
}

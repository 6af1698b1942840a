#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use proptest::prelude::*;

use super::*;

mod failing;

const ID: &str = "k3v9q2m8x7ta";
const ALL: Keep = Keep { count: 50, bytes: 20 << 20 };

fn at(time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(time).unwrap()
}

fn noon() -> DateTime<FixedOffset> {
    at("2026-11-21T12:00:00-05:00")
}

fn after(seconds: i64) -> DateTime<FixedOffset> {
    noon() + TimeDelta::seconds(seconds)
}

fn names(versions: &Versions, id: &str) -> Vec<String> {
    let name = |v: Version| v.path.file_name().unwrap().to_str().unwrap().to_owned();
    versions.list(id).unwrap().into_iter().map(name).collect()
}

/// The texts that are kept, newest first.
fn texts(versions: &Versions, id: &str) -> Vec<String> {
    versions.list(id).unwrap().iter().map(|version| versions.read(version).unwrap()).collect()
}

#[test]
fn a_version_says_when_and_why_and_is_for_its_owner_only() {
    let dir = tempfile::tempdir().unwrap();
    let versions = Versions::new(dir.path(), ALL);
    assert_eq!(versions.list(ID).unwrap(), []);
    versions.keep(ID, "Ada\n", Why::Before, noon()).unwrap();
    // The beginning of the SHA-256 of its text.
    assert_eq!(names(&versions, ID), ["20261121T170000Z-before-c4b7d453.md"]);
    let [version] = &versions.list(ID).unwrap()[..] else { panic!() };
    assert_eq!((version.at.fixed_offset(), version.why, version.bytes), (noon(), Why::Before, 4));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = version.path.parent().unwrap();
    assert_eq!(folder, dir.path().join("versions").join(ID));
    assert_eq!((mode(&version.path), mode(folder), mode(folder.parent().unwrap())), (0o600, 0o700, 0o700));
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn those_of_one_second_stay_in_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let versions = Versions::new(dir.path(), ALL);
    for (text, why) in [("d", Why::Theirs), ("c", Why::Before), ("b", Why::Restored), ("a", Why::Day)] {
        versions.keep(ID, text, why, noon()).unwrap();
    }
    assert_eq!(texts(&versions, ID), ["a", "b", "c", "d"]);
}

#[test]
fn a_text_is_kept_once_and_moves_up_when_it_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let versions = Versions::new(dir.path(), ALL);
    versions.keep(ID, "a", Why::Day, after(0)).unwrap();
    versions.keep(ID, "a", Why::Before, after(9)).unwrap();
    assert_eq!(names(&versions, ID).len(), 1);
    assert_eq!(versions.list(ID).unwrap()[0].why, Why::Day, "it was the newest anyway");
    versions.keep(ID, "b", Why::Theirs, after(10)).unwrap();
    versions.keep(ID, "a", Why::Restored, after(20)).unwrap();
    assert_eq!(texts(&versions, ID), ["a", "b"]);
    let newest = &versions.list(ID).unwrap()[0];
    assert_eq!((newest.at.fixed_offset(), newest.why), (after(20), Why::Restored));
    // What stood there earlier does not put it back.
    versions.keep(ID, "b", Why::Day, after(-9999)).unwrap();
    assert_eq!(texts(&versions, ID), ["a", "b"]);
    assert_eq!(versions.list(ID).unwrap()[1].at.fixed_offset(), after(10));
}

#[test]
fn only_the_same_text_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let versions = Versions::new(dir.path(), ALL);
    versions.keep(ID, "a", Why::Day, after(0)).unwrap();
    // As if another text had the same beginning of its hash.
    let path = versions.list(ID).unwrap()[0].path.clone();
    fs::write(&path, "not a").unwrap();
    versions.keep(ID, "a", Why::Before, after(1)).unwrap();
    assert_eq!(texts(&versions, ID), ["a", "not a"]);
}

#[test]
fn who_writes_again_and_again_takes_away_no_day_and_days_no_change() {
    let dir = tempfile::tempdir().unwrap();
    let few = Versions::new(dir.path(), Keep { count: 6, bytes: 1000 });
    for n in 0..3 {
        few.keep(ID, &format!("day {n}"), Why::Day, after(n)).unwrap();
    }
    for n in 3..30 {
        few.keep(ID, &format!("change {n}"), Why::Before, after(n)).unwrap();
    }
    assert_eq!(texts(&few, ID), ["change 29", "change 28", "change 27", "day 2", "day 1", "day 0"]);
    for n in 30..60 {
        few.keep(ID, &format!("day {n}"), Why::Day, after(n)).unwrap();
    }
    assert_eq!(texts(&few, ID), ["day 59", "day 58", "day 57", "change 29", "change 28", "change 27"]);
}

#[test]
fn the_oldest_go_first_and_never_the_newest() {
    let dir = tempfile::tempdir().unwrap();
    let few = Versions::new(dir.path(), Keep { count: 3, bytes: 1000 });
    for n in 0..6 {
        few.keep(ID, &n.to_string(), Why::Day, after(n)).unwrap();
    }
    assert_eq!(texts(&few, ID), ["5", "4", "3"]);
    let small = Versions::new(dir.path(), Keep { count: 50, bytes: 25 });
    for n in 6..9 {
        small.keep(ID, &format!("{n:010}"), Why::Day, after(n)).unwrap();
    }
    assert_eq!(texts(&small, ID), ["0000000008", "0000000007"]);
    small.keep(ID, &"x".repeat(100), Why::Day, after(10)).unwrap();
    assert_eq!(texts(&small, ID), ["x".repeat(100)], "the newest stays, be it too large");
    // A clock that went back: what is kept now is kept, whatever is newest.
    small.keep(ID, "now", Why::Before, after(-9999)).unwrap();
    assert_eq!(texts(&small, ID), ["x".repeat(100), "now".to_owned()]);
    assert_eq!(texts(&Versions::new(dir.path(), ALL), "other"), [""; 0]);
}

#[test]
fn whatever_an_id_says_its_versions_stay_in_their_folder() {
    let dir = tempfile::tempdir().unwrap();
    let versions = Versions::new(&dir.path().join("state"), ALL);
    let long = "a".repeat(63);
    let too_long = hash("x");
    let ids = [
        ID, &long, &too_long, "x", "", ".", "..", "../../up", "/etc", "A", "a b", "é", "a\0b", "con.", "a/b",
    ];
    for id in ids {
        versions.keep(id, id, Why::Day, noon()).unwrap();
        assert_eq!(texts(&versions, id), [id], "{id:?}");
    }
    let folder = dir.path().join("state/versions");
    let folders: BTreeSet<_> =
        fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(folders.len(), ids.len(), "each has its own");
    assert!(folders.iter().all(|f| f.bytes().all(|b| b.is_ascii_alphanumeric())), "{folders:?}");
    assert!(folders.contains(&long) && !folders.contains(&too_long), "nobody's hash can be an id");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(versions.ids("k3"), [ID]);
    assert_eq!(versions.ids(""), [""; 0]);
}

#[test]
fn what_is_no_version_is_passed_over_and_left() {
    let dir = tempfile::tempdir().unwrap();
    let versions = Versions::new(dir.path(), Keep { count: 1, bytes: 1 });
    let folder = dir.path().join("versions").join(ID);
    fs::create_dir_all(folder.join("20261121T170000Z-day-ca978112.md")).unwrap();
    let others = [
        "README.md",
        ".goodterms-x.part",
        "20261121T170000Z-day-ca97811.md",
        "20261121T170000Z-night-ca978112.md",
        "20261321T170000Z-day-ca978112.md",
        "20261121T170000Z-day-ca978112.md~",
        "20261121T170000Z-day-..978112.md",
    ];
    for name in others {
        fs::write(folder.join(name), "mine").unwrap();
    }
    versions.keep(ID, "a", Why::Day, after(5)).unwrap();
    versions.keep(ID, "b", Why::Day, after(6)).unwrap();
    assert_eq!(texts(&versions, ID), ["b"]);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), others.len() + 2);
}

#[test]
fn what_prevents_it_is_said_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("versions"), "a file").unwrap();
    let versions = Versions::new(dir.path(), ALL);
    for error in [versions.keep(ID, "a", Why::Day, noon()).unwrap_err(), versions.list(ID).unwrap_err()] {
        assert!(error.to_string().contains("versions"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Within the bounds nothing that was kept is ever missing; beyond them, the newest are there.
    #[test]
    fn the_newest_texts_are_there(
        kept in proptest::collection::vec(("[a-c]{0,2}", 0i64..4), 1..14),
        count in 1usize..6,
    ) {
        let dir = tempfile::tempdir().unwrap();
        let versions = Versions::new(dir.path(), Keep { count, bytes: u64::MAX });
        let mut now = noon();
        let mut expected: Vec<String> = Vec::new();
        for (text, later) in &kept {
            now += TimeDelta::seconds(*later);
            versions.keep(ID, text, Why::Before, now).unwrap();
            if expected.first() != Some(text) {
                expected.retain(|other| other != text);
                expected.insert(0, text.clone());
                expected.truncate(count);
            }
            prop_assert_eq!(texts(&versions, ID), expected.clone());
        }
    }
}

//! Filing by swap: what others write is never lost, whatever comes in between.

use std::cell::Cell;
use std::fs;
use std::sync::atomic::Ordering;
use std::thread;

use super::eventful::{Eventful, eventful};
use super::*;

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

#[test]
fn what_others_wrote_meanwhile_is_merged() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    fs::write(&filed.path, with_line(&filed.base, "theirs")).unwrap();
    let again = file(&store(dir.path()), &filed.path, &with_line(&filed.base, "ours"), &filed.base).unwrap();
    assert_eq!((&again.path, again.is_merged, again.conflicts), (&filed.path, true, 0));
    let text = fs::read_to_string(&filed.path).unwrap();
    assert!(text.contains(" theirs\n") && text.contains(" ours\n"), "{text}");
    assert_eq!(again.base.text(), Some(text.as_str()));
    assert_eq!(files(filed.path.parent().unwrap()), 1);
}

#[test]
fn what_slips_in_at_the_last_moment_is_merged_too() {
    for no_exchange in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
        let theirs = with_line(&filed.base, "theirs");
        let mut disk = Eventful::slipping(&theirs);
        disk.no_exchange = no_exchange;
        let store = eventful(dir.path(), disk);
        let again = file(&store, &filed.path, &with_line(&filed.base, "ours"), &filed.base).unwrap();
        assert!(again.is_merged);
        let text = fs::read_to_string(&filed.path).unwrap();
        assert!(text.contains(" theirs\n") && text.contains(" ours\n"), "{no_exchange}: {text}");
        // Somebody may still be writing in the file that came out.
        assert_eq!(files(filed.path.parent().unwrap()), if no_exchange { 1 } else { 2 });
    }
}

#[test]
fn our_own_text_is_no_outside_change() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let text = with_line(&filed.base, "the very text");
    fs::write(&filed.path, &text).unwrap();
    let again = file(&store(dir.path()), &filed.path, &text, &filed.base).unwrap();
    assert_eq!((again.path, again.is_merged), (filed.path, false));
}

#[test]
fn a_note_that_was_deleted_outside_is_written_again_and_its_folder_too() {
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("notes");
    let filed = file_new(&notes, "Ada", "k3v9q2m8x7ta");
    let (text, store) = (filed.base.text().unwrap(), store(&notes));
    let filed = file(&store, &filed.path, text, &filed.base).unwrap();
    fs::remove_file(&filed.path).unwrap();
    let again = file(&store, &filed.path, text, &filed.base).unwrap();
    assert_eq!((&again.path, again.is_merged), (&filed.path, false));
    fs::remove_dir_all(filed.path.parent().unwrap()).unwrap();
    file(&store, &filed.path, text, &again.base).unwrap();
    assert_eq!(fs::read_to_string(&filed.path).unwrap(), text);
}

/// Where a disk is not there, its mount point is an empty folder.
#[test]
fn in_a_folder_that_may_be_another_ones_nothing_is_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("notes");
    let filed = file_new(&notes, "Ada", "k3v9q2m8x7ta");
    let (text, seen) = (filed.base.text().unwrap(), store(&notes));
    let filed = file(&seen, &filed.path, text, &filed.base).unwrap();
    fs::rename(&notes, dir.path().join("away")).unwrap();
    for made in [false, true] {
        if made {
            fs::create_dir(&notes).unwrap();
        }
        for store in [&seen, &store(&notes)] {
            let error = file(store, &filed.path, text, &filed.base).unwrap_err();
            assert!(matches!(error, StoreError::FolderGone(_)), "{error}");
            let top = notes.join("top.md");
            let error = file(store, &top, text, &filed.base).unwrap_err();
            assert!(matches!(error, StoreError::FolderGone(_)), "{error}");
        }
        assert!(!made || files(&notes) == 0);
    }
}

#[test]
fn a_note_that_was_moved_goes_on_where_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let moved = dir.path().join("countess").join("ada.md");
    fs::create_dir(moved.parent().unwrap()).unwrap();
    fs::rename(&filed.path, &moved).unwrap();
    let text = with_line(&filed.base, "ours");
    let again = file(&store(dir.path()), &filed.path, &text, &filed.base).unwrap();
    assert_eq!(again.path, moved.canonicalize().unwrap_or(moved.clone()));
    assert!(fs::read_to_string(&moved).unwrap().contains(" ours\n") && !filed.path.exists());
}

#[test]
fn another_conversation_or_a_newer_note_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let text = filed.base.text().unwrap();
    let other = text.replace("k3v9q2m8x7ta", "zzzzzzzzzzzz");
    fs::write(&filed.path, &other).unwrap();
    let again = file(&store(dir.path()), &filed.path, &with_line(&filed.base, "ours"), &filed.base).unwrap();
    assert!(again.path.ends_with("2026-11-21-exit-interview-k3v9q2-2.md"), "{:?}", again.path);
    assert_eq!(fs::read_to_string(&filed.path).unwrap(), other);
    for theirs in [text.replace("goodterms = 1", "goodterms = 2").into_bytes(), b"+++\n\xff".to_vec()] {
        fs::write(&filed.path, &theirs).unwrap();
        assert!(file(&store(dir.path()), &filed.path, text, &filed.base).is_err());
        assert_eq!(fs::read(&filed.path).unwrap(), theirs);
    }
    assert_eq!(files(filed.path.parent().unwrap()), 2);
}

#[test]
fn every_piece_of_a_note_that_is_half_synced_is_waited_for_and_costs_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let whole = with_line(&filed.base, "theirs");
    let base = Base::of(&whole);
    let ours = whole.replace(" theirs\n", " theirs\n- 2026-11-21 14:08:31-05:00 ours\n");
    let store = store(dir.path());
    for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        fs::write(&filed.path, &whole[..cut]).unwrap();
        let (path, text) = (filed.path.as_path(), ours.as_str());
        let filing = Filing { waits: true, ..Filing::new("k3v9q2m8x7ta", path, text, &base, now()) };
        let waited = store.file(filing);
        assert!(matches!(waited, Err(StoreError::HalfSynced(_))), "{cut}: {waited:?}");
        assert_eq!(fs::read_to_string(path).unwrap(), whole[..cut]);
        store.file(Filing { waits: false, ..filing }).unwrap();
        let text = fs::read_to_string(path).unwrap();
        assert!(
            text.contains(" theirs\n") && text.contains(" ours\n") && text.contains("Ada"),
            "{cut}: {text}"
        );
    }
}

#[test]
fn a_file_in_place_of_the_folder_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("notes");
    fs::write(&notes, "mine").unwrap();
    let error = file(&store(&notes), &notes.join("ada/x.md"), "ours", &Base::NEW).unwrap_err();
    assert!(error.to_string().contains("is a file, and should be a folder"), "{error}");
    assert!(Folder::new(&notes).list().unwrap_err().to_string().contains("is a file"));
    assert_eq!(fs::read_to_string(&notes).unwrap(), "mine");
}

#[test]
fn where_the_folder_was_not_synced_the_next_try_knows_what_stands_there() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let disk = Eventful::default();
    disk.is_unsynced.store(true, Ordering::SeqCst);
    let store = eventful(dir.path(), disk);
    let text = with_line(&filed.base, "ours");
    let error = file(&store, &filed.path, &text, &filed.base).unwrap_err();
    let StoreError::Unsynced { filed: stands, .. } = error else { panic!("{error}") };
    assert_eq!((stands.base.text(), fs::read_to_string(&filed.path).unwrap()), (Some(&*text), text.clone()));
    let again = file(&store, &filed.path, &text, &stands.base).unwrap();
    assert!(!again.is_merged);
    // The old text that was left goes when the note is opened.
    assert_eq!(files(filed.path.parent().unwrap()), 2);
    assert_eq!(store.take_in(&filed.path, "k3v9q2m8x7ta", now()), []);
    assert_eq!(files(filed.path.parent().unwrap()), 1);
}

#[test]
fn where_a_later_step_fails_it_is_known_that_ours_stands() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let theirs = with_line(&filed.base, "theirs");
    let disk = Eventful::slipping(&theirs);
    disk.makes(1);
    let store = eventful(dir.path(), disk);
    let ours = with_line(&filed.base, "ours");
    let error = file(&store, &filed.path, &ours, &filed.base).unwrap_err();
    assert!(error.to_string().contains("It stands in the note all the same"), "{error}");
    let StoreError::Unsynced { filed: stands, .. } = error else { panic!("{error}") };
    assert_eq!((stands.base.text(), stands.is_merged), (Some(ours.as_str()), false));
    assert_eq!(fs::read_to_string(&filed.path).unwrap(), ours);
    let [(out, held)] = &stands.late[..] else { panic!("{stands:?}") };
    // What came out is theirs, and is not taken in yet: it counts as written after what we knew.
    assert_eq!(
        (fs::read_to_string(out).unwrap(), held.as_slice()),
        (theirs, filed.base.text().unwrap().as_bytes())
    );
}

#[test]
fn the_last_of_a_day_is_kept_on_another_day_only() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let store = store(dir.path());
    let file_at = |filed: Filed, line: &str, then: &str, now: &str| {
        let at = |time: &str| DateTime::parse_from_rfc3339(time).unwrap();
        let file = File::options().write(true).open(&filed.path).unwrap();
        file.set_modified(at(then).to_utc().into()).unwrap();
        let text = with_line(&filed.base, line);
        let filing = Filing::new("k3v9q2m8x7ta", &filed.path, &text, &filed.base, at(now));
        store.file(filing).unwrap()
    };
    let days = || store.versions().list("k3v9q2m8x7ta").unwrap();
    let filed = file_at(filed, "one", "2026-11-21T00:01:00-05:00", "2026-11-21T23:59:00-05:00");
    // The same day where the advisor is, another one where the clock of the world stands.
    let filed = file_at(filed, "two", "2026-11-22T04:30:00+00:00", "2026-11-21T23:59:00-05:00");
    assert_eq!(days(), []);
    let last = filed.base.clone();
    file_at(filed, "three", "2026-11-21T23:59:59-05:00", "2026-11-22T00:00:00-05:00");
    let [day] = &days()[..] else { panic!("{:?}", days()) };
    assert_eq!((day.why, day.at.to_rfc3339().as_str()), (Why::Day, "2026-11-22T04:59:59+00:00"));
    assert_eq!(store.versions().read(day).ok().as_deref(), last.text());
}

#[test]
fn two_that_file_one_note_at_once_lose_no_line() {
    let dir = tempfile::tempdir().unwrap();
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let begun = Cell::new(with_line(&filed.base, "begin"));
    fs::write(&filed.path, begun.take()).unwrap();
    let file_lines = |who: char| {
        for n in 0..40 {
            let base = Base::of(&fs::read_to_string(&filed.path).unwrap());
            file(&store(dir.path()), &filed.path, &with_line(&base, &format!("{who}{n};")), &base).unwrap();
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| file_lines('a'));
        scope.spawn(|| file_lines('b'));
    });
    let all = fs::read_to_string(&filed.path).unwrap();
    for who in ['a', 'b'] {
        let lost: Vec<_> = (0..40).filter(|n| !all.contains(&format!("{who}{n};"))).collect();
        assert!(lost.is_empty(), "{who} lost {lost:?}");
    }
}

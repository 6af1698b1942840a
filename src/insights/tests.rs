use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::document::{Client, State};
use crate::playbook::model::Means;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

const TODAY: &str = "2026-11-21";

fn said(about: About, words: &str) -> Said {
    Said {
        about,
        beforehand: false,
        private: false,
        step: "s".into(),
        field: "f".into(),
        what: What::Words(words.into()),
    }
}

fn option(about: About, id: &str, label: &str) -> Said {
    Said { what: What::Option { id: id.into(), label: label.into() }, ..said(about, "") }
}

/// A conversation for tests: its id, how many days it took if it is closed, and how it ended.
fn told(id: &str, days: Option<i64>, means: Option<Means>, said: Vec<Said>) -> Told {
    let started = day("2026-10-01");
    let ending = means.map(|means| Ending {
        id: means.word().into(),
        label: format!("It was {}", means.word()),
        means: Some(means),
    });
    Told {
        path: Path::new("/notes").join(format!("{id}.md")),
        id: id.into(),
        client: Client { name: "Ada Byron".into(), ..Client::default() },
        playbook: "farewell".into(),
        title: "Farewell".into(),
        started,
        open: days.is_none(),
        closed: days.map(|n| started + chrono::Duration::days(n)),
        sample: false,
        ending: ending.filter(|_| days.is_some()),
        said,
        promises: Vec::new(),
    }
}

fn insights(all: Vec<Told>) -> Insights {
    let all: Vec<_> = all.into_iter().map(Arc::new).collect();
    Insights::of(&all, &Filter::default(), day(TODAY))
}

/// The figures of a part: label, what is told, and the conversations behind it.
fn figures(insights: &Insights, part: Part) -> Vec<(String, String, Vec<String>)> {
    let of = |figure: &Figure| {
        let ids = insights.behind(&figure.sessions).map(|told| told.id.clone()).collect();
        (figure.label.clone(), figure.told.clone(), ids)
    };
    insights.section(part).unwrap().figures.iter().map(of).collect()
}

fn row(label: &str, told: &str, ids: &[&str]) -> (String, String, Vec<String>) {
    (label.into(), told.into(), ids.iter().map(|id| (*id).into()).collect())
}

#[test]
fn options_count_by_id_and_words_as_they_stand() {
    let reason = About::Reason;
    let all = insights(vec![
        told("a", None, None, vec![option(reason, "fees", "Fees"), said(reason, "Fees")]),
        told("b", None, None, vec![said(reason, "“nobody  CALLED me.”"), said(reason, "nobody called me")]),
        told("c", None, None, vec![said(reason, "Nobody called me"), option(reason, "fees", "Fees")]),
        told("d", None, None, vec![]),
    ]);
    assert_eq!(
        figures(&all, Part::Of(reason)),
        [
            row("Fees", "2 of 3", &["a", "c"]),
            row("“nobody CALLED me.”", "2 of 3", &["b", "c"]),
            row("Fees", "1 of 3", &["a"]),
        ]
    );
    let own: Vec<bool> = all.sections[0].figures.iter().map(|figure| figure.own_words).collect();
    assert_eq!(own, [false, true, true]);
    assert_eq!(all.sections[0].note, "Of 3 conversations that say it.");
}

#[test]
fn the_same_id_for_another_thing_is_another_thing() {
    let all = insights(vec![
        told("a", None, None, vec![option(About::Sign, "less", "Less work")]),
        told("b", None, None, vec![option(About::Sign, "less", "Less contact")]),
    ]);
    assert_eq!(figures(&all, Part::Of(About::Sign)).len(), 2);
}

#[test]
fn a_guess_beforehand_is_never_their_reason() {
    let guess = Said { beforehand: true, ..said(About::Reason, "fees") };
    let sign = Said { beforehand: true, ..said(About::Sign, "silence") };
    let all = insights(vec![told("a", None, None, vec![guess, sign])]);
    assert_eq!(figures(&all, Part::Of(About::Reason)), []);
    assert_eq!(figures(&all, Part::Guesses), [row("fees", "1 of 1", &["a"])]);
    // Only of reasons it makes a difference.
    assert_eq!(figures(&all, Part::Of(About::Sign)), [row("silence", "1 of 1", &["a"])]);
}

#[test]
fn what_was_tried_stands_beside_what_came_of_it() {
    let tried = || vec![said(About::Tried, "a call each month")];
    let all = insights(vec![
        told("a", Some(3), Some(Means::Kept), tried()),
        told("b", Some(3), Some(Means::Trial), tried()),
        told("c", Some(3), Some(Means::Lost), tried()),
        told("d", Some(3), Some(Means::Parked), tried()),
        told("e", None, Some(Means::Kept), tried()),
        told("f", Some(3), None, tried()),
    ]);
    let figure = &all.section(Part::Tried).unwrap().figures[0];
    assert_eq!((figure.count, figure.told.as_str()), (6, "2 stayed, 1 left, 3 undecided"));
    let split = figure.split.clone().unwrap();
    let ids = |places: &[usize]| all.behind(places).map(|told| told.id.clone()).collect::<String>();
    assert_eq!(
        (ids(&split.stayed), ids(&split.left), ids(&split.undecided)),
        ("ab".into(), "c".into(), "dfe".into())
    );
    let lone = insights(vec![told("a", Some(3), Some(Means::Kept), tried())]);
    assert_eq!(figures(&lone, Part::Tried)[0].1, "1 stayed, 0 left");
}

#[test]
fn how_it_ended_adds_up() {
    let all = insights(vec![
        told("a", Some(3), Some(Means::Kept), vec![]),
        told("b", Some(3), Some(Means::Kept), vec![]),
        told("c", Some(3), None, vec![]),
        told("d", None, None, vec![]),
    ]);
    assert_eq!(
        figures(&all, Part::Endings),
        [
            row("It was kept", "2 of 4", &["a", "b"]),
            row("Closed, and not said how", "1 of 4", &["c"]),
            row("Still open", "1 of 4", &["d"]),
        ]
    );
}

#[test]
fn few_are_named_and_of_several_the_middle_is_told() {
    let closed = |id: &str, days| told(id, Some(days), None, vec![]);
    let all = insights(vec![closed("a", 9), closed("b", 1), told("c", None, None, vec![])]);
    assert_eq!(
        figures(&all, Part::Days),
        [row("Farewell, Oct 2026", "1 day", &["b"]), row("Farewell, Oct 2026", "9 days", &["a"])]
    );
    let all = insights(vec![closed("a", 9), closed("b", 1), closed("c", 4)]);
    assert_eq!(figures(&all, Part::Days), [row("Farewell", "median 4 days, 1 to 9, of 3", &["b", "c", "a"])]);
    let all = insights(vec![closed("a", 9), closed("b", 1), closed("c", 4), closed("d", 5), closed("e", -3)]);
    assert_eq!(figures(&all, Part::Days)[0].1, "median 4.5 days, 1 to 9, of 4");
}

#[test]
fn a_promise_is_kept_by_the_day_that_was_named_first() {
    let promise = |first: &str, due: &str, state, done: Option<&str>| Promise {
        first: Some(day(first)),
        due: Some(day(due)),
        state,
        done: done.map(day),
    };
    let (open, done) = (State::Open, State::Done);
    let mut one = told("a", None, None, vec![]);
    one.promises = vec![
        promise("2026-11-01", "2026-11-01", done, Some("2026-11-01")),
        // Moved, and done by the later day: still not when it was promised.
        promise("2026-11-01", "2026-11-08", done, Some("2026-11-08")),
        promise("2026-11-01", "2026-11-01", done, None),
        promise("2026-11-01", "2026-11-20", open, None),
        promise("2026-11-01", "2026-12-20", open, None),
        promise("2026-11-21", "2026-11-21", open, None),
        promise("2026-11-01", "2026-11-01", State::Dropped, None),
        Promise { first: None, due: None, state: open, done: None },
    ];
    let all = insights(vec![one]);
    assert_eq!(
        figures(&all, Part::Promises),
        [
            row("Done by the day first named", "1 of 6", &["a"]),
            row("Done later than that", "1 of 6", &["a"]),
            row("Done, on a day nobody put down", "1 of 6", &["a"]),
            row("Still open, and overdue", "1 of 6", &["a"]),
            row("Put off to a later day", "1 of 6", &["a"]),
            row("Dropped", "1 of 6", &["a"]),
            row("Not due yet", "2", &["a"]),
        ]
    );
    let note = &all.section(Part::Promises).unwrap().note;
    assert_eq!(note, "Of 6 promises and follow-ups, 1 was done by the day first named.");
}

#[test]
fn small_numbers_have_no_hundredths() {
    assert_eq!(figure::share(2, 3), "2 of 3");
    assert_eq!(figure::share(9, 9), "9 of 9");
    assert_eq!(figure::share(7, 12), "7 of 12 (58 %)");
    assert_eq!(figure::share(0, 0), "0 of 0");
}

#[test]
fn samples_and_second_copies_do_not_count_and_filters_do() {
    let mut sample = told("s", None, None, vec![said(About::Lesson, "x")]);
    sample.sample = true;
    let mut early = told("e", None, None, vec![said(About::Lesson, "Call sooner")]);
    early.started = day("2025-01-01");
    let mut other = told("o", None, None, vec![said(About::Lesson, "Écoute")]);
    other.playbook = "rebuild".into();
    other.said[0].private = true;
    let all: Vec<_> = [sample, early.clone(), early, other].into_iter().map(Arc::new).collect();
    let count = |filter: Filter| {
        let insights = Insights::of(&all, &filter, day(TODAY));
        (insights.conversations.len(), insights.lessons.len())
    };
    assert_eq!(count(Filter::default()), (2, 1));
    assert_eq!(count(Filter { private: true, ..Filter::default() }), (2, 2));
    assert_eq!(count(Filter { since: Some(day("2026-01-01")), private: true, ..Filter::default() }), (1, 1));
    assert_eq!(count(Filter { playbook: Some("farewell".into()), ..Filter::default() }), (1, 1));
    let insights = Insights::of(&all, &Filter { private: true, ..Filter::default() }, day(TODAY));
    let fitting = |typed| insights.lessons.iter().filter(|lesson| lesson.fits(typed)).count();
    assert_eq!(
        (fitting("ecou"), fitting("sooner CALL"), fitting("farewell"), fitting("nothing")),
        (1, 1, 2, 0)
    );
    assert_eq!(insights.samples, 1);
}

fn any_said() -> impl Strategy<Value = Said> {
    let words = prop_oneof![Just("fees"), Just("Fees."), Just("李"), Just(" "), Just("nobody called")];
    let about = prop::sample::select(About::ALL.to_vec());
    (about, any::<bool>(), any::<bool>(), words, any::<bool>()).prop_map(
        |(about, beforehand, private, words, chosen)| {
            let said = if chosen { option(about, "x", words) } else { said(about, words) };
            Said { beforehand, private, ..said }
        },
    )
}

fn any_told() -> impl Strategy<Value = Told> {
    let means = prop::option::of(prop::sample::select(Means::ALL.to_vec()));
    let state = prop::sample::select(vec![State::Open, State::Done, State::Dropped]);
    let date = prop::option::of((-40i64..40).prop_map(|n| day(TODAY) + chrono::Duration::days(n)));
    let promise = (date.clone(), date.clone(), state, date).prop_map(|(first, due, state, done)| Promise {
        first,
        due,
        state,
        done,
    });
    let some = (prop::collection::vec(any_said(), 0..6), prop::collection::vec(promise, 0..4));
    ("[a-f]{1,2}", prop::option::of(-2i64..99), means, some, 0usize..3).prop_map(
        |(id, days, means, (said, promises), playbook)| {
            let playbook = ["farewell", "rebuild", "mine"][playbook].to_owned();
            Told { promises, playbook, ..told(&id, days, means, said) }
        },
    )
}

proptest! {
    #[test]
    fn figures_name_who_is_behind_them_and_add_up(all in prop::collection::vec(any_told(), 0..40)) {
        let insights = insights(all);
        let n = insights.conversations.len();
        for section in &insights.sections {
            prop_assert!(section.of.is_sorted() && section.of.windows(2).all(|two| two[0] != two[1]));
            for figure in &section.figures {
                prop_assert!(!figure.sessions.is_empty() && figure.count > 0, "{figure:?}");
                prop_assert!(figure.sessions.iter().all(|at| *at < n && section.of.contains(at)), "{figure:?}");
                prop_assert!(!figure.told.contains('%') || figure.of >= Some(WITH_PERCENT), "{figure:?}");
                let counts_conversations = !matches!(section.part, Part::Promises);
                prop_assert!(!counts_conversations || figure.count == figure.sessions.len(), "{figure:?}");
                if let Some(split) = &figure.split {
                    let mut all = [&split.stayed[..], &split.left, &split.undecided].concat();
                    all.sort_unstable();
                    prop_assert_eq!(&all, &figure.sessions);
                }
            }
        }
        let endings = insights.section(Part::Endings).unwrap();
        let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for figure in &endings.figures {
            let sum = sums.entry(&figure.playbook.as_ref().unwrap().0).or_default();
            *sum = (sum.0 + figure.count, figure.of.unwrap());
        }
        prop_assert!(sums.values().all(|(sum, of)| sum == of));
        prop_assert_eq!(sums.values().map(|(sum, _)| sum).sum::<usize>(), n);
        let days = insights.section(Part::Days).unwrap();
        prop_assert_eq!(days.figures.iter().map(|f| f.count).sum::<usize>(), days.of.len());
        let promised: usize = insights.conversations.iter().map(|told| told.promises.len()).sum();
        let promises = insights.section(Part::Promises).unwrap();
        prop_assert_eq!(promises.figures.iter().map(|f| f.count).sum::<usize>(), promised);
        let settled: usize = promises.figures.iter().filter_map(|f| f.of.map(|_| f.count)).sum();
        prop_assert!(promises.figures.iter().all(|f| f.of.is_none_or(|of| of == settled)));
    }
}

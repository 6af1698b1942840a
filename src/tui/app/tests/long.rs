//! Of long lists only what is seen is laid out; all else takes just as many rows.

use proptest::prelude::*;

use super::*;
use crate::agenda::{Brief, Briefs};
use crate::tui::app::list::Page;
use crate::tui::view;
use crate::tui::widget::markdown::StyledLine;

fn briefs() -> impl Strategy<Value = Vec<Arc<Brief>>> {
    let words = "([A-Za-z ]{0,30}|[a-zé李👩אü \t]{0,40}|[a-z]{30,80}|[a-z ]{60,160})";
    let follow_up = (words, proptest::option::of("2026-1[12]-[012][1-9]"));
    let follow_ups = proptest::collection::vec(follow_up, 0..3);
    let one = ("[A-Zé李 ][a-zé李]{0,30}", words, any::<bool>(), follow_ups);
    proptest::collection::vec(one, 0..40).prop_map(|all| {
        let brief =
            |(nth, (client, playbook, meets, follow_ups)): (usize, (String, String, bool, Vec<_>))| {
                let follow_ups: Vec<(&str, Option<&str>)> = follow_ups
                    .iter()
                    .map(|(title, day): &(String, Option<String>)| (title.as_str(), day.as_deref()))
                    .collect();
                let mut brief = (*Brief::sample(&client, "2026-11-01", &follow_ups)).clone();
                brief.path = format!("/notes/{nth}.md").into();
                brief.playbook = if nth % 3 == 0 { "win-back".into() } else { playbook.as_str().into() };
                brief.sample = nth % 5 == 0;
                brief.meeting = meets.then(|| crate::document::When::Day("2026-11-28".parse().unwrap()));
                Arc::new(brief)
            };
        all.into_iter().enumerate().map(brief).collect()
    })
}

/// What is drawn of a page is what would be drawn of all of it.
fn same_where_drawn(whole: &Page, drawn: &Page) -> Result<(), TestCaseError> {
    let range = drawn.drawn.clone().unwrap();
    prop_assert_eq!(whole.lines.len(), drawn.lines.len());
    for (at, (one, other)) in whole.lines.iter().zip(&drawn.lines).enumerate() {
        prop_assert_eq!(one.item, other.item, "line {}", at);
        if range.contains(&at) {
            prop_assert_eq!((&one.pieces, &one.right), (&other.pieces, &other.right), "line {}", at);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_drawn_of_a_long_list_is_what_stands_there(
        notes in briefs(), cells in 30usize..120, scroll in 0usize..60, height in 1usize..30,
    ) {
        let mut desk = Desk::new(80, 24);
        desk.event(Event::Listing(Ok(Arc::new(Briefs { notes, unreadable: 1 }))));
        let drawn = || Page::drawn(scroll..scroll + height);
        let app = &desk.app;
        same_where_drawn(
            &view::today::page(app, Page::default(), cells),
            &view::today::page(app, drawn(), cells),
        )?;
        for line in view::today::page(app, Page::default(), cells).lines.iter().filter(|_| cells >= 90) {
            let width = |line: &StyledLine| line.iter().map(|(t, _)| crate::text::width(t)).sum::<usize>();
            let (words, right) = (width(&line.pieces), width(&line.right));
            prop_assert!(right == 0 || words + right + 2 <= cells, "{:?}", line);
        }
        desk.keys("a");
        let app = &desk.app;
        let Screen::Agenda(agenda) = &app.screen else { panic!("{}", desk.screen()) };
        same_where_drawn(
            &view::agenda::page(app, agenda, Page::default(), cells),
            &view::agenda::page(app, agenda, drawn(), cells),
        )?;
        desk.keys("<esc>c");
        let app = &desk.app;
        let Screen::Clients(clients) = &app.screen else { panic!("{}", desk.screen()) };
        same_where_drawn(
            &view::clients::page(app, clients, Page::default(), cells),
            &view::clients::page(app, clients, drawn(), cells),
        )?;
    }
}

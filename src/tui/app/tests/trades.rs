//! Playbooks of other trades, walked on the screen from end to end by keys: nothing in the program
//! knows them.

use super::*;
use crate::playbook::model::ColumnKind;
use crate::playbook::{Facts, FieldRef, Kind};
use crate::session::Target;

/// What an advisor presses in the cell or field one is on.
fn fill_in(desk: &Desk, choice: usize) -> String {
    let session = desk.app.session().unwrap();
    let Screen::Walk(walk) = &desk.app.screen else { panic!() };
    let Some(at) = walk.field_ref() else { return "A word on it".to_owned() };
    let held = session.answer(at).is_some();
    match &session.playbook().field(at).kind {
        Kind::Text { .. } | Kind::Line { .. } if held => String::new(),
        Kind::Text { .. } => "What was said<enter>and what was not".to_owned(),
        Kind::Line { .. } => "In one line".to_owned(),
        Kind::List(_) => "The first<enter>The second<enter>The third".to_owned(),
        Kind::Choice { options, .. } => (choice % options.len() + 1).to_string(),
        Kind::Choices { .. } => "12".to_owned(),
        Kind::Checklist { items } => "<space>".repeat(items.len()),
        Kind::Date { .. } if held => String::new(),
        Kind::Date { .. } => "in 2 weeks".to_owned(),
        Kind::Period { .. } => "6".to_owned(),
        Kind::Number { .. } => "12.5".to_owned(),
        Kind::Score { .. } => "2".to_owned(),
        Kind::Table(table) => match walk.target(session) {
            Some(Target::Cell { column: Some(column), .. }) => match &table.columns[column].kind {
                ColumnKind::Date => "tomorrow".to_owned(),
                _ => "Some words".to_owned(),
            },
            Some(_) => "Another row".to_owned(),
            None => match walk.spot.column(session, at).map(|c| &table.columns[c].kind) {
                Some(ColumnKind::Choice { .. } | ColumnKind::Score { .. }) => "2".to_owned(),
                _ => "<space>".to_owned(),
            },
        },
    }
}

/// Walks to the end, always choosing the same option of a choice.
fn walk_through(desk: &mut Desk, choice: usize) {
    for _ in 0..400 {
        let Screen::Walk(walk) = &desk.app.screen else { return };
        let keys = match walk.focus {
            Focus::Next => "<enter>".to_owned(),
            // An empty row behind the last one is left empty.
            _ if behind_the_last_row(desk) => "<tab>".to_owned(),
            _ => format!("{}<tab>", fill_in(desk, choice)),
        };
        desk.keys(&keys);
    }
    panic!("no end in sight: {}", desk.screen());
}

fn behind_the_last_row(desk: &Desk) -> bool {
    let (Screen::Walk(walk), Some(session)) = (&desk.app.screen, desk.app.session()) else { return false };
    walk.table(session).is_some_and(|at| {
        let rows = session.rows(at).len();
        rows > 0 && walk.spot.row == rows
    })
}

#[test]
fn playbooks_of_other_trades_walk_from_end_to_end() {
    let trades = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/playbooks/trades");
    let mut walked = 0;
    for file in std::fs::read_dir(trades).unwrap() {
        let path = file.unwrap().path();
        for choice in 0..3 {
            let folder = tempfile::tempdir().unwrap();
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
            let mut desk = Desk::new(120, 40);
            desk.app.catalog = Arc::new(Catalog::load(folder.path()));
            let own = desk.app.catalog.entries().find(|e| e.path.is_some()).unwrap();
            let fits = own.playbook.as_ref().unwrap().fits[0].clone();
            desk.own = Some(folder);
            desk.keys("n");
            desk.click_on(&fits);
            desk.keys("Zoë O'Brien-李<tab><tab><tab>today 10:30<c-n>");
            walk_through(&mut desk, choice);
            let session = desk.app.session().unwrap();
            let open: Vec<FieldRef> = session.playbook().fields().map(|(at, _)| at).collect();
            let open: Vec<_> =
                open.into_iter().filter(|at| session.applies(*at) && !session.is_filled(*at)).collect();
            let named: Vec<_> = open.iter().map(|at| &session.playbook().field(*at).key).collect();
            assert!(named.is_empty(), "{}: {named:?}", path.display());
            let outcome = session.playbook().outcomes[0].label.clone();
            desk.click_on(&outcome);
            desk.keys("<@Close this conversation>");
            assert!(desk.screen().contains("Closed"), "{}", desk.screen());
            let document = Document::parse(desk.note());
            let playbook = desk.app.session().unwrap().playbook().clone();
            let again = Session::open(playbook, document.head().unwrap(), document, StandingClock.now());
            assert_eq!(again.answers_json(), desk.app.session().unwrap().answers_json());
            walked += 1;
        }
    }
    assert_eq!(walked, 6);
}

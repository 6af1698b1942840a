//! New, where a playbook helps to choose: its ways by number, Enter and mouse, and its guide.

use super::playbooks::{Shelf, talk};
use super::*;
use crate::catalog::EMBEDDED;
use crate::tui::app::form::Purpose;

const WEATHER: &str = include_str!("../../../../tests/playbooks/choosers/weather.toml");

/// The id of the chooser that is built in.
fn built_in() -> String {
    let catalog = Catalog::load(Path::new("/there/is/none"));
    let chooser = catalog.playbooks().find(|p| p.is_chooser()).unwrap();
    chooser.id.clone()
}

/// The weather in place of the chooser that is built in.
fn weather() -> String {
    WEATHER.replace("\"weather\"", &format!("\"{}\"", built_in()))
}

/// With the weather, a talk, and one that is broken.
fn shelf() -> Shelf {
    let shelf = Shelf::new();
    shelf.put("weather.toml", &weather());
    shelf.put("talk.toml", &talk().replace("A talk", "相談する: a talk"));
    shelf.put("bad.toml", &talk().replace("\"talk\"", "\"bad\"").replace("lab", "lba"));
    shelf
}

fn form_of(desk: &Desk) -> &str {
    match &desk.app.screen {
        Screen::Form(form) => match &form.purpose {
            Purpose::New(playbook) => &playbook.id,
            Purpose::Caller | Purpose::Details { .. } => panic!("details"),
        },
        _ => panic!("{}", desk.screen()),
    }
}

fn marked(desk: &Desk) -> usize {
    let Screen::Choose(choose) = &desk.app.screen else { panic!("{}", desk.screen()) };
    choose.list.marked
}

#[test]
fn screen_ways() {
    let shelf = shelf();
    for (width, height) in SIZES {
        let mut desk = shelf.desk(width, height);
        desk.keys("n<down><down>");
        insta::assert_snapshot!(format!("ways_{width}x{height}"), shelf.screen(&desk));
    }
}

#[test]
fn screen_guide_to_choosing() {
    at_all_sizes("choose_guide", "n<f3>");
}

#[test]
fn a_number_or_enter_takes_a_way_at_once() {
    let shelf = shelf();
    for (keys, id) in [
        ("1", "exit-interview"),
        ("2", "farewell"),
        ("3", "farewell"),
        ("4", "talk"),
        ("<enter>", "exit-interview"),
        ("<down><enter>", "farewell"),
        ("<down><down><down><enter>", "talk"),
    ] {
        let mut desk = shelf.desk(80, 24);
        desk.keys("n");
        desk.keys(keys);
        assert_eq!(form_of(&desk), id, "{keys}");
    }
    // No such number, no such way.
    let mut desk = Desk::new(80, 24);
    desk.keys("n9");
    assert!(matches!(desk.app.screen, Screen::Choose(_)), "{}", desk.screen());
}

#[test]
fn what_no_way_leads_to_stands_below() {
    let shelf = shelf();
    let mut desk = shelf.desk(120, 40);
    desk.keys("n");
    let screen = desk.screen();
    let (ways, others) = screen.split_once("Other playbooks").expect(&screen);
    assert!(ways.contains("Farewell") && !others.contains("Farewell"), "{screen}");
    assert!(others.contains("Shared expectations session"), "{screen}");
    assert!(others.contains("1 playbook cannot be used"), "{screen}");
    desk.keys("<@It's cooling, and a led session>");
    assert_eq!(form_of(&desk), "shared-expectations");
}

#[test]
fn a_question_between_cannot_be_marked_and_the_mouse_takes_what_can() {
    let shelf = shelf();
    for (width, height) in SIZES {
        let mut desk = shelf.desk(width, height);
        desk.keys("n");
        desk.click_on("Clouds, and more of them");
        assert_eq!(marked(&desk), 0, "{}", desk.screen());
        let guide = view::choose::areas(&desk.app).guide;
        assert_eq!(guide.is_some(), width >= 100);
        if let Some(guide) = guide {
            desk.click(guide.x, guide.y + 2);
            assert_eq!(marked(&desk), 0, "a click into the guide chooses nothing");
        }
        desk.click_on("Not a breath");
        assert_eq!(form_of(&desk), "talk");
    }
}

#[test]
fn the_guide_stands_beside_or_is_a_key_away() {
    let shelf = shelf();
    let mut desk = shelf.desk(120, 40);
    desk.keys("n");
    let screen = desk.screen();
    assert!(
        screen.contains("“It looks like rain, ____.”") && screen.contains("Almanac: The old"),
        "{screen}"
    );
    let (client, meeting) =
        (Client { name: "Ada Byron".to_owned(), ..Default::default() }, Default::default());
    desk.app.show_choose(Choose { client, meeting, ..Default::default() }, None);
    assert!(desk.screen().contains("What does Ada Byron see?"), "{}", desk.screen());
    assert!(desk.screen().contains("Ada would."), "{}", desk.screen());
    for keys in ["<f3>", "<c-g>"] {
        let mut desk = shelf.desk(60, 20);
        desk.keys("n");
        assert!(!desk.screen().contains("Look twice"), "{}", desk.screen());
        desk.keys(keys);
        assert!(desk.screen().contains("Look twice"), "{}", desk.screen());
        desk.keys("<esc>1");
        assert_eq!(form_of(&desk), "exit-interview");
    }
}

#[test]
fn the_wheel_turns_what_it_is_over() {
    let mut desk = Desk::new(120, 20);
    desk.keys("n");
    let areas = view::choose::areas(&desk.app);
    let guide = areas.guide.unwrap();
    let wheel = |desk: &mut Desk, x: u16, down| desk.event(Event::Wheel { x, y: guide.y, down });
    let at = |desk: &Desk| match &desk.app.screen {
        Screen::Choose(choose) => (choose.list.scroll, choose.guide_scroll),
        _ => panic!("{}", desk.screen()),
    };
    wheel(&mut desk, guide.x, true);
    assert_eq!(at(&desk), (0, 3));
    (0..50).for_each(|_| wheel(&mut desk, guide.x, true));
    let lines = view::guide::lines(&desk.app, usize::from(guide.width)).len();
    assert_eq!(at(&desk), (0, lines - usize::from(guide.height)), "no further than its end");
    (0..50).for_each(|_| wheel(&mut desk, guide.x, false));
    wheel(&mut desk, areas.list.x, true);
    assert_eq!(at(&desk).1, 0);
}

#[test]
fn without_a_guide_there_is_no_pane_and_the_key_says_so() {
    let shelf = Shelf::new();
    let (before, rest) = WEATHER.split_once("guide =").unwrap();
    let (_, fields) = rest.split_once("\n\n").unwrap();
    let silent = format!("{before}\n{fields}").replace("\"weather\"", &format!("\"{}\"", built_in()));
    shelf.put("weather.toml", &silent);
    let mut desk = shelf.desk(120, 40);
    desk.keys("n");
    assert!(desk.screen().contains("see?") && !desk.screen().contains('│'), "{}", desk.screen());
    desk.keys("<f3>");
    assert!(desk.app.overlay.is_none() && desk.screen().contains("no guide"), "{}", desk.screen());
}

#[test]
fn a_broken_chooser_of_ones_own_takes_nothing_away() {
    let shelf = Shelf::new();
    shelf.put("mine.toml", &weather().replace("kind    = \"choice\"", "kind    = \"choise\""));
    let mut desk = shelf.desk(80, 24);
    desk.keys("n<@Pre-emptive exit>");
    assert_eq!(form_of(&desk), "exit-interview");
    desk.keys("<esc>");
    let screen = desk.screen();
    assert!(!screen.contains("Clouds") && screen.contains("1 playbook cannot be used"), "{screen}");
}

#[test]
fn the_mark_stays_where_it_was_when_a_chooser_changes() {
    let shelf = shelf();
    let mut desk = shelf.desk(80, 24);
    // The storm with nothing at all, and not the one with clouds.
    desk.keys("n<down><down>");
    assert_eq!(marked(&desk), 2);
    shelf.put("weather.toml", &weather().replace("[\"Sun\", ", "[\"Rain\", \"Sun\", "));
    desk.event(Event::Focus);
    // There may be a storm with the rain, too.
    assert!(desk.screen().contains("Rain"), "{}", desk.screen());
    assert_eq!(marked(&desk), 3);
    // What helps to choose is no conversation any more while its form is up: as it was, it is begun.
    desk.keys("<@Not a breath>");
    shelf.put("talk.toml", &WEATHER.replace("\"weather\"", "\"talk\""));
    desk.event(Event::Focus);
    desk.keys("Ada<c-n>");
    assert!(desk.screen().contains("What happened?"), "{}", desk.screen());
}

#[test]
fn a_mark_follows_its_way() {
    let shelf = shelf();
    let mut desk = shelf.desk(80, 24);
    desk.keys("n<down><down>");
    let way = |desk: &Desk| {
        let situation = desk.app.situations().into_iter().nth(marked(desk)).unwrap();
        (situation.groups()[0].words.clone(), situation.words)
    };
    let before = way(&desk);
    shelf.put("weather.toml", &weather().replace("\"A storm\", ", "\"A storm\", \"A gale\", "));
    desk.event(Event::Focus);
    assert_eq!(way(&desk), before);
    assert_eq!(marked(&desk), 2, "a gale leads somewhere only behind it");
}

#[test]
fn starting_with_a_chooser_is_choosing() {
    let shelf = Shelf::new();
    shelf.put("weather.toml", WEATHER);
    let mut desk = shelf.desk(80, 24);
    for keys in ["p<own>n", "p<own><enter>n"] {
        desk.keys(keys);
        let situation = desk.app.situations().into_iter().nth(marked(&desk)).unwrap();
        assert_eq!(situation.chooser(), Some("weather"), "on its own ways, behind the built-in one's");
        desk.keys("<esc>");
        assert!(desk.screen().contains("What is the weather?  yours"), "back to its page: {}", desk.screen());
        // The list, New, Today.
        desk.keys("<esc><esc><esc>");
        assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
    }
    desk.keys("p<own>n<enter>");
    assert_eq!(form_of(&desk), "exit-interview");
    assert!(desk.notes.is_empty(), "nothing of a chooser is filed");
}

#[test]
fn a_hand_off_to_a_chooser_is_not_offered_and_not_announced() {
    let shelf = Shelf::new();
    shelf.put("weather.toml", WEATHER);
    let hand_off = |to: &str| {
        let when = "when = { field = \"first.sure\", is = \"yes\" }";
        format!("[[hand_off]]\nto = \"{to}\"\nlabel = \"On to {to}\"\n{when}\n")
    };
    shelf.put("talk.toml", &format!("{}{}{}", talk(), hand_off("weather"), hand_off("farewell")));
    let mut desk = shelf.desk(100, 40);
    desk.keys("n<@Not a breath>Ada<c-n><@( ) Yes>");
    let screen = desk.screen();
    assert!(
        screen.contains("On to farewell: another playbook") && !screen.contains("On to weather"),
        "{screen}"
    );
    desk.keys("<f9>");
    let screen = desk.screen();
    assert!(screen.contains("On to farewell") && !screen.contains("On to weather"), "{screen}");
    desk.click_on("On to farewell");
    assert_eq!(desk.session().playbook().id, "farewell");
}

#[test]
fn the_built_in_ways_fit_a_small_window() {
    let mut desk = Desk::new(60, 20);
    desk.keys("n");
    assert!(!desk.screen().contains("more below"), "{}", desk.screen());
    assert!(EMBEDDED.len() < 10);
}

#[test]
fn a_long_list_of_ways_is_paged_through() {
    let shelf = Shelf::new();
    let options: Vec<_> = (0..30).map(|n| format!("\"Weather {n}\"")).collect();
    let many = format!(
        "format = 1\n[playbook]\nid = \"many\"\nversion = \"1\"\ntitle = \"Many\"\nsummary = \"s\"\n\
         [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n[[step.field]]\nid = \"f\"\nkind = \"choice\"\n\
         label = \"F\"\noptions = [{}]\n[[hand_off]]\nto = \"farewell\"\nlabel = \"L\"\n",
        options.join(", ")
    );
    shelf.put("many.toml", &many);
    let mut desk = shelf.desk(60, 20);
    desk.keys("n<pgdn>");
    let there = marked(&desk);
    assert!(there > 5, "{}", desk.screen());
    desk.keys("<pgdn>");
    assert!(marked(&desk) > there);
    desk.keys("<pgup><pgup>");
    assert_eq!(marked(&desk), 0);
}

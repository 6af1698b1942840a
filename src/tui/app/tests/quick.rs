//! The five-minute form: all of it on one screen.

use super::walk::Focus;
use super::*;

/// In the five-minute form of an exit interview.
fn in_form(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Pre-emptive exit>Ada Byron");
    desk.click_on("Five minutes");
    desk.event(Event::Resize { width, height });
    assert!(desk.session().is_quick());
    desk
}

/// The questions of the form, whatever step they are in.
fn questions(desk: &Desk) -> usize {
    let session = desk.session();
    session
        .playbook()
        .fields()
        .filter(|(at, _)| session.step_is_asked(at.step) && session.is_asked(*at))
        .count()
}

#[test]
fn screen_five_minutes() {
    for (width, height) in SIZES {
        let mut desk = in_form(width, height);
        desk.keys(" <tab>Ring her on Monday<tab>");
        insta::assert_snapshot!(format!("quick_{width}x{height}"), desk.screen());
    }
}

/// Where one stands.
fn place(desk: &Desk) -> (usize, Focus) {
    let Screen::Walk(walk) = &desk.app.screen else { panic!("{}", desk.screen()) };
    (walk.step, walk.focus)
}

#[test]
fn tab_goes_through_all_of_it_and_back() {
    let mut desk = in_form(120, 40);
    let mut seen = vec![place(&desk)];
    while seen.len() == 1 || seen.last() != seen.first() {
        desk.keys("<tab>");
        seen.push(place(&desk));
        assert!(seen.len() < 40, "{seen:?}");
    }
    // Each question once, and at the end the line for notes and the button.
    assert_eq!(seen.len(), questions(&desk) + 3, "{seen:?}");
    for before in seen.iter().rev().skip(1) {
        desk.keys("<s-tab>");
        assert_eq!(place(&desk), *before, "{seen:?}");
    }
}

#[test]
fn the_arrows_and_the_mouse_reach_what_is_in_other_steps() {
    let mut desk = in_form(120, 60);
    let label = {
        let session = desk.session();
        let (at, field) = session
            .playbook()
            .fields()
            .filter(|(at, _)| session.step_is_asked(at.step))
            .filter(|(at, _)| session.is_asked(*at))
            .last()
            .unwrap();
        assert!(at.step > session.position().0);
        session.fill(&field.label)
    };
    let words: String = label.chars().take(16).collect();
    desk.click_on(&words);
    let Screen::Walk(walk) = &desk.app.screen else { panic!("{}", desk.screen()) };
    let step = walk.step;
    assert!(step > 0);
    for _ in 0..40 {
        desk.keys("<up>");
    }
    let Screen::Walk(walk) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert!(walk.step < step, "{}", desk.screen());
    for _ in 0..60 {
        desk.keys("<down>");
    }
    let Screen::Walk(walk) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!(walk.focus, Focus::Next, "{}", desk.screen());
}

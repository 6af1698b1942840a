//! Draws the pictures of docs/tour.md from the running program: `cargo run --example tour`.
//!
//! The program runs in a pseudo-terminal with a home folder of its own and a clock that stands still, and
//! is led by keys through the weeks of an advisor who does not exist ([`scenes`] has the table). What
//! stands on its screen is written as a picture into docs/tour: text that can be selected, no scripts,
//! no fonts from elsewhere, the same bytes each time. Nothing is written before the last screen is seen.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whoever runs it sees what went wrong")]

#[cfg(unix)]
mod home;
#[cfg(unix)]
#[path = "../../tests/pty/keys.rs"]
mod keys;
#[cfg(unix)]
mod page;
#[cfg(unix)]
mod people;
#[cfg(unix)]
mod picture;
#[cfg(unix)]
mod scenes;
#[cfg(unix)]
mod window;

#[cfg(unix)]
fn main() {
    let program = home::program();
    let homes = scenes::HOMES.map(|name| (name, home::Home::new(&program)));
    let mut shots = Vec::new();
    for scene in scenes::SCENES {
        let (_, home) = homes.iter().find(|(name, _)| *name == scene.home).unwrap();
        shots.extend(scene.play(home));
    }
    page::write(&shots);
}

#[cfg(not(unix))]
fn main() {
    panic!("the tour is drawn on Unix: it needs a pseudo-terminal");
}

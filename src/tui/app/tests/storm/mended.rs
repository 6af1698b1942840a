//! What storms have found, each as its shortest course.

use super::*;

#[test]
fn a_mouse_beyond_every_screen_hits_nothing() {
    let mut desk = Desk::walking(80, 24);
    let before = desk.screen();
    for (x, y) in [(u16::MAX, u16::MAX), (0, u16::MAX), (u16::MAX, 0)] {
        desk.click(x, y);
        desk.event(Event::Drag { x, y });
        desk.event(Event::Wheel { x, y, down: true });
    }
    desk.keys("<c-f>");
    desk.click(3, u16::MAX);
    assert_eq!(desk.screen(), before, "and the line for words is closed by a click");
}

//! What is offered can be taken, wherever one stands.

use super::*;

/// What may be taken and changes nothing that is seen: all is saved already, nothing is selected, cut or
/// written, there is no other row or place, or it lies over the screen already.
const QUIET: &[Action] = &[
    Action::Save,
    Action::SelectAll,
    Action::DeleteWord,
    Action::Cut,
    Action::Copy,
    Action::PasteOwn,
    Action::RowUp,
    Action::FindNext,
    Action::FindPrevious,
    Action::Steps,
    Action::Card,
    Action::Ready,
    Action::Guide,
    Action::Help,
];

/// All that one could notice.
fn seen(desk: &Desk) -> String {
    let (notes, edits) = (desk.notes.len(), desk.edits.len());
    let others = (desk.quit, &desk.copied, &desk.lent, notes, edits, &desk.begun, &desk.app.clipboard);
    format!("{}{others:?}{:?}", desk.screen(), desk.buffer().0)
}

#[test]
fn everything_that_is_offered_does_something_and_harms_nothing() {
    let stock = Stock::new();
    let mut dead = Vec::new();
    for place in places::all() {
        let mut desk = stock.at(place);
        desk.keys("<c-p>");
        let actions: Vec<_> = desk.app.fitting_actions().iter().map(|binding| binding.action).collect();
        for (nth, action) in actions.into_iter().enumerate() {
            let mut desk = stock.at(place);
            let before = seen(&desk);
            desk.keys("<c-p>");
            desk.keys(&"<down>".repeat(nth));
            desk.keys("<enter>");
            if seen(&desk) == before && !QUIET.contains(&action) {
                dead.push((place, action));
            }
        }
    }
    assert_eq!(dead, [], "they do nothing");
}

//! Hand-offs seen from both sides: what only the other playbook can tell.

use std::ops::Range;

use super::FAULTS_MAX;
use crate::diagnostic::Fault;
use crate::playbook::carry;
use crate::playbook::model::{FieldRef, Playbook};
use crate::text;

/// A hand-off, with its places in the file.
#[derive(Clone, Debug)]
pub struct Link {
    /// The id of the other playbook.
    pub to: String,
    pub at: Range<usize>,
    pub carry: Vec<Carried>,
}

/// One answer that goes along.
#[derive(Clone, Debug)]
pub struct Carried {
    /// `step.field` there.
    pub target: String,
    pub target_at: Range<usize>,
    /// The field here.
    pub source: FieldRef,
    pub source_at: Range<usize>,
}

/// What is wrong with the hand-offs of a playbook, given the others by id. It can be used all the
/// same: what cannot go along stays where it is.
pub fn check<'p>(ours: &Playbook, links: &[Link], find: impl Fn(&str) -> Option<&'p Playbook>) -> Vec<Fault> {
    links.iter().flat_map(|link| of_link(ours, link, &find)).take(FAULTS_MAX).collect()
}

/// What is wrong with one of them.
fn of_link<'p>(ours: &Playbook, link: &Link, find: &impl Fn(&str) -> Option<&'p Playbook>) -> Vec<Fault> {
    // A playbook may go on to itself: another round.
    let theirs = if link.to == ours.id { Some(ours) } else { find(&link.to) };
    let Some(theirs) = theirs else {
        let message = format!("there is no playbook `{}` to go on to", link.to);
        let help = "`goodterms playbook list` shows those there are; this is not offered without it";
        return vec![Fault::warning("not-installed", link.at.clone(), message).help(help)];
    };
    link.carry.iter().filter_map(|carried| of_carried(ours, theirs, carried)).take(FAULTS_MAX).collect()
}

fn of_carried(ours: &Playbook, theirs: &Playbook, carried: &Carried) -> Option<Fault> {
    let Some(target) = theirs.find(&carried.target) else {
        let message = format!("`{}` has no field `{}`", theirs.id, carried.target);
        let known: Vec<_> = theirs.fields().map(|(_, field)| field.key.as_str()).collect();
        let help = match text::nearest(&carried.target, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("`goodterms playbook show {}` shows its fields", theirs.id),
        };
        return Some(Fault::error("unknown-reference", carried.target_at.clone(), message).help(help));
    };
    let (from, to) = (&ours.field(carried.source).kind, &theirs.field(target).kind);
    let reason = carry::obstacle(from, to)?;
    let message = format!(
        "`{}` does not fit into `{}` of `{}`: {reason}",
        ours.field(carried.source).key,
        carried.target,
        theirs.id
    );
    let help = "carry it into a field of kind text, or delete this";
    Some(Fault::error("bad-carry", carried.source_at.clone(), message).help(help))
}

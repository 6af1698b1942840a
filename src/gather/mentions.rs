//! Where a client is named in conversations with others. Of these others nothing is told.

use std::collections::BTreeSet;

use super::Sources;
use crate::export::report::Mention;
use crate::store::search::{Hit, Library, Limit, Query, Spot};
use crate::text::find::Folded;

/// The places where one of these names stands in conversations that are none of these.
pub fn find(sources: Sources<'_>, names: &[String], own: &BTreeSet<String>) -> Vec<Mention> {
    let mut mentions = BTreeSet::new();
    for name in names {
        let phrase = format!("\"{}\"", name.replace(['"', '“', '”', '«', '»'], " "));
        let query = Query::new(&phrase);
        // What cannot be searched was told of already.
        let Ok(library) = Library::matching(sources.store.folder(), &query) else { continue };
        let hits = library.search(&query, Limit::NONE).hits;
        let of_others = hits.iter().filter(|hit| !own.contains(&hit.about.id) && !hit.about.is_sample);
        mentions.extend(of_others.filter(|hit| is_named(hit, name)).map(|hit| mention(sources, hit)));
    }
    mentions.into_iter().collect()
}

/// Whether a name stands there as a word of its own, in the words of the conversation.
fn is_named(hit: &Hit, name: &str) -> bool {
    let is_text = matches!(hit.spot, Spot::Block | Spot::Top | Spot::FollowUp | Spot::Reason | Spot::Meeting);
    let text = &hit.text;
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let stands_alone = |range: std::ops::Range<usize>| {
        !is_letter(text[..range.start].chars().next_back()) && !is_letter(text[range.end..].chars().next())
    };
    is_text && Folded::new(text).places(&Folded::new(name)).any(stands_alone)
}

fn mention(sources: Sources<'_>, hit: &Hit) -> Mention {
    let playbook = sources.catalog.playbook(&hit.about.playbook);
    // In the words of the playbook: a heading of the note may have been written by hand.
    let step = hit.step.as_ref().and_then(|id| playbook?.steps.iter().find(|step| step.id == *id));
    Mention {
        day: hit.about.started.date_naive(),
        title: playbook.map_or_else(|| hit.about.playbook.clone(), |playbook| playbook.title.clone()),
        step: step.map(|step| step.title.clone()),
    }
}

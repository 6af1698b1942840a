//! The words that options and columns had when a note was written. A note says answers in words and
//! a playbook may come to say them in others: by these they are still matched by id.

use super::Session;
use super::relabel::relabel;
use crate::document::Labels;
use crate::playbook::model::ColumnKind;
use crate::playbook::{Answer, Kind};
use crate::text;

/// So many bytes of words at most are remembered: the front matter must stay one that is read at
/// once. The largest of the playbooks that come with the program takes about 1 KiB.
const MOST: usize = 128 * 1024;

impl Session {
    /// What the note must remember: the words of the fields that are answered, where the id does
    /// not follow from them.
    pub(super) fn labels(&self) -> Labels {
        let (mut labels, mut bytes) = (Labels::new(), 0);
        for (at, field) in self.playbook.fields() {
            let answered = self.answers.get(&at).is_some_and(|a| !a.is_blank());
            if field.kind.is_typed() || !answered || matches!(self.answers[&at], Answer::Verbatim(_)) {
                continue;
            }
            each(&mut field.kind.clone(), &field.key, &mut |key, id, label| {
                bytes += key.len() + id.len() + label.len();
                if bytes <= MOST && text::slug(label) != id {
                    labels.entry(key.to_owned()).or_default().insert(id.to_owned(), label.clone());
                }
            });
        }
        labels
    }

    /// Puts the blocks of the note into the words of the playbook as it is now.
    pub(super) fn read_labels(&mut self) {
        for (_, field) in self.playbook.clone().fields() {
            let Some(then) = as_then(&field.kind, &field.key, &self.head.labels) else { continue };
            let Some(body) = self.document.body(&field.key) else { continue };
            if let Some((body, _)) = relabel(&then, &field.kind, &body) {
                self.document.set_body(&field.key, &body);
            }
        }
    }
}

/// The kind of a field in the words of the note. `None` if they are those of now.
fn as_then(kind: &Kind, key: &str, labels: &Labels) -> Option<Kind> {
    if labels.is_empty() || kind.is_typed() {
        return None;
    }
    let mut then = kind.clone();
    let mut differs = false;
    each(&mut then, key, &mut |key, id, label| {
        if let Some(said) = labels.get(key).and_then(|of| of.get(id)).filter(|said| *said != label) {
            label.clone_from(said);
            differs = true;
        }
    });
    differs.then_some(then)
}

/// Every label of a field's options and columns, with its id and the key of what it belongs to.
fn each(kind: &mut Kind, key: &str, visit: &mut impl FnMut(&str, &str, &mut String)) {
    match kind {
        Kind::Choice { options, .. } | Kind::Choices { options, .. } | Kind::Checklist { items: options } => {
            options.iter_mut().for_each(|option| visit(key, &option.id, &mut option.label));
        }
        Kind::Table(table) => {
            for column in &mut table.columns {
                visit(key, &column.id, &mut column.label);
                if let ColumnKind::Choice { options } = &mut column.kind {
                    let key = format!("{key}.{}", column.id);
                    options.iter_mut().for_each(|option| visit(&key, &option.id, &mut option.label));
                }
            }
        }
        _ => {}
    }
}

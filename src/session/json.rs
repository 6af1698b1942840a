//! Answers as JSON: the shapes that `fill` takes and `show --json` gives.

use serde_json::{Map, Value, json};

use super::Session;
use crate::playbook::{Answer, Kind};

/// One answer. `null` where the text is no answer of the kind; it is given under `verbatim`.
pub fn answer(kind: &Kind, answer: &Answer) -> Value {
    match answer {
        Answer::Text(_) if matches!(kind, Kind::List { .. }) => answer.lines().collect(),
        Answer::Text(text) => json!(text),
        Answer::Choice(id) => json!(id),
        Answer::Choices(_) | Answer::Checklist(_) => {
            kind.choices().iter().filter(|c| answer.includes(&c.id)).map(|c| c.id.as_str()).collect()
        }
        Answer::Day(day) => json!(day.to_string()),
        Answer::Period { n, from: None } => json!({ "n": n }),
        Answer::Period { n, from: Some(from) } => json!({ "n": n, "from": from.to_string() }),
        Answer::Number(n) => json!(n),
        Answer::Score(n) => json!(n),
        Answer::Verbatim(text) => json!({ "verbatim": text }),
    }
}

impl Session {
    /// All answers by `step.field`, in the order of the walk.
    pub fn answers_json(&self) -> Map<String, Value> {
        let held = self.playbook.fields().filter_map(|(at, field)| {
            let held = self.answers.get(&at).filter(|a| !a.is_blank())?;
            Some((field.key.clone(), answer(&field.kind, held)))
        });
        held.collect()
    }

    /// All notes by step.
    pub fn notes_json(&self) -> Map<String, Value> {
        let by_step = self.playbook.steps.iter().zip(&self.notes).filter(|(_, notes)| !notes.is_empty());
        by_step
            .map(|(step, notes)| {
                let notes =
                    notes.iter().map(|n| json!({ "time": n.at.map(|t| t.to_rfc3339()), "text": n.text }));
                (step.id.clone(), notes.collect())
            })
            .collect()
    }
}

//! What an answer becomes in a field of another playbook.

use std::collections::BTreeSet;

use super::answer::{Answer, Picked, Row};
use super::model::{Choice, Kind, OTHER, Table};

/// Why answers of one kind cannot go into a field of another; `None` if they can.
pub fn obstacle(from: &Kind, to: &Kind) -> Option<String> {
    let kinds = || Some(format!("a {} cannot become a {}", from.word(), to.word()));
    match (from, to) {
        (_, Kind::Text { .. }) => None,
        (
            Kind::Text { .. } | Kind::List(_) | Kind::Choices { .. } | Kind::Checklist { .. },
            Kind::Line { .. },
        ) => kinds(),
        (Kind::Table(_), Kind::Line { .. }) => kinds(),
        (_, Kind::Line { .. }) => None,
        (Kind::Text { .. } | Kind::Line { .. } | Kind::List(_), Kind::List(_)) => None,
        (Kind::Choice { .. } | Kind::Choices { .. } | Kind::Checklist { .. }, Kind::List(_)) => None,
        (Kind::Choice { .. }, Kind::Choice { .. })
        | (Kind::Choice { .. } | Kind::Choices { .. }, Kind::Choices { .. })
        | (Kind::Checklist { .. }, Kind::Choices { .. } | Kind::Checklist { .. })
        | (Kind::Choices { .. }, Kind::Checklist { .. }) => missing_option(from, to),
        (Kind::List(_) | Kind::Text { .. }, Kind::Table(table)) if table.has_row_text() => None,
        (Kind::Table(ours), Kind::Table(theirs)) => missing_column(ours, theirs),
        (Kind::Date { .. }, Kind::Date { .. }) => None,
        (Kind::Period { unit, .. }, Kind::Period { unit: theirs, .. }) if unit == theirs => None,
        (Kind::Period { .. }, Kind::Period { .. }) => Some("they are counted in different units".to_owned()),
        (Kind::Number { .. } | Kind::Score { .. }, Kind::Number { .. }) => None,
        (Kind::Score { out_of, .. }, Kind::Score { out_of: theirs, .. }) if out_of == theirs => None,
        (Kind::Score { .. }, Kind::Score { .. }) => Some("they are out of different numbers".to_owned()),
        _ => kinds(),
    }
}

fn missing_option(from: &Kind, to: &Kind) -> Option<String> {
    if to.has_other() {
        return None;
    }
    if from.has_other() {
        return Some("something else can be written in here, and not there".to_owned());
    }
    let missing = from.choices().iter().find(|ours| find(to.choices(), &ours.id).is_none())?;
    Some(format!("there is no option `{}`", missing.id))
}

fn missing_column(ours: &Table, theirs: &Table) -> Option<String> {
    let known = |id: &str| theirs.columns.iter().any(|c| c.id == id);
    if let Some(missing) = ours.columns.iter().find(|c| !known(&c.id)) {
        return Some(format!("there is no column `{}`", missing.id));
    }
    let same = |c: &super::model::Column| theirs.columns.iter().any(|t| t.id == c.id && t.kind == c.kind);
    if let Some(other) = ours.columns.iter().find(|c| !same(c)) {
        return Some(format!("the column `{}` is of another kind there", other.id));
    }
    (ours.has_row_text() && !theirs.has_row_text()).then(|| "its rows have no text of their own".to_owned())
}

/// The answer as it stands in the other field; `None` if there is nothing that fits there.
pub fn convert(from: &Kind, answer: &Answer, to: &Kind) -> Option<Answer> {
    if answer.is_blank() || obstacle(from, to).is_some() {
        return None;
    }
    match (to, answer) {
        (_, Answer::Verbatim(text)) => matches!(to, Kind::Text { .. }).then(|| Answer::Text(text.clone())),
        (Kind::Text { .. }, Answer::Text(text)) => Some(Answer::Text(text.clone())),
        (Kind::Text { .. } | Kind::List(_) | Kind::Line { .. }, _) => {
            Some(Answer::Text(answer.in_lines(from).join("\n")))
        }
        (Kind::Table(table), Answer::Text(_)) => {
            let cells = vec![Default::default(); table.columns.len()];
            let row = |line: &str| Row { text: line.to_owned(), cells: cells.clone(), own: false };
            Some(Answer::Table(answer.lines().map(row).collect()))
        }
        (Kind::Table(theirs), Answer::Table(rows)) => {
            let ours = from.table()?;
            let cell = |row: &Row, id: &str| {
                let at = ours.columns.iter().position(|c| c.id == id)?;
                row.cells.get(at).cloned()
            };
            let row = |row: &Row| Row {
                text: row.text.clone(),
                cells: theirs.columns.iter().map(|c| cell(row, &c.id).unwrap_or_default()).collect(),
                own: false,
            };
            Some(Answer::Table(rows.iter().map(row).collect()))
        }
        (Kind::Choice { options, .. }, Answer::Choice(id)) => Some(match find(options, id) {
            Some(choice) => Answer::Choice(choice.id.clone()),
            None => Answer::Other(label(from, id)),
        }),
        (Kind::Choices { options, .. }, _) => {
            let picked = picked(from, answer)?;
            let (known, unknown): (BTreeSet<_>, BTreeSet<_>) =
                picked.ids.into_iter().partition(|id| find(options, id).is_some());
            let written = unknown.iter().map(|id| label(from, id)).chain(picked.other);
            let other = written.collect::<Vec<_>>().join("; ");
            Some(Answer::Choices(Picked { ids: known, other: (!other.is_empty()).then_some(other) }))
        }
        (Kind::Checklist { .. }, Answer::Choices(picked)) => {
            Some(Answer::Checklist(picked.ids.iter().map(|id| (id.clone(), None)).collect()))
        }
        (Kind::Number { .. }, Answer::Score(n)) => Some(Answer::Number(f64::from(*n))),
        (_, answer) => Some(answer.clone()),
    }
}

/// What is chosen or ticked, whatever the kind.
fn picked(from: &Kind, answer: &Answer) -> Option<Picked> {
    Some(match answer {
        Answer::Choices(picked) => picked.clone(),
        Answer::Choice(id) => Picked { ids: BTreeSet::from([id.clone()]), other: None },
        Answer::Other(text) => Picked { ids: BTreeSet::new(), other: Some(text.clone()) },
        Answer::Checklist(ticks) => Picked { ids: ticks.keys().cloned().collect(), other: None },
        _ => return None,
    })
    .filter(|_| !from.choices().is_empty())
}

fn find<'a>(options: &'a [Choice], id: &str) -> Option<&'a Choice> {
    options.iter().find(|o| o.id == id && id != OTHER)
}

fn label(kind: &Kind, id: &str) -> String {
    find(kind.choices(), id).map_or(id, |c| c.label.as_str()).to_owned()
}

//! What is counted, for programs. The shape is told in docs/insights.md.

use serde_json::{Map, Value, json};

use crate::insights::{Figure, Filter, Insights, Section, Told};

/// All of it; with words, of the lessons only those that have them.
pub fn of(insights: &Insights, filter: &Filter, lessons: Option<&str>) -> Value {
    let mut all = Map::new();
    all.insert("version".to_owned(), 1.into());
    all.insert("since".to_owned(), filter.since.map(|day| day.to_string()).into());
    all.insert("playbook".to_owned(), filter.playbook.clone().into());
    all.insert("samples_left_out".to_owned(), insights.samples.into());
    all.insert(
        "conversations".to_owned(),
        insights.conversations.iter().map(|told| conversation(told)).collect(),
    );
    if lessons.is_none() {
        for section in &insights.sections {
            all.insert(section.part.word().to_owned(), of_section(insights, section));
        }
    }
    let fits = |words: &&crate::insights::Lesson| lessons.is_none_or(|typed| words.fits(typed));
    let lesson = |lesson: &crate::insights::Lesson| {
        json!({
            "text": lesson.words,
            "day": lesson.day.to_string(),
            "sessions": ids(insights, &[lesson.session]),
            "step": lesson.step,
            "field": lesson.field,
        })
    };
    all.insert("lessons".to_owned(), insights.lessons.iter().filter(fits).map(lesson).collect());
    Value::Object(all)
}

fn ids(insights: &Insights, places: &[usize]) -> Value {
    insights.behind(places).map(|told| told.id.as_str()).collect()
}

fn conversation(told: &Told) -> Value {
    json!({
        "id": told.id,
        "path": told.path.display().to_string(),
        "client": told.client.name,
        "playbook": told.playbook,
        "title": told.title,
        "started": told.started.to_string(),
        "closed": told.closed.map(|day| day.to_string()),
        "status": if told.open { "open" } else { "closed" },
        "outcome": told.ending.as_ref().map(|ending| &ending.id),
        "means": told.ending.as_ref().and_then(|ending| ending.means).map(|means| means.word()),
    })
}

fn of_section(insights: &Insights, section: &Section) -> Value {
    json!({
        "title": section.part.title(),
        "sessions": ids(insights, &section.of),
        "figures": section.figures.iter().map(|figure| of_figure(insights, figure)).collect::<Value>(),
    })
}

fn of_figure(insights: &Insights, figure: &Figure) -> Value {
    let mut shape = json!({
        "id": figure.id,
        "label": figure.label,
        "own_words": figure.own_words,
        "count": figure.count,
        "of": figure.of,
        "sessions": ids(insights, &figure.sessions),
    });
    let Some(shape_of) = shape.as_object_mut() else { return shape };
    if let Some((id, _)) = &figure.playbook {
        shape_of.insert("playbook".to_owned(), id.clone().into());
    }
    if let Some(split) = &figure.split {
        for (key, places) in
            [("stayed", &split.stayed), ("left", &split.left), ("undecided", &split.undecided)]
        {
            shape_of.insert(key.to_owned(), ids(insights, places));
        }
    }
    if let Some((median, least, most)) = figure.spread {
        shape_of.insert("days".to_owned(), json!({ "median": median, "least": least, "most": most }));
    }
    shape
}

//! `goodterms playbook list`: which there are, where from, and what is wrong with them.

use serde_json::{Value, json};

use crate::catalog::{Catalog, Entry};
use crate::cli::context::{Context, shown};
use crate::cli::failure::Failure;
use crate::cli::{json as shapes, table};
use crate::diagnostic::tally;

/// Lists them.
pub fn run(context: &mut Context<'_>, json: bool) -> Result<(), Failure> {
    let catalog = context.catalog();
    for reason in &catalog.unreadable {
        context.say(&format!("warning: {reason}"));
    }
    if json {
        let playbooks: Vec<Value> = catalog.entries().map(as_json).collect();
        shapes::write(context.out, &json!({ "version": 1, "playbooks": playbooks }))?;
        return Ok(());
    }
    let mut rows = vec![["ID", "TITLE", "STEPS", "FROM"].map(str::to_owned).to_vec()];
    rows.extend(catalog.entries().map(|entry| {
        let steps = entry.playbook.as_ref().map_or_else(|| "-".to_owned(), |p| p.steps.len().to_string());
        vec![entry.id.clone(), entry.title.clone(), steps, origin(entry)]
    }));
    table::write(context.out, &rows)?;
    say_broken(context, &catalog);
    Ok(())
}

/// Where it is from, and what is wrong with it.
fn origin(entry: &Entry) -> String {
    let words = entry.origin.words();
    let origin = entry.path.as_ref().map_or_else(|| words.to_owned(), |p| format!("{words}: {}", shown(p)));
    let chooses = entry.playbook.as_ref().is_some_and(|p| p.is_chooser());
    let origin = if chooses { format!("{origin}; helps to choose") } else { origin };
    if entry.faults.is_empty() { origin } else { format!("{origin} ({})", tally(&entry.faults)) }
}

fn say_broken(context: &mut Context<'_>, catalog: &Catalog) {
    let broken: Vec<_> = catalog.entries().filter(|e| !e.faults.is_empty()).collect();
    let Some(path) = broken.first().and_then(|e| e.path.as_ref()) else { return };
    context.say(&format!("See what is wrong with: goodterms playbook check \"{}\"", shown(path)));
}

fn as_json(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "title": entry.title,
        "version": entry.playbook.as_ref().map(|p| p.version.as_str()),
        "origin": if entry.path.is_some() { "user" } else { "embedded" },
        "path": entry.path.as_ref().map(|p| p.display().to_string()),
        "steps": entry.playbook.as_ref().map(|p| p.steps.len()),
        "faults": entry.faults.len(),
    })
}

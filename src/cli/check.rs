//! `goodterms playbook check`: every fault of every file, in one pass.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::context::{Context, shown};
use super::failure::Failure;
use super::json as shapes;
use crate::catalog::{Catalog, playbooks_in};
use crate::diagnostic::{Fault, Place, Severity, has_errors, places, render, tally};
use crate::playbook::check::links;
use crate::playbook::{Checked, Playbook, check};
use crate::{store, text};

/// A file that was looked at.
struct Looked {
    name: String,
    source: String,
    faults: Vec<Fault>,
    /// `None` if it could not be read: there is no line to show the fault under.
    checked: Option<Checked>,
}

impl Looked {
    fn is_unreadable(&self) -> bool {
        self.checked.is_none()
    }

    /// The playbook, unless it has an error.
    fn playbook(&self) -> Option<&Playbook> {
        self.checked.as_ref()?.playbook.as_ref()
    }
}

/// Checks files, and the playbooks in folders.
pub fn run(context: &mut Context<'_>, paths: &[PathBuf], json: bool) -> Result<(), Failure> {
    let mut looked: Vec<Looked> = paths.iter().flat_map(|path| look(path)).collect();
    add_links(&mut looked, &context.catalog());
    for file in looked.iter().filter(|f| f.is_unreadable()) {
        for fault in &file.faults {
            context.say(&format!("error: {}: {}", file.name, fault.message));
        }
    }
    if json {
        let faults: Vec<Place> = looked.iter().flat_map(|f| places(&f.faults, &f.name, &f.source)).collect();
        shapes::write(context.out, &json!({ "version": 1, "faults": faults }))?;
    } else {
        let styled = context.env.terminals.stdout && !context.env.no_color;
        for file in looked.iter().filter(|f| !f.is_unreadable()) {
            write!(context.out, "{}", render(&file.faults, &file.name, &file.source, styled))?;
        }
        writeln!(context.out, "{}", summary(&looked))?;
    }
    if looked.iter().any(|f| has_errors(&f.faults)) { Err(Failure::Told) } else { Ok(()) }
}

/// What only the other playbooks can tell: those that are checked along, then those there are.
fn add_links(looked: &mut [Looked], catalog: &Catalog) {
    let found: Vec<Vec<Fault>> = looked
        .iter()
        .map(|file| {
            let along = |id: &str| looked.iter().filter_map(Looked::playbook).find(|p| p.id == id);
            let find = |id: &str| along(id).or_else(|| catalog.playbook(id).map(|p| &**p));
            match (file.playbook(), &file.checked) {
                (Some(playbook), Some(checked)) => links::check(playbook, &checked.links, find),
                _ => Vec::new(),
            }
        })
        .collect();
    for (file, more) in looked.iter_mut().zip(found) {
        file.faults.extend(more);
        file.faults.sort_by_key(|f| f.span.start);
    }
}

fn summary(looked: &[Looked]) -> String {
    let faults: Vec<Fault> =
        looked.iter().filter(|f| !f.is_unreadable()).flat_map(|f| f.faults.iter().cloned()).collect();
    let unreadable = looked.iter().filter(|f| f.is_unreadable()).count();
    let playbooks = text::count(looked.len() - unreadable, "playbook");
    let found = if faults.is_empty() { "nothing is wrong".to_owned() } else { tally(&faults) };
    match (looked.len() - unreadable, unreadable) {
        (0, n) => format!("nothing checked: {} could not be read.", text::count(n, "path")),
        (_, 0) => format!("{playbooks} checked: {found}."),
        (_, n) => format!("{playbooks} checked: {found}; {} could not be read.", text::count(n, "path")),
    }
}

fn look(path: &Path) -> Vec<Looked> {
    if !path.is_dir() {
        return vec![look_at(path)];
    }
    match playbooks_in(path) {
        Ok(files) if files.is_empty() => {
            vec![unreadable(path, "there is no playbook (*.toml) in this folder".to_owned())]
        }
        Ok(files) => files.iter().map(|file| look_at(file)).collect(),
        Err(error) => vec![unreadable(path, store::reason(&error))],
    }
}

fn look_at(path: &Path) -> Looked {
    match fs::read(path) {
        Ok(bytes) => {
            let checked = check(&bytes);
            let (source, faults) = (checked.source.clone(), checked.faults.clone());
            Looked { name: shown(path), source, faults, checked: Some(checked) }
        }
        Err(error) => unreadable(path, store::reason(&error)),
    }
}

fn unreadable(path: &Path, why: String) -> Looked {
    let fault = Fault { severity: Severity::Error, ..Fault::error("unreadable", 0..0, why) };
    Looked { name: shown(path), source: String::new(), faults: vec![fault], checked: None }
}

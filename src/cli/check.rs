//! `goodterms playbook check`: every fault of every file, in one pass.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::context::{Context, shown};
use super::failure::Failure;
use super::json as shapes;
use crate::catalog::{self, Catalog, playbooks_in};
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
    /// Its own name and its folder, if it is one of several playbooks there.
    place: Option<(String, PathBuf)>,
}

impl Looked {
    fn is_unreadable(&self) -> bool {
        self.checked.is_none()
    }

    /// The id that it says.
    fn id(&self) -> Option<&str> {
        self.checked.as_ref()?.id.as_deref()
    }

    /// The playbook, unless it has an error.
    fn playbook(&self) -> Option<&Playbook> {
        self.checked.as_ref()?.playbook.as_ref()
    }
}

/// Checks files, and the playbooks in folders.
pub fn run(context: &mut Context<'_>, paths: &[PathBuf], json: bool) -> Result<(), Failure> {
    let catalog = context.catalog();
    let mut looked: Vec<Looked> = paths.iter().flat_map(|path| look(path, &catalog)).collect();
    add_links(&mut looked, &catalog);
    add_twice(&mut looked, &catalog);
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

/// That several files of a folder have one id: those that are checked along, and those there are.
fn add_twice(looked: &mut [Looked], catalog: &Catalog) {
    let users = catalog.folder.canonicalize().ok();
    let found: Vec<Option<Fault>> = looked
        .iter()
        .map(|file| {
            let ((_, folder), id) = (file.place.as_ref()?, file.id()?);
            let along = looked.iter().filter(|other| other.id() == Some(id));
            let along = along.filter_map(|other| other.place.as_ref()).filter(|(_, there)| there == folder);
            let mut names: BTreeSet<String> = along.map(|(name, _)| name.clone()).collect();
            if users.as_ref() == Some(folder) {
                names.extend(catalog.files_of(id).map(name_of));
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            (names.len() > 1).then(|| catalog::twice(id, &names))
        })
        .collect();
    for (file, fault) in looked.iter_mut().zip(found) {
        file.faults.splice(0..0, fault);
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

fn look(path: &Path, catalog: &Catalog) -> Vec<Looked> {
    if !path.is_dir() {
        // One that is named may come through a pipe. Of a folder only the user's own counts here:
        // elsewhere two versions of one playbook may well lie side by side.
        let folder = std::path::absolute(path).ok().and_then(|p| p.parent()?.canonicalize().ok());
        let folder = folder.filter(|folder| catalog.folder.canonicalize().is_ok_and(|own| own == *folder));
        return vec![look_at(path, catalog::read_bytes, folder)];
    }
    let folder = path.canonicalize().ok();
    match playbooks_in(path) {
        Ok(files) if files.is_empty() => {
            vec![unreadable(path, "there is no playbook (*.toml) in this folder".to_owned())]
        }
        Ok(files) => files.iter().map(|file| look_at(file, catalog::read_plain, folder.clone())).collect(),
        Err(error) => vec![unreadable(path, store::reason(&error))],
    }
}

/// `folder` is the one whose playbooks have an id each.
fn look_at(path: &Path, read: fn(&Path) -> io::Result<Vec<u8>>, folder: Option<PathBuf>) -> Looked {
    match read(path) {
        Ok(bytes) => {
            let checked = check(&bytes);
            Looked {
                name: shown(path),
                source: checked.source.clone(),
                faults: checked.faults.clone(),
                checked: Some(checked),
                place: folder.map(|folder| (name_of(path), folder)),
            }
        }
        Err(error) => unreadable(path, store::reason(&error)),
    }
}

/// The file's own name.
fn name_of(path: &Path) -> String {
    path.file_name().map(|name| text::clean_line(&name.to_string_lossy())).unwrap_or_default()
}

fn unreadable(path: &Path, why: String) -> Looked {
    let fault = Fault { severity: Severity::Error, ..Fault::error("unreadable", 0..0, why) };
    Looked { name: shown(path), source: String::new(), faults: vec![fault], checked: None, place: None }
}

//! `goodterms playbook edit`: a playbook in the advisor's own editor, and what is wrong with it then.

use std::io::{BufRead, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::show::is_called;
use crate::catalog::{self, Catalog, Copied, Entry, Key};
use crate::cli::context::{Context, shown};
use crate::cli::failure::Failure;
use crate::cli::new;
use crate::diagnostic::{Fault, Severity, has_errors, line_and_column, render, tally};
use crate::editor::EditorError;
use crate::playbook::check;
use crate::store::{self, StoreError};

/// Opens it, checks it, and asks whether to go on as long as there are errors.
pub fn run(context: &mut Context<'_>, wanted: &str) -> Result<(), Failure> {
    let (path, mut copied) = file_of(context, wanted)?;
    loop {
        let before = look(context, &path)?;
        context.out.flush()?;
        match context.env.editor.open(&path, before.line()) {
            Ok(()) => {}
            Err(error @ EditorError::Failed) => context.say(&format!("warning: {error}")),
            Err(error) => {
                if copied.is_some_and(Copied::take_back) {
                    context.say("The copy was taken away again: the built-in playbook stays as it is.");
                }
                return Err(Failure::failed(error.to_string()));
            }
        }
        if copied.take().is_some_and(Copied::take_back) {
            context.say("Nothing was changed: the built-in playbook stays as it is.");
            return Ok(());
        }
        let now = look(context, &path)?;
        now.tell(context, &path);
        if !has_errors(&now.faults) {
            return Ok(());
        }
        if !again(context)? {
            return Err(Failure::Told);
        }
    }
}

/// The file that is meant. A playbook that is built in is copied into the user's folder first.
fn file_of(context: &mut Context<'_>, wanted: &str) -> Result<(PathBuf, Option<Copied>), Failure> {
    let file = Path::new(wanted);
    // Not a file that only happens to be called like a playbook.
    if file.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) && file.is_file() {
        return Ok((as_listed(file, &context.env.playbooks), None));
    }
    let catalog = context.catalog();
    let own: Vec<&Path> =
        catalog.entries().filter(|e| is_called(e, wanted)).filter_map(|e| e.path.as_deref()).collect();
    match own[..] {
        [path] => return Ok((path.to_owned(), None)),
        [] => {}
        _ => {
            let files: Vec<_> = own.iter().map(|path| format!("\n  {}", shown(path))).collect();
            return Err(Failure::usage(format!("several files are called so; say which:{}", files.concat())));
        }
    }
    let Some(built_in) = catalog.entries().find(|e| is_called(e, wanted)) else {
        return Err(new::playbook(&catalog, wanted).map_or_else(|failure| failure, |_| Failure::Told));
    };
    store::make_folder(&catalog.folder)?;
    let copied = catalog.copy_out(&built_in.id).map_err(Failure::failed)?;
    context.say(&format!(
        "This playbook is built in. A copy for you to change, which takes its place, is now {}",
        shown(&copied.path)
    ));
    Ok((copied.path.clone(), Some(copied)))
}

/// The path as the catalog has it, if it is one of the folder's, however it is written.
fn as_listed(file: &Path, folder: &Path) -> PathBuf {
    let listed = || {
        // The parent of a bare name is empty: the folder one is in.
        let parent = std::path::absolute(file).ok()?.parent()?.canonicalize().ok()?;
        let name = file.file_name()?;
        (parent == folder.canonicalize().ok()?).then(|| folder.join(name))
    };
    listed().unwrap_or_else(|| file.to_owned())
}

/// What is in a file, and wrong with it.
struct Looked {
    source: Arc<str>,
    faults: Vec<Fault>,
    /// Whether it can be used all the same.
    usable: bool,
}

/// Looks at a file; beside the others of the folder, if it is there: two may have one id.
fn look(context: &Context<'_>, path: &Path) -> Result<Looked, Failure> {
    let catalog = Catalog::load(&context.env.playbooks);
    if let Some(Entry { source, faults, playbook, .. }) = catalog.entry(&Key::File(path.to_owned())) {
        return Ok(Looked { source: source.clone(), faults: faults.clone(), usable: playbook.is_some() });
    }
    let checked = check(&catalog::read_plain(path).map_err(StoreError::io(path))?);
    let mut faults = checked.faults.clone();
    faults.extend(catalog.faults_beside(&checked));
    faults.sort_by_key(|f| f.span.start);
    Ok(Looked { source: checked.source.into(), faults, usable: checked.playbook.is_some() })
}

impl Looked {
    /// Where to begin: at the first error, or the first warning.
    fn line(&self) -> usize {
        let first = self.faults.iter().min_by_key(|f| f.severity != Severity::Error);
        first.map_or(1, |fault| line_and_column(&self.source, fault.span.start).0)
    }

    fn tell(&self, context: &mut Context<'_>, path: &Path) {
        let styled = context.env.terminals.stderr && !context.env.no_color;
        let name = shown(path);
        let _ = write!(context.err, "{}", render(&self.faults, &name, &self.source, styled));
        let found = tally(&self.faults);
        context.say(&match (self.usable, has_errors(&self.faults)) {
            _ if self.faults.is_empty() => format!("{name}: nothing is wrong."),
            (true, false) => format!("{name}: {found}. It can be used as it is."),
            (true, true) => format!("{name}: {found}. It can be used, but without what has an error."),
            (false, _) => format!("{name}: {found}. It cannot be used until the errors are gone."),
        });
    }
}

/// Asks whether to go on; where nobody can answer, no.
fn again(context: &mut Context<'_>) -> Result<bool, Failure> {
    let terminals = context.env.terminals;
    if !(terminals.stdin && terminals.stderr) {
        return Ok(false);
    }
    write!(context.err, "Edit again? [Y/n] ")?;
    context.err.flush()?;
    let mut line = String::new();
    let read = stdin().lock().read_line(&mut line)?;
    Ok(read > 0 && !line.trim_start().starts_with(['n', 'N']))
}

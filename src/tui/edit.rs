//! A playbook, or a text of a note, in the advisor's own editor, which has the terminal meanwhile.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

use super::app::{App, Effect, Event};
use super::run::Run;
use super::terminal::Terminal;
use crate::catalog::{Copied, Key};
use crate::editor::{Editor, EditorError, Sheet};
use crate::store;
use crate::text;
use crate::trouble::reason;

/// What is wanted in the editor.
#[derive(Debug)]
pub(super) enum Wanted {
    Playbook {
        key: Key,
        line: usize,
    },
    /// A text of the conversation with this id.
    Text {
        id: String,
        text: String,
    },
}

/// How it went on after the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Editing {
    Done,
    /// The terminal is gone, or the system asks us to end.
    Ended,
}

impl Run {
    /// Opens something in the editor and comes back when it is done.
    pub(super) fn edit(
        &mut self,
        app: &mut App,
        terminal: &mut Terminal,
        wanted: Wanted,
    ) -> io::Result<Editing> {
        match wanted {
            Wanted::Playbook { key, line } => self.edit_playbook(app, terminal, key, line),
            Wanted::Text { id, text } => self.edit_text(app, terminal, &id, &text),
        }
    }

    /// What changed in the playbook is read before the app hears of it.
    fn edit_playbook(
        &mut self,
        app: &mut App,
        terminal: &mut Terminal,
        key: Key,
        line: usize,
    ) -> io::Result<Editing> {
        let (path, copied) = match file_of(app, &key) {
            Ok(found) => found,
            Err(trouble) => {
                self.step(app, Event::Edited { key, trouble: Some(trouble) });
                return Ok(Editing::Done);
            }
        };
        let editor = self.editor.clone();
        let Some(outcome) = self.run_editor(app, terminal, &editor, &path, line)? else {
            return Ok(Editing::Ended);
        };
        let taken_back = copied.is_some_and(Copied::take_back);
        let key = if taken_back { key } else { Key::File(path) };
        self.carry_out(app, Effect::LookAtPlaybooks);
        self.step(app, Event::Edited { key, trouble: outcome.err().map(|e| e.to_string()) });
        Ok(Editing::Done)
    }

    /// A sheet that was written on is taken away only when its words are saved elsewhere: whoever
    /// ends us while the editor is up finds it there.
    fn edit_text(
        &mut self,
        app: &mut App,
        terminal: &mut Terminal,
        id: &str,
        words: &str,
    ) -> io::Result<Editing> {
        let sheet = match sheet_in(&self.edits, id, words) {
            Ok(sheet) => sheet,
            Err(trouble) => {
                self.step(app, Event::TextEdited(Err(trouble)));
                return Ok(Editing::Done);
            }
        };
        self.log.info("editor-has-text", id, &[("bytes", words.len() as u64)]);
        let editor = self.editor.for_words();
        let Some(outcome) = self.run_editor(app, terminal, &editor, sheet.path(), 1)? else {
            return Ok(Editing::Ended);
        };
        let given = given_back(&sheet, outcome);
        match &given {
            Ok(text) => self.log.info("editor-gave-text", id, &[("bytes", text.len() as u64)]),
            Err(_) => self.log.warn("editor-failed", id, &[]),
        }
        if given.is_ok() {
            self.sheet = Some(sheet);
        } else if sheet.is_spare() {
            sheet.remove();
        }
        self.step(app, Event::TextEdited(given));
        self.sheet = None;
        self.put_sheets_away(app);
        Ok(Editing::Done)
    }

    /// Takes away the sheets whose words are on the disk elsewhere.
    pub(super) fn put_sheets_away(&mut self, app: &App) {
        if app.is_saved() {
            self.taken.drain(..).for_each(Sheet::remove);
        }
    }

    /// Gives the terminal to the editor until it is done; `None` if we are to end meanwhile. It is
    /// then left to whoever types in it.
    fn run_editor(
        &mut self,
        app: &mut App,
        terminal: &mut Terminal,
        editor: &Editor,
        path: &Path,
        line: usize,
    ) -> io::Result<Option<Result<(), EditorError>>> {
        terminal.lend();
        let Some(outcome) = self.wait_for_editor(app, editor, path, line)? else { return Ok(None) };
        terminal.take_again()?;
        let (width, height) = terminal.size();
        self.step(app, Event::Resize { width, height });
        Ok(Some(outcome))
    }

    fn wait_for_editor(
        &mut self,
        app: &mut App,
        editor: &Editor,
        path: &Path,
        line: usize,
    ) -> io::Result<Option<Result<(), EditorError>>> {
        let mut child = match editor.start(path, line) {
            Ok(child) => child,
            Err(error) => return Ok(Some(Err(error))),
        };
        let waker = self.waiter.waker()?;
        let (done, ended) = mpsc::channel();
        thread::spawn(move || {
            let _ = done.send(child.wait().is_ok_and(|status| status.success()));
            waker.wake();
        });
        loop {
            if self.waiter.wait_aside()? {
                return Ok(None);
            }
            // The disk may answer while the editor is up.
            self.reports(app);
            match ended.try_recv() {
                Ok(true) => return Ok(Some(Ok(()))),
                Ok(false) | Err(TryRecvError::Disconnected) => return Ok(Some(Err(EditorError::Failed))),
                Err(TryRecvError::Empty) => {}
            }
        }
    }
}

/// A sheet with these words, in a folder that is made if it is not there.
fn sheet_in(folder: &Path, id: &str, words: &str) -> Result<Sheet, String> {
    store::make_folder(folder).map_err(|error| error.to_string())?;
    Sheet::new(folder, id, words)
        .map_err(|error| format!("{} ({})", reason(&error), text::clean_line(&folder.display().to_string())))
}

/// What stands on a sheet after the editor, or why it does not count, and where it is.
fn given_back(sheet: &Sheet, outcome: Result<(), EditorError>) -> Result<String, String> {
    let place = || text::clean_line(&sheet.path().display().to_string());
    match outcome {
        Ok(()) => sheet.read().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "Your editor left no file, and the text is as it was".to_owned(),
            _ => format!("The text is as it was. What your editor saved: {} ({})", reason(&error), place()),
        }),
        Err(EditorError::Failed) if sheet.is_spare() => {
            Err("The editor ended with an error, and the text is as it was".to_owned())
        }
        Err(EditorError::Failed) => {
            Err(format!("The editor failed, and the text is as it was. What it saved: {}", place()))
        }
        Err(error) => Err(error.to_string()),
    }
}

/// The file to open. An embedded playbook has none yet: it is copied into the user's folder.
fn file_of(app: &App, key: &Key) -> Result<(PathBuf, Option<Copied>), String> {
    match key {
        Key::File(path) => Ok((path.clone(), None)),
        Key::Embedded(id) => {
            store::make_folder(&app.catalog.folder).map_err(|error| error.to_string())?;
            let copied = app.catalog.copy_out(id)?;
            Ok((copied.path.clone(), Some(copied)))
        }
    }
}

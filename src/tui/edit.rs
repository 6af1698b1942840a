//! A playbook in the advisor's own editor, which has the terminal meanwhile.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, TryRecvError};
use std::thread;

use super::app::{App, Effect, Event};
use super::run::Run;
use super::terminal::Terminal;
use crate::catalog::{Copied, Key};
use crate::editor::EditorError;
use crate::store::filing;

/// How it went on after the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Editing {
    Done,
    /// The terminal is gone, or the system asks us to end.
    Ended,
}

impl Run {
    /// Opens a playbook in the editor and comes back when it is done. What changed is read before
    /// the app hears of it.
    pub(super) fn edit(
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
        terminal.lend();
        let outcome = self.run_editor(app, &path, line);
        let outcome = match outcome? {
            Some(outcome) => outcome,
            None => return Ok(Editing::Ended),
        };
        terminal.take_again()?;
        let (width, height) = terminal.size();
        self.step(app, Event::Resize { width, height });
        let taken_back = copied.is_some_and(Copied::take_back);
        let key = if taken_back { key } else { Key::File(path) };
        self.carry_out(app, Effect::LookAtPlaybooks);
        self.step(app, Event::Edited { key, trouble: outcome.err().map(|e| e.to_string()) });
        Ok(Editing::Done)
    }

    /// Runs the editor; `None` if we are to end meanwhile. It is then left to whoever types in it.
    fn run_editor(
        &mut self,
        app: &mut App,
        path: &Path,
        line: usize,
    ) -> io::Result<Option<Result<(), EditorError>>> {
        let mut child = match self.editor.start(path, line) {
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

/// The file to open. An embedded playbook has none yet: it is copied into the user's folder.
fn file_of(app: &App, key: &Key) -> Result<(PathBuf, Option<Copied>), String> {
    match key {
        Key::File(path) => Ok((path.clone(), None)),
        Key::Embedded(id) => {
            filing::make_folder(&app.catalog.folder).map_err(|error| error.to_string())?;
            let copied = app.catalog.copy_out(id)?;
            Ok((copied.path.clone(), Some(copied)))
        }
    }
}

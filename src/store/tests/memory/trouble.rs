//! What goes wrong with a disk: errors, the power, and others who write at the very same moment.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Memory, State};

/// What is asked of a disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Look,
    Make,
    Append,
    Sync,
    Rename,
    RenameNew,
    Exchange,
    Remove,
    SyncFolder,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::Look,
        Self::Make,
        Self::Append,
        Self::Sync,
        Self::Rename,
        Self::RenameNew,
        Self::Exchange,
        Self::Remove,
        Self::SyncFolder,
    ];

    /// Whether it changes something.
    fn writes(self) -> bool {
        self != Self::Look
    }
}

/// Something that fails, once or until it is mended.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What fails; none in particular: whatever writes.
    pub kind: Option<Kind>,
    /// So many of these still succeed.
    pub after: u32,
    /// The system's number of the error.
    pub errno: i32,
    pub is_lasting: bool,
}

/// Somebody saves the note in an editor, having read it just before.
#[derive(Clone)]
pub struct Slip {
    /// So many things are asked of the disk before.
    pub after: u32,
    pub note: PathBuf,
    pub is_synced: bool,
    pub edit: Arc<dyn Fn(&str) -> String + Send + Sync>,
}

impl fmt::Debug for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slip after {}", self.after)
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Trouble {
    pub no_exchange: bool,
    fault: Option<Fault>,
    /// After so many more things asked of it, it answers no more.
    cut: Option<u32>,
    is_dead: bool,
    slip: Option<Slip>,
    /// The text that slipped in, and whether it was synced.
    slipped: Option<(String, bool)>,
}

impl Trouble {
    /// The same disk, with nothing wrong.
    pub fn none(&self) -> Self {
        Self { no_exchange: self.no_exchange, ..Self::default() }
    }

    pub fn is_dead(&self) -> bool {
        self.is_dead
    }

    /// Whether what is asked for happens.
    pub fn begin(&mut self, kind: Kind) -> io::Result<()> {
        match &mut self.cut {
            Some(0) => self.is_dead = true,
            Some(left) => *left -= 1,
            None => {}
        }
        if self.is_dead {
            return Err(io::Error::from_raw_os_error(5));
        }
        if kind == Kind::Exchange && self.no_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let Some(fault) = &mut self.fault else { return Ok(()) };
        if !fault.kind.map_or(kind.writes(), |of| of == kind) {
            return Ok(());
        }
        if fault.after > 0 {
            fault.after -= 1;
            return Ok(());
        }
        let error = io::Error::from_raw_os_error(fault.errno);
        if !fault.is_lasting {
            self.fault = None;
        }
        Err(error)
    }
}

impl Memory {
    /// Something fails from now on.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.lock().trouble.fault = fault;
    }

    /// What fails still.
    pub fn fault(&self) -> Option<Fault> {
        self.lock().trouble.fault.clone()
    }

    /// The power is cut after so many more things were asked for.
    pub fn cut_after(&self, after: Option<u32>) {
        self.lock().trouble.cut = after;
    }

    /// Whether the power was cut.
    pub fn is_dead(&self) -> bool {
        self.lock().trouble.is_dead
    }

    /// Somebody comes in between.
    pub fn set_slip(&self, slip: Option<Slip>) {
        self.lock().trouble.slip = slip;
    }

    /// The text with which somebody came in between, since this was last asked.
    pub fn slipped(&self) -> Option<(String, bool)> {
        self.lock().trouble.slipped.take()
    }
}

impl State {
    pub(super) fn slip_in(&mut self, kind: Kind) {
        // A rename over what stands there is what is done where files cannot be exchanged: what comes
        // in at that very moment is lost, and nobody can help it.
        if self.trouble.is_dead || kind == Kind::Rename {
            return;
        }
        // So is what came in just before, if we can not write any more right then.
        if self.trouble.no_exchange && (self.trouble.fault.is_some() || self.trouble.cut.is_some()) {
            return;
        }
        match &mut self.trouble.slip {
            None => return,
            Some(slip) if slip.after > 0 => {
                slip.after -= 1;
                return;
            }
            Some(_) => {}
        }
        let Some(slip) = self.trouble.slip.take() else { return };
        let Ok(number) = self.file(&slip.note) else { return };
        let text = (slip.edit)(&String::from_utf8_lossy(&self.files[number].bytes));
        self.put(&slip.note, text.clone().into_bytes(), slip.is_synced);
        self.trouble.slipped = Some((text, slip.is_synced));
    }
}

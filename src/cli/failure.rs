//! Why a command did not do what it was asked, and the exit code that says so.

use std::io;

use crate::store::StoreError;
use crate::store::folder::FindError;
use crate::text;

/// An ending other than success.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// It did not work. Exit 1.
    Failed(String),
    /// What was asked for does not exist or makes no sense. Exit 2.
    Usage(String),
    /// Faults were found, and all has been said. Exit 1.
    Told,
    /// Something is overdue, and all has been said. Exit 3.
    Overdue,
    /// Nobody reads our output any more, as in `goodterms list | head`. That is no failure.
    Pipe,
}

impl Failure {
    /// It did not work.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed(message.into())
    }

    /// It was asked for wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    /// There is nothing of that name: which one is spelled like it, and which there are, each by its id
    /// and what it is called.
    pub fn unknown(message: String, wanted: &str, kind: &str, all: &[(&str, &str)]) -> Self {
        let near = text::nearest(wanted, all.iter().map(|(id, _)| *id));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Self::Usage(format!("{message}{near}\nthe {kind} are:{}", listed(all)))
    }

    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Failed(_) | Self::Told => 1,
            Self::Usage(_) => 2,
            Self::Overdue => 3,
            Self::Pipe => 0,
        }
    }

    /// What to tell, if it was not told yet.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Failed(message) | Self::Usage(message) => Some(message),
            Self::Told | Self::Overdue | Self::Pipe => None,
        }
    }
}

/// Each on a line of its own, with its id first.
pub fn listed(all: &[(&str, &str)]) -> String {
    let widest = all.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    all.iter().map(|(id, title)| format!("\n  {id:widest$}  {}", text::clean_line(title))).collect()
}

impl From<io::Error> for Failure {
    /// Only writing our output and reading its input go through here; files are [`StoreError`]s.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Pipe,
            _ => Self::Failed(format!("the terminal cannot be used: {error}")),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Self {
        match error {
            FindError::Store(error) => error.into(),
            FindError::None(_) | FindError::Several { .. } => Self::Usage(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

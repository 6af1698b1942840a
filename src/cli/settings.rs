//! What is in force: the command line, the environment, the config and the defaults, in that order.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::env::{Env, expand_home};
use crate::config::{self, Config};
use crate::diagnostic::{Fault, tally};
use crate::store::versions::Keep;
use crate::store::{self, StoreError};
use crate::text;

/// Who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Option,
    Variable,
    Config,
    Default,
}

impl Origin {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Option => "--notes",
            Self::Variable => "GOODTERMS_NOTES",
            Self::Config => "your config",
            Self::Default => "the default",
        }
    }
}

/// The settings, and what is wrong with them.
pub struct Settings {
    pub config: Config,
    pub faults: Vec<Fault>,
    /// The config's text, which the faults point into; `None` if there is no such file.
    pub source: Option<String>,
    /// Why the config could not be read.
    pub unreadable: Option<StoreError>,
    pub notes: PathBuf,
    pub notes_from: Origin,
    /// The folder that files for others go into.
    pub exports: PathBuf,
}

impl Settings {
    /// Reads the config and decides. Nothing in a config is fatal: what is wrong counts as not set.
    pub fn read(env: &Env, option: Option<&Path>) -> Self {
        let (source, unreadable) = match read_config(&env.config) {
            Ok(source) => (source, None),
            Err(error) => (None, Some(error)),
        };
        let (config, faults) = config::read(source.as_deref().unwrap_or_default());
        let said = [
            (option.map(Path::to_owned), Origin::Option),
            (env.notes_variable.clone(), Origin::Variable),
            (config.notes_dir.clone().map(PathBuf::from), Origin::Config),
        ];
        let (notes, notes_from) = said
            .into_iter()
            .find_map(|(path, origin)| Some((path?, origin)))
            .unwrap_or_else(|| (env.notes.clone(), Origin::Default));
        let notes = expand_home(&notes, &env.home);
        let notes = std::path::absolute(&notes).unwrap_or(notes);
        let exports = config.exports_dir.as_deref().map_or_else(|| env.exports.clone(), PathBuf::from);
        let exports = expand_home(&exports, &env.home);
        Self { config, faults, source, unreadable, notes, notes_from, exports }
    }

    /// How many earlier versions of a conversation are kept.
    pub fn keep(&self) -> Keep {
        let (count, megabytes) = (self.config.keep_versions, self.config.keep_megabytes);
        Keep { count: usize::try_from(count).unwrap_or(usize::MAX), bytes: u64::from(megabytes) << 20 }
    }

    /// One line on what is wrong with the config, if anything is.
    pub fn notice(&self, env: &Env) -> Option<String> {
        if let Some(error) = &self.unreadable {
            return Some(format!("your config cannot be read: {error}"));
        }
        let path = text::clean_line(&env.config.display().to_string());
        (!self.faults.is_empty()).then(|| {
            format!(
                "{} in your config, {path}: what is wrong counts as not set (goodterms config check)",
                tally(&self.faults)
            )
        })
    }
}

fn read_config(path: &Path) -> Result<Option<String>, StoreError> {
    match store::read_plain(path) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| StoreError::NotText(path.to_owned())),
        // Also where a file stands in the way: there is no config then.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(StoreError::io(path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_wrong_in_the_config_is_one_line_for_the_screen() {
        let home = tempfile::tempdir().unwrap();
        let env = Env::sample(home.path());
        assert_eq!(Settings::read(&env, None).notice(&env), None);
        fs::write(&env.config, "theme = \"blue\"\nnotes_dir = \"x\"\nadvisor = \"Ada\"\n").unwrap();
        let settings = Settings::read(&env, None);
        let notice = settings.notice(&env).unwrap();
        assert!(notice.starts_with("2 errors in your config, ") && !notice.contains('\n'), "{notice}");
        assert_eq!(settings.config.advisor.as_deref(), Some("Ada"));
        assert_eq!((settings.notes, settings.notes_from), (env.notes.clone(), Origin::Default));
        fs::write(&env.config, b"advisor = \"\xe9\"").unwrap();
        let notice = Settings::read(&env, None).notice(&env).unwrap();
        assert!(notice.starts_with("your config cannot be read: "), "{notice}");
    }
}

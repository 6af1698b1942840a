//! The config: text to values. A fault in it is told and never fatal; the rest still counts.

pub mod schema;

use std::ops::RangeInclusive;
use std::path::Path;

use crate::diagnostic::Fault;
use crate::diagnostic::shape::Rule::{self, Between, Example, Otherwise, Pattern, Words};
use crate::diagnostic::tree::{self, Placed};
use crate::{table, text};

table! {
    /// The settings of goodterms. A key that is not there has its default.
    pub struct RawConfig {
        /// Your name, as it stands in notes and drafts.
        advisor: String = [Example("\"C. Babbage\"")],
        /// Where your notes are kept: a whole path, or one that begins with `~/`. They hold confidential
        /// words about real people: think twice before you choose a folder that is uploaded somewhere.
        notes_dir: String = [Example("\"~/goodterms-notes\""), WHOLE_PATH],
        /// The folder that files for others go into, such as documents and dates for your calendar: a whole path,
        /// or one that begins with `~/`.
        exports_dir: String = [Example("\"~/Downloads\""), WHOLE_PATH],
        /// The colours of the screen.
        theme: String = [Words(Theme::ALL.map(|(word, means, _)| (word, means)).to_vec()), Otherwise("\"default\"")],
        /// How many earlier versions of each conversation are kept at most. The oldest go first; the newest
        /// always stays.
        keep_versions: u32 = [KEPT, Otherwise("50")],
        /// How many megabytes the earlier versions of each conversation may take.
        keep_megabytes: u32 = [KEPT, Otherwise("20")],
        /// How many years a closed conversation is kept. What is older is told and listed
        /// (`goodterms list --older-than`), and never removed by itself.
        keep_years: u32 = [Between(*YEARS.start(), *YEARS.end()), Example("7")],
    }
}

/// A path from the top or the home folder, or nothing.
const WHOLE_PATH: Rule = Pattern(r"^\s*($|~\s*$|~[/\\]|/|[A-Za-z]:[/\\]|\\\\)");

/// The colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's own foreground and background.
    #[default]
    Default,
    Light,
    Dark,
}

impl Theme {
    /// Each with its word in the config and what that means.
    const ALL: [(&'static str, &'static str, Self); 3] = [
        ("default", "your terminal's own colours", Self::Default),
        ("light", "dark on a light ground", Self::Light),
        ("dark", "light on a dark ground", Self::Dark),
    ];

    /// As the config says it.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(.., theme)| *theme == self).map_or("default", |(word, ..)| word)
    }
}

/// What the advisor has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// As written: a whole path, or one that begins with `~/`.
    pub notes_dir: Option<String>,
    /// The same, for files that leave.
    pub exports_dir: Option<String>,
    pub advisor: Option<String>,
    pub theme: Theme,
    /// Of each conversation.
    pub keep_versions: u32,
    /// Of each conversation, all its versions together.
    pub keep_megabytes: u32,
    /// What is older is told, and never removed by itself.
    pub keep_years: Option<u32>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            notes_dir: None,
            exports_dir: None,
            advisor: None,
            theme: Theme::Default,
            keep_versions: 50,
            keep_megabytes: 20,
            keep_years: None,
        }
    }
}

/// What versions can be bounded by, in number and in megabytes: one at least, and no more than a
/// folder holds with ease.
const KEEP: RangeInclusive<u32> = 1..=10_000;
/// How many years somebody may be obliged to keep something.
const YEARS: RangeInclusive<u32> = 1..=80;
const KEPT: Rule = Between(*KEEP.start(), *KEEP.end());

/// A config that says nothing, with every key explained.
pub const TEMPLATE: &str = r#"# goodterms: your settings. Take the # away from a line to change it.

# Your name, as it stands in notes and drafts.
# advisor = "C. Babbage"

# Where your notes are kept. They hold confidential words about real people: think twice
# before you choose a folder that is uploaded somewhere.
# notes_dir = "~/goodterms-notes"

# Where files for others go: documents, and dates for your calendar. Without it, your folder for
# downloads.
# exports_dir = "~/Downloads"

# The colours: "default" (your terminal's own), "light" or "dark".
# theme = "default"

# Earlier versions of each conversation, to look at or to bring back (goodterms history): at most so
# many, and at most so many megabytes of them. The oldest go first, days and changes each for
# themselves; the newest always stays.
# keep_versions = 50
# keep_megabytes = 20

# How many years you keep what is closed. What is older is told and listed (goodterms list --older-than),
# and never removed by itself.
# keep_years = 7
"#;

/// The line of the template that a name takes the place of.
const NO_NAME: &str = "# advisor = \"C. Babbage\"";

/// The template, with the advisor's name filled in where it is known.
pub fn template(advisor: Option<&str>) -> String {
    match advisor {
        Some(name) => {
            let line = format!("advisor = {}", toml::Value::String(name.to_owned()));
            TEMPLATE.replacen(NO_NAME, &line, 1)
        }
        None => TEMPLATE.to_owned(),
    }
}

/// Reads a config; what is faulty counts as not set.
pub fn read(source: &str) -> (Config, Vec<Fault>) {
    let (table, mut faults) = tree::parse(source);
    let raw = RawConfig::read_table(table.get_ref(), &mut faults);
    let theme = raw.theme.as_ref().map_or(Theme::Default, |theme| read_theme(theme, &mut faults));
    let notes_dir = raw.notes_dir.as_ref().and_then(|dir| read_dir(dir, NOTES_ARE, &mut faults));
    let exports_dir = raw.exports_dir.as_ref().and_then(|dir| read_dir(dir, EXPORTS_ARE, &mut faults));
    let set =
        |value: Option<Placed<String>>| value.map(|v| text::name(v.get_ref())).filter(|v| !v.is_empty());
    let keep_versions = read_bound(raw.keep_versions.as_ref(), &KEEP, &mut faults);
    let keep_megabytes = read_bound(raw.keep_megabytes.as_ref(), &KEEP, &mut faults);
    let keep_years = read_bound(raw.keep_years.as_ref(), &YEARS, &mut faults);
    faults.sort_by_key(|f| f.span.start);
    let default = Config::default();
    let config = Config {
        notes_dir,
        exports_dir,
        advisor: set(raw.advisor),
        theme,
        keep_versions: keep_versions.unwrap_or(default.keep_versions),
        keep_megabytes: keep_megabytes.unwrap_or(default.keep_megabytes),
        keep_years,
    };
    (config, faults)
}

fn read_bound(
    number: Option<&Placed<u32>>,
    within: &RangeInclusive<u32>,
    faults: &mut Vec<Fault>,
) -> Option<u32> {
    let number = number?;
    let bound = *number.get_ref();
    if !within.contains(&bound) {
        let (least, most) = (within.start(), within.end());
        let message = format!("{bound} is not between {least} and {most}");
        let help = format!("write a whole number from {least} to {most}");
        faults.push(Fault::error("wrong-value", number.span(), message).help(help));
    }
    within.contains(&bound).then_some(bound)
}

/// Where notes and files for others may be, in words of help.
const NOTES_ARE: [&str; 2] = ["~/goodterms-notes", "/srv/notes"];
const EXPORTS_ARE: [&str; 2] = ["~/Downloads", "/srv/outgoing"];

/// A whole path: a relative one would mean another folder in every place one starts from.
fn read_dir(dir: &Placed<String>, examples: [&str; 2], faults: &mut Vec<Fault>) -> Option<String> {
    let written = dir.get_ref().trim();
    let whole = Path::new(written).is_absolute() || Path::new(written).starts_with("~");
    if !whole && !written.is_empty() {
        let message = format!("\"{}\" is not a whole path", text::clean_line(written));
        let [home, top] = examples;
        let help = format!("begin with your home folder (\"{home}\") or at the top (\"{top}\")");
        faults.push(Fault::error("relative-path", dir.span(), message).help(help));
    }
    whole.then(|| written.to_owned())
}

fn read_theme(word: &Placed<String>, faults: &mut Vec<Fault>) -> Theme {
    let known = Theme::ALL.iter().find(|(name, ..)| *name == word.get_ref());
    if known.is_none() {
        let message = format!("there is no theme \"{}\"", text::clean_line(word.get_ref()));
        faults.push(
            Fault::error("unknown-value", word.span(), message)
                .help("it is \"default\", \"light\" or \"dark\""),
        );
    }
    known.map_or(Theme::Default, |(.., theme)| *theme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_says_nothing_and_its_lines_are_right() {
        assert_eq!(read(TEMPLATE), (Config::default(), vec![]));
        let said = TEMPLATE
            .replace("# advisor", "advisor")
            .replace("# notes_dir", "notes_dir")
            .replace("# exports_dir", "exports_dir")
            .replace("# theme =", "theme =")
            .replace("# keep_", "keep_");
        let (config, faults) = read(&said);
        assert_eq!(faults, []);
        assert_eq!(config.advisor.as_deref(), Some("C. Babbage"));
        assert_eq!(config.notes_dir.as_deref(), Some("~/goodterms-notes"));
        assert_eq!(config.exports_dir.as_deref(), Some("~/Downloads"));
    }

    #[test]
    fn a_name_is_filled_into_the_template_whatever_is_in_it() {
        for name in ["Charles Babbage", "Zoë \"Z\" O'Hara", "C:\\Babbage", "# {x} \u{7fff}"] {
            let (config, faults) = read(&template(Some(name)));
            assert_eq!((config.advisor.as_deref(), faults.len()), (Some(name), 0));
            assert_eq!(template(Some(name)).lines().count(), TEMPLATE.lines().count());
        }
        assert_eq!(template(None), TEMPLATE);
    }

    #[test]
    fn bounds_on_versions_are_whole_numbers_that_make_sense() {
        let (config, faults) = read("keep_versions = 1\nkeep_megabytes = 10_000\n");
        assert_eq!((config.keep_versions, config.keep_megabytes, faults.len()), (1, 10_000, 0));
        for wrong in ["0", "10_001", "-1", "2.5", "\"50\"", "99999999999999"] {
            let (config, faults) = read(&format!("advisor = \"Ada\"\nkeep_versions = {wrong}\n"));
            assert_eq!((config.keep_versions, faults.len()), (50, 1), "{wrong}");
            assert_eq!(faults[0].span.start, "advisor = \"Ada\"\nkeep_versions = ".len(), "{wrong}");
        }
    }

    #[test]
    fn a_relative_folder_for_notes_is_refused() {
        for relative in ["notes", "./notes", "~bob/notes", "../x"] {
            let (config, faults) = read(&format!("notes_dir = \"{relative}\"\n"));
            assert_eq!(config.notes_dir, None, "{relative}");
            assert_eq!(faults[0].code, "relative-path", "{relative}");
        }
        let (config, faults) = read("notes_dir = \"~/my notes\"\n");
        assert_eq!((config.notes_dir.as_deref(), faults.len()), (Some("~/my notes"), 0));
    }

    #[test]
    fn what_is_right_counts_beside_what_is_wrong() {
        let source = "advisor = \"Ada\"\ntheme = \"blue\"\nnotesdir = \"x\"\nbroken =\n";
        let (config, faults) = read(source);
        assert_eq!(config.advisor.as_deref(), Some("Ada"));
        assert_eq!(config.theme, Theme::Default);
        let codes: Vec<_> = faults.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["unknown-value", "unknown-key", "unknown-key", "syntax"]);
    }
}

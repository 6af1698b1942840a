//! `goodterms history`: earlier versions of a conversation, to look at or to bring back.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use super::context::{Context, shown};
use super::failure::Failure;
use super::{amended, json as shapes, show, table};
use crate::dates;
use crate::document::{Document, Head, Status, hold_said};
use crate::store::changes::{Changed, Changes};
use crate::store::folder::FindError;
use crate::store::locks::SessionLock;
use crate::store::versions::{Version, Why};
use crate::store::{self, Access, Base, Filing, StoreError};
use crate::text;

const EXAMPLES: &str = "\
Examples:
  goodterms history \"Ada Byron\"                what there is, newest first, and what changed
  goodterms history k3v9 --show 2              read the second one
  goodterms history k3v9 --show 2 --raw > old.md    its file, byte for byte
  goodterms history k3v9 --restore 2           bring it back; what stands there now is kept
  goodterms history k3v9 --json                for programs";

/// Show earlier versions of a conversation, and bring one back
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// The client's name, the conversation's id or how it begins, or a note's path
    session: String,
    /// Show this version as a page to read; 0 is the note as it stands now
    #[arg(long, value_name = "N")]
    show: Option<usize>,
    /// With --show: the text of its file, as it is
    #[arg(long, requires = "show")]
    raw: bool,
    /// Put this version in the place of the note; what stands there now becomes a version. Whether it is
    /// closed, how it ended and a hold stay as they are
    #[arg(long, value_name = "N", conflicts_with = "show")]
    restore: Option<usize>,
    /// As JSON
    #[arg(long, conflicts_with_all = ["restore", "raw"])]
    json: bool,
}

/// A conversation with its versions. Its note may be gone or damaged: they are here for that.
struct Subject {
    id: String,
    path: Option<PathBuf>,
    /// What stands in the note, if it is text.
    now: Option<String>,
    /// Newest first.
    versions: Vec<Version>,
}

/// Lists the versions of a conversation, shows one, or brings it back.
pub fn run(context: &mut Context<'_>, args: &Args) -> Result<(), Failure> {
    let subject = Subject::find(context, &args.session)?;
    context.say_notice();
    match (args.show, args.restore) {
        (Some(n), _) => show_one(context, &subject, n, args),
        (None, Some(n)) => restore(context, &subject, n),
        (None, None) if args.json => list_as_json(context, &subject),
        (None, None) => list(context, &subject),
    }
}

impl Subject {
    fn find(context: &Context<'_>, wanted: &str) -> Result<Self, Failure> {
        let (id, path) = match context.folder().find(wanted) {
            Ok(found) => (found.head.id, Some(found.path)),
            Err(FindError::Several { .. }) => return Err(not_found(context, wanted)),
            // The note may be what was lost; its versions are not.
            Err(_) => match context.versions().ids(&id_meant(wanted)).as_slice() {
                [id] => (id.clone(), Some(PathBuf::from(wanted)).filter(|path| path.is_file())),
                _ => return Err(not_found(context, wanted)),
            },
        };
        let versions = context.versions().list(&id)?;
        let path = path.or_else(|| place(context, &id, &versions)).map(|p| p.canonicalize().unwrap_or(p));
        let now = match path.as_deref().map(|path| (path, store::read_plain(path))) {
            None => None,
            Some((_, Ok(bytes))) => String::from_utf8(bytes).ok(),
            Some((_, Err(error))) if error.kind() == ErrorKind::NotFound => None,
            Some((path, Err(error))) => return Err(StoreError::io(path)(error).into()),
        };
        Ok(Self { id, path, now, versions })
    }

    /// A version by its number, as the list says it.
    fn version(&self, n: usize) -> Result<&Version, Failure> {
        n.checked_sub(1).and_then(|nth| self.versions.get(nth)).ok_or_else(|| {
            let id = text::clean_line(&self.id);
            let there = match self.versions.len() {
                0 => "there are none yet".to_owned(),
                1 => "there is only 1".to_owned(),
                most => format!("there are 1 to {most}"),
            };
            Failure::usage(format!("there is no version {n}: {there} (goodterms history {id})"))
        })
    }

    /// The text of each version, newest first, and before them what stands in the note now.
    fn texts(&self, context: &Context<'_>) -> Vec<Option<String>> {
        let versions = context.versions();
        let kept = self.versions.iter().map(|version| versions.read(version).ok());
        std::iter::once(self.now.clone()).chain(kept).collect()
    }
}

/// The reason why there is no such conversation, or that several fit.
fn not_found(context: &Context<'_>, wanted: &str) -> Failure {
    match context.find(wanted) {
        Err(failure) => failure,
        // Somebody filed it at this very moment.
        Ok(_) => Failure::failed("the notes changed at this very moment: do it once more"),
    }
}

/// How an id begins that is meant by what was typed: itself or, of a note, what stands of it in the
/// name.
fn id_meant(wanted: &str) -> String {
    let path = Path::new(wanted);
    let stem = path.file_stem().and_then(|stem| stem.to_str()).filter(|_| path.is_file());
    stem.map_or(wanted, |stem| stem.rsplit('-').next().unwrap_or(stem)).to_lowercase()
}

/// Where a note lay of which only versions are left.
fn place(context: &Context<'_>, id: &str, versions: &[Version]) -> Option<PathBuf> {
    let kept = context.versions();
    let head = |version| Document::parse(&kept.read(version).ok()?).head().ok();
    let head = versions.iter().filter_map(head).find(|head| head.id == id)?;
    Some(store::path_for(&context.settings.notes, &head))
}

// -------------------------------------------------------------------------------------- the list

fn list(context: &mut Context<'_>, subject: &Subject) -> Result<(), Failure> {
    let texts = subject.texts(context);
    let heading = ["NO", "WHEN", "KEPT AS", "WHAT IS NEW IN IT"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    for (n, _) in texts.iter().enumerate() {
        let (when, why) = match n.checked_sub(1).and_then(|nth| subject.versions.get(nth)) {
            None => ("now".to_owned(), "the note as it stands".to_owned()),
            Some(version) => (said(context, version), version.why.in_words().to_owned()),
        };
        let amended = if is_amended(&texts, n) { "after it was closed: " } else { "" };
        let new = format!("{amended}{}", what_is_new(&texts, n));
        rows.push(vec![n.to_string(), when, why, new]);
    }
    table::write(context.out, &rows)?;
    if subject.versions.is_empty() {
        context
            .say("No earlier version is kept yet: the first one is, on the next day on which you change it.");
    }
    Ok(())
}

/// Whether the nth text is one that was changed after the conversation had been closed: it says so itself,
/// or the one before it was closed then and said something else.
fn is_amended(texts: &[Option<String>], n: usize) -> bool {
    let head = |n: usize| Document::parse(texts.get(n)?.as_ref()?).head().ok();
    let Some(now) = head(n).filter(|head| head.status == Status::Closed) else { return false };
    let before = head(n + 1);
    let said = |head: &Head| head.amended_since_closed();
    if said(&now).is_some_and(|at| before.as_ref().and_then(said) != Some(at)) {
        return true;
    }
    let was_closed =
        before.is_some_and(|before| before.status == Status::Closed && before.closed == now.closed);
    was_closed
        && match (&texts[n], texts.get(n + 1)) {
            (Some(now), Some(Some(before))) => !Changes::between(before, now).blocks.is_empty(),
            _ => false,
        }
}

/// What is new in the nth text against the one before it.
fn what_is_new(texts: &[Option<String>], n: usize) -> String {
    match (&texts[n], texts.get(n + 1)) {
        (None, _) if n == 0 => "the note is gone, or is no text any more".to_owned(),
        (None, _) => "this version cannot be read".to_owned(),
        (Some(_), None) => "the first that is kept".to_owned(),
        (Some(_), Some(None)) => "the one before it cannot be read".to_owned(),
        (Some(now), Some(Some(before))) => Changes::between(before, now).in_words(),
    }
}

fn list_as_json(context: &mut Context<'_>, subject: &Subject) -> Result<(), Failure> {
    let texts = subject.texts(context);
    let numbered = texts.iter().enumerate().map(|(n, now)| {
        let version = n.checked_sub(1).and_then(|nth| subject.versions.get(nth));
        let path = version.map(|version| &version.path).or(subject.path.as_ref());
        let changes = match (now, texts.get(n + 1)) {
            (Some(now), Some(Some(before))) => changes(&Changes::between(before, now)),
            _ => Value::Null,
        };
        json!({
            "number": n,
            "at": version.map(|version| local(context, version).to_rfc3339()),
            "why": version.map_or("now", |version| version.why.word()),
            "path": path.map(|path| path.display().to_string()),
            "bytes": now.as_ref().map(String::len),
            "changes": changes,
            "after_closing": is_amended(&texts, n),
        })
    });
    let value = json!({ "version": 1, "session": subject.id, "versions": numbered.collect::<Value>() });
    shapes::write(context.out, &value)?;
    Ok(())
}

fn changes(changes: &Changes) -> Value {
    let block = |b: &Changed| json!({ "key": b.key, "how": b.how.word() });
    json!({ "blocks": changes.blocks.iter().map(block).collect::<Value>(), "about": changes.about })
}

/// When a version stood in the note, where the advisor is.
fn local(context: &Context<'_>, version: &Version) -> DateTime<FixedOffset> {
    let near = version.at.with_timezone(context.now().offset()).naive_local();
    // The clocks may have been changed since then.
    version.at.with_timezone(context.env.clock.at(near).offset())
}

fn said(context: &Context<'_>, version: &Version) -> String {
    let at = local(context, version);
    format!("{}, {}", dates::long(at.date_naive(), context.today()), at.format("%H:%M"))
}

// --------------------------------------------------------------------------------- show and restore

fn show_one(context: &mut Context<'_>, subject: &Subject, n: usize, args: &Args) -> Result<(), Failure> {
    let (note, path) = match (n, &subject.now, &subject.path) {
        (0, Some(now), Some(path)) => (now.clone(), path.clone()),
        (0, ..) => {
            return Err(Failure::failed(
                "the note is gone, or is no text any more: --restore 1 brings it back",
            ));
        }
        _ => {
            let version = subject.version(n)?;
            (context.versions().read(version)?, version.path.clone())
        }
    };
    if args.raw {
        return write_raw(context, &note);
    }
    let document = Document::parse(&note);
    match document.head() {
        Ok(head) => show::write(context, document, head, &path, args.json),
        Err(error) if args.json => Err(StoreError::Head { path, error }.into()),
        Err(error) => {
            context.say(&format!("warning: {error}; this is its text as it stands"));
            write!(context.out, "{}", text::clean(&note))?;
            Ok(())
        }
    }
}

/// A text as it is; on a terminal, without what could steer it.
fn write_raw(context: &mut Context<'_>, note: &str) -> Result<(), Failure> {
    let note = if context.env.terminals.stdout { text::clean(note) } else { note.into() };
    context.out.write_all(note.as_bytes())?;
    Ok(())
}

/// Files a version in the place of the note, and keeps what stood there.
fn restore(context: &mut Context<'_>, subject: &Subject, n: usize) -> Result<(), Failure> {
    if n == 0 {
        return Err(Failure::usage("0 is the note as it stands: name one of the versions behind it"));
    }
    let version = subject.version(n)?;
    let note = context.versions().read(version)?;
    let mut head = head_of(&note, subject, n)?;
    let path = match &subject.path {
        Some(path) => path.clone(),
        None => store::path_for(&context.settings.notes, &head),
    };
    // Kept until it is filed: nobody opens the conversation in between.
    let _lock = lock(context, &subject.id)?;
    let before = standing(context, subject);
    let note = match &before {
        Some(before) => keep_on_record(before, &note, &mut head, context.now()),
        None => note,
    };
    let catalog = context.catalog();
    let playbook = catalog.title(&head.playbook.id).unwrap_or(&head.playbook.id);
    let who = format!("{playbook}: {}", head.client_said());
    let which = format!("version {n}, of {} ({})", said(context, version), version.why.in_words());
    let stays = before.as_ref().map_or_else(String::new, |_| what_stays(&head));
    if subject.now.as_ref() == Some(&note) {
        context.say(&format!("{who}\nThe note is just as in {which}: nothing was changed.{stays}"));
        return Ok(());
    }
    let base = keep_what_stands(context, subject, &path)?;
    let filed = context.store().file(Filing::new(&subject.id, &path, &note, &base, context.now()))?;
    if filed.is_merged {
        context.say("warning: somebody else changed the note at this very moment: both are in it.");
    }
    writeln!(context.out, "{}  {}", text::clean_line(&subject.id), shown(&filed.path))?;
    let kept = match base {
        Base::NEW => "There was no note any more.".to_owned(),
        _ => {
            format!("What stood there is kept: goodterms history {} --restore 1 takes this back.", subject.id)
        }
    };
    context.say(&format!("{who}\nRestored: {which}{stays}\n{kept}"));
    Ok(())
}

/// What stands in the note; where nobody can read it, the newest text that stood there.
fn standing(context: &Context<'_>, subject: &Subject) -> Option<String> {
    let is_one = |text: &String| Document::parse(text).head().is_ok_and(|head| head.id == subject.id);
    let kept = context.versions();
    let ours = subject.versions.iter().filter(|version| version.why != Why::Theirs);
    let mut ours = ours.filter_map(|version| kept.read(version).ok());
    subject.now.clone().filter(is_one).or_else(|| ours.find(is_one))
}

/// A version's text with what a restore does not take back: whether the conversation is closed, how it
/// ended, and that it must not be forgotten. A record that was closed says that it was changed.
fn keep_on_record(before: &str, note: &str, head: &mut Head, now: DateTime<FixedOffset>) -> String {
    let mut document = Document::parse(note);
    let Ok(is) = Document::parse(before).head() else { return note.to_owned() };
    (head.status, head.outcome, head.closed, head.amended) = (is.status, is.outcome, is.closed, is.amended);
    // One that was taken off comes back with what it was put on: better too much is kept than too little.
    head.hold = is.hold.or_else(|| head.hold.take());
    amended::note_down(before, &document, head, now);
    document.set_head(head);
    document.render()
}

/// What a restore left as it was, where it is of weight.
fn what_stays(head: &Head) -> String {
    let closed = match (head.status, head.amended_since_closed()) {
        (Status::Open, _) => "",
        (Status::Closed, None) => "\nIt stays closed.",
        (Status::Closed, Some(_)) => "\nIt stays closed, and says that it was changed since then.",
    };
    let hold = head.hold.as_ref().map_or_else(String::new, |why| format!("\n{}", hold_said(why)));
    format!("{closed}{hold}")
}

/// The front matter of a version that can stand in the place of the note.
fn head_of(note: &str, subject: &Subject, n: usize) -> Result<Head, Failure> {
    let why = match Document::parse(note).head() {
        Ok(head) if head.id == subject.id => return Ok(head),
        Ok(_) => "it is of another conversation".to_owned(),
        Err(error) => error.to_string(),
    };
    Err(Failure::failed(format!(
        "version {n} cannot stand in the place of the note: {why}\nread it with: goodterms history {} --show {n} --raw",
        text::clean_line(&subject.id)
    )))
}

/// Makes what stands in the note a version, and says what the filing goes from.
fn keep_what_stands(context: &Context<'_>, subject: &Subject, path: &Path) -> Result<Base, Failure> {
    let bytes = match store::read_plain(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Base::NEW),
        Err(error) => return Err(StoreError::io(path)(error).into()),
    };
    let Ok(now) = String::from_utf8(bytes) else {
        let path = shown(path);
        return Err(Failure::failed(format!(
            "{path} is no text, and is not replaced: move it to another folder, and do it once more"
        )));
    };
    // Without bounds: the oldest may be the one that is to be restored.
    context.versions().unbounded().keep(&subject.id, &now, Why::Restored, context.now())?;
    Ok(Base::of(&now))
}

/// The lock of a conversation: a version is not put below one that is open in front of somebody.
fn lock(context: &Context<'_>, id: &str) -> Result<Option<SessionLock>, Failure> {
    match context.store().locks().session(id, context.now()) {
        Access::Write(lock) => Ok(Some(lock)),
        Access::Mine => Ok(None),
        Access::ReadOnly(who) => Err(Failure::failed(format!(
            "this conversation is open in another goodterms ({who}): close it there, and do it once more"
        ))),
    }
}

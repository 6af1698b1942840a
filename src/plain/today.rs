//! Today by lines: what is due and which conversations are open, numbered, and what to do about them.
//!
//! The numbers stay what they were when they were said, until the list is said again: who heard it
//! may work through it.

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::due::ask_why;
use super::fate::Fate;
use super::talk::{Command, Said, Talk, understand};
use crate::agenda::{Brief, Due, Lists};
use crate::catalog::Catalog;
use crate::dates::{self, in_full};
use crate::document::{FollowUp, SAMPLE, State};
use crate::store::shelf::Shelf;
use crate::store::{Access, Open, Store, Unfiled};
use crate::text;

const WHAT_NOW: &str = "Type a number to open that conversation, new to begin another one, or stop. Type ? for more: done, later, drop.";

/// The commands in words.
const HELP_TODAY: &str = "\
Here you can type:
  1              open the conversation behind this number; a client's name does it, too
  new            begin a new conversation
  done 1         the first of what is due is done; one that repeats brings its next
  later 1 WHEN   it is due on another day, such as: later 1 next friday
  drop 1         it will not be done
  open 1         it is open again, if that was a mistake
  list           say the list again, as it is now
  stop           end goodterms; everything is saved
The playbooks by lines: goodterms playbook list. All conversations, closed ones too: goodterms list.";

/// What is wanted from Today.
#[derive(Debug)]
pub enum Wanted {
    /// The conversation with this id, in this note.
    Open {
        path: PathBuf,
        id: String,
    },
    New,
    Stop,
}

/// Says what is due and what is open, and does what can be done with it, until a conversation is
/// wanted or the end. `failed` becomes true where something could not be saved in its place.
///
/// # Errors
/// If the input or output is gone.
pub fn today(talk: &mut Talk<'_>, store: &Store, catalog: &Catalog, failed: &mut bool) -> io::Result<Wanted> {
    let mut today = Today { talk, store, catalog, lists: Lists::default(), failed };
    today.say_list()?;
    loop {
        let Some(line) = today.talk.line()? else { return Ok(Wanted::Stop) };
        let day = today.talk.clock.now().date_naive();
        if let Some((n, fate)) = Fate::of_nth(&line, day) {
            today.decide(n, fate)?;
            continue;
        }
        match (line.trim(), understand(&line)) {
            ("new", _) => return Ok(Wanted::New),
            ("list", _) => today.say_list()?,
            (_, Said::Command(Command::Stop)) => return Ok(Wanted::Stop),
            (_, Said::Command(Command::Help)) => today.talk.say(HELP_TODAY)?,
            (_, Said::Text(typed)) => match today.meant(&typed) {
                Ok(wanted) => return Ok(wanted),
                Err(why) => today.talk.say(&why)?,
            },
            (_, Said::Nothing | Said::Command(_)) => today.talk.say(WHAT_NOW)?,
        }
    }
}

struct Today<'a, 'b> {
    talk: &'a mut Talk<'b>,
    store: &'a Store,
    catalog: &'a Catalog,
    lists: Lists,
    failed: &'a mut bool,
}

impl Today<'_, '_> {
    fn say_list(&mut self) -> io::Result<()> {
        let today = self.talk.clock.now().date_naive();
        self.lists = match Shelf::new(self.store.folder().clone()).look() {
            Ok(briefs) => Lists::of(&briefs),
            Err(error) => {
                self.talk.say(&format!(
                    "The notes folder cannot be read. Nothing in it was touched.\n{error}\n"
                ))?;
                Lists::default()
            }
        };
        self.talk.say(&format!("Today, {}.", in_full(today)))?;
        let words = self.list(today);
        self.talk.say_apart(&words)?;
        self.talk.say_apart(WHAT_NOW)
    }

    fn list(&self, today: NaiveDate) -> String {
        let Lists { due, open, closed, unreadable } = &self.lists;
        let mut lines = Vec::new();
        match due.len() {
            0 if open.is_empty() => lines.push(
                "Nothing is open, and nothing is due. Is a client about to leave, upset, or gone quiet? Type new \
                 to begin a conversation."
                    .to_owned(),
            ),
            0 => lines.push("Nothing is due.".to_owned()),
            n => lines.push(format!("What is due, {n}:")),
        }
        lines.extend(due.iter().enumerate().map(|(i, due)| format!("  {}. {}", i + 1, due_line(due, today))));
        if !open.is_empty() {
            lines.push(String::new());
            lines.push(format!("Open conversations, {}:", open.len()));
        }
        let number = |i: usize| due.len() + i + 1;
        let open = open.iter().enumerate();
        lines.extend(open.map(|(i, open)| format!("  {}. {}", number(i), self.open_line(open))));
        if due.is_empty() && self.lists.open.is_empty() && *closed == 0 {
            lines.push("To look around first: goodterms config init --samples".to_owned());
        }
        if *closed > 0 {
            lines.push(format!("{} closed: goodterms list", text::count(*closed, "conversation")));
        }
        if *unreadable > 0 {
            lines.push(format!(
                "{} in the notes folder cannot be read as notes and {} left alone: goodterms list says why",
                text::count(*unreadable, "file"),
                if *unreadable == 1 { "is" } else { "are" }
            ));
        }
        lines.join("\n")
    }

    fn open_line(&self, open: &Brief) -> String {
        let title = self.catalog.title(&open.playbook).unwrap_or(&open.playbook);
        let [done, of] = open.answered;
        let meeting = open.meeting.map(|at| format!(", meeting {}", at.in_full())).unwrap_or_default();
        let who = named(&open.client, open.sample);
        text::clean_line(&format!("{who}: {title}, {}, {done} of {of} answered{meeting}", open.phase))
    }

    /// The conversation behind a number, or with a client of whom there is only one.
    fn meant(&self, typed: &str) -> Result<Wanted, String> {
        let all: Vec<&Brief> =
            self.lists.due.iter().map(|due| &*due.of).chain(self.lists.open.iter().map(|of| &**of)).collect();
        let wanted = |of: &&Brief| Wanted::Open { path: of.path.clone(), id: of.id.to_string() };
        let shown = text::clean_line(typed.trim());
        if let Ok(n) = typed.trim().trim_end_matches(['.', ')']).parse::<usize>() {
            let nth = n.checked_sub(1).and_then(|nth| all.get(nth));
            return nth.map(wanted).ok_or_else(|| format!("There is no number {n} here. {WHAT_NOW}"));
        }
        let folded = text::fold(&text::name(typed));
        let mut with: Vec<_> = all
            .iter()
            .filter(|of| !folded.is_empty() && text::fold(&of.client).starts_with(&folded))
            .collect();
        with.sort_by_key(|of| &of.path);
        with.dedup_by_key(|of| &of.path);
        match with[..] {
            [one] => Ok(wanted(one)),
            [] => Err(format!("\"{shown}\" is none of these. {WHAT_NOW}")),
            _ => Err(format!("There are several with \"{shown}\": type the number.")),
        }
    }

    /// One of what is due is done, dropped, open again or due on another day.
    fn decide(&mut self, n: usize, fate: Result<Fate, String>) -> io::Result<()> {
        let due = n.checked_sub(1).and_then(|nth| self.lists.due.get(nth)).cloned();
        let (due, fate) = match (due, fate) {
            (Some(due), Ok(fate)) => (due, fate),
            (Some(_), Err(why)) => return self.talk.say(&why),
            (None, _) if self.lists.due.is_empty() => return self.talk.say("Nothing is due."),
            (None, _) => {
                let all = self.lists.due.len();
                return self
                    .talk
                    .say(&format!("What is due has the numbers 1 to {all}: there is no {n} in it."));
            }
        };
        if let Err(why) = self.bring_about(&due, fate)? {
            self.talk.say(&why)?;
        }
        Ok(())
    }

    fn bring_about(&mut self, due: &Due, fate: Fate) -> io::Result<Result<(), String>> {
        let now = self.talk.clock.now();
        // As long as this is changed, nobody else may edit it.
        let access = self.store.locks().session(&due.of.id, now);
        if let Access::ReadOnly(holder) = access {
            return Ok(Err(format!("Another goodterms has this conversation open ({holder}): do it there.")));
        }
        for taken in self.store.take_in(&due.of.path, &due.of.id, now) {
            self.talk.say(&format!("Taken into the note: {}", shown(&taken.path)))?;
        }
        let opened = self.store.open(&due.of.path, |id| self.catalog.playbook(id), now);
        let mut open = match opened {
            Ok(open) => open,
            Err(error) => return Ok(Err(format!("{error}\nNothing was changed."))),
        };
        let place = |f: &FollowUp| f.id == due.follow_up().id;
        let all = &open.session.head().follow_ups;
        let is_open = |f: &FollowUp| place(f) && f.state == State::Open;
        let Some(nth) = all.iter().position(is_open).or_else(|| all.iter().position(place)) else {
            return Ok(Err(
                "It is gone from its conversation meanwhile. Type list to hear what is due.".to_owned()
            ));
        };
        let mut why = None;
        if let Fate::On(day) = fate
            && fate.has_reason(&open.session, nth)
        {
            self.talk.say(&ask_why(day))?;
            match self.hear_why()? {
                Some(typed) => why = typed,
                None => return Ok(Ok(())),
            }
        }
        let now = self.talk.clock.now();
        let before = open.session.head().follow_ups.len();
        let edit = match fate.edit(&open.session, nth, why.as_deref(), now.date_naive()) {
            Ok(Some(edit)) => edit,
            Ok(None) => return Ok(Err("It is so already.".to_owned())),
            Err(why) => return Ok(Err(why.replace("type open first", "type open and its number first"))),
        };
        open.session.apply(edit, now);
        if !self.file(&mut open)? {
            return Ok(Ok(()));
        }
        let words = became(&open, nth, fate, before);
        self.talk.say(&words)?;
        Ok(Ok(()))
    }

    /// The reason for another day, if one is given; `None` leaves the day as it was.
    fn hear_why(&mut self) -> io::Result<Option<Option<String>>> {
        loop {
            match self.talk.hear()? {
                Said::Text(typed) => return Ok(Some(Some(typed))),
                Said::Nothing | Said::Command(Command::Skip) => return Ok(Some(None)),
                Said::Command(Command::Back | Command::Stop) => {
                    self.talk.say("The day is what it was.")?;
                    return Ok(None);
                }
                Said::Command(_) => self.talk.say("Type the reason, or Enter for none.")?,
            }
        }
    }

    /// Files it, or keeps it in a draft and says so. Returns whether it is in the note.
    fn file(&mut self, open: &mut Open) -> io::Result<bool> {
        let (now, before) = (self.talk.clock.now(), open.base.clone());
        match open.file(self.store, now) {
            Ok(filed) => {
                if filed.is_merged || filed.conflicts > 0 {
                    self.talk.say("Somebody else changed this note meanwhile. Both are in it.")?;
                }
                Ok(true)
            }
            Err(error) => {
                *self.failed = true;
                let mut unfiled = Unfiled::default();
                let kept = unfiled.keep(self.store, open, &before, now);
                let reason = error.reason_first();
                self.talk.say(&match kept {
                    true => format!(
                        "NOT SAVED in the note (it is in a draft, and goes into the note as soon as that can be \
                         written): {reason}"
                    ),
                    false => format!("NOT SAVED: {reason}\nIt is as it was: do it once more when that is mended."),
                })?;
                Ok(false)
            }
        }
    }
}

/// What became of one, in words.
fn became(open: &Open, nth: usize, fate: Fate, before: usize) -> String {
    let all = &open.session.head().follow_ups;
    let Some(follow_up) = all.get(nth) else { return String::new() };
    let next = all.last().filter(|_| all.len() > before).and_then(|next| next.due);
    let title = ended(&follow_up.title);
    match (fate, next) {
        (Fate::Done, Some(day)) => format!("Done: {title} It is due again on {}.", in_full(day)),
        (Fate::Done, None) => format!("Done: {title}"),
        (Fate::Dropped, _) => format!("Dropped: {title}"),
        (Fate::Open | Fate::Moving, _) => format!("Open again: {title}"),
        (Fate::On(day), _) => format!("Due on {}: {title}", in_full(day)),
    }
}

fn ended(title: &str) -> String {
    super::question::ended(&text::clean_line(title))
}

fn due_line(due: &Due, today: NaiveDate) -> String {
    let when = match due.follow_up().due.map(|day| (day, (day - today).num_days())) {
        None => "No day yet".to_owned(),
        Some((_, 0)) => "Today".to_owned(),
        Some((_, 1)) => "Tomorrow".to_owned(),
        Some((day, 2..)) => dates::long(day, today),
        Some((day, late)) => {
            let days = usize::try_from(-late).unwrap_or(0);
            format!("{} late, since {}", text::count(days, "day"), dates::long(day, today))
        }
    };
    let remarks = due.follow_up().remarks(today).join(", ");
    let remarks = if remarks.is_empty() { remarks } else { format!(" ({remarks})") };
    let who = named(&due.of.client, due.of.sample);
    text::clean_line(&format!("{when}, {who}: {}{remarks}", due.follow_up().title))
}

fn named(client: &str, sample: bool) -> String {
    if sample { format!("{client} {SAMPLE}") } else { client.to_owned() }
}

fn shown(path: &Path) -> String {
    text::clean_line(&path.display().to_string())
}

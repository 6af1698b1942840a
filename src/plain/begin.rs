//! What a new conversation needs to know, asked line by line.

use std::io;
use std::sync::Arc;

use super::answer::{Named, pick};
use super::talk::{Command, HELP, Said, Talk};
use crate::catalog::Catalog;
use crate::document::{Client, Meeting, When};
use crate::playbook::Playbook;
use crate::session::Known;
use crate::text;

/// What a new conversation begins with.
#[derive(Debug)]
pub struct Begun {
    pub playbook: Arc<Playbook>,
    pub client: Client,
    pub meeting: Meeting,
    /// Only the five-minute form is asked for.
    pub quick: bool,
}

/// Asks which playbook and which client, where they are not known yet, and then when they meet and
/// how long there is. `None` if the advisor stopped.
///
/// # Errors
/// If the input or output is gone.
pub fn ask_for(
    talk: &mut Talk<'_>,
    catalog: &Catalog,
    playbook: Option<Arc<Playbook>>,
    mut client: Client,
    mut meeting: Meeting,
    mut quick: bool,
) -> io::Result<Option<Begun>> {
    let all_known = playbook.is_some() && !client.name.is_empty();
    let playbook = match playbook {
        Some(playbook) => playbook,
        None => {
            let today = talk.clock.now().date_naive();
            let known = Known { client: &client, meeting: &meeting, advisor: None, today };
            match ask_playbook(talk, catalog, &known)? {
                Some(playbook) => playbook,
                None => return Ok(None),
            }
        }
    };
    if client.name.is_empty() {
        match ask_client(talk)? {
            Some(name) => client.name = name,
            None => return Ok(None),
        }
    }
    if !all_known {
        while meeting.at.is_none() {
            match ask_meeting(talk)? {
                Asked::When(Some(when)) => meeting.at = Some(when),
                Asked::When(None) => break,
                Asked::Back => talk.say("Type a day, or Enter if you do not know yet.")?,
                Asked::Stop => return Ok(None),
            }
        }
        if !quick && playbook.has_quick() {
            match ask_quick(talk)? {
                Some(only) => quick = only,
                None => return Ok(None),
            }
        }
        talk.say("")?;
    }
    Ok(Some(Begun { playbook, client, meeting, quick }))
}

/// Whether only what matters most is to be asked. `None` is to stop.
fn ask_quick(talk: &mut Talk<'_>) -> io::Result<Option<bool>> {
    const HOW: &str = "Type 5 if you have only five minutes: then you are asked what matters most, and the rest \
                       at the end if you like. Enter asks all of it.";
    talk.say_apart(&format!("How long have you?\n{HOW}"))?;
    loop {
        match talk.hear()? {
            Said::Nothing | Said::Command(Command::Skip) => return Ok(Some(false)),
            Said::Text(typed) if matches!(text::fold(typed.trim()).as_str(), "5" | "five" | "y" | "yes") => {
                return Ok(Some(true));
            }
            Said::Command(Command::Stop) => return Ok(None),
            Said::Command(Command::Help) => talk.say(HELP)?,
            Said::Text(_) | Said::Command(_) => talk.say(HOW)?,
        }
    }
}

/// What can be chosen, as lines: each stands by itself, for one may hear it without the others.
struct Lines {
    /// What is asked or said above the first lines of a chooser, or of what none leads to.
    headings: Vec<(usize, String)>,
    lines: Vec<Line>,
}

struct Line {
    /// What can be typed for it besides its number.
    words: String,
    /// What it is.
    remark: String,
    playbook: Arc<Playbook>,
}

impl Lines {
    fn of(catalog: &Catalog, known: &Known<'_>) -> Self {
        let mut this = Self { headings: Vec::new(), lines: Vec::new() };
        let (ways, others): (Vec<_>, Vec<_>) =
            catalog.situations(known).into_iter().partition(|situation| situation.through.is_some());
        let mut chooser = None;
        for situation in ways {
            let Some(through) = &situation.through else { continue };
            if chooser.replace(through.chooser.id.clone()).as_deref() != Some(&through.chooser.id) {
                this.headings.push((this.lines.len(), through.question.clone()));
            }
            let chosen = through.groups.iter().map(|group| &group.words).chain([&situation.words]);
            let words = chosen.map(String::as_str).collect::<Vec<_>>().join(": ");
            let remark = format!(". {}", text::clean_line(&situation.playbook.title));
            this.lines.push(Line { words, remark, playbook: situation.playbook });
        }
        if this.lines.is_empty() {
            this.headings.push((0, "Which playbook?".to_owned()));
        } else if !others.is_empty() {
            this.headings.push((this.lines.len(), "Other playbooks:".to_owned()));
        }
        // A playbook that fits several situations is one line: it is chosen by its title.
        let mut others: Vec<_> = others.into_iter().map(|situation| situation.playbook).collect();
        others.dedup_by_key(|playbook| playbook.id.clone());
        this.lines.extend(others.into_iter().map(|playbook| Line {
            words: text::clean_line(&playbook.title),
            remark: format!(": {}", text::clean_line(&playbook.summary)),
            playbook,
        }));
        this
    }

    fn say(&self, talk: &mut Talk<'_>) -> io::Result<()> {
        for (i, line) in self.lines.iter().enumerate() {
            self.say_heading(talk, i)?;
            talk.say(&format!("  {}. {}{}", i + 1, line.words, line.remark))?;
        }
        if self.lines.is_empty() {
            self.say_heading(talk, 0)?;
        }
        talk.say("Type a number or its name.")
    }

    fn say_heading(&self, talk: &mut Talk<'_>, line: usize) -> io::Result<()> {
        let Some((_, words)) = self.headings.iter().find(|(at, _)| *at == line) else { return Ok(()) };
        let leave = if line == 0 { " (stop leaves)" } else { "" };
        talk.say(&format!("{words}{leave}"))
    }

    /// The playbook that is meant: by a line's number or words, or by its own id or title.
    fn meant(&self, typed: &str) -> Result<Arc<Playbook>, String> {
        let lines: Vec<_> =
            self.lines.iter().map(|line| Named { id: &line.playbook.id, label: &line.words }).collect();
        let by_title = || {
            // Each once: several ways to one playbook make its title no less clear.
            let mut titles: Vec<_> = self.lines.iter().map(|line| &line.playbook).collect();
            titles.sort_by_key(|playbook| &playbook.id);
            titles.dedup_by_key(|playbook| &playbook.id);
            let named: Vec<_> = titles.iter().map(|p| Named { id: &p.id, label: &p.title }).collect();
            let is_number = typed.trim().starts_with(|c: char| c.is_ascii_digit());
            let found = pick(&named, typed).ok().filter(|_| !is_number)?;
            Some(titles[found].clone())
        };
        match pick(&lines, typed) {
            Ok(line) => Ok(self.lines[line].playbook.clone()),
            Err(why) => by_title().ok_or(why),
        }
    }
}

pub(super) fn ask_playbook(
    talk: &mut Talk<'_>,
    catalog: &Catalog,
    known: &Known<'_>,
) -> io::Result<Option<Arc<Playbook>>> {
    let lines = Lines::of(catalog, known);
    lines.say(talk)?;
    loop {
        match plainly(talk, "Type a number or a name from the list.")? {
            None => return Ok(None),
            Some(typed) => match lines.meant(&typed) {
                Ok(playbook) => return Ok(Some(playbook)),
                Err(why) => talk.say(&why)?,
            },
        }
    }
}

fn ask_client(talk: &mut Talk<'_>) -> io::Result<Option<String>> {
    talk.say_apart("Who is the client? Type their name.")?;
    loop {
        match plainly(talk, "A name is needed: the notes are kept under it.")? {
            None => return Ok(None),
            Some(typed) if text::name(&typed).is_empty() => {}
            Some(typed) => return Ok(Some(text::name(&typed))),
        }
    }
}

/// Who it was, if that is said: Enter leaves it open. `None` is to stop.
pub(super) fn ask_name(talk: &mut Talk<'_>) -> io::Result<Option<Option<String>>> {
    talk.say_apart("Who was it? Type their name; Enter leaves it open.")?;
    loop {
        match talk.hear()? {
            Said::Nothing | Said::Command(Command::Skip) => return Ok(Some(None)),
            Said::Text(typed) if !text::name(&typed).is_empty() => return Ok(Some(Some(text::name(&typed)))),
            Said::Command(Command::Stop) => return Ok(None),
            Said::Command(Command::Help) => talk.say(HELP)?,
            Said::Text(_) | Said::Command(_) => talk.say("A name, or Enter.")?,
        }
    }
}

/// A line that is no command; `missing` is said until there is one. `None` is to stop.
fn plainly(talk: &mut Talk<'_>, missing: &str) -> io::Result<Option<String>> {
    loop {
        match talk.hear()? {
            Said::Text(typed) => return Ok(Some(typed)),
            Said::Command(Command::Stop) => return Ok(None),
            Said::Command(Command::Help) => talk.say(HELP)?,
            Said::Nothing | Said::Command(_) => talk.say(missing)?,
        }
    }
}

/// What was answered when asked for the meeting.
pub enum Asked {
    /// It need not be known.
    When(Option<When>),
    Back,
    Stop,
}

/// Asks when they meet.
pub fn ask_meeting(talk: &mut Talk<'_>) -> io::Result<Asked> {
    talk.say_apart(
        "When do you meet or talk, or when did you? Type a day, with a time if you like, such as\n\
         tomorrow 12:30, next friday or 2026-12-01. Enter if you do not know yet.",
    )?;
    loop {
        let typed = match talk.hear()? {
            Said::Text(typed) | Said::Command(Command::Meeting(typed)) => typed,
            Said::Nothing | Said::Command(Command::Skip) => return Ok(Asked::When(None)),
            Said::Command(Command::Back) => return Ok(Asked::Back),
            Said::Command(Command::Stop) => return Ok(Asked::Stop),
            Said::Command(Command::Help) => {
                talk.say(HELP)?;
                continue;
            }
            Said::Command(_) => {
                talk.say("Type a day, or Enter if you do not know yet.")?;
                continue;
            }
        };
        if let Some(when) = understand_meeting(talk, &typed)? {
            return Ok(Asked::When(Some(when)));
        }
    }
}

/// The moment that was typed, said back in full; or what is wrong with it.
pub fn understand_meeting(talk: &mut Talk<'_>, typed: &str) -> io::Result<Option<When>> {
    let when = When::typed(typed, talk.clock);
    match when {
        Some(when) => talk.say(&format!("Meeting: {}.", when.in_full()))?,
        None => talk.say(&format!(
            "\"{}\" is not a day I understand. Type it as tomorrow 12:30, next friday, 24 nov or 2026-12-01.",
            text::clean_line(typed)
        ))?,
    }
    Ok(when)
}

//! What a new conversation needs to know, asked line by line.

use std::io;
use std::sync::Arc;

use super::answer::{Named, pick};
use super::talk::{Command, HELP, Said, Talk};
use crate::catalog::Catalog;
use crate::document::{Client, Meeting, When};
use crate::playbook::Playbook;
use crate::text;

/// What a new conversation begins with.
pub type Begun = (Arc<Playbook>, Client, Meeting);

/// Asks which playbook and which client, where they are not known yet, and then when they meet.
/// `None` if the advisor stopped.
///
/// # Errors
/// If the input or output is gone.
pub fn ask_for(
    talk: &mut Talk<'_>,
    catalog: &Catalog,
    playbook: Option<Arc<Playbook>>,
    mut client: Client,
    mut meeting: Meeting,
) -> io::Result<Option<Begun>> {
    let all_known = playbook.is_some() && !client.name.is_empty();
    let playbook = match playbook {
        Some(playbook) => playbook,
        None => match ask_playbook(talk, catalog)? {
            Some(playbook) => playbook,
            None => return Ok(None),
        },
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
        talk.say("")?;
    }
    Ok(Some((playbook, client, meeting)))
}

fn ask_playbook(talk: &mut Talk<'_>, catalog: &Catalog) -> io::Result<Option<Arc<Playbook>>> {
    let playbooks: Vec<_> = catalog.playbooks().collect();
    let named: Vec<_> = playbooks.iter().map(|p| Named { id: &p.id, label: &p.title }).collect();
    talk.say("Which playbook? (stop leaves)")?;
    for (i, playbook) in playbooks.iter().enumerate() {
        talk.say(&format!("  {}. {}: {}", i + 1, playbook.title, text::clean_line(&playbook.summary)))?;
    }
    talk.say("Type a number or its name.")?;
    loop {
        match plainly(talk, "Type a number or a name from the list.")? {
            None => return Ok(None),
            Some(typed) => match pick(&named, &typed) {
                Ok(i) => return Ok(Some(playbooks[i].clone())),
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

//! What a new conversation is told on the command line, for `start` and `fill --start`.

use std::sync::Arc;

use super::context::{Context, broken, playbook_has_errors};
use super::failure::{self, Failure};
use crate::catalog::Catalog;
use crate::document::{Client, How, Meeting, When};
use crate::playbook::Playbook;
use crate::session::{Session, Start};
use crate::store::{self, Open};
use crate::text;

/// Who it is with, when and how they meet.
#[derive(Debug, clap::Args)]
pub struct New {
    /// The client's name
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
    /// The client's organisation
    #[arg(long, value_name = "NAME")]
    pub organisation: Option<String>,
    /// When you meet: "24 nov 12:30", "next friday", "in 2 weeks", 2026-12-01
    #[arg(long, value_name = "WHEN")]
    pub meeting: Option<String>,
    /// How you talk: in-person, phone or video
    #[arg(long, value_name = "HOW", value_parser = how)]
    pub how: Option<How>,
    /// Go on from this conversation: its client, and the answers that its playbook hands on
    #[arg(long, value_name = "SESSION")]
    pub from: Option<String>,
}

fn how(word: &str) -> Result<How, String> {
    How::from_word(word).ok_or_else(|| "it is in-person, phone or video".to_owned())
}

impl New {
    /// The client, as far as they were named.
    pub fn client(&self) -> Client {
        let organisation = self.organisation.as_deref().map(text::name).filter(|o| !o.is_empty());
        let name = self.client.as_deref().map(text::name).unwrap_or_default();
        Client { name, organisation, also: Vec::new() }
    }

    /// The meeting, as far as it is known.
    pub fn meeting(&self, context: &Context<'_>) -> Result<Meeting, Failure> {
        let at = self.meeting.as_deref().map(|typed| {
            When::typed(typed, context.env.clock.as_ref()).ok_or_else(|| {
                Failure::usage(format!(
                    "--meeting: \"{}\" is not a day I understand\n\
                     try: tomorrow 12:30 · next friday · 24 nov 12:30 · in 2 weeks · 2026-12-01",
                    text::clean_line(typed)
                ))
            })
        });
        Ok(Meeting { at: at.transpose()?, how: self.how, place: None })
    }

    /// Whether anything was said at all.
    pub fn is_silent(&self) -> bool {
        let named = [&self.client, &self.organisation, &self.meeting, &self.from];
        named.into_iter().all(Option::is_none) && self.how.is_none()
    }

    /// The conversation to go on from.
    pub fn before(&self, context: &mut Context<'_>) -> Result<Option<Open>, Failure> {
        self.from.as_deref().map(|wanted| context.find_open(wanted)).transpose()
    }

    /// The client, as far as they were named, or that of the conversation before.
    pub fn client_after(&self, before: Option<&Open>) -> Client {
        let mut client = self.client();
        if let Some(known) = before.map(|before| &before.session.head().client) {
            if client.name.is_empty() {
                client.name.clone_from(&known.name);
            }
            client.organisation = client.organisation.or_else(|| known.organisation.clone());
            client.also.clone_from(&known.also);
        }
        client
    }
}

/// Files a conversation that goes on from another, and then that one, which remembers it.
pub fn file(context: &mut Context<'_>, open: &mut Open, before: Option<Open>) -> Result<(), Failure> {
    context.file(open)?;
    let Some(mut before) = before else { return Ok(()) };
    let already = before.session.head().to.join(", ");
    if !already.is_empty() {
        let (name, id) = (&before.session.head().client.name, &open.session.head().id);
        context.say(&format!(
            "The conversation with {name} had gone on already, to {already}; now to {id}, too."
        ));
    }
    let edit = before.session.handed_on(&open.session.head().id);
    before.session.apply(edit, context.now());
    context.file(&mut before)
}

/// The playbook with this id or title.
pub fn playbook(catalog: &Catalog, wanted: &str) -> Result<Arc<Playbook>, Failure> {
    named(catalog, wanted, &catalog.playbooks().collect::<Vec<_>>())
}

/// The playbook with this id or title; where there is none, those that can be started are named.
pub fn playbook_to_start(catalog: &Catalog, wanted: &str) -> Result<Arc<Playbook>, Failure> {
    named(catalog, wanted, &catalog.startable().collect::<Vec<_>>())
}

/// Nothing of a playbook that only helps to choose is ever filed; there are those it leads to.
pub fn only_chooses(catalog: &Catalog, chooser: &Playbook) -> Failure {
    let mut message = format!(
        "the playbook `{}` only helps to choose another one: there is nothing of it to file\n",
        text::clean_line(&chooser.id)
    );
    let led_to = catalog.led_to(chooser);
    message.push_str(match led_to[..] {
        [] => "none of those that it leads to can be used: goodterms playbook list",
        _ => "use one of those that it leads to:",
    });
    message.push_str(&failure::listed(&named_by_id(&led_to)));
    Failure::usage(message)
}

fn named(catalog: &Catalog, wanted: &str, offered: &[&Arc<Playbook>]) -> Result<Arc<Playbook>, Failure> {
    let folded = text::fold(&text::name(wanted));
    let found = catalog.playbooks().find(|p| p.id == folded || text::fold(&p.title) == folded);
    if let Some(playbook) = found {
        return Ok(playbook.clone());
    }
    if let Some(entry) = broken(catalog, wanted) {
        return Err(playbook_has_errors(entry));
    }
    let message = format!("there is no playbook `{}`", text::clean_line(wanted));
    Err(Failure::unknown(message, wanted, "playbooks", &named_by_id(offered)))
}

fn named_by_id<'a>(playbooks: &'a [&Arc<Playbook>]) -> Vec<(&'a str, &'a str)> {
    playbooks.iter().map(|p| (p.id.as_str(), p.title.as_str())).collect()
}

/// How a new conversation begins.
#[derive(Default)]
pub struct Begin<'a> {
    /// The conversation it goes on from.
    pub before: Option<&'a Open>,
    /// Only the five-minute form is asked for.
    pub quick: bool,
}

/// A new conversation that is not filed yet.
pub fn conversation(
    context: &Context<'_>,
    playbook: Arc<Playbook>,
    client: Client,
    meeting: Meeting,
    how: &Begin<'_>,
) -> Result<Open, Failure> {
    let id = store::new_id().map_err(|e| Failure::failed(format!("no random numbers: {e}")))?;
    let advisor = context.settings.config.advisor.clone();
    let start = how.before.map(|before| before.session.going_on(&playbook)).unwrap_or_default();
    // With somebody else it is no sample.
    let sample = start.sample.clone().filter(|_| start.client.name == client.name);
    let start = Start { id, client, meeting, advisor, sample, quick: how.quick, ..start };
    let session = Session::new(playbook, start, context.now());
    let path = store::path_for(&context.settings.notes, session.head());
    Ok(Open::new(session, path))
}

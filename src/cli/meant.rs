//! Which client, or which of their conversations, a name on the command line means.

use std::sync::Arc;

use super::context::Context;
use super::failure::Failure;
use crate::agenda::{Brief, Client};
use crate::store::forget;
use crate::text;

/// The only client of a name, or of a conversation with this id or beginning of one.
pub fn client(context: &Context<'_>, wanted: &str) -> Result<Client, Failure> {
    let listing = context.folder().list()?;
    let found = forget::clients_meant(&listing, wanted);
    match <[Client; 1]>::try_from(found) {
        Ok([client]) => Ok(client),
        // Those whose name is like it are named there.
        Err(none) if none.is_empty() => Err(context.find(wanted).map_or_else(
            |failure| failure,
            |_| Failure::usage(format!("there is no client `{}`", text::clean_line(wanted))),
        )),
        Err(several) => Err(Failure::usage(format!(
            "several clients fit `{}`; name one by the id of a conversation:\n{}",
            text::clean_line(wanted),
            forget::in_lines(&several, &listing).join("\n")
        ))),
    }
}

/// Conversations with one client.
pub struct Meant {
    /// The client's name.
    pub name: String,
    pub notes: Vec<Arc<Brief>>,
}

/// By a client's name all conversations with them, by an id or a path that one.
pub fn conversations(context: &Context<'_>, wanted: &str) -> Result<Meant, Failure> {
    let listing = context.folder().list()?;
    let folded = text::fold(&text::name(wanted));
    let is_name = |client: &Client| {
        std::iter::once(&client.name).chain(&client.also).any(|name| text::fold(&text::name(name)) == folded)
    };
    let found = forget::clients_meant(&listing, wanted);
    if found.iter().any(is_name) {
        let Client { name, notes, .. } = client(context, wanted)?;
        return Ok(Meant { name, notes });
    }
    let note = context.find(wanted)?;
    Ok(Meant { name: note.head.client_said(), notes: vec![Arc::new(Brief::of(&note.path, &note.head))] })
}

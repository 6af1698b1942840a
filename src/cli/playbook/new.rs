//! `goodterms playbook new`: a playbook of one's own to begin with.

use std::io::ErrorKind;

use crate::catalog::{copy_of, put_schema};
use crate::cli::context::{Context, shown};
use crate::cli::failure::Failure;
use crate::cli::path;
use crate::playbook::template::{TITLE_MAX, id_for, template};
use crate::store::{self, StoreError};
use crate::text;

/// Writes it, and says what to do next.
pub fn run(context: &mut Context<'_>, name: &str) -> Result<(), Failure> {
    let title = text::name(name);
    if title.is_empty() {
        return Err(Failure::usage("a playbook needs a name: goodterms playbook new \"Hotel complaint\""));
    }
    if title.chars().count() > TITLE_MAX {
        return Err(Failure::usage(format!(
            "this name is too long: a title has at most {TITLE_MAX} characters"
        )));
    }
    let id = id_for(&title);
    if let Some(entry) = context.catalog().entries().find(|e| e.id == id) {
        let whose = if entry.path.is_some() { "of yours" } else { "built in" };
        return Err(Failure::failed(format!(
            "there is a playbook `{id}` already, {whose}\nchange that one with: goodterms playbook edit {id}\n\
             or give yours another name"
        )));
    }
    let folder = context.env.playbooks.clone();
    store::make_folder(&folder)?;
    put_schema(&folder);
    let file = folder.join(format!("{id}.toml"));
    copy_of(&template(&id, &title), &file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::failed(format!(
            "{} is there already and was left as it is\ngive the new playbook another name",
            shown(&file)
        )),
        _ => StoreError::io(&file)(error).into(),
    })?;
    context.say("Written, with an example of everything and a word on what it is:");
    path::print(context, &file)?;
    context.out.flush()?;
    context.say(&format!(
        "Next:\n  goodterms playbook edit {id}\n        change it in your text editor; it is checked afterwards\n  \
         goodterms start {id} --client \"Test Client\"\n        walk through it"
    ));
    Ok(())
}

//! `goodterms config init --samples` and `config remove-samples`: conversations with invented people,
//! to look around in, and their way out again.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::config;
use super::context::{Context, shown};
use super::failure::Failure;
use super::settings::Origin;
use crate::catalog;
use crate::session::Session;
use crate::store::{self, Folder, InUse, Listing, NotFiled, Store, StoreError};
use crate::text;

/// Puts the samples into an empty notes folder; writes a config, if there is none.
pub fn put(context: &mut Context<'_>) -> Result<(), Failure> {
    let folder = context.folder();
    let listing = folder.list()?;
    refuse_a_folder_in_use(&folder, &listing)?;
    // All of them are read before the first is filed.
    let advisor = context.settings.config.advisor.as_deref();
    let samples =
        catalog::samples(advisor, store::new_id, context.env.clock.as_ref()).map_err(Failure::failed)?;
    let config = context.env.config.clone();
    match config::begin(&config)? {
        true => context
            .say(&format!("Written: {}, your config; every setting is explained in it.", shown(&config))),
        false => context.say(&format!("{}.", config::left_as_it_is(&config))),
    }
    let there: Vec<_> = listing.notes.iter().map(|note| note.path.clone()).collect();
    let paths = if there.is_empty() { file(&context.store(), samples, context.now())? } else { there };
    let put = if listing.notes.is_empty() { "Put there" } else { "There already" };
    let command = command(context);
    context.say(&format!(
        "{put}: {} with invented people.\nLook around: {command}\n\
         Take them away again: {command} config remove-samples\nThey are in:",
        text::count(paths.len(), "sample conversation")
    ));
    write_paths(context, &paths)
}

/// Takes samples away that nobody has written in, or `all` of them.
pub fn remove(context: &mut Context<'_>, all: bool) -> Result<(), Failure> {
    let folder = context.folder();
    let listing = folder.list()?;
    for error in listing.unreadable.iter().filter(|error| !error.is_foreign()) {
        context.say(&format!("warning: {error}"));
    }
    let samples: Vec<_> = listing.notes.iter().filter(|n| n.head.is_sample()).map(|n| &n.path).collect();
    if samples.is_empty() {
        context.say(&format!("There is no sample in {}.", shown(folder.path())));
        return Ok(());
    }
    let (mut removed, mut failed) = (Vec::new(), false);
    for path in samples {
        match take(&folder, path, all) {
            Ok(true) => removed.push(path.clone()),
            Ok(false) if all => context.say(&format!(
                "kept: {}: somebody changed it at this very moment; do it once more",
                shown(path)
            )),
            Ok(false) => {
                context.say(&format!("kept: {}: you changed it; --all removes it, too", shown(path)))
            }
            Err(error) => {
                failed = true;
                context.say(&format!("error: {error}"));
            }
        }
    }
    if !removed.is_empty() {
        context.say("Removed:");
        write_paths(context, &removed)?;
    }
    if failed { Err(Failure::Told) } else { Ok(()) }
}

/// Samples go into a folder in which nobody could take them for clients. If they are all that is
/// there, they stay.
fn refuse_a_folder_in_use(folder: &Folder, listing: &Listing) -> Result<(), Failure> {
    const ELSEWHERE: &str = "samples go into an empty one; --notes DIR puts them elsewhere";
    match listing.in_use() {
        None => Ok(()),
        Some(InUse::Conversation) => {
            let path = shown(folder.path());
            Err(Failure::failed(format!("your notes folder has conversations already ({path}): {ELSEWHERE}")))
        }
        Some(InUse::Unreadable(error)) => Err(Failure::failed(format!(
            "{error}\nyour notes folder may have a conversation there: {ELSEWHERE}"
        ))),
    }
}

/// Files all of them, or none.
fn file(store: &Store, samples: Vec<Session>, now: DateTime<FixedOffset>) -> Result<Vec<PathBuf>, Failure> {
    store.file_together(samples, now).map_err(|NotFiled { error, left }| {
        Failure::failed(match left.iter().map(|path| shown(path)).collect::<Vec<_>>().as_slice() {
            [] => format!("{error}\nno sample was put there: mend that, and do it once more"),
            left => format!(
                "{error}\nstill there: {}\ngoodterms config remove-samples takes it away",
                left.join(", ")
            ),
        })
    })
}

/// Takes one away. Returns whether it was: not one in which somebody has written.
fn take(folder: &Folder, path: &Path, all: bool) -> Result<bool, StoreError> {
    let (document, head, base) = store::read(path)?;
    let Some(sample) = head.sample else { return Ok(false) };
    if !all && sample != document.text_hash() {
        return Ok(false);
    }
    folder.remove(path, base)
}

fn write_paths(context: &mut Context<'_>, paths: &[PathBuf]) -> Result<(), Failure> {
    for path in paths {
        writeln!(context.out, "{}", shown(path))?;
    }
    Ok(())
}

/// The program as it is called for this notes folder.
pub fn command(context: &Context<'_>) -> String {
    match context.settings.notes_from {
        Origin::Option => format!("goodterms --notes \"{}\"", shown(&context.settings.notes)),
        _ => "goodterms".to_owned(),
    }
}

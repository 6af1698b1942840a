//! `goodterms playbook show`: one playbook to read, or its file.

use std::borrow::Cow;

use crate::catalog::{Catalog, Entry};
use crate::cli::context::{Context, broken, shown};
use crate::cli::failure::Failure;
use crate::cli::new;
use crate::diagnostic::{render, tally};
use crate::playbook::page as readable;
use crate::store::{StoreError, read_plain};
use crate::text;

/// The playbook as a page to read, or on one page; what is wrong with it, if it cannot be used.
pub fn page(context: &mut Context<'_>, id: &str, short: bool) -> Result<(), Failure> {
    let catalog = context.catalog();
    if catalog.playbook(id).is_none()
        && let Some(entry) = broken(&catalog, id)
    {
        let styled = context.env.terminals.stderr && !context.env.no_color;
        let name = entry.path.as_deref().map_or_else(|| entry.id.clone(), shown);
        let _ = write!(context.err, "{}", render(&entry.faults, &name, &entry.source, styled));
        context
            .say(&format!("{name}: {}. It cannot be used until the errors are gone.", tally(&entry.faults)));
        return Err(Failure::Told);
    }
    let playbook = new::playbook(&catalog, id)?;
    let page = if short { readable::short(&playbook) } else { readable::page(&playbook) };
    write!(context.out, "{page}")?;
    Ok(())
}

/// The file of a playbook, byte for byte, broken or not. On a terminal what could steer it is shown
/// as harmless.
pub fn source(context: &mut Context<'_>, wanted: &str) -> Result<(), Failure> {
    let catalog = context.catalog();
    let Some(entry) = named(&catalog, wanted) else {
        return new::playbook(&catalog, wanted).map(|_| ());
    };
    let bytes = match &entry.path {
        Some(path) => Cow::Owned(read_plain(path).map_err(StoreError::io(path))?),
        None => Cow::Borrowed(entry.source.as_bytes()),
    };
    if context.env.terminals.stdout {
        write!(context.out, "{}", text::clean(&String::from_utf8_lossy(&bytes)))?;
    } else {
        context.out.write_all(&bytes)?;
    }
    Ok(())
}

/// The playbook with this id or title: the one that is used, or else one that is broken.
fn named<'a>(catalog: &'a Catalog, wanted: &str) -> Option<&'a Entry> {
    catalog.entries().filter(|e| is_called(e, wanted)).min_by_key(|e| e.playbook.is_none())
}

/// Whether this is its id or title.
pub fn is_called(entry: &Entry, wanted: &str) -> bool {
    let wanted = text::fold(&text::name(wanted));
    entry.id == wanted || text::fold(&entry.title) == wanted
}

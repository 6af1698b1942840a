//! The page for a meeting, and where it goes.

use std::path::Path;

use super::{Args, scope};
use crate::cli::context::Context;
use crate::cli::export::write_file;
use crate::cli::failure::Failure;
use crate::dates;
use crate::export::insights::{Page, insights};
use crate::insights::Insights;

/// Whether a file is to be a page.
pub fn is_page(file: &Path) -> bool {
    let ending = file.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "html" || ending == "htm")
}

/// Writes the page.
pub fn write(
    context: &mut Context<'_>,
    args: &Args,
    counted: &Insights,
    file: Option<&Path>,
) -> Result<(), Failure> {
    let today = context.today();
    let since = args.since.as_deref().map(|typed| super::day(typed, today)).transpose()?;
    let mut words = scope(counted, since, today);
    if let Some(title) =
        args.playbook.as_deref().and_then(|id| context.catalog().title(id).map(str::to_owned))
    {
        words.push_str(&format!(", only {title}"));
    }
    let page = Page { names: args.names, made: dates::in_full(today), scope: words };
    let Some(file) = file else { return Ok(()) };
    write_file(context, file, insights(counted, &page).as_bytes(), args.force)?;
    if args.private {
        context.say("Private lines may still have to be disclosed.");
    }
    Ok(())
}

//! Where an export goes: into a file of the advisor's, or to whoever reads the output.

use std::path::Path;

use crate::cli::context::{Context, shown};
use crate::cli::failure::Failure;
use crate::outgoing::{self, OutgoingError, Own};

/// Writes a file outside, and says where it is.
pub fn write(context: &mut Context<'_>, file: &Path, bytes: &[u8], force: bool) -> Result<(), Failure> {
    outgoing::is_no_config(file, &[&context.env.config, &context.env.wording()])?;
    let own = Own { notes: &context.settings.notes, state: &context.env.state };
    outgoing::write(file, bytes, force, own)?;
    context.say(&format!("Written: {}", shown(file)));
    Ok(())
}

/// Whether a file is to be a page.
pub fn is_page(file: &Path) -> bool {
    let ending = file.extension().map(|ending| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ending == "html" || ending == "htm")
}

impl From<OutgoingError> for Failure {
    fn from(error: OutgoingError) -> Self {
        let what_to_do = match &error {
            OutgoingError::IsNoFile(_) => {
                "\ngive the name of a file, or leave out --output to have the text on the screen"
            }
            OutgoingError::IsThere(_) => "\ngive another name, or write over it with --force",
            _ => "",
        };
        Self::failed(format!("{error}{what_to_do}"))
    }
}

//! `goodterms playbook schema`: the playbook format, for editors.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::playbook::schema;

pub const EXAMPLES: &str = "\
Examples:
  goodterms playbook schema
  goodterms playbook schema > playbook.schema.json    into the folder of your playbooks
  goodterms path playbooks                            where that folder is

A playbook whose first line is
  #:schema ./playbook.schema.json
is then completed and explained by editors that know TOML.";

/// Prints the schema.
pub fn run(context: &mut Context<'_>) -> Result<(), Failure> {
    write!(context.out, "{}", schema::text())?;
    Ok(())
}

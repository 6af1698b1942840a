//! The config as JSON Schema, from what its table says of itself.

use serde_json::Value;

use super::RawConfig;
use crate::diagnostic::schema;
use crate::diagnostic::tree::Read;

/// The name of the schema.
pub const NAME: &str = "urn:goodterms:config:1";

/// The schema as a file.
pub fn text() -> String {
    schema::text(&schema())
}

/// The schema.
pub fn schema() -> Value {
    schema::schema(&RawConfig::shape(), NAME.to_owned(), "goodterms config", &())
}

//! TOML as an editor gives it to a validator of JSON Schema.

use serde_json::json;
use toml::Value;

/// JSON has no dates: they are texts there; and no infinite numbers: they are nothing.
pub fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::String(text) => json!(text),
        Value::Integer(n) => json!(n),
        Value::Float(n) => json!(n),
        Value::Boolean(on) => json!(on),
        Value::Datetime(day) => json!(day.to_string()),
        Value::Array(list) => list.iter().map(as_json).collect(),
        Value::Table(table) => table.iter().map(|(k, v)| (k.clone(), as_json(v))).collect(),
    }
}

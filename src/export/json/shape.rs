//! Holds a value to a schema: the part of JSON Schema that ours uses. What is wrong is told in words, with its
//! place.

use serde_json::Value;

/// What is wrong with a value, each with its place: `conversations[0].head.id`.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Shape { root: schema, faults: &mut faults }.check(schema, value, "");
    faults
}

struct Shape<'a> {
    root: &'a Value,
    faults: &'a mut Vec<String>,
}

impl<'a> Shape<'a> {
    fn check(&mut self, schema: &'a Value, value: &Value, at: &str) {
        if let Some(name) = schema["$ref"].as_str().and_then(|to| to.strip_prefix("#/$defs/")) {
            let root = self.root;
            return self.check(&root["$defs"][name], value, at);
        }
        if let Some(wanted) = wanted(schema, value) {
            let at = if at.is_empty() { "the file" } else { at };
            self.faults.push(format!("{at}: this should be {wanted}, and is {}", said(value)));
            return;
        }
        match value {
            Value::Object(object) => self.object(schema, object, at),
            Value::Array(items) => {
                let number = |key: &str| schema[key].as_u64().and_then(|n| usize::try_from(n).ok());
                if number("minItems").is_some_and(|n| items.len() < n)
                    || number("maxItems").is_some_and(|n| items.len() > n)
                {
                    self.faults.push(format!("{at}: this is a list of {}", text_count(items.len())));
                }
                if schema["items"].is_object() {
                    for (nth, item) in items.iter().enumerate() {
                        self.check(&schema["items"], item, &format!("{at}[{nth}]"));
                    }
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, schema: &'a Value, object: &serde_json::Map<String, Value>, at: &str) {
        let place = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
        for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                self.faults.push(format!("{}: this is missing", place(key)));
            }
        }
        for (key, value) in object {
            let of_key = match schema["properties"].get(key) {
                Some(of_key) => of_key,
                None if schema["additionalProperties"].is_object() => &schema["additionalProperties"],
                None => continue,
            };
            self.check(of_key, value, &place(key));
        }
    }
}

/// What a value should be by its schema, if it is not.
fn wanted(schema: &Value, value: &Value) -> Option<String> {
    if let Some(constant) = schema.get("const") {
        return (constant != value).then(|| constant.to_string());
    }
    if let Some(all) = schema["enum"].as_array() {
        let words = || all.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ");
        return (!all.contains(value)).then(words);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    if !kinds.iter().any(|kind| is_a(kind, value)) {
        return Some(kinds.iter().map(|kind| word(kind)).collect::<Vec<_>>().join(" or "));
    }
    let (least, most) = (schema["minimum"].as_i64(), schema["maximum"].as_i64());
    if value.is_number() && least.is_some() | most.is_some() {
        let fits =
            value.as_i64().is_some_and(|n| least.is_none_or(|l| n >= l) && most.is_none_or(|m| n <= m));
        let most = most.map(|most| format!(" to {most}")).unwrap_or_default();
        return (!fits).then(|| format!("a whole number from {}{most}", least.unwrap_or(0)));
    }
    let length = value.as_str().map(|text| u64::try_from(text.chars().count()).unwrap_or(u64::MAX))?;
    if schema["minLength"].as_u64().is_some_and(|n| length < n) {
        return Some("a text that is not empty".to_owned());
    }
    let most = schema["maxLength"].as_u64().filter(|n| length > *n)?;
    Some(format!("a text of at most {most} characters"))
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        _ => false,
    }
}

fn word(kind: &str) -> &'static str {
    match kind {
        "object" => "an object { … }",
        "array" => "a list [ … ]",
        "string" => "a text",
        "boolean" => "true or false",
        _ => "a whole number",
    }
}

/// What a value is. Long ones are not repeated, nor what somebody wrote.
fn said(value: &Value) -> String {
    match value {
        Value::Null => "nothing (null)".to_owned(),
        Value::Bool(on) => on.to_string(),
        Value::Number(n) => format!("the number {n}"),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(_) => "another text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn text_count(n: usize) -> String {
    format!("{}, which is too few or too many", crate::text::count(n, "item"))
}

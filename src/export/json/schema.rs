//! The shape of an export as JSON Schema. What is read is held to it, so that both say the same.

use serde_json::{Value, json};

/// The schema.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Conversations of goodterms",
        "description": "What `goodterms export … --to json` writes and `goodterms import` reads.",
        "type": "object",
        "required": ["version", "conversations"],
        "properties": {
            "version": { "description": "The version of this shape.", "const": super::VERSION },
            "conversations": { "type": "array", "items": { "$ref": "#/$defs/conversation" } },
        },
        "$defs": {
            "conversation": conversation(),
            "head": head(),
            "follow_up": follow_up(),
            "block": block(),
            "text": { "type": "string" },
            "count": { "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 2, "maxItems": 2 },
            "day_and_reason": {
                "description": "A day, and the reason if one was given.",
                "type": "array",
                "items": { "type": "string" },
                "minItems": 1,
            },
        },
    })
}

fn conversation() -> Value {
    json!({
        "description": "A conversation. What is imported is the head, the opening and the blocks.",
        "type": "object",
        "required": ["head", "blocks"],
        "properties": {
            "head": { "$ref": "#/$defs/head" },
            "opening": { "description": "What stands before the first block: the title.", "type": "string" },
            "answers": {
                "description": "The answers by step.field, as `show --json` has them. Not imported: the blocks say the same.",
                "type": "object",
            },
            "notes": {
                "description": "The notes by step, as `show --json` has them. Not imported: the blocks say the same.",
                "type": "object",
            },
            "blocks": {
                "description": "What stands in the note, in its order.",
                "type": "array",
                "items": { "$ref": "#/$defs/block" },
            },
        },
    })
}

fn block() -> Value {
    json!({
        "type": "object",
        "required": ["key", "title", "text"],
        "properties": {
            "key": { "description": "The step, or step.field.", "type": "string", "minLength": 1 },
            "level": { "description": "How deep the heading is.", "type": "integer", "minimum": 1, "maximum": 6 },
            "title": { "type": "string" },
            "text": { "description": "The answer as it stands in the note.", "type": "string" },
        },
    })
}

/// As the front matter of a note, see docs/note-format.md; keys of one's own are taken along.
fn head() -> Value {
    let text = || json!({ "$ref": "#/$defs/text" });
    json!({
        "description": "The front matter of the note, as docs/note-format.md has it.",
        "type": "object",
        "required": ["goodterms", "id", "playbook", "client", "started"],
        "properties": {
            "goodterms": { "description": "The version of the note format.", "type": "integer", "minimum": 1 },
            "id": { "description": "Small letters and digits.", "type": "string", "minLength": 1, "maxLength": 64 },
            "playbook": {
                "type": "object",
                "required": ["id"],
                "properties": { "id": text(), "version": text(), "sha256": text() },
            },
            "client": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": text(),
                    "organisation": text(),
                    "also": { "type": "array", "items": text() },
                },
            },
            "advisor": text(),
            "started": { "type": "string", "format": "date-time" },
            "meeting": {
                "type": "object",
                "properties": {
                    "at": { "description": "A day, or a day and time with its offset.", "type": "string" },
                    "how": { "enum": ["in person", "phone", "video"] },
                    "where": text(),
                },
            },
            "status": { "enum": ["open", "closed"] },
            "phase": text(),
            "at": text(),
            "answered": {
                "type": "object",
                "properties": { "required": { "$ref": "#/$defs/count" }, "all": { "$ref": "#/$defs/count" } },
            },
            "outcome": text(),
            "closed": { "type": "string", "format": "date-time" },
            "amended": { "description": "The moments at which it was changed after it had been closed." },
            "hold": { "description": "It must not be forgotten, and why not; empty where the reason is not said." },
            "from": text(),
            "to": { "type": ["string", "array"], "items": text() },
            "follow_up": { "type": "array", "items": { "$ref": "#/$defs/follow_up" } },
            "labels": {
                "type": "object",
                "additionalProperties": { "type": "object", "additionalProperties": text() },
            },
        },
    })
}

fn follow_up() -> Value {
    json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": { "type": "string" },
            "title": { "type": "string" },
            "due": { "type": "string", "format": "date" },
            "every": { "description": "How often it repeats: 3 months.", "type": "string" },
            "state": { "enum": ["open", "done", "dropped"] },
            "by_hand": { "type": "boolean" },
            "moved": { "type": "array", "items": { "$ref": "#/$defs/day_and_reason" } },
            "done": { "type": "string", "format": "date" },
            "dropped": {
                "description": "The day on which it was dropped, and the reason if one was given, as in `moved`.",
            },
        },
    })
}

//! A playbook to begin with: everything common is in it once, with a word on what it is.

use crate::text;

const TEMPLATE: &str = include_str!("template.toml");
/// A title that is longer than this was no title.
pub const TITLE_MAX: usize = 120;

/// The id that a title suggests: a short name that can be one in a playbook.
pub fn id_for(title: &str) -> String {
    let slug = text::slug(title);
    match slug.as_str() {
        "" => "my-playbook".to_owned(),
        id if text::is_kebab_case(id) => id.to_owned(),
        // Ids begin with a letter.
        id => format!("playbook-{id}"),
    }
}

/// A playbook with this id and title, in which nothing is wrong. The title is one line.
pub fn template(id: &str, title: &str) -> String {
    let mut out = String::with_capacity(TEMPLATE.len() + 2 * title.len());
    for (n, line) in TEMPLATE.lines().enumerate() {
        // In the comment at the top nothing is quoted.
        let title = if n == 0 { text::clean_line(title) } else { quoted(title) };
        out.push_str(&line.replace("{id}", id).replace("{title}", &title));
        out.push('\n');
    }
    out
}

/// A text as it stands between double quotes in TOML.
fn quoted(text: &str) -> String {
    text::clean_line(text).replace('\\', "\\\\").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::playbook::check;

    #[track_caller]
    fn checks_clean(title: &str) {
        let id = id_for(title);
        let checked = check(template(&id, title).as_bytes());
        let shown = crate::diagnostic::render(&checked.faults, "template", &checked.source, false);
        assert!(checked.faults.is_empty(), "{title:?}: {shown}");
        let playbook = checked.playbook.unwrap();
        assert_eq!((playbook.id, playbook.title), (id, text::clean_line(title)));
    }

    #[test]
    fn nothing_is_wrong_in_it_whatever_its_name() {
        for title in [
            "Hotel complaint",
            "client",
            "ours",
            "con",
            "2nd talk",
            "李 & Söhne: \"was nun?\"",
            "a \\ backslash, a 'quote', {braces} and {client.name}",
            "👩‍👩‍👧",
            "…",
            "tab\tand\nline",
            "\u{1b}[2J\u{202e}hostile",
            &"long ".repeat(24),
        ] {
            checks_clean(title);
        }
        assert_eq!(id_for("Hotel complaint"), "hotel-complaint");
        assert_eq!(id_for("2nd talk"), "playbook-2nd-talk");
        assert_eq!(id_for("…!"), "my-playbook");
    }

    proptest! {
        #[test]
        fn any_title_will_do(title in "\\PC{1,100}") {
            prop_assume!(!text::clean_line(&title).is_empty());
            checks_clean(&title);
        }
    }
}

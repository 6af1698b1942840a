//! Writes what was seen: the pictures into docs/tour, and what is text into docs/tour.md.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// What is seen on a screen.
pub struct Shot {
    pub name: &'static str,
    pub kind: Kind,
    pub content: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file in docs/tour.
    Picture,
    /// A block in docs/tour.md, behind a comment with its name.
    Text,
}

/// Writes them all, and takes away the pictures that are not among them.
pub fn write(shots: &[Shot]) {
    let docs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs");
    let (folder, page) = (docs.join("tour"), docs.join("tour.md"));
    let mut text = fs::read_to_string(&page).unwrap();
    let mut pictures = BTreeMap::new();
    for shot in shots {
        match shot.kind {
            Kind::Text => text = put_block(&text, shot),
            Kind::Picture => {
                let before = pictures.insert(format!("{}.svg", shot.name), &shot.content);
                assert!(before.is_none(), "two pictures are called {}", shot.name);
            }
        }
    }
    fs::create_dir_all(&folder).unwrap();
    for (name, picture) in &pictures {
        fs::write(folder.join(name), picture).unwrap();
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        if !pictures.contains_key(entry.file_name().to_str().unwrap()) {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    fs::write(&page, text).unwrap();
}

/// The page with what stands between the fences behind `<!-- name -->` made new.
fn put_block(page: &str, shot: &Shot) -> String {
    let begin = format!("<!-- {} -->\n```text\n", shot.name);
    let (head, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("no {begin:?} in docs/tour.md"));
    let (_, tail) = rest.split_once("\n```\n").expect("an end of the block in docs/tour.md");
    format!("{head}{begin}{}\n```\n{tail}", shot.content.trim_end())
}

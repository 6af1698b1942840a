//! The tour: its page and its pictures belong together, and no picture does more than be looked at.
//! `cargo run --example tour` draws them anew; nothing is drawn here.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};

/// What a picture is made of.
const ELEMENTS: &[&str] = &["svg", "title", "style", "rect", "path", "g", "circle", "text"];

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// The pictures, by file name, with what is in them.
fn pictures() -> Vec<(String, String)> {
    let files = fs::read_dir(docs().join("tour")).unwrap().map(|file| file.unwrap());
    files.map(|f| (f.file_name().into_string().unwrap(), fs::read_to_string(f.path()).unwrap())).collect()
}

/// Each picture of a page: what it says to those who cannot see it, and where it is.
fn shown(page: &str) -> Vec<(&str, &str)> {
    let images = page.split("![").skip(1);
    images
        .map(|image| image.split_once("](").unwrap())
        .map(|(alt, at)| (alt, at.split(')').next().unwrap()))
        .collect()
}

#[test]
fn every_picture_is_shown_and_every_picture_shown_is_there() {
    let page = fs::read_to_string(docs().join("tour.md")).unwrap();
    let shown: Vec<_> = shown(&page);
    assert!(shown.iter().all(|(alt, _)| alt.len() > 20), "{shown:?}");
    let there: BTreeSet<_> = pictures().into_iter().map(|(name, _)| format!("tour/{name}")).collect();
    let named: BTreeSet<_> = shown.iter().map(|(_, at)| (*at).to_owned()).collect();
    assert_eq!(named, there);
    assert_eq!(named.len(), shown.len(), "one is shown twice");
}

#[test]
fn the_readme_shows_a_picture_that_is_there() {
    let readme = fs::read_to_string(docs().join("../README.md")).unwrap();
    let shown = shown(&readme);
    assert!(!shown.is_empty());
    for (_, at) in shown {
        assert!(docs().join("..").join(at).is_file(), "{at}");
    }
}

#[test]
fn a_picture_is_only_looked_at() {
    for (name, svg) in pictures() {
        let picture = Document::parse(&svg).unwrap_or_else(|error| panic!("{name}: {error}"));
        for node in picture.descendants().filter(Node::is_element) {
            assert!(ELEMENTS.contains(&node.tag_name().name()), "{name}: {node:?}");
            for attribute in node.attributes() {
                let (key, value) = (attribute.name(), attribute.value());
                let leads_away = key == "href" || key.starts_with("on") || value.contains("url(");
                assert!(!leads_away, "{name}: {key}={value}");
            }
            let style = node.text().filter(|_| node.tag_name().name() == "style").unwrap_or_default();
            assert!(
                !["url(", "@import", "@font-face"].iter().any(|away| style.contains(away)),
                "{name}: {style}"
            );
        }
        let title = picture.descendants().find(|node| node.tag_name().name() == "title");
        assert!(title.and_then(|title| title.text()).is_some_and(|title| !title.is_empty()), "{name}");
        assert!(svg.len() < 20_000, "{name}: {} bytes", svg.len());
    }
}

#[test]
fn nothing_of_the_machine_they_were_drawn_on_is_in_them() {
    for (name, svg) in pictures() {
        assert!(!svg.contains("/tmp/") && !svg.contains("/root"), "{name}");
    }
}

//! Any bytes as the file of a note: it reads, it is written back as it was, and each beginning of it is
//! known for one.

#![no_main]

use goodterms::document::{Document, is_half_synced};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut document = Document::parse(&text);
    assert_eq!(document.render(), text);
    assert!(!is_half_synced(&text, &text));
    let cut = (0..text.len())
        .filter(|at| text.is_char_boundary(*at))
        .nth(bytes.first().map_or(0, |b| usize::from(*b)));
    assert!(cut.is_none_or(|at| is_half_synced(&text, &text[..at])));
    let Ok(mut head) = document.head() else { return };
    document.set_head(&head);
    assert_eq!(document.render(), text, "what says it already keeps its bytes");
    head.advisor = Some("C. Babbage".to_owned());
    document.set_head(&head);
    assert_eq!(document.head(), Ok(head));
});

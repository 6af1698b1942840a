//! What can be told from a text alone: addresses and numbers.

use std::ops::Range;

/// What ends an address that is written as one word.
const ENDINGS: [&str; 34] = [
    "ai", "app", "at", "au", "be", "biz", "ca", "ch", "cn", "co", "com", "de", "dev", "es", "eu", "fr",
    "gov", "ie", "in", "info", "io", "it", "jp", "li", "net", "nl", "nz", "org", "pl", "se", "tv", "uk",
    "us", "za",
];

/// Where e-mail and web addresses stand in a line, and whether each is one of e-mail.
pub fn addresses(line: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = mails(line);
    // Long texts are gone through only if there may be one.
    if !line.contains('.') && !line.contains("://") {
        return found;
    }
    let mut start = 0;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        if !is_end(c) {
            continue;
        }
        let word = &line[start..at];
        if !word.contains(['.', '/']) {
            start = at + c.len_utf8();
            continue;
        }
        let bare = word.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | ':' | '\'' | '’' | '‘' | '_'));
        let begin = start + word.find(bare).unwrap_or(0);
        let range = begin..begin + bare.len();
        let is_known = found.iter().any(|(mail, _)| mail.start < range.end && range.start < mail.end);
        if !is_known && is_site(bare) {
            found.push((range, false));
        }
        start = at + c.len_utf8();
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Whether no web address goes on with it.
fn is_end(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '<' | '>' | '"' | '“' | '”' | '(' | ')' | '[' | ']' | '|' | ',' | ';' | '*')
}

/// What stands around each `@` and can be part of an address.
fn mails(line: &str) -> Vec<(Range<usize>, bool)> {
    let is_host = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let is_name = |c: &char| is_host(c) || matches!(c, '_' | '+' | '%' | '\'' | '’' | '=');
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    if !line.contains(['@', '＠']) {
        return found;
    }
    for (at, sign) in line.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let before: usize = line[..at].chars().rev().take_while(is_name).map(char::len_utf8).sum();
        let behind = &line[at + sign.len_utf8()..];
        let host: usize = behind.chars().take_while(is_host).map(char::len_utf8).sum();
        let host = behind[..host].trim_end_matches(['.', '-']).len();
        let start = (at - before).max(found.last().map_or(0, |(last, _)| last.end));
        if start < at && host > 0 {
            found.push((start..at + sign.len_utf8() + host, true));
        }
    }
    found
}

fn is_site(word: &str) -> bool {
    let lower = word.to_lowercase();
    if lower.contains("://") || lower.starts_with("www.") {
        return true;
    }
    let host = lower.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let ends = labels.last().is_some_and(|last| ENDINGS.contains(last));
    labels.len() > 1 && labels.iter().all(is_label) && ends
}

/// Where numbers stand: digits, with what stands between those of one number, a date or a time.
pub fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    if !text.bytes().any(|b| b.is_ascii_digit() || !b.is_ascii()) {
        return found;
    }
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !c.is_numeric() {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((_, next)) = chars.next_if(|(_, c)| c.is_numeric()) {
            end += next.len_utf8();
        }
        match found.last_mut() {
            Some(last) if is_within_number(&text[last.end..start]) => last.end = end,
            _ => found.push(start..end),
        }
    }
    found
}

/// Whether a number goes on behind what stands between digits.
fn is_within_number(between: &str) -> bool {
    let mut chars = between.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            matches!(
                c,
                '.' | ',' | ':' | '/' | '-' | '–' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'
            )
        }
        _ => false,
    }
}

/// What two ways to write the same number have in common: `4,800`, `4'800` and `4800`.
pub fn value(number: &str) -> String {
    let chars: Vec<char> = number.chars().collect();
    let is_thousands = |at: usize| {
        let behind = chars[at + 1..].iter().take_while(|c| c.is_numeric()).count();
        let apart = matches!(chars[at], ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}');
        apart && behind == 3
    };
    (0..chars.len()).filter(|at| !is_thousands(*at)).map(|at| chars[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_by_their_look() {
        let said = |line: &str| {
            let found = addresses(line).into_iter();
            found
                .map(|(range, mail)| format!("{}{}", if mail { "@" } else { "" }, &line[range]))
                .collect::<Vec<_>>()
        };
        assert_eq!(said("write to ada@x.org, or <A.B@y.co.uk>."), ["@ada@x.org", "@A.B@y.co.uk"]);
        assert_eq!(
            said("see https://x.y/z?a=1 and www.a.b, or example.com/x"),
            ["https://x.y/z?a=1", "www.a.b", "example.com/x"]
        );
        assert!(said("@ call back. And e.g. this, at 12.30; end.Next").is_empty());
    }

    #[test]
    fn a_number_goes_as_a_whole() {
        let said =
            |text: &str| numbers(text).into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(
            said("4,800 on 24/11/2026 at 12:30, +41 44 123 45 67; v2 and ½"),
            ["4,800", "24/11/2026", "12:30", "41 44 123 45 67", "2", "½"]
        );
        assert_eq!(said("٣ and 7 , 8"), ["٣", "7", "8"]);
        for same in ["4,800", "4'800", "4 800"] {
            assert_eq!(value(same), "4800");
        }
        assert_eq!((value("4.8"), value("4,80")), ("4.8".to_owned(), "4,80".to_owned()));
    }
}

//! Just enough of Rust's grammar to read who imports whom: comments, strings and test code are
//! left out, and paths that start at the crate's root are found, in `use` groups or inline.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The crate's name, as the binary says it.
const CRATE: &str = "goodterms";

/// A name at the crate's root that some code uses.
#[derive(Debug, PartialEq, Eq)]
pub struct Use {
    pub name: String,
    pub line: usize,
}

/// What one file says, its test code apart.
#[derive(Debug)]
pub struct Source {
    /// As it is shown: below the root, with `/`.
    pub name: String,
    /// The module it is: `["session", "codec"]`. `main.rs` is `["main"]`, `lib.rs` is empty.
    pub module: Vec<String>,
    pub uses: Vec<Use>,
    /// The macros it calls.
    pub calls: Vec<Use>,
    /// The macros it puts at the crate's root.
    pub exports: Vec<String>,
    /// The modules in files of their own that it declares for tests only.
    pub test_modules: Vec<String>,
    /// The text with test code blanked out; comments and strings are there.
    pub text: String,
}

impl Source {
    /// The top-level module it belongs to; `None` for `lib.rs`.
    pub fn top(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    pub fn read(name: &str, text: &str) -> Self {
        let module = module_of(name);
        let mut tokens = tokens(text);
        let tests = test_code(&tokens);
        let test_modules = tests.iter().filter_map(|t| declared(&tokens[t.clone()])).collect();
        let mut blanked = text.as_bytes().to_vec();
        for range in tests.iter().rev() {
            let end = tokens.get(range.end).map_or(text.len(), |t| t.at);
            let code = &mut blanked[tokens[range.start].at..end];
            code.iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = b' ');
            tokens.drain(range.clone());
        }
        Self {
            uses: uses(&tokens, &module),
            calls: calls(&tokens),
            exports: exports(&tokens),
            test_modules,
            text: String::from_utf8_lossy(&blanked).into_owned(),
            name: name.to_owned(),
            module,
        }
    }
}

/// Every file under a folder, without those that only tests see.
pub fn read_all(root: &Path) -> Vec<Source> {
    let mut sources: Vec<_> = files(root)
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            Source::read(&name, &fs::read_to_string(path).unwrap())
        })
        .collect();
    let tests: Vec<Vec<String>> = sources
        .iter()
        .flat_map(|s| s.test_modules.iter().map(|m| [&s.module[..], std::slice::from_ref(m)].concat()))
        .collect();
    sources.retain(|s| !tests.iter().any(|t| s.module.starts_with(t)));
    sources
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn module_of(name: &str) -> Vec<String> {
    let mut module: Vec<_> = name.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod") || module == ["lib"] {
        module.pop();
    }
    module
}

#[derive(Debug)]
struct Token<'a> {
    /// A word, `::`, or one character.
    text: &'a str,
    at: usize,
    line: usize,
}

impl Token<'_> {
    fn is_word(&self) -> bool {
        self.text.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    }
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let skipped = passed_over(rest);
        let length = if skipped > 0 {
            skipped
        } else if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        let text = &rest[..length];
        if skipped == 0 && !c.is_whitespace() {
            tokens.push(Token { text, at, line });
        }
        line += text.matches('\n').count();
        at += length;
    }
    tokens
}

/// The bytes of the comment, literal or lifetime that a text starts with; 0 if it starts with none.
fn passed_over(rest: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('\'') {
        return quoted(rest, '\'').filter(|_| is_char(rest)).unwrap_or(1);
    }
    let prefix = ["br", "cr", "b", "c", "r", ""].into_iter().find(|p| {
        let rest = rest.strip_prefix(p).map(|r| if p.ends_with('r') { r.trim_start_matches('#') } else { r });
        rest.is_some_and(|r| r.starts_with('"'))
    });
    match prefix {
        Some(raw) if raw.ends_with('r') => {
            let body = &rest[raw.len()..];
            let hashes = &body[..body.find('"').unwrap_or(0)];
            let open = raw.len() + hashes.len() + 1;
            let end = format!("\"{hashes}");
            rest[open..].find(&end).map_or(rest.len(), |n| open + n + end.len())
        }
        Some(prefix) => {
            prefix.len() + quoted(&rest[prefix.len()..], '"').unwrap_or(rest.len() - prefix.len())
        }
        None => 0,
    }
}

/// Whether what starts with `'` is a character and no lifetime.
fn is_char(rest: &str) -> bool {
    let mut chars = rest.chars().skip(1);
    chars.next() == Some('\\') || chars.next() == Some('\'')
}

fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some(at + 1);
        }
        if c == '\\' {
            chars.next();
        }
    }
    None
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        let step = match here {
            [b'/', b'*', ..] => 1,
            [b'*', b'/', ..] => -1,
            _ => 0,
        };
        depth += step;
        at += if step == 0 { 1 } else { 2 };
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Where the items under `#[cfg(test)]` are, attributes too, from the first to the last.
fn test_code(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = attribute(tokens, at);
        let words: Vec<_> = tokens[at..end].iter().map(|t| t.text).collect();
        if words.starts_with(&["#", "[", "cfg"]) && words.contains(&"test") && !words.contains(&"not") {
            let item = item(tokens, end);
            found.push(at..item);
            at = item;
        } else {
            at = end.max(at + 1);
        }
    }
    found
}

/// The end of the attribute that starts here; here, if none does.
fn attribute(tokens: &[Token<'_>], at: usize) -> usize {
    let starts = tokens[at].text == "#" && tokens.get(at + 1).is_some_and(|t| t.text == "[");
    if starts { closing(tokens, at + 1) + 1 } else { at }
}

/// The token that closes the bracket that opens here; the last one, if none does.
fn closing(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len() - 1
}

/// The end of the item that starts here: behind its `;`, its `}`, or the `,` of a field.
fn item(tokens: &[Token<'_>], mut at: usize) -> usize {
    while at < tokens.len() && attribute(tokens, at) > at {
        at = attribute(tokens, at);
    }
    let words = tokens[at..].iter().map(|t| t.text).take_while(|t| !matches!(*t, "{" | ";" | "=" | ","));
    let words: Vec<_> = words.collect();
    let is = |keywords: &[&str]| words.iter().any(|w| keywords.contains(w));
    let has_body = is(&["fn", "mod", "struct", "enum", "trait", "impl", "macro_rules"]);
    let ends_at_semicolon = !has_body && is(&["use", "const", "static", "type", "let"]);
    while let Some(token) = tokens.get(at) {
        match token.text {
            "{" if !ends_at_semicolon => return closing(tokens, at) + 1,
            ";" => return at + 1,
            "," if !has_body && !ends_at_semicolon => return at + 1,
            "}" | ")" | "]" => return at,
            "(" | "[" | "{" => at = closing(tokens, at) + 1,
            _ => at += 1,
        }
    }
    at
}

/// The module in a file of its own that an item declares.
fn declared(item: &[Token<'_>]) -> Option<String> {
    match item {
        [.., keyword, name, end] if keyword.text == "mod" && end.text == ";" => Some(name.text.to_owned()),
        _ => None,
    }
}

fn uses(tokens: &[Token<'_>], module: &[String]) -> Vec<Use> {
    let mut found = Vec::new();
    // The closing brackets of the inline modules around, for `super`.
    let mut inline: Vec<usize> = Vec::new();
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|t| t.text == text);
    for (at, token) in tokens.iter().enumerate() {
        inline.retain(|end| *end > at);
        if token.text == "mod" && is(at + 2, "{") {
            inline.push(closing(tokens, at + 2));
        }
        let continues = at >= 2 && is(at - 1, "::");
        let root = match token.text {
            "crate" if is(at + 1, "::") => Some(at + 2),
            CRATE if module == ["main"] && !continues && is(at + 1, "::") => Some(at + 2),
            "super" if !(continues && is(at - 2, "super")) => {
                let mut end = at;
                let mut supers = 0;
                while is(end, "super") && is(end + 1, "::") {
                    supers += 1;
                    end += 2;
                }
                (supers > 0 && supers == module.len() + inline.len()).then_some(end)
            }
            _ => None,
        };
        found.extend(root.into_iter().flat_map(|at| heads(tokens, at)));
    }
    found
}

/// The first name of a path, or of each path of a group.
fn heads(tokens: &[Token<'_>], at: usize) -> Vec<Use> {
    let Some(first) = tokens.get(at) else { return Vec::new() };
    if first.text != "{" {
        return vec![Use { name: first.text.to_owned(), line: first.line }];
    }
    let end = closing(tokens, at);
    let mut found = Vec::new();
    let mut next = at + 1;
    while next < end {
        // `self` is the root itself.
        found.extend(heads(tokens, next).into_iter().filter(|u| u.name != "self"));
        while next < end && tokens[next].text != "," {
            next = if tokens[next].text == "{" { closing(tokens, next) } else { next } + 1;
        }
        next += 1;
    }
    found
}

fn calls(tokens: &[Token<'_>]) -> Vec<Use> {
    let pairs = tokens.windows(2).filter(|p| p[0].is_word() && p[1].text == "!");
    pairs.map(|p| Use { name: p[0].text.to_owned(), line: p[0].line }).collect()
}

fn exports(tokens: &[Token<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if token.text == "macro_export" {
            let name = tokens[at..].iter().skip_while(|t| t.text != "macro_rules").nth(2);
            found.extend(name.map(|t| t.text.to_owned()));
        }
    }
    found
}

//! What others make of it: readers that are none of ours. They want `python3` with `html5lib` and `docx`,
//! `tidy`, LibreOffice, Chromium and poppler-utils, which `.ci/run` installs; where one is missing it is said.

use std::fs;
use std::path::Path;

use super::common::Home;
use super::forms::{id_of, told};
use super::{said, tool};

/// Reads a page strictly, and says what is wrong with it.
const STRICT: &str = "import html5lib, sys
parser = html5lib.HTMLParser(strict=False)
parser.parse(open(sys.argv[1], encoding='utf-8').read())
for place, code, more in parser.errors: print(place, code, more)
";

/// Says of a document which style each paragraph has, and the cells of its tables.
const DOCX: &str = "import docx, sys
d = docx.Document(sys.argv[1])
for p in d.paragraphs: print(p.style.name + '|' + p.text.replace('\\n', ' / '))
for t in d.tables:
    for r in t.rows: print('row|' + '|'.join(c.text for c in r.cells))
print('properties', d.core_properties.title, d.core_properties.author)
";

#[allow(clippy::print_stderr, reason = "who asks for it must hear that nothing was looked at")]
fn is_there(program: &str, args: &[&str]) -> bool {
    let there = tool(program, args).is_some_and(|ran| ran.status.success());
    if !there {
        eprintln!("skipped: there is no {program} here that can do {args:?}");
    }
    there
}

fn written(home: &Home, form: &str, args: &[&str]) -> String {
    let file = home.path().join(format!("out.{form}")).to_str().unwrap().to_owned();
    let ran = home.run(&[&["export", "--to", form, "-o", &file, "--force"], args].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    file
}

fn python(script: &str, file: &str) -> String {
    let ran = tool("/usr/bin/python3", &["-c", script, file]).unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
#[ignore = "needs readers of others: cargo test --test export -- --ignored"]
fn the_page_is_valid() {
    let home = told();
    let id = id_of(&home, "rebuild");
    for args in [&[id.as_str()][..], &["--client", "Zoë O'Brien", "--private"]] {
        let page = written(&home, "html", args);
        if is_there("/usr/bin/python3", &["-c", "import html5lib"]) {
            assert_eq!(python(STRICT, &page), "");
        }
        if is_there("tidy", &["-v"]) {
            let ran = tool("tidy", &["-q", "-e", "-utf8", &page]).unwrap();
            assert_eq!(String::from_utf8_lossy(&ran.stderr), "");
        }
    }
}

#[test]
#[ignore = "needs readers of others: cargo test --test export -- --ignored"]
fn a_browser_prints_the_page_on_both_papers() {
    let Some(browser) = ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| tool(name, &["--version"]).is_some())
        .filter(|_| is_there("pdfinfo", &["-v"]))
    else {
        return;
    };
    let home = told();
    let page = written(&home, "html", &["--client", "Zoë O'Brien"]);
    let text = fs::read_to_string(&page).unwrap();
    for (paper, size) in [("A4", "594.96 x 841.92"), ("letter", "612 x 792")] {
        // The paper is chosen by whoever prints.
        let sized = text.replace("@page { margin", &format!("@page {{ size: {paper}; margin"));
        assert_ne!(sized, text);
        let sized_page = home.write(format!("{paper}.html"), sized);
        let pdf = home.path().join(format!("{paper}.pdf"));
        let profile = format!("--user-data-dir={}", home.path().join("browser").display());
        let to = format!("--print-to-pdf={}", pdf.display());
        let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", &profile, &to];
        let ran = tool(browser, &[&quiet[..], &[&sized_page]].concat()).unwrap();
        assert!(pdf.exists(), "{}", String::from_utf8_lossy(&ran.stderr));
        assert!(said(&pdf).contains(&format!("Page size:       {size}")), "{}", said(&pdf));
        has_the_words(&pdf);
    }
}

/// A document is what it says: a word processor shows all of it, and another reader finds its headings.
#[test]
#[ignore = "needs readers of others: cargo test --test export -- --ignored"]
fn a_word_processor_opens_the_document() {
    let home = told();
    let file = written(&home, "docx", &["--client", "Zoë O'Brien"]);
    if is_there("/usr/bin/python3", &["-c", "import docx"]) {
        let read = python(DOCX, &file);
        for line in [
            "Title|All conversations with Zoë O'Brien\n",
            "Heading 1|Follow-ups and promises\n",
            "Heading 2|Listen\n",
            "Heading 3|What they said, in their exact words\n",
            "Quote|You took 4,800 twice, Ada Byron said. / # And *nobody* called\n",
            "row|When|What|Conversation\n",
            "properties Conversation goodterms\n",
        ] {
            assert!(read.contains(line), "{line}\n{read}");
        }
    }
    if is_there("soffice", &["--version"]) && is_there("pdfinfo", &["-v"]) {
        let profile = format!("-env:UserInstallation=file://{}", home.path().join("office").display());
        let folder = home.path().to_str().unwrap();
        let args = [&profile, "--headless", "--convert-to", "pdf", "--outdir", folder, &file];
        let ran = tool("soffice", &args).unwrap();
        let pdf = home.path().join("out.pdf");
        assert!(pdf.exists(), "{}", String::from_utf8_lossy(&ran.stderr));
        has_the_words(&pdf);
    }
}

/// Whether the words of the conversations are on the pages.
fn has_the_words(pdf: &Path) {
    let text = tool("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]).unwrap().stdout;
    let text = String::from_utf8(text).unwrap();
    let bare: String = text.split_whitespace().collect();
    for words in [
        "You took 4,800 twice",
        "# And *nobody* called",
        "I go.",
        "Also mentioned in",
        "Follow-ups and promises",
    ] {
        let wanted: String = words.split_whitespace().collect();
        assert!(bare.contains(&wanted), "{words}: {text}");
    }
}

//! The table of what is hostile.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use super::place::{ID, Place, note, playbook};

/// Words that would do something to a terminal, to whoever reads, or to whatever lays them out. Each
/// stands in every text of a playbook, and in every text of a note.
pub const WORDS: &[(&str, &str)] = &[
    ("clear the screen", "x\x1b[2J\x1b[Hy"),
    ("colours", "x\x1b[31;1;5my\x1b[8m"),
    ("a question back", "x\x1b[6n\x1b[c\x1b[>c\x1b[?u"),
    ("the title asked back", "x\x1b[21t"),
    ("keys made of it", "x\x1b[?2004l\x1b[201~q"),
    ("mouse and screen", "x\x1b[?1049l\x1b[?1003h"),
    ("a title", "x\x1b]0;pwned\x07y"),
    ("a title, ended otherwise", "x\x1b]2;pwned\x1b\\y"),
    ("a link", "x\x1b]8;;https://example.com\x1b\\y\x1b]8;;\x1b\\"),
    ("the clipboard", "x\x1b]52;c;cHduZWQ=\x07y"),
    ("the clipboard asked", "x\x1b]52;c;?\x1b\\y"),
    ("the colours asked", "x\x1b]10;?\x07\x1b]4;1;?\x07"),
    ("a device string", "x\x1bP$q\"p\x1b\\y"),
    ("a picture", "x\x1b_Gf=24;AAAA\x1b\\y"),
    ("a private message", "x\x1b^pwned\x1b\\y\x1bXpwned\x1b\\"),
    ("a reset", "x\x1bc\x1b#8y"),
    ("no end", "x\x1b["),
    ("a lone escape", "x\x1b"),
    ("C1 sequences", "x\u{9b}2J\u{9d}0;pwned\u{9c}\u{90}q\u{9c}y"),
    ("C1 lines", "x\u{85}\u{8d}\u{84}y"),
    ("a bell", "x\x07y"),
    ("struck over", "secret\x08\x08\x08\x08\x08\x08plain"),
    ("a line begun again", "the truth\rLIES"),
    ("carriage returns without end", "\r\r\r\r\r\n\rx"),
    ("a null", "x\0y"),
    ("shifts and feeds", "x\x0e\x0f\x0b\x0cy\x7f"),
    ("overridden right to left", "x\u{202e}dnuora\u{202c}y"),
    ("overridden left to right", "x\u{202d}\u{202a}\u{202b}y"),
    ("isolates", "x\u{2066}\u{2067}\u{2068}y\u{2069}"),
    ("separators", "x\u{2028}y\u{2029}z"),
    ("joiners", "x\u{200d}\u{200d}\u{200d}\u{200b}\u{2060}\u{feff}y"),
    ("tags", "x\u{e0001}\u{e0070}\u{e0077}\u{e006e}\u{e007f}y"),
    ("variations", "x\u{fe0f}\u{fe0e}\u{e0100}y"),
    ("private characters", "x\u{e000}\u{fffd}\u{ffff}\u{10ffff}y"),
    ("markdown", "[x](javascript:alert) <script> `\x1b[2J` **\x1b]0;x\x07**"),
    ("a heading of ours", "x\n### Stolen {#first.text}\n\nstolen\n+++\nid = \"other\"\n+++"),
    ("placeholders", "{client.name} {{ {} {first.text} {nobody.knows} {\x1b[2J}"),
];

/// Words that are too many.
pub fn floods() -> Vec<(&'static str, String)> {
    vec![
        ("accents", format!("a{}", "\u{301}".repeat(2_000))),
        ("joined families", "👩\u{200d}".repeat(500)),
        ("one long line", "word ".repeat(3_000)),
        ("one long word", "w".repeat(12_000)),
        ("ten thousand letters", "A".repeat(10_000)),
        ("wide letters", "李".repeat(2_000)),
        ("tabs", "\t".repeat(2_000)),
        ("escapes", "\x1b[2J".repeat(500)),
    ]
}

/// So much that it is looked at through pipes alone.
pub const HUGE: &[(&str, Put)] = &[
    ("ten megabytes in an answer", |p| {
        let words = "words and \x1b[2J more words\n".repeat(400_000);
        p.note(note(ID, "Ada").replace("{#first.text}\n\nAda", &format!("{{#first.text}}\n\n{words}")));
    }),
    ("ten megabytes of nothing of ours", |p| {
        p.note(note(ID, "Ada") + &"words and \x1b[2J\n".repeat(600_000))
    }),
    ("ten megabytes in one line", |p| p.note(note(ID, "Ada") + &"words and \x1b[2J".repeat(700_000))),
    ("a large playbook", |p| p.playbook("# words and words\n".repeat(600_000))),
];

/// Puts a file where it does not belong, or what is no file where one belongs.
pub type Put = fn(&Place);

/// Files and what looks like one.
pub const FILES: &[(&str, Put)] = &[
    ("an id that climbs", |p| p.note(note("../../../outside/x", "Ada"))),
    ("an absolute id", |p| p.note(note("/etc/passwd", "Ada"))),
    ("an id that Windows keeps", |p| p.note(note("con", "Ada"))),
    ("an id of lines", |p| p.note(note("a\nb\x1b[2J", "Ada"))),
    ("an id of ten thousand letters", |p| p.note(note(&"k".repeat(10_000), "Ada"))),
    ("an empty id", |p| p.note(note("", "Ada"))),
    ("a client that climbs", |p| p.note(note(ID, "../../../outside/x"))),
    ("a client that Windows keeps", |p| p.note(note(ID, "NUL"))),
    ("links to conversations that climb", |p| {
        let linked =
            "started = 2026-11-21T14:02:10-05:00\nfrom = \"../../note\"\nto = [\"/etc/passwd\", \"..\\\\x\"]";
        p.note(note(ID, "Ada").replace("started = 2026-11-21T14:02:10-05:00", linked));
    }),
    ("a playbook that climbs", |p| {
        p.playbook(playbook("../../x", "words"));
        p.note(note(ID, "Ada").replace("\"hostile\"", "\"../../x\""));
    }),
    ("a note of bytes", |p| p.note(b"+++\nid = \"\xff\xfe\x1b[2J\"\n+++\n\xc3\x28\x9b2J")),
    ("a note of raw controls", |p| p.note(format!("+++\nid = \"{ID}\x1b[2J\"\nx = \u{9b}\n+++\n"))),
    ("a note in UTF-16", |p| {
        let wide: Vec<u8> = note(ID, "Ada").encode_utf16().flat_map(u16::to_le_bytes).collect();
        p.note([b"\xff\xfe".as_slice(), &wide].concat());
    }),
    ("a note of nulls", |p| p.note(vec![0; 100_000])),
    ("a note with a mark before it", |p| p.note(format!("\u{feff}{}", note(ID, "Ada")))),
    ("a note without an end to its head", |p| {
        p.note(format!("+++\nid = \"{ID}\"\n{}", "x = 1\n".repeat(5_000)))
    }),
    ("an empty note", |p| p.note("")),
    ("a note of one fence", |p| p.note("+++")),
    ("a deep head", |p| {
        p.note(format!("+++\nid = \"{ID}\"\nx = {}{}\n+++\n", "[".repeat(20_000), "]".repeat(20_000)))
    }),
    ("a head of many keys", |p| {
        let keys: String = (0..2_000).map(|n| format!("k{n} = {n}\n")).collect();
        p.note(note(ID, "Ada").replace("goodterms = 1\n", &format!("goodterms = 1\n{keys}")));
    }),
    ("a thousand follow-ups", |p| {
        let one = "\n[[follow_up]]\nid = \"x\"\ntitle = \"\\u001b[2J\"\nstate = \"open\"\n".repeat(1_000);
        p.note(note(ID, "Ada").replace("+++\n\n#", &format!("{one}+++\n\n#")));
    }),
    ("two thousand headings", |p| {
        let headings: String = (0..2_000).map(|n| format!("\n## \x1b[2J {{#s{n}}}\n\nx\n")).collect();
        p.note(note(ID, "Ada") + &headings);
    }),
    ("a note of a far year", |p| p.note(note(ID, "Ada").replace("2026-11-2", "9999-12-2"))),
    ("a note from the future", |p| p.note(note(ID, "Ada").replace("goodterms = 1", "goodterms = 99"))),
    ("a pipe for a note", |p| p.pipe("data/goodterms/notes/ada-byron/pipe.md")),
    ("a folder for a note", |p| fs::create_dir(p.path("data/goodterms/notes/ada-byron/dir.md")).unwrap()),
    ("a socket for a note", |p| {
        drop(UnixListener::bind(p.path("data/goodterms/notes/ada-byron/s.md")).unwrap());
    }),
    ("a link for a note", |p| p.link("data/goodterms/notes/ada-byron/l.md", "note.md")),
    ("a link to nowhere", |p| p.link("data/goodterms/notes/ada-byron/n.md", "nowhere.md")),
    ("a link to itself", |p| {
        let path = p.path("data/goodterms/notes/ada-byron/self.md");
        symlink(&path, &path).unwrap();
    }),
    ("a folder that is above itself", |p| {
        let path = p.path("data/goodterms/notes/ada-byron/up");
        symlink("../..", path).unwrap();
        symlink("..", p.path("data/goodterms/notes/round")).unwrap();
    }),
    ("an unreadable note", |p| {
        let path = p.path("data/goodterms/notes/ada-byron/shut.md");
        fs::write(&path, note("shutshutshut", "Ada")).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }),
    ("names that steer", |p| {
        let name = b"x\x1b[2J\x1b]0;pwned\x07\xe2\x80\xae\xff\n.md";
        fs::write(p.path("data/goodterms/notes").join(OsStr::from_bytes(name)), "+++\n").unwrap();
        let folder = p.path("data/goodterms/notes").join(OsStr::from_bytes(b"y\x1b[2J\r"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("n.md"), note("aaaaaaaaaaaa", "Bob")).unwrap();
        fs::write(folder.join("o.md"), "+++\nbroken").unwrap();
    }),
    ("a name of 255 bytes", |p| {
        fs::write(p.path("data/goodterms/notes").join("n".repeat(252) + ".md"), note("aaaaaaaaaaaa", "Bob"))
            .unwrap();
    }),
    ("two notes of one id", |p| {
        fs::write(p.path("data/goodterms/notes/ada-byron/again.md"), note(ID, "Eve\x1b[2J")).unwrap();
    }),
    ("a playbook of bytes", |p| p.playbook(b"format = 1\n[playbook]\nid = \"\xff\x1b[2J\xe2\x80\xae\"\n")),
    ("a playbook of raw controls", |p| {
        p.playbook("format = 1\n# \x1b[2J \u{9b}\n[playbook]\n\x1b]0;x\x07 = 1\n")
    }),
    ("a playbook of faults", |p| {
        p.playbook(
            playbook("hostile", "x\x1b[2J\u{202e}")
                .replace("kind = \"text\"", "kind = \"\\u001b[2J\\u202e\""),
        );
    }),
    ("a deep playbook", |p| p.playbook(format!("x = {}{}", "[".repeat(50_000), "]".repeat(50_000)))),
    ("a playbook with a name that steers", |p| {
        let folder = p.path("data/goodterms/playbooks/x").parent().unwrap().to_owned();
        let name = OsStr::from_bytes(b"x\x1b[2J\xe2\x80\xae\xff.toml");
        fs::write(folder.join(name), playbook("mine", "x") + "\nwrong = 1\n").unwrap();
    }),
    ("a pipe for a playbook", |p| p.pipe("data/goodterms/playbooks/pipe.toml")),
    ("a folder for a playbook", |p| fs::create_dir(p.path("data/goodterms/playbooks/dir.toml")).unwrap()),
    ("a link for a playbook", |p| p.link("data/goodterms/playbooks/l.toml", "file")),
    ("a link for the schema", |p| {
        p.link("data/goodterms/playbooks/playbook.schema.json", "nowhere");
    }),
    ("a pipe for the schema", |p| p.pipe("data/goodterms/playbooks/playbook.schema.json")),
    ("a config that steers", |p| {
        let path = p.path("config/goodterms/config.toml");
        fs::write(
            path,
            "advisor = \"x\\u001b[2J\\u202e\"\ntheme = \"\\u001b]0;x\\u0007\"\n# \u{202e}\n\x1b[2J = 1\n",
        )
        .unwrap();
    }),
    ("a pipe for the config", |p| p.pipe("config/goodterms/config.toml")),
    ("a folder for the config", |p| fs::create_dir(p.path("config/goodterms/config.toml")).unwrap()),
    ("rules for questions that steer", |p| {
        let path = p.path("config/goodterms/wording.toml");
        let rule =
            "message = \"x\\u001b[2J\\u202e\"\nrewrite = \"\\u001b]0;x\\u0007 …\"\n# \u{202e}\n\x1b[2J = 1\n";
        fs::write(path, format!("allow = [\"\\u001b[2J\"]\n[closed]\n{rule}")).unwrap();
    }),
    ("a pipe for the rules for questions", |p| p.pipe("config/goodterms/wording.toml")),
    ("a folder for the rules for questions", |p| {
        fs::create_dir(p.path("config/goodterms/wording.toml")).unwrap()
    }),
    ("links in place of locks", |p| {
        p.link(format!("state/goodterms/locks/{ID}.open"), "file");
        p.link(format!("state/goodterms/locks/{ID}.file"), "nowhere");
    }),
    ("pipes in place of locks", |p| {
        p.pipe(format!("state/goodterms/locks/{ID}.open"));
        p.pipe(format!("state/goodterms/locks/{ID}.file"));
    }),
    ("links in place of drafts", |p| {
        p.link(format!("state/goodterms/drafts/{ID}-0123456789abcdef.draft"), "file");
        p.link(format!("state/goodterms/drafts/{ID}.draft"), "nowhere");
    }),
    ("a pipe in place of a draft", |p| p.pipe(format!("state/goodterms/drafts/{ID}-0123456789abcdef.draft"))),
    ("drafts that are none", |p| {
        let folder = p.path("state/goodterms/drafts/x").parent().unwrap().to_owned();
        fs::write(folder.join(format!("{ID}-a.draft")), b"\x1b[2J\xff\0").unwrap();
        fs::write(folder.join(OsStr::from_bytes(b"x\x1b[2J\xff.draft")), vec![0xff; 100_000]).unwrap();
    }),
    ("links in place of temporary files", |p| {
        for name in
            [".goodterms-0.part", ".goodterms-x.tmp", &format!(".goodterms-{ID}-0.swap"), ".goodterms"]
        {
            p.link(format!("data/goodterms/notes/ada-byron/{name}"), "file");
        }
    }),
    ("a whole text in place of one that was swapped", |p| {
        let path = p.path(format!("data/goodterms/notes/ada-byron/.goodterms-{ID}-0123456789abcdef.swap"));
        fs::write(path, note(ID, "Eve\x1b[2J\u{202e}")).unwrap();
    }),
    ("a link for the log", |p| p.link("state/goodterms/goodterms.log", "file")),
    ("links for what is rescued or edited", |p| {
        p.link("state/goodterms/rescued", "dir");
        p.link("state/goodterms/edit", "dir");
    }),
    ("copies of a sync tool", |p| {
        let folder = p.note_path().parent().unwrap().to_owned();
        let stem = format!("2026-11-21-hostile-{}", &ID[..6]);
        for name in [
            format!("{stem}.sync-conflict-20261121-140210-ABCDEFG.md"),
            format!("{stem} (Eve\x1b[2J's conflicted copy 2026-11-21).md"),
        ] {
            fs::write(folder.join(name), note(ID, "Eve\x1b]0;pwned\x07")).unwrap();
        }
    }),
];

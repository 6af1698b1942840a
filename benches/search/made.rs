//! Notes folders as they are after years: made-up people, the playbooks that come with the program, and
//! what one types into them. The same number gives the same folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset};
use goodterms::catalog::Catalog;
use goodterms::document::{Client, Document, FollowUp, Head, Meeting, PlaybookRef, Status};
use goodterms::playbook::{Field, Kind, Playbook};
use goodterms::store;

/// A word that stands in five notes, whatever their number.
pub const RARE: &str = "bergamot";
/// One that stands in nearly all.
pub const COMMON: &str = "fees";
/// A note is filled up to about so many bytes.
const SIZE: usize = 4_000;

const FIRST: [&str; 20] = [
    "Ada", "Zoë", "Priya", "Tom", "Ruth", "Amara", "Jürgen", "Mei", "Carlos", "Ingrid", "Olu", "Søren",
    "Chloé", "Dmitri", "Fatima", "George", "Hannah", "Ivan", "Keiko", "Liam",
];
const LAST: [&str; 20] = [
    "Byron",
    "O'Brien",
    "Raman",
    "Adler-Novák",
    "Okonkwo",
    "Weiß",
    "李",
    "García",
    "Lindqvist",
    "Babbage",
    "Nakamura",
    "Papadopoulos",
    "Kowalski",
    "Dubois",
    "Haddad",
    "Whitcombe",
    "Murphy",
    "Petrov",
    "Silva",
    "Sørensen",
];
const FIRMS: [&str; 6] = ["Engines Ltd", "Family Trust", "& Söhne", "Holdings", "Partners LLP", "Foundation"];

/// What one types, the frequent first.
const WORDS: &str = "the to and a of she he I we that in it for was on with they had me not call said \
    but you by no her his about at fees money call review year month portfolio time never nobody back \
    meeting plan trust pension tax report letter invoice promised waited asked answer question daughter \
    brother lawyer partner office phone email quarter market loss gain risk cash account statement mistake \
    sorry angry quiet calm worried glad tired relieved explain listen change move leave stay think decide \
    friday monday lunch coffee school house mortgage business sale inheritance charity retirement insurance \
    performance benchmark competitor offer cheaper slower faster late early twice again without asking \
    because although however meanwhile don’t can’t “enough” – spring autumn Easter Christmas holiday";

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.throw(of.len())]
    }

    /// A sentence; words that come first in the list come often.
    fn sentence(&mut self, words: &[&str]) -> String {
        let count = 5 + self.throw(12);
        let mut said: Vec<_> = (0..count)
            .map(|_| {
                let most = 1 + self.throw(words.len());
                words[self.throw(most)]
            })
            .collect();
        // Curly quotes and dashes come from phones and from pasted letters: not into every note.
        if self.throw(8) > 0 {
            said.retain(|word| word.is_ascii());
        }
        let mut said = said.join(" ");
        said.get_mut(..1).map(str::make_ascii_uppercase);
        said + "."
    }
}

/// Makes a folder of so many notes; gives the bytes in them.
pub fn folder(path: &Path, notes: usize) -> usize {
    let catalog = Catalog::load(Path::new("/there/is/none"));
    let ids = ["exit-interview", "shared-expectations", "rebuild", "win-back", "farewell"];
    let playbooks: Vec<_> = ids.map(|id| catalog.playbook(id).unwrap().clone()).into();
    let words: Vec<_> = WORDS.split_whitespace().collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let every = (notes / 5).max(1);
    let mut bytes = 0;
    for n in 0..notes {
        let playbook = &playbooks[dice.throw(playbooks.len())];
        let head = head(&mut dice, playbook, n);
        let mut note = Document::new(&head, &format!("{}: {}", playbook.title, head.client.name));
        fill(&mut note, &mut dice, playbook, &words, head.started);
        if n % every == every / 2 && n / every < 5 {
            let key = format!("{}.notes", playbook.steps.last().unwrap().id);
            note.insert(
                note.keys().last().map(str::to_owned).as_deref(),
                3,
                "Notes",
                &key,
                "- earl grey, with BERGAMOT\n",
            );
        }
        let text = note.render();
        bytes += text.len();
        let file = store::path_for(path, &head);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    bytes
}

fn head(dice: &mut Dice, playbook: &Arc<Playbook>, n: usize) -> Head {
    let begin = DateTime::parse_from_rfc3339("2019-01-07T09:00:00-05:00").unwrap();
    let last = dice.one(&LAST);
    let name = format!("{} {last}", dice.one(&FIRST));
    let name = if n.is_multiple_of(3) { name } else { format!("{name} {}", n / 3) };
    let organisation = (n.is_multiple_of(2)).then(|| format!("{last} {}", dice.one(&FIRMS)));
    let also = if n.is_multiple_of(10) { vec![format!("{} {last}", dice.one(&FIRST))] } else { Vec::new() };
    let follow_up = FollowUp {
        id: "review".to_owned(),
        title: format!("Meet {name} to look at the expectations again"),
        ..FollowUp::default()
    };
    Head {
        id: format!("{:012}", n * 7919),
        playbook: PlaybookRef {
            id: playbook.id.clone(),
            version: playbook.version.clone(),
            sha256: playbook.sha256.clone(),
        },
        client: Client { name, organisation, also },
        started: begin + Duration::hours(i64::try_from(n).unwrap() * 7),
        meeting: Meeting {
            place: (n.is_multiple_of(4)).then(|| "Chez Luc".to_owned()),
            ..Meeting::default()
        },
        status: if n.is_multiple_of(5) { Status::Open } else { Status::Closed },
        phase: "after".to_owned(),
        at: playbook.steps[0].id.clone(),
        follow_ups: vec![follow_up],
        ..Head::default()
    }
}

/// Answers step by step, and notes, until the note is long enough.
fn fill(
    note: &mut Document,
    dice: &mut Dice,
    playbook: &Playbook,
    words: &[&str],
    at: DateTime<FixedOffset>,
) {
    let mut after: Option<String> = None;
    let mut size = 600;
    let per_step = (SIZE - size) / playbook.steps.len();
    for step in &playbook.steps {
        let until = size + per_step;
        let mut put = |level, title: &str, key: &str, body: String| {
            note.insert(after.as_deref(), level, title, key, &body);
            after = Some(key.to_owned());
            size += title.len() + key.len() + body.len() + 12;
            size < until
        };
        put(2, &step.title, &step.id, String::new());
        for field in &step.fields {
            let label = field.label.fill(|_| None);
            if !put(3, &label, &field.key, answer(dice, field, words)) {
                break;
            }
        }
        let entry = |dice: &mut Dice| {
            let time = at + Duration::minutes(i64::try_from(dice.throw(90)).unwrap());
            format!("- {} {}", time.format("%Y-%m-%d %H:%M:%S%:z"), dice.sentence(words))
        };
        let entries: Vec<_> = (0..1 + dice.throw(3)).map(|_| entry(dice)).collect();
        put(3, "Notes", &format!("{}.notes", step.id), entries.join("\n"));
    }
}

fn answer(dice: &mut Dice, field: &Field, words: &[&str]) -> String {
    let mut sentences = |most: usize, bullet: &str| {
        let lines = 1 + dice.throw(most);
        (0..lines).map(|_| format!("{bullet}{}", dice.sentence(words))).collect::<Vec<_>>().join("\n")
    };
    match &field.kind {
        Kind::List(_) => sentences(5, "- "),
        kind if kind.is_multiline() => sentences(6, ""),
        kind if kind.choices().is_empty() => sentences(1, ""),
        kind => {
            let ticked = dice.throw(kind.choices().len());
            let mark = |n| if n == ticked { 'x' } else { ' ' };
            let lines = kind.choices().iter().enumerate();
            lines.map(|(n, c)| format!("- [{}] {}", mark(n), c.label)).collect::<Vec<_>>().join("\n")
        }
    }
}

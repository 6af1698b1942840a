//! Conversations without names and numbers: each is replaced, the same one always by the same words. What
//! is known of people are the names in front matter; other names nobody can know.

mod found;

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use self::found::{addresses, numbers};
use crate::agenda::UNKNOWN;
use crate::card::{Care, Crowd};
use crate::document::{Client, Head};
use crate::session::Session;
use crate::text;

/// What to say of them.
pub const READ_IT: &str =
    "Names that goodterms does not know may still be in it: read it before you give it away.";

/// Conversations without names and numbers.
#[derive(Clone, Debug)]
pub struct Redacted {
    /// As they came.
    pub sessions: Vec<Session>,
    /// By the id of each, and of those before and behind them: the one that stands for it now.
    pub ids: BTreeMap<String, String>,
}

/// The same conversations without names and numbers. `others` are all clients there are: they may be named
/// in it, too.
pub fn redacted<'a>(sessions: &[Session], others: impl Iterator<Item = &'a Client>) -> Redacted {
    let mut redactor = Redactor::default();
    for session in sessions {
        redactor.add_head(session.head());
    }
    for other in others {
        redactor.add_client(other, Care::Written);
    }
    let sessions = sessions.iter().map(|session| redactor.session(session)).collect();
    Redacted { sessions, ids: redactor.ids }
}

/// What something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum What {
    Client,
    Firm,
    Advisor,
    Place,
    Mail,
    Site,
    Number,
}

impl What {
    /// The words for the nth of them.
    fn said(self, nth: usize) -> String {
        match self {
            Self::Client => format!("Client {nth}"),
            Self::Firm => format!("Firm {nth}"),
            Self::Advisor if nth == 1 => "Advisor".to_owned(),
            Self::Advisor => format!("Advisor {nth}"),
            Self::Place => format!("[place {nth}]"),
            Self::Mail => format!("[e-mail {nth}]"),
            Self::Site => format!("[web address {nth}]"),
            Self::Number => format!("[number {nth}]"),
        }
    }
}

#[derive(Default)]
struct Redactor {
    crowd: Crowd,
    /// What those in the crowd are, and by which name they are known to be the same.
    known: Vec<(What, String)>,
    by_name: HashMap<(What, String), usize>,
    /// The number of each, in the order in which they come up.
    said: HashMap<(What, String), usize>,
    /// How many there are of each.
    count: HashMap<What, usize>,
    ids: BTreeMap<String, String>,
}

/// An id that is made from another one, and from which nobody finds that.
fn another_id(id: &str) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let digest = Sha256::new().chain_update("redacted ").chain_update(id).finalize();
    digest.iter().take(12).map(|b| char::from(ALPHABET[usize::from(b % 32)])).collect()
}

impl Redactor {
    /// Somebody or something by a name; the same one as before if that is known.
    fn who(&mut self, what: What, names: &[&str]) -> usize {
        let keys: Vec<(What, String)> =
            names.iter().map(|name| (what, text::fold(&text::name(name)))).collect();
        let met: Vec<usize> = keys.iter().filter_map(|key| self.by_name.get(key).copied()).collect();
        let who = met.first().copied().unwrap_or(self.known.len());
        if who == self.known.len() {
            self.known.push((what, keys.first().map(|(_, name)| name.clone()).unwrap_or_default()));
        }
        // Those who were several until these names came are one.
        for other in met {
            let (apart, one) = (self.known[other].clone(), self.known[who].clone());
            self.known.iter_mut().filter(|known| **known == apart).for_each(|known| *known = one.clone());
        }
        for key in keys {
            self.by_name.entry(key).or_insert(who);
        }
        who
    }

    fn add_client(&mut self, client: &Client, care: Care) {
        if client.name != UNKNOWN {
            let names: Vec<&str> =
                [&client.name].into_iter().chain(&client.also).map(String::as_str).collect();
            // A name that is known already has nothing new to say.
            let new: Vec<&str> =
                names.iter().copied().filter(|name| !self.knows(What::Client, name)).collect();
            let who = self.who(What::Client, &names);
            new.into_iter().for_each(|name| self.crowd.add_person(who, name, care));
        }
        if let Some(firm) = client.organisation.as_deref().filter(|firm| !self.knows(What::Firm, firm)) {
            let who = self.who(What::Firm, &[firm]);
            self.crowd.add_firm(who, firm, care);
        }
    }

    fn knows(&self, what: What, name: &str) -> bool {
        self.by_name.contains_key(&(what, text::fold(&text::name(name))))
    }

    fn add_head(&mut self, head: &Head) {
        self.add_client(&head.client, Care::Any);
        if let Some(advisor) = head.advisor.as_deref().filter(|advisor| !self.knows(What::Advisor, advisor)) {
            let who = self.who(What::Advisor, &[advisor]);
            self.crowd.add_person(who, advisor, Care::Any);
        }
        if let Some(place) = head.meeting.place.as_deref().filter(|place| !self.knows(What::Place, place)) {
            let who = self.who(What::Place, &[place]);
            self.crowd.add_whole(who, place);
        }
    }

    fn session(&mut self, session: &Session) -> Session {
        let head = self.head(session.head());
        session.reworded(head, &mut |line| self.line(line))
    }

    fn head(&mut self, head: &Head) -> Head {
        let client = Client {
            name: match head.client.name == UNKNOWN {
                true => UNKNOWN.to_owned(),
                false => self.name(What::Client, &head.client.name),
            },
            organisation: head.client.organisation.as_ref().map(|firm| self.name(What::Firm, firm)),
            also: Vec::new(),
        };
        let mut new = Head {
            id: self.id(&head.id),
            from: head.from.as_ref().map(|id| self.id(id)),
            to: head.to.iter().map(|id| self.id(id)).collect(),
            client,
            advisor: head.advisor.as_ref().map(|advisor| self.name(What::Advisor, advisor)),
            labels: BTreeMap::new(),
            // That it is on hold is no secret; why is for whoever may lift it.
            hold: head.hold.as_ref().map(|_| String::new()),
            ..head.clone()
        };
        new.meeting.place = head.meeting.place.as_ref().map(|place| self.name(What::Place, place));
        for follow_up in &mut new.follow_ups {
            follow_up.title = self.line(&follow_up.title);
            for moved in &mut follow_up.moved {
                moved.why = moved.why.take().map(|why| self.line(&why));
            }
            if let Some(dropped) = &mut follow_up.dropped {
                dropped.why = dropped.why.take().map(|why| self.line(&why));
            }
        }
        new
    }

    /// An id by which no note is found; the same one for the same conversation in every export, so that what
    /// is made of several is never taken for one.
    fn id(&mut self, id: &str) -> String {
        self.ids.entry(id.to_owned()).or_insert_with(|| another_id(id)).clone()
    }

    fn name(&mut self, what: What, name: &str) -> String {
        let who = self.who(what, &[name]);
        self.in_other_words(who)
    }

    fn in_other_words(&mut self, who: usize) -> String {
        let (what, name) = self.known.get(who).cloned().unwrap_or((What::Client, String::new()));
        self.numbered(what, name)
    }

    fn numbered(&mut self, what: What, name: String) -> String {
        let count = self.count.entry(what).or_insert(0);
        let nth = self.said.entry((what, name)).or_insert_with(|| {
            *count += 1;
            *count
        });
        what.said(*nth)
    }

    /// A line of somebody's: addresses first, for names and numbers stand in them; then names, for firms
    /// have numbers in their names.
    fn line(&mut self, line: &str) -> String {
        if line.trim().is_empty() {
            return line.to_owned();
        }
        let mut out = String::with_capacity(line.len());
        let mut at = 0;
        for (range, is_mail) in addresses(line) {
            self.names(&line[at..range.start], &mut out);
            let what = if is_mail { What::Mail } else { What::Site };
            out.push_str(&self.numbered(what, line[range.clone()].to_lowercase()));
            at = range.end;
        }
        self.names(&line[at..], &mut out);
        out
    }

    fn names(&mut self, text: &str, out: &mut String) {
        let mut at = 0;
        for named in self.crowd.find(text) {
            self.numbers(&text[at..named.range.start], out);
            out.push_str(&self.in_other_words(named.who));
            at = named.range.end;
        }
        self.numbers(&text[at..], out);
    }

    fn numbers(&mut self, text: &str, out: &mut String) {
        let mut at = 0;
        for range in numbers(text) {
            out.push_str(&text[at..range.start]);
            out.push_str(&self.numbered(What::Number, found::value(&text[range.clone()])));
            at = range.end;
        }
        out.push_str(&text[at..]);
    }
}

//! Where one may stand when it begins.

use proptest::sample::select;

use super::*;
use crate::document::{Client, Meeting};
use crate::tui::app::form::Purpose;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Today,
    TodayOfThirty,
    /// The first step of a playbook that is built in.
    Walk(usize),
    /// That of one that uses the whole language.
    Language,
    Kinds,
    Step(usize),
    Choose,
    Form,
    Details,
    End,
    FollowUps,
    Due,
    /// A follow-up of one's own, half typed.
    Promise,
    /// The choice of a file for others: of a conversation, of a client.
    Export,
    ExportOfClient,
    FollowUp,
    Agenda,
    Clients,
    Client,
    Rename,
    Hold,
    Forget,
    Search,
    /// What we've learnt, what is behind a figure, and the lessons.
    Insights,
    Figure,
    Lessons,
    Find,
    Palette,
    Steps,
    Guide,
    Help,
    Playbooks,
    Reading,
    Faults,
    Welcome,
    Unsaved,
    Blank,
    Call,
    Caller,
    /// A call that was prepared, with their words.
    Live,
    TheySay,
    Debrief,
    Card,
    CardOfToday,
    Practise,
    Judge,
    Practised,
    Ready,
    ReadyOfToday,
    /// Below a list, with questions that could be asked in another way.
    Hinted,
}

/// All of them.
pub(super) fn all() -> Vec<Place> {
    use Place as P;
    let mut all = vec![P::Today, P::TodayOfThirty, P::Language, P::Kinds, P::Choose, P::Form, P::Details];
    all.extend([P::End, P::FollowUps, P::Due, P::FollowUp, P::Agenda, P::Clients, P::Client, P::Rename]);
    all.extend([P::Hold, P::Forget, P::Promise, P::Export, P::ExportOfClient]);
    all.extend([P::Search, P::Find, P::Palette, P::Steps, P::Guide, P::Help, P::Playbooks, P::Reading]);
    all.extend([P::Faults, P::Welcome, P::Unsaved, P::Blank, P::Call, P::Caller, P::Card, P::CardOfToday]);
    all.extend([P::Live, P::TheySay, P::Debrief]);
    all.extend([P::Practise, P::Judge, P::Practised]);
    all.extend([P::Ready, P::ReadyOfToday, P::Hinted]);
    all.extend([P::Insights, P::Figure, P::Lessons]);
    all.extend((0..walked().len()).map(P::Walk));
    all.extend((1..6).map(P::Step));
    all
}

pub(super) fn place() -> impl Strategy<Value = Place> {
    let walks: Vec<_> = all().into_iter().filter(|p| matches!(p, Place::Walk(_) | Place::Step(_))).collect();
    // The first ones are what it is made shorter to.
    prop_oneof![3 => select(walks), 2 => Just(Place::Language), 6 => select(all())]
}

/// The built-in playbooks that are walked.
fn walked() -> Vec<&'static str> {
    catalog::EMBEDDED
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(".toml"))
        .filter(|id| *id != "triage")
        .collect()
}

/// How many states of the folder of playbooks there are.
pub(super) const VERSIONS: usize = 5;

/// What all of them begin with: made once, for it takes a while.
pub(super) struct Stock {
    pub(super) versions: Vec<Arc<Catalog>>,
    thirty: BTreeMap<PathBuf, String>,
    _own: tempfile::TempDir,
}

impl Stock {
    pub(super) fn new() -> Self {
        let own = tempfile::tempdir().unwrap();
        let versions = (0..VERSIONS).map(|nth| Arc::new(shelf(own.path(), nth))).collect();
        let mut stock = Self { versions, thirty: BTreeMap::new(), _own: own };
        stock.thirty = thirty(&stock);
        stock
    }

    fn desk(&self) -> Desk {
        let mut desk = Desk::on(self.versions[0].clone(), 80, 24);
        desk.shelf = Some(self.versions[0].clone());
        desk
    }

    fn desk_of_thirty(&self) -> Desk {
        let mut desk = self.desk();
        for (path, text) in &self.thirty {
            let id = Document::parse(text).head().unwrap().id;
            desk.places.insert(id, path.clone());
        }
        desk.notes = self.thirty.clone();
        desk.carry_out(Effect::List);
        desk
    }

    /// A desk at a place.
    pub(super) fn at(&self, place: Place) -> Desk {
        let at_today = |keys: &str| {
            let mut desk = self.desk_of_thirty();
            desk.keys(keys);
            desk
        };
        let in_walk = |keys: &str| {
            let mut desk = self.desk();
            walk(&mut desk, "exit-interview", "Ada Byron");
            desk.keys(keys);
            desk
        };
        match place {
            Place::Today => self.desk(),
            Place::TodayOfThirty => at_today(""),
            Place::Walk(nth) => {
                let mut desk = self.desk();
                walk(&mut desk, walked()[nth], "Ada Byron");
                desk
            }
            Place::Language | Place::Kinds => {
                let mut desk = self.desk();
                walk(&mut desk, if place == Place::Kinds { "kinds" } else { "language" }, "Ada Byron");
                if place == Place::Language {
                    desk.keys("a<enter>b<c-n>");
                }
                desk
            }
            Place::Step(nth) => in_walk(&"<c-n>".repeat(nth)),
            Place::Choose => at_today("n"),
            Place::Form => {
                let mut desk = self.desk_of_thirty();
                begin(&mut desk, "win-back", "A");
                desk.event(Event::Tick);
                desk
            }
            Place::Details => in_walk("<f4>"),
            Place::End => in_walk("Calls<f9>"),
            Place::FollowUps => {
                let mut desk = at_today("o<f9>");
                while desk.app.marked_follow_up().is_none() {
                    desk.press("down");
                }
                desk
            }
            Place::Due => at_today("l"),
            Place::Promise => in_walk("Calls<f9>+Send the papers<tab>fri"),
            Place::Export => in_walk("Calls<f9>e<up> "),
            Place::ExportOfClient => at_today("cAda<enter>e<up> "),
            Place::FollowUp => at_today("<enter>"),
            Place::Agenda => at_today("a"),
            Place::Clients => at_today("cAda"),
            Place::Client => at_today("cAda<enter>"),
            Place::Rename => at_today("cAda<enter>r"),
            Place::Hold => at_today("cAda<enter>h"),
            Place::Forget => at_today("cAda<enter><s-del>"),
            Place::Search => at_today("/calls"),
            Place::Insights => at_today("w<down>"),
            Place::Figure => at_today("w<enter>"),
            Place::Lessons => at_today("wlCalls"),
            Place::Find => in_walk("Calls on Mondays<tab><tab><c-f>call"),
            Place::Palette => in_walk("<c-p>"),
            Place::Steps => in_walk("<f2>"),
            Place::Guide => in_walk("<f3>"),
            Place::Help => in_walk("<f1>"),
            Place::Playbooks => at_today("p"),
            Place::Reading => at_today("p<enter>"),
            Place::Faults => at_today("p<own><enter>"),
            Place::Welcome => {
                let mut desk = self.desk();
                desk.app.show_welcome();
                desk.event(Event::Tick);
                desk
            }
            Place::Unsaved => {
                let mut desk = in_walk("");
                desk.refuses = Some("the disk is full: make room".to_owned());
                desk.keys("x<c-q>");
                desk
            }
            Place::Call => at_today("<f5>she is furious<enter>"),
            Place::Caller => at_today("<f5>she is furious<esc>"),
            Place::Live => in_walk("<c-n>What?<enter>How?<f5>\"no calls<enter> "),
            Place::TheySay => in_walk("<f5>\"f<down>"),
            Place::Debrief => in_walk("<f5>!the letter<enter>@call on friday<enter>plain<enter><esc>"),
            Place::Card => in_walk("<c-n>What changed?<f7>"),
            Place::CardOfToday => at_today("<f7>"),
            Place::Practise => at_today("o<f6>"),
            Place::Judge => in_walk("<c-n>What would help?<enter>What else?<f6> "),
            Place::Practised => in_walk("<c-n>What would help?<f6><tab> <left> <right>"),
            Place::Ready => in_walk("<c-n>What changed?<f10>"),
            Place::ReadyOfToday => at_today("<a-r>"),
            Place::Blank => in_walk("x<f8>"),
            Place::Hinted => {
                let mut desk = self.desk();
                walk(&mut desk, "language", "Ada Byron");
                desk.keys("Did you like it?<enter>What now, and what did you do?<enter>What else?<enter>");
                assert!(desk.screen().contains('~'), "{}", desk.screen());
                desk
            }
        }
    }
}

pub(super) fn begin(desk: &mut Desk, playbook: &str, client: &str) {
    let playbook = desk.app.catalog.playbook(playbook).unwrap().clone();
    let client = Client { name: client.to_owned(), ..Client::default() };
    desk.app.begin_form(Purpose::New(playbook), client, Meeting::default(), None);
}

fn walk(desk: &mut Desk, playbook: &str, client: &str) {
    begin(desk, playbook, client);
    desk.keys("<c-n>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{playbook}: {}", desk.screen());
}

/// Thirty conversations with a dozen clients; of some of them something is due.
fn thirty(stock: &Stock) -> BTreeMap<PathBuf, String> {
    let mut desk = stock.desk();
    let names = ["Ada Byron", "Zoë O'Brien-李", "Grace Hopper", "אדה", "Wilhelmina Featherstonehaugh"];
    for n in 0..30 {
        let client = if n < 10 { names[n % 5].to_owned() } else { format!("Client {}", n % 12) };
        begin(&mut desk, walked()[n % walked().len()], &client);
        let day = ["2026-11-12", "2026-11-20", "tuesday 12:30", "", "2026-12-01"][n % 5];
        desk.keys(&format!("<tab><tab><tab>{day}<c-n>"));
        desk.keys("No calls since March<tab><c-n><c-n>");
        desk.event(Event::Paste("They said: nobody calls".to_owned()));
        desk.keys("<f2><down><down><down><enter><down><down><enter><c-s><esc>");
    }
    assert_eq!(desk.notes.len(), 30);
    desk.notes
}

/// The folder of playbooks in one of its states.
fn shelf(folder: &Path, nth: usize) -> Catalog {
    let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/playbooks/valid");
    let language = std::fs::read_to_string(valid.join("language.toml")).unwrap();
    let interview = Catalog::embedded("exit-interview").unwrap();
    let put = |name: &str, text: Option<String>| match text {
        Some(text) => std::fs::write(folder.join(name), text).unwrap(),
        None => drop(std::fs::remove_file(folder.join(name))),
    };
    let broken = language.replace("\"language\"", "\"broken\"").replace("label   = \"Who", "lable   = \"Who");
    put("broken.toml", Some(broken));
    put("kinds.toml", Some(std::fs::read_to_string(valid.join("kinds.toml")).unwrap()));
    let (language, own) = match nth {
        0 => (Some(language), None),
        1 => (Some(without_fields(&language, 2)), Some(without_fields(interview, 1))),
        2 => (Some(turned_round(&language)), Some(turned_round(interview))),
        3 => (Some(language.replace("title", "tilte")), Some(interview.replace("title", "tilte"))),
        _ => (None, Some(without_fields(interview, 0))),
    };
    put("language.toml", language);
    put("exit-interview.toml", own);
    Catalog::load(folder)
}

fn with_steps(source: &str, change: impl FnOnce(&mut Vec<toml::Value>)) -> String {
    let mut table: toml::Table = source.parse().unwrap();
    if let Some(toml::Value::Array(steps)) = table.get_mut("step") {
        change(steps);
    }
    toml::to_string(&table).unwrap()
}

/// Without the nth field of each step, where nothing hangs on it.
fn without_fields(source: &str, nth: usize) -> String {
    let count = with_steps(source, |_| {}).matches("[[step]]").count();
    (0..count).fold(source.to_owned(), |source, step| {
        let less = with_steps(&source, |steps| {
            if let Some(toml::Value::Array(fields)) = steps[step].get_mut("field")
                && nth < fields.len()
                && fields.len() > 1
            {
                fields.remove(nth);
            }
        });
        let checked = crate::playbook::check(less.as_bytes());
        if checked.playbook.is_some() { less } else { source }
    })
}

fn turned_round(source: &str) -> String {
    with_steps(source, |steps| steps.swap(0, 1))
}

//! The desk that a test sits at: keys go in, a screen and notes come out.

mod told;
mod writer;

use self::writer::Held;
use super::*;
use crate::agenda::Brief;
use crate::log::Log;
use crate::store::search::{Library, Limit, Query};
use crate::store::versions::Keep;
use crate::store::writer::Stands;
use crate::tui::app::export::{Exported, Order};

/// An app with a disk in memory.
pub(super) struct Desk {
    pub(super) app: App,
    pub(super) notes: BTreeMap<PathBuf, String>,
    /// What is in the draft of each conversation.
    pub(super) drafts: BTreeMap<String, String>,
    /// What of ours was filed last.
    pub(super) filed: BTreeMap<PathBuf, String>,
    /// Who else has what is opened.
    pub(super) holder: Option<String>,
    /// The conversations that are open no more.
    pub(super) closed: Vec<String>,
    /// Why the disk refuses, if it does.
    pub(super) refuses: Option<String>,
    /// Whether the disk answers at all.
    pub(super) silent: bool,
    /// What it was asked meanwhile.
    owed: Vec<Effect>,
    /// Whether only the note is refused, and every word is in the draft.
    pub(super) drafts_well: bool,
    /// Whether what is to be read takes its time, and what is being read.
    pub(super) slow: bool,
    pub(super) reads: Vec<Effect>,
    /// What the writer knows of the conversations that are open.
    held: BTreeMap<String, Held>,
    /// What it could not file when they were closed.
    left: BTreeMap<String, Held>,
    /// The playbooks as they are by now, where no folder is looked at.
    pub(super) shelf: Option<Arc<Catalog>>,
    pub(super) tick: Duration,
    pub(super) quit: bool,
    /// Where each conversation that was opened is filed, by its id.
    pub(super) places: BTreeMap<String, PathBuf>,
    /// What the welcome asked to be written: the name, and whether with samples.
    pub(super) begun: Vec<(Option<String>, bool)>,
    /// What was put into the terminal's clipboard.
    pub(super) copied: Option<String>,
    /// What was asked to be written for others.
    pub(super) orders: Vec<Order>,
    /// What was asked to be opened in the editor.
    pub(super) edits: Vec<(catalog::Key, usize)>,
    /// The text that is in the editor, and how many were taken from it.
    pub(super) lent: Option<String>,
    pub(super) taken: usize,
    /// How often words were looked for since the search was opened.
    pub(super) searches: usize,
    /// How often all notes were counted since somebody looked at that, and whether the answer does not come
    /// by itself.
    pub(super) counts: usize,
    pub(super) counts_late: bool,
    /// The folder of the advisor's own playbooks, for as long as the desk stands.
    pub(super) own: Option<tempfile::TempDir>,
}

impl Desk {
    pub(super) fn new(width: u16, height: u16) -> Self {
        Self::with(Path::new("/there/is/none"), width, height)
    }

    /// With a folder of playbooks.
    pub(super) fn with(folder: &Path, width: u16, height: u16) -> Self {
        Self::on(Arc::new(Catalog::load(folder)), width, height)
    }

    /// With these playbooks.
    pub(super) fn on(catalog: Arc<Catalog>, width: u16, height: u16) -> Self {
        let theme = Theme::of(config::Theme::Default, Colours::True);
        let app = App::new(catalog, Some("C. Babbage".to_owned()), theme, Arc::new(StandingClock));
        let (notes, tick) = (BTreeMap::new(), Duration::ZERO);
        let (places, edits) = (BTreeMap::new(), Vec::new());
        let mut desk = Self {
            orders: Vec::new(),
            app,
            notes,
            drafts: BTreeMap::new(),
            closed: Vec::new(),
            filed: BTreeMap::new(),
            holder: None,
            refuses: None,
            silent: false,
            owed: Vec::new(),
            drafts_well: false,
            slow: false,
            reads: Vec::new(),
            held: BTreeMap::new(),
            left: BTreeMap::new(),
            shelf: None,
            tick,
            quit: false,
            places,
            begun: Vec::new(),
            copied: None,
            edits,
            lent: None,
            taken: 0,
            searches: 0,
            counts: 0,
            counts_late: false,
            own: None,
        };
        desk.event(Event::Resize { width, height });
        desk.carry_out(Effect::List);
        desk
    }

    /// With a farewell of the advisor's own in which what follows hangs on the meeting.
    pub(super) fn hanging_on_the_meeting(width: u16, height: u16) -> Self {
        let own = tempfile::tempdir().unwrap();
        let farewell = include_str!("../../../../playbooks/farewell.toml");
        let farewell = farewell.replace("from = \"today\" }", "from = \"meeting\" }");
        std::fs::write(own.path().join("farewell.toml"), farewell).unwrap();
        let desk = Self::with(own.path(), width, height);
        Self { own: Some(own), ..desk }
    }

    /// In the first step of an exit interview with Ada.
    pub(super) fn walking(width: u16, height: u16) -> Self {
        // The way in is found by its words, for which there may be no room.
        let mut desk = Self::new(80, 24);
        desk.keys("n<@Pre-emptive exit>Ada Byron<c-n>");
        desk.event(Event::Resize { width, height });
        desk
    }

    /// In a playbook that uses the whole language, with Ada; the meeting is on Tuesday.
    pub(super) fn in_language(width: u16, height: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let valid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/playbooks/valid");
        for name in ["language.toml", "kinds.toml"] {
            std::fs::copy(valid.join(name), folder.path().join(name)).unwrap();
        }
        let mut desk = Self::new(width, height);
        desk.app.catalog = Arc::new(Catalog::load(folder.path()));
        desk.own = Some(folder);
        desk.keys("n");
        desk.click_on("Every key that the other");
        desk.keys("Ada Byron<tab><tab><tab>tuesday 12:30<c-n>");
        desk
    }

    pub(super) fn event(&mut self, event: Event) {
        let before = self.buffer().0;
        self.app.drawn();
        self.update(event);
        self.after_frame();
        self.part_equals_whole(before);
    }

    /// Where only a part is said to be stale, drawing it alone gives the whole screen.
    pub(super) fn part_equals_whole(&self, mut screen: Buffer) {
        if let Some(area) = view::walk::stale_area(&self.app) {
            let mut part = Buffer::empty(area);
            view::walk::draw_fields(&self.app, &mut part);
            screen.merge(&part);
            assert_eq!(screen, self.buffer().0);
        }
    }

    pub(super) fn update(&mut self, event: Event) {
        let now = Moment {
            wall: StandingClock.now() + chrono::Duration::from_std(self.tick).unwrap(),
            tick: self.tick,
        };
        for effect in self.app.update(event, now) {
            self.carry_out(effect);
        }
    }

    /// What `run` does when a frame was drawn.
    pub(super) fn after_frame(&mut self) {
        for effect in self.app.hand_on_after_frame(self.tick) {
            self.carry_out(effect);
        }
    }

    /// A disk that hung goes on with what it was asked.
    pub(super) fn disk_goes_on(&mut self) {
        self.silent = false;
        for effect in std::mem::take(&mut self.owed) {
            self.carry_out(effect);
        }
    }

    pub(super) fn wait(&mut self, seconds: u64) {
        self.tick += Duration::from_secs(seconds);
        self.event(Event::Tick);
    }

    pub(super) fn carry_out(&mut self, effect: Effect) {
        let Some(effect) = self.read_later(effect) else { return };
        match effect {
            Effect::Quit => self.quit = true,
            Effect::List => {
                let mut briefs = Briefs::default();
                for (path, text) in &self.notes {
                    let head = Document::parse(text).head().unwrap();
                    briefs.notes.push(Arc::new(Brief::of(path, &head)));
                }
                briefs.sort();
                self.update(Event::Listing(Ok(Arc::new(briefs))));
            }
            Effect::LookAtPlaybooks if self.shelf.is_some() => {
                let shelf = self.shelf.clone().unwrap();
                if !Arc::ptr_eq(&shelf, &self.app.catalog) {
                    self.update(Event::Catalog(shelf));
                }
            }
            Effect::LookAtPlaybooks => {
                if let Some(catalog) = self.app.catalog.reread() {
                    self.update(Event::Catalog(Arc::new(catalog)));
                }
            }
            Effect::Edit { key, line } => self.edits.push((key, line)),
            Effect::EditText { text, .. } => self.lent = Some(text),
            Effect::Begin { advisor, samples } => {
                self.begun.push((advisor.clone(), samples));
                let done = |n: usize| self.refuses.clone().map_or(Ok(n), Err);
                let begun =
                    Begun { advisor, config: done(1).map(|_| true), samples: samples.then(|| done(2)) };
                self.update(Event::Begun(begun));
            }
            Effect::TextTaken => self.taken += 1,
            Effect::Open(path, ticket) => self.open(path, ticket),
            Effect::Create { playbook, start } => self.create(playbook, *start),
            Effect::Find(id, ticket) => self.carry_out(Effect::Open(self.places[&id].clone(), ticket)),
            Effect::Tell { ids, .. } => {
                let heads = self.notes.values().map(|text| Document::parse(text).head().unwrap());
                let heads = heads.filter(|head| ids.contains(&head.id)).collect();
                self.update(Event::Linked(heads));
            }
            Effect::Search(typed) => {
                self.searches += 1;
                let found = self.found(typed);
                self.update(Event::Found(found));
            }
            Effect::StopSearching => self.searches = 0,
            Effect::Export(order) => self.export(*order),
            Effect::Count => {
                self.counts += 1;
                let counted = self.counted();
                if !self.counts_late {
                    self.update(Event::Counted(Ok(Arc::new(counted))));
                }
            }
            Effect::StopCounting => self.counts = 0,
            Effect::Learn { playbook, own } => {
                let learnt = self.learnt(&playbook.id, &own.id);
                self.update(Event::Learnt { playbook: playbook.id.clone(), learnt });
            }
            Effect::Rename { paths, renamed } => {
                for path in &paths {
                    let Some(text) = self.notes.get(path) else { continue };
                    let mut document = Document::parse(text);
                    let mut head = document.head().unwrap();
                    head.client = renamed.of(&head.client);
                    document.set_head(&head);
                    self.notes.insert(path.clone(), document.render());
                }
                self.update(Event::Renamed { count: paths.len(), failed: Vec::new() });
            }
            Effect::Hold { paths, why } => {
                for path in &paths {
                    let Some(text) = self.notes.get(path) else { continue };
                    let mut document = Document::parse(text);
                    let mut head = document.head().unwrap();
                    head.hold.clone_from(&why);
                    document.set_head(&head);
                    self.notes.insert(path.clone(), document.render());
                }
                self.update(Event::Held(Vec::new()));
            }
            Effect::LookForAll(whom) => {
                let all = self.belongings(&whom);
                self.update(Event::FoundAll(all));
            }
            Effect::Forget(all) => {
                for item in &all.items {
                    self.notes.remove(&item.path);
                }
                self.update(Event::Forgotten(Ok((all.who(), all.items.len()))));
            }
            Effect::Copy(text) => self.copied = Some(text),
            Effect::Sync => {}
            Effect::Look(id) => self.look(&id),
            Effect::Close(id) => self.close(id),
            Effect::Draft { id, typed } => self.draft(id, typed),
            Effect::File { id, typed } => {
                if self.silent {
                    self.owed.push(Effect::File { id, typed });
                    return;
                }
                self.update(Event::Report(Report::Opened { id: id.clone() }));
                self.hold(&id, &typed);
                if self.refuses.is_some() && self.drafts_well {
                    self.drafts.insert(id.clone(), typed.document.render());
                }
                let revision = typed.revision;
                let report = match self.refuses.clone() {
                    Some(reason) if self.drafts_well => Report::Failed { id, revision, reason, stands: None },
                    Some(reason) => Report::Unsaved { id, revision, reason, stands: None },
                    None => self.file(id, revision),
                };
                self.update(Event::Report(report));
            }
        }
    }

    /// Everything is written at once, or refused.
    fn export(&mut self, order: Order) {
        let Order { format, private, redact, said, .. } = order.clone();
        let file = PathBuf::from(format!("/downloads/goodterms.{}", format.ending()));
        let file = self.refuses.clone().map_or(Ok(Some(file)), Err);
        self.orders.push(order);
        self.update(Event::Exported(Box::new(Exported { format, private, redact, said, file })));
    }

    /// All there is of a client, of what the notes are: they are put on a disk for that.
    fn belongings(&self, whom: &Whom) -> Result<Box<Belongings>, String> {
        let folder = self.on_a_disk();
        let state = folder.path().join(".state");
        let store = store::Store::new(folder.path(), &state, Keep::default(), Log::none());
        let mut all = store.belongings(whom).map_err(|error| error.to_string())?;
        let back =
            |path: &mut PathBuf| *path = Path::new("/notes").join(path.strip_prefix(folder.path()).unwrap());
        all.items.iter_mut().for_each(|item| back(&mut item.path));
        all.mentions.iter_mut().for_each(|mention| back(&mut mention.path));
        all.others.iter_mut().for_each(back);
        let about = std::mem::take(&mut all.about).into_iter();
        all.about = about.map(|(mut path, about)| (back(&mut path), (path, about)).1).collect();
        Ok(Box::new(all))
    }

    fn on_a_disk(&self) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &self.notes {
            let place = folder.path().join(path.strip_prefix("/notes").unwrap());
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, text).unwrap();
        }
        folder
    }

    /// What the notes have of some words: they are put on a disk for that.
    fn found(&self, typed: String) -> Found {
        let folder = self.on_a_disk();
        let library = Library::read(&store::Folder::new(folder.path())).unwrap();
        let mut hits = library.search(&Query::new(&typed), Limit { lines: 200, in_note: 8 });
        for hit in &mut hits.hits {
            let about = Arc::make_mut(&mut hit.about);
            about.path = Path::new("/notes").join(about.path.strip_prefix(folder.path()).unwrap());
        }
        Found { typed, hits, ..Found::default() }
    }

    /// Presses keys: `abc<tab><c-s><s-left>`; `<lt>` is a `<`, and `<@words>` a click on
    /// words, gone down to; `<own>` goes down behind the playbooks that are built in.
    pub(super) fn keys(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(c) = rest.chars().next() {
            rest = &rest[c.len_utf8()..];
            if c != '<' {
                self.event(Event::Text(c.to_string()));
                continue;
            }
            let (name, behind) = rest.split_once('>').unwrap();
            rest = behind;
            match name.strip_prefix('@') {
                Some(words) => {
                    for _ in 0..50 {
                        if !self.screen().contains(words) {
                            self.press("down");
                        }
                    }
                    self.click_on(words);
                }
                None if name == "own" => catalog::EMBEDDED.iter().for_each(|_| self.press("down")),
                None => self.press(name),
            }
        }
    }

    pub(super) fn press(&mut self, name: &str) {
        let (mut ctrl, mut shift, mut alt) = (false, false, false);
        let mut base = name;
        while let Some((modifier, after)) = base.split_once('-') {
            match modifier {
                "c" => ctrl = true,
                "s" => shift = true,
                "a" => alt = true,
                _ => panic!("{name}"),
            }
            base = after;
        }
        let key = match base {
            "tab" => Key::Tab,
            "enter" => Key::Enter,
            "esc" => Key::Esc,
            "up" => Key::Up,
            "down" => Key::Down,
            "left" => Key::Left,
            "right" => Key::Right,
            "home" => Key::Home,
            "end" => Key::End,
            "bs" => Key::Backspace,
            "ins" => Key::Insert,
            "del" => Key::Delete,
            "pgdn" => Key::PageDown,
            "pgup" => Key::PageUp,
            "space" => return self.event(Event::Text(" ".to_owned())),
            "lt" => return self.event(Event::Text("<".to_owned())),
            f if f.starts_with('f') && f.len() > 1 => Key::F(f[1..].parse().unwrap()),
            c => Key::Char(c.chars().next().unwrap()),
        };
        self.event(Event::Key(Chord { key, ctrl, alt, shift }));
    }

    pub(super) fn buffer(&self) -> (Buffer, Option<ratatui::layout::Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        let cursor = view::draw(&self.app, &mut buffer);
        (buffer, cursor)
    }

    /// The screen as text; `>` before rows with something marked, and where the cursor stands.
    pub(super) fn screen(&self) -> String {
        let (buffer, cursor) = self.buffer();
        let mut out = String::new();
        for y in 0..buffer.area.height {
            let cells: Vec<_> = (0..buffer.area.width).map(|x| &buffer[(x, y)]).collect();
            let marked = cells.iter().any(|c| c.modifier.contains(Modifier::REVERSED));
            let mut row = String::new();
            let mut skip = 0;
            for cell in cells {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                row.push_str(cell.symbol());
                skip = crate::text::width(cell.symbol()).saturating_sub(1);
            }
            let lead = if marked { ">" } else { "|" };
            // Windows writes paths the other way round.
            let row = if cfg!(windows) { row.replace('\\', "/") } else { row };
            out.push_str(&format!("{lead}{}\n", row.trim_end()));
        }
        match cursor {
            Some(at) => out.push_str(&format!("cursor {},{}\n", at.x, at.y)),
            None => out.push_str("no cursor\n"),
        }
        out
    }

    pub(super) fn status(&self) -> String {
        self.app.note.as_ref().unwrap().status(self.tick).0
    }

    pub(super) fn note(&self) -> &str {
        self.notes.values().next().map_or("", String::as_str)
    }

    /// Where words stand on the screen.
    pub(super) fn find(&mut self, words: &str) -> (u16, u16) {
        let screen = self.screen();
        let (y, line) = screen.lines().enumerate().find(|(_, l)| l.contains(words)).expect(words);
        let before = &line[1..1 + line[1..].find(words).unwrap()];
        (u16::try_from(crate::text::width(before)).unwrap(), u16::try_from(y).unwrap())
    }

    pub(super) fn click_on(&mut self, words: &str) {
        let (x, y) = self.find(words);
        self.click(x, y);
    }

    pub(super) fn click(&mut self, x: u16, y: u16) {
        self.event(Event::Click { x, y, double: false, extend: false });
    }

    pub(super) fn session(&self) -> &Session {
        self.app.session().unwrap()
    }
}

/// What the writer says when nobody else wrote.
pub(super) fn as_typed(path: PathBuf, ours: Box<Document>, generation: u64) -> Stands {
    Stands { path, ours, merged: None, generation, conflicts: 0, is_put_back: false }
}

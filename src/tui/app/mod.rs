//! The state of the screen and how events change it. Pure: files, clock and terminal are outside.
//!
//! `update` takes an event and gives effects for `run` to carry out; their results come back as
//! events. What is laid out depends on the size, so the layout is state too, brought up to date
//! at the end of each update; views only draw it.

pub mod actions;
pub mod agenda;
mod also;
mod behind;
pub mod blank;
pub mod call;
pub mod card;
pub mod choose;
pub mod clients;
mod clip;
pub mod debrief;
pub mod due;
pub mod end;
pub mod export;
pub mod find;
pub mod follow_up;
pub mod form;
mod go_on;
mod grid;
pub mod insights;
pub mod keeping;
mod lend;
pub mod letter;
pub mod line;
pub mod lines;
pub mod list;
pub mod live;
pub mod mouse;
pub mod note;
pub mod opening;
mod overlay;
pub mod place;
pub mod playbooks;
pub mod practise;
pub mod ready;
pub mod rename;
mod reports;
mod reread;
pub mod search;
mod spoken;
mod stale;
pub mod today;
mod typing;
pub mod walk;
pub mod welcome;
pub mod wording;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use self::actions::Actions;
use self::agenda::Agenda;
use self::blank::Blank;
use self::call::Call;
use self::card::CardView;
use self::choose::Choose;
use self::clients::{ClientPage, Clients};
use self::debrief::Debrief;
use self::end::End;
use self::export::{Export, Exported, Order};
use self::find::Find;
use self::follow_up::{FollowUpPage, Undoable};
use self::form::Form;
use self::insights::{Counted, FigurePage, InsightsPage, Learning, LessonsPage};
use self::lend::Lent;
use self::letter::Letter;
use self::list::ListState;
use self::live::Live;
use self::note::{AfterSave, Note};
use self::opening::Opening;
use self::playbooks::{Opened, Playbooks};
use self::practise::Practise;
use self::rename::{RenameLine, Renamed};
use self::search::{Found, Search};
pub use self::stale::Stale;
use self::stale::{Inner, Outline};
use self::today::{Notes, Today};
use self::walk::Walk;
use self::welcome::{Begun, Welcome};
use self::wording::Wording;
use super::keys::{self, Action, Chord, Context, Key};
use super::theme::Theme;
use crate::agenda::Briefs;
use crate::catalog::{self, Catalog};
use crate::dates::{Clock, Moment};
use crate::document::Head;
use crate::playbook::Playbook;
use crate::session::Start;
use crate::store::forget::{Belongings, Whom};
use crate::store::telling::Learnt;
use crate::store::writer::Typed;
use crate::store::{Open, Report};

/// Smaller than this, a sentence stands in for the screen.
pub const SMALLEST: (u16, u16) = (40, 10);

/// What happens.
#[derive(Debug)]
pub enum Event {
    Key(Chord),
    /// What was typed: one character, or several that came at once.
    Text(String),
    Paste(String),
    Click {
        x: u16,
        y: u16,
        double: bool,
        extend: bool,
    },
    /// The third click at one place.
    ClickThrice {
        x: u16,
        y: u16,
    },
    Drag {
        x: u16,
        y: u16,
    },
    Wheel {
        x: u16,
        y: u16,
        down: bool,
    },
    Resize {
        width: u16,
        height: u16,
    },
    /// The conversations there are.
    Listing(Result<Arc<Briefs>, String>),
    /// What was found of the conversations that [`Effect::Tell`] asks for.
    Linked(Vec<Head>),
    Opened(Result<Box<Open>, String>),
    /// What was found of what [`Effect::Search`] asks for.
    Found(Found),
    /// So many notes were read of those that are to be counted.
    Reading {
        done: usize,
        of: usize,
    },
    /// What all notes have to tell, which [`Effect::Count`] asks for.
    Counted(Result<Arc<Counted>, String>),
    /// The latest lessons with a playbook, which [`Effect::Learn`] asks for.
    Learnt {
        playbook: String,
        learnt: Vec<Learnt>,
    },
    /// So many notes were renamed; what happened to the others.
    Renamed {
        count: usize,
        failed: Vec<String>,
    },
    /// So many conversations of what [`Effect::Export`] asks for are read.
    Exporting {
        done: usize,
        of: usize,
    },
    Exported(Box<Exported>),
    /// All there is of a client, as [`Effect::LookForAll`] asks, or why it cannot be looked for.
    FoundAll(Result<Box<Belongings>, String>),
    /// Notes were put on hold, or no longer are; what happened to those that could not be.
    Held(Vec<String>),
    /// A client is forgotten: who, and how many files that were; or why not.
    Forgotten(Result<(String, usize), String>),
    Report(Report),
    /// The playbooks as they are now, if a file of them changed.
    Catalog(Arc<Catalog>),
    /// The editor is done; why it could not do its work, if so.
    Edited {
        key: catalog::Key,
        trouble: Option<String>,
    },
    /// The editor is done with a text; what it says now, or why there is nothing to take.
    TextEdited(Result<String, String>),
    /// What came of [`Effect::Begin`].
    Begun(Begun),
    /// The advisor came back to our window.
    Focus,
    /// Time has passed.
    Tick,
    /// The terminal or the system ends us: save and go.
    Ended,
}

/// What `run` should do.
#[derive(Debug)]
pub enum Effect {
    List,
    /// Reads the conversation in a note; the number tells whether it is still wanted then.
    Open(PathBuf, u64),
    /// The same for the conversation with this id.
    Find(String, u64),
    /// Tells which conversations these are that hang together with the note at a path:
    /// [`Event::Linked`].
    Tell {
        note: PathBuf,
        ids: Vec<String>,
    },
    /// Looks for words in all notes: [`Event::Found`].
    Search(String),
    /// Writes a file for others: [`Event::Exporting`], [`Event::Exported`].
    Export(Box<Order>),
    /// Nobody looks for words any more.
    StopSearching,
    /// Reads what all notes have to tell: [`Event::Counted`].
    Count,
    /// Nobody looks at it any more.
    StopCounting,
    /// Reads the latest lessons of other conversations with a playbook: [`Event::Learnt`].
    Learn {
        playbook: Arc<Playbook>,
        own: Box<Head>,
    },
    /// Writes who the client is into notes that are not open here: [`Event::Renamed`].
    Rename {
        paths: Vec<PathBuf>,
        renamed: Renamed,
    },
    /// Says in notes that are not open here that they must be kept, and why, or that they need not:
    /// [`Event::Held`].
    Hold {
        paths: Vec<PathBuf>,
        why: Option<String>,
    },
    /// Looks for all there is of a client: [`Event::FoundAll`].
    LookForAll(Whom),
    /// Takes all of it away: [`Event::Forgotten`].
    Forget(Box<Belongings>),
    /// Puts a text into the terminal's clipboard.
    Copy(String),
    Create {
        playbook: Arc<Playbook>,
        start: Box<Start>,
    },
    /// What was typed goes into the draft.
    Draft {
        id: String,
        typed: Typed,
    },
    /// And into the note.
    File {
        id: String,
        typed: Typed,
    },
    /// What is in drafts must be on the disk now.
    Sync,
    /// Somebody may have changed the note of the open conversation: look.
    Look(String),
    /// The conversation with this id is open no more.
    Close(String),
    /// Look whether a playbook's file changed: [`Event::Catalog`], if so.
    LookAtPlaybooks,
    /// Open a playbook in the editor, at a line: [`Event::Edited`]. An embedded one is copied first.
    Edit {
        key: catalog::Key,
        line: usize,
    },
    /// Open a text of the conversation with this id in the editor: [`Event::TextEdited`].
    EditText {
        id: String,
        text: String,
    },
    /// The first run: write the config with the advisor's name, and put the samples there:
    /// [`Event::Begun`].
    Begin {
        advisor: Option<String>,
        samples: bool,
    },
    /// What the editor gave is in the conversation; once that is saved, the editor's file may go.
    TextTaken,
    Quit,
}

/// What is on the screen.
#[derive(Debug)]
pub enum Screen {
    Welcome(Box<Welcome>),
    Today(Today),
    Choose(Choose),
    Form(Box<Form>),
    Walk(Box<Walk>),
    /// After a call, before it fades.
    Debrief(Debrief),
    End(End),
    FollowUp(Box<FollowUpPage>),
    Agenda(Agenda),
    Search(Box<Search>),
    Clients(Clients),
    Client(Box<ClientPage>),
    Insights(Box<InsightsPage>),
    Figure(Box<FigurePage>),
    Lessons(Box<LessonsPage>),
    Playbooks(Playbooks),
    Playbook(Box<Opened>),
    Practise(Box<Practise>),
}

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    Help(ListState),
    Steps(ListState),
    Guide(ListState),
    /// What one sends or says.
    Message(ListState, Letter),
    /// What leaves as a file.
    Export(Export),
    /// The card to take along.
    Card(CardView),
    /// What is still open before the meeting.
    Ready(ListState),
    /// All actions there are where one is.
    Actions(Box<Actions>),
    /// The words are not saved, and the advisor wants to go.
    Unsaved,
}

/// One quiet line above the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    pub bad: bool,
}

/// All state of the screen.
pub struct App {
    pub size: (u16, u16),
    pub theme: Theme,
    pub catalog: Arc<Catalog>,
    pub advisor: Option<String>,
    /// What is closed is kept so many years, if somebody said how many.
    pub keep_years: Option<u32>,
    pub clock: Arc<dyn Clock>,
    pub now: Moment,
    pub screen: Screen,
    pub overlay: Option<Overlay>,
    /// What the notes folder says.
    pub notes: Notes,
    /// The screens that one came from, for Esc to go back to; behind them is Today.
    back: Vec<Screen>,
    /// What the conversation that is being read is opened for.
    opening: Option<Opening>,
    tickets: u64,
    /// What was done with a follow-up last, as long as nothing else was.
    undoable: Option<Undoable>,
    /// The call that goes on, and how it is seen; and whether one is to begin for which nothing was prepared.
    call: Option<Call>,
    live: Option<Live>,
    calling: bool,
    /// What one did on the end page of a conversation, by its id.
    end_kept: Option<(String, end::Kept)>,
    /// The folder that what leaves goes into.
    pub exports: PathBuf,
    /// Whether the words of all notes are kept to look for some.
    searches: bool,
    /// What is known of all notes together.
    pub learning: Learning,
    /// The conversation that is open; it stays open behind Today.
    pub note: Option<Note>,
    pub message: Option<Message>,
    /// The line for words to look for, if it is open.
    pub find: Option<Find>,
    /// What the check of questions knows.
    pub wording: Wording,
    /// Somebody walked up who is not to read what is there.
    blank: Option<Blank>,
    /// What was cut or copied here.
    pub clipboard: String,
    /// The text that is in the editor.
    lent: Option<Lent>,
    /// Whether it was said in this sitting that editors keep copies.
    told_of_copies: bool,
    /// The form of a conversation that was not begun: who goes back finds it again.
    pub draft: Option<Box<Form>>,
    /// The next new conversation asks for the five-minute form only.
    pub quick: bool,
    /// Whether `run` should end even if words are not saved.
    pub ending: bool,
    /// When the playbooks were last looked at.
    looked: Duration,
    stale: Stale,
    /// What the last update left outside the fields, and in them beside the text one is in.
    outline: Option<Outline>,
    inner: Option<Inner>,
}

impl App {
    /// An app that shows Today, not yet listed.
    pub fn new(catalog: Arc<Catalog>, advisor: Option<String>, theme: Theme, clock: Arc<dyn Clock>) -> Self {
        let now = Moment { wall: clock.now(), tick: Duration::ZERO };
        Self {
            size: (80, 24),
            theme,
            catalog,
            advisor,
            keep_years: None,
            clock,
            now,
            screen: Screen::Today(Today::default()),
            overlay: None,
            notes: Notes::default(),
            back: Vec::new(),
            opening: None,
            tickets: 0,
            undoable: None,
            end_kept: None,
            exports: PathBuf::new(),
            searches: false,
            learning: Learning::default(),
            call: None,
            live: None,
            calling: false,
            note: None,
            message: None,
            find: None,
            wording: Wording::default(),
            blank: None,
            clipboard: String::new(),
            lent: None,
            told_of_copies: false,
            draft: None,
            quick: false,
            ending: false,
            looked: Duration::ZERO,
            stale: Stale::All,
            outline: None,
            inner: None,
        }
    }

    /// Takes an event.
    pub fn update(&mut self, event: Event, now: Moment) -> Vec<Effect> {
        self.now = now;
        let mut effects = Vec::new();
        if matches!(event, Event::Key(_) | Event::Text(_) | Event::Paste(_) | Event::Click { .. }) {
            self.wait_no_more();
        }
        match event {
            event if self.is_unseen(&event) => {}
            Event::Key(chord) => self.key(chord, &mut effects),
            Event::Text(text) => self.typed(&text, &mut effects),
            Event::Paste(text) => self.paste(&text),
            // Many double-click by habit: the second one must not hit what the first one brought.
            Event::Click { x, y, double: true, .. } => self.click_again(x, y, &mut effects),
            Event::Click { x, y, extend, .. } => self.click(x, y, extend, &mut effects),
            Event::ClickThrice { x, y } => self.click_thrice(x, y),
            Event::Drag { x, y } => self.drag(x, y),
            Event::Wheel { x, y, down } => self.wheel(x, y, down),
            Event::Resize { width, height } => {
                self.size = (width, height);
                // Also to the same size: nobody knows what the terminal shows by now.
                self.stale = Stale::All;
            }
            Event::Listing(listing) => self.listed(listing),
            Event::Linked(heads) => self.told_linked(&heads),
            Event::Found(found) => self.found(found),
            Event::Reading { done, of } => self.reading(done, of),
            Event::Counted(counted) => self.counted(counted),
            Event::Learnt { playbook, learnt } => self.learnt(playbook, learnt),
            Event::Opened(opened) => self.opened(opened, &mut effects),
            Event::Renamed { count, failed } => self.renamed(count, &failed, &mut effects),
            Event::Exporting { done, of } => self.exporting(done, of),
            Event::Exported(exported) => self.exported(&exported),
            Event::FoundAll(found) => self.found_all(found),
            Event::Held(failed) => self.held(&failed, &mut effects),
            Event::Forgotten(done) => self.forgotten(done, &mut effects),
            Event::Report(report) => self.reported(report, &mut effects),
            Event::Catalog(catalog) => self.take_catalog(catalog),
            Event::Edited { key, trouble } => self.edited(&key, trouble),
            Event::TextEdited(edited) => self.text_edited(edited, &mut effects),
            Event::Begun(begun) => self.begun(begun, &mut effects),
            Event::Focus => {
                self.look(&mut effects);
                self.count_again();
                effects.extend(self.screen.shows_briefs().then_some(Effect::List));
            }
            Event::Tick => {
                self.tick(&mut effects);
                self.come_back_live();
                self.look_if_due(&mut effects);
            }
            Event::Ended => {
                self.ending = true;
                self.take_details();
                self.end_line_live();
                self.leave_item();
                self.keep_place();
                self.last_words(&mut effects);
            }
        }
        self.keep_end();
        self.arrive();
        self.settle_search(&mut effects);
        self.settle_insights(&mut effects);
        self.settle();
        self.note_stale();
        effects
    }

    /// Hands on what was typed; called when a frame was drawn. `now` is later than the moment that the
    /// frame shows, and what it is to show next must not be taken for shown.
    pub fn hand_on_after_frame(&mut self, now: Duration) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.hand_on(now, &mut effects);
        effects
    }

    /// What is to be done when nothing else can be any more.
    pub fn last_effects(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.ending = true;
        self.last_words(&mut effects);
        effects
    }

    /// The contexts in which keys are looked up, the nearest first.
    pub fn contexts(&self) -> &'static [Context] {
        if self.is_blank() {
            return &[Context::Blank];
        }
        match &self.overlay {
            Some(Overlay::Unsaved) => return &[Context::Unsaved],
            Some(Overlay::Message(..)) => return &[Context::Message, Context::Overlay],
            Some(Overlay::Card(view)) => return view.contexts(),
            Some(Overlay::Ready(_)) => return &[Context::Ready, Context::List],
            Some(Overlay::Export(_)) => return &[Context::Export, Context::List],
            Some(Overlay::Actions(_)) => return &[Context::Text, Context::Actions, Context::List],
            Some(_) => return &[Context::Overlay],
            None => {}
        }
        self.screen_contexts()
    }

    /// Those of the screen itself, whatever lies over it.
    pub fn screen_contexts(&self) -> &'static [Context] {
        if self.find.is_some() {
            return &[Context::Text, Context::Find];
        }
        match &self.screen {
            Screen::Welcome(welcome) if welcome.line() == welcome::WelcomeLine::Name => {
                &[Context::Text, Context::Welcome]
            }
            Screen::Welcome(_) => &[Context::Welcome],
            Screen::Today(_) if self.is_on_due() => &[Context::DueLine, Context::Today, Context::List],
            Screen::Today(_) => &[Context::Today, Context::List],
            Screen::Agenda(_) if self.is_on_due() => &[Context::DueLine, Context::Agenda, Context::List],
            Screen::Agenda(_) => &[Context::Agenda, Context::List],
            Screen::Search(_) => &[Context::Text, Context::Search, Context::List],
            Screen::Insights(_) => &[Context::Insights, Context::List],
            Screen::Figure(_) => &[Context::Figure, Context::List],
            Screen::Lessons(_) => &[Context::Text, Context::Lessons, Context::List],
            Screen::Clients(_) => &[Context::Text, Context::Clients, Context::List],
            Screen::Client(page) if page.keeping.is_some() => page.keeping_contexts(),
            Screen::Client(page) => match &page.rename {
                Some(form) if form.line == RenameLine::Go => &[Context::Ticks, Context::Rename],
                Some(_) => &[Context::Text, Context::Rename],
                None if self.is_on_due() => &[Context::DueLine, Context::Client, Context::List],
                None => &[Context::Client, Context::List],
            },
            Screen::FollowUp(page) if page.due.is_some() => &[Context::Text, Context::Due],
            Screen::FollowUp(_) => &[Context::DueLine, Context::OneFollowUp, Context::List],
            Screen::Choose(_) => &[Context::Choose, Context::List],
            Screen::Form(form) if form.is_text() => &[Context::Text, Context::Form],
            Screen::Form(_) => &[Context::Ticks, Context::Form],
            Screen::Walk(_) if self.is_live() => self.live_contexts(),
            Screen::Walk(walk) => self.walk_contexts(walk),
            Screen::Debrief(page) if page.due.is_some() => &[Context::Text, Context::Due],
            Screen::Debrief(_) => &[Context::Debrief, Context::List],
            Screen::End(end) if end.due.is_some() => &[Context::Text, Context::Due],
            Screen::End(_) => self.end_contexts(),
            Screen::Playbooks(_) => &[Context::Playbooks, Context::List],
            Screen::Playbook(opened) => self.playbook_contexts(opened),
            Screen::Practise(practise) => self.practise_contexts(practise),
        }
    }

    fn key(&mut self, chord: Chord, effects: &mut Vec<Effect>) {
        if let Some(action) = keys::lookup(self.contexts(), chord) {
            self.act(action, effects);
        }
    }

    /// In text everything types; elsewhere a character may be a key.
    fn typed(&mut self, text: &str, effects: &mut Vec<Effect>) {
        for (i, c) in text.char_indices() {
            // Looked at each time: one who types fast is through two screens in one text.
            if self.contexts()[0] == Context::Text {
                self.insert(&text[i..]);
                return;
            }
            match keys::lookup(self.contexts(), Chord::plain(Key::Char(c))) {
                Some(action) => self.act(action, effects),
                None if self.digit(c, effects) => {}
                // What is typed beside the options is meant for the notes: no word is lost.
                None if self.goes_to_notes() => {
                    self.insert(&text[i..]);
                    return;
                }
                None => {}
            }
        }
    }

    /// A number chooses what stands at that place; `false` if there is no such place.
    fn digit(&mut self, c: char, effects: &mut Vec<Effect>) -> bool {
        let Some(n) = c.to_digit(10).filter(|n| *n > 0) else { return false };
        match (&self.overlay, &self.screen) {
            (None, Screen::Choose(_)) => {
                self.choose_nth(n as usize - 1, effects);
                true
            }
            (None, Screen::Walk(_)) => self.pick_nth(n as usize),
            _ => false,
        }
    }

    fn paste(&mut self, text: &str) {
        if self.contexts()[0] == Context::Text || self.goes_to_notes() {
            self.insert_apart(&crate::text::unix_lines(text));
        }
    }

    /// Carries out what a key, a click or a label asks for.
    pub fn act(&mut self, action: Action, effects: &mut Vec<Effect>) {
        if action == Action::Blank {
            self.turn_blank();
            return;
        }
        if action == Action::CopyOut {
            if !self.copies_card(effects) {
                self.copy_out(effects);
            }
            return;
        }
        if self.overlay.is_some() {
            self.act_in_overlay(action, effects);
            return;
        }
        match action {
            Action::Help => self.overlay = Some(Overlay::Help(ListState::default())),
            Action::Quit => {
                self.quit_welcome(effects);
                self.when_saved(AfterSave::Quit, effects);
            }
            Action::Save => self.save(effects),
            Action::Actions => self.show_actions(),
            action if self.is_live() => self.act_in_live(action, effects),
            Action::CallNow => self.call_now(effects),
            action if self.find.is_some() => self.act_in_find(action, effects),
            Action::Find => self.begin_find(),
            Action::Export => self.show_export(),
            _ => match &mut self.screen {
                Screen::Welcome(_) => self.act_in_welcome(action, effects),
                Screen::Today(_) => self.act_in_today(action, effects),
                Screen::Choose(_) => self.act_in_choose(action, effects),
                Screen::Form(_) => self.act_in_form(action, effects),
                Screen::Walk(_) => self.act_in_walk(action, effects),
                Screen::Debrief(_) => self.act_in_debrief(action, effects),
                Screen::End(_) => self.act_in_end(action, effects),
                Screen::FollowUp(_) => self.act_in_follow_up(action, effects),
                Screen::Agenda(_) => self.act_in_agenda(action, effects),
                Screen::Search(_) => self.act_in_search(action, effects),
                Screen::Insights(_) => self.act_in_insights(action, effects),
                Screen::Figure(_) => self.act_in_figure(action, effects),
                Screen::Lessons(_) => self.act_in_lessons(action, effects),
                Screen::Clients(_) => self.act_in_clients(action, effects),
                Screen::Client(_) => self.act_in_client(action, effects),
                Screen::Playbooks(_) => self.act_in_playbooks(action, effects),
                Screen::Playbook(_) => self.act_in_playbook(action, effects),
                Screen::Practise(_) => self.act_in_practise(action, effects),
            },
        }
    }

    /// What one did on the end page is there when one comes back to it.
    fn keep_end(&mut self) {
        if let (Screen::End(end), Some(session)) = (&self.screen, self.session()) {
            let (id, kept) = (&session.head().id, &end.kept);
            if self.end_kept.as_ref().is_none_or(|(of, before)| of != id || before != kept) {
                self.end_kept = Some((id.clone(), kept.clone()));
            }
        }
    }

    /// Brings the layout up to date with everything else.
    fn settle(&mut self) {
        if self.is_too_small() {
            return;
        }
        self.settle_pages();
        self.settle_form();
        self.settle_welcome();
        self.settle_due();
        self.settle_live();
        self.settle_walk();
        self.settle_find();
    }

    /// Whether a sentence stands in for the screen.
    pub fn is_too_small(&self) -> bool {
        self.size.0 < SMALLEST.0 || self.size.1 < SMALLEST.1
    }

    /// Says something in the quiet line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), bad: false });
    }

    /// Says that something went wrong.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Some(Message { text: text.into(), bad: true });
    }

    /// When `run` should come back with [`Event::Tick`], if nothing else happens.
    pub fn deadline(&self) -> Option<Duration> {
        let note = self.note.as_ref().and_then(|note| note.deadline(self.now.tick));
        let own = [self.look_deadline(), self.call_deadline(), self.live_deadline(), self.ready_deadline()];
        own.into_iter().chain([note]).flatten().min()
    }
}

#[cfg(test)]
mod tests;

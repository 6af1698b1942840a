//! The one table of keys. Lookup, footer and help are drawn from it, so that they cannot drift.

mod page;

use std::fmt;

pub use self::page::page;

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    pub key: Key,
    pub ctrl: bool,
    pub alt: bool,
    pub shift: bool,
}

/// A key. What types a character is text, not a key, except where a screen takes no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    Char(char),
    F(u8),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

impl Chord {
    /// Without modifiers.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, alt: false, shift: false }
    }

    /// With Ctrl.
    pub const fn ctrl(c: char) -> Self {
        Self { ctrl: true, ..Self::plain(Key::Char(c)) }
    }

    const fn shift(key: Key) -> Self {
        Self { shift: true, ..Self::plain(key) }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        if self.shift {
            f.write_str("Shift+")?;
        }
        match self.key {
            Key::Char(' ') => f.write_str("Space"),
            Key::Char(c) if self.ctrl || self.alt => write!(f, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(f, "{c}"),
            Key::F(n) => write!(f, "F{n}"),
            Key::Up => f.write_str("↑"),
            Key::Down => f.write_str("↓"),
            Key::Left => f.write_str("←"),
            Key::Right => f.write_str("→"),
            Key::PageUp => f.write_str("PgUp"),
            Key::PageDown => f.write_str("PgDn"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// Where keys are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Everywhere, behind the others; but not on the blank screen.
    Everywhere,
    /// The first run.
    Welcome,
    Today,
    /// Meetings and follow-ups by the day.
    Agenda,
    /// Words in all notes.
    Search,
    /// The list of clients.
    Clients,
    /// Everything with one.
    Client,
    /// What we've learnt: all figures.
    Insights,
    /// The conversations behind one.
    Figure,
    /// What was learnt, line by line.
    Lessons,
    /// Other names for one.
    Rename,
    /// Why all of one must be kept.
    Hold,
    /// Whether all of one is to go.
    Forget,
    /// On a follow-up in a list, or on its own screen.
    DueLine,
    /// One follow-up on one screen.
    OneFollowUp,
    Choose,
    Form,
    Walk,
    /// While one talks.
    Live,
    /// The same, where nothing is typed.
    LiveLine,
    /// The same, where something is.
    LiveText,
    /// After a call.
    Debrief,
    End,
    /// On the end page, on anything but what follows.
    Ending,
    /// On the end page, on what follows.
    FollowUp,
    /// Another day for what follows.
    Due,
    /// The list of playbooks.
    Playbooks,
    /// Practising, whatever is shown.
    Practise,
    /// Before one has looked at the answer.
    Recall,
    /// Once one has.
    Judge,
    /// When all cards are got, or there are none.
    Practised,
    /// A playbook as a page.
    Reading,
    /// What is wrong in a playbook.
    Faults,
    /// Besides, where it can be used all the same.
    Warnings,
    /// In a list, besides.
    List,
    /// Help, the list of steps, the guide.
    Overlay,
    /// All actions.
    Actions,
    /// A message to send.
    Message,
    /// The card to take along.
    Card,
    /// The same, where one goes to the talk next.
    BeforeTalk,
    /// What is still open before the meeting.
    Ready,
    /// What leaves as a file.
    Export,
    /// The words are not saved and the advisor wants to quit.
    Unsaved,
    /// The screen is blank: nothing else is to happen.
    Blank,
    /// In text, besides what types.
    Text,
    /// On options and items to tick.
    Ticks,
    /// In a table, besides.
    Table,
    /// Where a question could be asked in another way, besides.
    Wording,
    /// Where something was also written elsewhere, besides.
    Also,
    /// In the line for words to look for.
    Find,
}

impl Context {
    /// What stands above its keys in the help.
    pub fn title(self) -> &'static str {
        use Context as C;
        match self {
            C::Everywhere => "Everywhere",
            C::Welcome => "Welcome",
            C::Today => "Today",
            C::Agenda => "The agenda",
            C::Search => "Search",
            C::Clients => "Clients",
            C::Client => "A client",
            C::Insights => "What we’ve learnt",
            C::Figure => "Behind a figure",
            C::Lessons => "Lessons",
            C::Rename => "Other names for a client",
            C::Hold => "Keeping all there is of a client",
            C::Forget => "Forgetting a client",
            C::DueLine => "On a follow-up",
            C::OneFollowUp => "A follow-up",
            C::Choose => "A new conversation",
            C::Form => "Who and when",
            C::Walk => "The walk",
            C::Live => "Live: while you talk",
            C::LiveLine => "Live, on an empty line",
            C::LiveText => "Live, behind text",
            C::Debrief => "After the call",
            C::End => "The end",
            C::Ending => "On what is missing, how it ended, and buttons",
            C::FollowUp => "On what follows",
            C::Due => "Another day",
            C::Playbooks => "Playbooks",
            C::Practise => "Practising",
            C::Recall => "Practising, before you have looked",
            C::Judge => "Practising, when the answer is shown",
            C::Practised => "Practising, at the end",
            C::Reading => "Reading a playbook",
            C::Faults => "What is wrong in a playbook",
            C::Warnings => "As it can be used all the same",
            C::List => "In a list",
            C::Overlay => "What lies over a screen: the steps, the guide, help",
            C::Actions => "All actions",
            C::Message => "A message",
            C::Card => "The card",
            C::BeforeTalk => "The card, on the way to the talk",
            C::Ready => "Ready?",
            C::Export => "A file for others",
            C::Unsaved => "When something is not saved",
            C::Blank => "On the blank screen",
            C::Text => "In text, where everything else types",
            C::Ticks => "On things to tick",
            C::Table => "In a table",
            C::Wording => "Where a question could be asked in another way",
            C::Find => "Finding words in a conversation",
            C::Also => "Where something was also written elsewhere",
        }
    }
}

/// What belongs together: a screen, and what one can stand on in it. Help shows the group that begins
/// with the screen one is on.
pub const GROUPS: &[&[Context]] = &[
    &[C::Welcome, C::Text],
    &[C::Today, C::DueLine, C::List],
    &[C::Choose, C::List],
    &[C::Form, C::Text],
    &[C::Walk, C::Ticks, C::Text, C::Table, C::Wording, C::Also],
    &[C::Live, C::LiveLine, C::LiveText, C::Text],
    &[C::Debrief, C::List],
    &[C::End, C::Ending, C::FollowUp, C::Also],
    &[C::OneFollowUp, C::DueLine, C::List],
    &[C::Due, C::Text],
    &[C::Agenda, C::DueLine, C::List],
    &[C::Search, C::List, C::Text],
    &[C::Clients, C::List, C::Text],
    &[C::Client, C::DueLine, C::List],
    &[C::Rename, C::Text],
    &[C::Insights, C::List],
    &[C::Figure, C::List],
    &[C::Lessons, C::List, C::Text],
    &[C::Hold, C::List, C::Text],
    &[C::Forget, C::List, C::Text],
    &[C::Find, C::Text],
    &[C::Practise, C::Recall, C::Judge, C::Practised],
    &[C::Playbooks, C::List],
    &[C::Reading],
    &[C::Faults, C::Warnings],
    &[C::Actions, C::List, C::Text],
    &[C::Overlay],
    &[C::Message, C::Overlay],
    &[C::Card, C::BeforeTalk, C::List],
    &[C::Ready, C::List],
    &[C::Export, C::List],
    &[C::Unsaved],
    &[C::Blank],
];

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Help,
    Quit,
    Blank,
    Save,
    Undo,
    Redo,
    Back,
    Confirm,
    Up,
    Down,
    NextItem,
    PreviousItem,
    New,
    NextStep,
    PreviousStep,
    Steps,
    Guide,
    Details,
    Finish,
    Playbooks,
    Edit,
    Read,
    PageUp,
    PageDown,
    TryAgain,
    QuitAnyway,
    Tick,
    Drop,
    Later,
    Conversation,
    Agenda,
    Clients,
    Insights,
    OnePlaybook,
    Lessons,
    Search,
    CallNow,
    TheySaid,
    Promise,
    Flag,
    Rename,
    Hold,
    Forget,
    Practise,
    Cards,
    Reveal,
    GotIt,
    Again,
    Actions,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    EndOfRow,
    Top,
    Bottom,
    SelectLeft,
    SelectRight,
    SelectUp,
    SelectDown,
    SelectWordLeft,
    SelectWordRight,
    SelectHome,
    SelectEnd,
    SelectAll,
    Backspace,
    Delete,
    DeleteWord,
    Cut,
    Copy,
    PasteOwn,
    CopyMessage,
    NewLine,
    AddRow,
    RemoveRow,
    RowUp,
    RowDown,
    Settle,
    Find,
    FindNext,
    FindPrevious,
    Stay,
    CopyOut,
    Card,
    FullNames,
    Ready,
    Moved,
    Missed,
    Reword,
    KeepWording,
    AddFollowUp,
    Export,
}

impl Action {
    /// Whether it only moves the cursor or a mark: nobody looks for it in a list of actions.
    pub fn is_move(self) -> bool {
        use Action as A;
        self.is_in_lists()
            || matches!(self, A::Confirm | A::Left | A::Right | A::WordLeft | A::WordRight | A::Home)
            || matches!(self, A::EndOfRow | A::Top | A::Bottom | A::SelectLeft | A::SelectRight)
            || matches!(self, A::SelectUp | A::SelectDown | A::SelectWordLeft | A::SelectWordRight)
            || matches!(self, A::SelectHome | A::SelectEnd | A::Backspace | A::Delete | A::NewLine)
    }

    /// Its name where its binding has no word for the footer.
    fn name(self) -> &'static str {
        use Action as A;
        match self {
            A::Save => "Save",
            A::Undo => "Undo",
            A::Redo => "Redo",
            A::Edit => "Own editor",
            A::SelectAll => "Select all",
            A::DeleteWord => "Delete word",
            A::Cut => "Cut",
            A::Copy => "Copy",
            A::PasteOwn => "Paste",
            A::RowUp => "Row up",
            A::RowDown => "Row down",
            A::Details => "Details",
            A::Hold => "Hold",
            A::Forget => "Forget",
            A::Tick => "Choose",
            A::NextStep => "Go",
            A::PreviousStep => "Previous",
            A::Blank => "Hide",
            A::CallNow => "Talk",
            A::Practise => "Practise",
            A::Find => "Find",
            A::CopyOut => "Copy out",
            A::Card => "Card",
            A::Ready => "Ready?",
            A::Reword => "Reword",
            A::KeepWording => "Keep my question",
            A::Export => "Export",
            A::AddFollowUp => "Add a follow-up",
            _ => "",
        }
    }

    /// Whether it moves the mark of a list.
    pub fn is_in_lists(self) -> bool {
        use Action as A;
        matches!(self, A::Up | A::Down | A::NextItem | A::PreviousItem | A::PageUp | A::PageDown)
    }
}

/// One line of the table.
#[derive(Debug)]
pub struct Binding {
    pub context: Context,
    /// The first is the one that is shown.
    pub chords: &'static [Chord],
    pub action: Action,
    /// A word for the footer; empty if it does not stand there.
    pub label: &'static str,
    /// A line for the help.
    pub help: &'static str,
}

impl Binding {
    /// What its action is called: as in the footer, if it stands there.
    pub fn name(&self) -> &'static str {
        if self.label.is_empty() { self.action.name() } else { self.label }
    }
}

const fn plain(key: Key) -> Chord {
    Chord::plain(key)
}
const fn ctrl(c: char) -> Chord {
    Chord::ctrl(c)
}
const fn ctrl_key(key: Key) -> Chord {
    Chord { ctrl: true, ..Chord::plain(key) }
}
const fn alt(key: Key) -> Chord {
    Chord { alt: true, ..Chord::plain(key) }
}
const fn ctrl_shift(key: Key) -> Chord {
    Chord { ctrl: true, shift: true, ..Chord::plain(key) }
}
const fn binding(
    context: Context,
    chords: &'static [Chord],
    action: Action,
    label: &'static str,
    help: &'static str,
) -> Binding {
    Binding { context, chords, action, label, help }
}

use Action as A;
use Context as C;

/// All keys. In the footer the order is the order here, those of the context first.
#[rustfmt::skip]
pub const TABLE: &[Binding] = &[
    binding(C::Today, &[plain(Key::Enter)], A::Confirm, "Open", "open what is marked"),
    binding(C::Today, &[plain(Key::Char('n'))], A::New, "New", "begin a new conversation"),
    binding(C::Today, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was and which playbook fits is asked afterwards"),
    binding(C::Today, &[plain(Key::Char('/'))], A::Search, "Search", "find words in any note"),
    binding(C::Today, &[plain(Key::Char('a'))], A::Agenda, "Agenda", "meetings and follow-ups, day by day"),
    binding(C::Today, &[plain(Key::Char('c'))], A::Clients, "Clients", "everything with one client"),
    binding(C::Today, &[plain(Key::Char('p'))], A::Playbooks, "Playbooks", "the playbooks there are: read one, change one, see what is wrong in one"),
    binding(C::Today, &[plain(Key::Char('w'))], A::Insights, "Learnt", "what we’ve learnt: why clients leave, what saved them, how it ended, which promises were kept, lessons"),
    binding(C::Today, &[plain(Key::F(6)), ctrl('r')], A::Practise, "", "practise your questions, phrases and answers for the conversation that is marked"),
    binding(C::Today, &[ctrl('z')], A::Undo, "", "take back what was done with a follow-up last"),
    binding(C::Today, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card of the marked conversation, to read before you go"),
    binding(C::Today, &[plain(Key::F(10)), alt(Key::Char('r'))], A::Ready, "", "what is still open before the meeting of the marked conversation; if it is moved, or they did not come"),

    binding(C::DueLine, &[plain(Key::Char(' '))], A::Tick, "Done", "it is done. One that repeats brings its next"),
    binding(C::DueLine, &[plain(Key::Char('l'))], A::Later, "Later", "set another day, with the reason if you like"),
    binding(C::DueLine, &[plain(Key::Char('d')), plain(Key::Delete)], A::Drop, "Drop", "drop it: it will not be done"),
    binding(C::DueLine, &[plain(Key::Char('o'))], A::Conversation, "Conversation", "go to its conversation"),

    binding(C::Agenda, &[plain(Key::Enter)], A::Confirm, "Open", "open what is marked"),
    binding(C::Agenda, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Agenda, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),
    binding(C::Agenda, &[plain(Key::F(6)), ctrl('r')], A::Practise, "", "practise for the conversation that is marked"),
    binding(C::Agenda, &[ctrl('z')], A::Undo, "", "take back what was done with a follow-up last"),
    binding(C::Agenda, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card of the marked conversation, to read before you go"),
    binding(C::Agenda, &[plain(Key::F(10)), alt(Key::Char('r'))], A::Ready, "", "what is still open before the meeting of the marked conversation; if it is moved, or they did not come"),

    binding(C::Search, &[plain(Key::Enter)], A::Confirm, "Open", "go to the line that is marked"),
    binding(C::Search, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Search, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),

    binding(C::Clients, &[plain(Key::Enter)], A::Confirm, "Open", "everything with the client who is marked"),
    binding(C::Clients, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Clients, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),

    binding(C::Client, &[plain(Key::Enter)], A::Confirm, "Open", "open what is marked"),
    binding(C::Client, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Client, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),
    binding(C::Client, &[plain(Key::Char('r'))], A::Rename, "Rename", "other names for this client, in all their notes"),
    binding(C::Client, &[plain(Key::Char('e'))], A::Export, "Export", "hand everything with this client on as a file"),
    binding(C::Client, &[plain(Key::Char('h'))], A::Hold, "", "put all conversations with this client on hold, with the reason: nothing of them can be forgotten then; or take that off"),
    binding(C::Client, &[Chord::shift(Key::Delete), alt(Key::Delete)], A::Forget, "", "forget this client: shows all there is of them on this computer, and asks before it goes"),
    binding(C::Client, &[plain(Key::F(6)), ctrl('r')], A::Practise, "", "practise for the conversation that is marked"),
    binding(C::Client, &[ctrl('z')], A::Undo, "", "take back what was done with a follow-up last"),
    binding(C::Client, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card of the marked conversation, to read before you go"),
    binding(C::Client, &[plain(Key::F(10)), alt(Key::Char('r'))], A::Ready, "", "what is still open before the meeting of the marked conversation; if it is moved, or they did not come"),

    binding(C::Insights, &[plain(Key::Enter)], A::Confirm, "Open", "the conversations behind the figure that is marked; a lesson, where it was written"),
    binding(C::Insights, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Insights, &[plain(Key::Char('l')), plain(Key::Char('/'))], A::Lessons, "Lessons", "all lessons, the newest first; type to find some"),
    binding(C::Insights, &[plain(Key::Char('f'))], A::OnePlaybook, "One playbook", "only conversations with one playbook, then with the next; at last with all again"),
    binding(C::Insights, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),

    binding(C::Figure, &[plain(Key::Enter)], A::Confirm, "Open", "go to the conversation that is marked"),
    binding(C::Figure, &[plain(Key::Esc)], A::Back, "Back", "back to the figures"),
    binding(C::Figure, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),

    binding(C::Lessons, &[plain(Key::Enter)], A::Confirm, "Open", "go to where it was written"),
    binding(C::Lessons, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Lessons, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),

    binding(C::Rename, &[plain(Key::Enter)], A::Confirm, "Next", "to the next line; at the end, rename"),
    binding(C::Rename, &[plain(Key::Tab)], A::NextItem, "", "to the next line"),
    binding(C::Rename, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "to the line before"),
    binding(C::Rename, &[plain(Key::Up)], A::Up, "", "to the line before"),
    binding(C::Rename, &[plain(Key::Down)], A::Down, "", "to the next line"),
    binding(C::Rename, &[ctrl('n'), plain(Key::PageDown)], A::NextStep, "Rename", "rename with what is there"),
    binding(C::Rename, &[plain(Key::Esc), ctrl('b'), plain(Key::PageUp)], A::Back, "Back", "back, and leave the names as they were"),

    binding(C::Hold, &[plain(Key::Enter)], A::Confirm, "Hold", "write the reason into all their notes; without one, the hold is taken off"),
    binding(C::Hold, &[plain(Key::Esc)], A::Back, "Back", "back, and leave it as it was"),

    binding(C::Forget, &[plain(Key::Esc)], A::Back, "Back", "back, and forget nothing"),
    binding(C::Forget, &[plain(Key::Enter)], A::Confirm, "Forget", "forget them, if their name is typed as it stands"),

    binding(C::OneFollowUp, &[plain(Key::Enter)], A::Confirm, "Go", "do what is marked"),
    binding(C::OneFollowUp, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::OneFollowUp, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was is asked afterwards"),
    binding(C::OneFollowUp, &[plain(Key::Char('e'))], A::Export, "", "hand its conversation on as a file, or its dates for your calendar"),
    binding(C::OneFollowUp, &[ctrl('z')], A::Undo, "", "take back what was done last"),
    binding(C::OneFollowUp, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card of its conversation"),
    binding(C::OneFollowUp, &[plain(Key::F(10)), alt(Key::Char('r'))], A::Ready, "", "what is still open before the meeting, and how long it is till then; if it is moved, or they did not come"),

    binding(C::Welcome, &[plain(Key::Esc)], A::Back, "Skip", "skip this; it does not come again. A name that is typed is kept"),
    binding(C::Welcome, &[plain(Key::Enter), plain(Key::Char(' '))], A::Confirm, "Next", "to the next line; on a button, press it"),
    binding(C::Welcome, &[plain(Key::Tab)], A::NextItem, "", "to the next line"),
    binding(C::Welcome, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "to the line before"),
    binding(C::Welcome, &[plain(Key::Up)], A::Up, "", "to the line before"),
    binding(C::Welcome, &[plain(Key::Down)], A::Down, "", "to the next line"),
    binding(C::Welcome, &[ctrl('n'), plain(Key::PageDown)], A::NextStep, "", "begin"),

    binding(C::Choose, &[plain(Key::Enter)], A::Confirm, "Choose", "take what is marked; its number does so at once"),
    binding(C::Choose, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Call now", "the phone rings: write at once; who it was and which playbook fits is asked afterwards"),
    binding(C::Choose, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Choose, &[plain(Key::F(3)), ctrl('g')], A::Guide, "Guide", "how to tell which one it is: what to look at, what to say, what to avoid"),
    binding(C::Choose, &[plain(Key::Char('p'))], A::Playbooks, "Playbooks", "read the playbooks before you choose; what is wrong in one"),

    binding(C::Form, &[plain(Key::Enter)], A::Confirm, "Next", "to the next line; at the end, go"),
    binding(C::Form, &[plain(Key::Tab)], A::NextItem, "", "to the next line"),
    binding(C::Form, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "to the line before"),
    binding(C::Form, &[plain(Key::Up)], A::Up, "", "to the line before"),
    binding(C::Form, &[plain(Key::Down)], A::Down, "", "to the next line"),
    binding(C::Form, &[ctrl('n'), plain(Key::PageDown)], A::NextStep, "Go", "go with what is there"),
    binding(C::Form, &[plain(Key::Esc), ctrl('b'), plain(Key::PageUp)], A::Back, "Back", "back to where you were"),

    binding(C::Walk, &[ctrl('n'), plain(Key::PageDown)], A::NextStep, "Next", "next step"),
    binding(C::Walk, &[plain(Key::Tab)], A::NextItem, "", "to the next field"),
    binding(C::Walk, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "to the field before"),
    binding(C::Walk, &[plain(Key::F(2)), ctrl('t')], A::Steps, "Steps", "the list of steps: ✓ done, … begun, ! something is missing, – passed over"),
    binding(C::Walk, &[plain(Key::F(3)), ctrl('g')], A::Guide, "Guide", "the guide of this step: how to, what to say, what to avoid"),
    binding(C::Walk, &[ctrl('b'), plain(Key::PageUp)], A::PreviousStep, "Previous", "previous step"),
    binding(C::Walk, &[plain(Key::F(4)), ctrl('d')], A::Details, "Details", "who, when and how you meet"),
    binding(C::Walk, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "", "Live: what to say now and next, large, and one line for all you hear"),
    binding(C::Walk, &[plain(Key::F(9))], A::Finish, "Finish", "what is missing, how did it end"),
    binding(C::Walk, &[plain(Key::Esc)], A::Back, "Back", "back to where you were; everything is saved"),
    binding(C::Walk, &[plain(Key::F(6)), ctrl('r')], A::Practise, "Practise", "practise your questions, phrases and answers; nothing of it is filed"),
    binding(C::Walk, &[alt(Key::Char('e'))], A::Export, "", "hand this conversation on as a file: a document, a page, a sheet, dates for your calendar"),
    binding(C::Walk, &[plain(Key::Enter)], A::Confirm, "", "done here, to the next field; in text of several lines, a new line"),
    binding(C::Walk, &[plain(Key::Up)], A::Up, "", "up; at the top, to the field before"),
    binding(C::Walk, &[plain(Key::Down)], A::Down, "", "down; at the end, to the next field"),
    binding(C::Walk, &[ctrl('e')], A::Edit, "", "write on in your own text editor, where you are in text; what it saves comes back"),
    binding(C::Walk, &[ctrl('f')], A::Find, "", "find words anywhere in this conversation: answers, notes, in all steps"),
    binding(C::Walk, &[ctrl('z')], A::Undo, "", "undo, across fields"),
    binding(C::Walk, &[ctrl('y')], A::Redo, "", "redo"),
    binding(C::Walk, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card: your questions, what to ask, the ways out; to read in the car"),
    binding(C::Walk, &[plain(Key::F(10)), alt(Key::Char('r'))], A::Ready, "", "what is still open before the meeting, and how long it is till then; if it is moved, or they did not come"),

    binding(C::Playbooks, &[plain(Key::Enter)], A::Confirm, "Open", "read what is marked; if something is wrong in it, see what"),
    binding(C::Playbooks, &[plain(Key::Char('n'))], A::New, "Start", "begin a conversation with it"),
    binding(C::Playbooks, &[plain(Key::Esc)], A::Back, "Back", "back to where you were"),
    binding(C::Playbooks, &[plain(Key::Char('e'))], A::Edit, "Edit", "change it in your text editor; a built-in one is copied first"),

    binding(C::Recall, &[plain(Key::Char(' ')), plain(Key::Enter)], A::Reveal, "Look", "look at the answer, once you have said it aloud; a click does so, too"),
    binding(C::Judge, &[plain(Key::Right), plain(Key::Char('g'))], A::GotIt, "Got it", "you had it: this card does not come again"),
    binding(C::Judge, &[plain(Key::Left), plain(Key::Char('a'))], A::Again, "Again", "not quite: this card comes again, behind the next three"),
    binding(C::Practised, &[plain(Key::Enter), plain(Key::Char(' '))], A::Confirm, "Go", "do what is marked"),
    binding(C::Practise, &[plain(Key::Esc), plain(Key::F(6)), ctrl('r')], A::Back, "Back", "back to where you were; nothing of it is filed"),
    binding(C::Practise, &[ctrl('z'), plain(Key::Backspace)], A::Undo, "Take back", "take back what you said of the last card"),
    binding(C::Practise, &[plain(Key::Tab)], A::Cards, "Other cards", "all cards, only your questions, only phrases, only what they say; each stays where you left it"),
    binding(C::Practise, &[plain(Key::Up)], A::Up, "", "up"),
    binding(C::Practise, &[plain(Key::Down)], A::Down, "", "down"),
    binding(C::Practise, &[plain(Key::PageUp)], A::PageUp, "", "a page up"),
    binding(C::Practise, &[plain(Key::PageDown)], A::PageDown, "", "a page down"),

    binding(C::Reading, &[plain(Key::Char('n'))], A::New, "Start", "begin a conversation with it"),
    binding(C::Reading, &[plain(Key::Esc)], A::Back, "Back", "back to the playbooks"),
    binding(C::Reading, &[plain(Key::Char('e'))], A::Edit, "Edit", "change it in your text editor; a built-in one is copied first"),
    binding(C::Reading, &[plain(Key::Up)], A::Up, "", "up"),
    binding(C::Reading, &[plain(Key::Down)], A::Down, "", "down"),
    binding(C::Reading, &[plain(Key::PageUp)], A::PageUp, "", "a page up"),
    binding(C::Reading, &[plain(Key::PageDown), plain(Key::Char(' '))], A::PageDown, "", "a page down"),

    binding(C::Faults, &[plain(Key::Enter), plain(Key::Char('e'))], A::Edit, "Mend it", "open your text editor at the marked line"),
    binding(C::Faults, &[plain(Key::Esc)], A::Back, "Back", "back to the playbooks"),
    binding(C::Faults, &[plain(Key::Up)], A::Up, "", "to the fault before"),
    binding(C::Faults, &[plain(Key::Down)], A::Down, "", "to the next fault"),
    binding(C::Faults, &[plain(Key::Tab)], A::NextItem, "", "to the next fault"),
    binding(C::Faults, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "to the fault before"),
    binding(C::Faults, &[plain(Key::PageUp)], A::PageUp, "", "some faults back"),
    binding(C::Faults, &[plain(Key::PageDown)], A::PageDown, "", "some faults on"),
    binding(C::Warnings, &[plain(Key::Char('r'))], A::Read, "Read", "read the playbook: warnings are advice and stop nothing"),
    binding(C::Warnings, &[plain(Key::Char('n'))], A::New, "Start", "begin a conversation with it"),

    binding(C::LiveLine, &[plain(Key::Char(' '))], A::Tick, "Done", "it is said or done: the next one stands there"),
    binding(C::LiveLine, &[plain(Key::Char('"'))], A::TheySaid, "They said", "their words: what they may say narrows as you type, ↓ picks one; Enter keeps the words and shows what you can answer"),
    binding(C::LiveLine, &[plain(Key::Char('@'))], A::Promise, "Promise", "what you promise: it is offered as a follow-up afterwards"),
    binding(C::LiveLine, &[plain(Key::Char('!'))], A::Flag, "Come back", "come back to this: it stands first after the call"),
    binding(C::LiveLine, &[plain(Key::Down), plain(Key::Tab)], A::Down, "", "the next thing to say"),
    binding(C::LiveLine, &[plain(Key::Up), Chord::shift(Key::Tab)], A::Up, "", "the one before"),

    binding(C::Live, &[plain(Key::Esc)], A::Back, "End the call", "the call is over: what you marked, then what comes after"),
    binding(C::LiveText, &[plain(Key::Enter)], A::Confirm, "", "keep what is typed, with its time"),
    binding(C::LiveText, &[plain(Key::Tab)], A::NextItem, "", "put what is typed into what is asked for"),
    binding(C::LiveText, &[plain(Key::Down)], A::Down, "", "in their words, pick what they said; else down"),
    binding(C::LiveText, &[plain(Key::Up)], A::Up, "", "the same, upwards"),
    binding(C::Live, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Steps", "the same step with all its fields; F5 comes back, and the time goes on"),
    binding(C::Live, &[plain(Key::F(3)), ctrl('g')], A::Guide, "Guide", "the guide of this step: how to, what to say, what to avoid"),
    binding(C::Live, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card: your questions, the ask, the ways out"),
    binding(C::Live, &[ctrl('n'), plain(Key::PageDown)], A::NextStep, "", "to the next step, in any order"),
    binding(C::Live, &[ctrl('b'), plain(Key::PageUp)], A::PreviousStep, "", "to the step before"),
    binding(C::Live, &[ctrl('z')], A::Undo, "", "undo, also a tick"),
    binding(C::Live, &[ctrl('y')], A::Redo, "", "redo"),

    binding(C::Debrief, &[plain(Key::Enter)], A::Confirm, "Go", "go there; on a promise, set its day"),
    binding(C::Debrief, &[plain(Key::Char(' '))], A::Tick, "Done", "settled; a promise becomes a follow-up"),
    binding(C::Debrief, &[ctrl('n')], A::NextStep, "Go on", "to what comes after the talk"),
    binding(C::Debrief, &[plain(Key::Esc)], A::Back, "Back", "back to the walk"),
    binding(C::Debrief, &[ctrl('z')], A::Undo, "", "undo"),
    binding(C::Debrief, &[ctrl('y')], A::Redo, "", "redo"),

    binding(C::End, &[plain(Key::Up)], A::Up, "", "up in the list"),
    binding(C::End, &[plain(Key::Down)], A::Down, "", "down in the list"),
    binding(C::End, &[plain(Key::PageDown)], A::PageDown, "", "a page down"),
    binding(C::End, &[plain(Key::Tab)], A::NextItem, "", "down in the list"),
    binding(C::End, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "up in the list"),
    binding(C::End, &[plain(Key::Esc), ctrl('b'), plain(Key::PageUp)], A::Back, "Back", "back to the walk"),
    binding(C::End, &[plain(Key::Char('+')), plain(Key::Char('a'))], A::AddFollowUp, "", "add a follow-up of your own: what, when, and how often"),
    binding(C::End, &[plain(Key::Char('e'))], A::Export, "", "hand this conversation on as a file: a document, a page, a sheet, dates for your calendar"),
    binding(C::End, &[ctrl('f')], A::Find, "", "find words anywhere in this conversation"),
    binding(C::End, &[ctrl('z')], A::Undo, "", "undo, across fields"),
    binding(C::End, &[ctrl('y')], A::Redo, "", "redo"),
    binding(C::End, &[plain(Key::F(7)), ctrl('k')], A::Card, "", "the card: your questions, what to ask, the ways out; to read in the car"),
    binding(C::End, &[plain(Key::F(6)), ctrl('r')], A::Practise, "", "practise your questions, phrases and answers; nothing of it is filed"),
    binding(C::End, &[plain(Key::F(10)), alt(Key::Char('r'))], A::Ready, "", "what is still open before the meeting, and how long it is till then; if it is moved, or they did not come"),

    binding(C::Ending, &[plain(Key::Enter)], A::Confirm, "Go", "go to what is missing; choose; press a button"),
    binding(C::Ending, &[plain(Key::Char(' '))], A::Tick, "", "choose how it ended"),
    binding(C::Ending, &[plain(Key::F(4)), ctrl('d')], A::Details, "Details", "who, when and how you meet"),

    binding(C::FollowUp, &[plain(Key::Char(' '))], A::Tick, "Done", "it is done; again, it is open. One that repeats brings its next"),
    binding(C::FollowUp, &[plain(Key::Enter)], A::Confirm, "When", "set another day"),
    binding(C::FollowUp, &[plain(Key::Char('d')), plain(Key::Delete)], A::Drop, "Drop", "drop it: it will not be done; again, take that back"),
    // Without a word in the footer: in a small window the others need its room.
    binding(C::FollowUp, &[plain(Key::F(4)), ctrl('d')], A::Details, "", "who, when and how you meet"),

    binding(C::Due, &[plain(Key::Enter)], A::Confirm, "Set", "to the next line; at the end, set the day"),
    binding(C::Due, &[plain(Key::Tab)], A::NextItem, "", "to the next line"),
    binding(C::Due, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "to the line before"),
    binding(C::Due, &[plain(Key::Up)], A::Up, "", "to the line before"),
    binding(C::Due, &[plain(Key::Down)], A::Down, "", "to the next line"),
    binding(C::Due, &[ctrl('n'), plain(Key::PageDown)], A::NextStep, "", "set the day"),
    binding(C::Due, &[plain(Key::Esc), ctrl('b'), plain(Key::PageUp)], A::Back, "Leave as it was", "back, and leave the day as it was"),

    binding(C::List, &[plain(Key::Up)], A::Up, "", "up"),
    binding(C::List, &[plain(Key::Down)], A::Down, "", "down"),
    binding(C::List, &[plain(Key::Tab)], A::NextItem, "", "down"),
    binding(C::List, &[Chord::shift(Key::Tab)], A::PreviousItem, "", "up"),
    binding(C::List, &[plain(Key::PageUp)], A::PageUp, "", "a page up"),
    binding(C::List, &[plain(Key::PageDown)], A::PageDown, "", "a page down"),

    binding(C::Overlay, &[plain(Key::Esc), plain(Key::F(2)), plain(Key::F(3)), ctrl('t'), ctrl('g')], A::Back, "Close", "close this"),
    binding(C::Overlay, &[plain(Key::Enter)], A::Confirm, "", "go there, or close this"),
    binding(C::Overlay, &[plain(Key::Up)], A::Up, "", "up"),
    binding(C::Overlay, &[plain(Key::Down)], A::Down, "", "down"),
    binding(C::Overlay, &[plain(Key::PageUp)], A::PageUp, "", "a page up"),
    binding(C::Overlay, &[plain(Key::PageDown)], A::PageDown, "", "a page down"),

    binding(C::Actions, &[plain(Key::Enter)], A::Confirm, "Do it", "do what is marked"),
    binding(C::Actions, &[plain(Key::Esc)], A::Back, "Close", "close this"),

    binding(C::Message, &[plain(Key::Char('c')), ctrl('c')], A::CopyMessage, "Copy", "copy the message, if your terminal allows it"),

    binding(C::Card, &[plain(Key::Esc), plain(Key::F(7)), ctrl('k')], A::Back, "Close", "close this"),
    binding(C::Card, &[plain(Key::Char('f'))], A::FullNames, "Full names", "with the surname and the firm; again, without"),
    binding(C::Card, &[alt(Key::Char('c'))], A::CopyOut, "Copy out", "copy the card to the system's clipboard, for other programs; your terminal may refuse"),

    binding(C::BeforeTalk, &[plain(Key::F(5)), ctrl('l')], A::CallNow, "Live", "they call instead, or the laptop stays open: what to say now and next"),
    binding(C::BeforeTalk, &[plain(Key::Enter)], A::Confirm, "Debrief", "you are back from the talk: put down what was said"),

    binding(C::Ready, &[plain(Key::Enter)], A::Confirm, "Go", "go to what is marked, or do it"),
    binding(C::Ready, &[plain(Key::Esc), plain(Key::F(10)), alt(Key::Char('r'))], A::Back, "Close", "close this"),
    binding(C::Ready, &[plain(Key::Char('m'))], A::Moved, "Moved", "the meeting is on another day"),
    binding(C::Ready, &[plain(Key::Char('x'))], A::Missed, "Did not come", "they did not come: put that down with its time, and set another day"),
    binding(C::Ready, &[plain(Key::F(6)), ctrl('r')], A::Practise, "", "practise your questions, phrases and answers"),
    binding(C::Ready, &[plain(Key::F(7)), ctrl('k')], A::Card, "Card", "the card, to read in the car"),

    binding(C::Export, &[plain(Key::Enter)], A::Confirm, "Write", "write the file, or take something into it"),
    binding(C::Export, &[plain(Key::Char(' '))], A::Tick, "Tick", "take it into the file, or leave it out"),
    binding(C::Export, &[plain(Key::Esc)], A::Back, "Close", "close this, and write nothing"),

    binding(C::Unsaved, &[plain(Key::Enter)], A::TryAgain, "Try again", "try to save again"),
    binding(C::Unsaved, &[plain(Key::Esc)], A::Back, "Stay", "go on without quitting"),
    binding(C::Unsaved, &[plain(Key::Char('d'))], A::QuitAnyway, "Quit all the same", "quit; the words stay in the draft, or go to a copy"),

    binding(C::Blank, &[plain(Key::F(8)), ctrl('o'), plain(Key::Esc)], A::Blank, "", "go on where you were"),

    binding(C::Ticks, &[plain(Key::Char(' '))], A::Tick, "Tick", "tick, and on to the next; in a table, the next option or score"),
    binding(C::Ticks, &[plain(Key::Left)], A::Left, "", "left: on a scale, in a table"),
    binding(C::Ticks, &[plain(Key::Right)], A::Right, "", "right: on a scale, in a table"),

    binding(C::Table, &[alt(Key::Enter), ctrl('j')], A::NewLine, "", "a new line within the cell"),
    binding(C::Table, &[alt(Key::Char('i')), alt(Key::Insert)], A::AddRow, "New row", "a new row above this one"),
    binding(C::Table, &[alt(Key::Delete), alt(Key::Char('x'))], A::RemoveRow, "Delete row", "delete this row"),
    binding(C::Table, &[alt(Key::Up)], A::RowUp, "", "move this row up"),
    binding(C::Table, &[alt(Key::Down)], A::RowDown, "", "move this row down"),

    binding(C::Wording, &[plain(Key::F(12)), alt(Key::Char('w'))], A::Reword, "", "take what is offered in the place of the question, as one step of undo"),
    binding(C::Wording, &[alt(Key::Char('k'))], A::KeepWording, "", "keep the question as it is: nothing more is said of it in this sitting"),

    binding(C::Also, &[ctrl('u')], A::Settle, "Settle", "what was also written elsewhere is settled: it goes from here; undo brings it back"),

    binding(C::Find, &[plain(Key::Enter), plain(Key::Down), ctrl('f')], A::FindNext, "Next", "to the next place; behind the last one, the first"),
    binding(C::Find, &[plain(Key::Up), Chord::shift(Key::Enter)], A::FindPrevious, "Previous", "to the place before"),
    binding(C::Find, &[plain(Key::Esc)], A::Back, "Back", "back to where you were; after Enter, stay at the place that is shown"),
    binding(C::Find, &[plain(Key::Tab)], A::Stay, "Stay", "close this, and stay at the place that is shown; so does a click"),

    binding(C::Text, &[plain(Key::Left)], A::Left, "", "left"),
    binding(C::Text, &[plain(Key::Right)], A::Right, "", "right"),
    binding(C::Text, &[ctrl_key(Key::Left), alt(Key::Left), alt(Key::Char('b'))], A::WordLeft, "", "a word left"),
    binding(C::Text, &[ctrl_key(Key::Right), alt(Key::Right), alt(Key::Char('f'))], A::WordRight, "", "a word right"),
    binding(C::Text, &[plain(Key::Home)], A::Home, "", "to the start of the row"),
    binding(C::Text, &[plain(Key::End)], A::EndOfRow, "", "to the end of the row"),
    binding(C::Text, &[ctrl_key(Key::Home)], A::Top, "", "to the start of the text"),
    binding(C::Text, &[ctrl_key(Key::End)], A::Bottom, "", "to the end of the text"),
    binding(C::Text, &[Chord::shift(Key::Left)], A::SelectLeft, "", "select to the left"),
    binding(C::Text, &[Chord::shift(Key::Right)], A::SelectRight, "", "select to the right"),
    binding(C::Text, &[Chord::shift(Key::Up)], A::SelectUp, "", "select upwards"),
    binding(C::Text, &[Chord::shift(Key::Down)], A::SelectDown, "", "select downwards"),
    binding(C::Text, &[ctrl_shift(Key::Left)], A::SelectWordLeft, "", "select a word to the left"),
    binding(C::Text, &[ctrl_shift(Key::Right)], A::SelectWordRight, "", "select a word to the right"),
    binding(C::Text, &[Chord::shift(Key::Home)], A::SelectHome, "", "select to the start of the row"),
    binding(C::Text, &[Chord::shift(Key::End)], A::SelectEnd, "", "select to the end of the row"),
    binding(C::Text, &[ctrl('a')], A::SelectAll, "", "select all of this field"),
    binding(C::Text, &[plain(Key::Backspace), Chord::shift(Key::Backspace), ctrl('h')], A::Backspace, "", "delete to the left"),
    binding(C::Text, &[plain(Key::Delete)], A::Delete, "", "delete to the right"),
    binding(C::Text, &[ctrl('w'), ctrl_key(Key::Backspace)], A::DeleteWord, "", "delete the word to the left"),
    binding(C::Text, &[ctrl('x')], A::Cut, "", "cut what is selected"),
    binding(C::Text, &[ctrl('c')], A::Copy, "", "copy what is selected, within goodterms"),
    binding(C::Text, &[alt(Key::Char('c'))], A::CopyOut, "", "copy what is selected, or the whole field, to the system's clipboard, for other programs; your terminal may refuse"),
    binding(C::Text, &[ctrl('v')], A::PasteOwn, "", "paste what was cut or copied here; your terminal's own paste works too"),

    binding(C::Everywhere, &[ctrl('s')], A::Save, "", "save now"),
    binding(C::Everywhere, &[ctrl('p')], A::Actions, "More", "all actions there are here: find one by a few letters"),
    binding(C::Everywhere, &[plain(Key::F(8)), ctrl('o')], A::Blank, "Hide", "blank the screen at once, when somebody walks up; again, or Esc, to go on where you were. Saving goes on meanwhile; other keys and clicks do nothing"),
    binding(C::Everywhere, &[plain(Key::F(1))], A::Help, "Help", "this help"),
    binding(C::Everywhere, &[ctrl('q')], A::Quit, "Quit", "quit; everything is saved first"),
];

/// What a chord does in the first of these contexts that knows it, or everywhere.
pub fn lookup(contexts: &[Context], chord: Chord) -> Option<Action> {
    contexts.iter().chain(behind(contexts)).find_map(|context| {
        let mut own = TABLE.iter().filter(|b| b.context == *context);
        own.find(|b| b.chords.contains(&chord)).map(|b| b.action)
    })
}

/// The key of an action, as it is shown.
pub fn shown(action: Action) -> String {
    let binding = TABLE.iter().find(|b| b.action == action);
    binding.map(|b| b.chords[0].to_string()).unwrap_or_default()
}

/// The bindings of these contexts and of everywhere, in the order of the contexts.
pub fn of<'a>(contexts: &'a [Context]) -> impl Iterator<Item = &'static Binding> + 'a {
    contexts.iter().chain(behind(contexts)).flat_map(|c| TABLE.iter().filter(move |b| b.context == *c))
}

/// What can be done behind these: everything that can be done everywhere, or on a blank screen nothing.
fn behind(contexts: &[Context]) -> &'static [Context] {
    if contexts.contains(&Context::Blank) { &[] } else { &[Context::Everywhere] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_key_means_one_thing_where_it_is_pressed() {
        let sets: &[&[Context]] = &[
            &[C::Welcome],
            &[C::Text, C::Welcome],
            &[C::Today, C::List],
            &[C::DueLine, C::Today, C::List],
            &[C::Agenda, C::List],
            &[C::DueLine, C::Agenda, C::List],
            &[C::DueLine, C::OneFollowUp, C::List],
            &[C::Text, C::Search, C::List],
            &[C::Text, C::Clients, C::List],
            &[C::Client, C::List],
            &[C::Insights, C::List],
            &[C::Figure, C::List],
            &[C::Text, C::Lessons, C::List],
            &[C::DueLine, C::Client, C::List],
            &[C::Text, C::Rename],
            &[C::Ticks, C::Rename],
            &[C::Text, C::Hold, C::List],
            &[C::Text, C::Forget, C::List],
            &[C::Text, C::Actions, C::List],
            &[C::Choose, C::List],
            &[C::Text, C::Form],
            &[C::Ticks, C::Form],
            &[C::Text, C::Walk, C::Wording, C::Also],
            &[C::Ticks, C::Walk, C::Wording, C::Also],
            &[C::Text, C::Table, C::Walk, C::Wording, C::Also],
            &[C::Ticks, C::Table, C::Walk, C::Wording, C::Also],
            &[C::Ending, C::End, C::Also],
            &[C::FollowUp, C::End, C::Also],
            &[C::LiveLine, C::Text, C::Live],
            &[C::Text, C::LiveText, C::Live],
            &[C::Debrief, C::List],
            &[C::Text, C::Due],
            &[C::Text, C::Find],
            &[C::Recall, C::Practise],
            &[C::Judge, C::Practise],
            &[C::Practised, C::Practise],
            &[C::Playbooks, C::List],
            &[C::Reading],
            &[C::Faults],
            &[C::Warnings, C::Faults],
            &[C::Overlay],
            &[C::Message, C::Overlay],
            &[C::Card, C::List],
            &[C::BeforeTalk, C::Card, C::List],
            &[C::Ready, C::List],
            &[C::Export, C::List],
            &[C::Unsaved],
            &[C::Blank],
        ];
        for set in sets {
            let mut seen = HashSet::new();
            for binding in of(set) {
                for chord in binding.chords {
                    assert!(seen.insert(*chord), "{chord} twice in {set:?}");
                }
            }
        }
    }

    #[test]
    fn every_context_is_in_the_help() {
        let grouped: HashSet<_> = GROUPS.iter().flat_map(|group| group.iter()).map(|c| c.title()).collect();
        for binding in TABLE.iter().filter(|b| b.context != C::Everywhere) {
            assert!(grouped.contains(binding.context.title()), "{:?}", binding.context);
        }
    }

    #[test]
    fn every_binding_explains_itself() {
        for binding in TABLE {
            assert!(!binding.help.is_empty() && !binding.chords.is_empty(), "{binding:?}");
            assert!(binding.action.is_move() || !binding.name().is_empty(), "{binding:?}");
        }
    }
}

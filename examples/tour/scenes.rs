//! The table of scenes: what is pressed, what must then be on the screen, and when a picture is taken.
//! A new screen gets its `shot` where one comes by it, and its place in docs/tour.md.

use crate::home::Home;
use crate::page::{Kind, Shot};
use crate::people::{CONFIG, DARK, LIGHT, NOTES, THREE_WEEKS, ZOE_ONLY};
use crate::picture::picture;
use crate::window::Window;

/// A sitting: the program from its start to its end.
pub struct Scene {
    /// Whose home folder; one of [`HOMES`].
    pub home: &'static str,
    /// What has happened there before.
    pub before: &'static [Before],
    pub now: &'static str,
    pub args: &'static [&'static str],
    /// Columns and rows.
    pub size: (u16, u16),
    pub steps: &'static [Step],
}

pub enum Before {
    /// A file, by its path in the home folder.
    File(&'static str, &'static str),
    /// A command.
    Run { now: &'static str, args: &'static [&'static str], input: &'static str },
}

pub enum Step {
    /// Waits for words.
    See(&'static str),
    /// Presses keys, and waits for words.
    Press(&'static str, &'static str),
    /// Gives the window another size.
    Size((u16, u16)),
    /// Does something to the home folder behind the program's back.
    Do(fn(&Home)),
    /// Takes what is seen.
    Take { kind: Kind, name: &'static str, title: &'static str, words: &'static str },
}
use Step::{Do, Press, See, Size};

impl Scene {
    /// Plays it in this home; gives what was taken.
    pub fn play(&self, home: &Home) -> Vec<Shot> {
        for before in self.before {
            match before {
                Before::File(path, text) => home.write(path, text),
                Before::Run { now, args, input } => home.run(now, args, input),
            }
        }
        let mut window = Window::open(home, self.now, self.args, self.size);
        let mut shots = Vec::new();
        for step in self.steps {
            match step {
                See(words) => window.see(words),
                Press(keys, words) => {
                    // Otherwise nothing would be waited for, and the next key might come too early.
                    assert!(!window.shows(words), "{words:?} is there before {keys:?} is pressed");
                    window.press(keys);
                    window.see(words);
                }
                Size(size) => window.resize(*size),
                Do(what) => what(home),
                Step::Take { kind, name, title, words } => {
                    window.stand_still(words);
                    let content = match kind {
                        Kind::Picture => picture(window.screen(), title, |text| home.hide(text)),
                        Kind::Text => home.hide(&window.text()),
                    };
                    assert!(!content.contains(home.path().to_str().unwrap()), "{name}: {content}");
                    shots.push(Shot { name, kind: *kind, content });
                }
            }
        }
        window.close();
        shots
    }
}

/// A picture called so, of a screen with these words.
const fn shot(name: &'static str, title: &'static str, words: &'static str) -> Step {
    Step::Take { kind: Kind::Picture, name, title, words }
}

/// What stands on a screen, as a block of text in the page.
const fn text(name: &'static str, words: &'static str) -> Step {
    Step::Take { kind: Kind::Text, name, title: "", words }
}

pub const HOMES: [&str; 7] = ["new", "phone", "empty", "away", "helen", "light", "dark"];

const MONDAY: &str = "2026-11-23T08:40:00-05:00";
const CALL: &str = "2026-11-23T10:05:00-05:00";
const RINGS: &str = "2026-11-23T16:20:00-05:00";
const CAR_PARK: &str = "2026-11-24T14:02:00-05:00";
const LATER: &str = "2026-12-14T08:35:00-05:00";

const SMALL: (u16, u16) = (60, 20);
const USUAL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (120, 40);

pub const SCENES: &[Scene] = &[
    Scene {
        home: "new",
        before: &[],
        now: MONDAY,
        args: &[],
        size: USUAL,
        steps: &[
            See("Welcome"),
            Press("Helen Marsh", "Helen Marsh"),
            shot("welcome", "The first run", "Helen Marsh"),
            Press("<tab><tab><enter>", "Priya Raman"),
            shot("look-around", "Today, with two conversations to look around in", "Priya Raman"),
        ],
    },
    Scene {
        home: "empty",
        before: &[CONFIG],
        now: MONDAY,
        args: &[],
        size: USUAL,
        steps: &[
            See("Nothing is open"),
            shot("today-empty", "Today, with nothing in it yet", "Nothing is open"),
        ],
    },
    Scene {
        home: "helen",
        before: NOTES,
        now: MONDAY,
        args: &[],
        size: USUAL,
        steps: &[
            See("Due"),
            shot("today", "Today", "Jonas Weiß"),
            Press("a", "You meet at 10:00"),
            shot("agenda", "The agenda", "You meet at 10:00"),
            Press("<esc>", "n New"),
            Press("<enter>", "Their words"),
            shot("follow-up", "A follow-up", "Later"),
            Press("l", "When?"),
            Press("wednesday<tab>She asked for a day more", "for a day more"),
            shot("another-day", "Another day for a follow-up", "Wed 25 November"),
            Press("<esc>", "Their words"),
            Press("<esc>", "n New"),
            Press("n", "What is happening?"),
            shot("choose", "Which one?", "Win back"),
            Press("<f3>", "Go by what they"),
            shot("choose-guide", "How to tell which one", "Go by what they"),
            Press("<esc>", "What is happening?"),
            Press("3", "How will you talk?"),
            Press("ad", "Ada Byron"),
            Press("<down>", "Enter takes it"),
            shot("form", "Who and when", "Enter takes it"),
            Press("<enter>", "▎ Analytical Engines"),
            Press("<space><tab>tomorrow 12:30<tab>Chez Luc, near her office", "Chez Luc"),
            Size(LARGE),
            Press("<c-n>", "What did you settle with them"),
            Press("A call each month, from the same person<enter>", "from the same person"),
            Press("Figures we both read the same way; not since March?", "March?"),
            shot("walk", "The first step", "March?"),
            Size(USUAL),
            Press("<tab><space><down><down><space><tab>", "[x] They did not feel heard"),
            Press("Ring her today, just to listen<enter><down><space>", "(x) Not yet"),
            shot("decision", "A decision", "(x) Not yet"),
            Press("<f2>", "Debrief"),
            shot("steps", "The list of steps", "Debrief"),
            Press("<esc>", "(x) Not yet"),
            Press("<c-n>", "Three to five"),
            Press("What changed for you this year?<enter>What bothered you most?<enter>", "bothered you"),
            Press("Are you happy with how often we talk?<enter>", "How do you feel about"),
            shot("wording", "A question that could be asked in another way", "How do you feel about"),
            Press("\x1bw", "▎ How do you feel"),
            Press("How often would you like to hear from us?", "hear from us?"),
            Size(SMALL),
            shot("small", "A step, in a small window", "hear from us?"),
            Press("<f3>", "Say"),
            shot("guide", "The guide, in a small window", "Say"),
            Press("<esc>", "hear from us?"),
            Size(USUAL),
            Press("<f6>", "Card 1"),
            Press("<space>", "Got it"),
            shot("practise", "Practise", "Got it"),
            Press("<esc>", "hear from us?"),
            Press("<c-n>", "Two times"),
            Press("<f4>", "How will you talk?"),
            shot("details", "Who, when and how", "Chez Luc"),
            Press("<esc>", "Two times"),
            Press("<f7>", "Leave this in the car"),
            shot("card", "The card", "Leave this in the car"),
            Press("<esc>", "Two times"),
        ],
    },
    Scene {
        home: "helen",
        before: &[],
        now: CALL,
        args: &["resume", "Zoë O'Brien-李"],
        size: USUAL,
        steps: &[
            See("Do you want to go on working"),
            Press("<c-n>", "in their exact words"),
            Size((104, 32)),
            Press("<c-n>", "The plan"),
            Press("No reminder goes out while a question is open<tab>today<enter>", "Mon 23 Nov"),
            Press("<s-tab>Slips are looked at the day they come: Tom<tab>friday<enter>", "Fri 27 Nov"),
            Press("<s-tab>I say it now, and I mean it<tab>today", "now, and"),
            shot("plan", "A plan from their words", "now, and"),
            Size(LARGE),
            Press("<c-n>", "I heard you say"),
            Press("<f5>", "on the phone"),
            Press("<space>", "1 of"),
            Press("\"fine w", "So far, yes"),
            // The time goes on: of all screens only these do not stand still for long.
            shot("call", "On the phone", "on the phone 0:05"),
            Press("<down><enter>", "You can say"),
            Press("@ Tom calls her on friday<enter>", "Tom calls her"),
            Press("<esc>", "You promised"),
            Press("<space>", "due Fri"),
            shot("after-call", "After the call", "due Fri"),
            Press("<down><enter>", "Read it back"),
            Press("<space>", "(x) Yes"),
        ],
    },
    Scene {
        home: "phone",
        before: &[CONFIG],
        now: RINGS,
        args: &[],
        size: USUAL,
        steps: &[
            See("Nothing is open"),
            Press("<f5>", "on the phone"),
            Press("Wants to close the account today. Very calm<enter>", "16:20  Wants"),
            shot("call-now", "A call that nobody has prepared for", "on the phone 0:05"),
            Press("<esc>", "Who was it?"),
            shot("call-who", "Who it was, afterwards", "Who was it?"),
        ],
    },
    Scene {
        home: "helen",
        before: &[],
        now: CAR_PARK,
        args: &["resume", "Ada Byron"],
        size: (104, 32),
        steps: &[
            See("Two times"),
            Press("Tuesday or Thursday<enter>Chez Luc, near her office<c-n>", "in their exact words"),
            Press("“Nobody rang when Tom left.”<enter>“I read about it in the newsletter.”", "newsletter"),
            Press("<c-n>", "Their concerns"),
            Press("Nobody rang when Tom left<enter>The July figures came late<tab>", "▎ The July figures"),
            Press("I call on first Mondays<enter>Figures by the 5th, from Grace", "5th, from Grace"),
            shot("ask", "After the lunch", "5th, from Grace"),
            Size(USUAL),
            Press("<tab><space><tab>3", "(x) Yes"),
            Press("<c-n>", "What you promised"),
            Press("The list of who rings whom: Helen; 27 November<enter>", "who rings whom"),
            Press("<c-f>newsletter", "1 of 1"),
            shot("find", "Find in a conversation", "1 of 1"),
            Press("<esc>", "Ctrl+N Next"),
            Press("<f9>", "How did it end?"),
            shot("end", "The end", "How did it end?"),
            Press("<pgdn><pgdn><pgdn>", "Leave it open"),
            Press("<up><up><up><enter>", "Dear Ada"),
            shot("message", "A message", "Dear Ada"),
        ],
    },
    Scene {
        home: "helen",
        before: THREE_WEEKS,
        now: LATER,
        args: &[],
        size: USUAL,
        steps: &[
            See("Due"),
            shot("later", "Three weeks later", "Ada Byron"),
            Press("c", "A name, or a part of it"),
            shot("clients", "Clients", "Zoë"),
            Press("ada", "▎ ada"),
            Press("<enter>", "Shared expectations se"),
            shot("client", "Everything with one client", "Shared expectations se"),
            Press("r", "Other names"),
            Press("<c-a>Ada Lovelace<tab><tab>Ada Byron", "Lovelace"),
            shot("rename", "Other names for a client", "Lovelace"),
            Press("<esc>", "Shared expectations se"),
            Press("<esc>", "▎ ada"),
            Press("<esc>", "n New"),
            Press("/newsletter", "1 line"),
            shot("search", "Search", "1 line"),
            Press("<esc>", "n New"),
            Press("<c-p>", "What would you like to do?"),
            shot("actions", "All actions", "Quit"),
            Press("<esc>", "n New"),
            Press("<f1>", "On a follow-up"),
            shot("help", "Help", "On a follow-up"),
            Press("<esc>", "n New"),
            Press("p", "Farewell"),
            shot("playbooks", "Playbooks", "Win back"),
            Press("<down><enter>", "It fits when"),
            shot("playbook", "A playbook to read", "It fits when"),
            Press("<esc>", "Win back"),
            Press("<down><down><down><down><down><enter>", "Mend it"),
            shot("faults", "What is wrong in a playbook", "Mend it"),
        ],
    },
    Scene {
        home: "helen",
        before: &[],
        now: LATER,
        args: &["--plain"],
        size: (100, 30),
        steps: &[See("stop"), text("plain", "stop")],
    },
    Scene {
        home: "light",
        before: LIGHT,
        now: MONDAY,
        args: &[],
        size: USUAL,
        steps: &[See("Due"), shot("light", "Today, in the light theme", "Jonas Weiß")],
    },
    Scene {
        home: "dark",
        before: DARK,
        now: CALL,
        args: &["resume", "Zoë O'Brien-李"],
        size: USUAL,
        steps: &[
            See("Do you want to go on working"),
            Press("<c-n>", "in their exact words"),
            shot("dark", "A step, in the dark theme", "in their exact words"),
        ],
    },
    Scene {
        home: "away",
        before: ZOE_ONLY,
        now: CALL,
        args: &["resume", "Zoë O'Brien-李"],
        size: USUAL,
        steps: &[
            See("Do you want to go on working"),
            Press("<c-n>", "in their exact words"),
            Do(Home::take_notes_away),
            Press("<enter>I cannot sleep.<c-s>", "NOT SAVED"),
            shot("not-saved", "The disk with the notes is away", "NOT SAVED"),
            Do(Home::bring_notes_back),
            Press("<c-s>", "Saved 10:05"),
        ],
    },
];

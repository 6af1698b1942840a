//! The walk line by line: for screen readers, terminals that cannot do more, and scripts.
//!
//! It follows the same rules as the screen, for all of them are the session's. Every question
//! stands by itself; nothing is drawn. A conversation is filed after every line that changes it,
//! so that whatever ends the program ends nothing else.

mod also;
mod answer;
mod at_end;
mod begin;
mod calendar;
mod card;
mod details;
mod due;
mod earlier;
mod ending;
mod fate;
mod go_on;
mod guide;
mod live;
mod practise;
mod question;
mod ready;
mod review;
mod rows;
mod steps;
mod table;
mod talk;
mod today;
mod wording;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

pub use self::begin::{Begun, ask_for};
use self::ending::Came;
pub use self::practise::practise;
pub use self::talk::Talk;
use self::talk::{Command, HELP, Said};
pub use self::today::{Wanted, today};
use self::wording::Hints;
use crate::catalog::Catalog;
use crate::document::{Meeting, Status};
use crate::playbook::{Answer, FieldRef, Kind, Playbook};
use crate::practise::Section;
use crate::session::{Edit, Missing, Session, Target, Touched};
use crate::store::telling::{self, Learnt};
use crate::store::{Filed, Open, Store, StoreError, Unfiled};
use crate::text;

/// How a walk ended.
#[derive(Debug)]
pub struct Walked {
    /// Whether the input and output lasted.
    pub talked: io::Result<()>,
    /// Why the note could not be saved, if it could not.
    pub unsaved: Option<String>,
    /// Whether all of it is in a draft then.
    pub is_in_draft: bool,
    /// Where to go on, if the advisor wants to.
    pub go_on: Option<GoOn>,
}

/// Where it goes on behind the end.
#[derive(Clone, Debug)]
pub enum GoOn {
    /// With another playbook and the same client.
    With(Arc<Playbook>),
    /// In the conversation with this id, before or after this one.
    In(String),
}

/// Where to go from a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Go {
    Next,
    Back,
    Stop,
    To(Place),
    /// To the end of the walk.
    End,
}

/// What to do after a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// Wait for another line.
    Wait,
    /// Say the question again.
    Ask,
    Go(Go),
}

/// A stop on the way: a step, and the field asked for. A step without fields is a stop, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    step: usize,
    field: Option<usize>,
}

struct Walk<'a, 'b> {
    talk: &'a mut Talk<'b>,
    open: &'a mut Open,
    store: &'a Store,
    /// Why the last try to save failed.
    trouble: Option<String>,
    unfiled: Unfiled,
    /// The step that was named last.
    in_step: Option<usize>,
    introduced: BTreeSet<usize>,
    /// The playbooks that can go on.
    catalog: &'a Catalog,
    /// What was taken.
    go_on: Option<GoOn>,
    /// What was missing when the end said so last.
    missing: Vec<Missing>,
    /// The question is one that was missing at the end: behind it, the end comes again.
    returns: bool,
    /// How one came to the end.
    came: Came,
    /// The day of the meeting was asked for at the end: once is enough.
    asked_meeting: bool,
    /// What was said of questions that could be asked in another way.
    hints: Hints,
    /// The folder that files for others go into.
    exports: &'a Path,
    /// It was closed in this walk.
    is_closed: bool,
    /// What was learnt with others.
    learnt: Vec<Learnt>,
}

/// Where a walk begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beginning {
    /// Where the conversation stands.
    #[default]
    Place,
    /// With its call.
    Live,
}

/// Walks through a conversation.
pub fn walk(
    talk: &mut Talk<'_>,
    open: &mut Open,
    store: &Store,
    catalog: &Catalog,
    exports: &Path,
    beginning: Beginning,
) -> Walked {
    let introduced = BTreeSet::new();
    store.begin_sitting(&open.session.head().id);
    let (trouble, unfiled) = (None, Unfiled::default());
    let (session, now) = (&open.session, talk.clock.now());
    let learnt = telling::lessons(store.folder(), session.playbook(), session.head(), now);
    let mut walk = Walk {
        talk,
        open,
        store,
        trouble,
        unfiled,
        in_step: None,
        introduced,
        catalog,
        go_on: None,
        missing: Vec::new(),
        returns: false,
        came: Came::default(),
        asked_meeting: false,
        hints: Hints::default(),
        exports,
        is_closed: false,
        learnt,
    };
    let talked = walk.run(beginning);
    if talked.is_err() {
        // Nobody hears us any more; what was answered is kept all the same.
        walk.trouble = walk.try_to_save();
    }
    Walked { talked, unsaved: walk.trouble, is_in_draft: walk.unfiled.is_kept(), go_on: walk.go_on }
}

impl Walk<'_, '_> {
    fn run(&mut self, beginning: Beginning) -> io::Result<()> {
        self.greet()?;
        let mut place = self.first_place();
        let mut live = beginning == Beginning::Live;
        loop {
            let go = match place {
                Some(at) if std::mem::take(&mut live) => self.live(at.step)?,
                Some(at) => self.visit(at)?,
                None => self.ending()?,
            };
            let returns = std::mem::take(&mut self.returns);
            place = match (go, place) {
                (Go::Next | Go::Back, Some(_)) if returns => {
                    self.came = Came::Again;
                    None
                }
                (Go::Next, Some(at)) => {
                    self.came = Came::Through;
                    self.after(at)
                }
                (Go::Next, None) | (Go::Stop, _) => return self.leave(),
                (Go::To(to), at) => {
                    // Only from the end does one come back there.
                    self.returns = returns && at.is_none();
                    Some(to)
                }
                (Go::End, _) => {
                    self.came = Came::Asked;
                    None
                }
                (Go::Back, at) => match self.before(at) {
                    Some(before) => Some(before),
                    None => {
                        self.talk.say("This is the first question.")?;
                        at
                    }
                },
            };
        }
    }

    fn greet(&mut self) -> io::Result<()> {
        let head = self.session().head();
        let mut greeting = format!("{}: {}", self.session().playbook().title, head.client_said());
        if let Some(at) = head.meeting.at {
            greeting.push_str(&format!("\nMeeting: {}.", at.in_full()));
        }
        if head.status == Status::Closed {
            greeting.push_str("\nThis conversation is closed. You can still read and change it.");
        }
        if let Some(other) = self.session().other_playbook() {
            greeting.push_str(&format!("\n{}.", other));
        }
        greeting.push_str("\nEvery answer is saved as you give it. Type ? at any prompt for help.");
        self.talk.say(&greeting)
    }

    fn session(&self) -> &Session {
        &self.open.session
    }

    /// Where the advisor stood, or the nearest place after it that is not passed over.
    fn first_place(&self) -> Option<Place> {
        let (step, field) = self.session().position();
        let places = self.places();
        let behind = |p: &&Place| (p.step, p.field) >= (step, field);
        places.iter().find(behind).or(places.last()).copied()
    }

    /// All stops there are by the answers so far.
    fn places(&self) -> Vec<Place> {
        let session = self.session();
        let mut places = Vec::new();
        for (step, s) in session.playbook().steps.iter().enumerate() {
            if !session.step_is_asked(step) {
                continue;
            }
            let fields = (0..s.fields.len()).filter(|f| session.is_asked(FieldRef { step, field: *f }));
            let before = places.len();
            places.extend(fields.map(|field| Place { step, field: Some(field) }));
            if places.len() == before {
                places.push(Place { step, field: None });
            }
        }
        places
    }

    fn after(&self, at: Place) -> Option<Place> {
        self.places().into_iter().find(|p| (p.step, p.field) > (at.step, at.field))
    }

    /// The place before another, or the last one.
    fn before(&self, at: Option<Place>) -> Option<Place> {
        let before = |p: &Place| at.is_none_or(|at| (p.step, p.field) < (at.step, at.field));
        self.places().into_iter().rfind(before)
    }

    /// Asks one question.
    fn visit(&mut self, at: Place) -> io::Result<Go> {
        // What the playbook fills in stands there before the step is named, as on the screen.
        if self.open.session.arrive(at.step, self.talk.clock.now()) {
            self.save()?;
        }
        self.enter_step(at.step)?;
        self.open.session.stand_at(at.step, at.field);
        let Some(field) = at.field else {
            return self.pause(at);
        };
        let field = FieldRef { step: at.step, field };
        loop {
            self.say_question(field)?;
            let is_table = self.session().table(field).is_some();
            let broken = matches!(self.session().held(field), Some(Answer::Verbatim(_)));
            let then = if is_table && !broken { self.ask_rows(at, field)? } else { self.listen(at, field)? };
            if let Then::Go(go) = then {
                if go != Go::Stop {
                    self.say_hints(field)?;
                }
                return Ok(go);
            }
        }
    }

    /// A step in which there is nothing to fill in.
    fn pause(&mut self, at: Place) -> io::Result<Go> {
        self.talk.say_apart("There is nothing to fill in here. Enter goes on.")?;
        loop {
            match self.talk.hear()? {
                Said::Nothing => return Ok(Go::Next),
                Said::Text(_) => {
                    self.talk.say("Enter goes on. To keep what you typed, begin with note: note TEXT.")?;
                }
                Said::Command(command) => {
                    if let Then::Go(go) = self.obey(command, at)? {
                        return Ok(go);
                    }
                }
            }
        }
    }

    /// Takes lines for a field until the advisor goes on.
    fn listen(&mut self, at: Place, field: FieldRef) -> io::Result<Then> {
        let multiline = self.session().playbook().field(field).kind.is_multiline();
        loop {
            let typed = match self.talk.hear()? {
                Said::Nothing => return Ok(Then::Go(Go::Next)),
                Said::Command(command) => match self.obey(command, at)? {
                    Then::Wait => continue,
                    then => return Ok(then),
                },
                Said::Text(typed) => typed,
            };
            if multiline {
                self.add_line(field, &typed)?;
                continue;
            }
            let now = self.talk.clock.now();
            match answer::understand(self.session(), field, &typed, now) {
                Ok(answer) => {
                    self.set(field, (!answer.is_blank()).then_some(answer))?;
                    self.say_answer(field)?;
                    return Ok(Then::Go(Go::Next));
                }
                Err(why) => self.talk.say(&why)?,
            }
        }
    }

    /// Adds a line to a text or list. What stands there stays: only `clear` takes it away.
    fn add_line(&mut self, field: FieldRef, line: &str) -> io::Result<()> {
        let is_list = matches!(self.session().playbook().field(field).kind, Kind::List { .. });
        let answer = match self.session().held(field) {
            // A list made by hand, in which not every line is an item of ours.
            Some(Answer::Verbatim(text)) if is_list => Answer::Verbatim(format!("{text}\n- {line}")),
            Some(Answer::Text(text) | Answer::Verbatim(text)) => Answer::Text(format!("{text}\n{line}")),
            _ => Answer::Text(line.to_owned()),
        };
        let now = self.talk.clock.now();
        self.apply(Edit::Answer { field, answer: Some(answer) }, now)
    }

    fn set(&mut self, field: FieldRef, answer: Option<Answer>) -> io::Result<()> {
        let now = self.talk.clock.now();
        let edit = self.session().choose(field, answer, now);
        self.apply(edit, now)
    }

    fn apply(&mut self, edit: Edit, now: chrono::DateTime<chrono::FixedOffset>) -> io::Result<()> {
        if self.open.session.apply(edit, now) { self.save() } else { Ok(()) }
    }

    /// Does what can be asked for at any prompt.
    fn obey(&mut self, command: Command, at: Place) -> io::Result<Then> {
        match command {
            Command::Help => self.talk.say(HELP)?,
            Command::Guide => {
                self.say_guide(at.step)?;
                return Ok(Then::Ask);
            }
            Command::Responses => {
                self.say_responses(at.step)?;
                return Ok(Then::Ask);
            }
            Command::Sources => {
                self.say_sources()?;
                return Ok(Then::Ask);
            }
            Command::Back => return Ok(Then::Go(Go::Back)),
            Command::Skip => return Ok(Then::Go(Go::Next)),
            Command::Stop => return Ok(Then::Go(Go::Stop)),
            Command::Clear => {
                let Some(field) = at.field else { return Ok(Then::Ask) };
                let field = FieldRef { step: at.step, field };
                // What was no such answer moves to the notes: nothing is thrown away that did not read.
                let noted = matches!(self.session().held(field), Some(Answer::Verbatim(_)));
                self.set(field, None)?;
                self.talk.say(if noted {
                    "The answer is empty now. What stood there is in the notes."
                } else {
                    "The answer is empty now."
                })?;
                return Ok(Then::Ask);
            }
            Command::Undo => {
                self.take_back()?;
                return Ok(Then::Ask);
            }
            Command::Redo => {
                self.bring_back()?;
                return Ok(Then::Ask);
            }
            Command::Ready => self.say_ready()?,
            Command::Card => {
                self.say_card()?;
                return Ok(Then::Ask);
            }
            Command::Details => {
                self.ask_details()?;
                return Ok(Then::Ask);
            }
            Command::Steps => {
                self.say_steps()?;
                return Ok(Then::Ask);
            }
            Command::Step(n) => {
                return Ok(self.place_of_step(n)?.map_or(Then::Wait, |place| Then::Go(Go::To(place))));
            }
            Command::Finish => return Ok(Then::Go(Go::End)),
            Command::Live => return Ok(Then::Go(self.live(at.step)?)),
            Command::Settle => {
                self.settle(at)?;
                return Ok(Then::Ask);
            }
            Command::Practise => {
                practise(self.talk, &self.open.session, Section::All)?;
                return Ok(Then::Ask);
            }
            Command::Rewrite(nth, words) => self.rewrite(nth, &words)?,
            Command::Note(note) => self.note(at.step, &note)?,
            Command::Meeting(typed) => self.set_meeting(&typed)?,
        }
        Ok(Then::Wait)
    }

    /// Takes back the last change of this sitting, and says where it was.
    fn take_back(&mut self) -> io::Result<()> {
        let Some(touched) = self.open.session.undo() else {
            return self.talk.say("There is nothing to take back.");
        };
        self.say_touched(&touched, "The last change is taken back")
    }

    /// Does again what was taken back, and says where it was.
    fn bring_back(&mut self) -> io::Result<()> {
        let Some(touched) = self.open.session.redo() else {
            return self.talk.say("There is nothing to bring back.");
        };
        self.say_touched(&touched, "What was taken back is there again")
    }

    fn say_touched(&mut self, touched: &Touched, what: &str) -> io::Result<()> {
        let session = self.session();
        let place = touched.target.map(|target| match target {
            Target::Field(field) | Target::Cell { field, .. } => {
                session.fill(&session.playbook().field(field).label)
            }
            Target::Note { step, .. } => format!("the notes to {}", session.playbook().steps[step].title),
        });
        let place = place.map(|place| format!(", in \"{place}\"")).unwrap_or_default();
        self.save()?;
        self.talk.say(&format!("{what}{place}."))
    }

    fn note(&mut self, step: usize, note: &str) -> io::Result<()> {
        let now = self.talk.clock.now();
        let edit = self.session().add_note(step, note, now);
        self.apply(edit, now)?;
        self.talk.say(&format!("Noted at {}.", now.format("%H:%M")))
    }

    fn set_meeting(&mut self, typed: &str) -> io::Result<()> {
        let Some(when) = begin::understand_meeting(self.talk, typed)? else { return Ok(()) };
        let meeting = Meeting { at: Some(when), ..self.session().head().meeting.clone() };
        self.apply(Edit::Meeting(meeting), self.talk.clock.now())
    }

    fn try_to_save(&mut self) -> Option<String> {
        if self.session().revision() == 0 {
            return None;
        }
        self.file().err().map(|error| error.reason_first())
    }

    /// Files the note, or keeps it in a draft.
    fn file(&mut self) -> Result<Filed, StoreError> {
        let (now, before) = (self.talk.clock.now(), self.open.base.clone());
        let filed = self.open.file(self.store, now);
        match &filed {
            Ok(_) => self.unfiled.filed(self.store),
            Err(_) => {
                self.unfiled.keep(self.store, self.open, &before, now);
            }
        }
        filed
    }

    /// Files the note. Says nothing if that works, and the reason once if it does not.
    fn save(&mut self) -> io::Result<()> {
        match self.file() {
            Ok(filed) => {
                if self.trouble.take().is_some() {
                    self.talk.say("Saved again.")?;
                }
                if filed.conflicts > 0 {
                    let places = text::count(filed.conflicts, "place");
                    self.talk.say(&format!(
                        "Somebody else wrote in the same {places} meanwhile. Both are kept: see Also written \
                         elsewhere in the note."
                    ))?;
                } else if filed.is_merged {
                    self.talk.say("Somebody else changed this note meanwhile. Both are in it.")?;
                }
            }
            Err(error) => {
                let reason = error.reason_first();
                if self.trouble.as_ref() != Some(&reason) {
                    let told = match self.unfiled.is_kept() {
                        true => {
                            format!("NOT SAVED in the note (every word is in the draft): {reason}\nGo on:")
                        }
                        false => format!("NOT SAVED: {reason}\nGo on: your words are kept here, and"),
                    };
                    self.talk.say(&format!("{told} every answer tries again."))?;
                    self.trouble = Some(reason);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

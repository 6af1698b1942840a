//! What may happen.

use super::*;

#[derive(Clone, Debug)]
pub(super) enum Happening {
    Key(Chord),
    Text(String),
    /// A sign that stands nowhere else: it must not be lost.
    Sign,
    Paste(String),
    /// A paste with a sign in its middle.
    PasteSign(String),
    Click {
        x: u16,
        y: u16,
        double: bool,
        extend: bool,
    },
    Thrice {
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
    /// A click on the nth label of the footer.
    Label(usize),
    /// The nth of all actions.
    Act(usize),
    Resize {
        width: u16,
        height: u16,
    },
    Wait(u64),
    Focus,
    Disk(Disk),
    /// Another goodterms has what is opened from now on, or has let go of it.
    Holder(bool),
    /// Somebody writes in the nth note.
    Written {
        nth: usize,
        what: Written,
    },
    /// The playbooks in the folder are others by now.
    Playbooks(usize),
    /// The notes folder cannot be read.
    NoFolder,
    /// Everything is mended, and what is said to be saved is looked at.
    Calm,
}

/// What a disk does from now on.
#[derive(Clone, Copy, Debug)]
pub(super) enum Disk {
    /// It takes nothing.
    Refuses,
    /// It takes drafts.
    RefusesNotes,
    /// It does not answer when something is written.
    IsSilent,
    /// It takes its time with what is read.
    IsSlow,
    HasRead,
    Works,
}

/// What somebody writes elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written {
    Note,
    /// Into the first text there is, behind or in the place of what it says.
    Behind,
    Instead,
    Closed,
    /// Something of theirs between ours.
    Foreign,
}

fn chord() -> impl Strategy<Value = Chord> {
    let known: Vec<_> = keys::TABLE.iter().flat_map(|binding| binding.chords).copied().collect();
    let key = prop_oneof![
        proptest::sample::select(vec![
            Key::Enter,
            Key::Esc,
            Key::Tab,
            Key::Backspace,
            Key::Delete,
            Key::Insert,
            Key::Up,
            Key::Down,
            Key::Left,
            Key::Right,
            Key::Home,
            Key::End,
            Key::PageUp,
            Key::PageDown,
        ]),
        (1_u8..25).prop_map(Key::F),
        proptest::char::range('a', 'z').prop_map(Key::Char),
        proptest::sample::select(vec!['1', ' ', '/', '?', 'é', '李']).prop_map(Key::Char),
    ];
    let any = (key, 0..6, any::<bool>()).prop_map(|(key, modifier, shift)| {
        let alt = modifier == 0;
        // A character without any of them is text.
        let ctrl = !alt && (modifier > 3 || matches!(key, Key::Char(_)));
        Chord { key, ctrl, alt, shift: shift && !matches!(key, Key::Char(_)) }
    });
    // Characters that are keys come as text.
    let known = proptest::sample::select(known)
        .prop_filter("it is text", |chord| chord.ctrl || chord.alt || !matches!(chord.key, Key::Char(_)));
    prop_oneof![4 => known, 1 => any]
}

/// Anywhere, mostly on the screen.
fn at() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        4 => (0_u16..84, 0_u16..26),
        2 => (0_u16..130, 0_u16..45),
        1 => (0_u16..520, 0_u16..210),
        1 => prop_oneof![Just((u16::MAX, u16::MAX)), Just((0, u16::MAX)), Just((u16::MAX, 0))],
    ]
}

fn size() -> impl Strategy<Value = (u16, u16)> {
    prop_oneof![
        4 => proptest::sample::select(vec![(120, 40), (80, 24), (60, 20), (100, 30), (40, 10), (1, 1)]),
        4 => (36_u16..140, 8_u16..45),
        1 => (1_u16..60, 1_u16..20),
        1 => (1_u16..=500, 1_u16..=200),
    ]
}

fn paste() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z |#\r\n\t李\u{202e}\u{1b}]{0,60}",
        2 => "(\\+\\+\\+|## x|- \\[x\\] y|> z|\\| a \\| b \\||1\\. c|\\{#a\\.b\\}|\n| ){1,8}",
        2 => "(Did you like it\\?|What now, and what did you do\\?|You never call|\n| ){1,6}",
        1 => "[a-zא-ת李👩é\u{301}\u{200d}\u{9b}\u{7f} \r\n\t]{500,3000}",
    ]
}

fn disk() -> impl Strategy<Value = Disk> {
    use Disk as D;
    proptest::sample::select(vec![
        D::Refuses,
        D::RefusesNotes,
        D::IsSilent,
        D::IsSlow,
        D::HasRead,
        D::HasRead,
        D::Works,
        D::Works,
    ])
}

fn written() -> impl Strategy<Value = Written> {
    use Written as W;
    proptest::sample::select(vec![W::Note, W::Behind, W::Instead, W::Closed, W::Foreign])
}

pub(super) fn happening() -> impl Strategy<Value = Happening> {
    use Happening as H;
    let text = "[a-zA-Z0-9 @\"!?/李👩é\u{301}א\u{200f}\u{202e}\u{200d}\u{fe0f}\u{7}\t]{1,4}";
    prop_oneof![
        22 => chord().prop_map(H::Key),
        8 => text.prop_map(H::Text),
        7 => Just(H::Sign),
        1 => paste().prop_map(H::Paste),
        1 => paste().prop_map(H::PasteSign),
        3 => (at(), any::<bool>(), any::<bool>())
            .prop_map(|((x, y), double, extend)| H::Click { x, y, double, extend }),
        1 => at().prop_map(|(x, y)| H::Thrice { x, y }),
        2 => at().prop_map(|(x, y)| H::Drag { x, y }),
        1 => (at(), any::<bool>()).prop_map(|((x, y), down)| H::Wheel { x, y, down }),
        2 => (0_usize..12).prop_map(H::Label),
        2 => (0_usize..40).prop_map(H::Act),
        2 => size().prop_map(|(width, height)| H::Resize { width, height }),
        2 => proptest::sample::select(vec![0, 1, 3, 6, 11]).prop_map(H::Wait),
        1 => Just(H::Focus),
        2 => disk().prop_map(H::Disk),
        1 => proptest::bool::weighted(0.3).prop_map(H::Holder),
        2 => (0_usize..40, written()).prop_map(|(nth, what)| H::Written { nth, what }),
        1 => (0_usize..places::VERSIONS).prop_map(H::Playbooks),
        1 => prop_oneof![1 => Just(H::NoFolder), 3 => Just(H::Calm)],
    ]
}

/// A chord as `Desk::press` reads it.
fn name(chord: Chord) -> String {
    let base = match chord.key {
        Key::Char(' ') => "space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::F(n) => format!("f{n}"),
        Key::Backspace => "bs".to_owned(),
        Key::Delete => "del".to_owned(),
        Key::Insert => "ins".to_owned(),
        Key::PageUp => "pgup".to_owned(),
        Key::PageDown => "pgdn".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    let held = [(chord.ctrl, "c-"), (chord.alt, "a-"), (chord.shift, "s-")];
    let held: String = held.iter().filter(|(is_held, _)| *is_held).map(|(_, name)| *name).collect();
    format!("<{held}{base}>")
}

/// Keys as `Desk::keys` reads them, if it can.
pub(super) fn as_keys(event: &Event) -> Option<String> {
    match event {
        Event::Key(chord) => Some(name(*chord)),
        Event::Text(text) if text.chars().count() == 1 && !text.contains(char::is_control) => {
            Some(text.replace('<', "<lt>").replace('\\', "\\\\").replace('"', "\\\""))
        }
        _ => None,
    }
}

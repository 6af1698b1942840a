//! Colours. Nothing is told by colour alone: each mark has a sign or a word beside it.

use ratatui::style::{Color, Modifier, Style};

use crate::config;

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colours {
    /// `NO_COLOR`, or a terminal without: bold, dim and reverse only.
    None,
    /// The sixteen that every terminal has.
    Sixteen,
    /// All of them.
    True,
}

/// The styles a screen is drawn with.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Ordinary text, and the ground.
    pub text: Style,
    /// Help, sources, counts.
    pub quiet: Style,
    /// Titles and labels.
    pub strong: Style,
    /// Where one is, what one can press.
    pub accent: Style,
    pub good: Style,
    pub warning: Style,
    pub bad: Style,
    /// The marked row of a list, selected text.
    pub marked: Style,
}

impl Theme {
    /// The theme that the config asks for.
    pub fn of(theme: config::Theme, colours: Colours) -> Self {
        let bold = Modifier::BOLD;
        if colours == Colours::None {
            let plain = Style::new();
            return Self {
                text: plain,
                quiet: plain.add_modifier(Modifier::DIM),
                strong: plain.add_modifier(bold),
                accent: plain.add_modifier(bold),
                good: plain,
                warning: plain.add_modifier(bold),
                bad: plain.add_modifier(bold.union(Modifier::REVERSED)),
                marked: plain.add_modifier(Modifier::REVERSED),
            };
        }
        match theme {
            config::Theme::Default => {
                // Only the terminal's own colours, so that it fits light and dark alike.
                let plain = Style::new();
                Self {
                    text: plain,
                    quiet: plain.add_modifier(Modifier::DIM),
                    strong: plain.add_modifier(bold),
                    accent: plain.fg(Color::Cyan).add_modifier(bold),
                    good: plain.fg(Color::Green),
                    warning: plain.fg(Color::Yellow).add_modifier(bold),
                    bad: plain.fg(Color::Red).add_modifier(bold),
                    marked: plain.add_modifier(Modifier::REVERSED),
                }
            }
            config::Theme::Light if colours == Colours::True => Self::on(
                rgb(0xfb_fa_f7),
                [0x1d_1d_1b, 0x5c_5a_55, 0x00_56_5c, 0x2a_61_18, 0x7a_4d_00, 0xa3_16_1a].map(rgb),
                rgb(0xcf_e6_e8),
            ),
            config::Theme::Dark if colours == Colours::True => Self::on(
                rgb(0x1b_1c_1f),
                [0xe6_e4_de, 0xa3_a1_9b, 0x7f_d0_d6, 0x9c_cf_86, 0xe8_b7_5e, 0xff_9a_90].map(rgb),
                rgb(0x2f_4a_4d),
            ),
            config::Theme::Light => Self::on(
                Color::White,
                [Color::Black, Color::DarkGray, Color::Blue, Color::Green, Color::Magenta, Color::Red],
                Color::Gray,
            ),
            config::Theme::Dark => Self::on(
                Color::Black,
                [
                    Color::White,
                    Color::Gray,
                    Color::LightCyan,
                    Color::LightGreen,
                    Color::LightYellow,
                    Color::LightRed,
                ],
                Color::DarkGray,
            ),
        }
    }

    fn on(ground: Color, [text, quiet, accent, good, warning, bad]: [Color; 6], marked: Color) -> Self {
        let on = |color: Color| Style::new().bg(ground).fg(color);
        let bold = Modifier::BOLD;
        Self {
            text: on(text),
            quiet: on(quiet),
            strong: on(text).add_modifier(bold),
            accent: on(accent).add_modifier(bold),
            good: on(good),
            warning: on(warning).add_modifier(bold),
            bad: on(bad).add_modifier(bold),
            marked: Style::new().bg(marked).fg(text),
        }
    }
}

fn rgb(n: u32) -> Color {
    let [_, r, g, b] = n.to_be_bytes();
    Color::Rgb(r, g, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color) -> f64 {
        let Color::Rgb(r, g, b) = color else { panic!("{color:?}") };
        let channel = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    #[test]
    fn light_and_dark_can_be_read() {
        for theme in [config::Theme::Light, config::Theme::Dark] {
            let t = Theme::of(theme, Colours::True);
            for style in [t.text, t.quiet, t.strong, t.accent, t.good, t.warning, t.bad, t.marked] {
                let (a, b) = (luminance(style.fg.unwrap()), luminance(style.bg.unwrap()));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{theme:?} {style:?} {contrast:.1}");
            }
        }
    }

    #[test]
    fn without_colour_there_is_none() {
        let t = Theme::of(config::Theme::Dark, Colours::None);
        for style in [t.text, t.quiet, t.strong, t.accent, t.good, t.warning, t.bad, t.marked] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}

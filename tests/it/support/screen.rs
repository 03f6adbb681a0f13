//! Types keys into the cockpit and shows what a person would see: the text, and what each character is.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Style;
use standfast::app::Standfast;
use standfast::config::{Config, Environment};
use standfast::tui::event::{Event, Mouse, MouseAct};
use standfast::tui::look;
use standfast::tui::pane::{self, Pane};
use standfast::tui::shell::{Effect, Shell};
use standfast::tui::theme::{Role, Theme};
use standfast::tui::welcome::FirstRun;

/// A cockpit on a screen that only the test sees.
pub struct Screen {
    pub shell: Shell,
    terminal: Terminal<TestBackend>,
    theme: Theme,
    /// What the loop would have been asked to do.
    pub effects: Vec<Effect>,
}

impl Screen {
    /// Opens the cockpit on a database, on a screen of 100×30.
    pub fn open(standfast: Standfast) -> Self {
        Self::with(pane::all(), standfast, (100, 30), &[])
    }

    /// Opens it with other tabs, on another screen, with more in the environment.
    pub fn with(
        panes: Vec<Box<dyn Pane>>,
        standfast: Standfast,
        size: (u16, u16),
        environment: &[(&str, &str)],
    ) -> Self {
        let mut variables = vec![("LANG", "C.UTF-8"), ("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
        variables.retain(|(name, _)| environment.iter().all(|(other, _)| other != name));
        variables.extend_from_slice(environment);
        let config = Config::load(Environment::of(&variables));
        let theme = look::Look::choose(&config).unwrap().theme;
        let shell = Shell::new(standfast, FirstRun::default(), panes, &config).unwrap();
        let terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
        let mut screen = Self { shell, terminal, theme, effects: Vec::new() };
        screen.resize(size);
        screen
    }

    /// Types keys: `3/mesos<enter>L`, with names in angle brackets and `<lt>` for the bracket itself.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for chord in chords(keys) {
            self.event(Event::Key(chord.parse().unwrap()));
        }
        self
    }

    /// Something else happens.
    pub fn event(&mut self, event: Event) -> &mut Self {
        let now = self.shell.standfast().now();
        self.shell.handle(event, now);
        self.effects.extend(self.shell.take_effects());
        self.draw()
    }

    /// Draws what is open.
    pub fn draw(&mut self) -> &mut Self {
        let Self { terminal, shell, .. } = self;
        terminal.draw(|frame| shell.render(frame)).unwrap();
        self
    }

    /// Presses the mouse on the first place where `words` stand.
    pub fn press(&mut self, words: &str) -> &mut Self {
        let text = self.text();
        let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let x = line[..line.find(words).unwrap()].chars().count();
        let (x, y) = (u16::try_from(x).unwrap(), u16::try_from(y).unwrap());
        self.event(Event::Mouse(Mouse { x, y, act: MouseAct::Press }))
    }

    /// The terminal gets another size.
    pub fn resize(&mut self, size: (u16, u16)) -> &mut Self {
        self.terminal.backend_mut().resize(size.0, size.1);
        self.event(Event::Resize(size.0, size.1))
    }

    /// The characters on the screen.
    pub fn text(&self) -> String {
        self.lines(|cell| cell.symbol().to_owned())
    }

    /// One letter for what each character is (`Role::ALL`); where styles are the same, the first of their roles.
    pub fn roles(&self) -> String {
        self.lines(|cell| self.letter(cell.style()).to_string())
    }

    /// Text and roles, one above the other, as a snapshot holds them.
    pub fn both(&self) -> String {
        format!("{}\n{}", self.text(), self.roles())
    }

    /// Whether anything on the screen has a colour.
    pub fn has_colours(&self) -> bool {
        let coloured = |colour: ratatui::style::Color| colour != ratatui::style::Color::Reset;
        self.terminal.backend().buffer().content.iter().any(|cell| coloured(cell.fg) || coloured(cell.bg))
    }

    /// Whether the cockpit wants to be left.
    pub fn has_quit(&self) -> bool {
        self.effects.contains(&Effect::Quit)
    }

    fn lines(&self, show: impl Fn(&ratatui::buffer::Cell) -> String) -> String {
        let buffer = self.terminal.backend().buffer();
        let width = usize::from(buffer.area.width).max(1);
        let rows = buffer.content.chunks(width).map(|row| {
            let mut covered = 0;
            let mut line = String::new();
            for cell in row {
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                covered = standfast::domain::text::width(cell.symbol()).saturating_sub(1);
                line.push_str(&show(cell));
            }
            line.trim_end().to_owned()
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    fn letter(&self, style: Style) -> char {
        let plain = |style: Style| {
            let reset = |colour: Option<ratatui::style::Color>| colour.filter(|c| *c != ratatui::style::Color::Reset);
            (reset(style.fg), reset(style.bg), style.add_modifier)
        };
        let wanted = plain(style);
        let fits = |other: Style| {
            let other = plain(other);
            other.0 == wanted.0 && (other.1.is_none() || other.1 == wanted.1) && other.2 == wanted.2
        };
        let grounded = Role::ALL.iter().find(|(role, _)| plain(self.theme.style(*role)) == wanted);
        let found = grounded.or_else(|| Role::ALL.iter().find(|(role, _)| fits(self.theme.style(*role))));
        match found {
            Some((Role::Text | Role::Popup, _)) => ' ',
            Some((_, letter)) => *letter,
            None => '?',
        }
    }
}

/// The chords of a text: each character, or a name in angle brackets.
fn chords(keys: &str) -> Vec<String> {
    let mut chords = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|after| after.split_once('>'));
        if let Some((name, after)) = named {
            chords.push(if name == "lt" { "<".to_owned() } else { name.to_owned() });
            rest = after;
        } else {
            chords.push(c.to_string());
            rest = &rest[c.len_utf8()..];
        }
    }
    chords
}

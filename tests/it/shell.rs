//! The shell of the cockpit: first run, help, palette, history, messages, forms, themes, sizes.

use crate::ground::{fixture, monday};
use crate::support::screen::Screen;
use ratatui::Frame;
use ratatui::layout::Rect;
use standfast::app::Standfast;
use standfast::app::change::Changed;
use standfast::app::item::NewItem;
use standfast::domain::item::Criterion;
use standfast::domain::points::Points;
use standfast::domain::tables::Table;
use standfast::error::{Result, refuse};
use standfast::rules::{Refusal, Rule};
use standfast::tui::command::Command;
use standfast::tui::event::Event;
use standfast::tui::kit::form::{Beside, Form};
use standfast::tui::pane::{Pane, Tab};
use standfast::tui::scope::Scope;
use standfast::tui::shell::Effect;
use standfast::tui::theme::Role;
use standfast::tui::view::{Ctx, Next, View, tables};
use standfast::tui::widget::pen::Pen;

/// A pane that shows how many items there are, adds one, and refuses.
#[derive(Default)]
pub struct Counting {
    items: i64,
    loads: usize,
}

impl View for Counting {
    fn scope(&self) -> Scope {
        Scope::Backlog
    }

    fn update(&mut self, command: Command, standfast: &mut Standfast) -> Result<Next> {
        match command {
            Command::Open => Ok(Next::ask(form(standfast))),
            Command::Find => refuse(Rule::L7, "PAY-1 is in locked sprint 7. Request the change, or wait for planning."),
            Command::Select => {
                let details = vec!["PAY-1: no estimate".to_owned(), "PAY-2: no criteria".to_owned()];
                Err(Refusal::new(Rule::L4, "Sprint 1 cannot be locked yet.").with_details(details).into())
            }
            Command::Copy => Ok(Next::Copy("PAY-1".to_owned(), "Retry webhooks".to_owned())),
            _ => Ok(Next::Nothing),
        }
    }

    fn why_not(&self, command: Command) -> Option<String> {
        (command == Command::Top).then(|| "The list is at its top.".to_owned())
    }

    fn reads(&self) -> Changed {
        tables(&[Table::Item])
    }

    fn load(&mut self, _: Rect, standfast: &Standfast) -> Result<()> {
        self.items = standfast.backlog_totals()?.open;
        self.loads += 1;
        Ok(())
    }

    fn render(&self, frame: &mut Frame<'_>, area: Rect, ctx: &Ctx<'_>) {
        let words = format!("{} items, read {} times", self.items, self.loads);
        Pen::new(frame, area, ctx).text(1, 0, area.width, &words, Role::Text);
    }

    fn status(&self) -> String {
        format!("1 of {}", self.items)
    }
}

impl Pane for Counting {
    fn tab(&self) -> &'static Tab {
        Tab::of(Scope::Backlog)
    }
}

fn form(standfast: &Standfast) -> Form {
    let calendar = standfast.calendar().unwrap();
    let members = standfast.members().unwrap().into_iter().map(|member| member.name).collect();
    Form::new("Add an item", |standfast, answers| {
        if answers.text("title").contains("forbidden") {
            return Err(Refusal::new(Rule::I1, "That title is forbidden.").into()).beside("title");
        }
        let new = NewItem {
            title: answers.text("title").to_owned(),
            points: answers.points("points"),
            criteria: answers.criteria("criteria").iter().map(|c| c.text.clone()).collect(),
            ..NewItem::default()
        };
        Ok(Next::from(standfast.add_item(&new)?))
    })
    .line("title", "Title", "")
    .hint("one line")
    .choice("kind", "Kind", &["story", "bug", "task", "spike"], "story")
    .points("points", "Points", Points::new(3.0))
    .complete("assignee", "Assignee", "", members)
    .date("due", "Due", None, standfast.today(), &calendar)
    .criteria("criteria", "Criteria", &[Criterion { text: "It works.".to_owned(), met: true }])
    .lines("description", "Description", "")
}

fn screen() -> (Screen, crate::ground::Folder) {
    sized((80, 24))
}

fn sized(size: (u16, u16)) -> (Screen, crate::ground::Folder) {
    let fixture = fixture();
    let screen = Screen::with(vec![Box::new(Counting::default())], fixture.team, size, &[]);
    (screen, fixture.folder)
}

#[test]
fn first_run_offers_a_team_and_founds_it() {
    let folder = tempfile::tempdir().unwrap();
    let empty = Standfast::create(&folder.path().join("x.db"), monday(), "fay").unwrap();
    let mut screen = Screen::with(vec![Box::new(Counting::default())], empty, (80, 24), &[]);
    assert!(screen.text().contains("Create a team"), "{}", screen.text());
    screen.keys("u");
    assert!(screen.text().contains("There is no team yet."), "{}", screen.text());
    screen.keys("<enter>Pay<tab>pay!<tab><tab>Ann, 80, backend<enter>Ben<ctrl-s>");
    assert!(screen.text().contains("A prefix is 1 to 10 letters"), "{}", screen.text());
    screen.keys("<backtab><backtab><backtab><tab><backspace><ctrl-s>");
    assert!(screen.text().contains("Founded team Pay: items are PAY-1"), "{}", screen.text());
    assert_eq!(screen.shell.standfast().members().unwrap()[0].allocation, 80.into());
}

#[test]
fn the_screen_from_top_to_bottom() {
    let (mut screen, _folder) = screen();
    insta::assert_snapshot!("shell_80x24", screen.keys("x").both());
}

#[test]
fn help_lists_the_keys_that_work_here() {
    let (mut screen, _folder) = sized((80, 40));
    let text = screen.keys("?").text();
    assert!(text.contains("Keys: Backlog") && text.contains("Lists"), "{text}");
    screen.keys("<end>");
    assert!(screen.text().contains("Ctrl-R            Redo what was undone."), "{}", screen.text());
    screen.keys("<esc>");
    assert!(screen.text().contains("5 items"));
}

#[test]
fn the_palette_finds_a_command_and_runs_it() {
    let (mut screen, _folder) = screen();
    screen.keys(":mesag");
    // How many commands there are changes with every tab.
    insta::with_settings!({ filters => [(r"1 of \d\d ─", "1 of NN ─")] }, {
        insta::assert_snapshot!("shell_palette", screen.both());
    });
    screen.keys("<enter>");
    assert!(screen.text().contains("No messages in this session"), "{}", screen.text());
}

#[test]
fn a_form_keeps_everything_through_refusals_and_sizes() {
    let (mut screen, _folder) = screen();
    screen.keys("<enter>forbidden fruit<tab>b<tab><backspace>x<tab>an<tab>fri<tab><end> Always.<enter>Never.<tab>Two<enter>lines");
    screen.resize((60, 16)).resize((30, 5)).resize((80, 24));
    screen.keys("<ctrl-s>");
    assert!(screen.text().contains("Points are a number"), "{}", screen.text());
    screen.keys("<backspace>5<enter>");
    insta::assert_snapshot!("shell_form", screen.both());
    screen.keys("<ctrl-u>Peel an apple<enter>");
    assert!(screen.text().contains("6 items, read"), "{}", screen.text());
    let item = screen.shell.standfast().item("PAY-6").unwrap();
    assert_eq!(item.row.points, Points::new(5.0));
    assert_eq!(item.criteria.len(), 2, "{item:?}");
}

#[test]
fn closing_a_form_with_something_typed_asks_once() {
    let (mut screen, _folder) = screen();
    screen.keys("<enter>A thought<esc>");
    assert!(screen.text().contains("Press Esc again to discard"), "{}", screen.text());
    screen.keys("s<esc><ctrl-c>");
    assert!(!screen.has_quit() && screen.text().contains("Press Ctrl-C again to quit"), "{}", screen.text());
    screen.keys("<esc><esc>");
    assert!(!screen.text().contains("A thought"), "{}", screen.text());
    assert!(screen.keys("<ctrl-c>").has_quit());
}

#[test]
fn a_form_gives_its_text_to_the_editor_and_takes_it_back() {
    let (mut screen, _folder) = screen();
    screen.keys("<enter><backtab>Once<ctrl-o>");
    assert_eq!(screen.effects, [Effect::Edit("Once".to_owned())]);
    screen.shell.edited(Ok("Once\nupon a time\n".to_owned()));
    screen.keys("<end>");
    assert!(screen.text().contains("upon a time"), "{}", screen.text());
}

#[test]
fn a_refusal_stays_until_it_is_read() {
    let (mut screen, _folder) = screen();
    screen.keys("/");
    assert!(screen.text().contains("PAY-1 is in locked sprint 7."), "{}", screen.text());
    assert!(screen.keys("jjj").text().contains("locked sprint 7"), "moving does not take it away");
    assert!(!screen.keys("y").text().contains("locked sprint 7"), "{}", screen.text());
    assert_eq!(screen.effects, [Effect::Copy("Retry webhooks".to_owned())]);
    assert!(screen.text().contains("Copied PAY-1 to the clipboard."), "{}", screen.text());
    screen.keys(" ");
    insta::assert_snapshot!("shell_refusal_with_cases", screen.both());
    screen.keys("<esc>!");
    assert!(
        screen.text().contains("PAY-2: no criteria") && screen.text().contains("locked sprint 7"),
        "{}",
        screen.text()
    );
}

#[test]
fn a_key_that_does_nothing_says_so_and_one_that_cannot_says_why() {
    let (mut screen, _folder) = screen();
    assert!(screen.keys("Z").text().contains("Z does nothing here. Press ? to see the keys"), "{}", screen.text());
    assert!(screen.keys("g").text().contains("The list is at its top."), "{}", screen.text());
    assert!(screen.keys("1").text().contains("There is no tab Standup yet."), "{}", screen.text());
}

#[test]
fn undo_redo_and_the_history() {
    let (mut screen, _folder) = screen();
    screen.keys("u");
    assert!(screen.text().contains("4 items, read 2 times") && screen.text().contains("Undid: "), "{}", screen.text());
    screen.keys("<ctrl-r>");
    assert!(screen.text().contains("5 items, read 3 times"), "{}", screen.text());
    screen.keys("Ujju");
    assert!(screen.text().contains("(undone)"), "{}", screen.text());
    screen.keys("<enter>");
    assert!(screen.text().contains("Operation "), "{}", screen.text());
    screen.keys("<esc><esc>u");
    assert!(screen.text().contains("items, read"), "{}", screen.text());
}

#[test]
fn another_process_write_appears() {
    let (mut screen, folder) = screen();
    let mut other = Standfast::open(&folder.path().join("team.db"), monday(), "ann").unwrap();
    other.add_item(&NewItem { title: "From elsewhere".into(), ..NewItem::default() }).unwrap();
    assert!(screen.shell.look_elsewhere());
    assert!(!screen.shell.look_elsewhere());
    assert!(screen.event(Event::Elsewhere(Changed::NOTHING)).text().contains("6 items"), "{}", screen.text());
}

#[test]
fn the_mouse_presses_tabs_hints_and_fields() {
    let (mut screen, _folder) = screen();
    screen.press("? help");
    assert!(screen.text().contains("Keys: Backlog"), "{}", screen.text());
    screen.press("Esc close");
    assert!(!screen.text().contains("Keys: Backlog"), "{}", screen.text());
    screen.press("4 Backlog").press("Enter open").press("Criteria").keys("Z");
    assert!(screen.text().contains("It works.Z"), "{}", screen.text());
}

#[test]
fn a_terminal_that_is_too_small_says_so() {
    let (mut screen, _folder) = sized((59, 16));
    assert_eq!(screen.text().trim_end(), "Standfast needs 60×16; this is 59×16.");
    screen.resize((80, 24));
    assert!(screen.text().contains("5 items"));
}

#[test]
fn plain_terminals_get_ascii_and_no_colour() {
    let plain = [("TERM", "dumb"), ("LANG", "C"), ("COLORTERM", "")];
    let fixture = fixture();
    let mut team = fixture.team;
    team.add_item(&NewItem { title: "Größe".into(), ..NewItem::default() }).unwrap();
    let mut screen = Screen::with(vec![Box::new(Counting::default())], team, (80, 24), &plain);
    for keys in ["", "?", "<esc>:", "<esc>U", "<esc><enter>Größe"] {
        let text = screen.keys(keys).text();
        assert!(text.is_ascii(), "{text}");
        assert!(!screen.has_colours(), "{text}");
    }
    assert!(screen.text().contains("Gr??e"), "{}", screen.text());
}

#[test]
fn a_theme_can_be_chosen_and_a_wrong_one_is_named() {
    let (mut screen, _folder) = screen();
    screen.keys(":theme<enter>light<enter>");
    assert!(screen.text().contains("The theme is light for this session"), "{}", screen.text());
}

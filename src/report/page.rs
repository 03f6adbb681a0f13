//! A page that leaves, as one HTML file: no script, nothing from elsewhere, light and dark, ready to print.
//!
//! Its text is the Markdown page, so that both say the same; pictures and the figures that matter most are above it.

use crate::domain::picture::Picture;
use crate::domain::text;
use crate::report::svg;
use askama::Template;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// What is on a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The page in Markdown, with its heading first.
    pub markdown: String,
    /// The figures that matter most.
    pub tiles: Vec<Tile>,
    pub pictures: Vec<Picture>,
}

/// One figure, large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    pub label: &'static str,
    pub value: String,
    /// What it is of, as "of 21 committed points".
    pub note: String,
}

impl Page {
    /// A page of text alone.
    pub fn new(markdown: impl Into<String>) -> Self {
        Self { markdown: markdown.into(), ..Self::default() }
    }

    /// The same with pictures.
    #[must_use]
    pub fn with_pictures(self, pictures: Vec<Picture>) -> Self {
        Self { pictures, ..self }
    }

    /// The whole file.
    pub fn html(&self) -> String {
        let (title, body) = split(&self.markdown);
        let pictures = self.pictures.iter().map(|picture| Figure {
            svg: svg::within(picture),
            title: text::clean(&picture.title).into_owned(),
            says: text::clean(&picture.says).into_owned(),
        });
        let sheet = Sheet { title, tiles: &self.tiles, pictures: pictures.collect(), body };
        // Writing into a string does not fail.
        sheet.render().unwrap_or_default()
    }
}

#[derive(Template)]
#[template(path = "page.html", config = "assets/askama.toml")]
struct Sheet<'a> {
    title: String,
    tiles: &'a [Tile],
    pictures: Vec<Figure>,
    /// HTML that comes from Markdown; it holds no markup from outside.
    body: String,
}

struct Figure {
    svg: String,
    title: String,
    says: String,
}

/// The words of the first heading, and the rest as HTML. What would be markup from outside is text.
fn split(markdown: &str) -> (String, String) {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let (mut title, mut within, mut rest) = (String::new(), false, Vec::new());
    for event in events {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if title.is_empty() => within = true,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if within => within = false,
            Event::Text(words) | Event::Code(words) if within => title.push_str(&words),
            Event::Html(words) | Event::InlineHtml(words) => rest.push(Event::Text(words)),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => {}
            event => rest.push(event),
        }
    }
    let mut body = String::new();
    html::push_html(&mut body, rest.into_iter());
    (title, body)
}

//! Links between items, kept aside until every row has been read: what a row points to may stand further down.

use super::names::claimed_number;
use crate::app::Tx;
use crate::app::item::reaches;
use crate::domain::incoming::{Incoming, Losses, Reference};
use crate::error::{Attempt, Result};
use crate::store::import::NextIds;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// How many bytes of links stay in memory before they go to a temporary file.
const IN_MEMORY: usize = 1 << 20;

/// How one item is linked to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Parent,
    DependsOn,
    Blocks,
}

/// Links waiting for the end of the file.
pub(super) struct Links {
    waiting: BufWriter<SpooledTempFile>,
    count: u64,
}

/// A link as it was kept aside.
struct Waiting {
    item: i64,
    line: u64,
    kind: Kind,
    other: Reference,
}

impl Links {
    pub(super) fn none() -> Self {
        Self { waiting: BufWriter::new(SpooledTempFile::new(IN_MEMORY)), count: 0 }
    }

    /// Keeps the links of a row aside.
    pub(super) fn keep(&mut self, id: i64, item: &Incoming) -> Result<()> {
        let parent = item.parent.iter().map(|other| (Kind::Parent, other));
        let needs = item.depends_on.iter().map(|other| (Kind::DependsOn, other));
        let blocks = item.blocks.iter().map(|other| (Kind::Blocks, other));
        for (kind, other) in parent.chain(needs).chain(blocks) {
            self.count += 1;
            write_link(&mut self.waiting, id, item.line, kind, other).attempting("keep links between items aside")?;
        }
        Ok(())
    }

    /// Makes the links; `done` hears of each item whose field changed.
    pub(super) fn make(self, maker: &mut Maker<'_>, done: &mut dyn FnMut(i64, &'static str)) -> Result<()> {
        let attempt = "read the links between items that were kept aside";
        let mut aside = self.waiting.into_inner().map_err(io::IntoInnerError::into_error).attempting(attempt)?;
        aside.seek(SeekFrom::Start(0)).attempting(attempt)?;
        let mut aside = BufReader::new(aside);
        for _ in 0..self.count {
            let link = read_link(&mut aside).attempting(attempt)?;
            if let Some(changed) = maker.make(&link)? {
                done(changed, link.kind.field());
            }
        }
        Ok(())
    }
}

/// What is needed to make a link.
pub(super) struct Maker<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) ids: &'a mut NextIds,
    pub(super) losses: &'a mut Losses,
    pub(super) key_of: &'a dyn Fn(u64) -> Option<String>,
    /// Items by the hash of their titles, read when the first link names one by its title; without an id if several
    /// have it.
    pub(super) titles: Option<HashMap<u64, Option<i64>>>,
}

const NO_SUCH_ITEM: &str = "no such item in the file or in the team";

impl Maker<'_> {
    /// Makes one link; the item that changed, if one did.
    fn make(&mut self, link: &Waiting) -> Result<Option<i64>> {
        let Some(other) = self.find(link)? else { return Ok(None) };
        if other == link.item {
            return Ok(self.lose(link, "an item cannot be linked to itself"));
        }
        match link.kind {
            Kind::Parent => self.set_parent(link, other),
            Kind::DependsOn => self.add_dependency(link, link.item, other),
            Kind::Blocks => self.add_dependency(link, other, link.item),
        }
    }

    fn find(&mut self, link: &Waiting) -> Result<Option<i64>> {
        let key = match &link.other {
            Reference::Key(key) => Some(key.clone()),
            Reference::Number(number) => (self.key_of)(*number),
        };
        let by_key = match &key {
            Some(key) => self.tx.store.item_by_external_key(key)?.map_or_else(|| self.own(key), |id| Ok(Some(id)))?,
            None => None,
        };
        match (by_key, key.filter(|_| link.kind == Kind::Parent)) {
            (Some(id), _) => Ok(Some(id)),
            (None, Some(title)) => self.titled(link, &title),
            (None, None) => Ok(self.lose(link, NO_SUCH_ITEM)),
        }
    }

    /// A parent that the file names by its title, as some tools do.
    fn titled(&mut self, link: &Waiting, title: &str) -> Result<Option<i64>> {
        if self.titles.is_none() {
            let mut titles = HashMap::new();
            self.tx.store.each_title(|id, title| {
                titles.entry(hash(title.trim())).and_modify(|known| *known = None).or_insert(Some(id));
            })?;
            self.titles = Some(titles);
        }
        match self.titles.as_ref().and_then(|titles| titles.get(&hash(title.trim()))) {
            Some(Some(id)) => Ok(Some(*id)),
            Some(None) => Ok(self.lose(link, "several items have this title")),
            None => Ok(self.lose(link, NO_SUCH_ITEM)),
        }
    }

    fn own(&self, key: &str) -> Result<Option<i64>> {
        match claimed_number(self.tx, key) {
            Some(number) => self.tx.store.item_by_number(number),
            None => Ok(None),
        }
    }

    fn set_parent(&mut self, link: &Waiting, parent: i64) -> Result<Option<i64>> {
        if self.tx.store.parent_of(link.item)? == Some(parent) {
            return Ok(None);
        }
        let (mut above, mut steps) = (Some(parent), 0);
        while let Some(id) = above {
            if id == link.item || steps > 1000 {
                return Ok(self.lose(link, "would make a circle of parents"));
            }
            above = self.tx.store.parent_of(id)?;
            steps += 1;
        }
        self.tx.store.update_item_parent(link.item, Some(parent))?;
        Ok(Some(link.item))
    }

    fn add_dependency(&mut self, link: &Waiting, item: i64, needs: i64) -> Result<Option<i64>> {
        if self.tx.store.needs_of(item)?.contains(&needs) {
            return Ok(None);
        }
        if reaches(self.tx, needs, item)? {
            return Ok(self.lose(link, "would make a circle of dependencies"));
        }
        self.tx.store.add_dependency(self.ids, item, needs)?;
        Ok(Some(item))
    }

    fn lose(&mut self, link: &Waiting, reason: &str) -> Option<i64> {
        let example = match &link.other {
            Reference::Key(key) => key.clone(),
            Reference::Number(number) => number.to_string(),
        };
        self.losses.count(link.kind.field(), reason, link.line, &example);
        None
    }
}

impl Kind {
    fn field(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::DependsOn => "depends_on",
            Self::Blocks => "blocks",
        }
    }
}

fn write_link(out: &mut impl Write, item: i64, line: u64, kind: Kind, other: &Reference) -> io::Result<()> {
    out.write_all(&item.to_le_bytes())?;
    out.write_all(&line.to_le_bytes())?;
    let kind = match kind {
        Kind::Parent => b'P',
        Kind::DependsOn => b'D',
        Kind::Blocks => b'B',
    };
    match other {
        Reference::Number(number) => {
            out.write_all(&[kind, b'N'])?;
            out.write_all(&number.to_le_bytes())
        }
        Reference::Key(key) => {
            out.write_all(&[kind, b'K'])?;
            out.write_all(&(key.len() as u64).to_le_bytes())?;
            out.write_all(key.as_bytes())
        }
    }
}

fn read_link(from: &mut impl BufRead) -> io::Result<Waiting> {
    let mut eight = || -> io::Result<[u8; 8]> {
        let mut bytes = [0; 8];
        from.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    let (item, line) = (i64::from_le_bytes(eight()?), u64::from_le_bytes(eight()?));
    let mut marks = [0; 2];
    from.read_exact(&mut marks)?;
    let mut bytes = [0; 8];
    from.read_exact(&mut bytes)?;
    let number = u64::from_le_bytes(bytes);
    let other = if marks.get(1) == Some(&b'N') {
        Reference::Number(number)
    } else {
        let mut key = String::new();
        from.take(number).read_to_string(&mut key)?;
        Reference::Key(key)
    };
    let kind = match marks.first() {
        Some(b'P') => Kind::Parent,
        Some(b'D') => Kind::DependsOn,
        _ => Kind::Blocks,
    };
    Ok(Waiting { item, line, kind, other })
}

pub(super) fn hash(title: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    title.hash(&mut hasher);
    hasher.finish()
}

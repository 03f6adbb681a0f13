//! Data of real teams that lies beside the project: a test that needs it says so and passes where it is missing.

use std::path::{Path, PathBuf};

/// The file at `path` in the data folder, where there is one.
#[expect(clippy::print_stderr, reason = "a skipped test says that it was skipped")]
pub fn find(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let root = std::env::var_os("STANDFAST_SHARED").map_or(beside, PathBuf::from);
    let found = Some(root.join("data").join(path)).filter(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: ../shared/data/{path} is not here");
    }
    found
}

/// What an independent reader found in the data: one part of `truth.json`.
pub fn truth(of: &str) -> Option<serde_json::Value> {
    let all: serde_json::Value = serde_json::from_slice(&std::fs::read(find("truth.json")?).unwrap()).unwrap();
    all.get(of).cloned()
}

//! parse → open → run → exit code.

fn main() {}

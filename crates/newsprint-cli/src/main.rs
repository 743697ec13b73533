//! The `newsprint` command.

fn main() {}

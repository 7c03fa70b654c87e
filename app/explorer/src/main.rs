//! The explorer of Girder.

fn main() {}

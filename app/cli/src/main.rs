//! x
mod report;
mod work;
fn main() {}

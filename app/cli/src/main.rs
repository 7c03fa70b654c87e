//! x
mod work;
fn main() {}

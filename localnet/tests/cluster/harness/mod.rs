//! Starts nodes and servers, runs the project's programs, and founds a network to do things with.

mod browser;
mod build;
mod network;
mod node;
mod program;
mod scene;

pub use self::{
    browser::{Chromium, Signing, Tab, TestWallet},
    network::{SmallNetwork, Worker},
    node::Node,
    program::{Output, Server, free_port, program},
    scene::{Scene, TOKEN, event},
};

//! Starts nodes and servers, runs the project's programs, and founds a network to do things with.

mod browser;
mod build;
mod document;
mod network;
mod node;
mod program;
mod reader;
mod scene;

pub use self::{
    browser::{Chromium, Signing, Tab, TestWallet},
    document::Document,
    network::{SmallNetwork, Worker},
    node::Node,
    program::{Output, Server, free_port, program},
    reader::Reader,
    scene::{Scene, TOKEN, event},
};

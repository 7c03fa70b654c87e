//! The project's programs as people run them.

use std::{
    ffi::OsStr,
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use super::build;

const START_TIMEOUT: Duration = Duration::from_secs(30);

/// A program of the project with arguments, to be run: `program("girder", ["network", "list"])`. It reads no configuration
/// of this machine's Solana CLI.
pub fn program(name: &str, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(build::executable(name));
    command.args(arguments).env("HOME", env!("CARGO_TARGET_TMPDIR")).stdin(Stdio::null());
    command
}

/// What a program answered.
pub trait Output {
    /// Its standard output; it must succeed.
    fn text(&mut self) -> String;

    /// Its standard output as JSON; it must succeed.
    fn json(&mut self) -> Value;

    /// Its standard error; it must fail.
    fn refusal(&mut self) -> String;
}

impl Output for Command {
    fn text(&mut self) -> String {
        let done = self.output().unwrap();
        let (output, error) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
        assert!(done.status.success(), "{self:?}: {}\n{output}\n{error}", done.status);
        output.into_owned()
    }

    fn json(&mut self) -> Value {
        let text = self.text();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{self:?}: {error}\n{text}"))
    }

    fn refusal(&mut self) -> String {
        let done = self.output().unwrap();
        assert!(!done.status.success(), "{self:?} succeeded: {}", String::from_utf8_lossy(&done.stdout));
        String::from_utf8_lossy(&done.stderr).into_owned()
    }
}

/// A server of the project, which ends with the test.
pub struct Server {
    child: Child,
}

impl Server {
    /// Starts a server and waits until it listens on a port of 127.0.0.1, which its command names.
    pub fn start(mut command: Command, port: u16) -> Self {
        let mut server = Self { child: command.spawn().unwrap() };
        let deadline = Instant::now() + START_TIMEOUT;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            let ended = server.child.try_wait().unwrap();
            assert!(ended.is_none(), "{command:?} ended: {ended:?}");
            assert!(Instant::now() < deadline, "{command:?} does not listen on {port}");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _killed = self.child.kill();
        let _status = self.child.wait();
    }
}

/// A port of 127.0.0.1 that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

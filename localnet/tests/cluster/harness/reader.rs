//! Somebody who has a clone, reads its documents and pastes their blocks into a shell, one after the other.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener},
    os::unix::{
        fs::{PermissionsExt, symlink},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::{
    build,
    document::{Block, Document, Place, is_shown, quoted},
    free_port,
};

/// The longest that a block may take: the largest deploys three programs.
const PATIENCE: Duration = Duration::from_secs(600);
/// The longest until a program in a shell of its own shows what the document says.
const START_PATIENCE: Duration = Duration::from_secs(60);
/// Where the documents' node, its notifications, the Actions server and the explorer listen.
const WRITTEN: [&str; 4] = ["127.0.0.1:8899", "127.0.0.1:8900", "127.0.0.1:8787", "127.0.0.1:8080"];

/// Somebody with a shell, and a folder that stands for a clone in which everything is built.
pub struct Reader {
    folder: TempDir,
    /// Where the servers listen in place of `WRITTEN`, so that several readers go on beside one another.
    real: [String; 4],
    shell: Child,
    input: ChildStdin,
    /// What the shell says of the blocks that it was given.
    answers: Receiver<String>,
    others: Vec<OtherShell>,
    pasted: usize,
}

/// A shell of its own, in which a program goes on.
struct OtherShell(Child);

impl Reader {
    /// A reader with a clone: the programs are built as the documents say.
    pub fn with_a_clone() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let node = free_pair();
        let real = [node, node + 1, free_port(), free_port()].map(|port| format!("127.0.0.1:{port}"));
        lay_out(folder.path(), &real);
        let mut shell = bash(folder.path());
        shell.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut shell = shell.spawn().unwrap();
        let mut input = shell.stdin.take().unwrap();
        // Whatever fails ends the shell, which says of which line that is.
        writeln!(input, "set -eEuo pipefail; exec 3>&1; trap 'echo \"$LINENO $BASH_COMMAND\" >&3' ERR").unwrap();
        let answers = lines(BufReader::new(shell.stdout.take().unwrap()));
        Self { folder, real, shell, input, answers, others: Vec::new(), pasted: 0 }
    }

    /// Reads a document and does all that it says. If something does not go as it says: what, and in which line.
    pub fn read(&mut self, document: &Document) -> Result<(), String> {
        document.blocks.iter().try_for_each(|block| {
            let begun = Instant::now();
            let done = match block.place {
                Place::Shell => self.paste(block),
                Place::ShellOfItsOwn => self.start(block),
            };
            println!("{}:{} took {:.1} s", document.name, block.line, begun.elapsed().as_secs_f32());
            done.map_err(|(line, trouble)| format!("{}:{line}: {trouble}", document.name))
        })
    }

    fn paste(&mut self, block: &Block) -> Result<(), (usize, String)> {
        let (script, output) = self.script(block);
        let paste = format!("source '{}' < /dev/null > '{}' 2>&1", script.display(), output.display());
        writeln!(self.input, "{paste}; echo >&3").unwrap();
        let answer = self.answers.recv_timeout(PATIENCE);
        let shown = self.shown(&output);
        match answer.as_deref() {
            Ok("") => expect(block, &shown),
            Ok(failed) => {
                let (line, command) = failed.split_once(' ').unwrap_or_default();
                let line = line.parse().unwrap_or(block.line);
                Err((line, format!("`{command}` failed:\n{}", quoted(&shown))))
            }
            Err(_) => Err((block.line, format!("the shell does not answer:\n{}", quoted(&shown)))),
        }
    }

    fn start(&mut self, block: &Block) -> Result<(), (usize, String)> {
        let (script, output) = self.script(block);
        let file = fs::File::create(&output).unwrap();
        let mut shell = bash(self.folder.path());
        shell.arg("-euo").arg("pipefail").arg(&script).stdin(Stdio::piped());
        shell.stdout(file.try_clone().unwrap()).stderr(file).process_group(0);
        let mut shell = OtherShell(shell.spawn().unwrap());
        let begun = Instant::now();
        let outcome = loop {
            let outcome = expect(block, &self.shown(&output));
            let ended = shell.0.try_wait().unwrap();
            if outcome.is_ok() || ended.is_some() || begun.elapsed() > START_PATIENCE {
                break outcome.and(ended.map_or(Ok(()), |status| Err((block.line, format!("it ended: {status}")))));
            }
            thread::sleep(Duration::from_millis(50));
        };
        self.others.push(shell);
        outcome
    }

    /// A block in a file in which its lines have the document's numbers, and a file for what it shows.
    fn script(&mut self, block: &Block) -> (PathBuf, PathBuf) {
        self.pasted += 1;
        let [script, output] = ["sh", "out"].map(|kind| self.folder.path().join(format!("{}.{kind}", self.pasted)));
        let ours = WRITTEN.iter().zip(&self.real);
        let commands = ours.fold(block.commands.clone(), |text, (written, real)| text.replace(written, real));
        fs::write(&script, "\n".repeat(block.line) + &commands).unwrap();
        (script, output)
    }

    /// What a block has shown, as a reader of the document would see it.
    fn shown(&self, output: &Path) -> Vec<String> {
        let shown = fs::read_to_string(output).unwrap_or_default();
        let ours = WRITTEN.iter().zip(&self.real);
        let shown = ours.fold(shown, |text, (written, real)| text.replace(real, written));
        shown.lines().map(str::to_owned).collect()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _killed = self.shell.kill();
        let _status = self.shell.wait();
    }
}

impl Drop for OtherShell {
    fn drop(&mut self) {
        // The program is not the shell, but of its group.
        let _killed = Command::new("bash").args(["-c", &format!("kill -KILL -- -{}", self.0.id())]).status();
        let _status = self.0.wait();
    }
}

/// Refuses what the document does not say.
fn expect(block: &Block, shown: &[String]) -> Result<(), (usize, String)> {
    let Some(expected) = &block.output else { return Ok(()) };
    let lines: Vec<&str> = shown.iter().map(String::as_str).collect();
    match is_shown(expected, &lines) {
        true => Ok(()),
        false => Err((block.line, format!("what is shown is\n{}and not\n{}", quoted(&lines), quoted(expected)))),
    }
}

/// Makes the clone: what is built there is what the tests build. What listens is told to listen elsewhere.
fn lay_out(folder: &Path, real: &[String; 4]) {
    let [tools, built, home] = ["tools", "clone/target/debug", "home/.config/solana/cli"].map(|name| folder.join(name));
    for folder in [&tools, &built, &home] {
        fs::create_dir_all(folder).unwrap();
    }
    let [node, _, actions, explorer] = real;
    let url = format!("http://{node}");
    let config = format!("json_rpc_url: {url}\nwebsocket_url: ''\nkeypair_path: {}/id.json\n", home.display());
    fs::write(home.join("config.yml"), config).unwrap();
    let program = |name: &str| build::executable(name).display();
    symlink(build::executable("girder"), built.join("girder")).unwrap();
    for (name, listen) in [("girder-actions", actions), ("girder-explorer", explorer)] {
        let start = format!("exec '{}' --url {url} --listen {listen} \"$@\"", program(name));
        write_script(&built.join(name), &start);
    }
    let (_, port) = node.split_once(':').unwrap();
    let cargo = format!(
        "case \"$*\" in\n\
         'build --workspace --bins') ;;\n\
         'localnet warp '* | 'localnet airdrop '*) shift; exec '{0}' \"$@\" --url {url} ;;\n\
         localnet | 'localnet '*) shift; exec '{0}' --port {port} --until-input-ends \"$@\" ;;\n\
         *) echo \"no document says cargo $*\" >&2; exit 1 ;;\n\
         esac",
        build::node().display(),
    );
    write_script(&tools.join("cargo"), &cargo);
}

fn write_script(path: &Path, commands: &str) {
    fs::write(path, format!("#!/bin/bash\n{commands}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A shell in the clone, which knows nothing of this machine but its usual programs.
fn bash(folder: &Path) -> Command {
    let [tools, built, home] = ["tools", "clone/target/debug", "home"].map(|name| folder.join(name));
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc"]).current_dir(folder.join("clone")).env_clear().env("HOME", home);
    bash.env("PATH", env::join_paths([tools, built, "/usr/bin".into(), "/bin".into()]).unwrap());
    bash.env("LC_ALL", "C.UTF-8");
    bash
}

/// Lines as they come.
fn lines(from: impl BufRead + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || from.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    receiver
}

/// A port that nobody listens on, as on the next one.
fn free_pair() -> u16 {
    let is_free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    std::iter::repeat_with(free_port).find(|&port| port < u16::MAX && is_free(port + 1)).unwrap()
}

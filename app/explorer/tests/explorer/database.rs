//! Databases to index into: SQLite always; PostgreSQL where one can be started, or `GIRDER_TEST_POSTGRES` names one.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
};

use girder_explorer::index::Index;
use sqlx::{AnyPool, Row};

/// A database of a test's own.
pub struct Database {
    pub url: String,
    _directory: tempfile::TempDir,
}

impl Database {
    pub fn sqlite() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", directory.path().join("index.db").display());
        Self { url, _directory: directory }
    }

    pub async fn index(&self) -> Index {
        Index::open(&self.url).await.unwrap()
    }

    /// Every row of every table, in order.
    pub async fn dump(&self) -> Vec<String> {
        let pool = AnyPool::connect(&self.url).await.unwrap();
        let mut dump = Vec::new();
        for (name, statement) in [
            (
                "transaction",
                "SELECT signature || ' ' || slot || ' ' || coalesce(time, -1) || ' ' || failed || ' ' || settled AS line FROM transactions",
            ),
            (
                "event",
                "SELECT signature || ' ' || number || ' ' || slot || ' ' || kind || ' ' || coalesce(epoch, -1) || ' ' || body AS line FROM events",
            ),
            ("mention", "SELECT address || ' ' || signature || ' ' || number AS line FROM mentions"),
            ("belonging", "SELECT child || ' ' || parent || ' ' || signature AS line FROM belongings"),
            ("progress", "SELECT address || ' ' || signature AS line FROM progress"),
        ] {
            let rows = sqlx::query(statement).fetch_all(&pool).await.unwrap();
            dump.extend(rows.iter().map(|row| format!("{name} {}", row.get::<String, _>("line"))));
        }
        dump.sort_unstable();
        dump
    }
}

/// A PostgreSQL server that ends with the test.
pub struct Postgres {
    url: String,
    server: Option<std::process::Child>,
    _directory: tempfile::TempDir,
}

impl Postgres {
    /// The server that `GIRDER_TEST_POSTGRES` names (a URL that ends with the server: databases are made in it), or one that is
    /// started here. `None` where there is none.
    pub fn start() -> Option<Self> {
        let directory = tempfile::tempdir().unwrap();
        if let Ok(url) = std::env::var("GIRDER_TEST_POSTGRES") {
            return Some(Self { url, server: None, _directory: directory });
        }
        let data = directory.path().join("data");
        // As root the server runs as its own user, who must reach its directory.
        std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let made = as_server("initdb").args(["-A", "trust", "-U", "postgres", "-D"]).arg(&data).output().ok()?;
        if !made.status.success() {
            return None;
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let log = Stdio::from(std::fs::File::create(directory.path().join("log")).unwrap());
        let mut server = as_server("postgres");
        server.arg("-D").arg(&data).args(["-h", "127.0.0.1", "-p", &port.to_string()]).arg("-k").arg(directory.path());
        let server = server.stdout(Stdio::null()).stderr(log).spawn().ok()?;
        let url = format!("postgres://postgres@127.0.0.1:{port}");
        Some(Self { url, server: Some(server), _directory: directory })
    }

    /// A new database on the server.
    pub async fn database(&self) -> Database {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        sqlx::any::install_default_drivers();
        let name = format!("girder_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut attempts = 0;
        let pool = loop {
            match AnyPool::connect(&format!("{}/postgres", self.url)).await {
                Ok(pool) => break pool,
                Err(error) if attempts == 100 => panic!("PostgreSQL does not start: {error}"),
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(100)).await,
            }
            attempts += 1;
        };
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.unwrap();
        Database { url: format!("{}/{name}", self.url), _directory: tempfile::tempdir().unwrap() }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = Command::new("kill").args(["-INT", &server.id().to_string()]).status();
            let _ = server.wait();
        }
    }
}

/// A command of PostgreSQL, which root may not run.
fn as_server(program: &str) -> Command {
    let found = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut directories = found.map(|version| version.path().join("bin")).filter(|bin| bin.join(program).exists());
    let path = directories.next().map_or_else(|| program.into(), |bin| bin.join(program));
    let root = std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if !root {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(&path).current_dir(Path::new("/"));
    command
}

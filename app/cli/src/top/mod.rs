//! `girder top`: a network, live, in the terminal.

mod events;
mod panels;
mod screen;
mod view;

use std::{io::IsTerminal, io::stdout, time::Duration};

use anyhow::{Context, Result};
use clap::Args;
use girder_sdk::{audit::Snapshot, rpc::RpcLedger, transport::Transport};
use ratatui::{
    DefaultTerminal, Terminal,
    backend::TestBackend,
    buffer::Buffer,
    crossterm::{
        event::{self, Event, KeyEventKind},
        terminal,
    },
};
use solana_address::Address;
use tokio::time::sleep;

use crate::{every::every, output, source::Source};
use events::Recent;
use panels::draw;
use screen::{Screen, Tab};
use view::View;

/// How often keys are looked for.
const TICK: Duration = Duration::from_millis(50);
/// Columns of a frame that is not for a terminal.
const COLUMNS: u16 = 120;

/// Options of `girder top`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  girder top NETWORK --url devnet
  girder top NETWORK --url devnet --tab events
  girder top NETWORK --ledger ledger.json --once --tab devices

Keys: tab and shift-tab or left and right change the table, up and down scroll it, q ends.")]
pub struct Top {
    /// The network's address
    network: Address,
    #[command(flatten)]
    source: Source,
    /// Print one frame as text, and end
    #[arg(long)]
    once: bool,
    /// The table to begin with
    #[arg(long, value_enum, default_value_t = Tab::Operators)]
    tab: Tab,
    /// Time between two looks at the ledger, such as `2s` or `1m`
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = every)]
    every: Duration,
}

/// Shows the network until somebody presses q.
pub async fn top(options: &Top) -> Result<bool> {
    let ledger = options.source.open()?;
    let history = options.source.history()?;
    let mut lookout = Lookout {
        ledger: ledger.as_ref(),
        history: history.as_ref(),
        network: options.network,
        recent: Recent::default(),
    };
    let view = lookout.look().await?;
    let screen = Screen::new(options.tab);
    if options.once {
        output::print(&frame(&view, &screen)?)?;
        return Ok(true);
    }
    let mut terminal = ratatui::try_init().context("this is no terminal: use --once")?;
    let shown = show(&mut terminal, &mut lookout, options, view, screen).await;
    ratatui::restore();
    shown.map(|()| true)
}

/// From where the network is looked at.
struct Lookout<'a> {
    ledger: &'a dyn Transport,
    /// A file has none.
    history: Option<&'a RpcLedger>,
    network: Address,
    recent: Recent,
}

impl Lookout<'_> {
    async fn look(&mut self) -> Result<View> {
        let snapshot = Snapshot::take(self.ledger, self.network).await?;
        if let Some(history) = self.history {
            self.recent.follow(history, self.network, &snapshot.network).await?;
        }
        let now = self.ledger.clock().await?.unix_timestamp;
        Ok(View { events: self.recent.rows(), ..View::new(&snapshot, now) })
    }
}

/// Looks at the ledger again and again, and at the keys all the time.
async fn show(
    terminal: &mut DefaultTerminal,
    lookout: &mut Lookout<'_>,
    options: &Top,
    mut view: View,
    mut screen: Screen,
) -> Result<()> {
    loop {
        let next = async {
            sleep(options.every).await;
            lookout.look().await
        };
        tokio::pin!(next);
        loop {
            terminal.draw(|frame| draw(frame, &view, &screen))?;
            tokio::select! {
                looked = &mut next => {
                    match looked {
                        Ok(seen) => (view, screen.trouble) = (seen, None),
                        Err(error) => screen.trouble = Some(format!("{error:#}")),
                    }
                    break;
                }
                () = sleep(TICK) => {}
            }
            while event::poll(Duration::ZERO)? {
                match event::read()? {
                    Event::Key(key) if key.kind == KeyEventKind::Press && screen.press(key.code, &view) => {
                        return Ok(());
                    }
                    _ => {}
                }
            }
        }
    }
}

/// One frame as text: as wide as the terminal, and as high as its table needs.
fn frame(view: &View, screen: &Screen) -> Result<String> {
    let columns = match stdout().is_terminal() {
        true => terminal::size()?.0,
        false => COLUMNS,
    };
    let rows = u16::try_from(screen.tab.rows(view)).unwrap_or(u16::MAX);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows.saturating_add(panels::FIXED_ROWS)))?;
    terminal.draw(|frame| draw(frame, view, screen))?;
    Ok(text(terminal.backend().buffer()))
}

fn text(buffer: &Buffer) -> String {
    let rows = buffer.content().chunks(usize::from(buffer.area().width).max(1));
    let line = |row: &[ratatui::buffer::Cell]| {
        let line: String = row.iter().map(|cell| cell.symbol()).collect();
        format!("{}\n", line.trim_end())
    };
    rows.map(line).collect()
}

//! What the person in front of the terminal chose to see.

use clap::ValueEnum;
use ratatui::crossterm::event::KeyCode;

use super::view::View;

/// A table of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Tab {
    /// Operators: their stake, and how much of the credit that it covers they used in this epoch
    Operators,
    /// Devices: how fresh their newest statement is
    Devices,
    /// Slash cases that are not closed
    Cases,
    /// Epochs that are settled and not closed
    Epochs,
    /// What happened lately; a saved ledger does not know
    Events,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Self; 5] = [Self::Operators, Self::Devices, Self::Cases, Self::Epochs, Self::Events];

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Operators => "Operators",
            Self::Devices => "Devices",
            Self::Cases => "Cases",
            Self::Epochs => "Epochs",
            Self::Events => "Events",
        }
    }

    /// How many rows it has.
    pub fn rows(self, view: &View) -> usize {
        match self {
            Self::Operators => view.operators.len(),
            Self::Devices => view.devices.len(),
            Self::Cases => view.cases.len(),
            Self::Epochs => view.epochs.len(),
            Self::Events => view.events.len(),
        }
    }

    /// Its place among all.
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0)
    }

    fn moved(self, by: usize) -> Self {
        Self::ALL.into_iter().cycle().nth(self.index().saturating_add(by)).unwrap_or(self)
    }
}

/// What is chosen.
#[derive(Clone, Debug)]
pub struct Screen {
    /// The table.
    pub tab: Tab,
    /// Rows of it that are scrolled away.
    pub scroll: usize,
    /// Why the ledger could not be looked at the last time.
    pub trouble: Option<String>,
}

impl Screen {
    /// The top of a table.
    pub fn new(tab: Tab) -> Self {
        Self { tab, scroll: 0, trouble: None }
    }

    /// What a key does; true if it ends.
    pub fn press(&mut self, key: KeyCode, view: &View) -> bool {
        let last = self.tab.rows(view).saturating_sub(1);
        match key {
            KeyCode::Char('q') | KeyCode::Esc => return true,
            KeyCode::Tab | KeyCode::Right => *self = self.turned(1),
            KeyCode::BackTab | KeyCode::Left => *self = self.turned(Tab::ALL.len().saturating_sub(1)),
            KeyCode::Down => self.scroll = self.scroll.saturating_add(1).min(last),
            KeyCode::Up => self.scroll = self.scroll.saturating_sub(1),
            KeyCode::Home => self.scroll = 0,
            KeyCode::End => self.scroll = last,
            _ => {}
        }
        false
    }

    fn turned(&self, by: usize) -> Self {
        Self { trouble: self.trouble.clone(), ..Self::new(self.tab.moved(by)) }
    }
}

#[cfg(test)]
mod tests {
    use solana_address::Address;

    use super::*;
    use crate::top::view::CaseRow;

    /// A network with three cases and nothing else.
    fn view() -> View {
        let case = CaseRow {
            address: Address::default(),
            offender: Address::default(),
            taken: "1".to_owned(),
            outcome: "open",
            deadline: String::new(),
        };
        View {
            name: String::new(),
            address: Address::default(),
            now: String::new(),
            progress: None,
            next_epoch: 0,
            settlement_is_due: false,
            rewards: Vec::new(),
            collateral: Vec::new(),
            operators: Vec::new(),
            devices: Vec::new(),
            cases: vec![case.clone(), case.clone(), case],
            epochs: Vec::new(),
            events: Vec::new(),
        }
    }

    #[test]
    fn a_table_scrolls_to_its_last_row_and_no_further() {
        let (view, mut screen) = (view(), Screen::new(Tab::Cases));
        for expected in [1, 2, 2] {
            assert!(!screen.press(KeyCode::Down, &view));
            assert_eq!(screen.scroll, expected);
        }
        screen.press(KeyCode::Home, &view);
        screen.press(KeyCode::Up, &view);
        assert_eq!(screen.scroll, 0);
        screen.press(KeyCode::End, &view);
        assert_eq!(screen.scroll, 2);
    }

    #[test]
    fn tab_goes_round_and_begins_at_the_top() {
        let (view, mut screen) = (view(), Screen::new(Tab::Cases));
        screen.press(KeyCode::End, &view);
        screen.press(KeyCode::Tab, &view);
        assert_eq!((screen.tab, screen.scroll), (Tab::Epochs, 0));
        screen.press(KeyCode::Right, &view);
        assert_eq!(screen.tab, Tab::Events);
        screen.press(KeyCode::Right, &view);
        assert_eq!(screen.tab, Tab::Operators);
        screen.press(KeyCode::BackTab, &view);
        assert_eq!(screen.tab, Tab::Events);
        screen.press(KeyCode::Down, &view);
        assert_eq!(screen.scroll, 0, "an empty table does not scroll");
    }

    #[test]
    fn q_ends() {
        let mut screen = Screen::new(Tab::Operators);
        assert!(screen.press(KeyCode::Char('q'), &view()));
        assert!(!screen.press(KeyCode::Char('x'), &view()));
    }
}

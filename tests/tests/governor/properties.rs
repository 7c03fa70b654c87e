//! Random elections: whatever moves, no share votes twice.

use std::collections::BTreeMap;

use girder_tests::{Holder, Ledger, TestDelegator, TestOperator, TestProposal};
use proptest::prelude::*;
use solana_address::Address;

/// What people do while votes go on.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Deposit { who: usize, amount: u64 },
    Unstake { who: usize, part: u64 },
    Cancel { who: usize, ticket: u8 },
    Withdraw { who: usize, ticket: u8 },
    Transfer { from: usize, to: usize, part: u64 },
    Vote { who: usize, on: usize, approve: bool },
    Wait { seconds: i64 },
    Open { who: usize },
    CloseVote { who: usize, on: usize },
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let who = || 0..6usize;
    let deed = prop_oneof![
        2 => (who(), 1..2_000u64).prop_map(|(who, amount)| Deed::Deposit { who, amount }),
        2 => (who(), 1..=4u64).prop_map(|(who, part)| Deed::Unstake { who, part }),
        2 => (who(), 0..3u8).prop_map(|(who, ticket)| Deed::Cancel { who, ticket }),
        2 => (who(), 0..3u8).prop_map(|(who, ticket)| Deed::Withdraw { who, ticket }),
        5 => (who(), who(), 1..=4u64).prop_map(|(from, to, part)| Deed::Transfer { from, to, part }),
        8 => (who(), 0..3usize, any::<bool>()).prop_map(|(who, on, approve)| Deed::Vote { who, on, approve }),
        3 => prop_oneof![Just(1), Just(3_000), 1..50_000i64].prop_map(|seconds| Deed::Wait { seconds }),
        1 => who().prop_map(|who| Deed::Open { who }),
        1 => (who(), 0..3usize).prop_map(|(who, on)| Deed::CloseVote { who, on }),
    ];
    proptest::collection::vec(deed, 1..60)
}

/// Two pools of three positions each, and up to three votes.
struct Election {
    ledger: Ledger,
    operators: [TestOperator; 2],
    delegators: Vec<TestDelegator>,
    votes: Vec<TestProposal>,
    /// What each vote had to count: per vote and position the shares.
    cast: BTreeMap<(Address, Address), u64>,
    done: usize,
}

impl Election {
    fn new() -> Self {
        let ledger = Ledger::new().two_mints().build();
        ledger.govern();
        let operators = [(); 2].map(|()| ledger.operator().stake(2_000).build());
        let delegators = operators
            .iter()
            .flat_map(|operator| [ledger.delegate(operator, 1_000), ledger.delegator(operator)])
            .collect();
        let mut election = Self { ledger, operators, delegators, votes: Vec::new(), cast: BTreeMap::new(), done: 0 };
        election.open(0);
        election
    }

    fn holder(&self, who: usize) -> &dyn Holder {
        match who {
            0 | 1 => &self.operators[who],
            _ => &self.delegators[who - 2],
        }
    }

    fn open(&mut self, who: usize) {
        if self.votes.len() == 3 {
            return;
        }
        let draft = self.ledger.draft(self.holder(who), &[]);
        self.ledger.chain.warp_by(1);
        if self.ledger.open_vote(&draft, self.holder(who).operator()).is_ok() {
            self.votes.push(draft);
        }
    }

    fn part(&self, who: usize, part: u64) -> u64 {
        self.ledger.position(self.holder(who)).active_shares() / part
    }

    fn take(&mut self, deed: Deed) {
        let ledger = &self.ledger;
        let done = match deed {
            Deed::Deposit { who, amount } => ledger.deposit(self.holder(who), amount).is_ok(),
            Deed::Unstake { who, part } => ledger.unstake(self.holder(who), self.part(who, part)).is_ok(),
            Deed::Cancel { who, ticket } => ledger.cancel_unstake(self.holder(who), ticket).is_ok(),
            Deed::Withdraw { who, ticket } => ledger.withdraw(self.holder(who), ticket, true).is_ok(),
            Deed::Transfer { from, to, part } => {
                ledger.transfer_shares(self.holder(from), self.holder(to), self.part(from, part)).is_ok()
            }
            Deed::Vote { who, on, approve } => return self.vote(who, on, approve),
            Deed::Wait { seconds } => {
                ledger.chain.warp_by(seconds);
                true
            }
            Deed::Open { who } => {
                self.open(who);
                true
            }
            Deed::CloseVote { who, on } => {
                let Some(vote) = self.votes.get(on) else { return };
                let over = ledger.now() >= ledger.proposal(vote).end;
                let closed = ledger.close_vote(vote, self.holder(who)).is_ok();
                assert!(over || !closed, "a record closed during its vote");
                closed
            }
        };
        self.done += usize::from(done);
    }

    fn vote(&mut self, who: usize, on: usize, approve: bool) {
        let Some(vote) = self.votes.get(on) else { return };
        let holder = self.holder(who);
        let before = self.ledger.proposal(vote);
        let position = self.ledger.position(holder);
        let may = self.ledger.now() < before.end
            && position.since < before.start
            && position.active_shares() > 0
            && !self.cast.contains_key(&(vote.address, holder.position()));
        let voted = self.ledger.vote(vote, holder, approve).is_ok();
        assert_eq!(voted, may, "{who} on {on}");
        if voted {
            let after = self.ledger.proposal(vote);
            let weight = (after.yes - before.yes) + (after.no - before.no);
            assert_eq!(weight, position.active_shares(), "nobody was slashed");
            let cast = (vote.address, holder.position());
            self.cast.insert(cast, position.active_shares());
            self.done += 1;
        }
    }

    /// All shares that voted are still there, active, in the pool in which they voted: so none was two people's.
    fn check(&self) {
        let ledger = &self.ledger;
        for vote in &self.votes {
            let counted = ledger.proposal(vote);
            if ledger.now() >= counted.end {
                continue;
            }
            let in_pool = |pool: Address| {
                let people = (0..6).map(|who| self.holder(who)).filter(|holder| holder.operator() == pool);
                people.map(|holder| self.cast.get(&(vote.address, holder.position())).unwrap_or(&0)).sum::<u64>()
            };
            for operator in &self.operators {
                assert!(in_pool(operator.address) <= ledger.operator_account(operator).active_shares());
            }
            for (shares, who) in
                (0..6).filter_map(|who| Some((self.cast.get(&(vote.address, self.holder(who).position()))?, who)))
            {
                assert!(*shares <= ledger.position(self.holder(who)).active_shares(), "{who} voted and left");
            }
            assert!(counted.yes + counted.no <= ledger.books().active_stake, "more votes than stake");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_moved_no_share_votes_twice(deeds in deeds()) {
        let mut election = Election::new();
        for deed in deeds {
            election.take(deed);
            election.check();
        }
        election.ledger.assert_solvent();
    }
}

#[test]
fn elections_are_not_all_refusals() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let (mut all, mut done, mut votes) = (0, 0, 0);
    for _ in 0..20 {
        let deeds = deeds().new_tree(&mut runner).unwrap().current();
        let mut election = Election::new();
        all += deeds.len();
        deeds.into_iter().for_each(|deed| election.take(deed));
        (done, votes) = (done + election.done, votes + election.cast.len());
    }
    assert!(done * 3 > all && votes > 30, "{done} of {all} deeds done, {votes} votes");
}

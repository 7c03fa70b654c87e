//! What the specification of Solana Actions, version 2.4, says goes over the wire.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version of the specification that the server follows.
pub const VERSION: &str = "2.4";

/// Which website addresses stand for which Actions.
#[derive(Debug, Serialize)]
pub struct ActionsJson {
    /// The rules, the first that matches counts.
    pub rules: Vec<Rule>,
}

/// One rule of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Paths that it is for.
    pub path_pattern: &'static str,
    /// Where their Actions are.
    pub api_path: &'static str,
}

/// A card: what a wallet shows before anything is signed.
#[derive(Debug, Serialize)]
pub struct Action {
    /// Whether there is something left to do.
    #[serde(rename = "type")]
    pub kind: ActionKind,
    /// Address of a picture.
    pub icon: String,
    /// What it is about.
    pub title: String,
    /// What it does.
    pub description: String,
    /// Text of its button.
    pub label: String,
    /// Whether its buttons can't be pressed.
    #[serde(skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// Its buttons, if there are others than one that posts to its own address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<Links>,
    /// Why it can't be done now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Message>,
}

/// Whether a card asks for something.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionKind {
    /// It does.
    Action,
    /// It tells that something was done.
    Completed,
}

/// A card's buttons.
#[derive(Debug, Serialize)]
pub struct Links {
    /// In the order in which they are shown.
    pub actions: Vec<LinkedAction>,
}

/// A button.
#[derive(Debug, Serialize)]
pub struct LinkedAction {
    /// What its address answers: a transaction.
    #[serde(rename = "type")]
    pub kind: TransactionKind,
    /// Where it posts to; `{name}` stands for the parameter of that name.
    pub href: String,
    /// Its text.
    pub label: String,
    /// What the user fills in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
}

/// That a transaction is answered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TransactionKind {
    /// One.
    Transaction,
}

/// Something that the user fills in.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameter {
    /// How it is entered.
    #[serde(rename = "type")]
    pub kind: ParameterKind,
    /// Its name in the address.
    pub name: &'static str,
    /// What to enter.
    pub label: String,
    /// Whether it must be given.
    pub required: bool,
    /// A regular expression that it matches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// That expression in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern_description: Option<String>,
    /// What can be chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
}

/// How a parameter is entered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ParameterKind {
    /// As text.
    Text,
    /// Chosen from a list.
    Select,
}

/// One of the values that can be chosen.
#[derive(Debug, Serialize)]
pub struct Choice {
    /// What is shown.
    pub label: String,
    /// What is sent.
    pub value: String,
}

/// What a wallet posts.
#[derive(Debug, Deserialize)]
pub struct PostRequest {
    /// The wallet's address, in base58.
    pub account: String,
    /// What the user filled in, by the parameters' names.
    #[serde(default)]
    pub data: HashMap<String, Value>,
}

/// The answer: what the wallet signs.
#[derive(Debug, Serialize)]
pub struct PostResponse {
    /// What is answered.
    #[serde(rename = "type")]
    pub kind: TransactionKind,
    /// The transaction in base64, its signatures empty.
    pub transaction: String,
    /// What it does.
    pub message: String,
    /// What comes when it was sent.
    pub links: NextLinks,
}

/// What comes after a transaction.
#[derive(Debug, Serialize)]
pub struct NextLinks {
    /// The next card.
    pub next: Next,
}

/// The next card, given along.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Next {
    /// Without another request.
    Inline {
        /// The card.
        action: Box<Action>,
    },
}

/// The shape of every error, and of a hint on a card.
#[derive(Debug, Serialize)]
pub struct Message {
    /// What was wrong and what would be right.
    pub message: String,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

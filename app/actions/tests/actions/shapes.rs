//! The types of `@solana/actions-spec` 2.4.2, as strict as its TypeScript: what it doesn't name is refused, and what it says in
//! words is checked.

use serde::Deserialize;

use crate::wallet::HOST;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionGetResponse {
    pub r#type: Option<ActionType>,
    pub icon: String,
    pub title: String,
    pub description: String,
    pub label: String,
    #[serde(default)]
    pub disabled: bool,
    pub links: Option<Links>,
    pub error: Option<ActionError>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionType {
    Action,
    Completed,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    pub actions: Vec<LinkedAction>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkedAction {
    pub r#type: LinkedActionType,
    pub href: String,
    pub label: String,
    #[serde(default)]
    pub parameters: Vec<Parameter>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkedActionType {
    Transaction,
    Message,
    Post,
    ExternalLink,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Parameter {
    pub r#type: Option<ParameterType>,
    pub name: String,
    pub label: Option<String>,
    #[serde(default)]
    pub required: bool,
    pub pattern: Option<String>,
    pub pattern_description: Option<String>,
    #[serde(default)]
    pub options: Vec<Choice>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterType {
    Text,
    Email,
    Url,
    Number,
    Date,
    DatetimeLocal,
    Textarea,
    Select,
    Radio,
    Checkbox,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub label: String,
    pub value: String,
    #[serde(default)]
    pub selected: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionPostResponse {
    pub r#type: LinkedActionType,
    pub transaction: String,
    pub message: String,
    pub links: NextLinks,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextLinks {
    pub next: NextActionLink,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, tag = "type", rename_all = "lowercase")]
pub enum NextActionLink {
    Inline { action: ActionGetResponse },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionError {
    pub message: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionsJson {
    pub rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Rule {
    pub path_pattern: String,
    pub api_path: String,
}

impl ActionGetResponse {
    /// Checks what the types can't say.
    pub fn check(&self) {
        assert_eq!(self.icon, format!("http://{HOST}/icon.svg"), "a picture's address is absolute");
        for text in [&self.title, &self.description, &self.label] {
            assert!(!text.trim().is_empty());
        }
        let buttons = self.links.iter().flat_map(|links| &links.actions);
        for button in buttons {
            assert_eq!(button.r#type, LinkedActionType::Transaction);
            assert!(!button.label.is_empty());
            assert!(button.href.starts_with(&format!("http://{HOST}/api/")), "{}", button.href);
            button.check_parameters();
        }
        if self.r#type == Some(ActionType::Completed) {
            assert!(self.links.is_none(), "what is completed has no buttons");
        }
    }

    pub fn buttons(&self) -> &[LinkedAction] {
        self.links.as_ref().map_or(&[], |links| &links.actions)
    }
}

impl LinkedAction {
    /// Every parameter is in the address, every name in the address is a parameter, and lists are where they belong.
    fn check_parameters(&self) {
        let named = self.href.matches('{').count();
        assert_eq!(named, self.parameters.len(), "{}", self.href);
        for parameter in &self.parameters {
            assert!(self.href.contains(&format!("{{{}}}", parameter.name)), "{}: {}", self.href, parameter.name);
            let select = parameter.r#type == Some(ParameterType::Select);
            assert!(select || parameter.options.is_empty());
            assert!(!select || parameter.pattern.is_none(), "what is selected has no pattern");
            assert_eq!(parameter.pattern.is_some(), parameter.pattern_description.is_some());
            assert!(parameter.label.as_ref().is_some_and(|label| !label.is_empty()));
            assert!(parameter.required || parameter.name == "ticket", "{} may be left out", parameter.name);
            assert!(parameter.options.iter().all(|option| !option.label.is_empty()));
            assert!(parameter.options.iter().filter(|option| option.selected).count() <= 1);
        }
    }

    /// The path that a wallet posts to, with the parameters filled in.
    pub fn path(&self, values: &[(&str, &str)]) -> String {
        let path = self.href.strip_prefix(&format!("http://{HOST}")).unwrap().to_owned();
        let path = values.iter().fold(path, |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        assert!(!path.contains('{'), "{path}");
        path
    }
}

impl ActionPostResponse {
    pub fn check(&self) {
        assert_eq!(self.r#type, LinkedActionType::Transaction);
        assert!(!self.message.is_empty());
        let NextActionLink::Inline { action } = &self.links.next;
        assert_eq!(action.r#type, Some(ActionType::Completed));
        assert_eq!(action.description, self.message);
        action.check();
    }
}

//! Pages for what can't be shown.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use girder_sdk::SdkError;
use maud::html;

use super::layout::layout;
use crate::index::IndexError;

/// Why there is no page.
#[derive(Debug)]
pub(super) struct PageError {
    status: StatusCode,
    reason: String,
}

impl PageError {
    /// There is nothing like that.
    pub(super) fn missing(what: &str, at: &str) -> Self {
        Self { status: StatusCode::NOT_FOUND, reason: format!("There is no {what} at {at}.") }
    }

    /// What was given is not what is needed.
    pub(super) fn bad(given: &str, needed: &str) -> Self {
        let given: String = given.chars().take(100).collect();
        Self { status: StatusCode::BAD_REQUEST, reason: format!("{given:?} is not {needed}.") }
    }

    /// The status and the reason, for who asked for no page.
    pub(super) fn plain(self) -> (StatusCode, String) {
        (self.status, self.reason)
    }
}

impl From<SdkError> for PageError {
    fn from(error: SdkError) -> Self {
        let status = match &error {
            SdkError::NotFound { .. } | SdkError::Decode { .. } => StatusCode::NOT_FOUND,
            SdkError::BadTransaction(_) | SdkError::Refused(_) | SdkError::Failed { .. } => StatusCode::BAD_REQUEST,
            _ => StatusCode::BAD_GATEWAY,
        };
        Self { status, reason: error.to_string() }
    }
}

impl From<IndexError> for PageError {
    fn from(error: IndexError) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, reason: error.to_string() }
    }
}

impl From<super::plot::PlotError> for PageError {
    fn from(error: super::plot::PlotError) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, reason: error.to_string() }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let title = match self.status {
            StatusCode::NOT_FOUND => "Not found",
            StatusCode::BAD_REQUEST => "That can't be shown",
            StatusCode::BAD_GATEWAY => "The ledger does not answer",
            _ => "Something is wrong here",
        };
        let page = layout(title, &[], html! { section { p { (self.reason) } p { a href="/" { "All networks" } } } });
        (self.status, page).into_response()
    }
}

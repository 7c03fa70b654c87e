//! What a wallet is told when it gets no transaction.

use axum::{
    Json,
    extract::rejection::{JsonRejection, PathRejection, QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use girder_sdk::SdkError;

use crate::spec::Message;

/// A refusal: a status, and what was wrong in words.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct ActionError {
    /// The status of the answer.
    pub status: StatusCode,
    /// What was wrong and what would be right.
    pub message: String,
}

impl ActionError {
    /// The request is wrong.
    pub fn bad(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into() }
    }

    /// There is nothing at this address.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, message: message.into() }
    }
}

impl From<SdkError> for ActionError {
    fn from(error: SdkError) -> Self {
        match error {
            SdkError::NotFound { .. } => Self::not_found(error.to_string()),
            // Its text may hold the node's address, which may hold a key.
            SdkError::Transport(_) => {
                tracing::warn!("the cluster could not be asked");
                let message = "the cluster could not be asked now; try again later".to_owned();
                Self { status: StatusCode::SERVICE_UNAVAILABLE, message }
            }
            error => Self::bad(error.to_string()),
        }
    }
}

macro_rules! rejections {
    ($($name:ident)*) => {
        $(impl From<$name> for ActionError {
            fn from(rejection: $name) -> Self {
                Self { status: rejection.status(), message: rejection.body_text() }
            }
        })*
    };
}

rejections!(JsonRejection PathRejection QueryRejection);

impl IntoResponse for ActionError {
    fn into_response(self) -> Response {
        (self.status, Json(Message { message: self.message })).into_response()
    }
}

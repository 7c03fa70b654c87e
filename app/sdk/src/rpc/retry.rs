//! Requests that are tried again: when the node has too many, or the connection failed.

use std::time::Duration;

use async_trait::async_trait;
use http::{Extensions, StatusCode, header::RETRY_AFTER};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Error, Middleware, Next};
use solana_rpc_client::http_sender::HttpSender;
use solana_rpc_client_api::client_error::reqwest::{self, Client, Request, Response};

use crate::{Result, SdkError};

/// How long a node may take to answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The longest that a node may tell us to wait.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// How often, and after which pauses, a request is tried.
#[derive(Clone, Copy, Debug)]
struct BackOff {
    /// The first pause; each is twice the one before.
    first: Duration,
    /// The longest pause.
    longest: Duration,
    /// How often a busy node is asked.
    attempts: u32,
    /// How often a node is asked that is silent, or takes no connection.
    silent_attempts: u32,
}

const BACK_OFF: BackOff =
    BackOff { first: Duration::from_millis(250), longest: Duration::from_secs(8), attempts: 8, silent_attempts: 3 };

impl BackOff {
    fn most_attempts(&self, error: &reqwest::Error) -> u32 {
        if error.is_connect() || error.is_timeout() { self.silent_attempts } else { self.attempts }
    }

    /// The pause after a number of attempts. `part`, a half to one, keeps many clients from coming back at once. What the
    /// node asked for is the least.
    fn pause(&self, attempts: u32, part: f64, asked: Option<Duration>) -> Duration {
        let doubled = self.first.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
        let pause = doubled.min(self.longest).mul_f64(part);
        pause.max(asked.unwrap_or_default().min(LONGEST_RETRY_AFTER))
    }
}

/// The pause before a connection is made for another time.
pub(super) fn pause(attempts: u32) -> Duration {
    BACK_OFF.pause(attempts, jitter(), None)
}

fn jitter() -> f64 {
    rand::random_range(0.5..1.0)
}

/// Why a request was given up.
#[derive(Debug, thiserror::Error)]
#[error("the node answered {status} {attempts} times")]
struct GivenUp {
    status: StatusCode,
    attempts: u32,
}

/// An HTTP client that tries again. It never shows a URL in an error: there may be a key in it.
pub(super) fn client() -> Result<ClientWithMiddleware> {
    let builder = Client::builder().default_headers(HttpSender::default_headers()).timeout(TIMEOUT);
    let client = builder.build().map_err(|error| SdkError::Transport(error.without_url().to_string()))?;
    Ok(ClientBuilder::new(client).with(BACK_OFF).build())
}

/// Whether a node that answers so may answer better later.
fn is_busy(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The answer with its body, so that a connection which breaks off in the middle is noticed here.
async fn whole(answer: Response) -> reqwest_middleware::Result<Response> {
    let (status, headers) = (answer.status(), answer.headers().clone());
    let mut whole = http::Response::new(answer.bytes().await?);
    *whole.status_mut() = status;
    *whole.headers_mut() = headers;
    Ok(whole.into())
}

#[async_trait]
impl Middleware for BackOff {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let mut attempts = 0;
        loop {
            let Some(again) = request.try_clone() else { return next.run(request, extensions).await };
            attempts += 1;
            let answer = match next.clone().run(again, extensions).await {
                Ok(answer) => whole(answer).await,
                failed => failed,
            };
            let asked = match answer {
                Ok(answer) if is_busy(answer.status()) && attempts < self.attempts => retry_after(&answer),
                Ok(answer) if is_busy(answer.status()) => {
                    return Err(Error::middleware(GivenUp { status: answer.status(), attempts }));
                }
                Err(Error::Reqwest(error)) if attempts < self.most_attempts(&error) => None,
                Err(error) => return Err(error.without_url()),
                answer => return answer,
            };
            tokio::time::sleep(self.pause(attempts, jitter(), asked)).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses: Vec<u128> = (1..=8).map(|attempts| BACK_OFF.pause(attempts, 1.0, None).as_millis()).collect();
        assert_eq!(pauses, [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
        assert_eq!(BACK_OFF.pause(u32::MAX, 0.5, None).as_millis(), 4_000);
    }

    #[test]
    fn the_node_may_ask_for_a_longer_pause_within_reason() {
        let asked = |seconds| BACK_OFF.pause(1, 1.0, Some(Duration::from_secs(seconds)));
        assert_eq!(asked(0), Duration::from_millis(250));
        assert_eq!(asked(7), Duration::from_secs(7));
        assert_eq!(asked(3_600), LONGEST_RETRY_AFTER);
    }
}

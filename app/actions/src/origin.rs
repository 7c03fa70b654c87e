//! Under which address the server is known: pictures and buttons are given with it.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header::HOST, request::Parts, uri::Authority},
};

use crate::{error::ActionError, server::Server};

/// The address before every path, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(pub String);

/// Where an origin comes from.
#[derive(Clone, Debug, Default)]
pub struct OriginSource {
    /// The address that people use, whatever a request says.
    pub public_url: Option<String>,
    /// Whether a proxy in front of the server sets `X-Forwarded-Proto`.
    pub trust_forwarded_proto: bool,
}

impl OriginSource {
    fn origin(&self, headers: &HeaderMap) -> Option<Origin> {
        if let Some(url) = &self.public_url {
            return Some(Origin(url.trim_end_matches('/').to_owned()));
        }
        let host: Authority = headers.get(HOST)?.to_str().ok()?.parse().ok()?;
        let forwarded = headers.get("x-forwarded-proto").filter(|_| self.trust_forwarded_proto);
        let scheme = if forwarded.is_some_and(|scheme| scheme == "https") { "https" } else { "http" };
        Some(Origin(format!("{scheme}://{host}")))
    }
}

impl FromRequestParts<Server> for Origin {
    type Rejection = ActionError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, ActionError> {
        let missing = || ActionError::bad("the request has no `Host`, or one that is no host");
        server.origin_source().origin(&parts.headers).ok_or_else(missing)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn headers(host: &'static str, proto: Option<&'static str>) -> HeaderMap {
        let mut headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static(host))]);
        if let Some(proto) = proto {
            headers.insert("x-forwarded-proto", HeaderValue::from_static(proto));
        }
        headers
    }

    #[test]
    fn a_proxy_is_believed_only_where_it_is_trusted() {
        let request = headers("stake.example:8080", Some("https"));
        let origin = |trust_forwarded_proto| {
            OriginSource { public_url: None, trust_forwarded_proto }.origin(&request).unwrap().0
        };
        assert_eq!(origin(false), "http://stake.example:8080");
        assert_eq!(origin(true), "https://stake.example:8080");
    }

    #[test]
    fn the_public_address_counts_whatever_a_request_says() {
        let source = OriginSource { public_url: Some("https://stake.example/".to_owned()), ..OriginSource::default() };
        assert_eq!(source.origin(&headers("evil.example", None)).unwrap().0, "https://stake.example");
        assert_eq!(source.origin(&HeaderMap::new()).unwrap().0, "https://stake.example");
    }

    #[test]
    fn a_host_that_is_none_is_refused() {
        for host in ["", "a b", "a/b", "<script>"] {
            assert_eq!(OriginSource::default().origin(&headers(host, None)), None, "{host}");
        }
    }
}

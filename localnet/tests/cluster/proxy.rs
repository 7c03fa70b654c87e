//! A bad connection to a good node: an HTTP proxy that refuses requests, loses answers, or loses what it was to pass on.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::stream;
use serde_json::Value;
use tokio::net::TcpListener;

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The node has too many requests, and says so before it looks at this one.
    TooManyRequests,
    /// The node gets the request, but its answer breaks off.
    AnswerLost,
    /// The node never gets the transaction, however often it is sent, though it seems so.
    RequestLost,
}

#[derive(Clone)]
struct Line {
    node: String,
    client: reqwest::Client,
    faults: Arc<Mutex<Vec<(&'static str, Fault)>>>,
    lost: Arc<Mutex<Vec<Value>>>,
    passed: Arc<Mutex<Vec<Value>>>,
}

/// A proxy in front of a node. It is gone when its runtime is.
pub struct Proxy {
    line: Line,
    url: String,
}

impl Proxy {
    /// Starts a proxy on a free port. Each fault befalls one request of a method, in their order.
    pub async fn start(node: &str, faults: Vec<(&'static str, Fault)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let faults = Arc::new(Mutex::new(faults));
        let (lost, passed) = (Arc::default(), Arc::default());
        let line = Line { node: node.to_owned(), client: reqwest::Client::new(), faults, lost, passed };
        let app = Router::new().fallback(pass).with_state(line.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { line, url }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many faults are left to befall somebody.
    pub fn faults_left(&self) -> usize {
        self.line.faults.lock().unwrap().len()
    }

    /// The first parameters of the requests of a method that reached the node, or seemed to.
    pub fn passed(&self, method: &str) -> Vec<String> {
        let passed = self.line.passed.lock().unwrap();
        let of_method = passed.iter().filter(|request| request["method"] == method);
        of_method.map(|request| request["params"][0].to_string()).collect()
    }
}

impl Line {
    fn fault(&self, request: &Value) -> Option<Fault> {
        let (mut faults, mut lost) = (self.faults.lock().unwrap(), self.lost.lock().unwrap());
        let transaction = &request["params"][0];
        if lost.contains(transaction) {
            return Some(Fault::RequestLost);
        }
        let index = faults.iter().position(|(of, _)| request["method"] == *of)?;
        let fault = faults.remove(index).1;
        if fault == Fault::RequestLost {
            lost.push(transaction.clone());
        }
        Some(fault)
    }
}

async fn pass(State(line): State<Line>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    let fault = line.fault(&request);
    if fault == Some(Fault::TooManyRequests) {
        return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "0")]).into_response();
    }
    line.passed.lock().unwrap().push(request.clone());
    if fault == Some(Fault::RequestLost) {
        return (StatusCode::OK, lost_answer(&request)).into_response();
    }
    let sent = line.client.post(&line.node).header(header::CONTENT_TYPE, "application/json").body(body).send().await;
    let answer = sent.unwrap().bytes().await.unwrap();
    if fault == Some(Fault::AnswerLost) {
        let broken = [Ok(answer.slice(..answer.len() / 2)), Err(std::io::Error::other("the line is cut"))];
        return Body::from_stream(stream::iter(broken)).into_response();
    }
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

/// What the node would answer to a transaction that it takes: its signature.
fn lost_answer(request: &Value) -> String {
    let text = request["params"][0].as_str().unwrap();
    let transaction = girder_sdk::transport::from_base64(text).unwrap();
    serde_json::json!({ "jsonrpc": "2.0", "id": request["id"], "result": transaction.signatures[0].to_string() })
        .to_string()
}

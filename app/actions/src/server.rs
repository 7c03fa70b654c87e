//! What is served where.

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{
        DefaultBodyLimit, Path, Query, Request, State,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    http::{StatusCode, header::CONTENT_TYPE},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use girder_sdk::transport::{self, Transport};
use solana_address::Address;
use tower_http::trace::{DefaultMakeSpan, DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::{
    card,
    error::ActionError,
    headers,
    input::{Inputs, address},
    operation::{Operation, Plan},
    origin::{Origin, OriginSource},
    pool::{Pool, Scene},
    spec::{Action, ActionsJson, Next as NextAction, NextLinks, PostRequest, PostResponse, Rule, TransactionKind},
    vote::Motion,
};

/// Bytes of a request's body at most.
const MOST_BODY: usize = 16 * 1_024;

/// What every request is served with.
#[derive(Clone)]
pub struct Server {
    transport: Arc<dyn Transport>,
    settings: Arc<Settings>,
}

/// How a server presents itself.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Under which address it is known.
    pub origin: OriginSource,
    /// The cluster's CAIP-2 identifier: `solana:` and the first 32 characters of its genesis hash.
    pub blockchain: String,
    /// How long a request may take.
    pub timeout: Duration,
}

type Answer<T> = Result<Json<T>, ActionError>;
type Names<T> = Result<Path<T>, PathRejection>;
type Given = Result<Query<HashMap<String, String>>, QueryRejection>;
type Posted = Result<Json<PostRequest>, JsonRejection>;

impl Server {
    /// A server of the ledger behind a transport. It holds no key and sends nothing.
    pub fn new(transport: Arc<dyn Transport>, settings: Settings) -> Self {
        Self { transport, settings: Arc::new(settings) }
    }

    /// Everything it serves.
    pub fn router(self) -> Router {
        let blockchain = self.settings.blockchain.clone();
        let router = Router::new()
            .route("/api/{network}", get(get_network))
            .route("/api/{network}/operators/{operator}", get(get_operator))
            .route("/api/{network}/operators/{operator}/{operation}", get(get_operation).post(post_operation))
            .route("/api/{network}/proposals/{proposal}/vote", get(get_proposal).post(post_vote))
            .route("/actions.json", get(actions_json))
            .route("/icon.svg", get(icon))
            .route("/health", get(health))
            .fallback(nothing)
            .method_not_allowed_fallback(wrong_method)
            .layer(middleware::from_fn_with_state(self.clone(), in_time))
            .layer(DefaultBodyLimit::max(MOST_BODY))
            .with_state(self);
        let trace = TraceLayer::new_for_http()
            .make_span_with(DefaultMakeSpan::new().level(Level::INFO))
            .on_response(DefaultOnResponse::new().level(Level::INFO));
        headers::add(router, &blockchain).layer(trace)
    }

    pub(crate) fn origin_source(&self) -> &OriginSource {
        &self.settings.origin
    }

    /// The transaction of a plan, which the ledger would take now.
    async fn transaction(&self, origin: &Origin, wallet: Address, plan: Plan) -> Answer<PostResponse> {
        let blockhash = self.transport.latest_blockhash().await?;
        let transaction = transport::unsigned(&plan.instructions, wallet, blockhash)?;
        self.transport.simulate(&transaction).await?;
        let action = Box::new(card::completed(origin, &plan.message));
        Ok(Json(PostResponse {
            kind: TransactionKind::Transaction,
            transaction: transport::to_base64(&transaction)?,
            message: plan.message,
            links: NextLinks { next: NextAction::Inline { action } },
        }))
    }
}

async fn get_network(State(server): State<Server>, origin: Origin, names: Names<String>) -> Answer<Action> {
    let Path(network) = names?;
    let scene = Scene::read(&*server.transport, address("a network", &network)?).await?;
    Ok(Json(card::network(&origin, &scene).await?))
}

async fn get_operator(State(server): State<Server>, origin: Origin, names: Names<(String, String)>) -> Answer<Action> {
    let Path((network, operator)) = names?;
    let pool = pool(&server, &network, &operator).await?;
    Ok(Json(card::operator(&origin, &pool)))
}

async fn get_operation(
    State(server): State<Server>,
    origin: Origin,
    names: Names<(String, String, Operation)>,
    given: Given,
) -> Answer<Action> {
    let (Path((network, operator, operation)), Query(query)) = (names?, given?);
    let pool = pool(&server, &network, &operator).await?;
    Ok(Json(card::operation(&origin, &pool, operation, &Inputs::new(query, HashMap::new()))?))
}

async fn post_operation(
    State(server): State<Server>,
    origin: Origin,
    names: Names<(String, String, Operation)>,
    given: Given,
    posted: Posted,
) -> Answer<PostResponse> {
    let (Path((network, operator, operation)), Query(query), Json(posted)) = (names?, given?, posted?);
    let wallet = address("a wallet", &posted.account)?;
    let pool = pool(&server, &network, &operator).await?;
    let plan = operation.plan(&pool, wallet, &Inputs::new(query, posted.data)).await?;
    server.transaction(&origin, wallet, plan).await
}

async fn get_proposal(
    State(server): State<Server>,
    origin: Origin,
    names: Names<(String, String)>,
    given: Given,
) -> Answer<Action> {
    let (Path((network, proposal)), Query(query)) = (names?, given?);
    let motion = motion(&server, &network, &proposal).await?;
    Ok(Json(card::proposal(&origin, &motion, &Inputs::new(query, HashMap::new()))?))
}

async fn post_vote(
    State(server): State<Server>,
    origin: Origin,
    names: Names<(String, String)>,
    given: Given,
    posted: Posted,
) -> Answer<PostResponse> {
    let (Path((network, proposal)), Query(query), Json(posted)) = (names?, given?, posted?);
    let wallet = address("a wallet", &posted.account)?;
    let motion = motion(&server, &network, &proposal).await?;
    let plan = motion.vote(wallet, &Inputs::new(query, posted.data)).await?;
    server.transaction(&origin, wallet, plan).await
}

async fn pool<'a>(server: &'a Server, network: &str, operator: &str) -> Result<Pool<'a>, ActionError> {
    let (network, operator) = (address("a network", network)?, address("an operator", operator)?);
    Pool::read(&*server.transport, network, operator).await
}

async fn motion<'a>(server: &'a Server, network: &str, proposal: &str) -> Result<Motion<'a>, ActionError> {
    let (network, proposal) = (address("a network", network)?, address("a proposal", proposal)?);
    Motion::read(&*server.transport, network, proposal).await
}

async fn actions_json() -> Json<ActionsJson> {
    Json(ActionsJson { rules: vec![Rule { path_pattern: "/api/**", api_path: "/api/**" }] })
}

async fn icon() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("../assets/icon.svg"))
}

/// Whether the cluster answers.
async fn health(State(server): State<Server>) -> Answer<serde_json::Value> {
    let clock = server.transport.clock().await?;
    Ok(Json(serde_json::json!({ "status": "ok", "slot": clock.slot })))
}

async fn nothing() -> ActionError {
    ActionError::not_found("there is nothing at this address; /actions.json says where Actions are")
}

async fn wrong_method() -> ActionError {
    let message = "GET shows a card; only what makes a transaction takes POST".to_owned();
    ActionError { status: StatusCode::METHOD_NOT_ALLOWED, message }
}

/// Gives up on what takes too long.
async fn in_time(State(server): State<Server>, request: Request, next: Next) -> Response {
    let limit = server.settings.timeout;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let message = format!("the cluster did not answer within {} s", limit.as_secs());
            ActionError { status: StatusCode::GATEWAY_TIMEOUT, message }.into_response()
        }
    }
}

//! The server: one reader, one review, one port on the loopback address.

use std::borrow::Cow;
use std::future::poll_fn;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::guard::{Guard, HEADERS, TurnedAway};
use super::page;
use super::pdf;
use super::review::Review;
use super::session::{Answer, Ask, Session};
use super::view::View;
use crate::diagnostic::unturned;
use crate::workspace::{self, Error};

/// Largest request that is kept: a note may be long, and a longer one gets an answer in words.
const LARGEST: usize = 32 << 20;

/// Largest request that is read to its end, so that a browser hears the answer: it listens once it has sent everything.
const LARGEST_HEARD: usize = 1 << 30;

/// What is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The review folder.
    pub root: PathBuf,
    /// Who decides.
    pub by: String,
    /// The port; 0 for the one that this reader of this review always gets, or any other where that one is not free.
    pub port: u16,
}

/// A server that holds its port and its review.
#[derive(Debug)]
pub struct Server {
    /// Whether the port is another than the one that this reader of this review always gets, because that one is taken.
    pub is_elsewhere: bool,
    listener: TcpListener,
    served: Arc<Served>,
}

#[derive(Debug)]
struct Served {
    session: Arc<Session>,
    guard: Guard,
}

impl Server {
    /// Takes the port and computes the review.
    ///
    /// # Errors
    /// If the port is taken, the folder cannot be used, or rulings could not be written there.
    pub fn start(settings: &Settings) -> Result<Self, Error> {
        let by = workspace::name_of(&settings.by);
        workspace::rulings_file_of(&by)?;
        let (listener, is_elsewhere) = match settings.port {
            0 => match listen(usual_port(&settings.root, &by)) {
                Ok(listener) => (listener, false),
                Err(_) => (listen(0)?, true),
            },
            port => (listen(port)?, false),
        };
        let review = Review::open(&settings.root)?;
        workspace::check_writable(&review.root, &by)?;
        let port = listener.local_addr().map_or(settings.port, |address| address.port());
        let served = Served { session: Arc::new(Session::new(review, &by)), guard: Guard::new(port) };
        Ok(Self { is_elsewhere, listener, served: Arc::new(served) })
    }

    /// The address to open, with its secret.
    pub fn address(&self) -> String {
        self.served.guard.address()
    }

    /// Serves until the program ends.
    ///
    /// # Errors
    /// If the system takes the port away.
    pub fn run(self) -> Result<(), Error> {
        let failed = |error: std::io::Error| Error::new(format!("the page cannot be served: {error}"), "");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        runtime.block_on(async {
            self.listener.set_nonblocking(true).map_err(failed)?;
            let listener = tokio::net::TcpListener::from_std(self.listener).map_err(failed)?;
            axum::serve(listener, app(self.served)).await.map_err(failed)
        })
    }
}

/// The port of a reader of a review, the same every time: a browser keeps what was typed for one port only, and finds it again after
/// the program ended.
fn usual_port(root: &std::path::Path, by: &str) -> u16 {
    /// The first of those that nobody may claim (RFC 6335).
    const FIRST: u16 = 49_152;
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let digest = page::place_of(&whole, by);
    let number = digest.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok()).unwrap_or_default();
    FIRST + number % (u16::MAX - FIRST)
}

fn listen(port: u16) -> Result<TcpListener, Error> {
    TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(|error| {
        let what = if error.kind() == std::io::ErrorKind::AddrInUse {
            format!("the port {port} is in use")
        } else {
            format!("the port {port} cannot be used: {error}")
        };
        Error::new(what, "Leave --port out to take any free one, or end the program that uses it.")
    })
}

fn app(served: Arc<Served>) -> Router {
    Router::new()
        .route("/{token}/", get(shell))
        .route("/{token}/app.js", get(|| async { file("text/javascript; charset=utf-8", page::SCRIPT) }))
        .route("/{token}/app.css", get(|| async { file("text/css; charset=utf-8", page::STYLE) }))
        .route("/{token}/show", get(show))
        .route("/{token}/list", get(list))
        .route("/{token}/act", post(act))
        .route("/{token}/pdf/{group}", get(full_text))
        .fallback(|| async { text(StatusCode::NOT_FOUND, "There is nothing at this address.") })
        .layer(middleware::from_fn_with_state(Arc::clone(&served), guard))
        .with_state(served)
}

/// Turns away who may not ask, and puts the headers on every answer.
async fn guard(State(served): State<Arc<Served>>, request: Request, next: Next) -> Response {
    let mut response = match served.guard.check(request.method(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(TurnedAway::Host) => text(StatusCode::MISDIRECTED_REQUEST, "This server answers to 127.0.0.1 only."),
        Err(TurnedAway::Origin) => text(StatusCode::FORBIDDEN, "Another page may not ask this server."),
        Err(TurnedAway::Token) => text(
            StatusCode::NOT_FOUND,
            "The address is not whole. Copy it from the terminal in which `litsieve screen` runs.",
        ),
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

async fn shell(State(served): State<Arc<Served>>) -> Response {
    let html = served.session.with(|review| page::shell(review, &served.session.by)).into_string();
    file("text/html; charset=utf-8", unturned(&html).into_owned())
}

async fn show(
    State(served): State<Arc<Served>>,
    view: Result<Query<View>, axum::extract::rejection::QueryRejection>,
) -> Response {
    match view {
        Ok(Query(view)) => answer(move || served.session.show(&view)).await,
        Err(rejection) => told((400, json!({ "error": format!("This cannot be shown: {rejection}") }))),
    }
}

async fn list(
    State(served): State<Arc<Served>>,
    view: Result<Query<View>, axum::extract::rejection::QueryRejection>,
) -> Response {
    match view {
        Ok(Query(view)) => answer(move || served.session.list(&view)).await,
        Err(rejection) => told((400, json!({ "error": format!("This cannot be listed: {rejection}") }))),
    }
}

/// The PDF of a report, as it lies beside the review.
async fn full_text(State(served): State<Arc<Served>>, Path((_, group)): Path<(String, String)>) -> Response {
    let read = tokio::task::spawn_blocking(move || {
        let path = served.session.with(|review| {
            let number = review.find_group(&group)?;
            let fields = crate::matching::merge(review.records(), review.group(number)).fields;
            pdf::find(review, number, &fields)
        })?;
        std::fs::read(path).ok()
    });
    match read.await.ok().flatten() {
        Some(bytes) => respond(StatusCode::OK, "application/pdf", bytes),
        None => text(StatusCode::NOT_FOUND, "There is no PDF for this reference any more."),
    }
}

async fn act(State(served): State<Arc<Served>>, request: Request) -> Response {
    let Some(body) = read(request.into_body()).await else {
        let message = "Nothing was saved: what was sent is too large. Shorten the note; it is still in its box.";
        return told((413, json!({ "error": message })));
    };
    answer(move || match serde_json::from_slice::<Ask>(&body) {
        Ok(ask) => served.session.act(&ask),
        Err(error) => {
            (400, json!({ "error": format!("Nothing was saved: the request was not understood ({error}).") }))
        }
    })
    .await
}

/// A request as far as it is kept; `None` for one that is too large or broke off.
async fn read(mut body: Body) -> Option<Vec<u8>> {
    let (mut kept, mut heard) = (Vec::new(), 0);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(part) = frame.ok()?.into_data() else { continue };
        heard += part.len();
        if heard > LARGEST_HEARD {
            return None;
        }
        if heard <= LARGEST {
            kept.extend_from_slice(&part);
        }
    }
    (heard <= LARGEST).then_some(kept)
}

/// Works outside of the threads that listen: the disk is slow.
async fn answer(work: impl FnOnce() -> Answer + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(answer) => told(answer),
        Err(_) => {
            let message = "This program made a mistake and said so in its terminal. What was saved before is safe; reload the page.";
            told((500, json!({ "error": message })))
        }
    }
}

fn told((status, mut value): Answer) -> Response {
    straighten(&mut value);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    respond(status, "application/json", value.to_string())
}

/// No text of others turns the direction of what stands behind it. What goes back into a box, and what names something, stays as
/// it is on the disk.
fn straighten(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Cow::Owned(straight) = unturned(text) {
                *text = straight;
            }
        }
        Value::Array(all) => all.iter_mut().for_each(straighten),
        Value::Object(fields) => {
            let shown =
                fields.iter_mut().filter(|(name, _)| !matches!(name.as_str(), "name" | "note" | "returned" | "seen"));
            shown.for_each(|(_, field)| straighten(field));
        }
        _ => {}
    }
}

fn text(status: StatusCode, message: &'static str) -> Response {
    respond(status, "text/plain; charset=utf-8", message)
}

fn file(kind: &'static str, content: impl Into<Body>) -> Response {
    respond(StatusCode::OK, kind, content)
}

fn respond(status: StatusCode, kind: &'static str, content: impl Into<Body>) -> Response {
    let mut response = Response::new(content.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

//! [`Server`]: binds, tells where, answers until it is stopped. [`App`] is what every handler gets.

use crate::error::Problem;
use crate::guard::Key;
use crate::jobs::Jobs;
use crate::keeper::{AnyDesk, Keeper};
use crate::options::ServeOptions;
use crate::pages::story::WrittenStories;
use crate::routes::router;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use whosaid_store::{Store, StoreError};

/// Why a server could not start or go on.
#[derive(Debug, Error)]
pub enum ServeError {
    /// The address cannot be had.
    #[error("cannot listen on {address}: {source}")]
    CannotListen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The system has no randomness to give.
    #[error("the system gives no randomness: {source}")]
    NoRandomness {
        /// What it says.
        source: getrandom::Error,
    },
    /// The network broke.
    #[error("the server stopped: {source}")]
    Stopped {
        /// What the system says.
        source: io::Error,
    },
}

/// What every handler gets.
#[derive(Clone)]
pub struct App {
    inside: Arc<Inside>,
}

struct Inside {
    keeper: Keeper,
    key: Key,
    options: ServeOptions,
    jobs: Jobs,
    stories: Arc<WrittenStories>,
    guesses: tokio::sync::Mutex<()>,
}

impl App {
    /// Puts the collection, the key and the options together.
    pub fn new(keeper: Keeper, key: Key, options: ServeOptions) -> Self {
        let inside = Inside {
            keeper,
            key,
            options,
            jobs: Jobs::default(),
            stories: Arc::default(),
            guesses: tokio::sync::Mutex::new(()),
        };
        App { inside: Arc::new(inside) }
    }

    /// Asks the collection something.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&AnyDesk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.inside.keeper.read(ask).await
    }

    /// Changes the collection.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut AnyDesk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        self.inside.keeper.write(change).await
    }

    /// Waits before a wrong key is answered, one after the other.
    pub(crate) async fn one_guess(&self, wait: Duration) {
        let _turn = self.inside.guesses.lock().await;
        tokio::time::sleep(wait).await;
    }

    pub(crate) fn keeper(&self) -> &Keeper {
        &self.inside.keeper
    }

    pub(crate) fn key(&self) -> &Key {
        &self.inside.key
    }

    pub(crate) fn options(&self) -> &ServeOptions {
        &self.inside.options
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.inside.jobs
    }

    /// Stories as they were written out last.
    pub(crate) fn stories(&self) -> Arc<WrittenStories> {
        Arc::clone(&self.inside.stories)
    }

    pub(crate) fn now(&self) -> String {
        (self.inside.options.now)()
    }
}

/// A server that is bound to its address.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: App,
}

impl Server {
    /// Binds the address.
    ///
    /// # Errors
    /// [`ServeError::CannotListen`], [`ServeError::NoRandomness`].
    pub async fn bind(keeper: Keeper, options: ServeOptions) -> Result<Self, ServeError> {
        let wanted = options.address();
        let cannot = |source| ServeError::CannotListen { address: wanted, source };
        let listener = TcpListener::bind(wanted).await.map_err(cannot)?;
        let address = listener.local_addr().map_err(cannot)?;
        let key = Key::new(options.sharing.clone(), address.port())
            .map_err(|source| ServeError::NoRandomness { source })?;
        Ok(Server { listener, address, app: App::new(keeper, key, options) })
    }

    /// The address to open: with the key on one's own machine.
    pub fn url(&self) -> String {
        match self.app.key().to_print() {
            Some(key) => format!("http://{}/enter?key={key}", self.address),
            None => format!("http://{}/", self.address),
        }
    }

    /// Answers until `stop` comes; what waits in the collection is finished meanwhile.
    ///
    /// # Errors
    /// [`ServeError::Stopped`].
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), ServeError> {
        let waits = self.app.read(|desk| {
            let counts = desk.store().counts()?;
            Ok(counts.waiting + counts.stale > 0)
        });
        if waits.await.unwrap_or(false) {
            crate::jobs::settle(&self.app);
        }
        let served = axum::serve(self.listener, router(self.app)).with_graceful_shutdown(stop);
        served.await.map_err(|source| ServeError::Stopped { source })
    }
}

/// Runs a server on threads of its own until the user interrupts it; `tell` is told the address once it is bound.
///
/// # Errors
/// [`ServeError`].
pub fn serve(keeper: Keeper, options: ServeOptions, tell: impl FnOnce(&str)) -> Result<(), ServeError> {
    // Closing the collection may wait for a server, which no thread that answers may do: it is closed last, here.
    let _open = keeper.clone();
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let threads = threads.map_err(|source| ServeError::Stopped { source })?;
    threads.block_on(async {
        let server = Server::bind(keeper, options).await?;
        tell(&server.url());
        server.run(interrupted()).await
    })
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals only the system can stop it.
        std::future::pending::<()>().await;
    }
}

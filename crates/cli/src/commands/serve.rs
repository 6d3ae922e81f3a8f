//! `whosaid serve`: the desk in a browser.
#![allow(clippy::print_stderr)]

use super::report::measured;
use crate::args::Common;
use crate::clock;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use crate::reading;
use crate::signing::login_or;
use clap::Args;
use std::fs;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use whosaid_serve::{Keeper, ServeOptions, Sharing, serve};

/// Open a collection as pages in a browser, on this machine only
///
/// Prints the address to open. The collection is made where there is none. Only programs on this machine can reach it,
/// and only a browser that opened the printed address can change anything. --shared lets other machines in: they need
/// the password, and between them and this machine should stand a proxy with TLS.
#[derive(Args, Debug)]
pub struct ServeArgs {
    /// File of the collection, or the address of a PostgreSQL database [default: that of --desk]
    #[arg(value_name = "COLLECTION")]
    collection: Option<String>,
    #[command(flatten)]
    desk: DeskArgs,
    /// Port to listen on, 0 for any that is free
    #[arg(long, value_name = "N", default_value_t = 7117)]
    port: u16,
    /// Who signs corrections, where a reader gives no name [default: the name you are logged in by]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Listen on this address for other machines too, such as 0.0.0.0; needs --password-file
    #[arg(long, value_name = "ADDRESS", requires = "password_file")]
    shared: Option<Ipv4Addr>,
    /// File whose first line is the password of a shared desk
    #[arg(long, value_name = "FILE", requires = "shared")]
    password_file: Option<PathBuf>,
    /// Name under which a shared desk may be asked for; may be given several times [default: any]
    #[arg(long = "name", value_name = "HOST", requires = "shared")]
    names: Vec<String>,
}

/// Does it.
pub fn run(common: &Common, args: &ServeArgs) -> Result<Outcome, CommandError> {
    let collection = args.collection.as_deref().unwrap_or(args.desk.address());
    let mode = reading::options(common).mode;
    let options = ServeOptions {
        port: args.port,
        sharing: sharing(args)?,
        who: login_or(args.who.as_deref()),
        now: clock::now,
        batch: reading::most_documents(mode),
        figures: measured(mode),
        collection: whosaid_store::shown(collection),
    };
    let keeper = Keeper::open(collection, reading::resources(common)?)?;
    serve(keeper, options, |url| eprintln!("whosaid: open {url} (Ctrl+C stops)"))?;
    Ok(Outcome::Done)
}

fn sharing(args: &ServeArgs) -> Result<Sharing, CommandError> {
    let (Some(address), Some(file)) = (args.shared, &args.password_file) else { return Ok(Sharing::Local) };
    let path = || file.to_string_lossy().into_owned();
    let text =
        fs::read_to_string(file).map_err(|source| CommandError::CannotRead { path: path(), source })?;
    let password = text.lines().next().unwrap_or("").trim().to_owned();
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(CommandError::ShortPassword { path: path(), n_chars: SHORTEST_PASSWORD });
    }
    Ok(Sharing::Shared { address, password, names: args.names.clone() })
}

/// Characters of a password at least.
const SHORTEST_PASSWORD: usize = 10;

//! Chores: `cargo xtask train MODEL` trains one model again, `cargo xtask licenses` audits the dependencies, `cargo xtask
//! collection N` measures the desk, `cargo xtask scale N` the way from readings to dossiers, `cargo xtask story FILE` one
//! large story, `cargo xtask load DESK` the desk's pages under load, `cargo xtask crawl N FOLDER` makes an archive of any
//! size; `cargo xtask python` builds and tests the Python package.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod collection;
mod crawl;
mod licenses;
mod load;
mod one_story;
mod python;
mod scale;
mod train;

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match args[..] {
        ["train", model] => train::run(model),
        ["encoder-examples", folder] => train::encoder_examples(folder),
        ["collection", of] => collection::run(of),
        ["scale", of, ref sizes @ ..] => scale::run(of, sizes),
        ["story", of] => one_story::run(of, None),
        ["story", of, n_articles] => one_story::run(of, Some(n_articles)),
        ["crawl", n_articles, folder] => crawl::run(n_articles, folder, None),
        ["crawl", n_articles, folder, of] => crawl::run(n_articles, folder, Some(of)),
        ["load", desk] => load::run(desk, None),
        ["load", desk, seconds] => load::run(desk, Some(seconds)),
        ["licenses"] => licenses::check(),
        ["python"] => python::check(),
        _ => Err(format!(
            "usage: cargo xtask collection N | crawl N FOLDER [FILE.jsonl] | scale N [SIZE...] | story FILE.jsonl [N] | load DESK [SECONDS] | licenses | python | encoder-examples FOLDER | train MODEL (one of: {})",
            train::names()
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

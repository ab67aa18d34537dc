//! `harmony4`: H4MK containers from the command line. No rule of the format stands here; h4core has them all.
#![forbid(unsafe_code)]

mod args;
mod audio;
mod cat;
mod demo;
mod error;
mod export;
mod file;
mod input;
mod inspect;
mod key;
mod meta;
mod open;
mod output;
mod plot;
mod progress;
mod recover;
mod scan;
mod seal;
mod seek;
mod tokens;
mod unfinished;
mod verify;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use error::{Done, Error};

fn main() -> ExitCode {
    match run(&Args::parse().command) {
        Ok(done) => done.exit_code(),
        Err(error) => {
            error.report();
            error.exit_code()
        }
    }
}

fn run(command: &Command) -> Result<Done, Error> {
    match command {
        Command::Export(args) => export::run(args),
        Command::Inspect(args) => inspect::run(args),
        Command::Seek(args) => seek::run(args),
        Command::Block(args) => cat::run_block(args),
        Command::Cat(args) => cat::run_cat(args),
        Command::Verify(args) => verify::run(args),
        Command::Recover(args) => recover::run(args),
        Command::Tokens(args) => tokens::run(args),
        Command::Demo => demo::run(),
    }
}

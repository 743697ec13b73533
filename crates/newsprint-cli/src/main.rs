//! The `newsprint` command: a readable report of news articles, and their
//! annotation as JSON.

mod annotate;
mod arguments;
mod input;
mod line;
mod report;

use std::io;
use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};

/// How a run that did not fail outright ended.
enum Outcome {
    /// Everything was read.
    Complete,
    /// Something could not be read and was reported; the rest was.
    Partial,
}

/// What ends a run early.
enum Failure {
    /// Something to tell the user.
    Message(String),
    /// Whoever reads the output has seen enough: `newsprint x | head`.
    BrokenPipe,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

/// An error of writing the output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::Message(format!("cannot write the output: {}", input::reason(&error))),
        }
    }
}

/// Tells the user that something went wrong: one line.
fn complain(message: &str) {
    anstream::eprintln!("newsprint: {message}");
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Some(Command::Annotate(annotate)) => annotate::run(&annotate),
        None => report::run(&arguments.report),
    };
    match result {
        Ok(Outcome::Complete) | Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::FAILURE,
        Err(Failure::Message(message)) => {
            complain(&message);
            ExitCode::FAILURE
        }
    }
}

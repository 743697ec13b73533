//! `newsprint-train`: trains the model's sections and measures every layer.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use newsprint_train::eval::{self, Request};
use newsprint_train::train;

/// Trains and measures newsprint.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train sections of the model.
    Train {
        /// The data folder, with `train/` in it.
        #[arg(long)]
        data: PathBuf,
        /// The sections to train; all of them by default.
        #[arg(long, value_delimiter = ',')]
        sections: Vec<String>,
        /// The folder that the sections are written to, a file each.
        #[arg(long, default_value = "crates/newsprint-en/model")]
        out: PathBuf,
    },
    /// Measure the layers against gold data.
    Eval {
        /// The data folder, with `train/` and `measure-only/` in it.
        #[arg(long)]
        data: PathBuf,
        /// The layers to measure; all of them by default.
        #[arg(long, value_delimiter = ',')]
        layers: Vec<String>,
        /// List this many of the commonest errors of each layer.
        #[arg(long, default_value_t = 0)]
        errors: usize,
        /// Write the figures to this file as JSON.
        #[arg(long)]
        json: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("newsprint-train: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        Command::Train { data, sections, out } => {
            let known: Vec<_> = train::SECTIONS.iter().map(|(section, _)| *section).collect();
            if let Some(unknown) = sections.iter().find(|name| !known.contains(&name.as_str())) {
                return Err(format!(
                    "expected sections among {}, found {unknown}",
                    known.join(", ")
                )
                .into());
            }
            for (section, train) in train::SECTIONS {
                if sections.is_empty() || sections.iter().any(|name| name == section) {
                    let bytes = train(&data)?;
                    let path = out.join(format!("{section}.bin"));
                    fs::write(&path, &bytes)?;
                    println!("{}: {} bytes", path.display(), bytes.len());
                }
            }
        }
        Command::Eval { data, layers, errors, json } => {
            if let Some(unknown) =
                layers.iter().find(|name| !eval::LAYERS.iter().any(|(layer, _)| layer == name))
            {
                let known: Vec<_> = eval::LAYERS.iter().map(|(layer, _)| *layer).collect();
                return Err(
                    format!("expected layers among {}, found {unknown}", known.join(", ")).into()
                );
            }
            let mut rows = Vec::new();
            for (layer, evaluate) in eval::LAYERS {
                if layers.is_empty() || layers.iter().any(|name| name == layer) {
                    let found = evaluate(&data, Request { errors })?;
                    print!("{}", eval::table(&found));
                    rows.extend(found);
                }
            }
            if let Some(path) = json {
                fs::write(path, serde_json::to_string_pretty(&rows)? + "\n")?;
            }
        }
    }
    Ok(())
}

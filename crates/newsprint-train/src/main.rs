//! `newsprint-train`: trains the model's sections and measures every layer.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use newsprint::Reader;
use newsprint::model::Model;
use newsprint_train::card;
use newsprint_train::eval::{self, Request};
use newsprint_train::train::{SECTIONS, Sections};

/// Trains and measures newsprint.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Train sections of the model and write its card.
    Train {
        /// The data folder, with `train/`, `measure-only/` and `gazetteers/` in it.
        #[arg(long)]
        data: PathBuf,
        /// The sections to train; all of them by default.
        #[arg(long, value_delimiter = ',')]
        sections: Vec<String>,
        /// The folder that the sections are written to, a file each, and `CARD.md`.
        #[arg(long, default_value = "crates/newsprint-en/model")]
        out: PathBuf,
    },
    /// Measure the compiled-in model and write its card anew.
    Card {
        /// The data folder, with `train/`, `measure-only/` and `gazetteers/` in it.
        #[arg(long)]
        data: PathBuf,
        /// The folder that `CARD.md` is written to.
        #[arg(long, default_value = "crates/newsprint-en/model")]
        out: PathBuf,
    },
    /// Pack the compiled-in model, or sections from files, into one file.
    Pack {
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        /// Section files (`NAME.bin`) that replace or add to the compiled-in ones.
        sections: Vec<PathBuf>,
    },
    /// Measure the layers against gold data.
    #[command(group(clap::ArgGroup::new("what").required(true).args(["data", "gold"])))]
    Eval {
        /// The data folder, with `train/` and `measure-only/` in it.
        #[arg(long)]
        data: Option<PathBuf>,
        /// A file of gold JSON lines of your own, annotated for entities,
        /// quotations or both; may be given more than once.
        #[arg(long, conflicts_with = "layers")]
        gold: Vec<PathBuf>,
        /// A packed model file to measure instead of the compiled-in one.
        #[arg(long)]
        model: Option<PathBuf>,
        /// The layers to measure; all of them by default.
        #[arg(long, value_delimiter = ',')]
        layers: Vec<String>,
        /// List this many of the commonest errors of each layer.
        #[arg(long, default_value_t = 0)]
        errors: usize,
        /// Print only the figures that have a floor.
        #[arg(long)]
        floors: bool,
        /// Write all figures to this file as JSON.
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
        Command::Train { data, sections, out } => train(&data, &sections, &out)?,
        Command::Card { data, out } => {
            write_card(&data, &Sections::compiled_in(), &out)?;
        }
        Command::Pack { out, sections } => pack(&out, &sections)?,
        Command::Eval { data, gold, model, layers, errors, floors, json } => {
            check_names("layers", &layers, eval::LAYERS.iter().map(|(layer, _)| *layer))?;
            let mut reader = Reader::english();
            if let Some(path) = model {
                let file = fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
                reader = reader.with_model(Model::from_bytes(&file)?);
            }
            let mut rows = Vec::new();
            let mut show = |found: Vec<eval::Row>| {
                let wanted = |row: &&eval::Row| !floors || row.floor.is_some();
                let shown: Vec<eval::Row> = found.iter().filter(wanted).cloned().collect();
                print!("{}", eval::table(&shown));
                rows.extend(found);
            };
            for path in gold {
                show(eval::own_gold(&path, &reader, Request { errors })?);
            }
            for (layer, evaluate) in eval::LAYERS {
                if let Some(data) = &data
                    && (layers.is_empty() || layers.iter().any(|name| name == layer))
                {
                    show(evaluate(data, &reader, Request { errors })?);
                }
            }
            if let Some(path) = json {
                fs::write(path, serde_json::to_string_pretty(&rows)? + "\n")?;
            }
        }
    }
    Ok(())
}

/// Every name asked for is a known one.
fn check_names(
    what: &str,
    asked: &[String],
    known: impl Iterator<Item = &'static str>,
) -> Result<(), String> {
    let known: Vec<&str> = known.collect();
    match asked.iter().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => {
            Err(format!("expected {what} among {}, found {unknown}", known.join(", ")))
        }
        None => Ok(()),
    }
}

/// Trains the sections asked for, all of them by default, each on what the
/// ones before it make of its texts, and writes the card of the whole.
fn train(data: &Path, asked: &[String], out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    check_names("sections", asked, SECTIONS.iter().map(|(name, _)| *name))?;
    let mut sections = Sections::compiled_in();
    for (section, train) in SECTIONS {
        if asked.is_empty() || asked.iter().any(|name| name == section) {
            let bytes = train(data, &sections.before(section)?)?;
            let path = out.join(format!("{section}.bin"));
            fs::write(&path, &bytes)?;
            println!("{}: {} bytes", path.display(), bytes.len());
            sections.replace(section, bytes);
        }
    }
    write_card(data, &sections, out)
}

/// Measures a model and writes its card.
fn write_card(
    data: &Path,
    sections: &Sections,
    out: &Path,
) -> Result<(), Box<dyn std::error::Error>> {
    let reader = sections.reader()?;
    let mut rows = Vec::new();
    for (_, evaluate) in eval::LAYERS {
        rows.extend(evaluate(data, &reader, Request::default())?);
    }
    fs::write(out.join("CARD.md"), card::card(data, &sections.all(), &rows)?)?;
    Ok(())
}

fn pack(out: &Path, files: &[PathBuf]) -> Result<(), Box<dyn std::error::Error>> {
    let mut sections: BTreeMap<String, Vec<u8>> = newsprint_en::MODEL_SECTIONS
        .iter()
        .map(|&(name, bytes)| (name.to_string(), bytes.to_vec()))
        .collect();
    for file in files {
        let name = file.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        sections.insert(name.to_string(), fs::read(file)?);
    }
    let sections: Vec<(&str, &[u8])> =
        sections.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let packed = newsprint::model::pack(&sections);
    // What is written can be read.
    Model::from_bytes(&packed)?;
    fs::write(out, packed)?;
    Ok(())
}

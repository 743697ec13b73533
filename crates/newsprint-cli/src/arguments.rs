//! The command line's grammar and help.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Args, Parser, Subcommand, ValueEnum};
use newsprint::model::Model;
use newsprint::schema::Offsets;
use newsprint::{Options, Reader};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  newsprint article.txt               who said what, and who is in it
  newsprint news/                     the same for every *.txt under a directory
  pbpaste | newsprint -               the same for standard input
  newsprint annotate article.txt      everything as one JSON object
  newsprint annotate < feed.jsonl --from jsonl > out.jsonl
                                      a feed of articles, a line each

An article is plain text in UTF-8: a headline line, then paragraphs, with blank
lines between. Nothing is downloaded and nothing leaves the machine.

The exit status is 0 when everything was read, 1 when something could not be,
2 when the command line is wrong.";

const ANNOTATE_EXAMPLES: &str = "\
Examples:
  newsprint annotate article.txt
  newsprint annotate --to jsonl news/ > out.jsonl
  newsprint annotate feed.jsonl --text-field body --id-field url > out.jsonl
  zcat feed.jsonl.gz | newsprint annotate --from jsonl --no-indirect | jq .quotes

Each record is an object of schema newsprint/1:
  schema, id, offsets, text, blocks, headline, dateline, bylines,
  tokens (with --tokens), sentences, entities, actors, quotes, diagnostics
Spans are half-open: \"start\" is the first unit, \"end\" the one after the last.

Records come in the order of the input. A bad line of a JSON Lines input is
reported with its number on standard error and left out; the others are still
read, and the exit status is 1.";

/// Reads English news articles: who said what, and who is in them.
#[derive(Parser, Debug)]
#[command(
    name = "newsprint",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true,
    subcommand_help_heading = "Commands",
    disable_help_subcommand = true
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Writes everything that was read as JSON
    #[command(after_help = ANNOTATE_EXAMPLES)]
    Annotate(AnnotateArguments),
}

/// The readable report.
#[derive(Args, Debug)]
pub(crate) struct ReportArguments {
    /// Articles to report on: files, directories (every *.txt under them), or
    /// `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// The annotation.
#[derive(Args, Debug)]
pub(crate) struct AnnotateArguments {
    /// Files to read, directories (every *.txt or *.jsonl under them), or `-`
    /// for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub(crate) files: Vec<PathBuf>,
    /// What the input is: one article a file (text), or one JSON object a line
    /// (jsonl). Left out: jsonl when the first file's name ends in .jsonl or
    /// .ndjson, text otherwise
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<InputFormat>,
    /// What to write: JSON for a person (one object, or an array of them), or
    /// one object a line (jsonl). Left out: json for one text, jsonl otherwise
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<OutputFormat>,
    /// The unit of every offset: Unicode code points, UTF-8 bytes or UTF-16
    /// code units
    #[arg(long, value_name = "UNIT", default_value = "char")]
    pub(crate) offsets: Unit,
    /// Writes the tokens too, with tag and lemma
    #[arg(long)]
    pub(crate) tokens: bool,
    /// The field of a JSON object that holds the article
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub(crate) text_field: String,
    /// The field of a JSON object that holds its id, which the record carries
    /// on
    #[arg(long, value_name = "NAME", default_value = "id")]
    pub(crate) id_field: String,
    /// How many articles to read at once. Left out: one for each core
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}

/// How to read.
#[derive(Args, Debug)]
#[command(next_help_heading = "Reading")]
pub(crate) struct ReadingArguments {
    /// A model file to use instead of the one built in
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Leaves out entities less probable than this, from 0 to 1
    #[arg(long, value_name = "X", default_value = "0", value_parser = probability)]
    min_score: f32,
    /// Leaves out quotations without quote marks
    #[arg(long)]
    no_indirect: bool,
    /// Leaves out pronouns and noun phrases without a name ("the president"),
    /// except where they say something
    #[arg(long)]
    no_mentions: bool,
}

impl ReadingArguments {
    /// The reader that the arguments ask for.
    pub(crate) fn reader(&self) -> Result<Reader, String> {
        let mut options = Options::default();
        options.indirect = !self.no_indirect;
        options.mentions = !self.no_mentions;
        options.min_score = self.min_score;
        let reader = match &self.model {
            None => Reader::english(),
            Some(path) => {
                let complaint = |reason: &str| format!("{}: {reason}", path.display());
                let bytes = std::fs::read(path)
                    .map_err(|error| complaint(&crate::input::reason(&error)))?;
                let model =
                    Model::from_bytes(&bytes).map_err(|error| complaint(&error.to_string()))?;
                Reader::english().with_model(model)
            }
        };
        Ok(reader.with_options(options))
    }
}

fn probability(argument: &str) -> Result<f32, String> {
    match argument.parse() {
        Ok(value) if (0.0..=1.0).contains(&value) => Ok(value),
        _ => Err("expected a number from 0 to 1".to_owned()),
    }
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputFormat {
    /// One article a file
    Text,
    /// One JSON object a line
    Jsonl,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OutputFormat {
    /// Indented JSON
    Json,
    /// One JSON object a line
    Jsonl,
}

#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum Unit {
    /// Unicode code points: Python
    Char,
    /// UTF-8 bytes: Rust, Go
    Byte,
    /// UTF-16 code units: JavaScript, Java, .NET
    Utf16,
}

impl From<Unit> for Offsets {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Char => Self::Char,
            Unit::Byte => Self::Byte,
            Unit::Utf16 => Self::Utf16,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn grammar_is_sound() {
        super::Arguments::command().debug_assert();
    }
}

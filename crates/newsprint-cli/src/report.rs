//! The readable report.

use std::io::{self, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use newsprint::actor::Actor;
use newsprint::entity::Label;
use newsprint::mention::MentionForm;
use newsprint::quotation::{Quotation, QuoteKind};
use newsprint::text::LineIndex;
use newsprint::{Document, Span};
use unicode_width::UnicodeWidthStr;

use crate::arguments::ReportArguments;
use crate::input;
use crate::{Failure, Outcome, complain};

const TITLE: Style = Style::new().bold();
const HEADING: Style = AnsiColor::Green.on_default().bold();
const NAME: Style = AnsiColor::Cyan.on_default().bold();
const FAINT: Style = Style::new().dimmed();
const WARNING: Style = AnsiColor::Yellow.on_default();

/// The most names listed under one heading.
const MOST_NAMES: usize = 30;

/// The most faults listed of one article.
const MOST_DIAGNOSTICS: usize = 20;

/// Reports on every input; one that cannot be read is told and passed over.
pub(crate) fn run(arguments: &ReportArguments) -> Result<Outcome, Failure> {
    let reader = arguments.reading.reader()?;
    let sources = input::sources(&arguments.files, &["txt"]);
    let several = sources.len() > 1;
    let width = io::stdout().is_terminal().then(|| {
        let size = terminal_size::terminal_size_of(io::stdout());
        size.map_or(80, |(width, _)| usize::from(width.0).clamp(40, 100))
    });
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    let mut outcome = Outcome::Complete;
    let mut first = true;
    for source in sources {
        let read = source.and_then(|source| {
            let text = source.text()?;
            let document =
                reader.read(text).map_err(|error| format!("{}: {error}", source.name()))?;
            Ok((source, document))
        });
        match read {
            Ok((source, document)) => {
                let mut page = Vec::new();
                if several {
                    let gap = if first { "" } else { "\n" };
                    writeln!(page, "{gap}{FAINT}== {} =={FAINT:#}\n", source.name())?;
                }
                first = false;
                Report { document: &document, lines: LineIndex::new(document.text()), width }
                    .write(&mut page)?;
                out.write_all(&page)?;
                out.flush()?;
            }
            Err(message) => {
                complain(&message);
                outcome = Outcome::Partial;
            }
        }
    }
    Ok(outcome)
}

struct Report<'d> {
    document: &'d Document,
    lines: LineIndex,
    /// The width of the terminal; nothing is wrapped without one.
    width: Option<usize>,
}

impl Report<'_> {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        self.head(out)?;
        self.quotations(out)?;
        self.names(out, "People", &[Label::Person])?;
        self.names(out, "Organisations", &[Label::Org])?;
        self.names(out, "Places", &[Label::Gpe, Label::Loc, Label::Fac])?;
        self.diagnostics(out)
    }

    /// The text of a span on one line.
    fn line(&self, span: Span) -> String {
        one_line(self.document.slice(span))
    }

    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let document = self.document;
        match document.headline() {
            Some(span) => self.wrapped(out, "", TITLE, &self.line(span))?,
            None if document.blocks().is_empty() => {
                return writeln!(out, "{FAINT}(no text){FAINT:#}");
            }
            None => writeln!(out, "{FAINT}(no headline){FAINT:#}")?,
        }
        if let Some(block) =
            document.dateline().and_then(|dateline| document.blocks().get(dateline.block.index()))
        {
            writeln!(out, "{}", self.line(block.span))?;
        }
        let names: Vec<String> = document
            .bylines()
            .iter()
            .flat_map(|byline| byline.names.iter().map(|&name| self.line(name)))
            .collect();
        if !names.is_empty() {
            writeln!(out, "by {}", listed(&names))?;
        }
        let count = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        let sizes = [
            count(document.blocks().len(), "block"),
            count(document.sentences().len(), "sentence"),
            count(document.tokens().len(), "token"),
        ];
        writeln!(out, "{FAINT}{}{FAINT:#}", sizes.join(", "))
    }

    fn quotations(&self, out: &mut impl Write) -> io::Result<()> {
        let (scare, said): (Vec<_>, Vec<_>) =
            self.document.quotes().iter().partition(|quote| quote.kind == QuoteKind::Scare);
        if !said.is_empty() {
            heading(out, "Who said what")?;
        }
        for quote in said {
            let source = quote.source.map(|source| self.line(source));
            let name = self.document.speaker_name(quote).map(|name| one_line(&name));
            let speaker = match name.as_ref().or(source.as_ref()) {
                Some(name) => format!("{NAME}{name}{NAME:#}"),
                None => format!("{WARNING}(nobody named){WARNING:#}"),
            };
            let line = self.lines.line(quote.span().start);
            let kind = quote.kind.name();
            let phrase = self.phrase(quote, name.is_some() && name != source);
            // What speaks for a speaker that no source names.
            let basis = quote.speaker.as_ref().filter(|_| quote.source.is_none());
            let basis = basis.map_or_else(String::new, |s| format!(", {}", s.basis.id()));
            writeln!(out, "{line:>5}  {speaker}  {FAINT}{kind}{basis}{phrase}{FAINT:#}")?;
            self.wrapped(out, "       ", Style::new(), &one_line(&self.document.words(quote)))?;
        }
        if !scare.is_empty() {
            heading(out, "In quote marks, but nobody's words")?;
        }
        for quote in scare {
            let line = self.lines.line(quote.span().start);
            writeln!(out, "{line:>5}  {}", one_line(&self.document.words(quote)))?;
        }
        Ok(())
    }

    /// The reporting words in text order, `: he said`, without the source when
    /// it is shown already.
    fn phrase(&self, quote: &Quotation, with_source: bool) -> String {
        let source = quote.source.filter(|_| with_source);
        // A colon says no more than the one that stands here already.
        let spoken = |cue: &Span| self.document.slice(*cue).contains(char::is_alphanumeric);
        let cue = quote.cue.filter(spoken);
        let mut parts: Vec<Span> = source.into_iter().chain(cue).collect();
        parts.sort_unstable();
        let words: Vec<String> = parts.into_iter().map(|part| self.line(part)).collect();
        if words.is_empty() { String::new() } else { format!(": {}", words.join(" ")) }
    }

    fn names(&self, out: &mut impl Write, title: &str, labels: &[Label]) -> io::Result<()> {
        let mentions = self.document.mentions();
        let is_named = |actor: &Actor| {
            actor.mentions.iter().any(|mention| {
                mentions
                    .get(mention.index())
                    .is_some_and(|mention| mention.form == MentionForm::Name)
            })
        };
        let mut actors: Vec<&Actor> = self
            .document
            .actors()
            .iter()
            .filter(|actor| {
                // A country is a place, whatever its names were taken for.
                let label = if actor.country.is_some() { Some(Label::Gpe) } else { actor.label };
                label.is_some_and(|label| labels.contains(&label))
            })
            .filter(|actor| is_named(actor))
            .collect();
        if actors.is_empty() {
            return Ok(());
        }
        // The sort is stable: names seen equally often stay in text order.
        actors.sort_by_key(|actor| std::cmp::Reverse(actor.mentions.len()));
        heading(out, title)?;
        for actor in actors.iter().take(MOST_NAMES) {
            let mut about: Vec<&str> = actor.country_code().into_iter().collect();
            about.extend(actor.roles.iter().map(String::as_str));
            let about = if about.is_empty() {
                String::new()
            } else {
                format!("  {FAINT}{}{FAINT:#}", one_line(&about.join(", ")))
            };
            writeln!(out, "{:>5}  {}{about}", actor.mentions.len(), one_line(&actor.name))?;
        }
        and_more(out, actors.len(), MOST_NAMES)
    }

    fn diagnostics(&self, out: &mut impl Write) -> io::Result<()> {
        let diagnostics = self.document.diagnostics();
        if diagnostics.is_empty() {
            return Ok(());
        }
        heading(out, "Wrong with the copy")?;
        let (index, text) = (self.document.char_index(), self.document.text());
        for diagnostic in diagnostics.iter().take(MOST_DIAGNOSTICS) {
            let at = self.lines.position(index, text, diagnostic.span.start);
            let place = format!("{}:{}", at.line, at.column);
            writeln!(out, "{place:>7}  {WARNING}{}{WARNING:#}", one_line(&diagnostic.message))?;
        }
        and_more(out, diagnostics.len(), MOST_DIAGNOSTICS)
    }

    /// Writes a text at an indent, broken at spaces to fit the terminal.
    fn wrapped(
        &self,
        out: &mut impl Write,
        indent: &str,
        style: Style,
        text: &str,
    ) -> io::Result<()> {
        let Some(width) = self.width.map(|width| width.saturating_sub(indent.len())) else {
            return writeln!(out, "{indent}{style}{text}{style:#}");
        };
        let mut line = String::new();
        let mut used = 0;
        for word in text.split(' ') {
            let length = word.width();
            if !line.is_empty() && used + 1 + length > width {
                writeln!(out, "{indent}{style}{line}{style:#}")?;
                line.clear();
                used = 0;
            }
            if !line.is_empty() {
                line.push(' ');
                used += 1;
            }
            line.push_str(word);
            used += length;
        }
        writeln!(out, "{indent}{style}{line}{style:#}")
    }
}

fn heading(out: &mut impl Write, title: &str) -> io::Result<()> {
    writeln!(out, "\n{HEADING}{title}{HEADING:#}")
}

/// Says how many items of a list are not shown.
fn and_more(out: &mut impl Write, count: usize, shown: usize) -> io::Result<()> {
    match count.saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(out, "         {FAINT}and {more} more{FAINT:#}"),
    }
}

/// White space of every kind as one space; control characters, which could
/// steer the terminal, as a replacement character.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().any(char::is_control) {
        line.replace(char::is_control, "\u{fffd}")
    } else {
        line
    }
}

/// `A`, `A and B`, `A, B and C`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

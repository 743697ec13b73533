//! Where articles come from: files, directories, standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Standard,
    File(PathBuf),
}

impl Source {
    /// What to call it in a message.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Standard => "standard input".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The id of the article that it holds; standard input has none.
    pub(crate) fn id(&self) -> Option<String> {
        match self {
            Self::Standard => None,
            Self::File(path) => Some(path.display().to_string()),
        }
    }

    /// Opens it, or says why not.
    pub(crate) fn open(&self) -> Result<Box<dyn Read + Send>, String> {
        match self {
            Self::Standard => Ok(Box::new(io::stdin())),
            Self::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(self.complaint(&error)),
            },
        }
    }

    /// Its whole text, or one line that says why there is none.
    pub(crate) fn text(&self) -> Result<String, String> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes).map_err(|error| self.complaint(&error))?;
        String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            format!("{}: {}", self.name(), not_utf8(error.as_bytes(), at))
        })
    }

    pub(crate) fn complaint(&self, error: &io::Error) -> String {
        format!("{}: {}", self.name(), reason(error))
    }
}

/// Says where bytes stop being UTF-8, and what they may be instead.
pub(crate) fn not_utf8(bytes: &[u8], at: usize) -> String {
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.split(|&byte| byte == b'\n').count();
    let hint = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        "; it looks like UTF-16"
    } else if bytes.get(..512.min(bytes.len())).unwrap_or_default().contains(&0) {
        "; it looks like no text at all"
    } else {
        ""
    };
    format!("expected UTF-8 text, found an invalid sequence on line {line} (byte {at}){hint}")
}

/// Why an operation of the system failed, without its error number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

/// The inputs that the arguments name: `-` is standard input, a directory
/// stands for the files under it with one of the `extensions`, in order of
/// their paths. What cannot be found comes as a complaint in its place.
pub(crate) fn sources(files: &[PathBuf], extensions: &[&str]) -> Vec<Result<Source, String>> {
    let mut sources = Vec::new();
    for path in files {
        if path.as_os_str() == "-" {
            sources.push(Ok(Source::Standard));
        } else if path.is_dir() {
            let before = sources.len();
            walk(path, extensions, &mut sources);
            if sources.len() == before {
                let wanted: Vec<String> =
                    extensions.iter().map(|extension| format!("*.{extension}")).collect();
                let wanted = wanted.join(" or ");
                sources.push(Err(format!("{}: no {wanted} files under it", path.display())));
            }
        } else {
            sources.push(Ok(Source::File(path.clone())));
        }
    }
    sources
}

/// Symbolic links to directories are not followed, so that a loop ends.
fn walk(directory: &Path, extensions: &[&str], sources: &mut Vec<Result<Source, String>>) {
    let entries = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            sources.push(Err(format!("{}: {}", directory.display(), reason(&error))));
            return;
        }
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let is_directory = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_directory {
            walk(&path, extensions, sources);
        } else if path.is_file()
            && path.extension().is_some_and(|found| {
                extensions.iter().any(|wanted| found.eq_ignore_ascii_case(wanted))
            })
        {
            sources.push(Ok(Source::File(path)));
        }
    }
}

//! Developer tasks: `cargo xtask test` checks everything.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

const HELP: &str = "\
usage: cargo xtask test [PART...]

Runs every check of the project, or the parts named, and stops at the first
that fails. It needs Rust with rustfmt and clippy, and Python 3.10 or newer
(python3, or whatever PYTHON names); all else it fetches into target/.

  lint     formatting and clippy, warnings denied
  docs     the documentation, warnings denied
  rust     unit, integration and documentation tests; benchmarks compile
  python   virtual environment, wheel, pytest, stub check
";

const LINT: Part = ("lint", lint);
const DOCS: Part = ("docs", docs);
const RUST: Part = ("rust", rust);
const PYTHON: Part = ("python", python);

/// In the order of how soon they tell of a mistake.
const PARTS: [Part; 4] = [LINT, DOCS, RUST, PYTHON];

/// A named set of checks.
type Part = (&'static str, fn(&Project) -> Result<(), String>);

struct Project {
    root: PathBuf,
    cargo: PathBuf,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let parts: Vec<Part> = match arguments.split_first() {
        Some((task, [])) if task == "test" => PARTS.to_vec(),
        Some((task, names)) if task == "test" => {
            let find = |name: &String| PARTS.into_iter().find(|part| part.0 == name);
            match names.iter().map(find).collect() {
                Some(parts) => parts,
                None => return usage(),
            }
        }
        _ => return usage(),
    };
    let start = Instant::now();
    let project = Project::new();
    for (name, check) in &parts {
        if let Err(message) = check(&project) {
            eprintln!("xtask: {name} failed: {message}");
            return ExitCode::FAILURE;
        }
    }
    let names: Vec<&str> = parts.iter().map(|part| part.0).collect();
    println!("xtask: {} passed in {} s", names.join(", "), start.elapsed().as_secs());
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprint!("{HELP}");
    ExitCode::from(2)
}

fn lint(project: &Project) -> Result<(), String> {
    project.cargo(&["fmt", "--all", "--check"])?;
    project.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

fn docs(project: &Project) -> Result<(), String> {
    let mut command = project.command(&project.cargo);
    command.args(["doc", "--workspace", "--no-deps"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"))
}

/// The Python crate is left out: its tests would have to link the interpreter,
/// and are Python's.
fn rust(project: &Project) -> Result<(), String> {
    project.cargo(&["test", "--workspace", "--exclude", "newsprint-python"])?;
    project.cargo(&["bench", "--package", "newsprint-benches", "--no-run"])
}

fn python(project: &Project) -> Result<(), String> {
    let environment = project.root.join("target/python");
    let bin = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let interpreter = bin.join(if cfg!(windows) { "python.exe" } else { "python" });
    let package = project.root.join("python");
    let wheels = project.root.join("target/wheels");

    let system = env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let check = "import sys; sys.exit(0 if sys.version_info >= (3, 10) else \
                 'xtask: expected Python 3.10 or newer, found ' + sys.version)";
    project.run(&system, &["-c", check])?;
    project.run(&system, &["-m", "venv", text(&environment)?])?;
    let requirements = package.join("requirements-dev.txt");
    project.run(
        &interpreter,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            text(&requirements)?,
        ],
    )?;

    // An old wheel would be installed instead of the one just built.
    if wheels.exists() {
        std::fs::remove_dir_all(&wheels).map_err(|error| error.to_string())?;
    }
    let mut build = project.command(&interpreter);
    build.current_dir(&package).args(["-m", "maturin", "build", "--release", "--locked"]);
    build.args(["--interpreter", text(&interpreter)?, "--out", text(&wheels)?]);
    run(&mut build)?;
    let wheel = std::fs::read_dir(&wheels)
        .map_err(|error| error.to_string())?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension() == Some(OsStr::new("whl")))
        .ok_or("maturin wrote no wheel")?;
    project.run(
        &interpreter,
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--force-reinstall",
            "--no-deps",
            text(&wheel)?,
        ],
    )?;

    let tests = package.join("tests");
    project.run(&interpreter, &["-m", "mypy.stubtest", "newsprint"])?;
    project.run(&interpreter, &["-m", "mypy", "--strict", text(&tests)?])?;
    project.run(&interpreter, &["-m", "pytest", text(&tests)?])
}

fn text(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{}: the path is not UTF-8", path.display()))
}

impl Project {
    fn new() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest.parent().unwrap_or(manifest).to_owned();
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into()).into();
        Self { root, cargo }
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    fn run(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Result<(), String> {
        run(self.command(program).args(arguments))
    }

    fn cargo(&self, arguments: &[&str]) -> Result<(), String> {
        self.run(&self.cargo, arguments)
    }
}

/// Runs a command, told beforehand, its output shown as it comes.
fn run(command: &mut Command) -> Result<(), String> {
    let mut line = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    println!("\n$ {line}");
    let start = Instant::now();
    let status = command
        .status()
        .map_err(|error| format!("cannot run {}: {error}", command.get_program().display()))?;
    println!("  ({:.1} s)", start.elapsed().as_secs_f64());
    if status.success() { Ok(()) } else { Err(format!("`{line}` ended with {status}")) }
}

//! `cargo xtask python`: builds the Python package into an environment of its own and runs its tests, on Spark too.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the tests need, by name; `python/pyproject.toml` says which versions.
const TOOLS: [&str; 1] = ["maturin>=1.9,<2"];

/// Builds and tests, or says in one line why it cannot.
pub fn check() -> Result<(), String> {
    if !runs("python3", &["--version"]) {
        println!("python: skipped, there is no python3");
        return Ok(());
    }
    if !runs("java", &["-version"]) {
        println!("python: the job on Spark is skipped, there is no java");
    }
    let root = root();
    let environment = root.join("target/python");
    if !runs(&program(&environment, "python"), &["--version"]) {
        call(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    }
    let python = program(&environment, "python");
    if !has_all(&python)
        && let Err(why) = install(&python, &root)
    {
        println!("python: skipped, the packages that its tests need cannot be installed ({why})");
        return Ok(());
    }
    call(
        Command::new(program(&environment, "maturin"))
            .args(["develop", "--quiet", "--profile", "dev"])
            .current_dir(root.join("python"))
            .env("VIRTUAL_ENV", &environment)
            .env("CARGO_TARGET_DIR", root.join("target")),
    )?;
    call(
        Command::new(&python)
            .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"])
            .current_dir(root.join("python")),
    )
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap_or_else(|_| PathBuf::from("."))
}

fn program(environment: &Path, name: &str) -> String {
    environment.join("bin").join(name).display().to_string()
}

fn has_all(python: &str) -> bool {
    runs(python, &["-c", "import pyarrow, pandas, polars, pyspark, pytest, nbclient, ipykernel, maturin"])
}

/// Installs the tools and what `tests` asks for, without building the package itself.
fn install(python: &str, root: &Path) -> Result<(), String> {
    let wanted = "import tomllib, sys; print('\\n'.join(sum(tomllib.load(open(sys.argv[1], 'rb'))['project']['optional-dependencies'].values(), [])))";
    let output = Command::new(python).args(["-c", wanted]).arg(root.join("python/pyproject.toml")).output();
    let output = output.map_err(|why| format!("{python}: {why}"))?;
    let wanted = String::from_utf8_lossy(&output.stdout).into_owned();
    call(Command::new(python).args(["-m", "pip", "install", "--quiet"]).args(TOOLS).args(wanted.lines()))
}

fn runs(program: &str, args: &[&str]) -> bool {
    let mut command = Command::new(program);
    let status = command.args(args).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

fn call(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{name}: {status}")),
        Err(why) => Err(format!("{name}: {why}")),
    }
}

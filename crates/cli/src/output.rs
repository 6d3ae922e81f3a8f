//! Where results go: standard output, a file that appears whole or not at all, or what is no file, such as a pipe.

use crate::error::CommandError;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A place to write to, opened before the work begins, so that a place that cannot be written costs no time.
pub enum Output {
    /// Standard output; a reader that goes away ends the command quietly.
    Standard(BufWriter<io::Stdout>),
    /// A temporary file beside the target, renamed by [`Output::finish`].
    File { file: BufWriter<File>, scratch: PathBuf, target: PathBuf },
    /// A device or a pipe, which is written to and never replaced.
    Stream { stream: BufWriter<File>, target: PathBuf },
}

impl Output {
    /// Opens `-` or a file.
    pub fn open(path: &str) -> Result<Self, CommandError> {
        if path == "-" {
            return Ok(Output::Standard(BufWriter::new(io::stdout())));
        }
        let cannot = |source| CommandError::CannotWrite { path: path.to_owned(), source };
        let mut target = PathBuf::from(path);
        match fs::metadata(&target) {
            Ok(known) if known.is_dir() => {
                return Err(cannot(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
            }
            // What a link leads to is replaced, not the link.
            Ok(known) if known.is_file() => target = fs::canonicalize(&target).map_err(cannot)?,
            Ok(_) => {
                let stream = BufWriter::new(File::options().write(true).open(&target).map_err(cannot)?);
                return Ok(Output::Stream { stream, target });
            }
            Err(_) => {}
        }
        let scratch = scratch_beside(&target);
        let file = BufWriter::new(File::create(&scratch).map_err(cannot)?);
        Ok(Output::File { file, scratch, target })
    }

    /// Writes a piece. `Ok(false)` when nobody reads any more.
    pub fn write(&mut self, text: &str) -> Result<bool, CommandError> {
        let result = match self {
            Output::Standard(out) => out.write_all(text.as_bytes()),
            Output::File { file, .. } => file.write_all(text.as_bytes()),
            Output::Stream { stream, .. } => stream.write_all(text.as_bytes()),
        };
        self.judge(result)
    }

    /// Makes what was written visible: flushes, and renames a file to its final name.
    pub fn finish(mut self) -> Result<(), CommandError> {
        let result = match &mut self {
            Output::Standard(out) => out.flush(),
            Output::Stream { stream, .. } => stream.flush(),
            Output::File { file, scratch, target } => file
                .flush()
                .and_then(|()| file.get_ref().sync_all())
                .and_then(|()| fs::rename(scratch, target)),
        };
        self.judge(result).map(|_| ())
    }

    fn judge(&self, result: io::Result<()>) -> Result<bool, CommandError> {
        match (self, result) {
            (_, Ok(())) => Ok(true),
            (Output::Standard(_) | Output::Stream { .. }, Err(why))
                if why.kind() == io::ErrorKind::BrokenPipe =>
            {
                Ok(false)
            }
            (Output::Standard(_), Err(source)) => {
                Err(CommandError::CannotWrite { path: "standard output".to_owned(), source })
            }
            (Output::File { target, .. } | Output::Stream { target, .. }, Err(source)) => {
                Err(CommandError::CannotWrite { path: target.display().to_string(), source })
            }
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Output::File { scratch, .. } = self {
            // After a rename there is nothing left to remove.
            let _ = fs::remove_file(scratch);
        }
    }
}

fn scratch_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{}.tmp", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = std::env::temp_dir().join(format!("whosaid-output-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let target = folder.join("x.html");
        let path = target.to_string_lossy().into_owned();
        let mut given_up = Output::open(&path).unwrap();
        given_up.write("half").unwrap();
        drop(given_up);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        let mut done = Output::open(&path).unwrap();
        done.write("whole").unwrap();
        done.finish().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "whole");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        assert!(Output::open(&folder.to_string_lossy()).is_err());
        assert!(Output::open(&format!("{path}/below/a/file")).is_err());
        #[cfg(unix)]
        links_and_devices_stay(&folder, &target);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    fn links_and_devices_stay(folder: &Path, file: &Path) {
        let write = |path: &Path| {
            let mut output = Output::open(&path.to_string_lossy()).unwrap();
            output.write("again").unwrap();
            output.finish().unwrap();
        };
        let (link, device) = (folder.join("link"), folder.join("device"));
        std::os::unix::fs::symlink(file, &link).unwrap();
        std::os::unix::fs::symlink("/dev/null", &device).unwrap();
        write(&link);
        write(&device);
        assert!(link.is_symlink() && device.is_symlink());
        assert_eq!(
            (fs::read_to_string(file).unwrap().as_str(), fs::metadata(&device).unwrap().len()),
            ("again", 0)
        );
    }
}

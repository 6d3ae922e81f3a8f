//! Where the annotated corpora lie, and their readers (one file a corpus format).

pub mod basil;
pub mod brat;
pub mod chains;
pub mod conllu;
pub mod dossiers;
pub mod ecbplus;
pub mod gum_names;
pub mod iob;
pub mod pages;
pub mod re3d;
pub mod timeline17;
pub mod timeml;

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use whosaid_text::{Article, ArticleParts, SourceText};

/// The folder of open corpora and gold.
#[derive(Clone, Debug)]
pub struct Gold {
    root: PathBuf,
}

impl Gold {
    /// `$WHOSAID_GOLD`, or `../shared` beside the project. `None` where there is no such folder.
    pub fn find() -> Option<Self> {
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
        let root = std::env::var_os("WHOSAID_GOLD").map_or_else(beside, PathBuf::from);
        root.join("data").is_dir().then_some(Gold { root })
    }

    /// A file or folder below the root, such as `gold/chains.json`.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The text of a gzip file below `data`, such as `ud-english-ewt/en_ewt-ud-dev.conllu.gz`.
    ///
    /// # Errors
    /// What the `gzip` command says, or that the content is not UTF-8.
    pub fn gunzipped(&self, file: &str) -> io::Result<String> {
        let source = self.path("data").join(file);
        let output = Command::new("gzip").arg("-dc").arg(&source).output()?;
        if !output.status.success() {
            return Err(io::Error::other(format!("gzip could not unpack {}", source.display())));
        }
        String::from_utf8(output.stdout).map_err(io::Error::other)
    }

    /// Unpacks `data/NAME.tar.zst` once into the build folder and gives the folder with its content.
    ///
    /// # Errors
    /// What the `tar` and `zstd` commands say.
    pub fn unpacked(&self, archive: &str) -> io::Result<PathBuf> {
        let source = self.path("data").join(archive);
        let name = archive.replace(['/', '.'], "-");
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/gold").join(name);
        if target.join(".complete").exists() {
            return Ok(target);
        }
        let scratch = target.with_extension(format!("{}", std::process::id()));
        std::fs::create_dir_all(&scratch)?;
        let status = Command::new("tar")
            .args(["-I", "zstd --long=27 -d", "-xf"])
            .arg(&source)
            .arg("-C")
            .arg(&scratch)
            .status()?;
        if !status.success() {
            return Err(io::Error::other(format!("tar could not unpack {}", source.display())));
        }
        std::fs::write(scratch.join(".complete"), "")?;
        if std::fs::rename(&scratch, &target).is_err() {
            std::fs::remove_dir_all(&scratch)?;
        }
        Ok(target)
    }
}

/// An English article of which only the text is known, all of it body.
pub fn plain_article(text: &SourceText) -> Article {
    Article::new(ArticleParts::of_text(text.clone()))
}

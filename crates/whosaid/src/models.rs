//! [`ModelFiles`]: models of one's own, instead of those that are built in.

use crate::{Mode, Resources};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use thiserror::Error;
use whosaid_encoder::Encoder;

/// Names that model files have, here and in `models/en`.
const NAMES: [&str; 7] = [
    "encoder.onnx",
    "encoder.pieces",
    "attribution-first.model",
    "attribution-second.model",
    "attribution-linker.model",
    "names.model",
    "tags.model",
];

/// Model files by name. Whatever is not there stays as it is built in.
#[derive(Clone, Debug, Default)]
pub struct ModelFiles(BTreeMap<&'static str, Vec<u8>>);

/// A model file that cannot be used.
#[derive(Debug, Error)]
#[error("{file}: {why}")]
pub struct ModelFileError {
    /// Its name.
    pub file: &'static str,
    /// What is wrong and what to do.
    pub why: String,
}

impl ModelFiles {
    /// Asks for the bytes of each file by its name; one that is not found is left out.
    ///
    /// # Errors
    /// The first file that is there and cannot be read.
    pub fn read(file: impl Fn(&str) -> io::Result<Vec<u8>>) -> Result<Self, ModelFileError> {
        let mut files = BTreeMap::new();
        for name in NAMES {
            match file(name) {
                Ok(bytes) => drop(files.insert(name, bytes)),
                Err(why) if why.kind() == io::ErrorKind::NotFound => {}
                Err(why) => return Err(ModelFileError { file: name, why: why.to_string() }),
            }
        }
        Ok(ModelFiles(files))
    }

    /// `sha256:` and the hash of the built-in models' hash and of these files by name.
    fn hash(&self, built_in: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(built_in);
        for (name, bytes) in &self.0 {
            hash.update(name);
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        }
        let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256:{hex}")
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names that files may have.
    pub fn names() -> &'static [&'static str] {
        &NAMES
    }
}

impl Resources {
    /// The English that is built into the program, with models of one's own. A file that comes with others (the
    /// vocabulary with the encoder, the second tagger with the first) has to be there with them.
    ///
    /// # Errors
    /// The first file that is damaged, foreign, or lacks its companion.
    pub fn with_models(mode: Mode, files: &ModelFiles) -> Result<Self, ModelFileError> {
        let file = |name: &'static str| files.0.get(name).map(Vec::as_slice);
        let failed = |file| move |why: String| ModelFileError { file, why };
        let has_encoder = file("encoder.onnx").is_some() && mode == Mode::Accurate;
        let mut resources = Resources::english(if has_encoder { Mode::Fast } else { mode });
        if let (true, Some(model)) = (has_encoder, file("encoder.onnx")) {
            let pieces = file("encoder.pieces").ok_or("not in the folder of models".to_owned());
            let pieces = pieces.and_then(|bytes| std::str::from_utf8(bytes).map_err(|why| why.to_string()));
            let pieces = pieces.map_err(failed("encoder.pieces"))?;
            let encoder = Encoder::from_bytes(model.to_vec(), pieces).map_err(|why| why.to_string());
            resources.encoder = Some(Arc::new(encoder.map_err(failed("encoder.onnx"))?));
        }
        let tagger = [file("attribution-first.model"), file("attribution-second.model")];
        resources
            .cues
            .use_models(tagger, file("attribution-linker.model"))
            .map_err(failed("attribution models"))?;
        resources
            .lexicon
            .use_models(file("names.model"), file("tags.model"))
            .map_err(failed("names.model or tags.model"))?;
        resources.set_models_hash(files.hash(resources.models_hash()));
        Ok(resources)
    }
}

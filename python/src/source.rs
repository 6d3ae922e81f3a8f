//! [`PySource`]: bytes of a Python object, `bytes` or what has a `read` method.

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

/// How many bytes are asked for at a time.
const CHUNK_BYTES: usize = 256 << 10;

/// Reads a Python object from its beginning to its end.
pub struct PySource {
    object: Py<PyAny>,
    chunk: Vec<u8>,
    at: usize,
    is_whole: bool,
    failure: Failure,
}

/// What the object raised: to the reader of documents a source that fails looks like a file that ends early, which it is not.
pub type Failure = Arc<Mutex<Option<PyErr>>>;

impl PySource {
    /// Of `bytes`, or of an object with `read(n)` that gives bytes.
    pub fn new(object: Py<PyAny>, failure: Failure) -> Self {
        PySource { object, chunk: Vec::new(), at: 0, is_whole: false, failure }
    }

    fn fill(&mut self) -> io::Result<()> {
        let next = Python::attach(|py| -> PyResult<Vec<u8>> {
            let object = self.object.bind(py);
            if let Ok(bytes) = object.cast::<PyBytes>() {
                let whole = if self.is_whole { Vec::new() } else { bytes.as_bytes().to_vec() };
                self.is_whole = true;
                return Ok(whole);
            }
            object.call_method1("read", (CHUNK_BYTES,))?.extract()
        });
        self.chunk = next.map_err(|why| self.fail(why))?;
        self.at = 0;
        Ok(())
    }

    fn fail(&self, why: PyErr) -> io::Error {
        let told = why.to_string();
        if let Ok(mut failure) = self.failure.lock() {
            failure.get_or_insert(why);
        }
        io::Error::other(told)
    }
}

impl Read for PySource {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            self.fill()?;
        }
        let n_bytes = out.len().min(self.chunk.len() - self.at);
        out[..n_bytes].copy_from_slice(&self.chunk[self.at..self.at + n_bytes]);
        self.at += n_bytes;
        Ok(n_bytes)
    }
}

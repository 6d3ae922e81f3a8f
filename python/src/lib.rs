//! The Rust side of the Python package: documents in, Arrow tables and dossiers out.
//!
//! Tables cross the border by the Arrow C data interface, without a copy. `whosaid/__init__.py` holds what users see; the
//! columns are those of the room `archive`.

mod source;

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{ArrayRef, Int32Array, RecordBatch, RecordBatchReader, StringArray};
use arrow_pyarrow::PyArrowType;
use arrow_schema::Schema;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rayon::prelude::*;
use source::{Failure, PySource};
use std::collections::BTreeMap;
use std::fs::File;
use std::sync::{Arc, OnceLock};
use whosaid::attribution::Reading;
use whosaid::ingest::{self, Document, Entries, Entry, RawDocument, SetAside};
use whosaid::{Mode, Options, Resources};
use whosaid_archive::gathering;

/// A table of any Arrow library.
type Table = PyArrowType<RecordBatchStreamReader>;
/// (place, reason) of what could not be read.
type NotRead = Vec<(String, String)>;

/// A batch is full at this many bytes of documents.
const BATCH_BYTES: usize = 32 << 20;

/// Rules and models of a mode, loaded once a process.
fn resources(fast: bool) -> Arc<Resources> {
    static FAST: OnceLock<Arc<Resources>> = OnceLock::new();
    static ACCURATE: OnceLock<Arc<Resources>> = OnceLock::new();
    let (slot, mode) = if fast { (&FAST, Mode::Fast) } else { (&ACCURATE, Mode::Accurate) };
    Arc::clone(slot.get_or_init(|| Arc::new(Resources::english(mode))))
}

fn wrong(why: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(why.to_string())
}

/// Reads the documents of an input one after the other: batches of articles, and what was set aside.
#[pyclass(unsendable)]
struct Reader {
    entries: Entries,
    fast: bool,
    rows: usize,
    failure: Failure,
    passed_over: BTreeMap<&'static str, u64>,
}

#[pymethods]
impl Reader {
    /// Opens a file, or reads bytes or a file-like object that came from elsewhere under a name.
    #[new]
    fn new(path: &str, source: Option<Py<PyAny>>, fast: bool, rows: usize) -> PyResult<Self> {
        let failure = Failure::default();
        let entries = match source {
            Some(source) => ingest::open_stream(path, PySource::new(source, Arc::clone(&failure))),
            None => ingest::open(path, File::open(path)?),
        };
        Ok(Reader { entries, fast, rows: rows.max(1), failure, passed_over: BTreeMap::new() })
    }

    /// The next batch with what was set aside on the way; `None` at the end.
    fn next_batch(&mut self, py: Python<'_>) -> PyResult<Option<(PyArrowType<RecordBatch>, NotRead)>> {
        let mut documents = Vec::new();
        let mut not_read = Vec::new();
        let mut n_bytes = 0;
        while documents.len() < self.rows && n_bytes < BATCH_BYTES {
            py.check_signals()?;
            match self.entries.next() {
                None => break,
                Some(Entry::Document(document)) => {
                    n_bytes += document.bytes.len();
                    documents.push(document);
                }
                Some(Entry::SetAside(SetAside { path, why })) => not_read.push((path, why)),
                Some(Entry::PassedOver(what)) => *self.passed_over.entry(what).or_default() += 1,
            }
        }
        if let Some(why) = self.failure.lock().ok().and_then(|mut failure| failure.take()) {
            return Err(why);
        }
        if documents.is_empty() && not_read.is_empty() {
            return Ok(None);
        }
        let resources = resources(self.fast);
        let (batch, aside) = py.detach(|| read(&resources, &documents)).map_err(wrong)?;
        not_read.extend(aside);
        Ok(Some((PyArrowType(batch), not_read)))
    }

    /// How much held nothing to read by its kind.
    fn passed_over(&self) -> BTreeMap<&'static str, u64> {
        self.passed_over.clone()
    }
}

fn read(resources: &Resources, documents: &[Document]) -> Result<(RecordBatch, NotRead), String> {
    let raw: Vec<RawDocument<'_>> = documents
        .iter()
        .map(|document| RawDocument { path: &document.path, bytes: &document.bytes })
        .collect();
    let mut readings = Vec::new();
    let mut not_read = Vec::new();
    for result in whosaid::read_documents(resources, &raw) {
        match result {
            Ok(reading) => readings.push(reading),
            Err(SetAside { path, why }) => not_read.push((path, why)),
        }
    }
    let batch = whosaid_archive::batch(resources, &readings).map_err(|why| why.to_string())?;
    Ok((batch, not_read))
}

/// The columns of articles.
#[pyfunction]
fn schema() -> PyResult<PyArrowType<Schema>> {
    let batch = whosaid_archive::batch(&resources(true), &[]).map_err(wrong)?;
    Ok(PyArrowType(batch.schema().as_ref().clone()))
}

/// The five flat tables of one batch of articles, by name.
#[pyfunction]
fn flat(articles: PyArrowType<RecordBatch>) -> PyResult<Vec<(&'static str, PyArrowType<RecordBatch>)>> {
    let tables = whosaid_archive::tables(&articles.0).map_err(wrong)?;
    Ok(tables.into_iter().map(|(name, table)| (name, PyArrowType(table))).collect())
}

/// The readings of a table that has the columns `text` and `reading`.
fn readings(table: RecordBatchStreamReader) -> Result<Vec<Reading>, String> {
    let mut readings = Vec::new();
    for batch in table {
        let batch = batch.map_err(|why| why.to_string())?;
        readings.extend(whosaid_archive::readings(&batch).map_err(|why| why.to_string())?);
    }
    Ok(readings)
}

/// The dossier of articles, which are gathered first, as JSON of the project's contract.
#[pyfunction]
fn dossier(py: Python<'_>, table: Table, fast: bool) -> PyResult<String> {
    let resources = resources(fast);
    let made = py.detach(|| -> Result<String, String> {
        let run = whosaid::finish(&resources, &options(fast), readings(table.0)?, Vec::new());
        Ok(whosaid_report::json::dossier(&run))
    });
    made.map_err(wrong)
}

/// The dossier of articles of one story, whatever they tell: `story` (as it is named here), `articles` (how many) and
/// `dossier`.
#[pyfunction]
fn weighed(py: Python<'_>, story: &str, table: Table, fast: bool) -> PyResult<PyArrowType<RecordBatch>> {
    let resources = resources(fast);
    let made = py.detach(|| -> Result<RecordBatch, String> {
        let run = whosaid::finish_as_one(&resources, &options(fast), readings(table.0)?);
        let columns: [(&str, ArrayRef); 3] = [
            ("story", Arc::new(StringArray::from_iter_values([story]))),
            ("articles", Arc::new(Int32Array::from_iter_values([run.readings.len() as i32]))),
            ("dossier", Arc::new(StringArray::from_iter_values([whosaid_report::json::dossier(&run)]))),
        ];
        RecordBatch::try_from_iter_with_nullable(columns.map(|(name, column)| (name, column, true)))
            .map_err(|why| why.to_string())
    });
    made.map(PyArrowType).map_err(wrong)
}

fn options(fast: bool) -> Options {
    Options { mode: if fast { Mode::Fast } else { Mode::Accurate } }
}

/// The story of each article.
#[pyfunction]
fn gather(py: Python<'_>, articles: Table) -> PyResult<PyArrowType<RecordBatch>> {
    let resources = resources(true);
    let made = py.detach(|| -> Result<RecordBatch, String> {
        let mut gathering = gathering::Gathering::default();
        for batch in articles.0 {
            let batch = batch.map_err(|why| why.to_string())?;
            gathering.add(&resources.stories, &batch).map_err(|why| why.to_string())?;
        }
        gathering.finish().map_err(|why| why.to_string())
    });
    Ok(PyArrowType(made.map_err(wrong)?))
}

/// A step of gathering on its own.
#[pyfunction]
fn outlines(py: Python<'_>, articles: Table) -> PyResult<Vec<PyArrowType<RecordBatch>>> {
    let resources = resources(true);
    let batches = batches(articles)?;
    let outline = |batch: &RecordBatch| gathering::outlines(&resources.stories, batch);
    let made: Result<Vec<RecordBatch>, _> = py.detach(|| batches.par_iter().map(outline).collect());
    Ok(made.map_err(wrong)?.into_iter().map(PyArrowType).collect())
}

/// The steps after the first: tables that an engine has shuffled in, one table out.
macro_rules! steps {
    ($($step:ident),*) => {
        $(
            #[pyfunction]
            fn $step(py: Python<'_>, table: Table) -> PyResult<PyArrowType<RecordBatch>> {
                let batches = batches(table)?;
                let made = py.detach(|| gathering::$step(&batches));
                Ok(PyArrowType(made.map_err(wrong)?))
            }
        )*
    };
}

steps!(links, forest, blocks, stories);

/// The batches of a table, at least one so that its columns are known.
fn batches(table: Table) -> PyResult<Vec<RecordBatch>> {
    let empty = RecordBatch::new_empty(table.0.schema());
    let batches = table.0.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    Ok(if batches.is_empty() { vec![empty] } else { batches })
}

/// The Rust side of `whosaid`; use the functions of the package.
#[pymodule]
fn _whosaid(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Reader>()?;
    module.add_function(wrap_pyfunction!(schema, module)?)?;
    module.add_function(wrap_pyfunction!(flat, module)?)?;
    module.add_function(wrap_pyfunction!(dossier, module)?)?;
    module.add_function(wrap_pyfunction!(weighed, module)?)?;
    module.add_function(wrap_pyfunction!(gather, module)?)?;
    module.add_function(wrap_pyfunction!(outlines, module)?)?;
    module.add_function(wrap_pyfunction!(links, module)?)?;
    module.add_function(wrap_pyfunction!(forest, module)?)?;
    module.add_function(wrap_pyfunction!(blocks, module)?)?;
    module.add_function(wrap_pyfunction!(stories, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}

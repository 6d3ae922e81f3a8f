//! [`Writer`]: readings to Parquet, some at a time; memory does not grow with the archive.

use crate::{ArchiveError, TABLES, batch, tables};
use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::{WriterProperties, WriterVersion};
use std::io::Write;
use whosaid::Resources;
use whosaid::attribution::Reading;

/// How the tables lie in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One file, a row an article, the other tables as lists in it.
    OneFile,
    /// One file for each of [`TABLES`].
    Flat,
}

impl Layout {
    /// Names of its files without extension, in the order that a [`Writer`] wants them.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Layout::OneFile => &TABLES[..1],
            Layout::Flat => &TABLES,
        }
    }
}

/// Writes readings as they come.
pub struct Writer<W: Write + Send> {
    layout: Layout,
    files: Vec<ArrowWriter<W>>,
    n_rows: Vec<u64>,
}

impl<W: Write + Send> Writer<W> {
    /// Starts the files of a layout.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn new(resources: &Resources, layout: Layout, files: Vec<W>) -> Result<Self, ArchiveError> {
        let empty = arranged(layout, batch(resources, &[])?)?;
        let n_rows = vec![0; empty.len()];
        let writers = empty
            .iter()
            .zip(files)
            .map(|((_, table), file)| Ok(ArrowWriter::try_new(file, table.schema(), Some(properties()))?));
        Ok(Writer { layout, files: writers.collect::<Result<_, ArchiveError>>()?, n_rows })
    }

    /// Writes some readings, as one group of rows.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn write(&mut self, resources: &Resources, readings: &[Reading]) -> Result<(), ArchiveError> {
        if readings.is_empty() {
            return Ok(());
        }
        let tables = arranged(self.layout, batch(resources, readings)?)?;
        for (nth, (_, table)) in tables.iter().enumerate() {
            if let (Some(file), Some(n_rows)) = (self.files.get_mut(nth), self.n_rows.get_mut(nth)) {
                file.write(table)?;
                file.flush()?;
                *n_rows += table.num_rows() as u64;
            }
        }
        Ok(())
    }

    /// Ends the files and gives the rows of each by its name.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn finish(self) -> Result<Vec<(&'static str, u64)>, ArchiveError> {
        for file in self.files {
            file.close()?;
        }
        Ok(self.layout.files().iter().copied().zip(self.n_rows).collect())
    }
}

fn arranged(layout: Layout, batch: RecordBatch) -> Result<Vec<(&'static str, RecordBatch)>, ArchiveError> {
    match layout {
        Layout::OneFile => Ok(vec![(TABLES[0], batch)]),
        Layout::Flat => tables(&batch),
    }
}

/// Nothing of the machine, the clock or the library's version goes into a file: the same readings give the same bytes.
fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by("whosaid".to_owned())
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readings;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::io::{Seek, SeekFrom};
    use std::sync::{Arc, Mutex};
    use whosaid::ingest::RawDocument;
    use whosaid::{Mode, read_documents};

    /// A file in memory that can be looked at after it was written.
    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn read() -> (Resources, Vec<Reading>) {
        let resources = Resources::english(Mode::Fast);
        let texts = [
            "date 2031-04-09\nPier falls\n\nThe old pier fell on Monday, a source told the Harbor Gazette. \"It was old,\" Mayor Ada Fenn said on Tuesday.",
            "Pier closed\n\nThe pier was closed in March, according to the port. The port denied that it was unsafe.",
            "Die alte Mole ist in der Nacht zum Montag ins Meer gestürzt, sagte der Bürgermeister der Stadt am Dienstag.",
        ];
        let documents: Vec<_> =
            texts.iter().map(|t| RawDocument { path: "a.txt", bytes: t.as_bytes() }).collect();
        let readings = read_documents(&resources, &documents).into_iter().map(Result::unwrap).collect();
        (resources, readings)
    }

    fn written(layout: Layout) -> (Vec<Vec<u8>>, Vec<(&'static str, u64)>) {
        let (resources, readings) = read();
        let files: Vec<Shared> = layout.files().iter().map(|_| Shared::default()).collect();
        let mut writer = Writer::new(&resources, layout, files.clone()).unwrap();
        writer.write(&resources, &readings[..1]).unwrap();
        writer.write(&resources, &[]).unwrap();
        writer.write(&resources, &readings[1..]).unwrap();
        let n_rows = writer.finish().unwrap();
        (files.iter().map(|file| file.0.lock().unwrap().clone()).collect(), n_rows)
    }

    #[test]
    fn the_same_readings_give_the_same_bytes() {
        for layout in [Layout::OneFile, Layout::Flat] {
            assert_eq!(written(layout), written(layout));
        }
        let (_, n_rows) = written(Layout::Flat);
        assert_eq!(n_rows[0], ("articles", 3));
        assert!(n_rows[1..].iter().all(|(_, n_rows)| *n_rows > 0), "{n_rows:?}");
    }

    #[test]
    fn readings_come_back_from_a_file_as_they_were() {
        let (files, _) = written(Layout::OneFile);
        let path = std::env::temp_dir().join(format!("whosaid-archive-{}.parquet", std::process::id()));
        let mut file =
            std::fs::File::options().read(true).write(true).create(true).truncate(true).open(&path).unwrap();
        file.write_all(&files[0]).unwrap();
        file.seek(SeekFrom::Start(0)).unwrap();
        let batches = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        let back: Vec<Reading> = batches.flat_map(|batch| readings(&batch.unwrap()).unwrap()).collect();
        std::fs::remove_file(path).unwrap();
        let (resources, before) = read();
        let bytes = |readings: &[Reading]| format!("{:?}", batch(&resources, readings).unwrap());
        assert_eq!(bytes(&back), bytes(&before));
    }

    #[test]
    fn damaged_rows_are_refused() {
        let (resources, before) = read();
        let whole = batch(&resources, &before).unwrap();
        let names = ["text", "reading"].map(|name| whole.schema().index_of(name).unwrap());
        assert_eq!(readings(&whole.project(&names).unwrap()).unwrap().len(), 3);
        assert!(readings(&whole.project(&names[..1]).unwrap()).is_err());
        let swapped = ["title", "reading"].map(|name| whole.schema().index_of(name).unwrap());
        assert!(readings(&whole.project(&swapped).unwrap()).is_err());
    }
}

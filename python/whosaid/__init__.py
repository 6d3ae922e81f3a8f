"""Read news articles and show who said what, through whom, and who told it first.

    import whosaid

    articles = whosaid.read("story/")         # a pyarrow.Table, a row an article
    found = whosaid.dossier(articles)         # claims, their tellings, conflicts and timeline, as a dict

Tables go to pandas by ``articles.to_pandas()`` and to Polars by ``polars.from_arrow(articles)``; `gather`, `weigh` and
`dossier` take them back from there, as long as the columns ``text`` and ``reading`` are left as they are. The columns are
described in docs/ARCHIVE.md. Nothing is fetched, and nothing here says what is true.

Work is spread over all cores; the environment variable ``RAYON_NUM_THREADS`` says how many to use, before the first call.
Start processes of your own with ``spawn``, not ``fork``.
"""

import errno
import json
import os
import warnings

import pyarrow as pa

from . import _whosaid
from ._whosaid import __version__

__all__ = [
    "NotRead",
    "__version__",
    "dossier",
    "gather",
    "read",
    "read_batches",
    "read_warc",
    "schema",
    "tables",
    "weigh",
]


class NotRead(UserWarning):
    """Something that could not be read: its place and the reason."""


def schema():
    """The columns of the tables that `read` gives, as a ``pyarrow.Schema``."""
    return _whosaid.schema()


def read(inputs, *, fast=True, set_aside=None):
    """Read articles: a ``pyarrow.Table`` with a row an article, its mentions, times, attributions and tellings in lists.

    ``inputs`` is a path or several: plain text, Markdown, saved HTML, PDF, JSON and JSONL, feeds, agency items, mail,
    crawls (WARC, WACZ, ARC), ``.zip`` and ``.gz`` of these, and folders of them; or pairs of a name and bytes (or an open
    file), for what comes from elsewhere. ``fast`` reads with the linear models alone; without it the neural network
    reads, a hundred times as slowly and better. What cannot be read is added to the list ``set_aside`` as (place,
    reason), or warned about.
    """
    return pa.Table.from_batches(read_batches(inputs, fast=fast, set_aside=set_aside), schema=schema())


def read_batches(inputs, *, fast=True, rows=256, set_aside=None):
    """Read articles as `read` does, as an iterator of ``pyarrow.RecordBatch`` of about ``rows`` rows.

    Memory does not grow with the inputs.
    """
    for name, source in _documents(inputs):
        reader = _whosaid.Reader(name, source, fast, rows)
        while (found := reader.next_batch()) is not None:
            batch, not_read = found
            _tell(not_read, set_aside)
            if batch.num_rows:
                yield batch


def read_warc(source, *, name=None, fast=True, rows=256, set_aside=None):
    """Read a crawl as a stream: a ``pyarrow.RecordBatchReader`` of the columns that `read` gives.

    ``source`` is a path, or an open file that gives bytes (of fsspec, of ``pyarrow.fs``, of a download): it is read once,
    from its beginning to its end, and memory does not grow with it. An error of that file is raised, not set aside.
    """
    if not isinstance(source, (str, os.PathLike)):
        source = (name or getattr(source, "name", None) or "crawl.warc", source)
    batches = read_batches([source], fast=fast, rows=rows, set_aside=set_aside)
    return pa.RecordBatchReader.from_batches(schema(), batches)


def tables(articles):
    """The five flat tables of articles by name: articles, mentions, times, attributions and tellings."""
    found = {}
    for batch in _table(articles).cast(schema()).to_batches():
        for name, table in _whosaid.flat(batch):
            found.setdefault(name, []).append(table)
    if not found:
        found = {name: [table] for name, table in _whosaid.flat(pa.RecordBatch.from_pylist([], schema()))}
    return {name: pa.Table.from_batches(batches) for name, batches in found.items()}


def gather(articles):
    """The story of each article: a ``pyarrow.Table`` of ``article`` and ``story``, a story named by its smallest id.

    Articles are gathered in blocks, as archives are; `whosaid.spark.gather` gives the same. Of a
    ``pyarrow.RecordBatchReader`` only outlines are kept, so that an archive need not fit into memory. Articles in languages
    that are not read are in no story.
    """
    return pa.Table.from_batches([_whosaid.gather(_readings(articles))])


def weigh(articles, stories=None, *, fast=True):
    """A row a story: ``story``, ``articles`` (how many) and ``dossier``, JSON in the shape of docs/JSON.md.

    ``stories`` is a table as `gather` gives it; without it the articles are gathered first.
    """
    table = _table(articles)
    stories = gather(table) if stories is None else _table(stories)
    story_of = dict(zip(stories.column("article").to_pylist(), stories.column("story").to_pylist()))
    rows = {}
    for row, article in enumerate(table.column("id").to_pylist()):
        if article in story_of:
            rows.setdefault(story_of[article], []).append(row)
    kept = table.select(["text", "reading"])
    return pa.Table.from_batches(
        [_weighed(story, kept.take(rows[story]), fast) for story in sorted(rows)], schema=_WEIGHED
    )


def dossier(articles, *, fast=True):
    """Gather articles into stories and weigh each: a dict in the shape of ``whosaid dossier --format json``.

    ``articles`` is a table that `read` gave, as any object with the Arrow interface (pyarrow, Polars, pandas), or inputs
    as `read` takes them.
    """
    is_inputs = isinstance(articles, (str, os.PathLike, list, tuple))
    table = read(articles, fast=fast) if is_inputs else articles
    return json.loads(_whosaid.dossier(_readings(table), fast))


_WEIGHED = pa.schema([("story", pa.string()), ("articles", pa.int32()), ("dossier", pa.string())])


def _weighed(story, articles, fast):
    """One row of `weigh`."""
    return _whosaid.weighed(story, _readings(articles), fast)


def _documents(inputs):
    """(name, source or None) of each input, folders opened, by path."""
    if isinstance(inputs, (str, os.PathLike)) or (isinstance(inputs, tuple) and len(inputs) == 2 and _is_source(inputs[1])):
        inputs = [inputs]
    for one in inputs:
        if isinstance(one, tuple):
            name, source = one
            yield str(name), bytes(source) if isinstance(source, (bytearray, memoryview)) else source
        elif os.path.isdir(one):
            for folder, folders, files in os.walk(one):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(files):
                    if not name.startswith("."):
                        yield os.path.join(folder, name), None
        elif os.path.exists(one):
            yield os.fspath(one), None
        else:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(one))


def _is_source(value):
    return isinstance(value, (bytes, bytearray, memoryview)) or hasattr(value, "read")


def _tell(not_read, set_aside):
    if set_aside is not None:
        set_aside.extend(not_read)
        return
    for place, why in not_read:
        warnings.warn(f"set aside {place}: {why}", NotRead, stacklevel=4)


def _table(articles):
    """A pyarrow table of what any library calls one."""
    if isinstance(articles, pa.Table):
        return articles
    if isinstance(articles, pa.RecordBatch):
        return pa.Table.from_batches([articles])
    if isinstance(articles, pa.RecordBatchReader):
        return articles.read_all()
    if hasattr(articles, "__arrow_c_stream__") or hasattr(articles, "__arrow_c_array__"):
        return pa.table(articles)
    if hasattr(articles, "to_dict") and hasattr(articles, "columns"):
        return pa.Table.from_pandas(articles, preserve_index=False)
    return pa.Table.from_batches(list(articles))


def _readings(articles):
    """The two columns that hold a reading: of a stream as a stream, else of a table."""
    is_stream = isinstance(articles, pa.RecordBatchReader)
    table = articles if is_stream else _table(articles)
    columns = ["text", "reading"]
    for name in columns:
        if name not in table.schema.names:
            raise ValueError(f"the table has no column {name!r}; give tables as `read` makes them")
    if is_stream:
        schema = pa.schema([table.schema.field(name) for name in columns])
        return pa.RecordBatchReader.from_batches(schema, (batch.select(columns) for batch in table))
    return table.select(columns)

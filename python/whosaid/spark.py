"""whosaid on Spark: read crawls in parallel, gather an archive into stories, weigh the stories in parallel.

    read = whosaid.spark.read(spark, paths)                  # one crawl a task, no shuffle
    read.write.parquet("read")                               # keep it: what follows looks at it more than once
    read = spark.read.parquet("read")
    articles, not_read = whosaid.spark.articles(read), whosaid.spark.set_aside(read)
    stories = whosaid.spark.gather(articles)                 # article, story
    dossiers = whosaid.spark.weigh(articles, stories)        # story, articles, dossier (JSON)

The result is that of `whosaid.read`, `gather` and `weigh` on one machine, whatever the number of partitions. Workers need
this wheel and pyarrow; the driver also pandas, as PySpark asks for it. docs/PYTHON.md says how to bring the wheel to a
cluster and how much memory a worker takes.
"""

import os

import pyarrow as pa
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

import whosaid
from whosaid import _whosaid

_OUTLINES = "article string, outline binary, sketch binary, keys array<bigint>"
_LINKS = "a string, b string, likeness float"
_STORIES = "article string, story string"
_SET_ASIDE = pa.field("set_aside", pa.struct([("place", pa.string()), ("why", pa.string())]))


def read(spark, paths, *, open_path=None, fast=True, rows=256):
    """Read crawls, one a task: a row an article, with the columns of `whosaid.schema` and ``set_aside``.

    ``paths`` are paths that workers can see, or addresses that ``pyarrow.fs`` knows (``s3://``, ``gs://``, ``hdfs://``);
    ``open_path`` opens any other: it gives bytes or an open file. Each thing that could not be read is a row of its own,
    with its place and the reason in ``set_aside`` and nothing else; `articles` and `set_aside` tell the rows apart. An
    error of a file system fails the task, and Spark tries it again.
    """
    one_each = spark.createDataFrame([(path,) for path in paths], "path string").repartition(max(1, len(paths)), "path")

    def crawls(batches):
        _use_cores_of_executor()
        for batch in batches:
            for path in batch.column(0).to_pylist():
                yield from _crawl(path, open_path or _open, fast, rows)

    return one_each.mapInArrow(crawls, from_arrow_schema(_columns(nullable=True)))


def articles(read):
    """The articles among the rows of `read`."""
    return read.where(F.col("set_aside").isNull()).drop("set_aside")


def set_aside(read):
    """What could not be read, among the rows of `read`: ``place`` and ``why``."""
    return read.where(F.col("set_aside").isNotNull()).select("set_aside.place", "set_aside.why")


def gather(articles, *, buckets=None):
    """The story of each article: ``article`` and ``story``, as `whosaid.gather` gives it.

    Articles that share a banded hash within a window of time meet in one task, then the articles of one block. Only the
    links that connect blocks come to the driver: at most one an article. ``buckets`` is into how many parts each shuffle
    falls; the result does not hang on it.
    """
    spark = articles.sparkSession
    n_buckets = buckets or int(spark.conf.get("spark.sql.shuffle.partitions"))

    def bucket(name):
        return F.pmod(F.hash(name), F.lit(n_buckets)).alias("bucket")

    known = articles.select("text", "reading").mapInArrow(_outlines, _OUTLINES).dropDuplicates(["article"]).persist()
    sharing = known.select(F.explode("keys").alias("key"), "article", "sketch")
    links = sharing.select("*", bucket("key")).groupBy("bucket").applyInArrow(_links, _LINKS)
    links = links.select("*", bucket("a")).groupBy("bucket").applyInArrow(_forest, _LINKS)
    blocks = spark.createDataFrame(pa.table(_whosaid.blocks(links.toArrow())), "article string, block string")
    in_blocks = known.select("article", "outline").join(blocks, "article", "left")
    in_blocks = in_blocks.select("*", bucket(F.coalesce("block", "article")))
    return in_blocks.groupBy("bucket").applyInArrow(_stories, _STORIES)


def weigh(articles, stories, *, fast=True):
    """A row a story: ``story``, ``articles`` (how many) and ``dossier`` (JSON), as `whosaid.weigh` gives it."""

    def weighed(key, table):
        _use_cores_of_executor()
        return pa.Table.from_batches([whosaid._weighed(key[0].as_py(), table, fast)])

    kept = articles.select(F.col("id").alias("article"), "text", "reading").join(stories, "article")
    return kept.groupBy("story").applyInArrow(weighed, from_arrow_schema(whosaid._WEIGHED))


def _use_cores_of_executor():
    """An executor runs one worker a core: more threads would only be in each other's way."""
    os.environ.setdefault("RAYON_NUM_THREADS", "1")


def _columns(nullable=False):
    fields = [field.with_nullable(True) if nullable else field for field in whosaid.schema()]
    return pa.schema([*fields, _SET_ASIDE])


def _open(path):
    if "://" not in path:
        return open(path, "rb")
    from pyarrow import fs

    system, inside = fs.FileSystem.from_uri(path)
    # As it lies there: what is compressed is told by its first bytes.
    return system.open_input_stream(inside, compression=None)


def _crawl(path, open_path, fast, rows):
    """Batches of one crawl. What is not there is set aside; other errors are raised."""
    columns = _columns(nullable=True)
    not_read = []
    try:
        source = open_path(path)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as why:
        source, not_read = b"", [(path, f"cannot be opened: {why.strerror or why}")]
        yield _set_aside_batch(columns, not_read)
        return
    for batch in whosaid.read_batches([(path, source)], fast=fast, rows=rows, set_aside=not_read):
        none = pa.nulls(batch.num_rows, _SET_ASIDE.type)
        yield pa.RecordBatch.from_arrays([*batch.columns, none], schema=columns)
    if not_read:
        yield _set_aside_batch(columns, not_read)


def _set_aside_batch(columns, not_read):
    places, reasons = zip(*not_read)
    told = pa.StructArray.from_arrays([pa.array(places), pa.array(reasons)], fields=list(_SET_ASIDE.type))
    empty = [pa.nulls(len(not_read), field.type) for field in columns][:-1]
    return pa.RecordBatch.from_arrays([*empty, told], schema=columns)


def _outlines(batches):
    _use_cores_of_executor()
    for batch in batches:
        yield from _whosaid.outlines(pa.Table.from_batches([batch]))


def _links(table):
    return pa.Table.from_batches([_whosaid.links(table.drop_columns("bucket"))])


def _forest(table):
    return pa.Table.from_batches([_whosaid.forest(table.drop_columns("bucket"))])


def _stories(table):
    return pa.Table.from_batches([_whosaid.stories(table.drop_columns("bucket"))])

"""An archive on one machine: the tables of `whosaid archive` to stories and dossiers, with little memory.

    python examples/archive_alone.py OUT TABLE.parquet...

Articles are gathered from their outlines (about two kilobytes each), then parted by story into as many parts as hold a
few thousand articles each, and weighed part by part on all cores, story by story. What `whosaid.spark` does, with a disk in
place of a cluster. What is done is not done again when the same call is made once more.
"""

import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow as pa
import pyarrow.parquet as pq

import whosaid

COLUMNS = ["id", "text", "reading"]
ARTICLES_OF_A_PART = 2_000
# Dossiers are written when there are so many bytes of them.
BYTES_OF_A_GROUP = 16 << 20


def batches(paths):
    """The articles of tables that have a row an article, few at a time."""
    for path in paths:
        # Read ahead, the whole file would be held until its end.
        file = pq.ParquetFile(path, pre_buffer=False)
        yield from file.iter_batches(batch_size=250, columns=COLUMNS, use_threads=False)


def gather(paths, out):
    """The story of each article."""
    schema = pq.read_schema(paths[0])
    columns = pa.schema([schema.field(name) for name in COLUMNS])
    stories = whosaid.gather(pa.RecordBatchReader.from_batches(columns, batches(paths)))
    pq.write_table(stories, f"{out}.partial")
    os.rename(f"{out}.partial", out)
    n_stories = len(stories.column("story").unique())
    return f"{stories.num_rows} articles gathered into {n_stories} stories"


def part_by_story(paths, stories, folder):
    """Writes each article, with the name of its story, to the part that its story falls into."""
    stories = pq.read_table(stories)
    n_parts = stories.num_rows // ARTICLES_OF_A_PART + 1
    story_of = dict(zip(stories.column("article").to_pylist(), stories.column("story").to_pylist()))
    partial = f"{folder}.partial"
    os.makedirs(partial, exist_ok=True)
    writers = {}
    for batch in batches(paths):
        found = [story_of.get(article) for article in batch.column("id").to_pylist()]
        batch = batch.append_column("story", pa.array(found, pa.string()))
        rows_of = {}
        for row, story in enumerate(found):
            if story is not None:
                rows_of.setdefault(int(story, 16) % n_parts, []).append(row)
        for part, rows in rows_of.items():
            if part not in writers:
                compressed = pa.ipc.IpcWriteOptions(compression="lz4")
                writers[part] = pa.ipc.new_stream(f"{partial}/{part:05}.arrows", batch.schema, options=compressed)
            writers[part].write_batch(batch.take(pa.array(rows)))
    for writer in writers.values():
        writer.close()
    os.rename(partial, folder)
    return f"parted into {len(writers)}"


def weigh_part(part, out):
    """One file of dossiers, a row a story; memory grows with the part and with its largest story."""
    with pa.ipc.open_stream(part) as stream:
        articles = stream.read_all()
    rows_of = {}
    for row, story in enumerate(articles.column("story").to_pylist()):
        rows_of.setdefault(story, []).append(row)
    writer, group, n_bytes = None, [], 0
    for story in sorted(rows_of):
        own = articles.take(pa.array(rows_of[story]))
        found = whosaid.weigh(own, pa.table({"article": own.column("id"), "story": own.column("story")}))
        writer = writer or pq.ParquetWriter(f"{out}.partial", found.schema, compression="zstd")
        group.append(found)
        n_bytes += found.nbytes
        if n_bytes > BYTES_OF_A_GROUP:
            writer.write_table(pa.concat_tables(group))
            group, n_bytes = [], 0
    if group:
        writer.write_table(pa.concat_tables(group))
    writer.close()
    os.rename(f"{out}.partial", out)


def measured(work, args):
    """What a piece of work gives, its processor seconds, and the most memory that its process ever held."""
    begun = time.process_time()
    given = work(*args)
    return given, time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def stage(n_processes, work, pieces):
    """Does the pieces of a stage in processes of their own, so that memory of one stage does not burden the next."""
    begun = time.time()
    with ProcessPoolExecutor(n_processes, mp_context=get_context("spawn")) as processes:
        done = [piece.result() for piece in [processes.submit(measured, work, args) for args in pieces]]
    told = [given for given, _, _ in done if given]
    told.append(f"{time.time() - begun:.1f} s, {sum(seconds for _, seconds, _ in done):.1f} s of processor")
    told.append(f"{max((memory for _, _, memory in done), default=0)} MiB at most in a process")
    return "; ".join(told)


def main(out, paths):
    stories, parts, dossiers = f"{out}/stories.parquet", f"{out}/parts", f"{out}/dossiers"
    os.makedirs(dossiers, exist_ok=True)
    if not os.path.exists(stories):
        print(stage(1, gather, [(paths, stories)]), flush=True)
    if not os.path.exists(parts):
        print(stage(1, part_by_story, [(paths, stories, parts)]), flush=True)
    each = [(f"{parts}/{name}", f"{dossiers}/{os.path.splitext(name)[0]}.parquet") for name in sorted(os.listdir(parts))]
    waiting = [(part, done) for part, done in each if not os.path.exists(done)]
    told = stage(len(os.sched_getaffinity(0)), weigh_part, waiting)
    print(f"{sum(pq.read_metadata(done).num_rows for _, done in each)} dossiers; {told}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1].rstrip("/"), sys.argv[2:])

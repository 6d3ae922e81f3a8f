"""An archive on one machine: the tables of `whosaid archive` to stories and dossiers, with little memory.

    python examples/archive_alone.py OUT TABLE.parquet...

Articles are gathered from their outlines (about a kilobyte each), then parted by story into as many parts as hold a few
thousand articles each, and weighed part by part on all cores. What `whosaid.spark` does, with a disk in place of a cluster.
"""

import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import whosaid

COLUMNS = ["id", "text", "reading"]
ARTICLES_OF_A_PART = 4_000


def batches(paths):
    """The articles of tables that have a row an article, few at a time."""
    for path in paths:
        yield from pq.ParquetFile(path).iter_batches(batch_size=500, columns=COLUMNS)


def gather(paths):
    schema = pq.read_schema(paths[0])
    columns = pa.schema([schema.field(name) for name in COLUMNS])
    return whosaid.gather(pa.RecordBatchReader.from_batches(columns, batches(paths)))


def part_by_story(paths, stories, folder):
    """Writes each article to the part that its story falls into."""
    n_parts = stories.num_rows // ARTICLES_OF_A_PART + 1
    story_of = dict(zip(stories.column("article").to_pylist(), stories.column("story").to_pylist()))
    part_of = {article: int(story, 16) % n_parts for article, story in story_of.items()}
    os.makedirs(folder, exist_ok=True)
    writers = {}
    for batch in batches(paths):
        parts = pa.array([part_of.get(article, -1) for article in batch.column("id").to_pylist()])
        for part in sorted(set(parts.to_pylist()) - {-1}):
            rows = batch.filter(pc.equal(parts, part))
            if part not in writers:
                writers[part] = pq.ParquetWriter(f"{folder}/{part:05}.parquet", rows.schema)
            writers[part].write_batch(rows)
    for writer in writers.values():
        writer.close()
    return [f"{folder}/{part:05}.parquet" for part in sorted(writers)]


def weigh(parts, stories, out):
    """One file of dossiers a part; a part that is done is not done again."""
    known = stories.to_pandas().set_index("article")["story"]

    def one(part):
        done = f"{out}/{os.path.basename(part)}"
        if not os.path.exists(done):
            articles = pq.read_table(part)
            own = known[articles.column("id").to_pylist()]
            found = whosaid.weigh(articles, pa.table({"article": own.index.to_list(), "story": own.to_list()}))
            pq.write_table(found, f"{done}.partial")
            os.rename(f"{done}.partial", done)
        return pq.read_metadata(done).num_rows

    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
        return sum(threads.map(one, parts))


def main(out, paths):
    def told(what, since):
        used = resource.getrusage(resource.RUSAGE_SELF)
        seconds = time.time() - since
        print(f"{what}: {seconds:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor so far, {used.ru_maxrss >> 10} MiB at most")

    os.makedirs(out, exist_ok=True)
    begun = time.time()
    stories = gather(paths)
    pq.write_table(stories, f"{out}/stories.parquet")
    n_stories = len(stories.column("story").unique())
    told(f"{stories.num_rows} articles gathered into {n_stories} stories", begun)
    begun = time.time()
    parts = part_by_story(paths, stories, f"{out}/parts")
    told(f"parted into {len(parts)}", begun)
    begun = time.time()
    os.makedirs(f"{out}/dossiers", exist_ok=True)
    told(f"{weigh(parts, stories, f'{out}/dossiers')} dossiers", begun)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1].rstrip("/"), sys.argv[2:])

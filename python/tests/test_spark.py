"""The job on Spark, on a cluster of two workers with a process each: the result is that of one machine."""

import os
import shutil
import signal
import sys
import warnings

import pytest
from invented import crawls

import whosaid

pytest.importorskip("pyspark")
from pyspark import cloudpickle  # noqa: E402

if not shutil.which("java"):
    pytest.skip("no java: the job on Spark is not tested", allow_module_level=True)

warnings.simplefilter("ignore", FutureWarning)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    import pyspark
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.chdir(tmp_path_factory.mktemp("work"))
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.adaptive.enabled": "false",
        "spark.default.parallelism": "4",
        "spark.executor.memory": "768m",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local-cluster[2,1,1024]").appName("whosaid")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crawls")
    return [*crawls(folder), str(folder / "not-there.warc.gz")]


@pytest.fixture(scope="module")
def alone(paths):
    """What one machine reads: the articles, and what was set aside."""
    aside = []
    table = whosaid.read([path for path in paths if os.path.exists(path)], set_aside=aside)
    return table, aside


def kill_own_executor():
    """Kills the executor that this worker belongs to: the process above the one that workers are forked from."""
    with open(f"/proc/{os.getppid()}/stat") as stat:
        executor = int(stat.read().rsplit(")", 1)[1].split()[1])
    os.kill(executor, signal.SIGKILL)


class Deadly:
    """An open crawl whose first reader is killed in the middle of it."""

    def __init__(self, path, marker):
        self.file = open(path, "rb")
        self.marker = marker
        self.n_reads = 0

    def read(self, n):
        self.n_reads += 1
        if self.n_reads == 12:
            try:
                os.close(os.open(self.marker, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                pass
            else:
                kill_own_executor()
        return self.file.read(min(n, 4096))


@pytest.fixture(scope="module")
def read(spark, paths, tmp_path_factory):
    """What the cluster reads, kept as a job keeps it; the executor of the large crawl is killed in the middle of it."""
    from whosaid import spark as job

    folder = tmp_path_factory.mktemp("read")
    marker = str(folder / "killed")

    def open_path(path):
        return Deadly(path, marker) if "large" in path else open(path, "rb")

    # Workers cannot import the tests: what they need of them is sent along.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    job.read(spark, paths, open_path=open_path, rows=32).write.parquet(str(folder / "read"))
    assert os.path.exists(marker), "nobody was killed"
    return spark.read.parquet(str(folder / "read"))


def rows(table):
    return sorted(table.to_pylist(), key=lambda row: (row["id"], row["path"]))


def test_reading_loses_nothing_though_a_worker_is_killed(read, alone):
    from whosaid import spark as job

    found = job.articles(read)
    assert found.columns == whosaid.schema().names
    columns = ["id", "path", "title", "published", "attributions", "tellings", "reading"]
    expected = alone[0].select(columns)
    assert rows(found.select(*columns).toArrow().cast(expected.schema)) == rows(expected)


def test_what_could_not_be_read_is_told(read, alone, paths):
    from whosaid import spark as job

    told = sorted((row.place, row.why) for row in job.set_aside(read).collect())
    missing = [(place, why) for place, why in told if place == paths[-1]]
    assert len(missing) == 1 and "cannot be opened" in missing[0][1]
    assert [each for each in told if each not in missing] == sorted(alone[1])


def test_stories_and_dossiers_are_those_of_one_machine(read, alone):
    from whosaid import spark as job

    articles = job.articles(read)
    expected = whosaid.gather(alone[0])
    stories = job.gather(articles)
    pairs = lambda table: sorted(zip(table.column("article").to_pylist(), table.column("story").to_pylist()))
    found = stories.toArrow()
    assert pairs(found) == pairs(expected)
    assert len(set(found.column("story").to_pylist())) == 6
    dossiers = job.weigh(articles, stories).toArrow().sort_by("story")
    weighed = whosaid.weigh(alone[0], expected)
    assert dossiers.to_pylist() == weighed.to_pylist()


def test_the_number_of_buckets_changes_nothing(read, alone):
    from whosaid import spark as job

    found = job.gather(job.articles(read), buckets=1).toArrow()
    assert sorted(map(str, found.to_pylist())) == sorted(map(str, whosaid.gather(alone[0]).to_pylist()))

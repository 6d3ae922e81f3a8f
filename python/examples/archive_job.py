"""Crawls to articles, stories and dossiers on Spark:

    spark-submit examples/archive_job.py OUT CRAWL...

CRAWL is a path that all workers see, or an address (``s3://``, ``gs://``, ``hdfs://``). Each step is kept under OUT before
the next begins, so that a job that died goes on where it was: what is there is not made again.
"""

import sys

from pyspark.sql import SparkSession

from whosaid import spark as job


def kept(spark, path, make):
    """A table that is made once."""
    done = spark._jvm.org.apache.hadoop.fs.Path(f"{path}/_SUCCESS")
    if not done.getFileSystem(spark._jsc.hadoopConfiguration()).exists(done):
        make().write.mode("overwrite").parquet(path)
    return spark.read.parquet(path)


def main(out, crawls):
    spark = (
        SparkSession.builder.appName("whosaid")
        # A row is an article with its reading, some 30 kB: few rows a batch keep workers small.
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
        .getOrCreate()
    )
    read = kept(spark, f"{out}/read", lambda: job.read(spark, crawls))
    articles = job.articles(read)
    stories = kept(spark, f"{out}/stories", lambda: job.gather(articles))
    dossiers = kept(spark, f"{out}/dossiers", lambda: job.weigh(articles, stories))
    print(f"{articles.count()} articles, {job.set_aside(read).count()} set aside, {dossiers.count()} stories in {out}")
    spark.stop()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1].rstrip("/"), sys.argv[2:])

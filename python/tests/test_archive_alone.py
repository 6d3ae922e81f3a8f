"""The example for one machine: what it finds is what the package finds, and a second call does nothing again."""

import os
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet as pq
from invented import crawls

import whosaid

EXAMPLE = os.path.join(os.path.dirname(__file__), "..", "examples", "archive_alone.py")


def test_an_archive_on_one_machine(tmp_path):
    articles = whosaid.read(crawls(tmp_path), set_aside=[])
    tables = [str(tmp_path / name) for name in ("a.parquet", "b.parquet")]
    pq.write_table(articles.slice(0, 90), tables[0], row_group_size=40)
    pq.write_table(articles.slice(90), tables[1])
    out = tmp_path / "out"

    def call():
        command = [sys.executable, EXAMPLE, str(out), *tables]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    told = call()
    assert "articles gathered into 6 stories" in told and "6 dossiers" in told
    stories = pq.read_table(out / "stories.parquet")
    assert stories == whosaid.gather(articles)
    dossiers = out / "dossiers"
    found = pa.concat_tables(pq.read_table(dossiers / name) for name in sorted(os.listdir(dossiers))).sort_by("story")
    assert found.to_pylist() == whosaid.weigh(articles, stories).to_pylist()
    assert "gathered" not in call()

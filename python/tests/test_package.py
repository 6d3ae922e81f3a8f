"""The package on one machine."""

import io
import json

import pyarrow as pa
import pytest
from invented import crawls, record

import whosaid

TEXTS = [
    (
        "a.txt",
        "date 2031-04-09\nPier falls\n\nThe old pier of Port Ellis fell on Monday, a source told the Harbor Gazette. "
        '"It was old," Mayor Ada Fenn said on Tuesday.',
    ),
    (
        "b.txt",
        "date 2031-04-10\nPort Ellis pier falls\n\nThe old pier of Port Ellis fell into the sea on Monday, the Harbor "
        "Gazette reported, citing a source. Mayor Ada Fenn said it was old.",
    ),
    (
        "c.txt",
        "date 2031-05-10\nBank raises rates\n\nThe Bank of Torvex raised its rate by half a point on Thursday, Governor "
        "Tom Berg told reporters in the capital.",
    ),
]


def documents():
    return [(name, text.encode()) for name, text in TEXTS]


def test_articles_become_a_table():
    table = whosaid.read(documents())
    assert table.num_rows == 3
    assert table.schema == whosaid.schema()
    first = table.slice(0, 1).to_pylist()[0]
    assert first["published"] == "2031-04-09"
    assert any("Fenn" in found["source"] for found in first["attributions"])


def test_paths_bytes_and_open_files_give_the_same(tmp_path):
    for name, text in TEXTS:
        (tmp_path / name).write_text(text)
    expected = whosaid.read(documents()).column("id")
    assert whosaid.read(tmp_path).column("id") == expected
    assert whosaid.read([tmp_path / name for name, _ in TEXTS]).column("id") == expected
    assert whosaid.read((name, io.BytesIO(data)) for name, data in documents()).column("id") == expected


def test_crawls_are_streamed(tmp_path):
    path = next(path for path in crawls(tmp_path) if "large" in path)
    reader = whosaid.read_warc(path, rows=50)
    sizes = [batch.num_rows for batch in reader]
    assert sum(sizes) == 180 and max(sizes) <= 50
    with open(path, "rb") as file:
        assert whosaid.read_warc(file).read_all().num_rows == 180
    assert whosaid.read_warc(io.BytesIO(record(0, 1)), name="a.warc.gz").read_all().num_rows == 1


def test_an_error_of_an_open_file_is_raised():
    class Fails(io.BytesIO):
        def read(self, n=-1):
            found = super().read(100)
            if not found:
                raise TimeoutError("no answer")
            return found

    with pytest.raises(TimeoutError):
        whosaid.read_warc(Fails(record(0, 1) + record(0, 2)), name="a.warc.gz").read_all()


def test_what_cannot_be_read_is_told():
    aside = []
    assert whosaid.read([("a.html", b"<html></html>")], set_aside=aside).num_rows == 0
    assert aside[0][0] == "a.html"
    with pytest.warns(whosaid.NotRead, match="a.txt"):
        whosaid.read([("a.txt", b"")])
    with pytest.raises(FileNotFoundError, match="there.txt"):
        whosaid.read("not/there.txt")


def test_damage_costs_no_other_record(tmp_path):
    path = next(path for path in crawls(tmp_path) if "poisoned" in path)
    aside = []
    assert whosaid.read(path, set_aside=aside).num_rows == 2
    assert len(aside) >= 3
    assert all("poisoned.warc.gz@" in place for place, _ in aside)


def test_pdf_and_zstd_are_read():
    zstd = pa.compress(TEXTS[0][1].encode(), codec="zstd", asbytes=True)
    assert whosaid.read([("a.txt.zst", zstd)]).column("title").to_pylist() == ["Pier falls"]
    aside = []
    assert whosaid.read([("a.pdf", b"%PDF-1.4 oops")], set_aside=aside).num_rows == 0
    assert "PDF" in aside[0][1]


def test_flat_tables():
    articles = whosaid.read(documents())
    tables = whosaid.tables(articles)
    assert list(tables) == ["articles", "mentions", "times", "attributions", "tellings"]
    counted = sum(len(found) for found in articles.column("attributions").to_pylist())
    assert tables["attributions"].num_rows == counted > 0
    assert whosaid.tables(articles.slice(0, 0))["times"].num_rows == 0


def test_all_that_a_page_states_is_kept():
    page = b"""<html><head><link rel="canonical" href="https://www.reuters.com/2031/04/09/pier"><meta name="pubdate"
        content="2031-04-09T10:00:00Z"><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Pier falls",
        "dateModified": "2031-04-10", "correction": "An earlier version named the wrong pier."}</script></head>
        <body><p>The old pier of Port Ellis fell into the sea on Monday, the mayor said.</p></body></html>"""
    article = whosaid.read([("a.html", page)]).to_pylist()[0]
    assert (article["outlet"], article["outlet_name"]) == ("reuters.com", "Reuters")
    fields = {(date["of"], date["field"]) for date in article["dates"]}
    assert {("published", "pubdate"), ("modified", "dateModified"), ("published", "url")} <= fields
    assert article["corrections"][0]["text"].startswith("An earlier version")


def test_dossiers_are_the_same_from_any_table():
    table = whosaid.read(documents())
    found = whosaid.dossier(table)
    assert found["schema"] == "whosaid.dossier/1"
    assert len(found["articles"]) == 3
    assert whosaid.dossier(documents()) == found
    assert whosaid.dossier(table.combine_chunks().to_batches()[0]) == found
    polars = pytest.importorskip("polars")
    assert whosaid.dossier(polars.from_arrow(table)) == found
    pytest.importorskip("pandas")
    assert whosaid.dossier(table.to_pandas()) == found


def test_stories_are_gathered_and_weighed():
    table = whosaid.read(documents())
    stories = whosaid.gather(table)
    assert stories.num_rows == 3
    assert len(set(stories.column("story").to_pylist())) == 2
    weighed = whosaid.weigh(table, stories)
    assert sorted(weighed.column("articles").to_pylist()) == [1, 2]
    assert weighed == whosaid.weigh(table)
    whole = {json.dumps(story["claims"]) for story in whosaid.dossier(table)["stories"]}
    assert len(whole) == weighed.num_rows
    empty = whosaid.gather(table.slice(0, 0))
    assert empty.num_rows == 0 and whosaid.weigh(table.slice(0, 0)).num_rows == 0


def test_a_stream_is_gathered_as_it_comes(tmp_path):
    articles = whosaid.read(crawls(tmp_path), set_aside=[])
    held = []

    def batches():
        for batch in articles.to_batches(max_chunksize=20):
            # Bytes of its own, so that what is kept of it can be told.
            yield pa.ipc.read_record_batch(batch.serialize(), batch.schema)
            held.append(pa.total_allocated_bytes())

    stories = whosaid.gather(pa.RecordBatchReader.from_batches(articles.schema, batches()))
    assert stories == whosaid.gather(articles)
    assert max(held) - held[0] < articles.nbytes // 4
    with pytest.raises(ValueError, match="no column"):
        whosaid.gather(pa.table({"text": ["x"]}).to_reader())


def test_other_tables_are_refused():
    with pytest.raises(ValueError, match="no column"):
        whosaid.dossier(pa.table({"text": ["x"]}))
    with pytest.raises(ValueError, match="row 0"):
        whosaid.dossier(pa.table({"text": ["x"], "reading": [b"oops"]}))

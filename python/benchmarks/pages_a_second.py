"""Pages a second of processor time: the whole reading of whosaid against parts of it by others, on the same pages.

    pip install trafilatura lxml_html_clean spacy warcio
    python python/benchmarks/pages_a_second.py PAGES [--whosaid COMMAND] [--rounds 3]

PAGES is a crawl (.warc, .warc.gz) or a folder of saved pages (.html, .html.gz), which is packed as a crawl first. In every
round, one after the other and on one thread each: `whosaid annotate --fast` from the crawl to JSON; Python trafilatura alone,
from the page to text and metadata; spaCy's tokenizer and sentence splitter alone, on trafilatura's texts. Then whosaid once
more on two threads, by the clock, for how much the second core gives. Start-up counts for whosaid and for nobody else, so give
it some hundred pages; on a busy machine compare within a round, not between rounds.
"""

import argparse
import gzip
import resource
import subprocess
import tempfile
import time
from io import BytesIO
from pathlib import Path
from statistics import median

import spacy
import trafilatura
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def pages_of(crawl):
    """The pages of a crawl as text."""
    with open(crawl, "rb") as file:
        records = (record for record in ArchiveIterator(file) if record.rec_type == "response")
        return [record.content_stream().read().decode("utf8", "replace") for record in records]


def packed(folder, crawl):
    """Packs the saved pages of a folder as a crawl, a gzip member a record."""
    with open(crawl, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for path in sorted(folder.rglob("*.html*")):
            page = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            address = f"https://pages.example/{path.name.removesuffix('.gz')}"
            writer.write_record(writer.create_warc_record(address, "response", payload=BytesIO(page), http_headers=headers))
    return crawl


def read(command, crawl, threads):
    """Processor time and clock time of a whole reading."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run = [command, "annotate", "--fast", "--quiet", "--threads", str(threads), crawl, "-o", f"{crawl}.{threads}.jsonl"]
    subprocess.run(run, check=True, stderr=subprocess.DEVNULL)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended - started


def timed(work):
    """What some work makes, and its processor time."""
    started = time.process_time()
    made = work()
    return made, time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--whosaid", default="target/release/whosaid")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    splitter = spacy.blank("en")
    splitter.add_pipe("sentencizer")
    with tempfile.TemporaryDirectory() as place:
        crawl = Path(place) / "pages.warc.gz"
        if options.pages.is_dir():
            packed(options.pages, crawl)
        else:
            crawl.symlink_to(options.pages.resolve())
        pages = pages_of(crawl)
        print(f"{len(pages)} pages, {sum(map(len, pages)) // max(1, len(pages)) // 1000} kB each; pages a second of processor time")
        gains = []
        for _ in range(options.rounds):
            one, clock_of_one = read(options.whosaid, str(crawl), 1)
            texts, alone = timed(lambda: [trafilatura.extract(page, with_metadata=True) or "" for page in pages])
            _, split = timed(lambda: [sum(1 for _ in splitter(text).sents) for text in texts])
            _, clock_of_two = read(options.whosaid, str(crawl), 2)
            gains.append(clock_of_one / clock_of_two)
            rates = [f"{len(pages) / seconds:.0f}" for seconds in (one, alone, split)]
            print(f"whosaid {rates[0]}, trafilatura {rates[1]}, spaCy {rates[2]}; two threads {gains[-1]:.2f} times as quick")
    print(f"two threads, median: {median(gains):.2f} times as quick")


if __name__ == "__main__":
    main()

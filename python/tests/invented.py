"""Invented crawls: pages of made-up stories as WARC, a gzip member a record, some of it damaged."""

import gzip

FACTS = [
    ("Port Ellis", "pier", "Mayor Ada Fenn", "fell into the sea"),
    ("Torvex", "bank", "Governor Tom Berg", "raised its rate by half a point"),
    ("Kelford", "ferry", "Captain Ines Holt", "ran aground on the sandbank"),
    ("Ostwick", "mill", "Inspector Rolf Dorn", "burned down to its walls"),
    ("Marbury", "school", "Principal Lena Isgard", "will close for nine weeks"),
    ("Quildale", "dam", "Engineer Paul Jorlund", "leaks at three of its gates"),
]


def page(story, n):
    place, thing, who, what = FACTS[story % len(FACTS)]
    outlet = ("Harbor Gazette", "Morning Herald", "Evening Star")[n % 3]
    lines = [
        f"The old {thing} of {place} {what} on Monday, {who} said on Tuesday.",
        f'"Nobody could have known it," said {who}, who has looked after the {thing} for {n + 2} years.',
        f"A source told the {outlet} that the city of {place} had known of the danger since March.",
        f"A spokeswoman for the city of {place} denied that anybody had been warned about the {thing}.",
        f"It was report number {n} on the {thing}, which will be looked at by the court in {place}.",
    ]
    turn = n % len(lines)
    body = "".join(f"<p>{line}</p>" for line in lines[turn:] + lines[:turn])
    title = f"{place}: {thing} {what}"
    day = 1 + (story * 3 + n % 4) % 28
    head = f'<title>{title}</title><meta property="article:published_time" content="2031-04-{day:02}T0{n % 9}:30:00Z">'
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>", outlet


def record(story, n):
    html, outlet = page(story, n)
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    url = f"https://{outlet.lower().replace(' ', '-')}.example/{story}/{n}"
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {len(answer)}\r\n\r\n"
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def poisoned():
    """Records that cannot be read: bytes that are no gzip, a member with damage inside, a length that lies, deep HTML."""
    broken = bytearray(record(0, 900))
    broken[len(broken) // 2 :] = b"\xff" * (len(broken) - len(broken) // 2)
    lie = gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", mtime=0)
    deep = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<div>" * 200_000
    nested = gzip.compress(
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: %d\r\n\r\n" % len(deep) + deep + b"\r\n\r\n", mtime=0
    )
    return [b"no gzip at all", bytes(broken), lie, nested]


def crawls(folder):
    """Paths of crawls of very unequal size: one with nearly all pages, one with one, one empty, one full of damage."""
    large = [(story, n) for story in range(6) for n in range(30)]
    contents = {
        "large.warc.gz": [record(*each) for each in large],
        "one.warc.gz": [record(0, 100)],
        "empty.warc.gz": [],
        "poisoned.warc.gz": [record(1, 100), *poisoned(), record(2, 100)],
        "repeated.warc.gz": [record(0, n) for n in range(5)],
        "cut.warc.gz": [record(3, 100), record(4, 100)[:-40]],
    }
    paths = []
    for name, members in contents.items():
        path = folder / name
        path.write_bytes(b"".join(members))
        paths.append(str(path))
    return paths

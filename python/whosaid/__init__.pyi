import os
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Optional, Protocol, Union

import pyarrow as pa

__version__: str

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Optional[object] = None) -> object: ...

_Path = Union[str, os.PathLike[str]]
_Input = Union[_Path, tuple[str, Union[bytes, BinaryIO]]]
_Table = Union[pa.Table, pa.RecordBatch, pa.RecordBatchReader, _ArrowStream, Iterable[pa.RecordBatch]]
_SetAside = Optional[list[tuple[str, str]]]

class NotRead(UserWarning): ...

def schema() -> pa.Schema: ...
def read(inputs: Union[_Input, Iterable[_Input]], *, fast: bool = True, set_aside: _SetAside = None) -> pa.Table: ...
def read_batches(
    inputs: Union[_Input, Iterable[_Input]], *, fast: bool = True, rows: int = 256, set_aside: _SetAside = None
) -> Iterator[pa.RecordBatch]: ...
def read_warc(
    source: Union[_Path, BinaryIO],
    *,
    name: Optional[str] = None,
    fast: bool = True,
    rows: int = 256,
    set_aside: _SetAside = None,
) -> pa.RecordBatchReader: ...
def tables(articles: _Table) -> dict[str, pa.Table]: ...
def gather(articles: _Table) -> pa.Table: ...
def weigh(articles: _Table, stories: Optional[_Table] = None, *, fast: bool = True) -> pa.Table: ...
def dossier(articles: Union[_Table, _Path, list[_Input]], *, fast: bool = True) -> dict[str, Any]: ...

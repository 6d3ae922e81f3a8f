from collections.abc import Callable, Sequence
from typing import BinaryIO, Optional, Union

from pyspark.sql import DataFrame, SparkSession

def read(
    spark: SparkSession,
    paths: Sequence[str],
    *,
    open_path: Optional[Callable[[str], Union[bytes, BinaryIO]]] = None,
    fast: bool = True,
    rows: int = 256,
) -> DataFrame: ...
def articles(read: DataFrame) -> DataFrame: ...
def set_aside(read: DataFrame) -> DataFrame: ...
def gather(articles: DataFrame, *, buckets: Optional[int] = None) -> DataFrame: ...
def weigh(articles: DataFrame, stories: DataFrame, *, fast: bool = True) -> DataFrame: ...

"""Long sequences kept small: compressed blocks of JSON, of which one at a time is unpacked.

A million short texts take some 70 MB as a list, a tenth of that packed, and whoever goes through them one block more.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Generic, TypeVar, cast, overload

import orjson

T = TypeVar("T")

BLOCK = 10_000
"""Items of a block. All blocks are full but the last one."""


def blocks_of(length: int) -> Iterator[slice]:
    """Where the blocks of so many items lie."""
    return (slice(start, start + BLOCK) for start in range(0, length, BLOCK))


def in_blocks(items: Iterable[T]) -> Iterator[list[T]]:
    """The items of a stream, a block at a time."""
    items = iter(items)
    while block := list(islice(items, BLOCK)):
        yield block


def as_it_is(item: Any) -> Any:
    """What JSON gives back as it was: a text, a number."""
    return item


class Packed(Sequence[T], Generic[T]):
    """Grows at its end only. `made` is what makes an item again of its JSON."""

    def __init__(self, items: Iterable[T] = (), *, made: Callable[[Any], T] = as_it_is) -> None:
        self._blocks: list[bytes] = []
        self._end: list[T] = []
        self._made = made
        self._last: tuple[int, list[T]] = (-1, [])
        self.extend(items)

    @classmethod
    def of(cls, blocks: list[bytes], end: list[Any], *, made: Callable[[Any], T] = as_it_is) -> "Packed[T]":
        """Of its `parts`."""
        packed = cls(made=made)
        packed._blocks = blocks
        packed.extend(map(made, end))
        return packed

    @property
    def parts(self) -> tuple[list[bytes], list[T]]:
        """Compressed blocks, and the items that have not filled one yet."""
        return self._blocks, self._end

    def append(self, item: T) -> None:
        self._end.append(item)
        if len(self._end) == BLOCK:
            self._seal()

    def extend(self, items: Iterable[T]) -> None:
        items = iter(items)
        while more := list(islice(items, BLOCK - len(self._end))):
            self._end += more
            if len(self._end) == BLOCK:
                self._seal()

    def blocks(self) -> Iterator[list[T]]:
        """The items, at most `BLOCK` at a time."""
        return map(self._block, range(len(self._blocks) + bool(self._end)))

    def __len__(self) -> int:
        return BLOCK * len(self._blocks) + len(self._end)

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.blocks())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        places = range(len(self))[index]
        if isinstance(places, int):
            return self._block(places // BLOCK)[places % BLOCK]
        if places.step == 1:
            return self._between(places.start, places.stop)
        return [self[place] for place in places]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed | list) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Packed({len(self)})"

    def _between(self, start: int, stop: int) -> list[T]:
        first = start // BLOCK
        items = list(chain.from_iterable(map(self._block, range(first, -(-stop // BLOCK)))))
        return items[start - first * BLOCK : stop - first * BLOCK]

    def _block(self, place: int) -> list[T]:
        if place == len(self._blocks):
            return self._end
        # One after the other is how nearly everybody asks.
        if self._last[0] != place:
            items = orjson.loads(zlib.decompress(self._blocks[place]))
            self._last = (
                place,
                cast(list[T], items if self._made is as_it_is else list(map(self._made, items))),
            )
        return self._last[1]

    def _seal(self) -> None:
        self._blocks.append(zlib.compress(orjson.dumps(self._end), level=1))
        self._end = []


def as_packed(items: Sequence[T]) -> Packed[T]:
    return items if isinstance(items, Packed) else Packed(items)


def in_parts(items: Packed[Any]) -> dict[str, Any]:
    """What has to be known to read it from a file in which its blocks lie: their lengths, and the end."""
    blocks, end = items.parts
    return {"blocks": list(map(len, blocks)), "end": end}

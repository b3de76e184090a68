"""Reads Mapbox Vector Tiles: ids, properties and the box of each feature, by the specification's protobuf and by hand."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Feature:
    id: int
    properties: dict[str, Any]
    places: list[tuple[int, int]]
    """Corners, in units of the square."""


def features_of(tile: bytes) -> dict[str, list[Feature]]:
    """By layer. The empty tile has none."""
    layers = [_layer(content) for field, content in _fields(tile) if field == 3]
    return dict(layers)


def _layer(content: bytes) -> tuple[str, list[Feature]]:
    parts: dict[int, list[Any]] = {}
    for field, value in _fields(content):
        parts.setdefault(field, []).append(value)
    keys = [key.decode() for key in parts.get(3, [])]
    values = [_value(value) for value in parts.get(4, [])]
    assert parts[15] == [2], "version 2"
    return parts[1][0].decode(), [_feature(one, keys, values) for one in parts.get(2, [])]


def _feature(content: bytes, keys: list[str], values: list[Any]) -> Feature:
    told: dict[int, Any] = dict(_fields(content))
    tags = list(_numbers(told.get(2, b"")))
    named = {keys[key]: values[value] for key, value in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(told[1], named, list(_places(list(_numbers(told[4])))))


def _places(commands: list[int]) -> Iterator[tuple[int, int]]:
    x = y = at = 0
    while at < len(commands):
        command, count = commands[at] & 7, commands[at] >> 3
        at += 1
        for _each in range(count if command in (1, 2) else 0):
            x, y = x + _signed(commands[at]), y + _signed(commands[at + 1])
            at += 2
            yield x, y


def _value(content: bytes) -> Any:
    ((field, value),) = _fields(content)
    match field:
        case 1:
            return value.decode()
        case 2:
            return struct.unpack("<f", value)[0]
        case 3:
            return struct.unpack("<d", value)[0]
        case 6:
            return _signed(value)
        case 7:
            return bool(value)
    return value


def _fields(content: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(content):
        tag, at = _number(content, at)
        match tag & 7:
            case 0:
                value, at = _number(content, at)
                yield tag >> 3, value
            case 2:
                length, at = _number(content, at)
                yield tag >> 3, content[at : at + length]
                at += length
            case size:
                length = {1: 8, 5: 4}[size]
                yield tag >> 3, content[at : at + length]
                at += length


def _numbers(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        value, at = _number(content, at)
        yield value


def _number(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _signed(value: int) -> int:
    return (value >> 1) ^ -(value & 1)

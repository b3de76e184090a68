"""Lanterns that can be taken away."""

from collections.abc import Iterator

from geodata.base.extracts import Field, Question, Row


class Lanterns:
    name = "lanterns"
    label = "Lanterns of the village"
    geometry = ""
    key: tuple[str, ...] = ()

    def fields(self, asked: Question) -> tuple[Field, ...]:
        return (Field("village", "村", 10, "Where it hangs."),)

    def count(self, asked: Question, *, most: int | None = None) -> int:
        return 1

    def rows(self, asked: Question) -> Iterator[Row]:
        yield Row([asked.area.name])

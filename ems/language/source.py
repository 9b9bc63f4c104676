"""A source text and its lines: offsets become lines and columns only when somebody asks."""

from __future__ import annotations

from bisect import bisect_right


class Source:
    """The text of a script, the file it came from (None where it was typed) and its lines."""

    __slots__ = ("_line_starts", "file_name", "text")

    def __init__(self, text: str, file_name: str | None = None) -> None:
        self.text = text
        self.file_name = file_name
        self._line_starts: list[int] | None = None

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; a line ends with CR, LF or both."""
        if self._line_starts is None:
            starts = [0]
            text = self.text
            if "\r" in text:
                size = len(text)
                for offset, char in enumerate(text):
                    if char == "\n" or (char == "\r" and not (offset + 1 < size and text[offset + 1] == "\n")):
                        starts.append(offset + 1)
            else:
                offset = text.find("\n")
                while offset >= 0:
                    starts.append(offset + 1)
                    offset = text.find("\n", offset + 1)
            self._line_starts = starts
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1."""
        starts = self.line_starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        starts = self.line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

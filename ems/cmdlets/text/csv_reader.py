"""Comma-separated text into records, as Import-Csv and ConvertFrom-Csv read it.

Lenient as spreadsheets are: blanks before a field are dropped, a quote inside an unquoted field is an ordinary
character, what follows a closing quote is kept. Rules: ImportCsvHelper of the 5.1 code base.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_BLANKS: Final = " \t"


def records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The fields of each record; a blank line is a record of one empty field."""
    at, length = 0, len(text)
    while at < length:
        end = text.find("\n", at)
        if end < 0:
            end = length
        line = text[at:end]
        if '"' in line or ("\r" in line and not _plain_end(line)):
            fields, at = _scan(text, at, delimiter)
        else:
            ended = end < length
            if ended and line.endswith("\r"):
                line = line[:-1]
            fields = [_unquoted(field) for field in line.split(delimiter)]
            if not ended and fields[-1] == "":
                fields.pop()
            at = end + 1
        yield fields


def header_names(fields: list[str]) -> list[str]:
    """The names in a header record: empty ones at its end do not count."""
    names = list(fields)
    while len(names) > 1 and names[-1] == "":
        names.pop()
    return names


def _plain_end(line: str) -> bool:
    return line.find("\r") == len(line) - 1


def _unquoted(field: str) -> str:
    field = field.lstrip(_BLANKS)
    first = min((at for at in (field.find(" "), field.find("\t")) if at >= 0), default=-1)
    if first >= 0 and not field[first + 1 :].strip(_BLANKS):
        return field[: first + 1]
    return field


def _scan(text: str, at: int, delimiter: str) -> tuple[list[str], int]:
    """One record that holds quotes, character by character."""
    length = len(text)
    fields: list[str] = []
    current = ""
    quoted = False
    while at < length:
        mark = text[at]
        at += 1
        if mark == delimiter:
            if quoted:
                current += mark
            else:
                fields.append(current)
                current = ""
        elif mark == '"' and quoted:
            if text[at : at + 1] == '"':
                at += 1
                current += '"'
                continue
            quoted = False
            rest, at, ended = _to_delimiter(text, at, delimiter, eat_blanks=True)
            fields.append(current + rest)
            current = ""
            if ended:
                return fields, at
        elif mark == '"' and not current:
            quoted = True
        elif quoted:
            stop = at
            while stop < length and text[stop] not in ('"', delimiter):
                stop += 1
            current += text[at - 1 : stop]
            at = stop
        elif mark in _BLANKS and not current:
            continue
        elif mark == '"' or mark in _BLANKS:
            rest, at, ended = _to_delimiter(text, at, delimiter, eat_blanks=mark != '"')
            fields.append(current + mark + rest)
            current = ""
            if ended:
                return fields, at
        elif mark == "\n" or (mark == "\r" and text[at : at + 1] == "\n"):
            fields.append(current)
            return fields, at + (mark == "\r")
        else:
            current += mark
    if current:
        fields.append(current)
    return fields, at


def _to_delimiter(text: str, at: int, delimiter: str, eat_blanks: bool) -> tuple[str, int, bool]:
    """The text up to the next delimiter or line end, where to go on, and whether the record has ended."""
    start, length = at, len(text)
    while at < length:
        mark = text[at]
        if mark == delimiter:
            return _trimmed(text[start:at], eat_blanks), at + 1, False
        if mark == "\n":
            return _trimmed(text[start:at], eat_blanks), at + 1, True
        if mark == "\r" and text[at + 1 : at + 2] == "\n":
            return _trimmed(text[start:at], eat_blanks), at + 2, True
        at += 1
    return _trimmed(text[start:], eat_blanks), at, True


def _trimmed(text: str, eat_blanks: bool) -> str:
    return "" if eat_blanks and not text.strip(_BLANKS) else text

"""Select-String: lines in which a pattern is found."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from ems.cmdlets import files, objects
from ems.cmdlets.limits import INT_MAX
from ems.cmdlets.results import MatchInfo, MatchInfoContext
from ems.runtime import members
from ems.runtime.cmdlet import Cmdlet, Example
from ems.runtime.convert import to_string
from ems.runtime.encodings import decode
from ems.runtime.errors import ErrorRecord, NetError, NetException, Terminating
from ems.runtime.messages import message
from ems.runtime.parameters import Parameter
from ems.runtime.types import array_of, type_named
from ems.runtime.validation import (
    AllowEmptyString,
    AllowNull,
    ValidateCount,
    ValidateNotNullOrEmpty,
    ValidateRange,
    ValidateSet,
)
from ems.runtime.values import NOTHING

_REGEX = "System.Text.RegularExpressions.Regex"
_STREAM = "InputStream"


class _Tracker:
    """Keeps the lines around matches: a match is ready when the lines after it have come, or another match."""

    def __init__(self, before: int, after: int) -> None:
        self.before = before
        self.after = after
        self.ready: list[MatchInfo] = []
        self._recent: deque[str] = deque(maxlen=before) if before else deque(maxlen=0)
        self._pending: MatchInfo | None = None
        self._following: list[str] = []
        self._shared: list[str] = []

    def line(self, text: str) -> None:
        """A line without a match."""
        if self._pending is not None and len(self._following) < self.after:
            self._following.append(text)
            if len(self._following) == self.after:
                self._close()
        self._recent.append(text)
        if self._pending is None:
            self._shared.append(text)

    def match(self, found: MatchInfo) -> None:
        """A line that matches."""
        if self._pending is not None:
            self._close()
        if found.context is None:
            self.ready.append(found)
            return
        found.context.pre_context = list(self._recent)
        found.context.display_pre_context = self._unshown()
        self._pending = found
        self._following = []
        self._recent.append(found.line)
        if self.after == 0:
            self._close()

    def _unshown(self) -> list[str]:
        """Of the lines before a match, those not shown after the match before."""
        return self._shared[-self.before :] if self.before else []

    def _close(self) -> None:
        assert self._pending is not None and self._pending.context is not None
        self._pending.context.post_context = list(self._following)
        self._pending.context.display_post_context = list(self._following)
        self.ready.append(self._pending)
        self._pending = None
        self._shared = []

    def end(self) -> None:
        """No more lines."""
        if self._pending is not None:
            self._close()


class SelectString(Cmdlet):
    """Finds text in strings and files.

    The pattern is a regular expression, or with -SimpleMatch plain text. Gives an object for each line found, with
    the line, its number and its matches.
    """

    name = "Select-String"
    default_set = "File"
    output_types = (
        "Microsoft.PowerShell.Commands.MatchInfo",
        "System.Boolean",
    )
    input_object = Parameter(
        "psobject",
        mandatory=True,
        pipeline="value",
        sets="Object",
        validate=(
            AllowNull(),
            AllowEmptyString(),
        ),
    )
    pattern = Parameter("string[]", position=0, mandatory=True)
    path = Parameter("string[]", position=1, mandatory=True, pipeline="name", sets="File")
    literal_path = Parameter("string[]", mandatory=True, pipeline="name", sets="LiteralFile", aliases=("PSPath",))
    simple_match = Parameter("switch")
    case_sensitive = Parameter("switch")
    quiet = Parameter("switch")
    list_ = Parameter("switch")
    include = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))
    exclude = Parameter("string[]", validate=(ValidateNotNullOrEmpty(),))
    not_match = Parameter("switch")
    all_matches = Parameter("switch")
    encoding = Parameter(
        "string",
        validate=(
            ValidateNotNullOrEmpty(),
            ValidateSet(("unicode", "utf7", "utf8", "utf32", "ascii", "bigendianunicode", "default", "oem")),
        ),
    )
    context = Parameter(
        "int[]",
        validate=(
            ValidateNotNullOrEmpty(),
            ValidateCount(1, 2),
            ValidateRange(0, INT_MAX),
        ),
    )

    examples = (
        Example(
            "'one fish', 'red dog' | Select-String fish | ForEach-Object Line",
            "Finds the lines that match.",
            "one fish",
        ),
        Example("('x=1 y=22' | Select-String '\\d+' -AllMatches).Matches.Count", "Counts all matches of a line.", "2"),
    )

    def begin(self) -> None:
        counts = list(self.context) if self.context is not None else [0]
        self._before, self._after = counts[0], counts[-1]
        self._tracker = _Tracker(self._before, self._after)
        self._number = 0
        self._done = False
        self._patterns: list[str] = list(self.pattern)
        self._regexes: list[Any] = []
        if not self.simple_match:
            self._regexes = [self._regex(pattern) for pattern in self._patterns]

    def _regex(self, pattern: str) -> Any:
        options = 0 if self.case_sensitive else 1
        try:
            kind = objects.enum_value("System.Text.RegularExpressions.RegexOptions", options)
            return members.construct(type_named(_REGEX), [pattern, kind])
        except Terminating as error:
            inner = error.record.exception.inner or error.record.exception
            text = message("MatchStringStrings", "InvalidRegex", pattern, inner.message)
        except NetError as error:
            inner = error.exception
            text = message("MatchStringStrings", "InvalidRegex", pattern, inner.message)
        raise self.throw(
            ErrorRecord(NetException("System.ArgumentException", text, inner), "InvalidRegex", "InvalidArgument")
        )

    def process(self) -> None:
        if self._done:
            return
        paths = self._paths()
        if paths is None:
            self._object(self.input_object)
            return
        for path in paths:
            if self._file(path) and self.quiet:
                return
        if self.quiet:
            self.write(None if self.list_ else False)

    def _paths(self) -> list[str] | None:
        """The files to look into; None where the input itself is looked at."""
        literal = "LiteralPath" in self.bound
        given = self.literal_path if literal else self.path
        if given is None:
            value = objects.base_of(self.input_object)
            if objects.type_name(value) == "System.IO.FileInfo":
                return [objects.read(value, "FullName")]
            return None
        found: list[str] = []
        for path in given:
            try:
                places = self.session.locations.resolve(path, literal)
            except Terminating as error:
                self.write_error(error.record)
                continue
            for place in places:
                if place.provider.info.name != "FileSystem":
                    text = message("MatchStringStrings", "FileOpenError", str(place.provider.info))
                    self.write_error(
                        self.error("ProcessingFile", text, "InvalidArgument", None, "System.ArgumentException")
                    )
                elif not self.session.files.is_directory(place.provider_path):
                    found.append(place.provider_path)
        return found

    def _object(self, value: Any) -> None:
        """One object from the pipeline."""
        if value is NOTHING or value is None:
            return
        self._number += 1
        base = objects.base_of(value)
        known = base if isinstance(base, MatchInfo) else None
        if known is not None and (self._before or self._after):
            self._before = self._after = 0
            self._tracker = _Tracker(0, 0)
            self.write_warning(message("MatchStringStrings", "FilterContextWarning"))
        text = known.line if known is not None else to_string(value)
        found = self._match(text, _STREAM, self._number, known)
        if found is not None:
            self._tracker.match(found)
        else:
            self._tracker.line(text)
        if self._flush(self._tracker) and self.quiet:
            self._done = True

    def _file(self, path: str) -> bool:
        """Looks into one file; True where something was found."""
        if not self._wanted(path):
            return False
        try:
            text = decode(self.session.files.read(path), self.encoding or "utf8")
        except NetError as error:
            shown = message("MatchStringStrings", "FileReadError", path, error.exception.message)
            self.write_error(
                ErrorRecord(
                    NetException("System.ArgumentException", shown, error.exception),
                    "ProcessingFile",
                    "InvalidArgument",
                )
            )
            return False
        tracker = _Tracker(self._before, self._after)
        any_found = False
        for number, line in enumerate(files.text_lines(text), 1):
            found = self._match(line, path, number)
            if found is not None:
                tracker.match(found)
            else:
                tracker.line(line)
            if tracker.ready:
                any_found = True
                if self.quiet or self.list_:
                    break
                self._flush(tracker)
        tracker.end()
        return self._flush(tracker) or any_found

    def _wanted(self, path: str) -> bool:
        if self.include is not None and not any(objects.wildcard(pattern)(path) for pattern in self.include):
            return False
        return not any(objects.wildcard(pattern)(path) for pattern in self.exclude or ())

    def _flush(self, tracker: _Tracker) -> bool:
        if not tracker.ready:
            return False
        if self.quiet and not self.list_:
            self.write(True)
        elif self.list_:
            self.write(tracker.ready[0])
        else:
            for found in tracker.ready:
                self.write(found)
        tracker.ready.clear()
        return True

    def end(self) -> None:
        self._tracker.end()
        if not self._done:
            self._flush(self._tracker)

    def _match(self, text: str, path: str, number: int, known: MatchInfo | None = None) -> MatchInfo | None:
        """What is found in one line."""
        index, matches = self._search(text)
        if self.not_match:
            if index is not None:
                return None
            index, matches = 0, []
        if index is None:
            return None
        if known is not None:
            return _without_shown_context(known)
        kind = type_named("System.Text.RegularExpressions.Match")
        found = MatchInfo(text, number, path, self._patterns[index], not self.case_sensitive, array_of(matches, kind))
        if self._before or self._after:
            found.context = MatchInfoContext()
        return found

    def _search(self, text: str) -> tuple[int | None, list[Any]]:
        """The first pattern that is found, and its matches."""
        if self.simple_match:
            fold: Callable[[str], str] = str if self.case_sensitive else str.lower
            folded = fold(text)
            return next(
                ((index, []) for index, pattern in enumerate(self._patterns) if fold(pattern) in folded), (None, [])
            )
        for index, regex in enumerate(self._regexes):
            if self.all_matches and not self.not_match:
                found = list(_iterate(members.invoke(regex, "Matches", [text])))
                if found:
                    return index, found
            else:
                match = members.invoke(regex, "Match", [text])
                if members.get_member(match, "Success"):
                    return index, [match]
        return None, []


def _iterate(value: Any) -> Iterator[Any]:
    found = objects.elements(value)
    return iter(()) if found is None else found


def _without_shown_context(known: MatchInfo) -> MatchInfo:
    if known.context is None:
        return known
    made = MatchInfo(known.line, known.line_number, known.path, known.pattern, known.ignore_case, known.matches)
    made.context = MatchInfoContext()
    made.context.pre_context = known.context.pre_context
    made.context.post_context = known.context.post_context
    return made

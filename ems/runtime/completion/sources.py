"""From what is wanted at the cursor to the names there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ems.language.tokens import ParameterToken
from ems.runtime.commands import cmdlet_files, cmdlets_in
from ems.runtime.completion.result import Match
from ems.runtime.completion.wanted import Wanted
from ems.runtime.members import members_of
from ems.runtime.types import resolve_type
from ems.runtime.wildcard import contains_wildcard, like_matcher

OPERATORS: Final = (
    "-and",
    "-as",
    "-band",
    "-bnot",
    "-bor",
    "-bxor",
    "-ccontains",
    "-ceq",
    "-cge",
    "-cgt",
    "-cin",
    "-cle",
    "-clike",
    "-clt",
    "-cmatch",
    "-cne",
    "-cnotcontains",
    "-cnotin",
    "-cnotlike",
    "-cnotmatch",
    "-contains",
    "-creplace",
    "-csplit",
    "-eq",
    "-f",
    "-ge",
    "-gt",
    "-icontains",
    "-ieq",
    "-ige",
    "-igt",
    "-iin",
    "-ile",
    "-ilike",
    "-ilt",
    "-imatch",
    "-in",
    "-ine",
    "-inotcontains",
    "-inotin",
    "-inotlike",
    "-inotmatch",
    "-ireplace",
    "-is",
    "-isnot",
    "-isplit",
    "-join",
    "-le",
    "-like",
    "-lt",
    "-match",
    "-ne",
    "-not",
    "-notcontains",
    "-notin",
    "-notlike",
    "-notmatch",
    "-or",
    "-replace",
    "-shl",
    "-shr",
    "-split",
    "-xor",
)
"""In the order of the list; the explicit `i` forms are offered only when their letter is typed."""

_HIDDEN_UNTIL_TYPED: Final = frozenset(
    {
        "-icontains",
        "-ieq",
        "-ige",
        "-igt",
        "-iin",
        "-ile",
        "-ilike",
        "-ilt",
        "-imatch",
        "-ine",
        "-inotcontains",
        "-inotin",
        "-inotlike",
        "-inotmatch",
        "-ireplace",
        "-isplit",
    }
)

KEYS: Final = {
    "select-object": ("Name", "Expression"),
    "sort-object": ("Expression", "Ascending", "Descending"),
    "group-object": ("Expression",),
    "format-table": ("Expression", "FormatString", "Label", "Width", "Alignment"),
    "format-list": ("Expression", "FormatString", "Label"),
    "format-wide": ("Expression", "FormatString"),
    "format-custom": ("Expression", "Depth"),
}

_PREFERENCES: Final = {
    "erroractionpreference": "System.Management.Automation.ActionPreference",
    "warningpreference": "System.Management.Automation.ActionPreference",
    "verbosepreference": "System.Management.Automation.ActionPreference",
    "debugpreference": "System.Management.Automation.ActionPreference",
    "informationpreference": "System.Management.Automation.ActionPreference",
    "progresspreference": "System.Management.Automation.ActionPreference",
    "confirmpreference": "System.Management.Automation.ConfirmImpact",
}

_PROPERTY_COMMANDS: Final = frozenset(
    {
        "select-object",
        "sort-object",
        "group-object",
        "measure-object",
        "format-table",
        "format-list",
        "format-wide",
        "format-custom",
        "where-object",
        "foreach-object",
        "compare-object",
    }
)


def matches_for(session: Any, wanted: Wanted) -> Iterator[Match]:
    """The offers for what is wanted, in the order of the list."""
    source = _SOURCES.get(wanted.kind)
    return iter(()) if source is None else source(session, wanted)


def _starts(pattern: str) -> Callable[[str], bool]:
    """Whether a name fits what is typed: a prefix without regard to case, or a wildcard."""
    if contains_wildcard(pattern):
        return like_matcher(pattern + "*")
    folded = pattern.lower()
    return lambda name: name.lower().startswith(folded)


# Commands


def _commands(session: Any, wanted: Wanted) -> Iterator[Match]:
    fits = _starts(wanted.word)
    seen: dict[str, Match] = {}
    for info in _infos(session, wanted.word):
        folded = info.name.lower()
        if folded not in seen and fits(info.name):
            seen[folded] = Match(info.name, "Command", tooltip=info.name)
    yield from (seen[name] for name in sorted(seen))
    if wanted.word[:1] in ("[",) or "\\" in wanted.word or wanted.word[:1] == "." or not seen:
        yield from _paths(session, wanted)


def _infos(session: Any, word: str) -> Iterator[Any]:
    """Functions, aliases and cmdlets. Where verb and dash are typed, only the files of nouns that fit are imported."""
    scope = session.scope
    yield from session.commands.all_functions(scope)
    yield from session.commands.all_aliases(scope)
    verb, dash, noun = word.lower().partition("-")
    narrow = bool(dash) and not contains_wildcard(word)
    for package in session.commands.packages:
        for stem, module_name in cmdlet_files(package).items():
            if narrow and not stem.startswith(noun) and not stem.startswith(verb + noun):
                continue
            for folded in cmdlets_in(module_name):
                info = session.commands.cmdlet(folded)
                if info is not None:
                    yield info


def _resolve(session: Any, name: str) -> Any:
    """The command of that name, its param block read."""
    info = session.commands.find(name, session.scope)
    block = getattr(info, "block", None)
    if block is not None and not block.code.prepared:
        from ems.runtime.functions import enter, prepare

        prepare(block.code, enter(session.context, block, lambda value: None, session.streams, dot=False))
    return info


# Parameters


def _parameters(session: Any, wanted: Wanted) -> Iterator[Match]:
    info = _resolve(session, wanted.command)
    metadata = getattr(info, "metadata", None)
    if metadata is None:
        return
    used, flags = _used(metadata, wanted)
    fits = _starts(wanted.word)
    own = [each for each in metadata.parameters if not each.common]
    asking = [each for each in metadata.parameters if each.common and each.folded in ("whatif", "confirm")]
    for parameter in own + asking + [each for each in metadata.parameters if each.common and each not in asking]:
        if parameter in used or parameter.spec.dont_show or not fits(parameter.name) or not parameter.flags & flags:
            continue
        yield Match(
            f"-{parameter.name}", "ParameterName", parameter.name, f"[{parameter.net_type.name}] {parameter.name}"
        )


def _used(metadata: Any, wanted: Wanted) -> tuple[list[Any], int]:
    """The parameters that are given already, and the sets that remain."""
    used: list[Any] = []
    flags = 0xFFFFFFFF
    for token in wanted.words:
        if isinstance(token, ParameterToken):
            found = metadata.match(token.parameter_name)
            if len(found) == 1:
                used.append(found[0])
                flags &= found[0].flags
    return used, flags or 0xFFFFFFFF


# Arguments


def _arguments(session: Any, wanted: Wanted) -> Iterator[Match]:
    info = _resolve(session, wanted.command)
    metadata = getattr(info, "metadata", None)
    folded = info.name.lower() if info is not None else wanted.command.lower()
    parameter = _parameter_of(metadata, wanted) if metadata is not None else None
    found: list[Match] = []
    if parameter is not None:
        found = list(_values(session, info, parameter, wanted))
    if (
        not found
        and folded in _PROPERTY_COMMANDS
        and (
            parameter is None
            or parameter.folded in ("property", "membername", "expandproperty", "excludeproperty", "groupby")
        )
    ):
        found = list(_properties_of(session, wanted.source, wanted))
    if (
        not found
        and folded in ("get-help", "get-command", "help", "man")
        and (parameter is None or parameter.folded in ("name", "argumentlist"))
    ):
        found = list(_commands(session, wanted))
    if not found:
        found = list(_paths(session, wanted))
    yield from found


def _parameter_of(metadata: Any, wanted: Wanted) -> Any:
    """The parameter that the word at the cursor is for."""
    if wanted.parameter is not None:
        found = metadata.match(wanted.parameter)
        if len(found) == 1 and (wanted.glued or not found[0].is_switch):
            return found[0]
        if len(found) != 1:
            return None
    used, flags = _used(metadata, wanted)
    position, skip = 0, False
    for token in wanted.words:
        if isinstance(token, ParameterToken):
            found = metadata.match(token.parameter_name)
            skip = len(found) == 1 and not found[0].is_switch and not token.used_colon
        elif skip:
            skip = False
        elif token.kind != "Comma":
            position += 1
    candidates = []
    for parameter in metadata.parameters:
        if parameter in used:
            continue
        each = parameter.in_set(flags)
        if each is not None and each.position is not None:
            candidates.append((each.position, parameter))
    candidates.sort(key=lambda pair: pair[0])
    return candidates[position][1] if position < len(candidates) else None


def _values(session: Any, info: Any, parameter: Any, wanted: Wanted) -> Iterator[Match]:
    fits = _starts(wanted.word)
    if parameter.is_switch:
        if wanted.glued:
            yield from (Match(text, "ParameterValue") for text in ("$true", "$false") if fits(text))
        return
    registered = _registered(session, info.name, parameter.name)
    if registered is not None:
        yield from _offered(session, registered, info.name, parameter.name, wanted)
        return
    completer = parameter.spec.completer
    if completer is not None:
        for value in completer(session, info.name, parameter.name, wanted.word):
            yield (
                value
                if isinstance(value, Match)
                else Match(_quoted(str(value), wanted.quote), "ParameterValue", str(value))
            )
        return
    for each in parameter.spec.validate:
        values = getattr(each, "values", None)
        if type(each).__name__ == "ValidateSet" and values:
            yield from (
                Match(_quoted(value, wanted.quote), "ParameterValue", value)
                for value in sorted(map(str, values), key=str.lower)
                if fits(value)
            )
            return
    net_type = parameter.net_type
    if net_type.is_array and net_type.element_type is not None:
        net_type = net_type.element_type
    if net_type.is_enum:
        yield from (
            Match(_quoted(name, wanted.quote), "ParameterValue", name)
            for name in sorted(_enum_names(net_type), key=str.lower)
            if fits(name)
        )


def _registered(session: Any, command: str, parameter: str) -> Any:
    """The block that Register-ArgumentCompleter has given for a parameter: of this command, else of any."""
    known = session.services.get("cmdlet state", {}).get("argument completers", {})
    return known.get(f"{command}:{parameter}".lower()) or known.get(f":{parameter}".lower())


def _offered(session: Any, block: Any, command: str, parameter: str, wanted: Wanted) -> Iterator[Match]:
    """What such a block offers: texts, or results with a text of their own for the list."""
    from ems.runtime.hashtable import Hashtable

    found = session.call_block(block, None, [command, parameter, wanted.word, None, Hashtable()])
    for value in found if isinstance(found, list) else [] if found is None else [found]:
        if isinstance(value, Match):
            yield value
        else:
            text = session.to_string(value)
            yield Match(_quoted(text, wanted.quote), "ParameterValue", text)


def _enum_names(net_type: Any) -> list[str]:
    from ems.runtime.convert.enums import enum_names

    return enum_names(net_type)


def _quoted(text: str, quote: str) -> str:
    """As an argument has to be written: quoted where it holds something that means something."""
    if quote:
        return f"{quote}{text}{quote}"
    if not text or set(text) & set(" \t'\"`$,;(){}|&<>@#") or text[0] in "-–—―":
        return "'" + text.replace("'", "''") + "'"
    return text


def _assignment_values(session: Any, wanted: Wanted) -> Iterator[Match]:
    """Values of an enumeration behind `$variable =`: of a preference variable, or of one with a type."""
    name = wanted.expression.lstrip("$").rpartition(":")[2].lower()
    full_name = _PREFERENCES.get(name)
    net_type = resolve_type(full_name) if full_name else None
    if net_type is None or not net_type.is_enum:
        return
    fits = _starts(wanted.word)
    for value in sorted(_enum_names(net_type), key=str.lower):
        if fits(value):
            yield Match(f"'{value}'", "ParameterValue", value)


# Variables, members, types


def _variables(session: Any, wanted: Wanted) -> Iterator[Match]:
    word = wanted.word.lstrip("{")
    drive, colon, rest = word.rpartition(":")
    if colon and drive.lower() in ("env", "function", "alias", "variable"):
        provider = session.locations.drive(drive).provider
        fits = _starts(rest)
        yield from (Match(f"${drive}:{name}", "Variable", name) for name in provider.child_names("") if fits(name))
        return
    prefix = f"{drive}:" if colon else ""
    fits = _starts(rest)
    names = sorted(
        (name for name in session.locations.providers["variable"].child_names("") if fits(name)), key=str.lower
    )
    for name in names:
        plain = all(char.isalnum() or char in "_?^$" for char in name)
        yield Match(f"${prefix}{name}" if plain else f"${{{prefix}{name}}}", "Variable", name)


def _members(session: Any, wanted: Wanted) -> Iterator[Match]:
    value = _value_of(session, wanted)
    if value is None:
        return
    yield from _members_of(value, wanted.word, False)


def _value_of(session: Any, wanted: Wanted) -> Any:
    """The value of the expression before the dot, if finding it out changes nothing."""
    expression = wanted.expression.strip()
    if expression.lower() in ("$_", "$psitem") and wanted.source:
        return _first_of(session, wanted.source)
    return session.safe_value(expression)


def _first_of(session: Any, source: str) -> Any:
    """One object of a pipeline's source, where that can be had without doing anything."""
    value = session.safe_value(source)
    if isinstance(value, list):
        return value[0] if value else None
    return value


def _members_of(value: Any, word: str, static: bool) -> Iterator[Match]:
    fits = _starts(word)
    properties: dict[str, Match] = {}
    methods: dict[str, Match] = {}
    for member in members_of(value, static):
        name = member.name
        if (
            not fits(name)
            or name.startswith(("get_", "set_", "add_", "remove_", "op_"))
            or getattr(member, "hidden", False)
        ):
            continue
        if "Method" in member.kind:
            methods.setdefault(name.lower(), Match(f"{name}(", "Method", name))
        elif member.kind not in ("MemberSet", "Event"):
            properties.setdefault(name.lower(), Match(name, "Property", name))
    yield from (properties[name] for name in sorted(properties))
    yield from (methods[name] for name in sorted(methods))


def _static_members(session: Any, wanted: Wanted) -> Iterator[Match]:
    net_type = resolve_type(wanted.expression.strip().strip("[]"))
    if net_type is not None:
        yield from _members_of(net_type, wanted.word, True)


def _properties_of(session: Any, source: str, wanted: Wanted) -> Iterator[Match]:
    value = _first_of(session, source) if source else None
    if value is None:
        return
    for match in _members_of(value, wanted.word, False):
        if match.kind == "Property":
            yield match


def _types(session: Any, wanted: Wanted) -> Iterator[Match]:
    from ems.runtime.catalog import catalog

    known = catalog()
    fits = _starts(wanted.word)
    folded = wanted.word.lower()
    for name in sorted(name for name in known.accelerators if fits(name)):
        yield Match(name, "Type")
    if not wanted.word:
        return
    every = [*(each.name for each in known.types.values()), *(each.name for each in known.enums.values())]
    if "." in wanted.word:
        yield from _in_namespace(every, folded)
        return
    found = []
    for full_name in every:
        short = full_name.rpartition(".")[2]
        if full_name in known.spelling:
            continue
        if short.lower().startswith(folded):
            found.append((short.lower(), full_name))
    yield from (Match(full_name, "Type", full_name.rpartition(".")[2]) for _, full_name in sorted(found))


def _in_namespace(names: list[str], folded: str) -> Iterator[Match]:
    """What a word with dots may become: the types and the namespaces with as many dots (CompletionCompleters.cs)."""
    depth = folded.count(".") + 1
    found: dict[str, Match] = {}
    for full_name in names:
        parts = full_name.split(".")
        head = ".".join(parts[:depth])
        if len(parts) >= depth and head.lower().startswith(folded):
            kind = "Type" if len(parts) == depth else "Namespace"
            found[head.lower() + kind] = Match(head, kind, parts[depth - 1] if kind == "Type" else head)
    yield from (found[key] for key in sorted(found))


def _operators(session: Any, wanted: Wanted) -> Iterator[Match]:
    word = wanted.word.lower().replace("–", "-").replace("—", "-").replace("―", "-")
    for operator in OPERATORS:
        if operator.startswith(word) and (
            operator not in _HIDDEN_UNTIL_TYPED or (word.startswith("-i") and len(word) > 2)
        ):
            yield Match(operator, "Text")


def _keys(session: Any, wanted: Wanted) -> Iterator[Match]:
    fits = _starts(wanted.word)
    info = _resolve(session, wanted.command) if wanted.command else None
    name = info.name.lower() if info is not None else ""
    yield from (Match(key, "Property") for key in KEYS.get(name, ()) if fits(key))


# Paths


def _paths(session: Any, wanted: Wanted) -> Iterator[Match]:
    word = wanted.word.replace("/", "\\")
    head, separator, tail = word.rpartition("\\")
    if not separator and ":" in word:
        head, _, tail = word.rpartition(":")
        head += ":"
    try:
        places = session.locations.resolve((head + separator if separator else head) or ".")
    except Exception as error:  # a half-typed path: whatever is wrong with it, there is nothing to offer
        if type(error).__name__ in ("Terminating", "NetError"):
            return
        raise
    fits = _starts(tail)
    prefix = head + ("\\" if separator or head.endswith(":") else ".\\" if not head else "")
    for place in places:
        if not place.is_container():
            continue
        for name in place.provider.child_names(place.provider_path):
            if fits(name):
                kind = "ProviderContainer" if place.child(name).is_container() else "ProviderItem"
                yield Match(_quoted(prefix + name, wanted.quote), kind, name)


_SOURCES: Final[dict[str, Callable[[Any, Wanted], Iterator[Match]]]] = {
    "command": _commands,
    "parameter": _parameters,
    "argument": _arguments,
    "value": _assignment_values,
    "variable": _variables,
    "member": _members,
    "static": _static_members,
    "type": _types,
    "operator": _operators,
    "key": _keys,
}


def names(matches: Iterable[Match]) -> list[str]:
    """Just the texts."""
    return [match.text for match in matches]


__all__ = ["matches_for", "names"]

"""How help looks: the views of what Get-Help returns.

The objects have the type names and the properties of the product's help objects:

| type name                                                                | view                                  |
|--------------------------------------------------------------------------|---------------------------------------|
| `MamlCommandHelpInfo`, also `#DetailedView`, `#FullView`, `#ExamplesView` | a command that has help text          |
| `ExtendedCmdletHelpInfo`, with the same variants                          | a command without help text           |
| `MamlCommandHelpInfo#parameter`, `ExtendedCmdletHelpInfo#parameter`       | one parameter (Get-Help -Parameter)   |
| `HelpInfoShort`                                                           | one line of a list of topics          |

    details       name; description (paragraphs)
    syntax        syntaxItem: name; parameter (as below); CommonParameters (ExtendedCmdletHelpInfo only)
    description   paragraphs
    parameters    parameter: name; parameterValue (a text, with `required`); description; required, position,
                  defaultValue, pipelineInput, globbing
    inputTypes    inputType: type.name; description
    returnValues  returnValue: the same
    alertSet      title; alert (paragraphs)
    examples      example: title, introduction, code, results, remarks
    relatedLinks  navigationLink: linkText, uri
    Aliases, Remarks (ExtendedCmdletHelpInfo only)

Comment-based help gives each example five `remarks`: its text, and four that are empty.

A paragraph is an object with a property `Text`, and may be a plain string here. Whatever is missing is empty. The texts
of the headings are the product's (HelpDisplayStrings); the layout is that of its views, blank line by blank line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from ems.formatting.access import elements, read_property, to_text, type_names, visible_property_names
from ems.formatting.generator import Scene
from ems.formatting.records import NEW_LINE, Frame, Node
from ems.formatting.views import ViewData

_INDENT: Final = 4
_COMMON: Final = "<CommonParameters>"


def help_views() -> list[ViewData]:
    """The views, as `views.py` holds them; `render` draws a whole object."""
    maml, extended = "MamlCommandHelpInfo", "ExtendedCmdletHelpInfo"
    custom = (
        (maml, "DefaultCommandHelp", _default),
        (f"{maml}#DetailedView", "VerboseCommandHelp", _detailed),
        (f"{maml}#FullView", "FullCommandHelp", _full),
        (f"{maml}#ExamplesView", "ExampleCommandHelp", _examples),
        (f"{maml}#parameter", "MamlCommandParameterView", _full_parameter),
        (f"{maml}#parameters", "MamlCommandParameters", _all_parameters),
        (f"{maml}#syntax", "MamlCommandSyntax", _syntax_alone),
        (f"{maml}#examples", "MamlCommandExamples", _examples_alone),
        (f"{maml}#example", "MamlCommandExample", _example),
        ("MamlParaTextItem", "MamlParaTextItem", _paragraph),
        (extended, "ReducedDefaultCommandHelp", _extended),
        (f"{extended}#DetailedView", "ReducedVerboseCommandHelp", _extended_detailed),
        (f"{extended}#FullView", "ReducedFullCommandHelp", _extended_full),
        (f"{extended}#ExamplesView", "ReducedExamplesCommandHelp", _extended_examples),
        (f"{extended}#parameter", "ReducedParameterHelp", _extended_parameter),
    )
    views: list[ViewData] = [
        {"types": [name], "name": view, "kind": "Custom", "entries": [{"render": draw}]} for name, view, draw in custom
    ]
    columns = [
        {"label": "Name", "width": 33, "align": "left", "property": "Name"},
        {"label": "Category", "width": 9, "align": "left", "property": "Category"},
        {"label": "Module", "width": 25, "align": "left", "property": "ModuleName"},
        {"property": "Synopsis"},
    ]
    views.append({"types": ["HelpInfoShort"], "name": "help", "kind": "Table", "columns": columns})
    return views


# Reading help objects


def _get(target: Any, *path: str) -> Any:
    for name in path:
        if target is None:
            return None
        target = read_property(target, name.lower()) if not isinstance(target, (str, list)) else None
    return target


def _text(target: Any, *path: str) -> str:
    value = _get(target, *path)
    return "" if value is None else to_text(value)


def _each(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    items = elements(value)
    return [value] if items is None else [item for item in items if item is not None]


def _paragraphs(value: Any) -> Iterator[Node]:
    """Paragraphs, each on lines of its own."""
    for paragraph in _each(value):
        if isinstance(paragraph, str):
            yield from (paragraph, NEW_LINE)
            continue
        kind = (type_names(paragraph) or ("",))[0]
        if "DefinitionTextItem" in kind:
            yield from (_text(paragraph, "Term"), NEW_LINE, Frame([_text(paragraph, "Definition"), NEW_LINE], _INDENT))
        elif "OrderedListTextItem" in kind or "UnorderedListTextItem" in kind:
            hang = -2 if "Unordered" in kind else -4
            yield Frame([_text(paragraph, "Tag") + _text(paragraph, "Text"), NEW_LINE], 0, 0, hang)
        else:
            yield from (_text(paragraph, "Text"), NEW_LINE)


def _section(title: str, content: Iterable[Node]) -> list[Node]:
    return [title, NEW_LINE, Frame(list(content), _INDENT)]


# Parts


def _details(target: Any) -> Iterator[Node]:
    details = _get(target, "details")
    yield from _section("NAME", [_text(details, "name"), NEW_LINE, NEW_LINE])
    yield from _section("SYNOPSIS", [*_paragraphs(_get(details, "description")), NEW_LINE, NEW_LINE])


def _syntax(target: Any) -> Iterator[Node]:
    yield from _section("SYNTAX", [*_syntax_items(_get(target, "syntax"), always_common=True), NEW_LINE])


def _syntax_items(syntax: Any, always_common: bool) -> Iterator[Node]:
    for item in _each(_get(syntax, "syntaxItem")):
        line = _text(item, "name") + " " + "".join(_syntax_parameter(one) for one in _each(_get(item, "parameter")))
        if always_common or _get(item, "CommonParameters") is True:
            line += f"[{_COMMON}]" if always_common else f" [{_COMMON}]"
        yield from (line, NEW_LINE, NEW_LINE)


def _syntax_parameter(parameter: Any) -> str:
    optional = _text(parameter, "required").lower() != "true"
    position = _text(parameter, "position")
    positional = position != "" and "named" not in position.lower()
    members = {name.lower() for name in visible_property_names(parameter)}
    value = ""
    if "parametervaluegroup" in members:
        value = (
            " {"
            + " | ".join(to_text(one) for one in _each(_get(parameter, "parameterValueGroup", "parameterValue")))
            + "}"
        )
    elif "parametervalue" in members:
        value = f" <{_text(parameter, 'parameterValue')}>"
    name = _text(parameter, "name")
    if optional and positional:
        return f"[[-{name}]{value}] "
    if optional:
        return f"[-{name}{value}] "
    return f"[-{name}]{value} " if positional else f"-{name}{value} "


def _description(target: Any) -> Iterator[Node]:
    yield from _section("DESCRIPTION", [*_paragraphs(_get(target, "description")), NEW_LINE])
    yield NEW_LINE


def _parameter_name(parameter: Any) -> Iterator[Node]:
    yield "-" + _text(parameter, "name")
    value = _get(parameter, "parameterValue")
    if value is not None:
        required = (
            _text(value, "required")
            if not isinstance(value, str)
            else _text(parameter, "parameterValueRequired") or "true"
        )
        yield f" <{to_text(value)}>" if required.lower() == "true" else f" [<{to_text(value)}>]"
    yield NEW_LINE


def _brief_parameter(parameter: Any) -> Iterator[Node]:
    yield from _parameter_name(parameter)
    yield Frame([*_paragraphs(_get(parameter, "description")), NEW_LINE], _INDENT)


def _full_parameter(scene: Scene | None, parameter: Any) -> list[Node]:
    facts: list[Node] = [*_paragraphs(_get(parameter, "description")), NEW_LINE]
    for possible in _each(_get(parameter, "possibleValues", "possibleValue")):
        facts += [
            _text(possible, "Value"),
            NEW_LINE,
            Frame(list(_paragraphs(_get(possible, "Description"))), _INDENT),
            NEW_LINE,
        ]
    facts += ["Required?                    " + _true_or_false(parameter, "required"), NEW_LINE]
    facts += ["Position?                    " + (_text(parameter, "position") or "Named"), NEW_LINE]
    facts += ["Default value                " + _text(parameter, "defaultValue"), NEW_LINE]
    facts += ["Accept pipeline input?       " + _text(parameter, "pipelineInput"), NEW_LINE]
    facts += ["Accept wildcard characters?  " + _true_or_false(parameter, "globbing"), NEW_LINE, NEW_LINE]
    return [*_parameter_name(parameter), Frame(facts, _INDENT)]


def _true_or_false(parameter: Any, name: str) -> str:
    value = _text(parameter, name).lower()
    return value if value in ("true", "false") else ""


def _common_parameters() -> list[Node]:
    # Text is written where its line ends, outside of the inner frame; hence the blanks.
    lines = (
        "This cmdlet supports the common parameters: Verbose, Debug,",
        "ErrorAction, ErrorVariable, WarningAction, WarningVariable,",
        "OutBuffer, PipelineVariable, and OutVariable. For more information, see ",
        "about_CommonParameters (http://go.microsoft.com/fwlink/?LinkID=113216). ",
    )
    return [_COMMON, NEW_LINE, Frame(["\n".join(f"    {line}" for line in lines)], _INDENT), NEW_LINE, NEW_LINE]


def _all_parameters(scene: Scene, target: Any) -> list[Node]:
    return [Frame(_parameters_with_common(target), _INDENT)]


def _parameters_with_common(parameters: Any) -> list[Node]:
    nodes: list[Node] = []
    for parameter in _each(_get(parameters, "parameter")):
        nodes += _full_parameter(None, parameter)
    return nodes + _common_parameters()


def _example(scene: Scene | None, example: Any) -> list[Node]:
    nodes: list[Node] = [_text(example, "title"), NEW_LINE, NEW_LINE]
    nodes += [one if isinstance(one, str) else _text(one, "Text") for one in _each(_get(example, "introduction"))]
    nodes += [to_text(one) for one in _each(_get(example, "code"))]
    nodes += [NEW_LINE, _text(example, "results"), NEW_LINE]
    nodes += _paragraphs(_get(example, "remarks"))
    return nodes


def _examples_alone(scene: Scene | None, examples: Any) -> list[Node]:
    return [node for example in _each(_get(examples, "example")) for node in _example(None, example)]


def _syntax_alone(scene: Scene, syntax: Any) -> list[Node]:
    return list(_syntax_items(syntax, always_common=True))


def _paragraph(scene: Scene, paragraph: Any) -> list[Node]:
    return list(_paragraphs([paragraph]))


def _types(target: Any, group: str, name: str) -> Iterator[Node]:
    for one in _each(_get(target, group, name)):
        kind = _get(one, "type")
        yield _text(kind, "name")
        if _get(kind, "uri"):
            yield from (NEW_LINE, Frame([_text(kind, "uri"), NEW_LINE], _INDENT))
        if _get(kind, "description"):
            yield Frame(list(_paragraphs(_get(kind, "description"))), _INDENT)
        yield from (NEW_LINE, Frame(list(_paragraphs(_get(one, "description"))), _INDENT), NEW_LINE)


def _links(target: Any) -> Iterator[Node]:
    for link in _each(_get(target, "relatedLinks", "navigationLink")):
        text, uri = _text(link, "linkText"), _text(link, "uri")
        yield from (f"{text} {uri}" if text else uri, NEW_LINE)


def _more(target: Any) -> list[Node]:
    """REMARKS of a command that has help: how to see the rest of it."""
    name = _text(target, "details", "name")
    nodes: list[Node] = []
    for lead, option in (
        ("To see the examples", "examples"),
        ("For more information", "detailed"),
        ("For technical information", "full"),
    ):
        nodes += [f'{lead}, type: "get-help {name} -{option}".', NEW_LINE]
    if any(True for _ in _each(_get(target, "relatedLinks", "navigationLink"))):
        nodes.append(f'    For online help, type: "get-help {name} -online"')
    return nodes


# Help of commands that have help text


def _default(scene: Scene, target: Any) -> list[Node]:
    nodes = [*_details(target), *_syntax(target), *_description(target)]
    nodes += [*_section("RELATED LINKS", _links(target)), NEW_LINE]
    return nodes + _section("REMARKS", _more(target))


def _detailed(scene: Scene, target: Any) -> list[Node]:
    nodes = [*_details(target), *_syntax(target), *_description(target)]
    parameters: list[Node] = []
    for parameter in _each(_get(target, "parameters", "parameter")):
        parameters += _brief_parameter(parameter)
    nodes += _section("PARAMETERS", parameters + _common_parameters())
    nodes.append(Frame(_examples_alone(None, _get(target, "examples")), _INDENT))
    return nodes + _section("REMARKS", _more(target))


def _full(scene: Scene, target: Any) -> list[Node]:
    nodes = [*_details(target), *_syntax(target), *_description(target)]
    nodes += _section("PARAMETERS", _parameters_with_common(_get(target, "parameters")))
    nodes += _section("INPUTS", [*_types(target, "inputTypes", "inputType"), NEW_LINE])
    nodes += _section("OUTPUTS", [*_types(target, "returnValues", "returnValue"), NEW_LINE])
    alerts = _get(target, "alertSet")
    if alerts is not None:
        nodes += ["NOTES", NEW_LINE]
        for alert in _each(alerts):
            content: list[Node] = [node for one in _each(_get(alert, "alert")) for node in _paragraphs(one)]
            nodes.append(Frame([_text(alert, "title"), NEW_LINE, NEW_LINE, Frame(content, _INDENT), NEW_LINE], _INDENT))
    nodes.append(Frame([*_examples_alone(None, _get(target, "examples")), NEW_LINE], _INDENT))
    return nodes + _section("RELATED LINKS", _links(target))


def _examples(scene: Scene, target: Any) -> list[Node]:
    return [*_details(target), Frame(_examples_alone(None, _get(target, "examples")), _INDENT)]


# Help of commands without help text


def _extended_name(target: Any, blanks: int = 2) -> list[Node]:
    return _section("NAME", [_text(target, "details", "name"), *([NEW_LINE] * blanks)])


def _aliases_and_remarks(target: Any) -> list[Node]:
    nodes = _section("ALIASES", [_text(target, "Aliases"), NEW_LINE])
    return [*nodes, NEW_LINE, *_section("REMARKS", [_text(target, "Remarks"), NEW_LINE])]


def _extended(scene: Scene, target: Any) -> list[Node]:
    syntax = _section("SYNTAX", _syntax_items(_get(target, "syntax"), always_common=False))
    return [*_extended_name(target), *syntax, NEW_LINE, *_aliases_and_remarks(target)]


def _extended_detailed(scene: Scene, target: Any) -> list[Node]:
    parameters: list[Node] = []
    for parameter in _each(_get(target, "parameters", "parameter")):
        parameters += [*_parameter_name(parameter), NEW_LINE]
    parameters += _extended_common(target, bool(parameters))
    nodes = [
        *_extended_name(target),
        *_section("SYNTAX", [*_syntax_items(_get(target, "syntax"), always_common=False), NEW_LINE]),
    ]
    return [*nodes, *_section("PARAMETERS", parameters), NEW_LINE, *_aliases_and_remarks(target)]


def _extended_full(scene: Scene, target: Any) -> list[Node]:
    parameters: list[Node] = []
    for parameter in _each(_get(target, "parameters", "parameter")):
        parameters += _extended_parameter(scene, parameter)
    parameters += [*_extended_common(target, bool(parameters)), NEW_LINE]
    nodes = [
        *_extended_name(target),
        *_section("SYNTAX", [*_syntax_items(_get(target, "syntax"), always_common=False), NEW_LINE]),
    ]
    nodes += _section("PARAMETERS", parameters)
    for title, group, name in (("INPUTS", "InputTypes", "InputType"), ("OUTPUTS", "ReturnValues", "ReturnValue")):
        types: list[Node] = []
        for one in _each(_get(target, group, name)):
            types += [_text(one, "type", "name"), NEW_LINE]
        nodes += _section(title, [*types, NEW_LINE])
    return [*nodes, *_aliases_and_remarks(target)]


def _extended_common(target: Any, any_parameters: bool) -> list[Node]:
    if _get(target, "CommonParameters") is True:
        return _common_parameters()
    return [] if any_parameters else ["None", NEW_LINE, NEW_LINE]


def _extended_parameter(scene: Scene, parameter: Any) -> list[Node]:
    facts: list[Node] = []
    if _get(parameter, "description") is not None:
        facts += _paragraphs(_get(parameter, "description"))
    facts.append(NEW_LINE)
    facts += ["Required?                    " + _true_or_false(parameter, "required"), NEW_LINE]
    facts += ["Position?                    " + (_text(parameter, "position") or "Named"), NEW_LINE]
    for title, name in (
        ("Accept pipeline input?       ", "pipelineInput"),
        ("Parameter set name           ", "parameterSetName"),
        ("Aliases                      ", "aliases"),
        ("Dynamic?                     ", "isDynamic"),
    ):
        facts += [title + _text(parameter, name), NEW_LINE]
    facts.append(NEW_LINE)
    return [*_parameter_name(parameter), Frame(facts, _INDENT)]


def _extended_examples(scene: Scene, target: Any) -> list[Node]:
    return [*_extended_name(target, 1), NEW_LINE, *_aliases_and_remarks(target)]

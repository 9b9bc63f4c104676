"""Help as objects: what Get-Help returns for a command (the shapes of MAML help; `ems.formatting.help_view` says how
they look).

A cmdlet's help comes from its declaration, a function's from its comment; a function without one gets its syntax only.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from ems.cmdlets import objects, syntax
from ems.cmdlets.comment_help import CommentHelp, help_of
from ems.runtime.cmdlet import Cmdlet
from ems.runtime.convert import to_string
from ems.runtime.parameters import ALL_SETS, InSet, Parameter
from ems.runtime.values import PSCustomObject

_MAML = "MamlCommandHelpInfo"
_EXTENDED = "ExtendedCmdletHelpInfo"
_SWITCH = "System.Management.Automation.SwitchParameter"


def command_help(info: Any, variant: str) -> Any:
    """The help of a command. `variant` is the end of the type name: `#FullView` and so on."""
    if info.kind == "Cmdlet":
        return _cmdlet_help(info, variant)
    comment = _comment_of(info)
    if comment is None:
        return _plain_help(info, variant)
    return _comment_help(info, comment, variant)


def parameters_of(info: Any, pattern: str) -> list[Any]:
    """The parameters of a command as help objects (Get-Help -Parameter)."""
    test = objects.wildcard(pattern)
    comment = None if info.kind == "Cmdlet" else _comment_of(info)
    extended = info.kind != "Cmdlet" and comment is None
    found = []
    for parameter in _own_parameters(info):
        if test(parameter.name):
            made = _extended_parameter(parameter) if extended else _parameter(info, parameter, comment, False)
            made.type_names = [f"{_EXTENDED if extended else _MAML}#parameter"]
            found.append(made)
    return found


def _object(*pairs: tuple[str, Any], names: list[str] | None = None) -> PSCustomObject:
    return PSCustomObject.of(pairs, names)


def _paragraphs(text: str) -> list[Any]:
    return [_object(("Text", text), names=["MamlParaTextItem"])] if text else []


# Cmdlets


def _cmdlet_help(info: Any, variant: str) -> Any:
    implementation: type[Cmdlet] = info.implementation
    text = inspect.getdoc(implementation) or ""
    synopsis, _, rest = text.partition("\n\n")
    synopsis = " ".join(synopsis.split())
    description = "\n".join(" ".join(part.split()) for part in rest.split("\n\n")) if rest else synopsis
    examples = [
        _example(number, "PS C:\\>", example.code, example.text)
        for number, example in enumerate(implementation.examples, 1)
    ]
    return _maml(
        info,
        variant,
        synopsis,
        description,
        [_parameter(info, each, None, False) for each in _own_parameters(info)],
        examples,
        outputs=list(implementation.output_types),
    )


def _maml(
    info: Any,
    variant: str,
    synopsis: str,
    description: str,
    parameters: list[Any],
    examples: list[Any],
    comment: CommentHelp | None = None,
    outputs: Iterable[str] = (),
) -> Any:
    pairs: list[tuple[str, Any]] = [
        ("details", _object(("name", info.name), ("description", _paragraphs(synopsis)), ("noun", ""), ("verb", ""))),
        ("syntax", _object(("syntaxItem", _syntax_items(info, comment)))),
        ("parameters", _object(("parameter", parameters))),
        ("description", _paragraphs(description)),
        ("Name", info.name),
        ("Category", info.kind),
        ("Synopsis", synopsis),
        ("Component", comment.component or None if comment else None),
        ("Role", comment.role or None if comment else None),
        ("Functionality", comment.functionality or None if comment else None),
        ("ModuleName", info.module_name),
    ]
    if examples:
        pairs.append(("examples", _object(("example", examples))))
    if comment is not None and comment.notes:
        alert = _object(("alert", _paragraphs(comment.notes)))
        pairs.append(("alertSet", alert))
    inputs = comment.inputs if comment is not None else []
    if inputs:
        pairs.append(("inputTypes", _object(("inputType", [_typed(each) for each in inputs]))))
    given = comment.outputs if comment is not None and comment.outputs else list(outputs)
    if given:
        pairs.append(("returnValues", _object(("returnValue", [_typed(each) for each in given]))))
    links = comment.links if comment is not None else []
    if links:
        pairs.append(("relatedLinks", _object(("navigationLink", [_link(each) for each in links]))))
    return _object(*pairs, names=[_MAML + variant, _MAML, "HelpInfo"])


def _typed(name: str) -> Any:
    return _object(("type", _object(("name", name))))


def _link(text: str) -> Any:
    return _object(("uri", text)) if "://" in text else _object(("linkText", text))


def _example(number: int, prompt: str, code: str, remarks: str) -> Any:
    title = f"-------------------------- EXAMPLE {number} --------------------------"
    paragraphs = [_object(("Text", text), names=["MamlParaTextItem"]) for text in (remarks, "", "", "", "")]
    return _object(
        ("title", title),
        ("introduction", [_object(("Text", prompt), names=["MamlParaTextItem"])]),
        ("code", code),
        ("remarks", paragraphs),
    )


# Parameters


def _own_parameters(info: Any) -> list[Parameter]:
    special = {"whatif", "confirm"}
    parameters = syntax.metadata_of(info).parameters
    found = [each.spec for each in parameters if not each.common]
    return found + [each.spec for each in parameters if each.common and each.folded in special]


def _first_set(parameter: Parameter) -> InSet:
    known = parameter.sets.get(ALL_SETS)
    return known if known is not None else next(iter(parameter.sets.values()), InSet())


def _position(in_set: InSet) -> str:
    return "named" if in_set.position is None else str(in_set.position + 1)


def _pipeline(in_set: InSet) -> str:
    ways = [text for given, text in ((in_set.by_value, "ByValue"), (in_set.by_name, "ByPropertyName")) if given]
    return f"true ({', '.join(ways)})" if ways else "false"


def _parameter(
    info: Any, parameter: Parameter, comment: CommentHelp | None, for_syntax: bool, in_set: InSet | None = None
) -> Any:
    one = in_set or _first_set(parameter)
    kind = syntax.type_of_parameter(parameter)
    is_switch = kind is not None and kind.full_name == _SWITCH
    text = comment.parameters.get(parameter.name.lower(), "") if comment is not None else parameter.help
    pairs: list[tuple[str, Any]] = []
    if text:
        pairs.append(("description", _paragraphs(text)))
    pairs.append(("name", parameter.name))
    element = kind.element_type if kind is not None and kind.is_array else kind
    if element is not None and element.is_enum:
        values = list(element.names)
        pairs.append(("parameterValueGroup", _object(("parameterValue", values))))
    elif not (for_syntax and is_switch):
        pairs.append(("parameterValue", "Object" if kind is None else kind.name))
        pairs.append(("parameterValueRequired", "false" if is_switch else "true"))
    if not for_syntax:
        pairs.append(("defaultValue", _default_text(info, parameter)))
    pairs += [
        ("required", "true" if one.mandatory else "false"),
        ("variableLength", "false"),
        ("globbing", "false"),
        ("pipelineInput", _pipeline(one)),
        ("position", _position(one)),
    ]
    return _object(*pairs)


def _default_text(info: Any, parameter: Parameter) -> str:
    """The source of a parameter's default value, where a function has one."""
    block = getattr(info, "script_block", None)
    if block is None:
        return "" if parameter.default is None else to_string(parameter.default)
    ast = block.ast
    declared = list(ast.param_block.parameters) if ast.param_block is not None else []
    declared += list(getattr(getattr(ast, "parent", None), "parameters", None) or ())
    for each in declared:
        if each.name.variable_path.name.lower() == parameter.name.lower() and each.default_value is not None:
            return str(block.source.text[each.default_value.start : each.default_value.end])
    if syntax.type_of_parameter(parameter) is not None and syntax.type_text(parameter) == "switch":
        return "False"
    return ""


def _syntax_items(info: Any, comment: CommentHelp | None) -> list[Any]:
    items = []
    for each in syntax.sets_of(info):
        shown = [view for view in each.shown_order() if not view.common and not view.parameter.dont_show]
        parameters = [_parameter(info, view.parameter, comment, True, view.in_set) for view in shown]
        items.append(_object(("name", info.name), ("parameter", parameters)))
    return items


# Functions with comments


def _comment_of(info: Any) -> CommentHelp | None:
    block = getattr(info, "script_block", None)
    if block is None:
        return None
    parent = getattr(block.ast, "parent", None)
    start = getattr(parent, "start", None) if type(parent).__name__ == "FunctionDefinitionAst" else None
    return help_of(block, start)


def _comment_help(info: Any, comment: CommentHelp, variant: str) -> Any:
    examples = []
    for number, text in enumerate(comment.examples, 1):
        prompt, code, remarks = _example_parts(text)
        examples.append(_example(number, prompt, code, remarks))
    parameters = [_parameter(info, each, comment, False) for each in _own_parameters(info)]
    return _maml(info, variant, comment.synopsis, comment.description, parameters, examples, comment)


def _example_parts(text: str) -> tuple[str, str, str]:
    """Prompt, code and remarks: the code ends with its first line; what stands before a `>` in it is the prompt."""
    first, newline, rest = text.partition("\n")
    prompt, mark, code = first.partition(">")
    if not mark:
        return "PS C:\\>", first.strip(), rest.strip("\n") if newline else ""
    return (prompt + mark).strip(), code.strip(), rest.strip("\n")


# Functions without comments


def _plain_help(info: Any, variant: str) -> Any:
    sets = syntax.sets_of(info)
    common = any(view.common for each in sets for view in each.parameters)
    items = []
    for each in sets:
        shown = [view for view in each.shown_order() if not view.common]
        parameters = [_extended_parameter(view.parameter, view.in_set) for view in shown]
        items.append(_object(("name", info.name), ("CommonParameters", common), ("parameter", parameters)))
    text = "".join(f"{info.name} {each.text}".rstrip() + "\r\n" for each in sets)
    return _object(
        ("examples", None),
        ("aliases", "None\r\n"),
        ("remarks", "None\r\n"),
        ("relatedLinks", None),
        ("details", _object(("name", info.name))),
        ("description", None),
        ("parameters", _object(("parameter", [_extended_parameter(each) for each in _own_parameters(info)]))),
        ("syntax", _object(("syntaxItem", items))),
        ("inputTypes", _object(("inputType", [_typed("None")]))),
        ("returnValues", _object(("returnValue", [_typed("System.Object")]))),
        ("Name", info.name),
        ("Category", info.kind),
        ("Synopsis", "\r\n" + text),
        ("CommonParameters", common),
        ("ModuleName", info.module_name),
        names=[_EXTENDED + variant, _EXTENDED, "HelpInfo"],
    )


def _extended_parameter(parameter: Parameter, in_set: InSet | None = None) -> Any:
    one = in_set or _first_set(parameter)
    kind = syntax.type_of_parameter(parameter)
    is_switch = kind is not None and kind.full_name == _SWITCH
    pairs: list[tuple[str, Any]] = [("name", parameter.name)]
    if not is_switch:
        pairs.append(("parameterValue", syntax.type_text(parameter)))
    names = [name for name in parameter.sets if name != ALL_SETS]
    pairs += [
        ("required", "true" if one.mandatory else "false"),
        ("position", "Named" if one.position is None else str(one.position)),
        ("pipelineInput", _pipeline(one)),
        ("parameterSetName", ", ".join(names) or "(All)"),
        ("aliases", ", ".join(parameter.aliases) or "None"),
        ("isDynamic", "true" if parameter.dynamic else "false"),
    ]
    return _object(*pairs)

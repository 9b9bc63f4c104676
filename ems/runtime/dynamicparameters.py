"""What a dynamicparam block yields: RuntimeDefinedParameterDictionary, RuntimeDefinedParameter, and the attributes in
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ems.runtime.parameters import ALL_SETS, InSet, Parameter


def parameters_of(values: Iterable[Any]) -> list[Parameter]:
    """The parameters declared by the output of a dynamicparam block."""
    found: list[Parameter] = []
    for value in values:
        if value is None:
            continue
        for item in items_of(value):
            found.append(parameter_of(item))
    return found


def items_of(value: Any) -> Iterable[Any]:
    values = getattr(value, "values", None)
    return values() if callable(values) else (value,)


def parameter_of(definition: Any) -> Parameter:
    """A RuntimeDefinedParameter as the binder wants it."""
    from ems.runtime.convert import to_bool, to_int, to_string
    from ems.runtime.members import get_member
    from ems.runtime.validation import Alias, Attribute, argument_converter

    name = to_string(get_member(definition, "Name"))
    target = get_member(definition, "ParameterType")
    made = Parameter("object", name=name)
    made.attribute = name
    made.defined_by = getattr(definition, "base", definition)
    made.net_type = target
    if target is not None:
        made.type = "switch" if target.full_name.endswith("SwitchParameter") else target.full_name
        made.transform = argument_converter(target)
    sets: dict[str, InSet] = {}
    validate = []
    for attribute in get_member(definition, "Attributes") or ():
        if isinstance(attribute, Alias):
            made.aliases = (*made.aliases, *attribute.names)
        elif (
            isinstance(attribute, Attribute)
            and getattr(attribute, "type_name", "").endswith(".ParameterAttribute") is False
        ):
            validate.append(attribute)
        else:
            position = to_int(get_member(attribute, "Position"))
            where = to_string(get_member(attribute, "ParameterSetName")) or ALL_SETS
            sets[where] = InSet(
                mandatory=to_bool(get_member(attribute, "Mandatory")),
                position=position if position >= 0 else None,
                by_value=to_bool(get_member(attribute, "ValueFromPipeline")),
                by_name=to_bool(get_member(attribute, "ValueFromPipelineByPropertyName")),
                remaining=to_bool(get_member(attribute, "ValueFromRemainingArguments")),
            )
    made.validate = tuple(validate)
    made.sets = sets or {ALL_SETS: InSet()}
    return made

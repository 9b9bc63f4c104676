"""Attributes of parameters as objects, and the parameters that a dynamicparam block defines with them.

`[Parameter]::new()`, `[ValidateSet]::new('a', 'b')`, RuntimeDefinedParameter and its dictionary (Attributes.cs,
RuntimeDefinedParameters.cs).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ems.runtime.dotnet.dictionaries import GenericDictionary
from ems.runtime.dotnet.support import argument_null, array_of, attr, strings
from ems.runtime.members.model import Implementation
from ems.runtime.types import type_named
from ems.runtime.values import NetObject

_SPACE: Final = "System.Management.Automation."
NO_POSITION: Final = -2147483648


class ParameterAttribute(NetObject):
    """System.Management.Automation.ParameterAttribute."""

    __slots__ = ("dont_show", "help_message", "help_message_base_name", "help_message_resource_id", "mandatory",
                 "parameter_set_name", "position", "value_from_pipeline", "value_from_pipeline_by_property_name",
                 "value_from_remaining_arguments")  # fmt: skip
    type_name = _SPACE + "ParameterAttribute"

    def __init__(self) -> None:
        self.position = NO_POSITION
        self.parameter_set_name = "__AllParameterSets"
        self.mandatory = False
        self.value_from_pipeline = False
        self.value_from_pipeline_by_property_name = False
        self.value_from_remaining_arguments = False
        self.help_message: str | None = None
        self.help_message_base_name: str | None = None
        self.help_message_resource_id: str | None = None
        self.dont_show = False


class RuntimeDefinedParameter(NetObject):
    """System.Management.Automation.RuntimeDefinedParameter."""

    __slots__ = ("attributes", "is_set", "name", "parameter_type", "value")
    type_name = _SPACE + "RuntimeDefinedParameter"

    def __init__(self, name: str | None = None, parameter_type: Any = None, attributes: Any = None) -> None:
        self.name = name
        self.parameter_type = parameter_type
        self.attributes = _collection() if attributes is None else attributes
        self.value: Any = None
        self.is_set = False

    def fill(self, value: Any) -> None:
        self.value = value
        self.is_set = True


def _collection() -> Any:
    from ems.runtime.dotnet.lists import ListValue

    definition = type_named("System.Collections.ObjectModel.Collection`1")
    return ListValue(definition.close((type_named("System.Attribute"),)), [])


def _new_parameter(_type: Any, *arguments: Any) -> RuntimeDefinedParameter:
    if arguments and not arguments[0]:
        raise argument_null("name")
    return RuntimeDefinedParameter(*arguments)


def _new_dictionary(net_type: Any, *_arguments: Any) -> GenericDictionary:
    from ems.runtime.hashtable import CULTURE_IGNORE_CASE

    return GenericDictionary(net_type, (), CULTURE_IGNORE_CASE)


def _stored(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], None]]:
    return attr(name), lambda owner, value: setattr(owner, name, value)


def _made(name: str) -> Callable[..., Any]:
    """A constructor: that of the attribute as the source writes it."""

    def make(_type: Any, *arguments: Any) -> Any:
        from ems.runtime.validation import ATTRIBUTES

        return ATTRIBUTES[name](list(arguments), {})

    return make


def _attribute(name: str, declared: str = "", **properties: Any) -> Implementation:
    kinds = {"AliasNames": "string[]", "ValidValues": "string[]", "RegexPattern": "string", "ScriptBlock": "scriptblock",
             "IgnoreCase": "bool"}  # fmt: skip
    lines = "\n".join(f"{kinds.get(each, 'System.Object')} {each} {{get;}}" for each in properties)
    return Implementation(
        properties={"TypeId": lambda shown: type_named(shown.type_name), **properties},
        static={"new": _made(name.lower())},
        declared=f"""
            {_SPACE}{name}Attribute new({declared})
            {lines}
            System.Object TypeId {{get;}}
        """,
    )


TYPES: Final = {
    _SPACE + "ParameterAttribute": Implementation(
        properties={
            "DontShow": _stored("dont_show"),
            "HelpMessage": _stored("help_message"),
            "HelpMessageBaseName": _stored("help_message_base_name"),
            "HelpMessageResourceId": _stored("help_message_resource_id"),
            "Mandatory": _stored("mandatory"),
            "ParameterSetName": _stored("parameter_set_name"),
            "Position": _stored("position"),
            "TypeId": lambda shown: type_named(shown.type_name),
            "ValueFromPipeline": _stored("value_from_pipeline"),
            "ValueFromPipelineByPropertyName": _stored("value_from_pipeline_by_property_name"),
            "ValueFromRemainingArguments": _stored("value_from_remaining_arguments"),
        },
        static={"new": lambda _type: ParameterAttribute()},
        declared="""
            System.Management.Automation.ParameterAttribute new()
            int Position {get;set;}
            string ParameterSetName {get;set;}
            bool Mandatory {get;set;}
            bool ValueFromPipeline {get;set;}
            bool ValueFromPipelineByPropertyName {get;set;}
            bool ValueFromRemainingArguments {get;set;}
            string HelpMessage {get;set;}
            string HelpMessageBaseName {get;set;}
            string HelpMessageResourceId {get;set;}
            bool DontShow {get;set;}
            System.Object TypeId {get;}
        """,
    ),
    _SPACE + "RuntimeDefinedParameter": Implementation(
        properties={
            "Attributes": attr("attributes"),
            "IsSet": _stored("is_set"),
            "Name": _stored("name"),
            "ParameterType": _stored("parameter_type"),
            "Value": (attr("value"), lambda parameter, value: parameter.fill(value)),
        },
        static={"new": _new_parameter},
        declared="""
            System.Management.Automation.RuntimeDefinedParameter new()
            System.Management.Automation.RuntimeDefinedParameter new(string name, type parameterType, \
                System.Collections.ObjectModel.Collection[System.Attribute] attributes)
            string Name {get;set;}
            type ParameterType {get;set;}
            System.Object Value {get;set;}
            bool IsSet {get;set;}
            System.Collections.ObjectModel.Collection[System.Attribute] Attributes {get;}
        """,
    ),
    _SPACE + "RuntimeDefinedParameterDictionary": Implementation(
        properties={"Data": lambda _table: None, "HelpFile": lambda _table: ""},
        static={"new": _new_dictionary},
        declared="""
            System.Management.Automation.RuntimeDefinedParameterDictionary new()
            System.Object Data {get;set;}
            string HelpFile {get;set;}
        """,
    ),
    _SPACE + "AliasAttribute": _attribute(
        "Alias", "Params string[] aliasNames", AliasNames=lambda shown: strings(shown.names)
    ),
    _SPACE + "AllowEmptyCollectionAttribute": _attribute("AllowEmptyCollection"),
    _SPACE + "AllowEmptyStringAttribute": _attribute("AllowEmptyString"),
    _SPACE + "AllowNullAttribute": _attribute("AllowNull"),
    _SPACE + "CredentialAttribute": _attribute("Credential"),
    _SPACE + "ValidateCountAttribute": _attribute(
        "ValidateCount", "int minLength, int maxLength", MaxLength=attr("highest"), MinLength=attr("lowest")
    ),
    _SPACE + "ValidateLengthAttribute": _attribute(
        "ValidateLength", "int minLength, int maxLength", MaxLength=attr("highest"), MinLength=attr("lowest")
    ),
    _SPACE + "ValidateNotNullAttribute": _attribute("ValidateNotNull"),
    _SPACE + "ValidateNotNullOrEmptyAttribute": _attribute("ValidateNotNullOrEmpty"),
    _SPACE + "ValidatePatternAttribute": _attribute(
        "ValidatePattern", "string regexPattern", RegexPattern=attr("pattern")
    ),
    _SPACE + "ValidateRangeAttribute": _attribute(
        "ValidateRange", "System.Object minRange, System.Object maxRange",
        MaxRange=attr("highest"), MinRange=attr("lowest"),
    ),
    _SPACE + "ValidateScriptAttribute": _attribute(
        "ValidateScript", "scriptblock scriptBlock", ScriptBlock=attr("block")
    ),
    _SPACE + "ValidateSetAttribute": _attribute(
        "ValidateSet", "Params string[] validValues",
        IgnoreCase=attr("ignore_case"), ValidValues=lambda shown: array_of(list(shown.values), "System.String"),
    ),
}  # fmt: skip

"""ScriptBlock, PSReference, PSVariable, SwitchParameter, NullString."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ems.runtime.convert import enumerate_value, to_string
from ems.runtime.dotnet.support import argument_null, array_of, attr, session
from ems.runtime.errors import Terminating
from ems.runtime.members import failures
from ems.runtime.members.intrinsics import collection
from ems.runtime.members.model import Implementation
from ems.runtime.members.scripts import call_block
from ems.runtime.types import type_named
from ems.runtime.values import NOTHING, SwitchParameter


def _invoke(block: Any, arguments: Sequence[Any]) -> Any:
    try:
        found = block.invoke_list(session().context, list(arguments or ()), propagate=True)
    except Terminating as error:
        raise failures.script_method_failed("Invoke", len(arguments or ()), error) from None
    return collection(found)


def _invoke_as_is(block: Any, arguments: Sequence[Any]) -> Any:
    try:
        result = call_block(block, arguments or ())
    except Terminating as error:
        raise failures.script_method_failed("InvokeReturnAsIs", len(arguments or ()), error) from None
    return None if result is NOTHING else result


def _invoke_with_context(block: Any, functions: Any, variables: Any, arguments: Any = None) -> Any:
    """Runs a block with variables and functions of its own, in a scope between it and its caller."""
    from ems.runtime.context import Context
    from ems.runtime.functions import FunctionInfo
    from ems.runtime.members import index_get, invoke
    from ems.runtime.scope import Scope

    running = session()
    caller = running.context_for(block.module, running.context)
    scope = Scope(caller.scope)
    between = Context(running, scope, caller.out, caller.streams, caller.block, caller)
    between.module = block.module
    for each in variables or ():
        scope.vars[each.name.lower()] = each.value
    for key in [] if functions is None else list(enumerate_value(invoke(functions, "get_Keys", [])) or ()):
        running.commands.set_function(scope, FunctionInfo(to_string(key), index_get(functions, [key])))
    return collection(block.invoke_list(between, list(arguments or ()), propagate=True))


def _create(text: str | None) -> Any:
    if text is None:
        raise argument_null("script")
    from ems.runtime.compile import compile_text

    try:
        return compile_text(text, session())
    except Terminating as error:
        raise failures.script_method_failed("Create", 1, error) from None


def _steppable(block: Any, _origin: Any = None, arguments: Any = None) -> Any:
    from ems.runtime.steppable import steppable_pipeline

    running = session()
    return steppable_pipeline(block, running.context_for(block.module, running.context), list(arguments or ()))


class Output:
    """The output of the code that runs, in the form in which a cmdlet offers its own."""

    def __init__(self, context: Any) -> None:
        self.runtime = self
        self.write = context.out


def _step_begin(pipeline: Any, first: Any, owner: Any = None) -> Any:
    """Begin($PSCmdlet), Begin($expectingInput) or Begin($expectingInput, $ExecutionContext)."""
    if isinstance(first, bool):
        return pipeline.begin(first, Output(session().context) if owner is not None else None)
    return pipeline.begin(first.context.expecting_input, first)


def _guid(_block: Any) -> Any:
    from ems.runtime.dotnet.identity import Guid

    return Guid("0" * 32)


def _file(block: Any) -> str | None:
    return block.file or None


# Variables


def _options(variable: Any) -> Any:
    from ems.runtime.enums import EnumValue, parse_enum

    enum = type_named("System.Management.Automation.ScopedItemOptions")
    return EnumValue(enum, parse_enum(enum, ", ".join(sorted(variable.options)), True) or 0)


def _set_options(variable: Any, value: Any) -> None:
    variable.options = frozenset(name for name in value.text.split(", ") if name != "None")


def _new_variable(_type: Any, name: str, value: Any = None, *_options: Any) -> Any:
    from ems.runtime.scope import Scope, Variable

    scope = Scope(None)
    scope.vars[name.lower()] = value
    return Variable(name, scope)


def _set_switch(_type: Any, value: Any = False) -> SwitchParameter:
    return SwitchParameter(bool(value))


TYPES: Final = {
    "System.Management.Automation.ScriptBlock": Implementation(
        methods={
            "GetSteppablePipeline": _steppable,
            "GetNewClosure": lambda block: block.get_new_closure(),
            "Invoke": _invoke,
            "InvokeReturnAsIs": _invoke_as_is,
            "InvokeWithContext": _invoke_with_context,
            "CheckRestrictedLanguage": lambda *_arguments: None,
            "ToString": lambda block: block.text,
        },
        properties={
            "Ast": lambda block: _ast(block),
            "Attributes": lambda _block: array_of([], "System.Attribute"),
            "DebuggerHidden": (lambda _block: False, lambda _block, _value: None),
            "File": _file,
            "Id": _guid,
            "IsConfiguration": (lambda _block: False, lambda _block, _value: None),
            "IsFilter": (attr("is_filter"), lambda block, value: setattr(block, "is_filter", value)),
            "Module": attr("module"),
            "StartPosition": attr("start_position"),
        },
        static={"Create": _create},
    ),
    "System.Management.Automation.SteppablePipeline": Implementation(
        methods={
            "Begin": _step_begin,
            "Dispose": lambda pipeline: pipeline.dispose(),
            "End": lambda pipeline: pipeline.end(),
            "Process": lambda pipeline, *value: pipeline.process(*value),
        },
        declared="""
            array Begin(bool expectInput)
            array Begin(bool expectInput, System.Management.Automation.EngineIntrinsics contextToRedirectTo)
            array Begin(System.Management.Automation.Internal.InternalCommand command)
            void Dispose()
            array End()
            array Process(System.Object input)
            array Process()
        """,
    ),
    "System.Management.Automation.PSReference": Implementation(
        properties={"Value": (attr("value"), lambda reference, value: setattr(reference, "value", value))},
        static={"new": lambda _type, value: _reference(value)},
        declared="""
            System.Object Value {get;set;}
            ref new(System.Object value)
        """,
    ),
    "System.Management.Automation.PSVariable": Implementation(
        methods={"IsValidValue": lambda _variable, _value: True},
        properties={
            "Attributes": lambda variable: collection(variable.attributes, type_named("System.Attribute")),
            "Description": (attr("description"), lambda variable, value: setattr(variable, "description", value)),
            "Module": lambda _variable: None,
            "ModuleName": attr("module_name"),
            "Name": attr("name"),
            "Options": (_options, _set_options),
            "Value": (attr("value"), lambda variable, value: setattr(variable, "value", value)),
            "Visibility": (attr("visibility"), lambda variable, value: setattr(variable, "visibility", value.text)),
        },
        static={"new": _new_variable},
    ),
    "System.Management.Automation.SwitchParameter": Implementation(
        methods={
            "Equals": lambda switch, other: bool(getattr(other, "is_present", other)) == switch.is_present,
            "ToBool": attr("is_present"),
            "ToString": lambda switch: "True" if switch.is_present else "False",
        },
        properties={"IsPresent": attr("is_present")},
        static={"new": _set_switch, "default": lambda: SwitchParameter(False)},
        static_properties={"Present": SwitchParameter(True)},
    ),
    "System.Management.Automation.Language.NullString": Implementation(
        static_properties={"Value": None},
        declared="static System.Management.Automation.Language.NullString Value {get;}",
    ),
}


def _reference(value: Any) -> Any:
    from ems.runtime.compile.casts import Reference

    return Reference(value)


def _ast(block: Any) -> Any:
    from ems.runtime.dotnet.ast import AstView

    return AstView(block.ast)

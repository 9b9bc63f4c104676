"""Assignments: to variables, typed and guarded ones, drives, properties, elements, and to several targets at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ems.language import tree as T
from ems.runtime import members, operators
from ems.runtime.compile.binary import HIGHEST, LOWEST, int_constant, plain_variable
from ems.runtime.compile.failures import report
from ems.runtime.compile.fused import ADD_TO_ELEMENT, fuse
from ems.runtime.compile.variables import CONSTANTS, absent
from ems.runtime.convert import enumerate_value
from ems.runtime.errors import BARE_FAILURES, Terminating, bare_failure, runtime_error
from ems.runtime.hashtable import Hashtable
from ems.runtime.scope import MISSING, Scope, Variable, not_writable
from ems.runtime.values import NOTHING

if TYPE_CHECKING:
    from ems.runtime.compile.compiler import Compiler, Expression, Handler, Statement
    from ems.runtime.context import Context

    Store = Callable[[Context, Any], None]

COMPOUND: Final = {
    "PlusEquals": "Plus",
    "MinusEquals": "Minus",
    "MultiplyEquals": "Multiply",
    "DivideEquals": "Divide",
    "RemainderEquals": "Rem",
}
NOT_WRITABLE: Final = frozenset({"true", "false", "?"})


class Place:
    """A target that was found once, to be read and then written: its value, and what is needed to write it."""

    __slots__ = ("key", "target", "value")

    def __init__(self, value: Any, target: Any = None, key: Any = None) -> None:
        self.value = value
        self.target = target
        self.key = key


# Storing


def store_variable(c: Compiler, node: T.VariableExpressionAst) -> Store:
    """`$name = `, `$scope:name = `, `$drive:path = `."""
    path = node.variable_path
    if path.drive_name is not None:
        drive, item = path.drive_name.lower(), path.name
        return lambda context, value: context.session.set_drive_variable(
            drive, item, None if value is NOTHING else value, context
        )
    name = c.spell(path.name)
    if name == "null":
        return lambda context, value: None
    if name in NOT_WRITABLE:
        spelled = path.user_path

        def refuse(context: Context, value: Any) -> None:
            raise not_writable(spelled)

        return refuse
    scope = path.scope
    if scope is None or scope == "local":
        watched = c.session.watched

        def store(context: Context, value: Any) -> None:
            if name in watched:
                context.scope.assign_here(name, value)
            else:
                context.vars[name] = value

        return store
    if scope == "private":
        spelled = path.name

        def store_private(context: Context, value: Any) -> None:
            own = context.scope
            own.assign_here(name, value)
            if name not in own.guarded:
                own.guard(Variable(spelled, own, frozenset({"Private"})))

        return store_private

    def store_scoped(context: Context, value: Any) -> None:
        context.scope.named(scope).assign_here(name, value)

    return store_scoped


def typed_target(node: T.Ast) -> tuple[T.VariableExpressionAst, list[T.AttributeBaseAst]] | None:
    """The variable below casts and attributes, and those, outermost first."""
    attributes: list[T.AttributeBaseAst] = []
    while isinstance(node, T.AttributedExpressionAst):
        attributes.append(node.attribute)
        node = node.child
    if attributes and isinstance(node, T.VariableExpressionAst):
        return node, attributes
    return None


def store_typed(c: Compiler, variable: T.VariableExpressionAst, attributes: list[T.AttributeBaseAst]) -> Store:
    """`[int]$x = ` and `[ValidateSet('a')]$x = `: the variable keeps its type and checks."""
    from ems.runtime.compile.attributes import attribute_makers
    from ems.runtime.compile.types import type_getter

    path = variable.variable_path
    name = c.spell(path.name)
    spelled = path.name
    scope_name = path.scope
    make = attribute_makers(c, attributes)
    getters = [
        type_getter(c, each.type_name, each) for each in reversed(attributes) if isinstance(each, T.TypeConstraintAst)
    ]

    def types(context: Context) -> list[Any]:
        return [get(context) for get in getters]

    if path.drive_name is not None:
        plain = store_variable(c, variable)

        def store_converted(context: Context, value: Any) -> None:
            converters, _, _ = make(context)
            for convert in converters:
                value = convert(value)
            plain(context, value)

        return store_converted

    def store(context: Context, value: Any) -> None:
        scope: Scope = context.scope if scope_name in (None, "private") else context.scope.named(scope_name or "local")
        old = scope.guarded.get(name)
        if old is not None and not old.writable:
            raise not_writable(spelled)
        converters, validators, made = make(context)
        guard = Variable(spelled, scope, (old.options if old is not None and old.scope is scope else frozenset()))
        if scope_name == "private":
            guard.options = guard.options | {"Private"}
        guard.converters = tuple(converters)
        if context.owns_scope:
            guard.converters = tuple(plain_converter(each) for each in types(context))
        guard.validators = tuple(validators)
        guard.attributes = made
        accepted = guard.accept(None if value is NOTHING else value, new=True)
        scope.guard(guard)
        scope.vars[name] = accepted

    return store


def plain_converter(target: Any) -> Callable[[Any], Any]:
    """The locals of a function are converted as a cast would; elsewhere as an argument is."""
    from ems.runtime.convert import convert

    return lambda value: convert(value, target)


def storer(c: Compiler, node: T.Ast) -> Store:
    """How to store into a target."""
    if isinstance(node, T.VariableExpressionAst):
        return store_variable(c, node)
    typed = typed_target(node)
    if typed is not None:
        return store_typed(c, *typed)
    if isinstance(node, T.AttributedExpressionAst):
        return store_through_cast(c, node)
    if isinstance(node, T.InvokeMemberExpressionAst):
        return store_parameterized(c, node)
    if isinstance(node, T.MemberExpressionAst):
        return store_member(c, node)
    if isinstance(node, T.IndexExpressionAst):
        return store_element(c, node)
    if isinstance(node, T.ParenExpressionAst):
        inner = node.pipeline
        if isinstance(inner, T.PipelineAst):
            pure = inner.get_pure_expression()
            if pure is not None:
                return storer(c, pure)
    if isinstance(node, T.ArrayLiteralAst):
        return store_several(c, node)
    raise runtime_error(
        "InvalidLeftHandSide",
        "The assignment expression is not valid. The input to an assignment operator must be an object that is "
        "able to accept assignments, such as a variable or a property.",
        "ParserError",
    )


def store_through_cast(c: Compiler, node: T.AttributedExpressionAst) -> Store:
    """`[int]$x.Prop = value`: converted first."""
    from ems.runtime.compile.types import type_getter
    from ems.runtime.convert import convert

    inner = storer(c, node.child)
    if not isinstance(node.attribute, T.TypeConstraintAst):
        return inner
    type_of = type_getter(c, node.attribute.type_name, node.attribute.type_name)
    return lambda context, value: inner(context, convert(value, type_of(context)))


def store_member(c: Compiler, node: T.MemberExpressionAst) -> Store:
    """`target.Name = ` and `[type]::Name = `."""
    from ems.runtime.compile.members import member_name, static_target

    name = member_name(c, node.member)
    if node.static:
        static = static_target(c, node.expression)
        return lambda context, value: members.set_static(
            static(context), name(context), None if value is NOTHING else value
        )
    target = c.expression(node.expression)
    return lambda context, value: members.set_member(
        target(context), name(context), None if value is NOTHING else value
    )


def store_parameterized(c: Compiler, node: T.InvokeMemberExpressionAst) -> Store:
    """`$x.Item(1) = value`."""
    from ems.runtime.compile.members import member_name

    name = member_name(c, node.member)
    target = c.expression(node.expression)
    arguments = [c.expression(each) for each in node.arguments]

    def store(context: Context, value: Any) -> None:
        owner = target(context)
        keys = [each(context) for each in arguments]
        if name(context).lower() == "item":
            members.index_set(owner, keys, value)
            return
        raise runtime_error(
            "ParameterizedPropertyNotFound",
            f"The parameterized property '{name(context)}' cannot be set on this object.",
        )

    return store


def index_list(index: T.Ast, c: Compiler) -> Callable[[Context], list[Any]]:
    """The indexes of `target[...]` as a list."""
    if isinstance(index, T.ArrayLiteralAst):
        each = [c.expression(one) for one in index.elements]
        return lambda context: [one(context) for one in each]
    single = c.expression(index)
    return lambda context: [single(context)]


def store_element(c: Compiler, node: T.IndexExpressionAst) -> Store:
    """`target[index] = `."""
    target = c.expression(node.target)
    indexes = index_list(node.index, c)

    if not isinstance(node.index, T.ArrayLiteralAst):
        index = c.expression(node.index)

        def store_one(context: Context, value: Any) -> None:
            owner = target(context)
            key = index(context)
            if value is NOTHING:
                value = None
            if type(owner) is Hashtable and type(key) is str:
                owner.set(key, value)
            else:
                members.index_set(owner, [key], value)

        return store_one

    def store(context: Context, value: Any) -> None:
        owner = target(context)
        members.index_set(owner, indexes(context), None if value is NOTHING else value)

    return store


def store_several(c: Compiler, node: T.ArrayLiteralAst) -> Store:
    """`$a, $b = 1, 2`: the last target gets what is left."""
    stores = [storer(c, each) for each in node.elements]

    def store(context: Context, value: Any) -> None:
        items = value if type(value) is list else None
        if items is None:
            each = enumerate_value(value)
            items = [value] if each is None else list(each)
        count = len(stores)
        for index, put in enumerate(stores):
            if index < count - 1 or len(items) <= count:
                put(context, items[index] if index < len(items) else None)
            else:
                put(context, items[index:])

    return store


# Reading and storing again


def setter(
    c: Compiler, node: T.Ast, compound: bool
) -> tuple[Callable[[Context], Place], Callable[[Context, Place, Any], None]]:
    """How to find a target once, read it, and store into it."""
    while isinstance(node, T.ParenExpressionAst) and isinstance(node.pipeline, T.PipelineAst):
        pure = node.pipeline.get_pure_expression()
        if pure is None:
            break
        node = pure
    if isinstance(node, T.MemberExpressionAst) and not isinstance(node, T.InvokeMemberExpressionAst):
        return _member_place(c, node)
    if isinstance(node, T.IndexExpressionAst):
        return _element_place(c, node)
    typed = typed_target(node)
    read = c.expression(typed[0] if typed else node)
    store = storer(c, node)
    return (lambda context: Place(read(context))), (lambda context, place, value: store(context, value))


def _member_place(
    c: Compiler, node: T.MemberExpressionAst
) -> tuple[Callable[[Context], Place], Callable[[Context, Place, Any], None]]:
    from ems.runtime.compile.members import member_name, static_target

    name = member_name(c, node.member)
    if node.static:
        static = static_target(c, node.expression)

        def read_static(context: Context) -> Place:
            owner, key = static(context), name(context)
            return Place(members.get_static(owner, key), owner, key)

        return read_static, lambda context, place, value: members.set_static(place.target, place.key, value)
    target = c.expression(node.expression)

    def read(context: Context) -> Place:
        owner, key = target(context), name(context)
        return Place(members.get_member(owner, key), owner, key)

    return read, lambda context, place, value: members.set_member(place.target, place.key, value)


def _element_place(
    c: Compiler, node: T.IndexExpressionAst
) -> tuple[Callable[[Context], Place], Callable[[Context, Place, Any], None]]:
    target = c.expression(node.target)
    indexes = index_list(node.index, c)

    def read(context: Context) -> Place:
        owner, keys = target(context), indexes(context)
        return Place(members.index_get(owner, keys), owner, keys)

    return read, lambda context, place, value: members.index_set(place.target, place.key, value)


# The statement


def compile_assignment(c: Compiler, node: T.AssignmentStatementAst) -> Expression:
    """An assignment as a value: what was assigned."""
    right = c.value(node.right)
    if node.operator == "Equals":
        store = storer(c, node.left)

        def assign(context: Context) -> Any:
            value = right(context)
            store(context, value)
            return value

        return assign
    function = operators.BINARY[COMPOUND[node.operator]]
    variable = plain_variable(c, node.left)
    if variable is not None:
        return compound_variable(function, *variable, right)
    if isinstance(node.left, T.IndexExpressionAst) and not isinstance(node.left.index, T.ArrayLiteralAst):
        if node.operator == "PlusEquals":
            return fuse(c, ADD_TO_ELEMENT, [node.left.target, node.left.index], right, function)
    read, write = setter(c, node.left, compound=True)

    def combine(context: Context) -> Any:
        place = read(context)
        value = function(place.value, right(context))
        write(context, place, value)
        return value

    return combine


def unset(context: Context, name: str, spelled: str) -> Any:
    """What `$x += ...` starts from where the scope has no `$x`: in a function `$x` is a local then, and null."""
    return None if context.owns_scope else absent(context, name, spelled)


def compound_variable(function: Callable[[Any, Any], Any], name: str, spelled: str, right: Expression) -> Expression:
    """`$x += value`."""

    def combine(context: Context) -> Any:
        old = context.vars.get(name, MISSING)
        if old is MISSING:
            old = unset(context, name, spelled)
        value = function(old, right(context))
        context.scope.assign(name, value)
        return value

    return combine


def add_constant(
    function: Callable[[Any, Any], Any], name: str, spelled: str, number: int, node: T.Ast, watched: set[str]
) -> Statement:
    """`$x += 1`."""

    def run(context: Context) -> None:
        variables = context.vars
        old = variables.get(name, MISSING)
        if type(old) is int and name not in watched:
            value = old + number
            if LOWEST <= value <= HIGHEST:
                variables[name] = value
                return
        try:
            if old is MISSING:
                old = unset(context, name, spelled)
            context.scope.assign(name, function(old, number))
        except Terminating as error:
            report(context, error, node)

    return run


def assign_plain(name: str, right: Expression, node: T.Ast, watched: set[str]) -> Statement:
    """`$x = value`."""

    def run(context: Context) -> None:
        try:
            value = right(context)
            if name in watched:
                context.scope.assign_here(name, value)
            else:
                context.vars[name] = value
        except Terminating as error:
            report(context, error, node)
        except BARE_FAILURES as error:
            report(context, bare_failure(error), node)

    return run


def compile_assignment_statement(c: Compiler, node: T.AssignmentStatementAst) -> Statement:
    """An assignment as a statement: it has no output."""
    if c.marks_success(node) and is_expression(node.right):
        return marking(assignment_statement(c, node), "$?" in c.source.text[node.right.start : node.right.end])
    return assignment_statement(c, node)


def is_expression(node: T.Ast) -> bool:
    return isinstance(node, T.CommandExpressionAst)


def marking(run: Statement, reads: bool) -> Statement:
    """A statement that sets `$?`: before it runs, for an error in it says otherwise; afterwards where it reads `$?`."""

    def marked(context: Context) -> Any:
        context.session.succeeded = True
        return run(context)

    def marked_afterwards(context: Context) -> Any:
        result = run(context)
        context.session.succeeded = True
        return result

    return marked_afterwards if reads else marked


def assignment_statement(c: Compiler, node: T.AssignmentStatementAst) -> Statement:
    left = node.left
    if (
        isinstance(left, T.VariableExpressionAst)
        and not left.variable_path.scope
        and left.variable_path.drive_name is None
    ):
        name = c.spell(left.variable_path.name)
        if name not in CONSTANTS and name not in NOT_WRITABLE:
            if node.operator == "Equals":
                return assign_plain(name, c.value(node.right), node, c.session.watched)
            if node.operator in ("PlusEquals", "MinusEquals") and isinstance(node.right, T.CommandExpressionAst):
                number = int_constant(node.right.expression)
                if number is not None and node.operator == "PlusEquals":
                    return add_constant(
                        operators.BINARY["Plus"], name, left.variable_path.user_path, number, node, c.session.watched
                    )
    assign = compile_assignment(c, node)

    def run(context: Context) -> None:
        try:
            assign(context)
        except Terminating as error:
            report(context, error, node)
        except BARE_FAILURES as error:
            report(context, bare_failure(error), node)

    return run


STATEMENTS: Final[dict[type, Handler]] = {T.AssignmentStatementAst: compile_assignment_statement}
VALUES: Final[dict[type, Handler]] = {T.AssignmentStatementAst: compile_assignment}
